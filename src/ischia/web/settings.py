"""Django's settings. What may differ between installations is read in `config`."""

from __future__ import annotations

from pathlib import Path

from ischia.protocol.wording import LOCALE
from ischia.web.config import database_settings, read_config, secret_key
from ischia.web.discover import folders
from ischia.web.zone import local_zone

CONFIG = read_config()

ISCHIA_PACKS = CONFIG.packs
DEBUG = False
SECRET_KEY = secret_key(CONFIG)
ALLOWED_HOSTS = ["*"]  # `hosts.HostCheck` is stricter: it checks the port too, and every request
ROOT_URLCONF = "ischia.web.urls"
WSGI_APPLICATION = "ischia.web.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "ischia.record",
    "ischia.web",
]
MIDDLEWARE = [
    "ischia.web.hosts.HostCheck",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "ischia.web.assets.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ischia.web.person.PersonMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": folders("templates"),
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "ischia.web.person.for_templates",
                "ischia.web.preferences.chosen.for_templates",
            ],
            "loaders": ["django.template.loaders.filesystem.Loader"]
            if CONFIG.dev
            else [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
        },
    }
]

DATABASES = {"default": database_settings(CONFIG)}
AUTH_USER_MODEL = "record.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SESSION_COOKIE_NAME = "ischia_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 365
CSRF_COOKIE_NAME = "ischia_csrf"
CSRF_COOKIE_SAMESITE = "Strict"
LOGIN_URL = "account:signed_out"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

_SELF = ["'self'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": _SELF,
        "script-src": ["'self'", "'wasm-unsafe-eval'"],
        "style-src": _SELF,
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        "connect-src": _SELF,
        "worker-src": _SELF,
        "manifest-src": _SELF,
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": _SELF,
        "frame-ancestors": ["'none'"],
    }
}

USE_TZ = True
TIME_ZONE = local_zone()
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]  # those whose texts are complete
LANGUAGE_COOKIE_NAME = "ischia_language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [LOCALE]

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.data / "static"
STATICFILES_DIRS: list[Path] = folders("static")
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if CONFIG.dev
        else "ischia.web.assets.HashedFiles"
    }
}
WHITENOISE_USE_FINDERS = CONFIG.dev
WHITENOISE_AUTOREFRESH = CONFIG.dev
WHITENOISE_ALLOW_ALL_ORIGINS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
