"""The environment of the product: the caller's, `.env`, generated secrets, services."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from kespet_crm.services.attach import Lease, attach
from kespet_crm.services.secrets_file import load_secrets, read_env_file
from kespet_crm.services.server import SOURCE, Site

PASSED_ON = ("SECRET_KEY", "SUPPRESSION_KEY", "SIGNING_KEY", "DEMO_PASSWORD")
EMBEDDED = {"DATABASE_URL": "postgres", "REDIS_URL": "valkey"}
PYTHON = SOURCE / ".venv" / "bin" / "python"


@dataclass
class Environment:
    """Variables for the product's processes and the leases that keep services up.

    Leases stand in the order of starting; they are released in the reverse order."""

    variables: dict[str, str]
    leases: list[Lease] = field(default_factory=list)

    def become(self, command: list[str]) -> int:
        """This process turns into `command`; the services live as long as it does."""
        for lease in self.leases:
            lease.inherit()
        os.execve(command[0], command, self.variables)  # noqa: S606 -- no shell wanted

    def release(self) -> None:
        for lease in reversed(self.leases):
            lease.release()


def product_environment(*, site_url: str = "") -> Environment:
    """The environment wins over `.env`, which wins over what is generated.

    `site_url` is where bin/run serves; it is remembered for bin/manage, whose mail
    carries links too."""
    env_file = os.environ.get("ENV_FILE", str(SOURCE / ".env"))
    variables = {**read_env_file(Path(env_file or os.devnull)), **os.environ}
    data_dir = Path(variables.setdefault("DATA_DIR", str(SOURCE / ".data"))).absolute()
    variables["DATA_DIR"] = str(data_dir)
    data_dir.mkdir(parents=True, exist_ok=True)
    environment = Environment(variables)
    _add_secrets(variables, data_dir)
    _add_site_url(variables, data_dir / "site-url", site_url)
    _add_services(environment, Site(data_dir), linger=0.0)
    return environment


def demo_mark(variables: dict[str, str]) -> Path:
    """The file that says that this data folder holds demo data."""
    return Path(variables["DATA_DIR"]) / "demo"


def _add_site_url(variables: dict[str, str], memory: Path, site_url: str) -> None:
    if variables.get("SITE_URL"):
        return
    if site_url:
        memory.write_text(site_url)
    elif memory.exists():
        site_url = memory.read_text().strip()
    if site_url:
        variables["SITE_URL"] = site_url


def test_environment() -> Environment:
    """Own data folder, own services: nothing of `.env` and nothing of a running product.

    TEST_DATABASE_URL and TEST_REDIS_URL name outside servers; KEEP_TEST_SERVICES keeps
    the embedded ones warm for twenty minutes."""
    data_dir = SOURCE / ".data" / "test"
    variables = dict(os.environ)
    for name in ("DATABASE_URL", "REDIS_URL", *PASSED_ON):
        variables.pop(name, None)
    variables |= {"DATA_DIR": str(data_dir), "ENV_FILE": "", "SITE_URL": TEST_SITE}
    variables |= {"STATIC_HASHED": "0", "DEBUG": "0", "EMAIL_URL": "", "DEMO": "0"}
    variables.pop("ERASURE_JOURNAL", None)
    for name in EMBEDDED:
        if outside := variables.get(f"TEST_{name}"):
            variables[name] = outside
    environment = Environment(variables)
    _add_secrets(variables, data_dir)
    linger = 1200.0 if variables.get("KEEP_TEST_SERVICES") else 0.0
    _add_services(environment, Site(data_dir, unsafe=True), linger=linger)
    return environment


def bench_environment() -> Environment:
    """A scratch register with the safe settings of a real one, so that figures hold."""
    data_dir = SOURCE / ".data" / "bench"
    variables = {**os.environ, "DATA_DIR": str(data_dir), "ENV_FILE": ""}
    for name in ("DATABASE_URL", "REDIS_URL", *PASSED_ON):
        variables.pop(name, None)
    variables |= {"STATIC_HASHED": "0", "DEMO": "1", "SITE_URL": TEST_SITE}
    variables["ERASURE_JOURNAL"] = str(data_dir / "erasure-journal.jsonl")
    environment = Environment(variables)
    _add_secrets(variables, data_dir)
    _add_services(environment, Site(data_dir), linger=0.0)
    return environment


TEST_SITE = "http://testserver"


def _add_secrets(variables: dict[str, str], data_dir: Path) -> None:
    generated = load_secrets(data_dir)
    for name in PASSED_ON:
        if not variables.get(name):
            variables[name] = generated[name]
            if name != "DEMO_PASSWORD":
                variables["GENERATED_SECRETS"] = "1"


def _add_services(environment: Environment, site: Site, *, linger: float) -> None:
    for variable, kind in EMBEDDED.items():
        if not environment.variables.get(variable):
            lease = attach(kind, site, linger)
            environment.leases.append(lease)
            environment.variables[variable] = lease.url
            environment.variables["EMBEDDED_SERVICES"] = "1"
