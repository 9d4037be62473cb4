"""Logs: one JSON object a line on standard output, scrubbed."""

import logging
from typing import Any

import structlog

from .scrubbing import describe_exception, scrub_event

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
FINAL: list[Any] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    describe_exception,
    scrub_event,
    structlog.processors.JSONRenderer(),
]
QUIET: dict[str, Any] = {"handlers": [], "propagate": True}
LOGGERS = {
    "django": QUIET,
    "django.server": QUIET,
    "django.db.backends": {**QUIET, "level": "WARNING"},
    "celery": QUIET,
    "gunicorn.error": QUIET,
    "gunicorn.access": QUIET,
}


class ForgetTaskWords(logging.Filter):
    """Celery puts arguments and the words of errors into its messages; we do not."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, dict) and "exc" in record.args:
            kind = str(record.args["exc"]).partition("(")[0]
            record.args = {
                **record.args,
                "exc": kind,
                "traceback": "",
                "args": "",
                "kwargs": "",
            }
        record.__dict__.pop("data", None)
        return True


def logging_settings(level: str) -> dict[str, Any]:
    """Django's LOGGING. SQL is never logged: its parameters are people."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"forget_task_words": {"()": ForgetTaskWords}},
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": FINAL,
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {
            "stdout": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": "json",
                "filters": ["forget_task_words"],
            }
        },
        "root": {"handlers": ["stdout"], "level": level},
        "loggers": LOGGERS,
    }


def configure_structlog() -> None:
    """The same chain for callers of structlog itself."""
    structlog.configure(
        processors=[
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
