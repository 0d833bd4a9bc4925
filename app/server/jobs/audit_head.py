"""The head of the audit trail, signed once a day."""

from datetime import timedelta

from app.server.security.audit_key import AuditKey
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases import audit_trail


class SignHead:
    """Looks every five minutes whether the day has its signed head."""

    name = "audit_head"
    every = timedelta(minutes=5)

    def __init__(self, key: AuditKey) -> None:
        self._key = key

    def run(self, work: UnitOfWork) -> bool:
        audit_trail.sign_due(work, self._key)
        return False
