"""What is missing here of a person's work, asked of the server: what took effect there is not lost."""

from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import NOTHING, Changed
from app.desktop.ports import Identity, Problem, Writer
from app.desktop.sync.links import Server
from app.domain import number_ranges
from app.domain.number_ranges import Range

MOST_QUESTIONS = 20
"""At a time; the rest with the next check. Whatever a server says of its numbers, this comes to an end."""


def ask(server: Server, work: WorkStore, writer: Writer, who: Identity) -> Changed:
    """Ask about every number that is gone here. Raises ApiError, except where the server cannot tell: one from before
    there was such a question, or a session without a device."""
    gone = work.gone(who.device, who.author)
    if not gone:
        return NOTHING
    asked: list[Range] = []
    there: list[Range] = []
    questions = 0
    for first, last in gone:
        at = first
        while at <= last and questions < MOST_QUESTIONS:
            questions += 1
            try:
                told = server.applied_commands(at, last)
            except Problem:
                return NOTHING
            through = min(told.through, last)
            if through < at:
                break
            asked.append((at, through))
            there += told.numbers
            at = through + 1
    if not asked:
        return NOTHING
    about, has = number_ranges.joined(asked), number_ranges.joined(there)
    return writer.run(lambda: work.server_has(who.device, who.author, about, has))
