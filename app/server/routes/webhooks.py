"""Webhooks: endpoints, their secrets, their log, and sending again."""

from typing import Annotated, Any, Literal

import msgspec

from app.contract import paths
from app.contract.problems import Code
from app.contract.webhooks import (
    DeliveryPage,
    EndpointChange,
    EndpointPage,
    EndpointSecret,
    EndpointView,
    NewEndpoint,
    Replay,
    Replayed,
    Rotation,
)
from app.domain.roles import Capability
from app.server.routes.deps import Answer, Call, route
from app.server.usecases import webhooks

_TAG = "Webhooks"
_MANAGE: dict[str, Any] = {"tag": _TAG, "capability": Capability.WEBHOOK_MANAGE}


class LogQuery(msgspec.Struct, frozen=True):
    """`after`: the last delivery_id of the page before."""

    after: Annotated[str, msgspec.Meta(max_length=36)] | None = None
    state: Literal["waiting", "delivered", "failed"] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50


@route("GET", paths.WEBHOOKS, summary="Where webhooks go", answers={200: EndpointPage}, **_MANAGE)
def list_webhooks(call: Call[None]) -> EndpointPage:
    return webhooks.list_endpoints(call.storage, call.who)


@route(
    "POST",
    paths.WEBHOOKS,
    summary="Send webhooks to an address",
    description="Messages follow Standard Webhooks. The secret is told in this answer alone. Public addresses by https;"
    " others where the installation allows their network. Redirects are not followed. A message that is not taken is"
    " sent again after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, each a fifth more or less; an endpoint that takes"
    " nothing for five days, or answers 410, is switched off.",
    body=NewEndpoint,
    answers={201: EndpointSecret},
    problems=(Code.TOO_MANY_ENDPOINTS,),
    **_MANAGE,
)
def add_webhook(call: Call[NewEndpoint]) -> Answer:
    return Answer(webhooks.add(call.storage, call.settings, call.who, call.body), 201)


@route(
    "PATCH",
    paths.WEBHOOK,
    summary="Another address or other types; on or off",
    body=EndpointChange,
    answers={200: EndpointView},
    problems=(Code.NOT_FOUND,),
    **_MANAGE,
)
def change_webhook(call: Call[EndpointChange]) -> EndpointView:
    return webhooks.change(call.storage, call.settings, call.who, call.path["endpoint_id"], call.body)


@route(
    "DELETE",
    paths.WEBHOOK,
    summary="Take an endpoint away, with its log",
    answers={204: None},
    problems=(Code.NOT_FOUND,),
    **_MANAGE,
)
def remove_webhook(call: Call[None]) -> Answer:
    webhooks.remove(call.storage, call.who, call.path["endpoint_id"])
    return Answer(None, 204)


@route(
    "POST",
    paths.WEBHOOK_ROTATE,
    summary="A new secret; the one before signs beside it for a while",
    body=Rotation,
    answers={200: EndpointSecret},
    problems=(Code.NOT_FOUND,),
    **_MANAGE,
)
def rotate_webhook(call: Call[Rotation]) -> EndpointSecret:
    return webhooks.rotate(call.storage, call.who, call.path["endpoint_id"], call.body.overlap_hours)


@route(
    "POST",
    paths.WEBHOOK_TEST,
    summary="Send a message of the type webhook.test",
    answers={200: EndpointView},
    problems=(Code.NOT_FOUND, Code.ENDPOINT_OFF),
    **_MANAGE,
)
def test_webhook(call: Call[None]) -> EndpointView:
    return webhooks.test(call.storage, call.who, call.path["endpoint_id"])


@route(
    "POST",
    paths.WEBHOOK_REPLAY,
    summary="Send messages again, under the same ids",
    body=Replay,
    answers={200: Replayed},
    problems=(Code.NOT_FOUND, Code.ENDPOINT_OFF),
    **_MANAGE,
)
def replay_webhook(call: Call[Replay]) -> Replayed:
    return webhooks.replay(call.storage, call.who, call.path["endpoint_id"], call.body)


@route(
    "GET",
    paths.WEBHOOK_DELIVERIES,
    summary="What an endpoint was sent, newest first, with each attempt",
    query=LogQuery,
    answers={200: DeliveryPage},
    problems=(Code.NOT_FOUND,),
    **_MANAGE,
)
def webhook_log(call: Call[None]) -> DeliveryPage:
    asked: LogQuery = call.query
    return webhooks.log(call.storage, call.who, call.path["endpoint_id"], asked.after, asked.state, asked.limit)


ROUTES = [
    list_webhooks,
    add_webhook,
    change_webhook,
    remove_webhook,
    rotate_webhook,
    test_webhook,
    replay_webhook,
    webhook_log,
]
