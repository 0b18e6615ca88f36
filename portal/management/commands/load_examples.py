"""Loads example calls in every state, with dates around today; refuses in production.

Running it again replaces them with new dates, unless an editor changed or deleted an example.
"""

from django.conf import settings
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import ProtectedError, Q

from agreements.models import Agreement, WorkProgramme
from calls.models import Call, CallSeries, SupportMeasure
from partners.models import Partner
from portal.content_loader import ContentError, gather_statistics, load

# In order of deletion: a model before those that it refers to.
EXAMPLE_MODELS = [Call, CallSeries, SupportMeasure, WorkProgramme, Agreement, Partner]


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError("Examples do not belong in a production installation.")
        if touched_by_editors():
            self.stdout.write("An editor worked on the examples; nothing was changed.")
            return
        paths = sorted((settings.BASE_DIR / "fixtures" / "examples").glob("*.yaml"))
        try:
            with transaction.atomic():
                # so that a country can be deleted before its regions
                Partner.objects.filter(is_example=True).update(parent=None)
                for model in EXAMPLE_MODELS:
                    model.objects.filter(is_example=True).delete()
                count = load(paths, is_example=True)
        except ProtectedError:
            self.stdout.write("Other content refers to the examples; nothing was changed.")
            return
        except ContentError as error:
            raise CommandError(error) from error
        gather_statistics()
        self.stdout.write(f"Loaded {count} records of examples, dated around today.")


def touched_by_editors():
    """Whether the admin log has an edit of an example, or a deletion that may be of one."""
    for model in EXAMPLE_MODELS:
        log = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
        keys = [
            str(pk) for pk in model.objects.filter(is_example=True).values_list("pk", flat=True)
        ]
        if log.filter(Q(object_id__in=keys) | Q(action_flag=DELETION)).exists():
            return True
    return False
