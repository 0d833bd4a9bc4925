"""Work that no request asks for: ended leases, deadlines, what is kept long enough, and what other parts register.

Every process runs all jobs; each turn is claimed in SQL, so that one process of all does it, and another takes over
where that one dies (`runner.py`). To add one:

1. Write a `Job` (one short transaction at a time) or a `LongJob` (anything that speaks to somebody outside) as a plain
   class in `app/server/jobs/<stem>.py`; what it does to the database is a use case in `app/server/usecases/<stem>.py`.
2. Give it a line in `registry.every_job`, which hands it what it needs (`settings`).

A job may run twice over the same work: after a crash, and where its lease ran out while it was still busy. So each
step is either one transaction, or safe to repeat.
"""

from app.server.jobs.job import Job, LongJob

__all__ = ["Job", "LongJob"]
