"""Renders forms as Django does."""

from django.forms.renderers import DjangoTemplates


class FormRenderer(DjangoTemplates):
    """Without a template for lists of no errors: a form of a call has hundreds of these."""

    def render(self, template_name, context, request=None):
        if template_name.startswith("django/forms/errors/list/") and not context["errors"]:
            return ""
        return super().render(template_name, context, request)
