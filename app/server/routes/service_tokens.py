"""Tokens of services."""

from app.contract import paths
from app.contract.problems import Code
from app.contract.service_tokens import (
    ServiceTokenMade,
    ServiceTokenOrder,
    ServiceTokenPage,
    ServiceTokenRotation,
    ServiceTokenView,
)
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.usecases import service_tokens


@route(
    "GET",
    paths.SERVICE_TOKENS,
    summary="The tokens of services, without themselves",
    tag="Service tokens",
    answers={200: ServiceTokenPage},
    capability=Capability.SERVICE_MANAGE,
)
def list_service_tokens(call: Call[None]) -> ServiceTokenPage:
    return service_tokens.listed(call.storage, call.who)


@route(
    "POST",
    paths.SERVICE_TOKENS,
    summary="A new token of a service; told once",
    tag="Service tokens",
    body=ServiceTokenOrder,
    answers={200: ServiceTokenMade},
    capability=Capability.SERVICE_MANAGE,
)
def make_service_token(call: Call[ServiceTokenOrder]) -> ServiceTokenMade:
    return service_tokens.make(call.storage, call.who, call.body)


@route(
    "POST",
    paths.SERVICE_TOKEN_ROTATE,
    summary="A new token in the place of another, which lives on for a while",
    tag="Service tokens",
    body=ServiceTokenRotation,
    answers={200: ServiceTokenMade},
    problems=(Code.NOT_FOUND, Code.TOKEN_ENDED),
    capability=Capability.SERVICE_MANAGE,
)
def rotate_service_token(call: Call[ServiceTokenRotation]) -> ServiceTokenMade:
    return service_tokens.rotate(call.storage, call.who, call.path["token_id"], call.body)


@route(
    "DELETE",
    paths.SERVICE_TOKEN,
    summary="End a token of a service at once",
    tag="Service tokens",
    answers={200: ServiceTokenView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.SERVICE_MANAGE,
)
def revoke_service_token(call: Call[None]) -> ServiceTokenView:
    return service_tokens.revoke(call.storage, call.who, call.path["token_id"])


ROUTES = [list_service_tokens, make_service_token, rotate_service_token, revoke_service_token]
