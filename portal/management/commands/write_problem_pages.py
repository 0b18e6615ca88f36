from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.test import RequestFactory
from django.utils.translation import override

from portal.api import problems
from portal.i18n.languages import CODES
from portal.views import too_many_requests, unavailable


class Command(BaseCommand):
    help = (
        "Writes what the proxy says when the portal cannot, in four languages, to people and to "
        "programs, beside the styles."
    )

    def handle(self, **options):
        folder = Path(settings.STATIC_ROOT, "problem")
        folder.mkdir(parents=True, exist_ok=True)
        for code in CODES:
            for page in (too_many_requests, unavailable):
                for address, suffix in ((f"/{code}/", "html"), (problems.PREFIX, "json")):
                    with override(code):
                        request = RequestFactory(SERVER_NAME=settings.ALLOWED_HOSTS[0]).get(address)
                        request.LANGUAGE_CODE = code
                        response = page(request)
                    name = f"{response.status_code}.{code}.{suffix}"
                    (folder / name).write_bytes(response.content)
