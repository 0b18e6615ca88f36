"""The portal with its clock stopped: "closes in 3 days" is the same in every picture."""

import datetime

import time_machine

from tests.browser.serving import MOMENT

time_machine.travel(MOMENT, tick=False).start()

from portal.wsgi import application  # noqa: E402, F401  the clock stops before Django looks at it

# isort: split
from portal.page_cache import freshness  # noqa: E402

# A process goes by what it knows for a second, which never passes here.
freshness.LOOKUP_INTERVAL = datetime.timedelta()
