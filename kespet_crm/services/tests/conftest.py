"""Data folders with a space in their path, cleared away with all that runs in them."""

import json
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kespet_crm.services.account import service_home
from kespet_crm.services.locks import take_exclusive
from kespet_crm.services.server import Site


def clear_away(site: Site) -> None:
    """Stop what a failed test left running, then its files."""
    for kind in ("valkey", "postgres"):
        state = site.state_dir / f"{kind}.state"
        if state.exists():
            os.kill(json.loads(state.read_text())["pid"], signal.SIGTERM)
        gone = take_exclusive(site.state_dir / f"{kind}.keeper", patience=60.0)
        assert gone is not None
        gone.close()
    shutil.rmtree(service_home(site.data_dir, site.account))
    shutil.rmtree(site.data_dir.parent, ignore_errors=True)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site whose servers may be started and killed at will."""
    parent = Path(tempfile.mkdtemp(prefix="kespet crm "))
    parent.chmod(0o711)
    site = Site(parent / "data", unsafe=True)
    yield site
    clear_away(site)


@pytest.fixture
def hidden_site() -> Iterator[Site]:
    """A site below a folder that nobody but its owner may enter."""
    parent = Path(tempfile.mkdtemp(prefix="kespet hidden "))
    site = Site(parent / "data", unsafe=True)
    yield site
    clear_away(site)
