"""What is kept for a time: the memory of commands, the feed, spent tokens, the counts of skips, frames that nothing was
drawn from, what is said in calibration sessions, and what is kept back from whoever carries a frame."""

from datetime import timedelta

from app.server.storage import calibration_sessions, qa_samples, retention
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases import qa_packets

MOST = 1_000  # rows of one kind in one transaction
MOST_PACKETS = 10
TOKENS_KEPT = timedelta(days=30)
FRAMES_KEPT = timedelta(days=90)
SESSIONS_KEPT = timedelta(days=730)
"""Ballots and notes of calibration sessions, after their end; the truths and the agreement stay."""
_MS = timedelta(milliseconds=1)


def forget(work: UnitOfWork, commands_kept: timedelta, feed_kept: timedelta) -> bool:
    """Let go of what is older; whether there may be more. Nothing here holds a case, a review or the trail."""

    def since(kept: timedelta) -> int:
        return work.now_ms - kept // _MS

    went = (
        retention.forget_commands(work.connection, since(commands_kept), MOST),
        retention.forget_feed(work.connection, since(feed_kept), MOST),
        retention.forget_tokens(work.connection, since(TOKENS_KEPT), MOST),
        retention.forget_skips(work.connection, since(commands_kept), MOST),
        qa_samples.forget_frames(work.connection, since(FRAMES_KEPT), MOST),
        calibration_sessions.forget_words(work.connection, since(SESSIONS_KEPT), MOST),
    )
    ended = qa_packets.end_overdue(work, MOST_PACKETS)
    return ended >= MOST_PACKETS or any(count >= MOST for count in went)
