"""Holding the rows of the audit trail against their hashes, the chain, and what was signed."""

import enum
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import msgspec

from app.contract.audit_chain import (
    ORIGIN,
    AuditHead,
    AuditRow,
    AuditStatement,
    hash_of,
    head_bytes,
    statement_bytes,
)

Fits = Callable[[str, str, bytes], bool]
"""(public key, signature, message) → whether the key's holder signed exactly this; keys and signatures in base64."""


class Wrong(enum.StrEnum):
    """What can be wrong with a row, by its number."""

    ALTERED = "altered"
    MISSING = "missing"
    MISPLACED = "misplaced"
    REWRITTEN = "rewritten"
    TRUNCATED = "truncated"
    UNREADABLE = "unreadable"
    HEAD = "head"
    STATEMENT = "statement"


class Finding(msgspec.Struct, frozen=True):
    """The first thing that is wrong: the number of the row, and what. `other`: the row that stands in its place; or,
    for rewritten rows, the first number that may be meant."""

    number: int
    wrong: Wrong
    other: int | None = None


class Report(msgspec.Struct, frozen=True):
    """`last`: the number of the last row, with `hash` (hex); `heads` and `keys`: how many signed heads were held
    against the rows, and whose they were."""

    rows: int = 0
    last: int = 0
    hash: str = ""
    heads: int = 0
    keys: tuple[str, ...] = ()
    finding: Finding | None = None


class Unreadable(msgspec.Struct, frozen=True):
    """A line that is no row."""


def check(
    rows: Iterable[AuditRow | Unreadable],
    heads: Sequence[AuditHead],
    fits: Fits,
    *,
    statement: AuditStatement | None = None,
    trusted: Collection[str] = (),
) -> Report:
    """Walk the rows in the order of the file and hold the signed heads, and the statement where there is one, against
    them. `trusted`: the public keys that may sign; empty where any key named with its signature will do."""
    chosen = statement is not None and statement.chosen is not None
    walk = _Walk(heads, chosen)
    finding = _bad_head(heads, fits, trusted) or walk.over(rows)
    if finding is None and not chosen:
        finding = walk.tail(max((head.audit_seq for head in heads), default=0))
    if finding is None and statement is not None:
        finding = walk.closing(statement, fits, trusted)
    keys = {head.key for head in heads} | ({statement.key} if statement and statement.key else set())
    return Report(walk.rows, walk.last, walk.previous.hex(), walk.heads_met, tuple(sorted(keys)), finding)


def _bad_head(heads: Sequence[AuditHead], fits: Fits, trusted: Collection[str]) -> Finding | None:
    for head in heads:
        if (trusted and head.key not in trusted) or not fits(head.key, head.signature, head_bytes(head)):
            return Finding(head.audit_seq, Wrong.HEAD)
    return None


