"""The policy on pages of other apps."""

from django import template

from policy import priority

register = template.Library()


@register.simple_tag
def priority_of(partner, posts):
    """{"framework": the newest, "reasons": why a partner is a priority of it}."""
    framework, reasons = priority.reasons_for(partner, posts)
    return {"framework": framework, "reasons": reasons}
