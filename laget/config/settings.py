"""Django's settings. What differs between installations is read in environment.py."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from laget.config.environment import ROOT, read_environment
from laget.config.file_storage import s3_storage

ENVIRONMENT = read_environment()
BASE_DIR = ROOT
DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = list(ENVIRONMENT.hosts) or ["localhost", "127.0.0.1", "[::1]", "testserver"]
PICK_PERSON = ENVIRONMENT.pick_person
ADDRESS = ENVIRONMENT.address

INSTALLED_APPS = [
    "laget.base.audit",
    "laget.base.ui",
    "laget.base.actors",
    "laget.base.accounts",
    "laget.base.cycle",
    "laget.base.questions",
    "laget.base.county_forms",
    "laget.need.surveys",
    "laget.need.voices",
    "laget.need.assessments",
    "laget.need.tiltak",
    "laget.need.catalogue",
    "laget.need.plans",
    "laget.need.behovsmelding",
    "laget.grant.ledger",
    "laget.grant.allocation",
    "laget.grant.beslutningsgrunnlag",
    "laget.grant.forum",
    "laget.grant.ranking",
    "laget.grant.innstilling",
    "laget.grant.tilsagn",
    "laget.grant.corrections",
    "laget.grant.changes",
    "laget.grant.klage",
    "laget.grant.payments",
    "laget.effect.groups",
    "laget.effect.events",
    "laget.effect.delivery",
    "laget.effect.uptake",
    "laget.effect.oppfolging",
    "laget.effect.reports",
    "laget.effect.archive",
    "laget.effect.search",
    "laget.effect.synthesis",
    "laget.effect.opened",
    "laget.effect.insight",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "laget.base.ui.middleware.security_headers",
    "laget.base.ui.middleware.addresses_are_text",
    "laget.need.surveys.middleware.answer_as_nobody",
    "laget.base.cycle.middleware.clock",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "laget.base.accounts.middleware.Who",
    "laget.base.accounts.middleware.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "laget.base.questions.middleware.ActsThatCameTooLate",
    "laget.base.ui.middleware.what_cannot_be_opened",
]

ROOT_URLCONF = "laget.config.urls"
WSGI_APPLICATION = "laget.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "laget.base.ui.context.site",
                "laget.base.cycle.context.unread",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.l10n",
                "django.templatetags.static",
                "laget.base.ui.templatetags.once",
                "laget.base.ui.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "laget.base.ui.forms.DesignRenderer"


def _database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "laget.base.database",
        "NAME": unquote(parts.path.lstrip("/")) or "laget",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # Nothing here may live longer than a transaction, so that PgBouncer can stand between.
        "DISABLE_SERVER_SIDE_CURSORS": options.pop("pgbouncer", "") == "1",
        # Each thread keeps its connection: they are few and steady, and a pool would prepare each one anew per request.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # The tests get a copy of the empty database they are pointed at, its locale included.
        "TEST": {"TEMPLATE": unquote(parts.path.lstrip("/"))},
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": 3,
            **options,
        },
    }


DATABASES = {
    "default": _database(ENVIRONMENT.database_url or f"postgresql://postgres@/laget?host={ENVIRONMENT.var / 'pg'}")
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},  # more, and a third goes: those who try to sign in, and mail that is taken
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
SESSION_ENGINE = "laget.base.accounts.sessions"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/oppgaver/"
ACCOUNT_ADAPTER = "laget.base.accounts.adapter.PersonAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code that signs a person in proves the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers, and no telling who has an account
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USER_DISPLAY = "laget.base.accounts.adapter.display_name"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.is_production  # http://localhost

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk")]  # pages are in bokmål; mail and notices in what each has chosen
LOCALE_PATHS = [ROOT / "laget/locale"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.var / "static"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a kartlegging of a whole county asks for three numbers from each virksomhet
MEDIA_ROOT = ENVIRONMENT.var / "files"
SURVEY_KEYS = ENVIRONMENT.survey_keys
VOICE_KEYS = ENVIRONMENT.voice_keys
VOICE_DAYS = ENVIRONMENT.voice_days
SEAL, SEAL_PASSWORD = ENVIRONMENT.seal, ENVIRONMENT.seal_password
SEAL_NEEDED = ENVIRONMENT.is_production  # elsewhere one is made on the spot
SEAL_MADE_HERE = ENVIRONMENT.var / "seal.p12"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

if ENVIRONMENT.files:
    STORAGES["default"] = s3_storage(ENVIRONMENT.files)
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # nothing asks for them by their plain names
if ENVIRONMENT.name == "test":
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

MAILBOX = ENVIRONMENT.var / "mail"  # where the demo's mail ends up
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
if ENVIRONMENT.mail:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = ENVIRONMENT.mail.host, ENVIRONMENT.mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENVIRONMENT.mail.user, ENVIRONMENT.mail.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = ENVIRONMENT.mail.starttls, not ENVIRONMENT.mail.starttls
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAILBOX

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "laget.base.ui.views.csrf_failure"
if ENVIRONMENT.is_production:
    # One proxy stands in front, and says whom it speaks for: else all of them would share one limit on signing in.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "not_noted": {"()": "laget.need.surveys.middleware.NotNoted"},
        "without_secrets": {"()": "laget.base.ui.log.WithoutSecrets"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["not_noted", "without_secrets"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