class _Walk:
    """Over the rows, one at a time with the next one in sight."""

    def __init__(self, heads: Sequence[AuditHead], chosen: bool) -> None:
        self._heads: dict[int, set[str]] = {}
        for head in heads:
            self._heads.setdefault(head.audit_seq, set()).add(head.hash)
        self._chosen, self._held = chosen, 0
        self.rows, self.first, self.last, self.heads_met = 0, 0, 0, 0
        self.previous, self._digest = ORIGIN, hashlib.sha256()

    def over(self, rows: Iterable[AuditRow | Unreadable]) -> Finding | None:
        for row, following in _in_sight(rows):
            if isinstance(row, Unreadable):
                return Finding(self.last + 1, Wrong.UNREADABLE)
            finding = self._chosen_row(row) if self._chosen else self._place(row, following)
            finding = finding or self._content(row)
            if finding is not None:
                return finding
        return None

    def _place(self, row: AuditRow, following: "AuditRow | Unreadable | None") -> Finding | None:
        expected = self.last + 1
        if row.audit_seq == expected:
            return None
        later = following.audit_seq if isinstance(following, AuditRow) else row.audit_seq + 1
        wrong = Wrong.MISSING if expected < row.audit_seq < later else Wrong.MISPLACED
        return Finding(expected, wrong, row.audit_seq)

    def _chosen_row(self, row: AuditRow) -> Finding | None:
        if self.rows and row.audit_seq <= self.last:
            return Finding(row.audit_seq, Wrong.MISPLACED, self.last)
        if row.previous is None or (row.audit_seq == self.last + 1 and row.previous != self.previous.hex()):
            return Finding(row.audit_seq, Wrong.ALTERED)
        try:
            self.previous = bytes.fromhex(row.previous)
        except ValueError:
            return Finding(row.audit_seq, Wrong.ALTERED)
        return None

    def _content(self, row: AuditRow) -> Finding | None:
        number = row.audit_seq
        try:
            found = hash_of(row, self.previous)
        except (ValueError, TypeError, AttributeError):
            return Finding(number, Wrong.ALTERED)
        if found.hex() != row.hash:
            return Finding(number, Wrong.ALTERED)
        if number in self._heads:
            if self._heads[number] != {row.hash}:
                return Finding(number, Wrong.REWRITTEN, self._held + 1)
            self._held, self.heads_met = number, self.heads_met + 1
        self.first = self.first or number
        self.rows, self.last, self.previous = self.rows + 1, number, found
        self._digest.update(found)
        return None

    def tail(self, least: int) -> Finding | None:
        return Finding(self.last + 1, Wrong.TRUNCATED, least) if least > self.last else None

    def closing(self, told: AuditStatement, fits: Fits, trusted: Collection[str]) -> Finding | None:
        if not self._chosen and (told.last or 0) > self.last:
            return Finding(self.last + 1, Wrong.TRUNCATED, told.last)
        here = (self.rows, self.first or None, self.last or None, self._digest.hexdigest())
        if here != (told.rows, told.first, told.last, told.digest) or (
            not self._chosen and told.heads != len(self._heads)
        ):
            return Finding(self.last, Wrong.STATEMENT)
        signed = told.key is not None and told.signature is not None
        if signed and not fits(told.key or "", told.signature or "", statement_bytes(told)):
            return Finding(self.last, Wrong.STATEMENT)
        if trusted and told.key not in trusted:
            return Finding(self.last, Wrong.STATEMENT)
        return None


def _in_sight(
    rows: Iterable[AuditRow | Unreadable],
) -> Iterator[tuple[AuditRow | Unreadable, AuditRow | Unreadable | None]]:
    """Each row with the one after it."""
    here: AuditRow | Unreadable | None = None
    for following in rows:
        if here is not None:
            yield here, following
        here = following
    if here is not None:
        yield here, None


def in_words(finding: Finding) -> str:
    """For whoever checks: the number first."""
    n, other = finding.number, finding.other
    return (
        f"row {n}: "
        + {
            Wrong.ALTERED: "altered (or the row before it was, and its hash made anew)",
            Wrong.MISSING: f"missing; row {other} stands in its place",
            Wrong.MISPLACED: f"not in its place; row {other} stands there",
            Wrong.REWRITTEN: f"the signed head knows another hash; a row from {other} to {n} was altered and the chain"
            " made anew",
            Wrong.TRUNCATED: f"missing with everything after it; row {other} is known to have been there",
            Wrong.UNREADABLE: "cannot be read",
            Wrong.HEAD: "the signature of the head at this row does not fit, or its key is not one of those told",
            Wrong.STATEMENT: "the closing statement does not fit the rows up to here, or is not signed as it should be",
        }[finding.wrong]
    )


def told(report: Report, *, statement: AuditStatement | None = None) -> str:
    """The outcome for whoever asked, in lines."""
    if report.finding is not None:
        return in_words(report.finding)
    chosen = statement is not None and statement.chosen is not None
    lines = [
        f"{report.rows} chosen rows hold" if chosen else f"{report.rows} rows, 1 to {report.last}: the chain holds"
    ]
    if not chosen:
        lines.append(f"signed heads that fit: {report.heads}")
    if statement is not None and statement.signature is None:
        lines.append("the export is not signed: whoever had the file could have made it anew from its first row")
    lines += [f"signed by {key}: compare it with what you noted of this server" for key in report.keys]
    return "\n".join(lines)
