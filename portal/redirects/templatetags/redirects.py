from django import template

from portal.redirects.resolve import onward

register = template.Library()


@register.simple_tag(takes_context=True)
def successor(context, record):
    """The address to read instead of a withdrawn page, in the language of this one."""
    return record.successor and onward(context["request"], record.successor)
