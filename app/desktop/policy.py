"""The managed workstation's policy: what the machine's owner fixed beats what a person set.

Where it lies and who may have written it is a matter of `policy_readers`. A policy that cannot be read, parsed or
trusted means the most restrictive one, never none. `docs/seat_policy.md` lists the fields; a test keeps it true
(`python -m app.desktop.policy` prints the table).
"""

import types
import typing
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from app.desktop.policy_readers import PolicyReader, reader_of_this_machine

CONTACT_CENTRE_IDLE_MINUTES = 5
"""A contact centre's seat locks after this long at the latest, whatever the policy says."""


class PolicyState(StrEnum):
    ABSENT = "absent"
    READ = "read"
    BAD = "policy_unreadable"


class Policy(msgspec.Struct, frozen=True):
    """What the machine allows. The defaults are those of an unmanaged machine.

    The first three tell how it was read and are no fields of the file: `fault` is why it is BAD (unreadable,
    malformed, writable, folder_writable, too_large, value), `unknown` names keys that this version does not know.
    """

    state: PolicyState = PolicyState.ABSENT
    fault: str = ""
    unknown: tuple[str, ...] = ()

    server: Annotated[str | None, Meta(description="The only server of this machine; nobody types another.")] = None
    servers: Annotated[
        tuple[str, ...], Meta(max_length=50, description="Servers that may be signed in to; empty: any.")
    ] = ()
    local_store: Annotated[
        bool, Meta(description="Cases and unsent work may be kept on this machine, encrypted. Off: online only.")
    ] = True
    profile_kind: Annotated[
        Literal["auto", "local", "roaming"],
        Meta(
            description="`roaming`: the profile does not stay on this machine, so work is online only; `local`: the "
            "owner vouches that it does; `auto`: looked for at every start."
        ),
    ] = "auto"
    shred_at_sign_out: Annotated[
        bool, Meta(description="What is kept here is made unreadable when a person signs out. Contact centres: always.")
    ] = False
    inherited_key: Annotated[
        bool, Meta(description="The data key may be handed over by the program that starts this one.")
    ] = True
    offline_leases: Annotated[bool, Meta(description="Cases may be taken along for work without the server.")] = True
    max_offline_hours: Annotated[
        int, Meta(ge=1, le=720, description="After this long without the server what is kept here is closed.")
    ] = 72
    closed_case_hours: Annotated[
        int, Meta(ge=0, le=720, description="How long a decided case is still kept on this machine.")
    ] = 24
    idle_lock_minutes: Annotated[
        int,
        Meta(
            ge=0,
            le=240,
            description="The window locks after so long without a key or the pointer; 0: only by hand or with the "
            "session. Contact centres: 5 at the most.",
        ),
    ] = 15
    clipboard: Annotated[
        bool, Meta(description="Text may be copied; the clipboard is emptied after 30 seconds. Off: nothing leaves.")
    ] = True
    exports: Annotated[
        bool,
        Meta(
            description="`footplate export` may write files on this machine. Who may export what, the server decides."
        ),
    ] = True
    blur_documents: Annotated[bool, Meta(description="Documents are blurred until a key is held.")] = False
    watermark: Annotated[
        bool, Meta(description="The person's name and the minute stand faintly all over the window.")
    ] = False
    screen_capture: Annotated[
        bool,
        Meta(
            description="The window may be seen in screen captures. Off: Windows and macOS are asked to leave it out; "
            "X11 and Wayland cannot."
        ),
    ] = True
    language: Annotated[Literal["en", "zh_CN"] | None, Meta(description="The language of the window.")] = None
    proxy: Annotated[str | None, Meta(description="The proxy for the server, such as http://proxy:3128.")] = None
    proxy_mode: Annotated[
        Literal["system", "none"],
        Meta(description="Without `proxy`: the one that the system names (by a PAC file, too, but on Linux), or none."),
    ] = "system"
    ca_file: Annotated[
        str | None,
        Meta(description="A PEM file of certificate authorities that count beside those of the system."),
    ] = None
    recovery_key: Annotated[
        str | None,
        Meta(description="X25519 public key (base64) to which unsent work is sealed, so that support can recover it."),
    ] = None
    directive_key: Annotated[
        str | None, Meta(description="Ed25519 public key (base64) that a wipe or sign-out directive is signed with.")
    ] = None
    settings: Annotated[
        dict[str, Any], Meta(description="Settings of the person by name, fixed at these values (see below).")
    ] = {}

    def __post_init__(self) -> None:
        for address in (self.server, *self.servers):
            if address is not None and urlsplit(address).scheme not in ("http", "https"):
                raise ValueError("a server is an address that starts with http:// or https://")
        if self.proxy is not None and not urlsplit(self.proxy).hostname:
            raise ValueError("a proxy is an address such as http://proxy:3128")

    def idle_minutes(self, contact_centre: bool) -> int:
        """Minutes without a person after which the window locks; 0 for never."""
        if not contact_centre:
            return self.idle_lock_minutes
        return min(self.idle_lock_minutes or CONTACT_CENTRE_IDLE_MINUTES, CONTACT_CENTRE_IDLE_MINUTES)

    def allows_server(self, address: str) -> bool:
        """Whether a person may sign in there; addresses are compared without a last slash and in small letters."""
        allowed = {_same(one) for one in (self.servers if self.server is None else (self.server,))}
        return not allowed or _same(address) in allowed


