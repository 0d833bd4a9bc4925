"""What is missing here of a person's work, asked of the server: what took effect there is not lost."""

from app.desktop.cache.work_store import WorkStore
from app.desktop.ports import Busy, Identity, Problem, ServerSpoke, Writer
from app.desktop.sync.links import Server

MOST_QUESTIONS = 20
"""After each check; the rest after the next. Whatever a server says of its numbers, this comes to an end."""
MOST_TOLD = 5_000
"""Ranges in one answer; more says no server of ours."""


class Missing:
    """Asks one question at a time, so that whatever is to be sent goes between two of them, and each question once: the
    answer holds until the server comes back from a backup. One that cannot tell is asked again after the next check;
    nothing else waits for it."""

    def __init__(self, work: WorkStore | None, server: Server, writer: Writer) -> None:
        self._work, self._server, self._writer = work, server, writer
        self._left = 0

    def look(self) -> None:
        """Something may be gone that the server was not asked about."""
        self._left = MOST_QUESTIONS

    def turn(self, who: Identity) -> bool:
        """Ask the next question; False where there is none. Raises Offline, Unauthorised."""
        work = self._work
        if work is None or not self._left:
            return False
        question = work.to_ask(who.author)
        self._left = self._left - 1 if question is not None else 0
        if question is None:
            return False
        device, (first, last) = question
        try:
            told = self._server.applied_commands(device, first, last)
        except (Problem, Busy, ServerSpoke):
            self._left = 0
            return False
        through = min(told.through, last)
        # Somebody else may have signed in meanwhile.
        meant = (told.device_id, told.author_sub) == (device, who.author)
        if not meant or through < first or len(told.numbers) > MOST_TOLD:
            self._left = 0
            return False
        self._writer.run(lambda: work.server_has(device, who.author, (first, through), told.numbers))
        return True
