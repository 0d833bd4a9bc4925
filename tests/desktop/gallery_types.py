"""Pictures of the real window over a real server: a case of every type, and the real ones where they are at hand.

    python -m tests.desktop.gallery_types OUT [light] [dark] [en] [zh_CN] [WIDTHxHEIGHT] [NNN%] [what else]

With OUT alone: every type in light, dark and Chinese at 1366×768 and 1600×1000. What else: `around` adds the three
sheets of G, `documents` the sheet of D; `rich` shows the case with most around it, noted and tagged, instead; `real`
takes the cases of the shared data. Names of types (reset_2fa, …) choose among them; 130% sets the size of the text.
QT_SCALE_FACTOR=2 for scale 2.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

if os.environ.setdefault("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    # A screen with room for the largest window at scale 2.
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={Path(__file__).with_name('gallery_screen.json')}"

from app.contract.catalogue import catalogue
from app.demo.agent import DemoAgent
from app.demo.generator import generate
from app.demo.scans import Scan, with_scans
from tests.bench.window import Bench
from tests.conftest import shared_folder
from tests.support.server import add_user, start_server

SIZES = ((1366, 768), (1600, 1000))
LOOKS = (("light", "en"), ("dark", "en"), ("light", "zh_CN"))
PERSON = ("reviewer-07", "a long enough pass phrase")
CASES = 60
AROUND_SECONDS = 20.0
Row = dict[str, Any]


def invented() -> tuple[list[Row], list[Scan]]:
    """Invented cases, scans for those that show documents."""
    cases, scans = with_scans(one.intake for one in generate(CASES, 5, datetime.now(UTC)))
    return list(cases), list(scans)


def real(shared: Path) -> tuple[list[Row], list[Scan]]:
    """Of the shared data: sign-in events, withdrawals with transfers and hits, comparisons, a scanned receipt."""
    import msgspec

    from tests.real_data.convert import convert
    from tests.real_data.identity import convert_identity
    from tests.real_data.scans import receipt

    now = datetime.now(UTC)
    cases: list[Row] = []
    for kind in ("ato_investigation", "reset_2fa"):
        logged = [case for case in convert_identity(shared, now, 5000) if case["case_type"] == kind]
        # Those of which most is known, and one of which hardly anything is.
        logged.sort(key=lambda case: -len(case["evidence"]) * 100 - len(case["evidence"][0]["rows"]))
        cases += [*logged[:2], logged[-1]]
    fed = [case for case in convert(shared, now) if "assessment" in case]
    chain = [c for c in fed if any(e["kind"] == "watch_list" for e in c["evidence"])]
    chain.sort(key=lambda case: abs(sum(len(e.get("rows", ())) for e in case["evidence"]) - 40))
    cases += chain[:3]
    for kind in ("kyc_audit", "poa_review"):
        cases += islice((c for c in fed if c["case_type"] == kind), 3)
    data, evidence = receipt(shared, "000")
    told = msgspec.to_builtins(evidence)
    scanned = next(case for case in reversed(cases) if case["case_type"] == "poa_review")
    scanned["evidence"].append({name: value for name, value in told.items() if value not in (None, {}, [])})
    return cases, [Scan(data, "image/jpeg", told["attachment"]["sha256"])]


def wanted_sizes(words: list[str]) -> list[tuple[int, int]]:
    """The sizes of the window named among the words, (width, height) in pixels."""
    parts = [word.partition("x") for word in words]
    return [(int(wide), int(high)) for wide, cross, high in parts if cross and wide.isdigit() and high.isdigit()]


def wanted_looks(words: list[str]) -> list[tuple[str, str]]:
    """The schemes with the languages named among the words; none named, none given back."""
    schemes = [word for word in words if word in ("light", "dark")]
    languages = [word for word in words if word in ("en", "zh_CN")]
    if not schemes and not languages:
        return []
    return [(scheme, language) for scheme in schemes or ["light"] for language in languages or ["en"]]


def wanted_percent(words: list[str]) -> int:
    """The size of the text: 100, or what a word such as "130%" says."""
    return next((int(word[:-1]) for word in words if word.endswith("%")), 100)


class Shown:
    """The window with those cases in its queue."""

    def __init__(self, cases: list[Row], scans: list[Scan], place: Path) -> None:
        database = place / "server.db"
        add_user(database, PERSON[0], "reviewer", password=PERSON[1])
        token = add_user(database, "agent", "agent_service")
        self.server = start_server(database)
        agent = DemoAgent(self.server.url, token)
        agent.hand_over(scans)
        agent.feed_cases(cases)
        agent.close()
        folder = place / "profile"
        folder.mkdir(mode=0o700)
        self.bench = Bench(folder, self.server.url, PERSON)
        queue = self.bench.services.queue
        self.bench.until(lambda: queue.counts().get("open", 0) == len(cases), "the cases")

    def of_type(self, case_type: str) -> list[str]:
        """Ids of its cases, the first one first."""
        queue = self.bench.services.queue
        rows = [queue.row(int(n)) for n in queue.view(f"type:{case_type}").order]
        return sorted(row.case_id for row in rows)

    def most_around(self) -> str:
        """The case around which most is known."""
        contexts, best = self.bench.services.contexts, ("", -1)
        ids = [case_id for kind in catalogue().case_types for case_id in self.of_type(kind)]
        for start in range(0, len(ids), 5):
            contexts.fetch(tuple(ids[start : start + 5]))
        for case_id in ids:
            view = contexts.read(case_id).view
            if view is not None:
                linked = sum(len(kind.cases) for kind in view.linked)
                weight = 10 * len(view.indicators) + linked + len(view.similar) + 5 * (view.previous is not None)
                best = max(best, (case_id, weight), key=lambda one: one[1])
        return best[0]

    def work_on(self, case_id: str) -> None:
        """Notes, tags and a wait on a case, as people leave them."""
        work = self.bench.services.case_work
        work.note(case_id, "Called the customer on the bound number; nobody answered. Second try at 16:00.", "en")
        work.tag(case_id, ("second-try", "高风险"))
        work.wait(case_id, "waiting_customer")
        self.bench.quiet(0.5)

    def look(self, scheme: str, language: str, size: tuple[int, int], percent: int = 100) -> None:
        self.bench.station.use_theme(scheme, percent)
        self.bench.station.use_language(language)
        self.bench.window.resize(*size)
        self.bench.quiet()

    def open(self, case_id: str) -> None:
        """The case with what surrounds it."""
        self.bench.presenter.open(case_id)
        contexts = self.bench.services.contexts

        def told() -> bool:
            state = contexts.ready(case_id)
            return state is not None and state.view is not None

        self.bench.until(told, f"what surrounds {case_id}", AROUND_SECONDS)
        self.bench.quiet()
        self.bench.room.view.settle()
        self.bench.quiet()

    def grab(self, path: Path) -> None:
        self.bench.window.grab().save(str(path))
        print(path, flush=True)

    def close(self) -> None:
        self.bench.close()
        self.server.stop()


def pictures(shown: Shown, out: Path, words: list[str]) -> Iterator[Path]:
    """Every picture asked for, by the path it is to have; the window shows it while its path is in hand."""
    sizes, looks = wanted_sizes(words) or list(SIZES), wanted_looks(words) or list(LOOKS)
    percent = wanted_percent(words)
    kinds = [kind for kind in catalogue().case_types if kind in words] or list(catalogue().case_types)
    at = f"_{percent}" if percent != 100 else ""
    for size in sizes:
        for scheme, language in looks:
            shown.look(scheme, language, size, percent)
            if "rich" in words:
                rich = shown.most_around()
                shown.open(rich)
                shown.work_on(rich)
                yield from _around(shown, out, f"rich_{scheme}_{language}_{size[0]}x{size[1]}{at}")
                continue
            for kind in kinds:
                for number, case_id in enumerate(shown.of_type(kind)[: 3 if "real" in words else 1]):
                    shown.open(case_id)
                    stem = f"{kind}{number or ''}_{scheme}_{language}_{size[0]}x{size[1]}{at}"
                    if "around" not in words:
                        yield out / f"{stem}.png"
                    if "around" in words:
                        yield from _around(shown, out, stem)
                    if "documents" in words and any(e.attachment for e in shown.bench.presenter._open.view.evidence):
                        shown.bench.press("D")
                        shown.bench.quiet(0.5)
                        yield out / f"{stem}_documents.png"
                        shown.bench.press("Escape")
                        shown.bench.quiet()


def _around(shown: Shown, out: Path, stem: str) -> Iterator[Path]:
    """The case in sight, the sheets of G, and its notes where it has some."""
    view = shown.bench.room.view
    yield out / f"{stem}.png"
    view.case.go_around()
    for sheet in range(3):
        view.case.around.sheets.choose(sheet)
        shown.bench.quiet()
        yield out / f"{stem}_around{sheet}.png"
    view.case.go_to_notes()
    shown.bench.quiet()
    yield out / f"{stem}_notes.png"
    view.case.tabs.choose(0)
    view.focus_queue()


def main(arguments: list[str]) -> int:
    out, words = Path(arguments[0] if arguments else "gallery"), arguments[1:]
    out.mkdir(parents=True, exist_ok=True)
    cases, scans = real(shared_folder()) if "real" in words else invented()
    with tempfile.TemporaryDirectory(prefix="footplate-gallery-") as place:
        shown = Shown(cases, scans, Path(place))
        try:
            for path in pictures(shown, out, words):
                shown.grab(path)
        finally:
            shown.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
