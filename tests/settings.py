"""The settings of the test run: the real ones, with what tests must not wait for or depend on taken out."""

from throughline.project.settings import *  # noqa: F403

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
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
