"""The settings of the peer's own Django project: what its documentation asks for, on our PostgreSQL server."""

import os
from urllib.parse import unquote, urlsplit

_parts = urlsplit(os.environ["PEER_DATABASE_URL"])
SECRET_KEY = "for-the-benchmark-only"
DEBUG = False
USE_TZ = True
TIME_ZONE = "Europe/Paris"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "phonenumber_field",
    "appointment",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _parts.path.lstrip("/"),
        "USER": unquote(_parts.username or ""),
        "PASSWORD": unquote(_parts.password or ""),
        "HOST": unquote(_parts.hostname or ""),
        "PORT": str(_parts.port or ""),
        "CONN_MAX_AGE": None,
    }
}
# The package ships no migrations: each project makes its own.
MIGRATION_MODULES = {"appointment": "peer_migrations"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PHONENUMBER_DEFAULT_REGION = "FR"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# The configuration that the package keeps for an hour stays in memory.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
APPOINTMENT_SLOT_DURATION = 15
ROOT_URLCONF = "appointment.urls"
