from django import template

from portal.redirects.resolve import onward

register = template.Library()


@register.simple_tag(takes_context=True)
def successor(context, thing):
    """The address to read instead of a withdrawn page, in the language of this one."""
    return thing.successor and onward(context["request"], thing.successor)
