"""django-oauth-toolkit as a WSGI application on an SQLite file, with the settings of production.

usage: DATABASE=FILE django_app.py COUNT     makes FILE with COUNT pending grants; prints their device codes
       DATABASE=FILE gunicorn django_app:application

A poll is what the package makes of it: one query for the grant. It neither authenticates the client of a pending
grant nor notes when the poll came, so it does less than the other two.
"""

import datetime
import os
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import include, path

from fresh_codes import CLIENT, LIFETIME, fresh_codes

settings.configure(
    DEBUG=False,
    SECRET_KEY="only for the benchmark",
    ALLOWED_HOSTS=["localhost"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["DATABASE"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
            },
        }
    },
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "oauth2_provider"],
    # Nothing the token endpoint could do without, but for the one that gives an answer its Content-Length: without
    # that gunicorn answers in chunks, which is slower.
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    LOGGING_CONFIG=None,
    OAUTH2_PROVIDER={"SCOPES": {"openid": "Who you are"}},
)
django.setup()

urlpatterns = [path("o/", include("oauth2_provider.urls"))]


def fill(count):
    call_command("migrate", verbosity=0, interactive=False)
    from oauth2_provider.models import get_application_model, get_device_grant_model

    Application, DeviceGrant = get_application_model(), get_device_grant_model()
    Application.objects.create(
        name=CLIENT,
        client_id=CLIENT,
        client_type=Application.CLIENT_PUBLIC,
        authorization_grant_type=Application.GRANT_DEVICE_CODE,
    )
    ends = datetime.datetime.now(tz=datetime.timezone.utc) + datetime.timedelta(seconds=LIFETIME)
    codes = fresh_codes(count)
    DeviceGrant.objects.bulk_create(
        (
            DeviceGrant(client_id=CLIENT, device_code=device_code, user_code=user_code, scope="openid", expires=ends)
            for device_code, user_code in codes
        ),
        batch_size=5_000,
    )
    for device_code, _ in codes:
        print(device_code)


application = get_wsgi_application()

if __name__ == "__main__":
    fill(int(sys.argv[1]))
