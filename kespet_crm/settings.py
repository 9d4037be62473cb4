"""Every setting comes from the environment; `.env.example` names them all."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ
from django.utils.translation import gettext_lazy as _

from kespet_crm.conf.celery_settings import celery_settings
from kespet_crm.conf.security import security_settings
from kespet_crm.observing.logs import configure_structlog, logging_settings
from kespet_crm.theme import UNFOLD  # noqa: F401  # read by django-unfold

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if ENV_FILE := env.str("ENV_FILE", default=str(BASE_DIR / ".env")):
    environ.Env.read_env(ENV_FILE)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[SITE_HOST, "localhost", "127.0.0.1", "[::1]"]
)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data")))
DEMO = env.bool("DEMO", default=False)
SUPPRESSION_KEY = env.str("SUPPRESSION_KEY")
SIGNING_KEY = env.str("SIGNING_KEY")
# Marks that bin/* leave; `check --deploy` refuses a production that carries them.
EMBEDDED_SERVICES = env.bool("EMBEDDED_SERVICES", default=False)
GENERATED_SECRETS = env.bool("GENERATED_SECRETS", default=False)
ERASURE_JOURNAL = env.str(
    "ERASURE_JOURNAL", default=str(DATA_DIR / "erasure-journal.jsonl")
)

# How many workers share a retention run, and how long each rests between batches.
RETENTION_WORKERS = env.int("RETENTION_WORKERS", default=1)
RETENTION_PAUSE_MS = env.int("RETENTION_PAUSE_MS", default=0)

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # its default would replace our admin site
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "kespet_crm.apps.KespetConfig",
    "registry.apps.RegistryConfig",
    "contacts.apps.ContactsConfig",
    "privacy.apps.PrivacyConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "csp",
    "kespet_crm.apps.KespetAdminConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kespet_crm.middleware.PathPolicyMiddleware",
    "kespet_crm.middleware.permissions_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kespet_crm.language.StaffLanguageMiddleware",
    "kespet_crm.closing.middleware.closed_register",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kespet_crm.held_rows.HeldRowMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "kespet_crm.urls"
WSGI_APPLICATION = "kespet_crm.wsgi.application"
ASGI_APPLICATION = "kespet_crm.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

POOLED = env.bool("PGBOUNCER", default=False)  # transaction pooling in front
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"] |= {
    "HOST": unquote(DATABASES["default"]["HOST"]),
    "CONN_MAX_AGE": 0 if POOLED else env.int("CONN_MAX_AGE", default=60),
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": POOLED,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "registry.Staff"

REDIS_URL = env.str("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "kespet",
    }
}

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["kespet_crm.formats"]
TIME_ZONE = "Europe/Helsinki"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
HASHED_STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage"
PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": HASHED_STATIC if env.bool("STATIC_HASHED", True) else PLAIN_STATIC
    },
}
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FILES = 10

EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "kespet_crm.demo.backend.FolderBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="sales@kespet.fi")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# Who answers for the register: printed on every page, letter and package (P57, P58).
CONTROLLER = {
    "name": env.str("CONTROLLER_NAME", default="Kespet Oy"),
    "street": env.str("CONTROLLER_STREET", default="Misukantie 3"),
    "town": env.str("CONTROLLER_TOWN", default="40800 Vaajakoski"),
    "email": env.str("CONTROLLER_EMAIL", default="sales@kespet.fi"),
    "phone": env.str("CONTROLLER_PHONE", default=""),
    "business_id": env.str("CONTROLLER_BUSINESS_ID", default=""),
    "officer_name": env.str("OFFICER_NAME", default="Susanna Sole"),
    "officer_email": env.str("OFFICER_EMAIL", default="susanna.sole@kespet.fi"),
    "officer_phone": env.str("OFFICER_PHONE", default="+358504130787"),
    "officer_role": env.str("OFFICER_ROLE", default="data_protection_officer"),
}
# Where people write to use their rights; empty: the controller's own address.
PRIVACY_MAILBOX = env.str("PRIVACY_MAILBOX", default="")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATION}.NumericPasswordValidator"},
]

BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=int(BEHIND_PROXY))
vars().update(security_settings(site_url=SITE_URL, behind_proxy=BEHIND_PROXY))
vars().update(
    celery_settings(
        broker_url=REDIS_URL,
        data_dir=DATA_DIR,
        time_zone=TIME_ZONE,
        concurrency=env.int("WORKER_PROCESSES", default=2),
    )
)
LOGGING = logging_settings(env.str("LOG_LEVEL", default="INFO"))
configure_structlog()
