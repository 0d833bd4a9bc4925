"""The audit trail as a chain: whatever is done to a row is found, with its number."""

import hashlib
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.contract.audit_chain import ORIGIN, AuditHead, AuditRow, AuditStatement, hash_of, head_bytes, link
from app.contract.audit_check import Finding, Unreadable, Wrong, check, in_words
from app.contract.canonical import canonical_json
from app.server.security import audit_key
from app.server.security.signatures import fits

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
DETAIL = st.dictionaries(
    st.sampled_from(["kind", "rev", "device", "late", "原因"]),
    st.one_of(WORDS, st.integers(-(2**53) + 1, 2**53 - 1), st.booleans(), st.none()),
    max_size=4,
)
CONTENT = st.tuples(st.integers(0, 2**41), WORDS, WORDS, WORDS, WORDS, DETAIL)


def chained(contents: list[tuple[int, str, str, str, str, dict[str, object]]]) -> list[AuditRow]:
    rows, previous = [], ORIGIN
    for number, (at, actor, action, entity, entity_id, detail) in enumerate(contents, 1):
        row = AuditRow(number, at, actor, action, entity, entity_id, detail, "")
        previous = hash_of(row, previous)
        rows.append(msgspec.structs.replace(row, hash=previous.hex()))
    return rows


def found(rows: list[AuditRow], *heads: AuditHead) -> Finding | None:
    return check(rows, heads, lambda *_: True).finding


def head(row: AuditRow) -> AuditHead:
    return AuditHead(row.audit_seq, row.hash, "2026-11-21", "e", 0, "k")


TRAILS = st.lists(CONTENT, min_size=2, max_size=8).map(chained)


@settings(max_examples=40)
@given(TRAILS)
def test_a_trail_as_it_was_written_holds(rows: list[AuditRow]) -> None:
    report = check(rows, [head(rows[-1])], lambda *_: True)
    assert (report.finding, report.rows, report.last, report.heads) == (None, len(rows), len(rows), 1)


@settings(max_examples=40)
@given(TRAILS, st.data())
def test_an_altered_row_is_found_with_its_number(rows: list[AuditRow], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(st.sampled_from(["at", "actor_id", "action", "entity", "entity_id", "detail", "hash"]))
    old = getattr(rows[place], name)
    new = {"at": 1, "detail": {"rev": "altered"}, "hash": "0" * 64}.get(name, "altered")
    new = old + 1 if name == "at" else new
    if old == new:
        return
    rows[place] = msgspec.structs.replace(rows[place], **{name: new})
    finding = found(rows)
    assert finding is not None
    assert (finding.number, finding.wrong) == (place + 1, Wrong.ALTERED)


@settings(max_examples=40)
@given(TRAILS, st.data())
def test_a_row_with_another_number_is_found_with_the_one_it_had(rows: list[AuditRow], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    number = data.draw(st.integers(-3, len(rows) + 3).filter(lambda n: n != place + 1))
    rows[place] = msgspec.structs.replace(rows[place], audit_seq=number)
    finding = found(rows)
    assert finding is not None
    assert finding.number == place + 1


@settings(max_examples=40)
@given(TRAILS, st.data())
def test_a_dropped_row_is_found_with_its_number(rows: list[AuditRow], data: st.DataObject) -> None:
    last, place = rows[-1], data.draw(st.integers(0, len(rows) - 1))
    del rows[place]
    finding = found(rows, head(last))
    assert finding is not None
    assert (finding.number, finding.wrong) == (
        place + 1,
        Wrong.TRUNCATED if place == len(rows) else Wrong.MISSING,
    )


@settings(max_examples=40)
@given(TRAILS, st.data())
def test_two_rows_that_changed_places_are_found_with_the_first_number(
    rows: list[AuditRow], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(rows) - 2))
    second = data.draw(st.integers(first + 1, len(rows) - 1))
    rows[first], rows[second] = rows[second], rows[first]
    finding = found(rows)
    assert finding is not None
    assert (finding.number, finding.wrong) == (first + 1, Wrong.MISPLACED)


@settings(max_examples=40)
@given(TRAILS, st.data())
def test_two_rows_that_exchanged_what_they_say_are_found(rows: list[AuditRow], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(rows) - 2))
    second = data.draw(st.integers(first + 1, len(rows) - 1))
    one, other = rows[first], rows[second]
    rows[first] = msgspec.structs.replace(other, audit_seq=one.audit_seq)
    rows[second] = msgspec.structs.replace(one, audit_seq=other.audit_seq)
    finding = found(rows)
    assert finding is not None
    assert finding.number == first + 1


