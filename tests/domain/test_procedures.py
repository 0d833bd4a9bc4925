"""Which text of a page is read at a moment: with the server and without it, the same."""

from datetime import UTC, datetime, timedelta

from app.domain.catalogue import SopClause, SopPage
from app.domain.procedures import PageText, Procedures
from app.domain.text import Bilingual

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def page(version: str, **clauses: str) -> SopPage:
    made = tuple(
        SopClause(n.removeprefix("c"), Bilingual(en=words, zh=words), Bilingual(en=words, zh=words))
        for n, words in clauses.items()
    )
    return SopPage("ATO-12", Bilingual(en="Takeover", zh="盗用"), version, ("*",), made)


SHIPPED = page("2026.10", c1="one", c2="two")
FIRST = page("2026.11", c1="one anew", c2="two")
SECOND = page("2026.11b", c1="one anew")
OTHER = SopPage("ATO-07", Bilingual(en="Other", zh="其他"), "2026.10", ("*",), ())
PROCEDURES = Procedures(
    {"ATO-12": SHIPPED, "ATO-07": OTHER},
    {
        "ATO-12": [
            PageText(SHIPPED, None, NOON),
            PageText(FIRST, NOON, NOON + DAY),
            PageText(SECOND, NOON + DAY),
        ]
    },
)


def test_each_version_is_read_from_its_moment_on() -> None:
    read = [PROCEDURES.at(NOON + hours * timedelta(hours=1))["ATO-12"].version for hours in (-1, 0, 23, 24, 900)]
    assert read == ["2026.10", "2026.11", "2026.11", "2026.11b", "2026.11b"]
    assert PROCEDURES.at(NOON)["ATO-07"] == OTHER
    assert PROCEDURES.next_change(NOON - DAY) == NOON
    assert PROCEDURES.next_change(NOON) == NOON + DAY
    assert PROCEDURES.next_change(NOON + DAY) is None
    assert PROCEDURES.last_change(NOON - DAY) is None
    assert PROCEDURES.last_change(NOON) == NOON


def test_a_clause_is_found_in_the_version_in_force_and_in_any_that_is_named() -> None:
    now = PROCEDURES.clause("ATO-12 §1", NOON)
    assert now is not None
    assert (now.clause.text.en, now.place, now.of, now.in_force, now.since) == ("one anew", 2, 3, True, NOON)
    then = PROCEDURES.clause("ATO-12 §1", NOON, "2026.10")
    assert then is not None
    assert (then.clause.text.en, then.in_force, then.since, then.until) == ("one", False, None, NOON)
    later = PROCEDURES.clause("ATO-12 §1", NOON, "2026.11b")
    assert later is not None
    assert later.coming
    assert PROCEDURES.clause("ATO-12 §9", NOON) is None
    assert PROCEDURES.clause("NEW-01 §1", NOON) is None


def test_a_clause_that_left_is_read_in_the_last_version_that_had_it() -> None:
    gone = PROCEDURES.clause("ATO-12 §2", NOON + 2 * DAY)
    assert gone is not None
    assert (gone.page.version, gone.in_force, gone.until) == ("2026.11", False, NOON + DAY)
    # One that is still to come is not read before its day where an older one had it.
    coming = Procedures({"ATO-12": SHIPPED}, {"ATO-12": [PageText(SHIPPED, None, NOON), PageText(FIRST, NOON)]})
    before = coming.clause("ATO-12 §1", NOON - DAY)
    assert before is not None
    assert before.page.version == "2026.10"


def test_the_same_clause_is_turned_to_in_the_versions_beside() -> None:
    before = PROCEDURES.beside("ATO-12 §1", "2026.11", -1, NOON)
    after = PROCEDURES.beside("ATO-12 §1", "2026.11", 1, NOON)
    assert before is not None
    assert before.page.version == "2026.10"
    assert after is not None
    assert after.page.version == "2026.11b"
    assert PROCEDURES.beside("ATO-12 §2", "2026.11", 1, NOON) is None
    assert PROCEDURES.beside("ATO-12 §1", "2026.10", -1, NOON) is None
    assert PROCEDURES.beside("ATO-12 §1", "2020.01", -1, NOON) is None


def test_a_clause_has_changed_only_where_its_own_words_have() -> None:
    assert PROCEDURES.changed_since("ATO-12 §1", "2026.10", NOON)
    assert not PROCEDURES.changed_since("ATO-12 §2", "2026.10", NOON)
    assert PROCEDURES.changed_since("ATO-12 §2", "2026.10", NOON + 2 * DAY)
    assert not PROCEDURES.changed_since("ATO-12 §1", "2026.11", NOON)
    # Of a version that is not known here, its name tells.
    assert PROCEDURES.changed_since("ATO-12 §2", "2026.01", NOON)
    assert not PROCEDURES.changed_since("ATO-12 §2", "2027.01", NOON)


def test_a_house_that_wrote_nothing_reads_what_ships() -> None:
    for house in (None, {}, {"ATO-12": []}):
        shipped = Procedures({"ATO-12": SHIPPED}, house)
        assert shipped.at(NOON) == {"ATO-12": SHIPPED}
        found = shipped.clause("ATO-12 §2", NOON)
        assert found is not None
        assert found.in_force
        assert found.since is None
