"""An index of the words inside the evidence of very many cases: one block is read from made cases as a seat reads them,
and stands for the others, which hold the same words again."""

import random
from pathlib import Path

import msgspec

from app.contract.views import CaseView, EvidenceView
from app.desktop.cache.cache_store import CacheStore, Row
from app.desktop.cache.find_fill import FindFill
from app.desktop.cache.find_rows import ROOM
from app.domain.text import Bilingual
from tests.bench.profiles import FIRST, KEY, pieces, views

FINDS = ("孟买", "买", "mumbai", "mum", "dev", "dev-0a", "203.0", "new device", "新设备", "withdraw", "地址", "12")
CITIES = ("孟买", "新加坡", "香港", "伦敦", "柏林", "Mumbai", "Singapore", "Berlin", "São Paulo", "Nairobi")


def varied(view: CaseView, rng: random.Random) -> CaseView:
    """The same case with sessions of its own: addresses, devices and amounts that no other case has."""
    rows = tuple(
        {
            "ip": ".".join(str(rng.randrange(256)) for _ in range(4)),
            "device": f"dev-{rng.getrandbits(40):010x}",
            "city": rng.choice(CITIES),
            "amount": round(rng.uniform(1, 99_999), 2),
        }
        for _ in range(4)
    )
    own = EvidenceView("own", "sessions", Bilingual("Sessions", "会话"), rows=rows)
    return msgspec.structs.replace(view, evidence=(*view.evidence, own))


def rows(n: int, seed: int = 7) -> list[Row]:
    rng = random.Random(seed)
    return [Row("case", view.case_id, view.rev, msgspec.json.encode(varied(view, rng))) for view in views(n)]


def filled(folder: Path, n: int) -> CacheStore:
    """A cache whose index knows the cases numbered from `FIRST` on."""
    cache = CacheStore.open(folder, KEY)
    for piece in pieces(iter(rows(min(n, ROOM)))):
        cache.apply(piece)
    filling = FindFill(cache)
    while filling.more:
        filling.turn(lambda fn: fn())
    with cache.read() as connection:
        first, used = connection.exec_driver_sql("SELECT block, used FROM find_block").one()
    for number in range(1, -(-n // ROOM)):
        with cache.write() as connection:
            block = (int(first) + number) % (1 << 48)
            connection.exec_driver_sql("INSERT INTO find_block VALUES (?, ?)", (block, used))
            connection.exec_driver_sql(
                "INSERT INTO find_case SELECT ? + place, ?, place, mark, 1 FROM find_case WHERE block = ?",
                (FIRST + number * ROOM, block, first),
            )
            connection.exec_driver_sql(
                "INSERT INTO find_word SELECT ?, word, cases FROM find_word WHERE block = ?", (block, first)
            )
    return cache
