"""Procedures of an invented house, as the server would tell them: for the gallery and for tests of the SOPs room."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import msgspec

from app.contract.catalogue import catalogue
from app.contract.feedback import FeedbackBrief, FeedbackCase, FeedbackCases, RouteWord
from app.contract.sop import (
    ClauseRecord,
    Missing,
    OldDecision,
    OldDecisions,
    ShareView,
    SopCoverage,
    SopDraftMergeView,
    SopInForce,
    SopLinkView,
    SopMergeView,
    SopPages,
    SopVersionDetail,
    SopVersionView,
    TypeCoverage,
)
from app.desktop.ports import Colleague, Offline, Pointer, Problem
from app.desktop.ports.sops import SHIPPED, Overview, SopDraft, SopSaving
from app.domain.blind_first import wilson
from app.domain.catalogue import SopPage
from app.domain.root_cause import Attribution, AttributionKind
from app.domain.sop import differences, texts, with_texts
from app.domain.sop_merge import merge
from tests.support.sample_desk import NOW

ATO = "ATO-12"


def share(k: int, n: int) -> ShareView:
    if n == 0:
        return ShareView(0, 0, None, 0.0, 1.0)
    low, high = wilson(k, n)
    return ShareView(k, n, k / n, low, high)


def written(page: SopPage, **words: str) -> SopPage:
    """With other words: `c2_text_en="…"` for the English text of clause 2."""
    values = {}
    for place, text in words.items():
        clause, field, language = place.split("_")
        values[clause.removeprefix("c"), f"{field}.{language}"] = text
    return with_texts(page, {place: text for place, text in values.items() if place in texts(page)})


SHIPPED_PAGE = catalogue().sop[ATO]
NOW_PAGE = msgspec.structs.replace(
    written(
        SHIPPED_PAGE,
        c1_text_en="Read the sign-ins of the last 60 days together with devices, resets and withdrawals. One odd "
        "sign-in alone is no takeover.",
        c1_text_zh="结合近 60 天的登录、设备、重置与提现记录查看。仅一次异常登录不足以认定盗用。",
    ),
    version="2026.11",
)
NEXT_PAGE = msgspec.structs.replace(
    written(
        NOW_PAGE,
        c2_text_en="Two places that no aircraft could connect in the time speak for two people. Look at the network "
        "first: a VPN explains it.",
        c2_text_zh="两地之间的行程在该时间内不可能完成，说明是两个人。先看网络：VPN 可以解释。",
    ),
    version="2026.11b",
)


def version(version_id: str, name: str, standing: str, base: str | None, days: int, **more: Any) -> SopVersionView:
    told: dict[str, Any] = {
        "version_id": version_id,
        "page_id": ATO,
        "version": name,
        "standing": standing,
        "source": "house",
        "base_version": base,
        "note": "Sixty days instead of thirty: takeovers that wait were missed.",
        "note_language": "en",
        "author_name": "editor-03",
        "made_at": NOW - timedelta(days=days),
        "digest": "d" * 64,
    }
    return SopVersionView(**(told | more))


HISTORY = (
    version(
        "v-4", "2026.11b", "proposed", "2026.11", 1,
        note="Networks first: seven cases in which a VPN explained the distance.", may=("approve", "return"),
        effective_at=NOW + timedelta(days=9), feedback_id="f-2",
    ),
    version("v-3", "2026.11c", "draft", "2026.11", 0, author_name="lead-02", note="Shorter.", may=("edit", "withdraw")),
    version(
        "v-2", "2026.11", "in_force", "2026.10", 12, decided_by="u-1", decided_at=NOW - timedelta(days=11),
        reason="Read and agreed.", reason_language="en", in_force_from=NOW - timedelta(days=11),
    ),
    version(
        "v-1", "2026.10b", "returned", "2026.10", 40, note="Names the device.", decided_by="u-1",
        decided_at=NOW - timedelta(days=39), reason="Say since when the device has to be known.", reason_language="en",
    ),
    SopVersionView(
        SHIPPED, ATO, "2026.10", "superseded", SHIPPED, None, "", "en", None, NOW - timedelta(days=400),
        in_force_until=NOW - timedelta(days=11),
    ),
)  # fmt: skip
TEXTS = {"v-4": NEXT_PAGE, "v-3": NOW_PAGE, "v-2": NOW_PAGE, "v-1": SHIPPED_PAGE, SHIPPED: SHIPPED_PAGE}


def in_force() -> SopPages:
    found = []
    kept = {
        ATO: ("u-3", "editor-03", 21),
        "ATO-07": ("u-3", "editor-03", -12),
        "RST-05": ("u-9", "lead-02", 5),
        "KYC-09": ("u-9", "lead-02", 160),
    }
    for page in catalogue().sop.values():
        keeper = kept.get(page.id)
        told = SopInForce(NOW_PAGE if page.id == ATO else page, page.id != ATO)
        if page.id == ATO:
            told = msgspec.structs.replace(told, since=NOW - timedelta(days=11))
        if keeper is not None:
            day = NOW + timedelta(days=keeper[2], hours=3)
            told = msgspec.structs.replace(
                told, keeper_id=keeper[0], keeper_name=keeper[1], review_by=day, overdue=keeper[2] < 0
            )
        found.append(told)
    return SopPages(tuple(sorted(found, key=lambda one: one.page.id)))


def coverage() -> SopCoverage:
    types = (
        TypeCoverage("ato_investigation", share(561, 602), "met", 31, 22),
        TypeCoverage("kyc_audit", share(288, 358), "not_yet_known", 40, 44),
        TypeCoverage("reset_2fa", share(122, 191), "missed", 51, 30),
        TypeCoverage("withdrawal_anomaly", share(9, 10), "not_yet_known", 1, 0),
    )
    missing = (
        Missing("reset_2fa", "sop_gap", "clause", "RST-05 §4", 19),
        Missing("ato_investigation", "sop_gap", "missing_check", "e-mail only reset", 11),
        Missing("ato_investigation", "sop_logic_error", "clause", "ATO-12 §2", 7),
        Missing("kyc_audit", "check_skipped", "missing_check", "reverse image search", 4),
    )
    clauses = (
        ClauseRecord(ATO, "1", "2026.10", share(171, 204), 3),
        ClauseRecord(ATO, "1", "2026.11", share(118, 124), 0),
        ClauseRecord(ATO, "2", "2026.10", share(88, 96), 0),
        ClauseRecord(ATO, "2", "2026.11", share(19, 24), 0),
        ClauseRecord(ATO, "4", "2026.11", share(44, 47), 0),
    )
    return SopCoverage(NOW - timedelta(days=90), 0.8, types, missing, clauses)


def _kind_of(ref: str) -> AttributionKind:
    if " / " in ref:
        return AttributionKind.CONTRADICTION
    return AttributionKind.CLAUSE if "§" in ref else AttributionKind.MISSING_CHECK


def flag(feedback_id: str, case_type: str, code: str, ref: str, cases: int, **more: Any) -> FeedbackBrief:
    told: dict[str, Any] = {
        "feedback_id": feedback_id,
        "rev": 1,
        "kind": "pattern",
        "state": "open",
        "case_type": case_type,
        "label": "FN",
        "code": code,
        "attribution": Attribution(_kind_of(ref), ref),
        "title": "",
        "title_language": "en",
        "route": "C",
        "suggested": RouteWord("C", "code_default"),
        "owner_kind": "sop",
        "owner_id": None,
        "owner_name": None,
        "cases": cases,
        "opened_at": NOW - timedelta(days=8),
        "changed_at": NOW - timedelta(days=2),
        "first_at": NOW - timedelta(days=20),
        "last_at": NOW - timedelta(days=1),
    }
    return FeedbackBrief(**(told | more))


FLAGS = (
    flag("f-1", "reset_2fa", "sop_gap", "RST-05 §4", 19),
    flag("f-2", "ato_investigation", "sop_logic_error", "ATO-12 §2", 7, state="in_work"),
    flag(
        "f-3", "ato_investigation", "sop_gap", "ATO-12 §5", 3, kind="raised", state="shipped",
        title="Nothing says what a shared family device means.",
    ),
    flag("f-4", "ato_investigation", "sop_logic_error", "ATO-12 §1 / GEN-01 §1", 2),
)  # fmt: skip


def flag_cases() -> FeedbackCases:
    rows = tuple(
        FeedbackCase(
            f"C-1970{number:02d}", f"ATO-{number}", "ato_investigation", "FP", NOW - timedelta(days=number), "roca-4.2",
            f"r-{number}", "The distance is explained by a VPN that the subject has used for a year.", "en", 0.71, 0.85,
        )
        for number in range(7)
    )  # fmt: skip
    return FeedbackCases(rows, None, 1)


def conflict() -> SopLinkView:
    theirs = written(
        NOW_PAGE,
        c1_text_en="Read the sign-ins of the last 45 days together with devices, resets and withdrawals. <b>One</b> "
        "odd sign-in alone is no takeover.",
    )
    found = merge(SHIPPED_PAGE, NOW_PAGE, theirs)
    return SopLinkView(
        ATO, "100001", "Signs of <script>alert(1)</script> takeover", 14, "conflict", NOW - timedelta(minutes=2),
        NOW + timedelta(minutes=3), ours=NOW_PAGE, theirs=theirs, merged=found.page, clashes=found.clashes,
        seen_version=15,
    )  # fmt: skip


class SopsDesk:
    """See ports.sops.Sops. `asked` is what was read, `sent` what was written; `offline` takes the server away and
    `refuses` is what the next saving is answered with."""

    def __init__(self) -> None:
        self.offline = False
        self.asked: list[tuple[Any, ...]] = []
        self.sent: list[tuple[Any, ...]] = []
        self.kept: dict[str, SopDraft] = {}
        self.seen: Overview | None = None
        self.refuses: Exception | None = None
        self.links: SopLinkView | None = conflict()
        self.flags: tuple[FeedbackBrief, ...] | None = FLAGS
        self.coverage = coverage()

    def _read(self, *what: Any) -> None:
        self.asked.append(what)
        if self.offline:
            raise Offline

    def overview(self, days: int, *, flags: bool) -> Overview:
        self._read("overview", days, flags)
        waits = tuple(one for one in HISTORY if one.standing in ("proposed", "draft"))
        return Overview(NOW, days, in_force(), waits, self.coverage, self.flags if flags else None)

    def last(self) -> Overview | None:
        return self.seen

    def keep_last(self, seen: Overview) -> None:
        self.seen = seen

    def history(self, page_id: str) -> tuple[SopVersionView, ...]:
        self._read("history", page_id)
        if page_id == ATO:
            return HISTORY
        page = catalogue().sop[page_id]
        return (msgspec.structs.replace(HISTORY[-1], page_id=page_id, version=page.version, standing="in_force",
                                        in_force_until=None),)  # fmt: skip

    def text(self, page_id: str, version_id: str) -> SopPage:
        self._read("text", page_id, version_id)
        return TEXTS[version_id] if page_id == ATO else catalogue().sop[page_id]

    def detail(self, version_id: str) -> SopVersionDetail:
        self._read("detail", version_id)
        view = next(one for one in HISTORY if one.version_id == version_id)
        page = TEXTS[version_id]
        return SopVersionDetail(view, page, differences(NOW_PAGE, page))

    def link(self, page_id: str) -> SopLinkView | None:
        self._read("link", page_id)
        return self.links if page_id == ATO else None

    def cases(self, feedback_id: str) -> FeedbackCases:
        self._read("cases", feedback_id)
        return flag_cases()

    def editors(self) -> tuple[Colleague, ...]:
        self._read("editors")
        return (Colleague("u-3", "editor-03", ("sop_editor",)), Colleague("u-9", "lead-02", ("team_lead",)))

    def save(self, told: SopSaving) -> SopVersionDetail:
        self._read("save")
        if self.refuses is not None:
            refused, self.refuses = self.refuses, None
            raise refused
        self.sent.append(("save", told))
        standing = "draft" if told.draft else "proposed"
        view = version("v-9", "2026.11d", standing, told.base_version, 0, page_id=told.page.id, note=told.note)
        return SopVersionDetail(view, told.page, ())

    def merge(self, page: SopPage, base_version: str) -> SopMergeView:
        found = merge(SHIPPED_PAGE, page, NOW_PAGE)
        return SopMergeView(found.page, NOW_PAGE.version, found.clashes)

    def merge_draft(self, version_id: str, page: SopPage, expected: str) -> SopDraftMergeView:
        found = merge(NOW_PAGE, page, NEXT_PAGE)
        return SopDraftMergeView(found.page, "e" * 64, found.clashes)

    def seed(self, feedback_id: str, page_id: str, clause: str | None) -> SopVersionDetail:
        self.sent.append(("seed", feedback_id, page_id, clause))
        page = catalogue().sop[page_id]
        view = version("v-8", "2026.11d", "draft", page.version, 0, page_id=page_id, feedback_id=feedback_id)
        return SopVersionDetail(view, page, ())

    def settle(self, version_id: str, approve: bool, reason: str, language: str) -> SopVersionDetail:
        self.sent.append(("settle", version_id, approve, reason, language))
        view = next(one for one in HISTORY if one.version_id == version_id)
        standing = "approved" if approve else "returned"
        return SopVersionDetail(msgspec.structs.replace(view, standing=standing, may=()), TEXTS[version_id], ())

    def withdraw(self, version_id: str) -> None:
        self.sent.append(("withdraw", version_id))

    def keep_page(self, page_id: str, keeper_id: str, review_by: datetime) -> None:
        self.sent.append(("keeper", page_id, keeper_id, f"{review_by:%Y-%m-%d}"))

    def set_link(self, page_id: str, content_id: str) -> SopLinkView:
        self.sent.append(("link", page_id, content_id))
        return conflict()

    def old_decisions(self, page_id: str, days: int) -> OldDecisions:
        self._read("old", page_id, days)
        rows = tuple(
            OldDecision(f"C-1980{n:02d}", "ato_investigation", "1", "2026.10", NOW - timedelta(days=n), "TP")
            for n in range(3)
        )
        return OldDecisions(rows if page_id == ATO else (), 3 if page_id == ATO else 0)

    def keep_ours(self, page_id: str, seen_version: int) -> SopLinkView:
        self.sent.append(("ours", page_id, seen_version))
        self._read("ours")
        found = conflict()
        self.links = msgspec.structs.replace(
            found, state="pushed" if seen_version == found.seen_version else "conflict", remote_version=seen_version + 1
        )
        return self.links

    def exchange(self, page_id: str) -> SopLinkView:
        self.sent.append(("exchange", page_id))
        return conflict()

    def drafts(self) -> Mapping[str, SopDraft]:
        return self.kept

    def keep_draft(self, page_id: str, draft: SopDraft | None) -> None:
        self.kept = {name: one for name, one in self.kept.items() if name != page_id}
        if draft is not None:
            self.kept[page_id] = draft


def refused(code: str, *places: tuple[str, str]) -> Problem:
    return Problem(code, 422, None, tuple(Pointer(pointer, what) for pointer, what in places))


def sops_context(desk: Any, sops: SopsDesk, rights: Any, window: Any, opened: list[str]) -> Any:
    """What the SOPs room is given."""
    return SimpleNamespace(
        tasks=desk.tasks,
        hub=desk.hub,
        clock=desk.clock,
        session=SimpleNamespace(may=lambda right: right in rights),
        key_of=window.actions_.key_cap,
        show_case=opened.append,
        sops=sops,
    )
