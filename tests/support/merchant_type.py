"""A case type that ships with nobody: what a sixth type takes, as data. Run as a program in a copy of the sources whose
catalogue holds it (`write_into`), it takes a case of it all the way and prints what was seen."""

import json
import sys
from pathlib import Path
from typing import Any

TYPE = "merchant_review"
LAYOUTS = ("timeline", "bar_chart", "facts", "document", "table", "devices", "transactions", "field_compare")


def _words(en: str, zh: str) -> dict[str, str]:
    return {"en": en, "zh": zh}


def _field(name: str, en: str, zh: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "label": _words(en, zh), "type": kind, "pii": False} | more


_RESULTS = {"same": _words("Same", "一致"), "different": _words("Different", "不一致")}
_FIELDS = [
    _field("at", "Time", "时间", "datetime", role="time"),
    _field("item", "Item", "项目", "code", role="title", values={"shop": _words("Shop sign", "店铺招牌")}),
    _field("amount", "Turnover", "营业额", "money", role="value", unit=_words("USDT", "USDT"), limit=900.0),
    _field("phone", "Till number", "收银编号", "id", pii=True, role="detail"),
    _field("declared", "Declared", "填写", "text", role="left"),
    _field("document", "Seen", "所见", "text", role="right"),
    _field(
        "match", "Result", "结果", "code", role="flag", values=_RESULTS, tones={"same": "safe", "different": "risk"}
    ),
]
CASE_TYPE = {
    "id": TYPE,
    "name": _words("Merchant review", "商户审核"),
    "chip": _words("Merchants", "商户"),
    "verbs": {
        "pass": _words("Admit", "准入"),
        "block": _words("Turn away", "拒绝准入"),
        "escalate": _words("Escalate", "上报"),
    },
    "consequence": {
        "pass": _words("The shop can take payments.", "店铺可以收款。"),
        "block": _words("The shop cannot take payments.", "店铺不能收款。"),
        "escalate": _words("A senior person decides.", "由资深人员决定。"),
    },
    "sla_minutes": 120,
    "subject_fields": [
        _field("account", "Shop account", "店铺账户", "id", pii=True),
        _field("shops", "Shops", "门店数", "count"),
    ],
    "evidence_kinds": [f"seen_{layout}" for layout in LAYOUTS],
    "evidence_schemas": {
        f"seen_{layout}": {"tab": _words(f"Seen {n}", f"所见 {n}"), "layout": layout, "fields": _FIELDS}
        for n, layout in enumerate(LAYOUTS)
    },
}
SIGNAL = {
    "name": "shop_age", "label": _words("Age of the shop", "店铺开业时长"), "meaning": _words("Days.", "天数。"),
    "unit": _words("days", "天"), "value_type": "duration_days", "owner": _words("Merchants", "商户组"),
    "case_types": [TYPE],
}  # fmt: skip
PAGE = {
    "id": "MER-01", "title": _words("Merchants", "商户"), "version": "2026.11", "case_types": [TYPE],
    "clauses": [{"n": "1", "title": _words("Shop sign", "招牌"), "text": _words("The sign is seen.", "须看到招牌。")}],
}  # fmt: skip
ROW = {
    "at": "2026-11-20T08:00:00Z", "item": "shop", "amount": 950, "phone": "83572491",
    "declared": "Blue Door", "document": "Red Door", "match": "different",
}  # fmt: skip


def write_into(catalogue: Path) -> None:
    """Add the type to the catalogue files of a copy: entries of data and nothing else."""
    for name, entry in (("case_types", CASE_TYPE), ("signals", SIGNAL), ("sop", PAGE)):
        path = catalogue / f"{name}.json"
        path.write_text(json.dumps([*json.loads(path.read_text("utf-8")), entry], ensure_ascii=False), "utf-8")


def _through_the_server(folder: Path) -> tuple[dict[str, Any], dict[str, Any], str]:
    """(the case as a reviewer gets it, the answer to the review, the exported label)."""
    import msgspec

    from app.domain.assessment import Step
    from app.domain.case import Evidence
    from app.domain.text import Bilingual
    from tests.support.factories import assessment, intake_case, signal
    from tests.support.seats import open_house
    from tests.support.server import start_server

    evidence = tuple(
        Evidence(f"e{n}", f"seen_{layout}", Bilingual("t"), fields=ROW)
        if layout in ("facts", "document")
        else Evidence(f"e{n}", f"seen_{layout}", Bilingual("t"), rows=(ROW, ROW))
        for n, layout in enumerate(LAYOUTS)
    )
    step = Step(1, Bilingual("The sign differs.", "招牌不符。"), ("e7",), ("shop_age",), "MER-01 §1")
    word = assessment((signal("shop_age", 0.9, 12),), base_value=-0.3, other=0.4, steps=(step,))
    case = intake_case(
        "M-1", case_type=TYPE, subject={"account": "u-11223344", "shops": 2}, evidence=evidence, assessment=word
    )
    with start_server(folder / "server.db") as server:
        house = open_house(server, folder / "server.db")
        try:
            lin, lead = house.seat("lin"), house.reader("lea", "team_lead")
            (case_id,) = house.feed(msgspec.json.encode([case]))
            view = lin.case(case_id)
            answer = lin.review(
                case_id, "pass", code="signal_overweighted", attribution={"kind": "signal", "ref": "shop_age"}
            ).json()
            exported = lead.get("/v1/exports/labels?format=jsonl").text
        finally:
            house.close()
    return view, answer, exported


def _on_screen(document: dict[str, Any], language: str) -> dict[str, Any]:
    import msgspec
    from PySide6.QtCore import QLocale
    from PySide6.QtWidgets import QApplication

    from app.contract.views import CaseView
    from app.desktop.ports import ReviewDraft
    from app.desktop.usecases.compose import compose
    from app.desktop.widgets import captions, ink
    from app.desktop.widgets.evidence_page import Block

    application = QApplication.instance() or QApplication([])
    QLocale.setDefault(QLocale(language))
    case = msgspec.convert(document, CaseView)
    painted: dict[str, list[str]] = {}
    for item in case.evidence:
        block = Block()
        block.resize(900, 400)
        block.fill(case, item, titled=True, marked=False)
        texts: list[str] = []

        def seen(one: ink.Painted, texts: list[str] = texts) -> None:
            texts.append(one.text)

        ink.observers.append(seen)
        block.grab()
        ink.observers.remove(seen)
        painted[item.kind] = texts
    draft = ReviewDraft(
        decision="pass", code="signal_overweighted", attribution_kind="signal", attribution_ref="shop_age"
    )
    sentence = compose(case, draft)
    assert application is not None
    return {
        "painted": painted,
        "verbs": [captions.verb(TYPE, one) for one in ("pass", "block", "escalate")],
        "signal": captions.signal("shop_age"),
        "sentence": sentence.in_language(language[:2])[0] if sentence else "",
    }


if __name__ == "__main__":
    view, answer, exported = _through_the_server(Path(sys.argv[1]))
    shown = {language: _on_screen(view, language) for language in ("en_GB", "zh_CN")}
    print(json.dumps({"view": view, "answer": answer, "exported": exported, "shown": shown}, ensure_ascii=False))
