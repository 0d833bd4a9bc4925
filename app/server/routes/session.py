"""Signing in and out: with a password, or with the house's identity provider."""

from app.contract import paths
from app.contract.identity import IdentitySignIn, SessionDevice, SignInWays
from app.contract.problems import Code
from app.contract.session import Refresh, SignIn, Tokens
from app.server.routes.deps import Answer, Call, route
from app.server.usecases import identity, session


@route(
    "POST",
    paths.SESSION,
    summary="Sign in with name and password",
    tag="Session",
    body=SignIn,
    answers={200: Tokens},
    problems=(Code.SIGN_IN_FAILED, Code.DEVICE_REVOKED, Code.PASSWORD_OFF, Code.RATE_LIMITED),
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


@route(
    "GET",
    paths.SESSION_WAYS,
    summary="How one can sign in here",
    tag="Session",
    answers={200: SignInWays},
    signed_in=False,
)
def sign_in_ways(call: Call[None]) -> SignInWays:
    return identity.ways(call.storage, call.services.keys, call.services.provider)


@route(
    "POST",
    paths.SESSION_OIDC,
    summary="Sign in with what the identity provider said",
    description="The ID token carries the nonce that `GET /v1/session/ways` gave, or none where it came by the device"
    " grant; it opens one session. The person is known by issuer and subject.",
    tag="Session",
    body=IdentitySignIn,
    answers={200: Tokens},
    problems=(
        Code.ID_TOKEN_REFUSED,
        Code.IDENTITY_UNKNOWN,
        Code.PERSON_DISABLED,
        Code.NOT_FOUND,
        Code.RATE_LIMITED,
    ),
    signed_in=False,
)
def sign_in_by_identity(call: Call[IdentitySignIn]) -> Tokens:
    return identity.sign_in(call.storage, call.services.keys, call.services.provider, call.body, call.address)


@route(
    "PUT",
    paths.SESSION_DEVICE,
    summary="This sign-in takes place at an own seat that was registered before",
    description="For a sign-in that named no seat; the next tokens of it do.",
    tag="Session",
    body=SessionDevice,
    answers={204: None},
    problems=(Code.FORBIDDEN, Code.NOT_FOUND, Code.DEVICE_REVOKED),
)
def take_seat(call: Call[SessionDevice]) -> Answer:
    identity.take_seat(call.storage, call.who, call.body.device_id)
    return Answer(status=204)


ROUTES = [sign_in, refresh, sign_out, sign_in_ways, sign_in_by_identity, take_seat]
