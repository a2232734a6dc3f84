#!/usr/bin/env python3
"""django-oauth-toolkit as the authorization server.

usage: server.py --folder FOLDER --certificate FILE --key FILE [--code-lifetime SECONDS]

What the command line means stands in ../foreign_server.py; the database is in FOLDER. The person is "alice", her
password "alice". The clients: "screen" (public, device grant) and "elsewhere" (public, another grant only).

Its oauthlib refuses a form whose Content-Type has parameters, and to a poll it never says that the code has expired.
"""

import pathlib
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import include, path
from oauthlib.oauth2 import DeviceApplicationServer

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from foreign_server import serve


def configure(folder, origin):
    settings.configure(
        SECRET_KEY="only for tests",
        ALLOWED_HOSTS=["localhost", "127.0.0.1"],
        ROOT_URLCONF=__name__,
        LOGIN_URL="/admin/login/",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/database.sqlite3"}},
        # Many rounds of hashing protect no test password.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        INSTALLED_APPS=[
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.messages",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        OAUTH2_PROVIDER={
            "OAUTH_DEVICE_VERIFICATION_URI": f"{origin}/o/device/",
            "OAUTH_DEVICE_VERIFICATION_URI_COMPLETE": lambda code: f"{origin}/o/device/?user_code={code}",
            "DEVICE_FLOW_INTERVAL": 1,
            "SCOPES": {"read": "Read", "write": "Write"},
        },
    )
    django.setup()


def prepare():
    call_command("migrate", verbosity=0, interactive=False)
    from django.contrib.auth import get_user_model
    from oauth2_provider.models import get_application_model

    alice = get_user_model().objects.create_superuser("alice", "alice@example.com", "alice")
    Application = get_application_model()
    for name, grant in (
        ("screen", Application.GRANT_DEVICE_CODE),
        ("elsewhere", Application.GRANT_CLIENT_CREDENTIALS),
    ):
        Application.objects.create(
            name=name,
            client_id=name,
            user=alice,
            client_type=Application.CLIENT_PUBLIC,
            authorization_grant_type=grant,
        )


def make_application(options, origin):
    # The package has no setting for it.
    DeviceApplicationServer.expires_in = options.code_lifetime
    configure(options.folder, origin)
    prepare()

    from django.contrib import admin

    urlpatterns.extend([path("admin/", admin.site.urls), path("o/", include("oauth2_provider.urls"))])
    return get_wsgi_application()


urlpatterns = []

if __name__ == "__main__":
    serve(make_application, "/o/device-authorization/", "/o/token/")
