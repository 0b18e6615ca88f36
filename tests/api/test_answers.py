"""The read API: what it answers is what its own description says."""

import pytest
from django.contrib.contenttypes.models import ContentType
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from portal.api.kinds import KINDS
from portal.i18n.languages import CODES
from portal.publishing.models import Document
from tests.support.everything import make_everything

pytestmark = pytest.mark.django_db
WORDS = [kind.word for kind in KINDS]


def validator(description, address):
    schema = description["paths"][address]["get"]["responses"]["200"]["content"]
    whole = {**schema["application/json"]["schema"], "components": description["components"]}
    return Draft202012Validator(whole, format_checker=FormatChecker())


def test_the_description_is_valid_openapi(read):
    validate(read("openapi.json"))


@pytest.mark.parametrize("language", ["", *CODES])
def test_every_answer_is_as_it_is_described(read, language):
    make_everything()
    description = read("openapi.json")
    asked = f"?lang={language}" if language else ""
    for kind in KINDS:
        answer = read(f"{kind.word}/{asked}")
        assert answer["data"], kind.word
        validator(description, f"/api/v1/{kind.word}/").validate(answer)
        one = read(f"{kind.word}/{answer['data'][-1]['id']}/{asked}")
        validator(description, f"/api/v1/{kind.word}/{{id}}/").validate(one)
        assert one == answer["data"][-1]


@pytest.mark.slow
def test_every_answer_of_the_real_content_is_as_it_is_described(content, read):
    description = read("openapi.json")
    for kind in KINDS:
        check = validator(description, f"/api/v1/{kind.word}/")
        for language in ("", "&lang=nl", "&lang=fr"):
            answer = read(f"{kind.word}/?limit=100{language}")
            assert answer["data"]
            check.validate(answer)


def test_the_first_address_names_all_others(read, client):
    make_everything()
    index = read("")
    validator(read("openapi.json"), "/api/v1/").validate(index)
    assert set(WORDS) < set(index)
    for word in [*WORDS, "changes", "openapi"]:
        assert client.get(index[word]).status_code == 200


@pytest.mark.parametrize("word", WORDS)
def test_many_things_cost_as_many_queries_as_one(client, warm, word, django_assert_max_num_queries):
    make_everything()
    client.get(f"/api/v1/{word}/")
    with django_assert_max_num_queries(25) as few:
        assert client.get(f"/api/v1/{word}/").status_code == 200
    ContentType.objects.get_for_models(Document)
    for number in range(1, 9):
        make_everything(number)
    with django_assert_max_num_queries(len(few)) as many:
        assert len(client.get(f"/api/v1/{word}/").json()["data"]) >= 9
    assert len(many) == len(few)
