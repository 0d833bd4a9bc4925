"""All jobs of a server process. One line for each; see the package's docstring for how to add one."""

from datetime import timedelta
from pathlib import Path

from app.server.config import Settings
from app.server.connectors.confluence import open_wiki
from app.server.jobs.audit_head import SignHead
from app.server.jobs.calibration import CountLabels, MakeSessions
from app.server.jobs.files import RemoveFiles
from app.server.jobs.gold import SeedGold
from app.server.jobs.hub import DropThresholds, FillSlices, WatchHub
from app.server.jobs.job import Job, LongJob
from app.server.jobs.loop import CountSignals, DropRequests, MinePatterns
from app.server.jobs.sop import BringIntoForce, LookAtConfluence
from app.server.jobs.upkeep import EndLeases, Forget, LetGo, TellDeadlines
from app.server.jobs.webhooks import DeliverWebhooks, ForgetWebhooks
from app.server.jobs.words import DropWords, KeepWords
from app.server.security import audit_key
from app.server.storage.files import AttachmentStore


def every_job(settings: Settings, files: AttachmentStore) -> tuple[Job | LongJob, ...]:
    """The jobs of a server with these settings and files, each under a name of its own."""
    key = audit_key.load(Path(settings.audit_key_file)) if settings.audit_key_file else None
    forget = Forget(timedelta(days=settings.keep_commands_days), timedelta(days=settings.keep_feed_days))
    kept_for = timedelta(days=settings.keep_closed_days)
    let_go = (LetGo(kept_for),) if kept_for else ()
    around_cases = (TellDeadlines(), EndLeases(), SeedGold(), CountSignals(), MinePatterns(), forget, *let_go)
    hub = (WatchHub(), FillSlices(), *([DropThresholds(Path(settings.hub_folder))] if settings.hub_folder else ()))
    asked = (DropRequests(files, Path(settings.retraining_folder)),) if settings.retraining_folder else ()
    wiki = open_wiki(settings)
    pages = (BringIntoForce(), *([LookAtConfluence(wiki)] if wiki is not None else ()))
    signed = (SignHead(key),) if key else ()
    kept = (KeepWords(), DropWords(), RemoveFiles(files), DeliverWebhooks(settings), ForgetWebhooks())
    return (*around_cases, CountLabels(), MakeSessions(), *hub, *asked, *pages, *signed, *kept)
