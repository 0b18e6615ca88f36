"""What other rooms' pages show of the policy."""

from django import template

from .. import priority

register = template.Library()


@register.simple_tag
def newest_framework():
    return priority.newest_framework()


@register.filter
def focus_list(framework):
    return priority.focus_list(framework)


@register.filter
def reasons_for(framework, partner):
    """`{{ framework|reasons_for:partner }}`: why the partner is a priority of that framework."""
    return priority.reasons(framework, partner)
