"""The catalogue's texts: complete in both languages and in the house's words."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from app import resources
from app.contract.catalogue import catalogue

FILES = ("case_types", "signals", "root_causes", "sop")
# Words that the glossary rules out, with the one that replaces them in its note.
BANNED = (
    "工单",
    "盗号",
    "账户接管",
    "两步验证",
    "开户时长",
    "立案",
    "异常位移",
    "洗售",
    "重点用户",
    "领取至",
    "升级",
    "机房网络",
    "审核备注",
    "精度",
)


def _texts(value: Any, where: str) -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(value, dict):
        if set(value) == {"en", "zh"}:
            yield where, value
        else:
            for key, part in value.items():
                yield from _texts(part, f"{where}/{key}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _texts(part, f"{where}/{index}")


@pytest.mark.parametrize("name", FILES)
def test_every_text_stands_in_both_languages_without_ruled_out_words(name: str) -> None:
    found = list(_texts(msgspec.json.decode(resources.read(f"resources/catalogue/{name}.json")), name))
    assert found
    for where, text in found:
        assert text["en"].strip() == text["en"] != "", where
        assert text["zh"].strip() == text["zh"] != "", where
        assert not any(word in text["zh"] for word in BANNED), (where, text["zh"])


def test_one_field_name_with_one_code_has_one_caption_everywhere() -> None:
    # "outcome" is a sign-in's result in one place and an earlier case's decision in another, but never two words
    # for one code.
    seen: dict[tuple[str, str], Any] = {}
    for case_type in catalogue().case_types.values():
        for schema in case_type.evidence_schemas.values():
            for field in schema.fields:
                for code, caption in field.values.items():
                    assert seen.setdefault((field.name, code), caption) == caption, (case_type.id, field.name, code)


def test_every_code_names_a_kind_of_attribution_and_fits_the_keys() -> None:
    for code in catalogue().codes:
        assert code.attribution_kinds, code.code
        assert code.applies_to, code.code


def test_clauses_are_numbered_in_order() -> None:
    for page in catalogue().sop.values():
        assert [clause.n for clause in page.clauses] == [str(n + 1) for n in range(len(page.clauses))]
