"""A further case type is data: entries in the catalogue's files, and not one line of code."""

import json
import os
import shutil
import subprocess
import sys
from typing import Any

import pytest

from tests.support.merchant_type import LAYOUTS, TYPE, write_into
from tests.support.server import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the sources makes of a case of the new type."""
    copy = tmp_path_factory.mktemp("copy")
    for part in ("app", "resources", "i18n", "tests/support"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    write_into(copy / "resources" / "catalogue")
    work = tmp_path_factory.mktemp("work")
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.merchant_type", str(work)],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_its_personal_fields_are_masked_and_the_others_whole(seen: dict[str, Any]) -> None:
    view = seen["view"]
    assert view["case_type"] == TYPE
    assert "u-11223344" not in json.dumps(view)
    assert "83572491" not in json.dumps(view)
    assert {"subject.account", "evidence.e0.phone"} <= set(view["masked"])
    assert view["subject"]["shops"] == 2


WORDS = {
    "en_GB": {
        "table": ("Turnover", "Shop sign", "950 USDT"),
        "timeline": ("Different",),
        "facts": ("Till number",),
        "field_compare": ("Seen", "Red Door", "Different"),
        "bar_chart": ("950 USDT",),
    },
    "zh_CN": {
        "table": ("营业额", "店铺招牌"),
        "timeline": ("不一致",),
        "facts": ("收银编号",),
        "field_compare": ("所见", "不一致"),
        "bar_chart": ("950 USDT",),
    },
}


@pytest.mark.parametrize("language", WORDS)
def test_every_layout_shows_it_in_both_languages(seen: dict[str, Any], language: str) -> None:
    painted = seen["shown"][language]["painted"]
    assert set(painted) == {f"seen_{layout}" for layout in LAYOUTS}
    assert all(painted.values())
    for layout, wanted in WORDS[language].items():
        text = " ".join(painted[f"seen_{layout}"])
        assert all(word in text for word in wanted), (layout, text)


def test_it_is_decided_by_its_own_verbs_and_its_sentence_names_its_own_signal(seen: dict[str, Any]) -> None:
    assert seen["shown"]["en_GB"]["verbs"] == ["Admit", "Turn away", "Escalate"]
    assert seen["shown"]["zh_CN"]["verbs"] == ["准入", "拒绝准入", "上报"]
    assert "“Age of the shop”" in seen["shown"]["en_GB"]["sentence"]
    assert "“店铺开业时长”" in seen["shown"]["zh_CN"]["sentence"]


def test_its_label_is_derived_and_exported(seen: dict[str, Any]) -> None:
    assert (seen["answer"]["status"], seen["answer"]["label"]) == ("applied", "FP")
    row = json.loads(seen["exported"].splitlines()[0])
    assert (row["case_type"], row["label"], row["route"]) == (TYPE, "FP", "A")
    assert row["attribution"] == {"kind": "signal", "ref": "shop_age"}
