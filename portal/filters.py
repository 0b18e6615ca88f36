"""The filter of the list of changes."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.i18n.instants import begin_of_day
from portal.publishing.filters import DayField, Filter


class ChangeFilter(Filter):
    since = DayField(label=_("Changed since"), required=False)

    def condition(self, name):
        return Q(at__gte=begin_of_day(self.value("since")))
