"""What holds for the project as a whole: its packages, its fields, its words and its content."""

import ast
import re
import tomllib
from pathlib import Path
from pkgutil import iter_modules

import pytest
from django.apps import apps
from django.core.management import call_command
from importlinter.application import use_cases
from importlinter.configuration import configure
from modeltranslation.translator import translator

from agreements.models import Agreement
from calls.models import Call, SupportMeasure
from partners.models import Partner, Post
from policy.models import Framework
from portal.i18n.languages import CODES, translated_fields
from portal.models import ServicePage
from portal.publishing.models import Contact, Publishable
from portal.registry import PAGE_MODELS
from portal.search.models import SearchEntry

configure()
ROOT = Path(__file__).parent.parent
PACKAGES = ["portal", "calls", "agreements", "policy", "partners"]
TRANSLATED = translator.get_registered_models(abstract=False)
SEED = [
    "de Franse en Duitstalige Gemeenschap",
    "de buurlanden (Nederland, Duitsland, Frankrijk en het Verenigd Koninkrijk)",
    "sterke regio’s zoals Catalonië, Baskenland, Schotland en Wales",
    "de Scandinavische landen (Denemarken, Finland, Noorwegen, Zweden)",
    "de Baltische staten (Letland, Estland en Litouwen)",
    "Ierland, Italië en Oostenrijk",
    "Noord-Amerikaanse grootsteden",
    "Zuid-Afrika",
    "Marokko",
    "alle ambtsgebieden van de Diplomatieke Vertegenwoordigers van Vlaanderen",
]


# Packages


def modules():
    """(name, syntax tree) of every module of ours, migrations aside."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if "migrations" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield name.removesuffix(".__init__"), ast.parse(path.read_text(encoding="utf-8"))


def test_imports_run_one_way_also_indirectly():
    assert use_cases.lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)


def test_every_module_of_the_portal_has_its_layer():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    listed = {name for layer in layers for name in layer.split(" : ")}
    found = {f"portal.{module.name}" for module in iter_modules([str(ROOT / "portal")])}
    assert found - {"portal.migrations"} == listed - set(PACKAGES)


# Models


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def columns_in(condition):
    for child in condition.children:
        if isinstance(child, tuple):
            yield child[0].split("__")[0]
        else:
            yield from columns_in(child)


@pytest.mark.parametrize("model", TRANSLATED, ids=lambda model: model.__name__)
def test_the_database_asks_for_dutch_first_in_every_translated_field(model):
    watched = {
        column
        for constraint in model._meta.constraints
        if constraint.name.endswith(("_has_a_dutch_text", "_is_translated_from_dutch"))
        for column in columns_in(constraint.condition)
    }
    assert {f"{name}_nl" for name in translated_fields(model)} <= watched


@pytest.mark.parametrize("model", TRANSLATED, ids=lambda model: model.__name__)
def test_records_are_ordered_by_a_column_that_is_the_same_in_every_language(model):
    ordering = {str(name).lstrip("-") for name in model._meta.ordering}
    assert not ordering & set(translated_fields(model))


def calls_of(tree, *functions):
    """Every call of a function or method with one of these names."""
    for node in ast.walk(tree):
        name = isinstance(node, ast.Call) and (
            getattr(node.func, "attr", None) or getattr(node.func, "id", None)
        )
        if name in functions:
            yield node


def asked_in(call):
    yield from (keyword.arg for keyword in call.keywords if keyword.arg)
    yield from (str(arg.value) for arg in call.args if isinstance(arg, ast.Constant))


def is_of_one_language(module, asked):
    """An entry of the search is of one language, as mails to subscribers are; they have these
    names too."""
    if module.startswith("portal.alerts."):
        return asked in {"address", "reason", "announcement__reason__in"}
    return module.startswith(("portal.search.", "portal.site_search.")) and asked in {
        field.name for field in SearchEntry._meta.fields
    }


def test_no_query_asks_for_a_translated_field_without_saying_in_which_language():
    bare = set()
    names = {name for model in TRANSLATED for name in translated_fields(model)}
    for module, tree in modules():
        made_here = {
            name for call in calls_of(tree, "annotate", "alias") for name in asked_in(call)
        }
        for call in calls_of(
            tree, "filter", "exclude", "order_by", "values", "values_list", "F", "Q"
        ):
            for asked in asked_in(call):
                is_bare = (names - made_here) & set(asked.lstrip("-").split("__"))
                if is_bare and not is_of_one_language(module, asked):
                    bare.add(f"{module}:{call.lineno} {asked}")
    assert bare == set()


def test_every_kind_of_page_is_counted_per_language():
    assert {model for model in apps.get_models() if issubclass(model, Publishable)} == set(
        PAGE_MODELS
    )


# Words


def test_nothing_speaks_of_a_last_call():
    """The Dutch for it can mean the newest or the final one; the seed's sentence stays content."""
    folders = [
        ROOT / "templates",
        ROOT / "locale",
        *(ROOT / package for package in ("portal", "calls")),
    ]
    said = [
        str(path.relative_to(ROOT))
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in {".html", ".po", ".py"}
        and re.search(
            r"laatste\s+(project)?oproep", path.read_text(encoding="utf-8"), re.IGNORECASE
        )
    ]
    assert said == []


# Content


@pytest.mark.django_db
@pytest.mark.parametrize("model", PAGE_MODELS, ids=lambda model: model.__name__)
def test_every_record_of_the_content_exists_in_four_languages(content, model):
    records = model.objects.real()
    assert records
    assert [record for record in records if record.languages != list(CODES)] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model",
    [model for model in PAGE_MODELS if model is not ServicePage],
    ids=lambda model: model.__name__,
)
def test_every_record_of_the_content_has_a_source(content, model):
    assert list(model.objects.real().filter(sources=None)) == []


@pytest.mark.django_db
def test_every_contact_of_the_content_has_a_source(content):
    assert Contact.objects.exists()
    assert list(Contact.objects.filter(sources=None)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "at_least"),
    [
        (Partner, 30),
        (Post, 13),
        (Call, 14),
        (Agreement, 20),
        (SupportMeasure, 12),
        (ServicePage, 5),
    ],
)
def test_the_content_is_complete_enough_to_be_useful(content, model, at_least):
    assert model.objects.published().real().count() >= at_least


@pytest.mark.django_db
def test_the_focus_list_is_that_of_the_seed_in_its_order(content):
    framework = Framework.objects.get(slug="2021-2025")
    assert list(framework.entries.values_list("text_nl", flat=True)) == SEED
