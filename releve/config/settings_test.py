"""The settings of the tests: the product's own, faster and louder."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("RELEVE_SECRET_KEY", "for-tests-only")

from releve.config.settings import *  # noqa: F403
from releve.config.settings import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Several test threads share a process; each takes a connection of its own.
DATABASES["default"]["OPTIONS"].pop("pool")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Style sheets come from the folders of the apps; what a test collects goes where nobody reads.
STATIC_ROOT = Path(tempfile.gettempdir()) / "releve-tests-static"
STATIC_ROOT.mkdir(exist_ok=True)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_MAILS_LEAVE_IN_BACKGROUND = False
