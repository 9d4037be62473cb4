"""Every setting comes from the environment; `.env.example` names them all."""

from pathlib import Path
from urllib.parse import unquote

import environ
from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE  # noqa: F401
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if ENV_FILE := env.str("ENV_FILE", default=str(BASE_DIR / ".env")):
    environ.Env.read_env(ENV_FILE)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data")))
DEMO = env.bool("DEMO", default=False)
SUPPRESSION_KEY = env.str("SUPPRESSION_KEY")
SIGNING_KEY = env.str("SIGNING_KEY")
ERASURE_JOURNAL = env.str(
    "ERASURE_JOURNAL", default=str(DATA_DIR / "erasure-journal.jsonl")
)

INSTALLED_APPS = [
    "unfold",
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
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
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

DATABASES = {"default": {**env.db("DATABASE_URL"), "CONN_HEALTH_CHECKS": True}}
DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])
DATABASES["default"].setdefault("CONN_MAX_AGE", env.int("CONN_MAX_AGE", default=60))
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
CELERY_BROKER_URL = REDIS_URL

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Helsinki"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="sales@kespet.fi")

LOGIN_URL = "admin:login"
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
