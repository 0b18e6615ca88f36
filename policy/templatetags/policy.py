"""What pages of other apps show of the policy."""

from django import template

from policy import priority

register = template.Library()


@register.simple_tag
def priority_of(partner, posts):
    """Why a partner is a priority: `framework` (the newest) and `reasons`."""
    framework, reasons = priority.why(partner, posts)
    return {"framework": framework, "reasons": reasons}
