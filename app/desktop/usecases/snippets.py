"""Own snippets: kept in work.db for their author alone, never sent anywhere."""

from collections.abc import Callable

import msgspec

from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Changed, Kind, changed
from app.desktop.ports import DeskError, Identity, NotReady
from app.domain.snippet import Snippet, snippet_faults

_stored = msgspec.json.Decoder(tuple[Snippet, ...])


class SnippetDesk:
    """See ports.Snippets. Without a local store they last as long as the session."""

    def __init__(
        self, work: WorkStore | None, identity: Callable[[], Identity | None], publish: Callable[[Changed], None]
    ) -> None:
        self._work = work
        self._identity = identity
        self._publish = publish
        self._memory: dict[str, str] = {}

    def all(self) -> tuple[Snippet, ...]:
        name = self._name()
        raw = self._work.value(name) if self._work is not None else self._memory.get(name)
        try:
            return _stored.decode(raw) if raw else ()
        except (msgspec.DecodeError, RecursionError):
            return ()

    def save(self, snippet: Snippet) -> None:
        kept = self.all()
        faults = snippet_faults(snippet, kept)
        if faults:
            raise NotReady(codes=tuple(dict.fromkeys(fault.code for fault in faults)))
        if any(one.id == snippet.id for one in kept):
            kept = tuple(snippet if one.id == snippet.id else one for one in kept)
        else:
            kept = (*kept, snippet)
        self._keep(kept)

    def remove(self, snippet_id: str) -> None:
        self._keep(tuple(one for one in self.all() if one.id != snippet_id))

    def _keep(self, snippets: tuple[Snippet, ...]) -> None:
        text = msgspec.json.encode(snippets).decode()
        if self._work is not None:
            self._work.put_value(self._name(), text)
        else:
            self._memory[self._name()] = text
        self._publish(changed(Kind.SETTINGS))

    def _name(self) -> str:
        who = self._identity()
        if who is None:
            raise DeskError("signed_out")
        return f"snippets/{who.author}"
