"""Signing in and out."""

from app.contract import paths
from app.contract.problems import Code
from app.contract.session import Refresh, SignIn, Tokens
from app.server.routes.deps import Answer, Call, route
from app.server.usecases import session


@route(
    "POST",
    paths.SESSION,
    summary="Sign in with name and password",
    tag="Session",
    body=SignIn,
    answers={200: Tokens},
    problems=(Code.SIGN_IN_FAILED, Code.DEVICE_REVOKED, Code.RATE_LIMITED),
    signed_in=False,
)
def sign_in(call: Call[SignIn]) -> Tokens:
    return session.sign_in(call.storage, call.services.keys, call.body, call.address)


@route(
    "POST",
    paths.SESSION_REFRESH,
    summary="A new pair of tokens for a refresh token",
    description="Each refresh token is good once. Used again within a short grace it gives a fresh pair; later it ends"
    " the sign-in.",
    tag="Session",
    body=Refresh,
    answers={200: Tokens},
    problems=(
        Code.UNAUTHENTICATED,
        Code.TOKEN_EXPIRED,
        Code.TOKEN_REUSED,
        Code.DEVICE_REVOKED,
        Code.PERSON_DISABLED,
    ),
    signed_in=False,
)
def refresh(call: Call[Refresh]) -> Tokens:
    return session.refresh(call.storage, call.services.keys, call.body.refresh_token)


@route("DELETE", paths.SESSION, summary="Sign out", tag="Session", answers={204: None})
def sign_out(call: Call[None]) -> Answer:
    session.sign_out(call.storage, call.who)
    return Answer(status=204)


ROUTES = [sign_in, refresh, sign_out]
