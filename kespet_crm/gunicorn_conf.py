"""gunicorn: threads in a few processes; any number of machines, all state elsewhere."""

import os
from pathlib import Path

import environ

from kespet_crm.observing.logs import logging_settings

ROOT = Path(__file__).resolve().parent.parent
if ENV_FILE := os.environ.get("ENV_FILE", str(ROOT / ".env")):
    environ.Env.read_env(ENV_FILE)

bind = f"{os.environ.get('WEB_HOST', '127.0.0.1')}:{os.environ.get('WEB_PORT', '8000')}"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True  # signals are enough, and every copy shares the home
# No address of a visitor and no query string: neither is needed to run this.
accesslog = "-"
access_log_format = "method=%(m)s path=%(U)s status=%(s)s bytes=%(B)s seconds=%(L)s"
logconfig_dict = logging_settings(os.environ.get("LOG_LEVEL", "INFO"))
