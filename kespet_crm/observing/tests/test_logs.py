"""No log line names a person, whatever a library puts into it."""

import io
import json
import logging
import logging.config

import pytest
from django.db import IntegrityError

from kespet_crm.observing.logs import logging_settings
from kespet_crm.observing.scrubbing import scrub, scrub_text

LOGGER = "kespet_crm.observing.tests"


def log_line(write) -> dict[str, object]:
    """What the configured handler writes for one event."""
    settings = logging_settings("INFO")
    configurator = logging.config.DictConfigurator(settings)
    formatter = configurator.configure_formatter(settings["formatters"]["json"])
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(formatter)
    handler.addFilter(settings["filters"]["forget_task_words"]["()"]())
    logger = logging.getLogger(LOGGER)
    logger.addHandler(handler)
    try:
        write(logger)
    finally:
        logger.removeHandler(handler)
    line: dict[str, object] = json.loads(handler.stream.getvalue())
    return line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to matti.virtanen@yritys.example", "to [email]"),
        ("matti%40yritys.example", "[email]"),
        ("tel +358 40 123 4567", "tel [phone]"),
        ("tel 0401234567", "tel [phone]"),
        ("tel 040-123 4567", "tel [phone]"),
        ("tel (09) 123 456", "tel [phone]"),
        ("131052-308T", "[hetu]"),
        ("010594Y9032", "[hetu]"),
        ("1234567-8 Oy", "[business id] Oy"),
        ("FI12345678", "[business id]"),
        ("path=/u/Rk3hQ9Zk1mPq7wVt2sXy5uAb8c status=200", "path=/u/[token] status=200"),
    ],
)
def test_text_about_a_person_is_scrubbed(text: str, expected: str) -> None:
    assert scrub_text(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22T15:47:13.869766Z",
        "id=123456 seconds=0.012345",
        "127.0.0.1:5432",
        "path=/admin/registry/person/ status=200",
        "registry_audit_ensure_partitions took 12 s",
    ],
)
def test_text_about_a_machine_stays(text: str) -> None:
    assert scrub_text(text) == text


def test_nested_values_are_scrubbed_and_objects_only_named() -> None:
    value = {"to": ["a@b.fi", 3, None, True], "who": object()}
    assert scrub(value) == {"to": ["[email]", 3, None, True], "who": "<object>"}


def test_exception_is_logged_without_its_words() -> None:
    def write(logger: logging.Logger) -> None:
        try:
            raise IntegrityError("Key (family_name)=(Virtanen) already exists")
        except IntegrityError:
            logger.exception("save failed")

    line = log_line(write)
    assert "IntegrityError" in json.dumps(line)
    assert "Virtanen" not in json.dumps(line)


def test_failed_task_is_logged_without_arguments_and_words() -> None:
    words = "Task %(name)s raised %(exc)s\n%(traceback)s %(args)s"
    facts = {
        "name": "registry.send_due_mail",
        "exc": "ValueError('Virtanen')",
        "traceback": "ValueError: Virtanen",
        "args": "['Virtanen']",
        "kwargs": "{}",
    }
    line = log_line(lambda logger: logger.error(words, facts, extra={"data": facts}))
    assert str(line["event"]).startswith(
        "Task registry.send_due_mail raised ValueError"
    )
    assert "Virtanen" not in json.dumps(line)


def test_sql_with_its_parameters_is_never_logged() -> None:
    settings = logging_settings("DEBUG")
    assert settings["loggers"]["django.db.backends"]["level"] == "WARNING"