@settings(max_examples=40)
@given(TRAILS, st.data())
def test_a_row_that_stands_twice_is_found(rows: list[AuditRow], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    rows.insert(place + 1, rows[place])
    finding = found(rows)
    assert finding is not None
    assert (finding.number, finding.wrong) == (place + 2, Wrong.MISPLACED)


@settings(max_examples=40)
@given(TRAILS, st.data())
def test_a_chain_made_anew_is_found_by_the_next_signed_head(rows: list[AuditRow], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    signed = head(rows[data.draw(st.integers(place, len(rows) - 1))])
    contents = [(r.at, r.actor_id, r.action, r.entity, r.entity_id, r.detail) for r in rows]
    contents[place] = (contents[place][0] + 1, *contents[place][1:])
    finding = found(chained(contents), signed)
    assert finding is not None
    assert (finding.number, finding.wrong) == (signed.audit_seq, Wrong.REWRITTEN)


@settings(max_examples=40)
@given(TRAILS, st.data())
def test_a_tail_that_was_cut_off_is_found_by_a_head_beyond_it(rows: list[AuditRow], data: st.DataObject) -> None:
    left = data.draw(st.integers(0, len(rows) - 1))
    finding = found(rows[:left], head(rows[-1]))
    assert finding is not None
    assert (finding.number, finding.wrong, finding.other) == (left + 1, Wrong.TRUNCATED, len(rows))


@settings(max_examples=40)
@given(CONTENT)
def test_the_form_that_is_hashed_is_the_canonical_one_of_the_whole_row(content) -> None:  # type: ignore[no-untyped-def]
    at, actor, action, entity, entity_id, detail = content
    row = [7, at, actor, action, entity, entity_id, detail]
    whole = hashlib.sha256(ORIGIN + canonical_json(row)).digest()
    words = (actor, action, entity, entity_id)
    assert link(ORIGIN, 7, at, words, canonical_json(detail).decode()) == whole


def test_a_head_whose_signature_does_not_fit_is_found(tmp_path: Path) -> None:
    rows = chained([(1, "u", "a", "case", "C-1", {}), (2, "u", "b", "case", "C-1", {})])
    file = tmp_path / "key"
    public = audit_key.make(file)
    key = audit_key.load(file)
    bare = AuditHead(2, rows[1].hash, "2026-11-21", "e", 5, public)
    good = msgspec.structs.replace(bare, signature=key.sign(head_bytes(bare)))
    assert check(rows, [good], fits, trusted=[public]).finding is None
    assert check(rows, [good], fits, trusted=["another"]).finding == Finding(2, Wrong.HEAD)
    for bad in (msgspec.structs.replace(good, signed_at=6), bare):
        assert check(rows, [bad], fits).finding == Finding(2, Wrong.HEAD)
    assert json.loads(file.read_bytes())["format"] == audit_key.FORMAT
    assert file.stat().st_mode & 0o77 == 0


def test_a_line_that_is_no_row_is_found_with_the_number_of_the_row_that_stood_there() -> None:
    rows = chained([(1, "u", "a", "case", "C-1", {})])
    assert check([*rows, Unreadable()], [], fits).finding == Finding(2, Wrong.UNREADABLE)


def test_chosen_rows_hold_by_the_hash_before_each() -> None:
    rows = chained([(n, "u", "a", "case", f"C-{n}", {"n": n}) for n in range(1, 7)])
    picked = [msgspec.structs.replace(rows[n], previous=rows[n - 1].hash) for n in (1, 2, 4)]
    digest = hashlib.sha256(b"".join(bytes.fromhex(row.hash) for row in picked)).hexdigest()
    told = AuditStatement(3, 2, 5, digest, 0, {"entity": "case"}, "e", 0)
    assert check(picked, [], fits, statement=told).finding is None
    dropped = check([picked[0], picked[2]], [], fits, statement=told).finding
    assert dropped is not None
    assert dropped.wrong is Wrong.STATEMENT
    altered = [picked[0], msgspec.structs.replace(picked[1], actor_id="x"), picked[2]]
    assert check(altered, [], fits, statement=told).finding == Finding(3, Wrong.ALTERED)


@pytest.mark.parametrize("wrong", Wrong)
def test_everything_that_can_be_wrong_has_words_that_begin_with_the_number(wrong: Wrong) -> None:
    assert in_words(Finding(17, wrong, 4)).startswith("row 17: ")
