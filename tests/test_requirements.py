"""Requirements: few direct ones, each with its reason; all pins whole and alike."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(
    r"^([A-Za-z0-9._-]+)==([^ ;\\]+)([^\\\n]*)\\?\n((?:    --hash=.+\n)*)", re.M
)


def pins(name: str) -> set[tuple[str, str, str]]:
    text = (ROOT / name).read_text()
    return {(match[0], match[1], match[2].strip()) for match in PIN.findall(text)}


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_direct_requirement_has_its_reason(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    direct = [line for line in lines if line and not line.startswith(("#", "-r"))]
    assert direct
    assert [line for line in direct if "# " not in line] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_hashes_and_no_file_names_an_index(name: str) -> None:
    text = (ROOT / name).read_text()
    found = PIN.findall(text)
    assert len(found) > 20
    assert [match[0] for match in found if "--hash=sha256:" not in match[3]] == []
    assert "index-url" not in text
    assert "://" not in text


def test_tests_run_with_the_pins_of_the_product() -> None:
    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()
