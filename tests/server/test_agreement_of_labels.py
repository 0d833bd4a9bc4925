"""A table of labels over HTTP: figures and warnings for any table there is, a refusal that names the line for any
other, and nothing kept of it."""

import random
from typing import Any

import pytest

from tests.support.database import run_sql
from tests.support.seats import House, Seat

HEAD = "item,rater,label\n"


def analyse(seat: Seat, body: str | bytes) -> Any:
    data = body.encode() if isinstance(body, str) else body
    return seat.session.post("/v1/agreement/analyse", data=data, headers={"Content-Type": "text/csv"})


def figures(seat: Seat, *rows: str) -> dict[str, Any]:
    answer = analyse(seat, HEAD + "\n".join(rows) + "\n")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def square(table: list[list[int]]) -> list[str]:
    """Two raters' labels with this table of counts."""
    rows, n = [], 0
    for a, line in enumerate(table):
        for b, many in enumerate(line):
            for _ in range(many):
                n += 1
                rows += [f"{n},one,{'nm'[a]}", f"{n},two,{'nm'[b]}"]
    return rows


def test_high_agreement_on_a_rare_label_is_shown_with_all_three_figures(lead: Seat) -> None:
    told = figures(lead, *square([[960, 10], [10, 20]]))
    assert (told["cases"], told["labels"], told["repeats"]) == (1000, 2000, 0)
    assert told["raw"]["value"] == pytest.approx(0.98)
    assert told["kappa"]["value"] == pytest.approx(0.656, abs=5e-4)
    assert told["ac1"]["value"] == pytest.approx(0.979, abs=5e-4)
    (cell,) = told["cells"]
    assert (cell["n"], cell["agreed"]) == (1000, 980)
    assert "kappa_paradox" in told["warnings"]
    assert cell["kappa"]["low"] < cell["kappa"]["value"] < cell["kappa"]["high"]


@pytest.mark.parametrize(
    ("rows", "warnings"),
    [
        ((), {"one_rater", "no_overlap"}),
        (("1,a,x",), {"one_rater", "no_overlap"}),
        (("1,a,x", "2,b,x"), {"no_overlap"}),
        (("1,a,x", "1,b,x"), {"one_category", "few_items"}),
        (("1,a,x", "1,a,y", "1,b,y"), {"repeats", "few_items"}),
        (("1,a,x", "1,b,undecided"), {"undecided", "no_overlap"}),
        (("1,a,", "1,b,x"), {"missing", "one_rater"}),
        (("1,a,x", "1,b,y", "2,a,y", "2,b,x"), {"chance_level", "few_items"}),
    ],
)
def test_every_small_table_gives_words_and_no_crash(lead: Seat, rows: tuple[str, ...], warnings: set[str]) -> None:
    assert warnings <= set(figures(lead, *rows)["warnings"])


def test_the_last_label_counts_and_the_repeats_are_told(lead: Seat) -> None:
    told = figures(lead, *(f"{n},{who},x" for n in range(40) for who in "ab"), "0,a,y", "0,a,x", "1,b,y")
    assert (told["repeats"], told["labels"], told["cells"][0]["agreed"]) == (3, 83, 39)


def test_many_raters_are_told_pair_by_pair(lead: Seat) -> None:
    chance = random.Random(7)
    rows = [f"{chance.randrange(800)},r{chance.randrange(60)},{chance.choice('xy')}" for _ in range(6000)]
    told = figures(lead, *rows)
    places = [(cell["a"], cell["b"]) for cell in told["cells"]]
    assert places == sorted(places)
    assert all(a < b for a, b in places)
    assert len(told["raters"]) == 60
    assert "chance_level" in told["warnings"]
    assert told["alpha"]["low"] < 0.02


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ("", "/0"),
        ("item,label\n1,x\n", "/0"),
        (HEAD + "1,a\n", "/1"),
        (HEAD + "1,a,x\n2,b,\x07\n", "/2"),
        (HEAD + '1,a,"x\n', ""),
        (b"\xff\xfe", ""),
        (HEAD + "1,a," + "x" * 201 + "\n", "/1"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_line(lead: Seat, body: str | bytes, pointer: str) -> None:
    answer = analyse(lead, body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text


def test_a_table_is_for_those_who_read_agreement_and_leaves_nothing(house: House, lead: Seat, lin: Seat) -> None:
    assert analyse(lin, HEAD).status_code == 403
    before = run_sql(house.database, "SELECT count(*) FROM audit")
    figures(lead, "1,canary-of-a-table,x", "1,b,x")
    assert run_sql(house.database, "SELECT count(*) FROM audit") == before
