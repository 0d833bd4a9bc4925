"""A page while it is written: kept at this seat at every word, kept on the server as a draft, and proposed. Two sides
that changed the same words are put together by whoever writes."""

from datetime import UTC, date, datetime, time
from typing import Any

import msgspec

from app.desktop.panels.sops.presenter.reading import Reading, code_of
from app.desktop.panels.sops.presenter.texts import (
    as_page,
    as_text,
    faults_of,
    moved,
    put,
    together,
    told_faults,
    with_clause,
    without_clause,
)
from app.desktop.panels.sops.state import (
    APPROVE,
    CONFLUENCE,
    OURS,
    THEIRS,
    WRITE,
    WRITING,
    EditState,
    MergeState,
)
from app.desktop.ports import Problem
from app.desktop.ports.sops import SopDraft, SopSaving, WrittenPage
from app.domain.catalogue import SopPage

STALE = {"sop_stale": "stale", "sop_draft_changed": "draft"}


def day_of(entry: str) -> datetime | None:
    """The begin of a day that was written as YYYY-MM-DD, in UTC; None for none. Raises ValueError."""
    words = entry.strip()
    return datetime.combine(date.fromisoformat(words), time(), UTC) if words else None


class Writing(Reading):
    """All methods run on the GUI thread."""

    # --- beginning ----------------------------------------------------------------------------------

    def write(self) -> None:
        """Goes on with what is half written of the page in sight, or begins anew from the version in force."""
        state = self._state
        if WRITE not in state.rights or state.edit is not None or state.merge is not None:
            return
        version = state.diff.version if state.diff is not None else None
        if version is not None and "edit" in version.may:
            self.go_on(version.version_id)
            return
        half = state.halves.get(state.open)
        if half is not None:
            self._edit(half)
        elif state.opened is not None:
            page = state.opened.page
            self._edit(SopDraft(as_text(page), page))

    def go_on(self, version_id: str) -> None:
        """Goes on with a draft that the server keeps, or with a version that came back."""
        self._put(busy=True, told="")

        def have(detail: Any) -> None:
            self._put(busy=False)
            self.take(detail)

        self._tasks.read(lambda: self._sops.detail(version_id), have, self._failed, key="sops-detail")

    def take(self, detail: Any) -> None:
        """A draft of the server in the editor; what is half written of the same one here goes before it."""
        told = detail.version
        half = self._state.halves.get(told.page_id)
        if half is not None and half.version_id == told.version_id:
            self._open_for(told.page_id)
            self._edit(half)
            return
        page_id, base = told.page_id, told.base_version

        def read() -> SopPage | None:
            if base is None:
                return None
            found = next((one for one in self._sops.history(page_id) if one.version == base), None)
            return self._sops.text(page_id, found.version_id) if found is not None else None

        def have(before: SopPage | None) -> None:
            effective = f"{told.effective_at:%Y-%m-%d}" if told.effective_at is not None else ""
            draft = SopDraft(
                as_text(detail.page), before, told.version_id, told.version, told.digest, told.note, effective,
                told.feedback_id or "",
            )  # fmt: skip
            self._open_for(page_id)
            self._edit(draft)

        self._tasks.read(read, have, self._failed, key="sops-base")

    def _open_for(self, page_id: str) -> None:
        if self._state.open != page_id:
            self.open_page(page_id)

    def go_on_here(self, page_id: str) -> None:
        """Goes on with what is half written at this seat."""
        half = self._state.halves.get(page_id)
        if half is not None:
            self._open_for(page_id)
            self._edit(half)

    def begin_new(self, page_id: str, case_types: tuple[str, ...]) -> None:
        """A page that nobody had before."""
        text, _row = with_clause(WrittenPage(page_id, case_types), 0, ())
        self._put(open=page_id, history=(), linked=True)
        self._edit(SopDraft(text))
        self._changed()

    def _edit(self, draft: SopDraft) -> None:
        page = self._state.opened
        given = tuple(one.n for one in page.page.clauses) if page is not None else ()
        # What is still to be written is what they came for.
        row = next((n for n, one in enumerate(draft.text.clauses, 1) if not (one.text_en and one.text_zh)), 0)
        self._put(edit=EditState(draft, row, given), diff=None, merge=None, sheet=None, told="")

    # --- typing -------------------------------------------------------------------------------------

    def type_field(self, field: str, words: str) -> None:
        edit = self._state.edit
        if edit is not None:
            self._text(put(edit.draft.text, edit.row, field, words))

    def choose_clause(self, row: int) -> None:
        edit = self._state.edit
        if edit is not None and 0 <= row <= len(edit.draft.text.clauses) and row != edit.row:
            self._edited(row=row)

    def step_clause(self, step: int) -> None:
        """The clause before or after the one in sight, from within a field as well."""
        edit = self._state.edit
        if edit is not None:
            self.choose_clause(max(0, min(len(edit.draft.text.clauses), edit.row + step)))

    def add_clause(self) -> None:
        edit = self._state.edit
        if edit is not None:
            text, row = with_clause(edit.draft.text, edit.row or len(edit.draft.text.clauses), edit.given)
            self._text(text, row)

    def remove_clause(self) -> None:
        edit = self._state.edit
        if edit is not None and edit.row:
            text = without_clause(edit.draft.text, edit.row)
            self._text(text, min(edit.row, len(text.clauses)))

    def move_clause(self, step: int) -> None:
        edit = self._state.edit
        if edit is not None and edit.row:
            self._text(*moved(edit.draft.text, edit.row, step))

    def set_types(self, case_types: tuple[str, ...]) -> None:
        edit = self._state.edit
        if edit is not None:
            self._text(msgspec.structs.replace(edit.draft.text, case_types=case_types))

    def _text(self, text: WrittenPage, row: int | None = None) -> None:
        edit = self._state.edit
        if edit is None or text == edit.draft.text:
            return
        draft = msgspec.structs.replace(edit.draft, text=text)
        self._edited(draft=draft, faults=(), problem="", row=edit.row if row is None else row)
        self._changed()

    def _edited(self, **changes: Any) -> None:
        if self._state.edit is not None:
            self._put(edit=msgspec.structs.replace(self._state.edit, **changes))

    def _changed(self) -> None:
        """What stands in the editor is half written from here on, and is kept."""
        edit = self._state.edit
        if edit is not None:
            self._unkept.add(edit.page_id)
            self._put(halves={**self._state.halves, edit.page_id: edit.draft})

    def throw_away(self) -> None:
        """Nothing of what is half written here is kept; what the server has stays there."""
        edit = self._state.edit
        if edit is not None:
            self._forget(edit.page_id)
            self._put(edit=None, told="thrown_away")

    def _forget(self, page_id: str) -> None:
        self._put(halves={name: one for name, one in self._state.halves.items() if name != page_id})
        self._unkept.add(page_id)
        self.keep_halves()

    # --- sending ------------------------------------------------------------------------------------

    def fits(self) -> bool:
        """Whether the page may be proposed; says what is in the way, and goes there."""
        edit = self._state.edit
        if edit is None:
            return False
        faults = faults_of(as_page(edit.draft.text), edit.given)
        if not faults and edit.draft.base is not None and _same(edit.draft):
            self._edited(problem="sop_unchanged")
            return False
        if faults:
            self._edited(faults=faults, problem=faults[0].code, row=faults[0].row)
        return not faults

    def send(self, note: str, effective: str, *, draft: bool) -> None:
        """Keeps the page on the server as a draft, or proposes it."""
        edit = self._state.edit
        if edit is None or edit.busy:
            return
        text = msgspec.structs.replace(edit.draft, note=note, effective=effective)
        told = SopSaving(
            as_page(text.text),
            text.base_version,
            note,
            self._language(note),
            draft,
            day_of(effective),
            text.feedback_id,
            text.version_id,
            text.digest,
        )
        self._edited(draft=text, busy=True, problem="")
        self._changed()

        def done(detail: Any) -> None:
            self._sent(detail, draft=draft)

        def failed(error: Exception) -> None:
            self._refused(error, told)

        self._tasks.read(lambda: self._sops.save(told), done, failed, key="sops-send")

    def _sent(self, detail: Any, *, draft: bool) -> None:
        edit, version = self._state.edit, detail.version
        if draft and edit is not None:
            kept = msgspec.structs.replace(
                edit.draft, version_id=version.version_id, version=version.version, digest=version.digest
            )
            self._put(edit=msgspec.structs.replace(edit, draft=kept, busy=False), sheet=None, told="draft_kept")
            self._changed()
        else:
            self._forget(version.page_id)
            self._put(edit=None, sheet=None, told="proposed", page=WRITING)
        self.refresh()

    def _refused(self, error: Exception, told: SopSaving) -> None:
        """Nothing typed is lost: it stands in the editor, and where others changed the page both are put together."""
        code = code_of(error)
        if code in STALE:
            self._put_together(STALE[code], told)
            return
        faults = told_faults(error.errors) if isinstance(error, Problem) and code == "invalid" else ()
        row = faults[0].row if faults else (self._state.edit.row if self._state.edit is not None else 0)
        self._edited(busy=False, problem=faults[0].code if faults else code, faults=faults, row=row)
        self._put(sheet=None)

    # --- two sides ----------------------------------------------------------------------------------

    def _put_together(self, kind: str, told: SopSaving) -> None:
        page = told.page
        base = told.base_version or ""

        def read() -> MergeState:
            if kind == "draft":
                draft = self._sops.merge_draft(told.version_id, page, told.digest)
                clashes = draft.clashes
                return MergeState(kind, page.id, draft.page, clashes, ("",) * len(clashes), base, draft.expected)
            found = self._sops.merge(page, base)
            clashes = found.clashes
            return MergeState(kind, page.id, found.page, clashes, ("",) * len(clashes), found.base_version, told.digest)

        def have(merge: MergeState) -> None:
            self._edited(busy=False)
            self._put(sheet=None, merge=merge)
            if not merge.clashes:
                # Nobody changed the same words: both changes stand in the editor, to be read before they are sent.
                self.take_over()

        def failed(error: Exception) -> None:
            self._edited(busy=False, problem=code_of(error))
            self._put(sheet=None)

        self._tasks.read(read, have, failed, key="sops-merge")

    def see_conflict(self) -> None:
        """What both this house and Confluence changed, side by side."""
        link = self._state.link
        if link is None or link.state != "conflict" or link.merged is None or link.ours is None:
            return
        clashes = link.clashes
        self._put(
            merge=MergeState(
                CONFLUENCE,
                link.page_id,
                link.merged,
                clashes,
                ("",) * len(clashes),
                link.ours.version,
                seen_version=link.seen_version,
            ),
            told="",
        )

    def choose_clash(self, row: int) -> None:
        merge = self._state.merge
        if merge is not None and 0 <= row < len(merge.clashes):
            self._put(merge=msgspec.structs.replace(merge, row=row))

    def choose_side(self, side: str) -> None:
        """Ours or theirs for the clash in sight; the next one that nobody chose for follows."""
        merge = self._state.merge
        if merge is None or side not in (OURS, THEIRS) or not merge.clashes:
            return
        choices = (*merge.choices[: merge.row], side, *merge.choices[merge.row + 1 :])
        left = [n for n, one in enumerate(choices) if not one]
        row = next((n for n in left if n > merge.row), left[0] if left else merge.row)
        self._put(merge=msgspec.structs.replace(merge, choices=choices, row=row, problem=""))

    def take_over(self) -> None:
        """Both sides in one page, in the editor; where all of ours is kept against Confluence, there too."""
        merge = self._state.merge
        if merge is None or merge.busy:
            return
        if not all(merge.choices):
            row = merge.choices.index("")
            self._put(merge=msgspec.structs.replace(merge, problem="choose_each", row=row))
            return
        if merge.keeps_ours and merge.seen_version:
            self._keep_ours(merge)
            return
        page = together(merge.page, merge.clashes, merge.choices)
        before = self._state.edit.draft if self._state.edit is not None else SopDraft(as_text(page))
        base, kind = merge.base_version, merge.kind

        def read() -> SopPage | None:
            found = next((one for one in self._sops.history(page.id) if one.version == base), None)
            return self._sops.text(page.id, found.version_id) if found is not None else None

        def have(now: SopPage | None) -> None:
            # Its digest names what stands there now, so that it is saved over that and no other.
            draft = msgspec.structs.replace(
                before, text=as_text(page), base=now if now is not None else before.base, digest=merge.digest
            )
            self._open_for(page.id)
            self._edit(draft)
            self._changed()
            self._put(told="together_confluence" if kind == CONFLUENCE else "together")

        self._tasks.read(read, have, self._failed, key="sops-base")

    def _keep_ours(self, merge: MergeState) -> None:
        if APPROVE not in self._state.rights:
            self._put(merge=msgspec.structs.replace(merge, problem="ours_by_lead"))
            return
        self._put(merge=msgspec.structs.replace(merge, busy=True, problem=""))

        def have(link: Any) -> None:
            told = {"conflict": "theirs_again", "pulled": "ours_and_theirs"}.get(link.state, "looked")
            if link.state in ("pushed", "in_step", "renamed"):
                told = "kept_ours"
            self._put(merge=None, link=link, linked=True, told=told)
            self.refresh()

        def failed(error: Exception) -> None:
            if self._state.merge is not None:
                self._put(merge=msgspec.structs.replace(self._state.merge, busy=False, problem=code_of(error)))

        self._tasks.read(lambda: self._sops.keep_ours(merge.page_id, merge.seen_version), have, failed, key="sops-ours")


def _same(draft: SopDraft) -> bool:
    """Whether it says what it began with."""
    return draft.base is not None and as_text(draft.base) == draft.text
