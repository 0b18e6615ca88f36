from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorList

from portal.publishing.form_renderer import FormRenderer


def test_a_list_of_errors_is_rendered_as_django_does_unless_there_are_none(monkeypatch):
    some = ErrorList(["<b>Kies</b> een datum."])
    assert some.render(renderer=FormRenderer()) == some.render(renderer=DjangoTemplates())
    assert "&lt;b&gt;" in some.render()
    nothing = ErrorList().render(renderer=DjangoTemplates())
    monkeypatch.setattr(DjangoTemplates, "get_template", None)
    assert ErrorList().render(renderer=FormRenderer()) == nothing == ""
