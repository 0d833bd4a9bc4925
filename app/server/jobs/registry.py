"""All jobs of a server process. One line for each; see the package's docstring for how to add one."""

from app.server.config import Settings
from app.server.jobs.job import Job, LongJob


def every_job(settings: Settings) -> tuple[Job | LongJob, ...]:
    """The jobs of a server with these settings, each under a name of its own."""
    return ()
