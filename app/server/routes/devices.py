"""Seats: registered, listed, renamed, revoked; and the directives that wait for them."""

import math
from typing import Literal

import msgspec

from app.contract import paths
from app.contract.devices import (
    CheckedIn,
    CheckIn,
    DeviceListed,
    DeviceName,
    DevicePage,
    Directives,
    SignedDirective,
    Unlocked,
)
from app.contract.problems import Code
from app.contract.session import DeviceRegistration, DeviceView
from app.domain.rates import Kind
from app.server.routes.deps import Call, Refused, route
from app.server.usecases import devices, directives


class DevicesQuery(msgspec.Struct, frozen=True):
    """`whose`: one's own seats, or those of everybody whom one may manage."""

    whose: Literal["mine", "all"] = "mine"


class DirectivesQuery(msgspec.Struct, frozen=True):
    """`ack`: what the seat did with earlier ones, as "ID:outcome:kept", separated by commas."""

    ack: str | None = None


@route(
    "POST",
    paths.DEVICES,
    summary="Register the seat's device",
    tag="Devices",
    body=DeviceRegistration,
    answers={200: DeviceView},
    problems=(Code.FORBIDDEN,),
)
def register_device(call: Call[DeviceRegistration]) -> DeviceView:
    return devices.register(call.storage, call.settings, call.who, call.body)


@route(
    "GET",
    paths.DEVICES,
    summary="The seats of the person, or of everybody",
    tag="Devices",
    query=DevicesQuery,
    answers={200: DevicePage},
    problems=(Code.FORBIDDEN,),
)
def list_devices(call: Call[None]) -> DevicePage:
    asked: DevicesQuery = call.query
    return devices.list_devices(call.storage, call.who, everybody=asked.whose == "all")


@route(
    "PATCH",
    paths.DEVICE,
    summary="Rename a seat",
    tag="Devices",
    body=DeviceName,
    answers={200: DeviceListed},
    problems=(Code.NOT_FOUND,),
)
def rename_device(call: Call[DeviceName]) -> DeviceListed:
    return devices.rename(call.storage, call.who, call.path["device_id"], call.body.device_name)


def _revoke(call: Call[None]) -> DeviceListed:
    return devices.revoke(call.storage, call.who, call.path["device_id"])


@route(
    "DELETE",
    paths.DEVICE,
    summary="Revoke a seat",
    description="Its tokens are dead with the next request; what it has not sent stays sealed on it.",
    tag="Devices",
    answers={200: DeviceListed},
    problems=(Code.NOT_FOUND,),
)
def delete_device(call: Call[None]) -> DeviceListed:
    return _revoke(call)


@route(
    "POST",
    paths.DEVICE_REVOKE,
    summary="Revoke a seat, for clients that cannot send DELETE",
    tag="Devices",
    answers={200: DeviceListed},
    problems=(Code.NOT_FOUND,),
)
def revoke_device(call: Call[None]) -> DeviceListed:
    return _revoke(call)


@route(
    "POST",
    paths.DEVICE_RESTORE,
    summary="Let a revoked seat in again",
    tag="Devices",
    answers={200: DeviceListed},
    problems=(Code.NOT_FOUND, Code.FORBIDDEN),
)
def restore_device(call: Call[None]) -> DeviceListed:
    return devices.restore(call.storage, call.who, call.path["device_id"])


@route(
    "POST",
    paths.DEVICE_UNLOCK,
    summary="The key to what an own seat sealed while it was out of contact for too long",
    tag="Devices",
    answers={200: Unlocked},
    problems=(Code.NOT_FOUND, Code.DEVICE_REVOKED),
)
def unlock_device(call: Call[None]) -> Unlocked:
    return devices.unlock(call.storage, call.who, call.path["device_id"])


@route(
    "POST",
    paths.DEVICE_DIRECTIVES,
    summary="Hand over a signed directive for a seat",
    description="It is signed with a key that this server does not have; the seat checks it.",
    tag="Devices",
    body=SignedDirective,
    answers={200: SignedDirective},
    problems=(Code.FORBIDDEN, Code.NOT_FOUND),
)
def send_directive(call: Call[SignedDirective]) -> SignedDirective:
    return directives.carry(call.storage, call.settings, call.who, call.path["device_id"], call.body)


@route(
    "GET",
    paths.DIRECTIVES,
    summary="What waits for this seat, and how the server sees it",
    tag="Devices",
    query=DirectivesQuery,
    answers={200: Directives},
    problems=(Code.FORBIDDEN,),
)
def read_directives(call: Call[None]) -> Directives:
    asked: DirectivesQuery = call.query
    return directives.waiting(call.storage, call.settings, call.who, directives.read_receipts(asked.ack))


@route(
    "POST",
    paths.DEVICE_CHECK_IN,
    summary="The same for a seat whose session is dead, proved by its own key",
    tag="Devices",
    body=CheckIn,
    answers={200: CheckedIn},
    problems=(Code.UNAUTHENTICATED, Code.RATE_LIMITED),
    signed_in=False,
)
def check_in(call: Call[CheckIn]) -> CheckedIn:
    # Without a session there is no device to count by that could not be made up: the address is counted.
    wait = call.services.buckets.take(f"check-in {call.address}", Kind.USUAL)
    if wait:
        raise Refused(Code.RATE_LIMITED, retry_after_s=math.ceil(wait))
    return directives.check_in(call.storage, call.path["device_id"], call.body)


ROUTES = [
    register_device,
    list_devices,
    rename_device,
    delete_device,
    revoke_device,
    restore_device,
    unlock_device,
    send_directive,
    read_directives,
    check_in,
]
