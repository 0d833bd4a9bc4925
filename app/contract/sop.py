"""Pages of the operating procedures: in force for everybody who decides, and worked on by their editors."""

from datetime import datetime
from typing import Annotated

import msgspec

from app.contract.licences import Reason
from app.domain.catalogue import SopPage
from app.domain.procedures import PageText
from app.domain.sop import SopChange
from app.domain.sop_merge import Clash

Language = Annotated[str, msgspec.Meta(pattern="^(en|zh)$")]
Version = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class SopInForce(msgspec.Struct, frozen=True):
    """A page as reviewers read it now. `shipped`: as it came with the program, changed by nobody since. `keeper_name`
    and `review_by` are null where nobody answers for the page, or where the reader is of another house."""

    page: SopPage
    shipped: bool
    since: datetime | None = None
    keeper_id: str | None = None
    keeper_name: str | None = None
    review_by: datetime | None = None
    overdue: bool = False


class SopPages(msgspec.Struct, frozen=True):
    """All pages in force, by id."""

    pages: tuple[SopInForce, ...]


class SopVersionView(msgspec.Struct, frozen=True):
    """One version of a page. `standing`: draft, proposed, approved, in_force, superseded, returned or withdrawn;
    `source`: house, confluence or shipped; `may`: what the reader can do with it (approve, return, propose,
    edit, withdraw); `digest`: the name of what it says now, which whoever edits it has to know."""

    version_id: str
    page_id: str
    version: str
    standing: str
    source: str
    base_version: str | None
    note: str
    note_language: str
    author_name: str | None
    made_at: datetime
    feedback_id: str | None = None
    effective_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    reason_language: str | None = None
    in_force_from: datetime | None = None
    in_force_until: datetime | None = None
    may: tuple[str, ...] = ()
    digest: str = ""


class SopHistory(msgspec.Struct, frozen=True):
    """Every version of a page, newest first."""

    versions: tuple[SopVersionView, ...]


class SopVersionDetail(msgspec.Struct, frozen=True):
    """A version with its text, and what changes against the one it began with (against the one in force for a version
    that began with none)."""

    version: SopVersionView
    page: SopPage
    changes: tuple[SopChange, ...]


class SopOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new version of a page. `base_version`: the version it was written from (null for a page that is new); `note`:
    what changes and why; `effective_at`: the day from which it is to be read (at once, where nothing is said); `draft`:
    kept for later, and may be unfinished. The version's own name in `page` is given by the server."""

    page: SopPage
    base_version: Version | None
    note: Reason
    note_language: Language
    effective_at: datetime | None = None
    feedback_id: Annotated[str, msgspec.Meta(max_length=36)] | None = None
    draft: bool = False


class SopDraftOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a draft, or a version that came back, says from now on. `expected`: the digest of what its author had before
    their eyes; `base_version`: as it was, or the version in force once both were put together; `draft` false proposes
    it."""

    page: SopPage
    base_version: Version | None
    note: Reason
    note_language: Language
    expected: Digest
    effective_at: datetime | None = None
    draft: bool = True


class SopDraftMergeOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody made of a draft that said `expected`, and that was edited elsewhere since."""

    page: SopPage
    expected: Digest


class SopDraftMergeView(msgspec.Struct, frozen=True):
    """Both edits in one page; `clashes` are what a person chooses between. `expected`: what the draft says now, which
    the merged page is saved over."""

    page: SopPage
    expected: str
    clashes: tuple[Clash, ...]


class SopMergeOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A page written from `base_version`, which is in force no more."""

    page: SopPage
    base_version: Version


class SopMergeView(msgspec.Struct, frozen=True):
    """Both changes in one page; `clashes` are what a person chooses between. `base_version` is the version in force,
    which the merged page is proposed against."""

    page: SopPage
    base_version: str
    clashes: tuple[Clash, ...]


class SopDecision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lead's word on a proposed version."""

    approve: bool
    reason: Reason
    reason_language: Language


class SopKeeperOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who answers for a page, and when it is to be read through again at the latest."""

    keeper_id: Annotated[str, msgspec.Meta(min_length=1, max_length=36)]
    review_by: datetime


class SopSeedOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draft for what a finding says is missing: of `page_id`, in place of `clause` or behind the last one."""

    feedback_id: Annotated[str, msgspec.Meta(min_length=1, max_length=36)]
    page_id: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
    clause: Annotated[str, msgspec.Meta(max_length=3)] | None = None


class ShareView(msgspec.Struct, frozen=True):
    """`k` of `n` with Wilson's 95 % interval; `value` is null where n is 0."""

    k: int
    n: int
    value: float | None
    low: float
    high: float


class TypeCoverage(msgspec.Struct, frozen=True):
    """Decided cases of a type whose reasoning and review rest on a clause. `state`: met or missed where an end of the
    interval lies on that side of the target, else not_yet_known. `no_clause`: cases whose reasoning rests on none;
    `not_cited`: whose review names none."""

    case_type: str
    covered: ShareView
    state: str
    no_clause: int
    not_cited: int


class Missing(msgspec.Struct, frozen=True):
    """What reviewers named as missing or wrong in the procedures, by how often: `code` as in the catalogue, `ref` the
    clause it was attributed to."""

    case_type: str
    code: str
    attribution_kind: str | None
    ref: str | None
    cases: int


class ClauseRecord(msgspec.Struct, frozen=True):
    """How often the agent was right at the first pass in cases that rest on this clause, in this version of its page;
    `old`: decided after another version was in force already."""

    page_id: str
    clause: str
    version: str
    right: ShareView
    old: int


class SopCoverage(msgspec.Struct, frozen=True):
    """Decisions since `since`. `target` is the share of cases that a clause is to stand behind."""

    since: datetime
    target: float
    types: tuple[TypeCoverage, ...]
    missing: tuple[Missing, ...]
    clauses: tuple[ClauseRecord, ...]


MOST_OLD = 200


class OldDecision(msgspec.Struct, frozen=True):
    """A decision that rests on `clause` in `version`, made when another version of the page was in force already."""

    case_id: str
    case_type: str
    clause: str
    version: str
    decided_at: datetime
    label: str | None


class OldDecisions(msgspec.Struct, frozen=True):
    """The newest first, at most 200 of `total`. Whoever may not read all reviews is shown their own; cases that the
    reader is still to look at blind are left out."""

    decisions: tuple[OldDecision, ...]
    total: int


class SopLinkOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a page lies in Confluence: the id of the content there."""

    content_id: Annotated[str, msgspec.Meta(pattern="^[0-9]{1,20}$")]


class SopOursOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where both sides changed the same words, ours stay. `remote_version`: the version there whose words were read
    before that was said (`seen_version` of the conflict)."""

    remote_version: Annotated[int, msgspec.Meta(ge=1)]


class SopLinkView(msgspec.Struct, frozen=True):
    """What the last look at Confluence found. `state`: in_step · pulled (their change waits here as a proposed version)
    · pushed (ours was written there) · conflict (`clashes` are what a person chooses between; nothing was written) ·
    renamed (in step, under another title) · foreign (their page holds what is no text, named in `found`; nothing was
    written) · unreadable (with the reason in `found`) · gone · unauthorised · forbidden · busy (again at `again_at`) ·
    unavailable · refused. `seen_version`: the version there that a conflict was read from."""

    page_id: str
    content_id: str
    title: str
    remote_version: int
    state: str
    looked_at: datetime
    again_at: datetime
    found: tuple[str, ...] = ()
    version_id: str | None = None
    ours: SopPage | None = None
    theirs: SopPage | None = None
    merged: SopPage | None = None
    clashes: tuple[Clash, ...] = ()
    seen_version: int = 0


class SopPageTexts(msgspec.Struct, frozen=True):
    """A page that the house wrote, as every seat keeps it: the texts that were, are and will be read, the oldest first.
    What is approved for a later day is among them, so that it is read from that day on without the server too."""

    page_id: str
    rev: int
    texts: tuple[PageText, ...]
