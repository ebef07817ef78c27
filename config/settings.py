"""All settings, read from the environment; `manage.py check` says what is unsafe."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env
from config.front_end import FOLDERS

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# DEMO opens one-click sign-in, a clock of its own and the phone simulator: never on a real server.
DEMO = env.truth("DEMO")
DEBUG = env.truth("DEBUG")
OFFICIAL_SITE = env.truth("OFFICIAL_SITE")  # the masthead of Korean government sites

_DEVELOPMENT_KEY = "development-only-" + "x" * 50
SECRET_KEY = env.text("SECRET_KEY", _DEVELOPMENT_KEY)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
SECRET_KEY_IS_FOR_DEVELOPMENT = SECRET_KEY == _DEVELOPMENT_KEY
LINK_KEY = env.key("LINK_KEY", b"development-link-key-32-bytes-00")
FIELD_KEY = env.key("FIELD_KEY", b"development-field-key-32-bytes-0")

PUBLIC_URL = env.web_address("PUBLIC_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "config",
    "scheduling",
    "safety",
    "outreach",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "django_q",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.language_by_switch",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.origin_withheld",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.idle.IdleSignOut",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "config.middleware.OwnPasswordFirst",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ]
            if not DEBUG
            else ["django.template.loaders.filesystem.Loader"],
        },
    }
]

CACHES = {"default": env.memory(entries=5_000)}  # figures of a city, for half a minute
DATABASES = {"default": env.database("DATABASE_URL", VAR_DIR / "ansim.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "outreach.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours: long enough to stop guessing, short enough for a clerk
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# A try during the lock-out does not lengthen it: the page says when to come back, and means it.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "outreach.views.sign_in.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username"]
AXES_VERBOSE = False

SESSION_IDLE_MINUTES = env.integer("SESSION_IDLE_MINUTES", 30, least=5, most=12 * 60)
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
_SECURE = PUBLIC_URL.startswith("https://")  # plain http only on the loopback, in development
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _SECURE
SECURE_SSL_REDIRECT = _SECURE and env.truth("SSL_REDIRECT", True)
if env.truth("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_TZ = True
TIME_ZONE = "Asia/Seoul"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
# Taken as they are from node_modules; config/static_parts.py leaves out what nobody asks for.
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [
    BASE_DIR / "static",
    *[
        (name, BASE_DIR / "node_modules" / folder)
        for name, folder in FOLDERS
        if (BASE_DIR / "node_modules" / folder).is_dir()
    ],
]
STATICFILES_FINDERS = ["config.static_parts.PartsFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Names carry a hash of the contents, so a browser keeps a file until it changes.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = VAR_DIR / "files"  # uploads and papers; never served by address
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# A list holds people's numbers: it never touches the disk, and is refused when it is too large.
FILE_UPLOAD_HANDLERS = ["outreach.uploads.MemoryUploadHandler"]

Q_CLUSTER = {
    "name": "ansim",
    "orm": "default",
    "workers": env.integer("JOB_WORKERS", 2, least=1, most=16),
    "timeout": 300,
    "retry": 360,
    "max_attempts": 3,
    "ack_failures": True,
    "catch_up": False,
    "queue_limit": 2,
    "save_limit": -1,
    "label": "jobs",
}
PLAN_SECONDS = env.seconds("PLAN_SECONDS", 20.0, most=240)  # the jobs' search; often less
TRAVEL_URL = env.service_address("TRAVEL_URL")  # a table service of the roads; blank: estimated
TRAVEL_SERVICE = env.text("TRAVEL_SERVICE", "osrm")  # or valhalla
# VWorld-style address service; off while the address is blank. Its key goes to nobody else.
GEOCODER_URL = env.service_address("GEOCODER_URL")
GEOCODER_KEY = env.text("GEOCODER_KEY")
GEOCODER_TIMEOUT = env.seconds("GEOCODER_TIMEOUT", 3.0, most=10)

# Tiles under the map, https://tiles.example/{z}/{x}/{y}.png: their host sees what is looked at.
MAP_TILES_URL = env.tile_address("MAP_TILES_URL")
MAP_TILES_CREDIT = env.text("MAP_TILES_CREDIT")
if MAP_TILES_URL:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(env.origin(MAP_TILES_URL))

TWILIO_ACCOUNT_SID = env.text("TWILIO_ACCOUNT_SID")
TWILIO_AUTH_TOKEN = env.text("TWILIO_AUTH_TOKEN")
TWILIO_BASE_URL = env.web_address("TWILIO_BASE_URL", "")  # "" is the real one
ALLOW_FAKE_PROVIDER = env.truth("ALLOW_FAKE_PROVIDER")
TWILIO_CONNECT_TIMEOUT = env.seconds("TWILIO_CONNECT_TIMEOUT", 3.0, most=10)
TWILIO_READ_TIMEOUT = env.seconds("TWILIO_READ_TIMEOUT", 10.0, most=30)
TWILIO_MESSAGING_SERVICE_SID = env.text("TWILIO_MESSAGING_SERVICE_SID")  # blank: own numbers
DOMESTIC_SMS_CENTRES = env.words("DOMESTIC_SMS_CENTRES")  # by a Korean provider (Solapi); or off
DOMESTIC_SMS_URL = env.service_address("DOMESTIC_SMS_URL") or "https://api.solapi.com"
DOMESTIC_SMS_KEY = env.text("DOMESTIC_SMS_KEY")
DOMESTIC_SMS_SECRET = env.text("DOMESTIC_SMS_SECRET")
EMAIL_CENTRES = env.words("EMAIL_CENTRES")  # who write e-mail to those whom no text reaches
EMAIL_SERVER = env.mail_server("EMAIL_URL")
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM")
SMS_LEASE_SECONDS = env.integer("SMS_LEASE_SECONDS", 60, least=5, most=600)
SMS_CALLS_AT_ONCE = env.integer("SMS_CALLS_AT_ONCE", 16, least=1, most=64)  # of each sender
SMS_PER_SECOND = env.integer("SMS_PER_SECOND", 20, least=1, most=1000)  # of each sender number
# A text in doubt is looked up twice before a second send; settle at ten times the list's lag.
SMS_LOOK_UP_AFTER = env.seconds("SMS_LOOK_UP_AFTER", 5.0, most=600)
SMS_SETTLE_GAP = env.seconds("SMS_SETTLE_GAP", 60.0, most=3600)
SMS_SETTLE_SECONDS = env.seconds("SMS_SETTLE_SECONDS", 120.0, most=86400)
SMS_STATUS_CHECKS = env.moments("SMS_STATUS_CHECKS", "600,3600,86400")  # when callbacks are lost
SMS_NUMBER_CAP = env.integer("SMS_NUMBER_CAP", 4, least=1, most=100)  # texts to a number a day
SMS_CENTRE_CAP = env.integer("SMS_CENTRE_CAP", 20_000, least=1, most=10_000_000)  # a day
SMS_DAY_CAP = env.integer("SMS_DAY_CAP", 60_000, least=1, most=10_000_000)  # of all centres
SMS_SEGMENT_WON = env.integer("SMS_SEGMENT_WON", 60, least=0, most=10_000)  # price of one part
SMS_MONTH_WON = env.integer("SMS_MONTH_WON", 10_000_000, least=1, most=2_000_000_000)  # a centre
SMS_CONFIRM_ABOVE = env.integer("SMS_CONFIRM_ABOVE", 500, least=1, most=1_000_000)
SMS_KILL_SWITCH = env.truth("SMS_KILL_SWITCH")  # 1 stops every sender at its next claim
SIMULATOR_URL = env.web_address("SIMULATOR_URL", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secret_paths_cut": {"()": "config.logs.SecretPathsCut"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["secret_paths_cut"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Numbers and bodies of texts must not reach a log, whatever a library prints.
    "loggers": {name: {"level": "WARNING"} for name in ("twilio", "urllib3", "weasyprint")},
}
