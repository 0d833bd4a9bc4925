"""What surrounds the cases of the sample desk: a mule with hits on lists, a shared device, a decision before."""

from datetime import UTC, datetime, timedelta

from app.contract.context import (
    ChangeView,
    ContextView,
    EdgeView,
    EventView,
    GraphView,
    HistoryView,
    HitView,
    IndicatorView,
    LinkedCaseView,
    LinkedKindView,
    NodeView,
    PastAssessmentView,
    PreviousView,
    RatesView,
    ReasonView,
    SimilarView,
)
from app.desktop.ports import ContextState

NOW = datetime(2026, 11, 21, 9, 33, tzinfo=UTC)
CASES = ("C-204811", "C-204806", "C-204795", "C-204733")


def graph(senders: int = 7) -> GraphView:
    """A withdrawal to a payee that many paid into, and that pays on to listed addresses."""
    nodes = [
        NodeView("n0", "subject", 0, "u-83•••91"),
        NodeView("n1", "device", 1, "4f•••c2"),
        NodeView("n2", "ip", 1, "203.0.•••"),
        NodeView("n3", "payee", 1, "0x•••d4"),
        *(
            NodeView(f"c{n}", "case", 2, f"u-{41 + n}•••0{n}", case, "block" if n % 2 else None)
            for n, case in enumerate(CASES)
        ),
        NodeView("n9", "address", 2, "0x•••9a"),
        NodeView("n10", "address", 3, "0x•••77"),
        NodeView("n11", "address", 3, "0x•••1c"),
    ]
    edges = [
        EdgeView("e1", "uses", "n0", "n1"),
        EdgeView("e2", "uses", "n0", "n2"),
        EdgeView("e3", "uses", "n0", "n3"),
        EdgeView("e4", "uses", "c0", "n1"),
        EdgeView("e5", "uses", "c1", "n1"),
        EdgeView("e6", "uses", "c2", "n1"),
        EdgeView("e7", "uses", "c2", "n2"),
        EdgeView("e8", "uses", "c3", "n2"),
        EdgeView("e9", "transfer", "n3", "n9", 18_250.0, "USDT", NOW - timedelta(hours=5), NOW - timedelta(hours=2), 3),
        EdgeView("e10", "transfer", "n9", "n10", 12_000.5, "USDT", NOW - timedelta(hours=1), NOW - timedelta(hours=1)),
        EdgeView("e11", "transfer", "n9", "n11", 5_800.0, "USDT", NOW - timedelta(days=3), NOW - timedelta(days=3)),
    ]
    for n in range(senders):
        nodes.append(NodeView(f"s{n}", "address", 2, f"0x•••{n}f"))
        when = NOW - timedelta(hours=6, minutes=n)
        edges.append(EdgeView(f"t{n}", "transfer", f"s{n}", "n3", 2_610.0 + 35 * n, "USDT", when, when))
    hits = (
        HitView("n10", "OFAC SDN", "2024-09-27", "sanctions"),
        HitView("n9", "Etherscan labels", "2023-03-01", "phishing"),
    )
    return GraphView(tuple(nodes), tuple(edges), hits, 12, 31)


def line(
    case_id: str, decision: str | None, label: str | None, days: int, kind: str = "ato_investigation"
) -> LinkedCaseView:
    opened = NOW - timedelta(days=days)
    decided = opened + timedelta(hours=2) if decision else None
    return LinkedCaseView(
        case_id, kind, "closed" if decision else "open", opened, "u-41•••02", decision, label, decided
    )


def indicators() -> tuple[IndicatorView, ...]:
    return (
        IndicatorView(
            "shared_device_or_ip", {"accounts": 4.0, "cases": 4.0}, ("n0", "n1", "c0", "c1", "c2"), (), CASES
        ),
        IndicatorView(
            "fan_in_pass_through",
            {"senders": 7.0, "amount_in": 19_005.0, "amount_out": 18_250.0, "minutes": 41.0},
            ("n3", "n9", *(f"s{n}" for n in range(7))),
            ("e9", *(f"t{n}" for n in range(7))),
        ),
    )


def context(case_id: str = "C-204817") -> ContextView:
    """A rich one."""
    return ContextView(
        case_id,
        1,
        NOW,
        (
            LinkedKindView(
                "device", 3, 2, 2, cases=tuple(line(c, "block", "TP", n + 2) for n, c in enumerate(CASES[:3]))
            ),
            LinkedKindView("ip", 2, 1, 0, cases=(line(CASES[2], "pass", "TN", 4), line(CASES[3], None, None, 1))),
        ),
        RatesView(6, 5, 2, 0.4),
        HistoryView(
            (
                EventView(NOW - timedelta(hours=3), "opened"),
                EventView(NOW - timedelta(minutes=150), "routed"),
                EventView(NOW - timedelta(minutes=90), "assessed", "challenger"),
                EventView(NOW - timedelta(minutes=40), "escalated", "key_user"),
            ),
            (PastAssessmentView(NOW - timedelta(minutes=90), "challenger", "block", 0.81, 0.81, "roca-4.2"),),
            2,
        ),
        similar=(
            SimilarView(
                line("C-203991", "block", "TP", 12),
                5.4,
                (
                    ReasonView("link", "device"),
                    ReasonView("signal", "impossible_travel", "risk"),
                    ReasonView("signal", "emulator", "risk"),
                    ReasonView("fact", "country"),
                ),
            ),
            SimilarView(
                line("C-203712", "pass", "FP", 19),
                2.1,
                (ReasonView("signal", "hosting_ip", "risk"), ReasonView("verdict", "block")),
            ),
        ),
        previous=PreviousView(
            line("C-201204", "pass", "TN", 61),
            (
                ChangeView("subject", "changed", "country", before="SG", after="RO"),
                ChangeView("link", "added", "device", masked=True),
                ChangeView("signal", "added", "emulator", after=1.4),
                ChangeView("evidence", "changed", "device_state", "account_changes", "known", "new"),
            ),
        ),
        graph=graph(),
        indicators=indicators(),
    )


class Contexts:
    """ports.Contexts over the sample: everything is known of every case, as of the sample's now."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def ready(self, case_id: str) -> ContextState | None:
        return self.read(case_id)

    def read(self, case_id: str) -> ContextState:
        return ContextState(case_id, context(case_id), int(NOW.timestamp() * 1000))

    def fetch(self, case_ids: tuple[str, ...]) -> None:
        self.asked.append(case_ids)
