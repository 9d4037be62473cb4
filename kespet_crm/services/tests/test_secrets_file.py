"""Generated secrets: made once, private, whole."""

import base64
import errno
from pathlib import Path

from kespet_crm.services.errors import describe_os_error
from kespet_crm.services.secrets_file import load_secrets, read_env_file


def test_secrets_are_generated_once(tmp_path: Path) -> None:
    first = load_secrets(tmp_path / "data")
    assert load_secrets(tmp_path / "data") == first


def test_secrets_differ_between_folders(tmp_path: Path) -> None:
    one, other = load_secrets(tmp_path / "one"), load_secrets(tmp_path / "other")
    assert not set(one.values()) & set(other.values())


def test_secrets_are_private_and_have_their_shapes(tmp_path: Path) -> None:
    values = load_secrets(tmp_path)
    assert (tmp_path / "secrets.env").stat().st_mode & 0o777 == 0o600
    assert len(base64.b64decode(values["SIGNING_KEY"])) == 32
    assert len(bytes.fromhex(values["SUPPRESSION_KEY"])) == 32


def test_new_kind_of_secret_leaves_the_old_ones(tmp_path: Path) -> None:
    (tmp_path / "secrets.env").write_text("SECRET_KEY=mine\n")
    assert load_secrets(tmp_path)["SECRET_KEY"] == "mine"
    assert read_env_file(tmp_path / "secrets.env")["SECRET_KEY"] == "mine"


def test_env_file_understands_comments_quotes_and_export(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# note\n#OFF=1\nexport A='one two'\nB=a=b\n\nC=\n")
    assert read_env_file(file) == {"A": "one two", "B": "a=b", "C": ""}


def test_full_disk_is_one_sentence() -> None:
    words = describe_os_error(OSError(errno.ENOSPC, "No space left on device"))
    assert words == "The disk is full: free some space and start again."
