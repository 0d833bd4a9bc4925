"""Webhooks go out by a job."""

from datetime import timedelta

from app.server.config import Settings
from app.server.connectors.webhook_http import Send, WebhookSender
from app.server.storage.unit_of_work import Storage, UnitOfWork
from app.server.usecases import webhook_delivery


class DeliverWebhooks:
    """Tells endpoints what happened; see app.server.usecases.webhook_delivery."""

    name = "webhooks"
    every = timedelta(seconds=2)

    def __init__(self, settings: Settings, send: Send | None = None) -> None:
        self._send = send or WebhookSender(settings.networks())

    def step(self, storage: Storage) -> bool:
        return webhook_delivery.deliver(storage, self._send)


class ForgetWebhooks:
    """Removes the log of webhooks after a month."""

    name = "webhooks.forget"
    every = timedelta(hours=1)

    def run(self, work: UnitOfWork) -> bool:
        return webhook_delivery.forget(work)
