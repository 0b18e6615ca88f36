from django import template

from portal.redirects.resolve import resolve_address

register = template.Library()


@register.simple_tag(takes_context=True)
def successor(context, record):
    """The address that replaces a withdrawn page, in the active language; '' without one."""
    return record.successor and resolve_address(context["request"], record.successor)
