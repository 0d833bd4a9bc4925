"""The check of the translations holds, and each of its parts is seen to bite."""

import csv
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]

CATALOGUE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Shell</name>
    <message{plural}>
        <source>{source}</source>
        {translation}
    </message>
</context>
</TS>
"""


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("footplate_translations", ROOT / "packaging" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def catalogue(folder: Path, source: str, translation: str, plural: str = "") -> Path:
    file = folder / "footplate_zh_CN.ts"
    file.write_text(CATALOGUE.format(source=source, translation=translation, plural=plural), encoding="utf-8")
    return file


def finished(text: str) -> str:
    return f"<translation>{text}</translation>"


def test_the_catalogues_are_complete_fresh_compiled_and_follow_the_glossary(tool: ModuleType) -> None:
    assert tool.check() == []


def test_a_complete_catalogue_has_no_fault(tool: ModuleType, tmp_path: Path) -> None:
    assert tool.faults_of_catalogue(catalogue(tmp_path, "{n} pending", finished("{n} 项待发送"))) == []


@pytest.mark.parametrize("state", ["unfinished", "obsolete", "vanished"])
def test_an_unfinished_or_stale_text_is_found(tool: ModuleType, tmp_path: Path, state: str) -> None:
    file = catalogue(tmp_path, "Queue", f'<translation type="{state}">队列</translation>')
    assert any(state in fault for fault in tool.faults_of_catalogue(file))


def test_other_placeholders_than_the_source_has_are_found(tool: ModuleType, tmp_path: Path) -> None:
    assert tool.faults_of_catalogue(catalogue(tmp_path, "{n} pending", finished("{m} 项待发送")))
    assert tool.faults_of_catalogue(catalogue(tmp_path, "%1 of %2", finished("%1")))


def test_an_empty_plural_form_is_found(tool: ModuleType, tmp_path: Path) -> None:
    forms = "<translation><numerusform></numerusform></translation>"
    assert tool.faults_of_catalogue(catalogue(tmp_path, "%n cases", forms, ' numerus="yes"'))


def test_a_catalogue_that_is_behind_the_sources_is_found(tool: ModuleType, tmp_path: Path) -> None:
    file = catalogue(tmp_path, "A text that no source holds", finished("旧"))
    faults = tool.faults_of_freshness(file, "zh_CN")
    assert any("no longer in the sources" in fault for fault in faults)
    assert any("is not in it yet" in fault for fault in faults)


def test_a_compiled_file_that_does_not_match_is_found(tool: ModuleType, tmp_path: Path) -> None:
    file = catalogue(tmp_path, "Queue", finished("队列"))
    assert tool.faults_of_compiled(file)
    tool.run_lrelease(file, file.with_suffix(".qm"))
    assert tool.faults_of_compiled(file) == []
    catalogue(tmp_path, "Queue", finished("审核队列"))
    assert tool.faults_of_compiled(file)


PLANTED = [
    "重点用户", "升级", "今日已审结 31 条", "%n 条", "{n} 条", "居住国家", "KEY 78", "ROCA 结论", "机房网络",
    "剩 -00:08", "两步验证", "工单", "精度", "领取至 13:14",
]  # fmt: skip
WELCOME = ["国家/地区", "条款 3 条款", "第 3 条款", "今日已审结 31 件", "上报", "关键 78", "ROCA 判定", "-0.33"]


@pytest.mark.parametrize("word", PLANTED)
def test_a_banned_variant_in_the_catalogue_is_found(tool: ModuleType, tmp_path: Path, word: str) -> None:
    file = catalogue(tmp_path, "x", finished(word))
    assert tool.faults_of_words(file, tmp_path, ROOT / "i18n" / "glossary.csv")


@pytest.mark.parametrize("word", WELCOME)
def test_a_word_of_the_glossary_is_left_in_peace(tool: ModuleType, tmp_path: Path, word: str) -> None:
    file = catalogue(tmp_path, "x", finished(word))
    assert tool.faults_of_words(file, tmp_path, ROOT / "i18n" / "glossary.csv") == []


def test_a_banned_variant_in_a_shipped_catalogue_is_found(tool: ModuleType, tmp_path: Path) -> None:
    file = catalogue(tmp_path, "x", finished("好"))
    told = [{"code": "a", "name": {"en": "upgrade", "zh": "升级"}}]
    (tmp_path / "root_causes.json").write_text(json.dumps(told), encoding="utf-8")
    assert tool.faults_of_words(file, tmp_path, ROOT / "i18n" / "glossary.csv")


def test_every_term_of_the_glossary_has_both_languages(tool: ModuleType) -> None:
    with (ROOT / "i18n" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 71
    assert all(row["term_en"] and row["term_zh_CN"] for row in rows)
    assert len({row["term_en"] for row in rows}) == len(rows)


def test_our_glossary_keeps_every_term_of_the_shared_one(shared: Path) -> None:
    with (shared / "i18n" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        theirs = [(row["term_en"], row["term_zh_CN"]) for row in csv.DictReader(file)]
    with (ROOT / "i18n" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        ours = {(row["term_en"], row["term_zh_CN"]) for row in csv.DictReader(file)}
    assert set(theirs) <= ours


def test_the_terms_themselves_are_not_banned(tool: ModuleType) -> None:
    with (ROOT / "i18n" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        terms = [row["term_zh_CN"] for row in csv.DictReader(file)]
    assert [
        (term, variant) for term in terms for _, variant in tool.banned(tool.GLOSSARY) if variant.search(term)
    ] == []


def test_the_terminal_texts_have_both_languages_and_the_same_placeholders(tool: ModuleType) -> None:
    texts = json.loads((ROOT / "resources" / "console.json").read_text(encoding="utf-8"))
    for code, text in texts.items():
        assert {"en", "zh"} <= set(text), code
        assert ("en_do" in text) == ("zh_do" in text), code
        for one, other in (("en", "zh"), ("en_do", "zh_do")):
            marks = [sorted(tool.PLACEHOLDER.findall(text.get(name, ""))) for name in (one, other)]
            assert marks[0] == marks[1], code
