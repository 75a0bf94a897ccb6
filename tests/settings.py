"""The settings of the test run: the real ones, with what tests must not wait for or depend on taken out."""

import atexit
import shutil
import tempfile

from throughline.project.settings import *  # noqa: F403

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
ADDRESS = "https://records.example"
KEYS_SECRET = "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtMTI="
LOG_NAME = "meridian.example/log"
LOG_KEY = "11" * 32
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
# With manifest storage a live server in tests serves pages without style.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Files of evidence lie apart, and go when the run is done.
EVIDENCE_STORE = tempfile.mkdtemp(prefix="throughline-files-")
atexit.register(shutil.rmtree, EVIDENCE_STORE, ignore_errors=True)
