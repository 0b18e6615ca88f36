"""Every kind of things that is read as data."""

from portal.api.kinds.agreements import AGREEMENTS, WORK_PROGRAMMES
from portal.api.kinds.calls import CALLS, SERIES, SUPPORT
from portal.api.kinds.documents import DOCUMENTS
from portal.api.kinds.partners import PARTNERS, POSTS
from portal.api.kinds.policy import FOCUS_ENTRIES, FRAMEWORKS

KINDS = [
    PARTNERS,
    POSTS,
    FRAMEWORKS,
    FOCUS_ENTRIES,
    SERIES,
    CALLS,
    SUPPORT,
    AGREEMENTS,
    WORK_PROGRAMMES,
    DOCUMENTS,
]
BY_TYPE = {kind.type: kind for kind in KINDS}