MOST_RESTRICTIVE = Policy(
    state=PolicyState.BAD,
    local_store=False,
    profile_kind="roaming",
    shred_at_sign_out=True,
    inherited_key=False,
    offline_leases=False,
    max_offline_hours=1,
    closed_case_hours=0,
    idle_lock_minutes=CONTACT_CENTRE_IDLE_MINUTES,
    clipboard=False,
    exports=False,
    blur_documents=True,
    watermark=True,
    screen_capture=False,
)

_HOW_READ = frozenset({"state", "fault", "unknown"})
FIELDS = tuple(name for name in Policy.__struct_fields__ if name not in _HOW_READ)


def read_policy(reader: PolicyReader | None = None) -> Policy:
    """The policy in force on this machine. Never raises."""
    reader = reader or reader_of_this_machine()
    told = reader.read()
    if told.fault:
        return _strictest(told.fault)
    if told.values is None:
        return Policy()
    hints = typing.get_type_hints(Policy)
    known = {name: reader.wide(value, hints[name]) for name, value in told.values.items() if name in FIELDS}
    try:
        policy = msgspec.convert(known, Policy, strict=True)
    except (msgspec.ValidationError, ValueError):
        return _strictest("value")
    unknown = tuple(sorted(str(name) for name in told.values if name not in FIELDS))
    return msgspec.structs.replace(policy, state=PolicyState.READ, unknown=unknown)


def policy_place(reader: PolicyReader | None = None) -> str:
    """Where this machine's policy lies, in the words of its system."""
    return (reader or reader_of_this_machine()).place


def decided(policy: Policy) -> Mapping[str, Any]:
    """The fields that are not as on an unmanaged machine, by name: what the machine's owner decided."""
    usual = Policy()
    return {name: getattr(policy, name) for name in FIELDS if getattr(policy, name) != getattr(usual, name)}


def policy_table() -> str:
    """Every field as a row of a Markdown table, out of the struct itself."""
    lines = ["| field | type | unmanaged | bad policy | what it decides |", "|---|---|---|---|---|"]
    usual = Policy()
    for name, hint in typing.get_type_hints(Policy, include_extras=True).items():
        if name in _HOW_READ:
            continue
        kind, meta = typing.get_args(hint)[:2]
        values = (_shown(getattr(one, name)) for one in (usual, MOST_RESTRICTIVE))
        lines.append(f"| `{name}` | {_type_words(kind)} | {' | '.join(values)} | {meta.description} |")
    return "\n".join(lines) + "\n"


def _strictest(fault: str) -> Policy:
    return msgspec.structs.replace(MOST_RESTRICTIVE, fault=fault)


def _same(address: str) -> str:
    return address.strip().rstrip("/").lower()


def _shown(value: Any) -> str:
    return f"`{msgspec.json.encode(value).decode()}`" if value is not None else "–"


def _type_words(kind: Any) -> str:
    if typing.get_origin(kind) is Literal:
        return ", ".join(f"`{choice}`" for choice in typing.get_args(kind))
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        return " or ".join(_type_words(one) for one in typing.get_args(kind) if one is not type(None))
    named = {bool: "yes or no", int: "whole number", str: "text", dict: "table", tuple: "list of texts"}
    return named[typing.get_origin(kind) or kind]


if __name__ == "__main__":
    print(policy_table(), end="")  # noqa: T201 - for docs/seat_policy.md
