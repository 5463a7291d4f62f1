"""Django's settings, made from the node's configuration. Without one (``sajha --help``) nothing but translations works."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from sajha.basics.config import ConfigError, NodeConfig, load_config

PACKAGE = Path(__file__).resolve().parent.parent

CONFIG: NodeConfig | None
CONFIG_ERROR = ""
try:
    CONFIG = load_config()
except ConfigError as error:
    CONFIG, CONFIG_ERROR = None, str(error)


def _secret() -> str:
    """Signs sessions and forms; written by ``sajha node init`` with mode 0600."""
    path = CONFIG.home / "secret.key" if CONFIG else None
    return path.read_text("ascii").strip() if path and path.exists() else "not-configured-" + "0" * 40


SECRET_KEY = _secret()
DEBUG = False
ROOT_URLCONF = "sajha.project.urls"
WSGI_APPLICATION = "sajha.project.wsgi.application"
SITE_URL = CONFIG.url if CONFIG else "http://localhost"
_HTTPS = SITE_URL.startswith("https:")
ALLOWED_HOSTS = [SITE_URL.split("//")[1].split("/")[0].rsplit(":", 1)[0], "127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.forms",
    "sajha.vault",
    "sajha.audit",
    "sajha.accounts",
    "sajha.network",
    "sajha.directory",
    "sajha.cases",
    "sajha.cases.imports",
    "sajha.cases.emergency",
    "sajha.cases.counselling",
    "sajha.consent",
    "sajha.liaison",
    "sajha.disclosure",
    "sajha.matching",
    "sajha.countersign",
    "sajha.survivor",
    "sajha.retention",
    "sajha.exchange",
    "sajha.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sajha.web.middleware.UserLanguage",
    "sajha.web.middleware.SessionsEnd",
    "sajha.web.middleware.NothingKept",
    "sajha.web.middleware.RefusalsInWords",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sajha.web.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "sajha.web.templatetags.sajha"],
        },
    },
]


def _database() -> dict[str, object]:
    """SQLite that loses no acknowledged commit at a power cut (each line measured, see docs/decisions), or PostgreSQL."""
    address = CONFIG.database if CONFIG else ""
    if address.startswith("postgres"):
        return dict(dj_database_url.parse(address, conn_max_age=600, conn_health_checks=True))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": (CONFIG.home / "node.sqlite3") if CONFIG else ":memory:",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            # writers queue at BEGIN instead of failing at COMMIT
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;"  # readers never wait for the writer
                "PRAGMA synchronous=FULL;"  # a commit that was acknowledged is on the disk
                "PRAGMA foreign_keys=ON;"
                "PRAGMA secure_delete=ON;"  # what is deleted is overwritten
                "PRAGMA cache_size=-32000;"
                "PRAGMA temp_store=MEMORY;"  # no personal value in a temporary file
            ),
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # people sign in by name; no e-mail address is kept
ACCOUNT_ADAPTER = "sajha.web.account.adapter.SignIn"
_FORMS = "sajha.web.account.forms."
ACCOUNT_FORMS = {
    "login": _FORMS + "SignInForm",
    "change_password": _FORMS + "ChangePasswordForm",
    "reauthenticate": _FORMS + "ConfirmPasswordForm",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key,50/15m/ip", "login": "60/m/ip", "reauthenticate": "5/15m/user"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_ADAPTER = "sajha.web.account.adapter.SecondFactor"
MFA_FORMS = {
    "authenticate": _FORMS + "CodeForm",
    "reauthenticate": _FORMS + "ConfirmCodeForm",
    "activate_totp": _FORMS + "SetUpAppForm",
    "add_webauthn": _FORMS + "AddPasskeyForm",
    "authenticate_webauthn": _FORMS + "PasskeyForm",
    "login_webauthn": _FORMS + "PasskeySignInForm",
    "reauthenticate_webauthn": _FORMS + "ConfirmPasskeyForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Sajha"
MFA_TOTP_TOLERANCE = 1  # phones' clocks go wrong by some seconds
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HTTPS

SESSION_COOKIE_AGE = int(timedelta(hours=8).total_seconds())
SESSION_IDLE = timedelta(minutes=30)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# browsers send a cookie to every port of a host: nodes that share a host must not share names
_PORT = urlsplit(SITE_URL).port
_COOKIE = ("__Host-" if _HTTPS else "") + "sajha-{}" + (f"-{_PORT}" if _PORT else "")
SESSION_COOKIE_NAME = _COOKIE.format("session")
CSRF_COOKIE_NAME = _COOKIE.format("form")
OWN_COOKIE_NAME = _COOKIE.format("own")  # of somebody who reads their own record by a one-time code
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if _HTTPS else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# names in their own language, so that somebody who reads no English finds theirs
LANGUAGES = [("en", "English"), ("hi", "हिन्दी"), ("te", "తెలుగు"), ("ta", "தமிழ்")]
LANGUAGE_CODE = CONFIG.language if CONFIG else "en"
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = _COOKIE.format("language")
USE_I18N = True
USE_TZ = True
TIME_ZONE = CONFIG.time_zone if CONFIG else "Asia/Kolkata"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# addresses carry the content's hash or the part's version, so a year is safe
WHITENOISE_MAX_AGE = 31536000
STORAGES = {"staticfiles": {"BACKEND": "sajha.web.static_files.Stamped"}}
FORM_RENDERER = "sajha.web.forms.Renderer"
CSRF_FAILURE_VIEW = "sajha.web.errors.csrf_failed"
# Django's message levels as the look's tones
MESSAGE_TAGS = {10: "info", 20: "info", 25: "good", 30: "warn", 40: "bad"}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    # a field named "document" is hashed and checked in memory: a picture in it must never touch a disk
    "sajha.web.uploads.DocumentsInMemory",
    # whatever else comes is bounded by its page, and lies in the node's own folder
    "sajha.web.imports.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "sajha.web.imports.uploads.InOwnFolder",
]

# Logs carry event words and ids. Values, request bodies, addresses and tracebacks with locals never reach them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"quiet": {"()": "sajha.project.logs.NoPersonalValues"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["quiet"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "sajha": {"level": "INFO"},
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # a refused or mistyped address is in the audit or nobody's business: its path may hold what somebody typed
        "django.request": {"level": "ERROR"},
    },
}
