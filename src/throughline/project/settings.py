"""Django's settings. Everything an operator may change comes from the environment: docs/reference/settings.md."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import django.conf.locale
from django.utils.translation import gettext_lazy as _

from throughline.project import database, zone

SOURCE = Path(__file__).resolve().parents[1]
DEMO = os.environ.get("THROUGHLINE_MODE") == "demo"
HTTPS = not DEMO and os.environ.get("THROUGHLINE_HTTPS", "on") != "off"


def _listed(variable: str, otherwise: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(variable, otherwise).split(",") if item.strip()]


SECRET_KEY = os.environ.get("THROUGHLINE_SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = _listed("THROUGHLINE_HOSTS", "localhost,127.0.0.1,[::1]" if DEMO else "")
# What issued credentials name as theirs for good: it must not change once the first is issued.
ADDRESS = (
    os.environ.get("THROUGHLINE_ADDRESS") or f"https://{ALLOWED_HOSTS[0] if ALLOWED_HOSTS else 'localhost'}"
).rstrip("/")
# Lists of issuers of other houses whose word counts here, as each publishes its own (`/issuers.json`): paths of files.
KNOWN_ISSUERS = _listed("THROUGHLINE_KNOWN_ISSUERS")
# Public keys of the logs of other houses whose bundles of a registry are taken in, as each publishes its own.
KNOWN_HOUSES = _listed("THROUGHLINE_KNOWN_HOUSES")
# Encrypts the private keys of issuers at rest: Fernet keys, newest first, separated by commas.
KEYS_SECRET = os.environ.get("THROUGHLINE_KEYS_SECRET", "")
# Where there is no such setting: a file that the demo makes for itself.
KEYS_SECRET_FILE = database.data_folder() / "issuer-keys-secret" if DEMO else None
# The public log: its name for good, the private key that signs its checkpoints (64 hex digits; else a file that is made
# once), public keys it had before, and the witnesses whose signatures are taken (`KEY`; `KEY ADDRESS`: that one is asked).
LOG_NAME = os.environ.get("THROUGHLINE_PUBLIC_LOG_NAME") or f"{ADDRESS.partition('://')[2]}/log"
LOG_KEY = os.environ.get("THROUGHLINE_PUBLIC_LOG_KEY", "")
LOG_KEY_FILE = database.data_folder() / "public-log-key"
LOG_OLD_KEYS = _listed("THROUGHLINE_PUBLIC_LOG_OLD_KEYS")
LOG_WITNESSES = _listed("THROUGHLINE_PUBLIC_LOG_WITNESSES")
LOG_QUORUM = int(os.environ.get("THROUGHLINE_PUBLIC_LOG_QUORUM", "0"))
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

# The ladder, lowest first.
OWN_APPS = [
    "throughline.apps.trail",
    "throughline.apps.directory",
    "throughline.apps.frameworks",
    "throughline.apps.commons",
    "throughline.apps.occupations",
    "throughline.apps.registry",
    "throughline.apps.records",
    "throughline.apps.governance",
    "throughline.apps.population",
    "throughline.apps.opportunities",
    "throughline.apps.advising",
    "throughline.apps.funding",
    "throughline.apps.insight",
    "throughline.apps.interop",
    "throughline.web",
]
INSTALLED_APPS = [
    # An area of the ladder is installed from the day its package exists.
    *(
        app
        for app in OWN_APPS
        if (SOURCE / app.removeprefix("throughline.").replace(".", "/") / "__init__.py").exists()
    ),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.idp.oidc",  # apps that a learner lets in
    *(["allauth.socialaccount.providers.saml"] if find_spec("onelogin") else []),  # the extra `sso` brings it
    "procrastinate.contrib.django",
]
# Jobs are looked for by whoever does them (cli/worker.py): without them everybody else is up in a third of the time.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None
_BEFORE_THE_DATABASE = "django.contrib.sessions.middleware.SessionMiddleware"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "throughline.project.security.content_security_policy",
    _BEFORE_THE_DATABASE,
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "throughline.web.rows_right_after.rows_right_after",
    "throughline.web.signing_in.one_reading",
    "throughline.web.signing_in.actor",
    "throughline.web.languages.language_of_who_signs_in",
    "throughline.web.refusals.refusals",
]
ROOT_URLCONF = "throughline.project.urls"
WSGI_APPLICATION = "throughline.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "throughline.web.shell.shell",
            ]
        },
    }
]

DATABASES = {"default": database.configured()}
# A second server that follows the first: who it answers, and when, stands in project/replica.py.
REPLICA_FOR_EVERYONE = os.environ.get("THROUGHLINE_REPLICA_FOR") == "everyone"
if replica := database.replica():
    DATABASES["replica"] = replica
    MIDDLEWARE.insert(MIDDLEWARE.index(_BEFORE_THE_DATABASE), "throughline.project.replica.Replica")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "throughline.web.signing_in.Accounts",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-day"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
EMAIL_BACKEND = f"django.core.mail.backends.{os.environ.get('THROUGHLINE_EMAIL', 'console')}.EmailBackend"
EMAIL_HOST = os.environ.get("THROUGHLINE_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("THROUGHLINE_EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("THROUGHLINE_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("THROUGHLINE_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = True
DEFAULT_FROM_EMAIL = os.environ.get("THROUGHLINE_EMAIL_FROM", "throughline@localhost")

SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "state",
                "name": os.environ.get("THROUGHLINE_OIDC_NAME", "State sign-in"),
                "client_id": os.environ["THROUGHLINE_OIDC_CLIENT"],
                "secret": os.environ.get("THROUGHLINE_OIDC_SECRET", ""),
                "settings": {
                    "server_url": os.environ.get("THROUGHLINE_OIDC_SERVER", ""),
                    "oauth_pkce_enabled": True,
                },
            }
        ]
        if "THROUGHLINE_OIDC_CLIENT" in os.environ
        else []
    }
}

# Apps register themselves and are let in by each learner; what they may ask for stands in apps/records/scopes.py.
IDP_OIDC_ADAPTER = "throughline.api.doors.oauth.Adapter"
IDP_OIDC_DCR_ENABLED = True
IDP_OIDC_DCR_REQUIRES_INITIAL_ACCESS_TOKEN = False
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 90 * 24 * 60 * 60
IDP_OIDC_RATE_LIMITS = {"client_registration": "20/m/ip"}
# The VC API, for suites of tests alone: it signs whatever is well formed. A real house has no use for it.
VC_API = os.environ.get("THROUGHLINE_VC_API") == "on"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("pt", _("Portuguese")), ("ht", _("Haitian Creole"))]
# Django 5.2 does not know Haitian Creole yet.
django.conf.locale.LANG_INFO.setdefault(
    "ht", {"bidi": False, "code": "ht", "name": "Haitian Creole", "name_local": "Kreyòl ayisyen"}
)
LOCALE_PATHS = [SOURCE / "locale"]
FORMAT_MODULE_PATH = "throughline.locale"  # how dates and numbers are written
USE_TZ = True
TIME_ZONE = zone.NAME

STATIC_URL = "/static/"
# The demo serves from the packages themselves and collects nothing.
STATIC_ROOT = None if DEMO else os.environ.get("THROUGHLINE_STATIC_ROOT") or database.data_folder() / "static"
WHITENOISE_USE_FINDERS = DEMO
_STATIC = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEMO
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC},
}
MEDIA_ROOT = database.data_folder() / "files"
# A folder, or s3://bucket/prefix.
EVIDENCE_STORE = os.environ.get("THROUGHLINE_FILES") or str(database.data_folder() / "files" / "evidence")
EVIDENCE_S3_ENDPOINT = os.environ.get("THROUGHLINE_S3_ENDPOINT", "")
EVIDENCE_LARGEST = int(os.environ.get("THROUGHLINE_LARGEST_FILE_MB", "50")) * 1_000_000

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("THROUGHLINE_BEHIND_PROXY") == "on" else None
)
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
SESSION_ENGINE = "throughline.web.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("THROUGHLINE_LOG", "WARNING")},
}
