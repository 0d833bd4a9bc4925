"""Ctrl+Enter to the next case painted over a slow and lossy road: the real window and the real server, with 250 ms of
round trip and one segment in a hundred lost between them. Nothing is reserved beforehand: the seat has to claim and
prepare ahead of the person by itself. A case is decided every `pause` milliseconds, as a very quick person would."""

from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from tests.bench.bench_case_to_case import Screen, decide, next_case
from tests.bench.figures import arguments, report
from tests.bench.servers import House, open_house
from tests.bench.window import Bench
from tests.support.slow_link import Road, SlowLink, slow_link


def main() -> None:
    told = arguments(
        "Ctrl+Enter to the next case painted over a slow network",
        cases=400,
        decide=60,
        warm=5,
        round_trip=250,
        loss=1,
        pause=3000,
    )
    road = Road(told.round_trip / 1000, told.loss / 100)
    with open_house() as house:
        house.feed(told.cases)
        at = urlsplit(house.server.url)
        with slow_link((at.hostname or "", at.port or 0), road) as link:
            profile = house.folder / "profile"
            profile.mkdir(mode=0o700)
            bench = Bench(profile, link.url, house.credentials)
            try:
                measure(bench, house, link, told)
            finally:
                bench.close()


def measure(bench: Bench, house: House, link: SlowLink, told: Any) -> None:
    presenter = bench.presenter
    cache = bench.station._stores.cache  # type: ignore[union-attr]
    bench.until(lambda: cache.counts()["case"] >= told.cases, "the first sync")
    bench.until(lambda: presenter._open is not None, "the first case")
    screen = Screen(bench)
    shown: list[float] = []
    durable: list[float] = []
    unreserved = ahead = 0
    for turn in range(told.warm + told.decide):
        opened_at = perf_counter()
        bench.until(lambda: presenter._open is not None and _allowed(presenter), "the case to be reserved")
        waited = perf_counter() - opened_at
        decide(bench)
        until = opened_at + told.pause / 1000
        bench.until(lambda until=until: perf_counter() >= until)
        pictures = bench.room.view.filling.ahead.covers[0].shown
        _, on_disk, taken, _ = next_case(bench, screen)
        if turn >= told.warm:
            ahead += bench.room.view.filling.ahead.covers[0].shown - pictures
            shown.append(taken)
            durable.append(on_disk)
            unreserved += waited > 0.05
    report(
        f"case_to_case_at_{told.round_trip}_ms",
        "ms",
        shown,
        painted_ahead=ahead,
        loss=f"{told.loss} %",
        segments=link.sent,
        sent_again=link.lost,
        waited_for_a_claim=unreserved,
    )
    report(f"case_to_case_durable_at_{told.round_trip}_ms", "ms", durable)


def _allowed(presenter: Any) -> bool:
    may = presenter._open.may
    return bool(may.decide or may.escalate)


if __name__ == "__main__":
    main()
