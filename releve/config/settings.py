"""Django's settings, all read from the environment. `releve --help` and docs/settings.md list every variable."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
import pghistory
from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels

from releve.config import environment

PACKAGE = Path(__file__).resolve().parent.parent

DEMONSTRATION_SECRET = "demonstration-only-never-on-an-open-network"  # noqa: S105 — refused by `check --deploy`
SECRET_KEY = environment.text("RELEVE_SECRET_KEY", DEMONSTRATION_SECRET)
# Keys of before: what they signed or encrypted still opens.
SECRET_KEY_FALLBACKS = environment.words("RELEVE_SECRET_KEY_FALLBACKS")
DEBUG = environment.switch("RELEVE_DEBUG", default=False)
IS_DEMO = environment.switch("RELEVE_DEMO", default=False)
ALLOWED_HOSTS = environment.words("RELEVE_HOSTS", "localhost,127.0.0.1,[::1]")
HAS_TLS_IN_FRONT = environment.switch("RELEVE_TLS", default=False)
IS_SECOND_FACTOR_REQUIRED = environment.switch("RELEVE_SECOND_FACTOR", default=True)
# The address that links in messages start with.
PUBLIC_ADDRESS = environment.text("RELEVE_ADDRESS", "http://localhost:8000").rstrip("/")

# What the legal notice must name (LCEN, article 1-1): the law asks it of whoever opens the service to the public.
PUBLISHER = environment.text("RELEVE_PUBLISHER")
PUBLICATION_DIRECTOR = environment.text("RELEVE_PUBLICATION_DIRECTOR")
PUBLISHER_CONTACT = environment.text("RELEVE_PUBLISHER_CONTACT")
HOST_NAME = environment.text("RELEVE_HOST_NAME")

# In the order of the pipeline; tests/architecture keeps this list, the import contract and the picture equal.
PIPELINE = [
    "releve.pipeline.offices",
    "releve.pipeline.commitments",
    "releve.pipeline.rota",
    "releve.pipeline.slots",
    "releve.pipeline.appointments",
]
INSTALLED_APPS = [
    # First: its `migrate` puts every table into its world and closes it.
    "releve.shared.worlds",
    "releve.shared.people",
    *PIPELINE,
    "releve.ui",
    "releve.desks.patient",
    "releve.desks.secretary",
    "releve.desks.doctor",
    "releve.desks.network",
    "releve.desks.townhall",
    # For `releve manage invite`.
    "releve.config",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials",
    "csp",
    "pghistory",
    "pgtrigger",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "releve.config.headers.PermissionsMiddleware",
    # Everything below runs in one transaction, under the database role of the request's world.
    "releve.config.request_world.WorldMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "releve.desks.access.DeskMiddleware",
]

ROOT_URLCONF = "releve.config.urls"
WSGI_APPLICATION = "releve.config.wsgi.application"
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
                "releve.ui.context.page",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# One PostgreSQL dialect, from the embedded server to a cluster: docs/decisions/0001.
# Python runs one thread of a process at a time: with two, 187 search pages a second; with four, 149.
THREADS_PER_PROCESS = environment.whole_number("RELEVE_THREADS", 2)
DATABASE: dict[str, Any] = {
    **dj_database_url.parse(environment.text("DATABASE_URL", "postgresql:///releve"), conn_max_age=0),
    "ENGINE": "django.db.backends.postgresql",
    "DISABLE_SERVER_SIDE_CURSORS": True,
}
DATABASE["OPTIONS"] = DATABASE.get("OPTIONS", {}) | {
    # A thread that finds no free connection waits this long, in seconds.
    "pool": {"min_size": 1, "max_size": THREADS_PER_PROCESS + 1, "timeout": 10},
    # Tables are created in `public`, then put into their world by `migrate`. An unset `pgtrigger.ignore` would make
    # every trigger roll back a subtransaction: 12 000 bookings took 7.0 s without it, 1.5 s with it.
    "options": "-c search_path=public,people,estate,care -c lock_timeout=3s -c pgtrigger.ignore={}",
    # Hot statements are prepared once for each connection.
    "server_side_binding": True,
    "prepare_threshold": 5,
}
DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counters that all processes share: rate limits of logins, codes of second factors already used.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_counters",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# A history is read by the row that it tells of: its other keys need no index.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["releve.config.accounts.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_desk"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "releve.config.accounts.AccountAdapter"
ACCOUNT_FORMS = {"request_login_code": "releve.config.accounts.RequestCodeForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
# Without a password field the login form would send a code instead.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
# A message « no account here » to whatever address is typed would make us a sender of spam.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_MAILS_LEAVE_IN_BACKGROUND = True
ACCOUNT_SESSION_REMEMBER = False
# By account, never by address: a whole town hall or CPTS stands behind one. A code of six digits, three tries a code:
# 45 guesses a day. The limit of passwords counts wrong second factors too.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "5/5m/key",
    "request_login_code": "3/10m/key,15/d/key",
    "reset_password": "3/10m/key",
    "reset_password_from_key": "",
}
MFA_ADAPTER = "releve.config.accounts.MfaAdapter"
MFA_RATE_LIMITS = {"webauthn_login": ""}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey alone is two factors only if the device asked for a fingerprint or a code.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Relève"
# People need some seconds to copy a code.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or IS_DEMO
# X-Forwarded-For is believed only where a server of ours writes it.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HAS_TLS_IN_FRONT else 0

SESSION_ENGINE = "releve.shared.people.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HAS_TLS_IN_FRONT
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
if HAS_TLS_IN_FRONT:
    # The prefix keeps another site of the same town (annuaire.ville.fr) from planting cookies of these names here.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-releve", "__Host-csrf"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HAS_TLS_IN_FRONT else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HAS_TLS_IN_FRONT else 0
# Signed links to an appointment stay out of the other sites' logs.
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
    }
}

# French first, English second; times are stored in UTC and shown in each office's own zone.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
# In English too a day comes before its month.
FORMAT_MODULE_PATH = "releve.config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE.parent / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "releve.config.static_names.RememberedNames"},
}
# Serves straight from the app folders too, so that a start needs no collecting step.
WHITENOISE_USE_FINDERS = True
MESSAGE_TAGS = {message_levels.ERROR: "error"}


def mail_settings(address: str) -> dict[str, object]:
    """Return Django's mail settings for `smtp://user:password@host:587` (STARTTLS), `smtps://…:465` or `console:`."""
    if address in {"", "console:"}:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(address)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise environment.UnclearSetting(
            f"RELEVE_MAIL_URL={address!r} n'est pas compris : écrivez smtp://compte:motdepasse@serveur:587 "
            "(STARTTLS), smtps://compte:motdepasse@serveur:465 ou console: (affiche les messages, sans les envoyer)."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }


globals().update(mail_settings(environment.text("RELEVE_MAIL_URL", "console:")))
DEFAULT_FROM_EMAIL = environment.text("RELEVE_MAIL_FROM", "Relève <ne-pas-repondre@localhost>")
# `console:` prints the messages; `https://…` posts them to the gateway described in releve/adapters/sms.py.
SMS_GATEWAY = environment.text("RELEVE_SMS", "console:")
SMS_GATEWAY_TOKEN = environment.text("RELEVE_SMS_TOKEN")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        # Names every passkey that is used.
        "fido2": {"level": "WARNING"},
    },
}
