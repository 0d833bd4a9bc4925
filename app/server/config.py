"""What an installation may set."""

import base64
import difflib
import ipaddress
import os
from collections.abc import Collection, Mapping
from typing import Annotated, Literal

import msgspec

from app.contract.catalogue import catalogue
from app.contract.limits import INTAKE_BYTES
from app.contract.views import Viewer
from app.domain.let_go import SHORTEST_DAYS
from app.domain.offline_lease import USUAL, OfflinePolicy
from app.domain.rates import Kind, Rate
from app.domain.reveal import REVEALS_PER_HOUR
from app.domain.roles import Capability, Role, can
from app.domain.targets import DEFAULT_TARGETS, MEASURES
from app.domain.work_mode import USUAL_MODES, WorkMode, work_mode

SEAT_CASES = {Role.REVIEWER: 500, Role.BPO_AGENT: 50}
KEY_BYTES = 32
MOST_CAPPED = 20_000  # beyond that a seat may as well hold everything
_NO_CAP = ("none", "0")
PREFIX = "FOOTPLATE_"
# Read elsewhere: by the command line, by a seat, and by the tests of a checkout.
ELSEWHERE = frozenset(
    "DATABASE TOKEN HOST PORT WORKERS SHARED POSTGRESQL_BIN MACHINE_SEED TEST_KEYRINGS TEST_CADDY TEST_MOTO".split()
)
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
NotNegative = Annotated[int, msgspec.Meta(ge=0)]


class Policy(msgspec.Struct, frozen=True):
    """What the house has decided about how work is done. Shares in thousandths; `blind_first` by case type, with "*"
    for every other one. `second_counts`: whether a decision made after the reveal takes the place of the first;
    `second_thought_ms`: for how long. `challengers_shown`: whether reviewers see what a challenger said. `seat_cases`:
    how many cases to work on a seat holds, by role; a role that is not named holds all there is to see.
    `offline_roles`: who takes cases along beside team leads, `offline_types`: what everybody of the house takes along,
    and `offline`: how long and how many. `work_modes`: who is served one case after another, by role; a role that is
    not named picks. `licences`: whether live cases are given only to people who are licensed for their type.
    `gold_per_mille`: the share of gold cases in what a person is given. `targets`: what the house has promised, by
    measure of the targets board."""

    blind_first: dict[str, int] = {}
    second_counts: bool = True
    second_thought_ms: int = 30 * 60_000
    challengers_shown: bool = False
    seat_cases: dict[Role, int] = {}
    offline_roles: frozenset[Role] = frozenset()
    offline_types: frozenset[str] = frozenset()
    offline: OfflinePolicy = USUAL
    work_modes: Mapping[Role, WorkMode] = {}
    licences: bool = False
    gold_per_mille: int = 0
    targets: Mapping[str, float] = msgspec.field(default_factory=lambda: dict(DEFAULT_TARGETS))

    def work_mode(self, roles: Collection[Role]) -> WorkMode:
        return work_mode(roles, self.work_modes)

    def takes_along(self, roles: Collection[Role], granted: bool) -> bool:
        """Whether a person of these roles may take cases along without the server. `granted`: this very person may.
        Nobody of a contact centre ever does."""
        if Role.BPO_AGENT in roles or not can(roles, Capability.CASE_CLAIM):
            return False
        return granted or can(roles, Capability.CASE_TAKE_ALONG) or not self.offline_roles.isdisjoint(roles)

    def along(self, roles: Collection[Role], granted: bool) -> OfflinePolicy | None:
        """What this person may take along; None for nothing."""
        if self.takes_along(roles, granted):
            return self.offline
        inside = Role.BPO_AGENT not in roles and can(roles, Capability.CASE_CLAIM)
        return msgspec.structs.replace(self.offline, only=self.offline_types) if inside and self.offline_types else None

    def blind_per_mille(self, case_type: str) -> int:
        return self.blind_first.get(case_type, self.blind_first.get("*", 0))

    def seat_cap(self, viewer: Viewer) -> int | None:
        """How many cases to work on this person's seat holds; None for as many as there are. The widest of one's roles
        counts, but for a person outside the house what is said of those alone. Whoever is served holds own cases, and
        the next one where there are none."""
        if self.work_mode(viewer.roles) is WorkMode.SERVED:
            return 1
        reading = {role for role in viewer.roles if can((role,), Capability.CASE_READ)}
        caps = [self.seat_cases.get(role) for role in ({Role.BPO_AGENT} if viewer.outside else reading)]
        known = [cap for cap in caps if cap is not None]
        return max(known) if known and len(known) == len(caps) else None


class Settings(msgspec.Struct, frozen=True):
    """Times in seconds. `sign_ins_per_minute`: failures per name and address after which signing in has to wait.
    `files`: the folder that the files behind the evidence lie in; by default one beside the database.
    `blind_first_share`: the share of cases that keep the agent's word back until the person has committed (none,
    unless the house asks for it: a script written against the API expects the agent's word on every case), and
    `blind_first_shares` the same for single types, as "kyc_audit=0.2,reset_2fa=0.05". `seat_cases`: how many cases to
    work on a seat holds, by role, as "reviewer=300,team_lead=2000,bpo_agent=none" (where nothing is said: 500 for a
    reviewer, 50 for a contact centre's agent, and no cap for the others); "none" or "0" alone caps nobody.
    `work_modes`: who is served one case after another ("served") and who chooses ("pick"), by role, as
    "reviewer=served,bpo_agent=pick" (where nothing is said: a contact centre's agents are served, all others pick).
    `licences`: "required" where live cases are given only to people licensed for their type; "off", as usual, asks for
    none, so that a trial works without ceremony. `gold_share`: the share of cases with a known answer in what people
    are given, 0.05 for one in twenty; of those types alone whose blind-first share is at least twice that.
    `targets`: shares that the targets board is held against, as "sla=0.97,automation=0.9"; "none" takes one away.
    `offline_roles`: the roles that may take cases along without the server beside team leads, as
    "senior_agent,reviewer", and `offline_key_users`: whether Key User cases may go along too.
    `sync_per_second` and `sync_burst`: requests of one device for feed, snapshot and commands; `usual_per_second` and
    `usual_burst`: for everything else; `open_per_second` and `open_burst`: of one address, without a sign-in;
    `service_bytes_in_flight`: of the bodies that one service may have on their way at once. All of these for one
    process, and 0 for no limit. `recovery_key`: the organisation's public X25519 key, 32 bytes in base64 (`footplate
    recover keygen` makes a pair); seats take it at their first sign-in. `max_offline_hours`: after so long without
    contact a seat destroys its cache and seals what it has not sent, `max_offline_hours_outside` the same for a contact
    centre. `directive_key`: the Ed25519 public key, base64, of directives, which are signed elsewhere. `jobs`: whether
    this process takes turns at what no request asks for (ended leases, deadlines, what is kept long enough); at least
    one process of an installation has to. `keep_commands_days`: how long the server knows of a command that it was
    sent, longer than any seat is offline; `keep_feed_days`: after so long a seat that was away takes a snapshot instead
    of reading on; `keep_closed_days`: after so long what a closed case says of a person goes (at least 30), and 0, as
    usual, for never. `audit_key_file`: the file of the private Ed25519 key that signs heads and exports of the audit
    trail (`footplate audit keygen` makes one). `drain_seconds`: how long a server that is told to stop says so by
    /readyz and goes on serving, so that a proxy sends it nothing more; `stop_seconds`: how long requests in hand may
    take after that. `webhook_networks`: networks that webhooks may go to beside public addresses, and there by http
    too, as "10.20.0.0/16,fd00::/8". `hub_folder`: the folder that a hub outside reads new thresholds from and answers
    in; nothing is put out where none is named; `retraining_folder`: the same for requests to train from a set, which
    go out by webhook alone where none is named. `confluence_url`: the address of the Confluence that pages of the
    procedures also lie in (of a Cloud account with its "/wiki"), `confluence_token_file`: the file of a token for it,
    and `confluence_username`: whose token it is, in a Cloud account alone. `files` may also be the address of an
    S3-compatible store, "s3://BUCKET/PREFIX", with `s3_endpoint` and `s3_region`;
    its keys are read from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. `oidc_issuer` and
    `oidc_client_id`: the house's identity provider and what this installation is called there (a public client,
    redirects to http://127.0.0.1 at any port); `oidc_name`: what the sign-in page calls it. People are linked by
    `footplate user link`, or, with `oidc_role_claim`, come in by that claim of the ID token, whose values `oidc_roles`
    turns into roles, as "fp-reviewers=reviewer,fp-leads=team_lead"; a contact centre's people also need the vendor's
    name in `oidc_vendor_claim`. `password_sign_in`: whether passwords are taken beside it."""

    access_seconds: int = 600
    refresh_seconds: int = 12 * 3600
    reuse_grace_seconds: int = 45
    sign_ins_per_minute: int = 5
    threads: int = 8
    files: str = ""
    blind_first_share: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    blind_first_shares: str = ""
    second_thought_counts: bool = True
    second_thought_minutes: Annotated[int, msgspec.Meta(ge=0, le=24 * 60)] = 30
    challengers_shown: bool = False
    seat_cases: str = ""
    work_modes: str = ""
    licences: Literal["off", "required"] = "off"
    gold_share: Annotated[float, msgspec.Meta(ge=0, le=0.2)] = 0.0
    targets: str = ""
    offline_roles: str = ""
    offline_case_types: str = ""
    offline_key_users: bool = False
    sync_per_second: NotNegative = 100
    sync_burst: NotNegative = 200
    usual_per_second: NotNegative = 20
    usual_burst: NotNegative = 60
    open_per_second: NotNegative = 50
    open_burst: NotNegative = 200
    service_bytes_in_flight: NotNegative = 2 * INTAKE_BYTES
    recovery_key: str = ""
    max_offline_hours: Annotated[int, msgspec.Meta(ge=1, le=24 * 14)] = 72
    max_offline_hours_outside: Annotated[int, msgspec.Meta(ge=1, le=24 * 14)] = 24
    directive_key: str = ""
    jobs: bool = True
    keep_commands_days: Annotated[int, msgspec.Meta(ge=30, le=3650)] = 400
    keep_feed_days: Annotated[int, msgspec.Meta(ge=7, le=3650)] = 180
    keep_closed_days: Annotated[int, msgspec.Meta(ge=0, le=36500)] = 0
    audit_key_file: str = ""
    drain_seconds: Annotated[float, msgspec.Meta(ge=0, le=300)] = 0.0
    stop_seconds: Annotated[int, msgspec.Meta(ge=1, le=600)] = 20
    webhook_networks: str = ""
    hub_folder: str = ""
    retraining_folder: str = ""
    confluence_url: str = ""
    confluence_token_file: str = ""
    confluence_username: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_name: str = "single sign-on"
    oidc_scope: str = "openid profile"
    oidc_role_claim: str = ""
    oidc_roles: str = ""
    oidc_vendor_claim: str = ""
    password_sign_in: bool = True
    s3_endpoint: str = ""
    s3_region: str = "us-east-1"

    def rates(self) -> dict[Kind, Rate]:
        """What one device may ask for, by kind of request."""
        return {
            Kind.SYNC: Rate(self.sync_per_second, max(1, self.sync_burst)),
            Kind.USUAL: Rate(self.usual_per_second, max(1, self.usual_burst)),
            Kind.OPEN: Rate(self.open_per_second, max(1, self.open_burst)),
        }

    def published_limits(self) -> dict[str, int]:
        """What `GET /v1/meta` says of them beside the limits that never change."""
        return {
            "sign_ins_per_minute": self.sign_ins_per_minute,
            "reveals_per_hour": REVEALS_PER_HOUR,
            "sync_per_second": self.sync_per_second,
            "sync_burst": self.sync_burst,
            "usual_per_second": self.usual_per_second,
            "usual_burst": self.usual_burst,
            "open_per_second": self.open_per_second,
            "open_burst": self.open_burst,
            "service_bytes_in_flight": self.service_bytes_in_flight,
        }

    def networks(self) -> tuple[Network, ...]:
        """What `webhook_networks` names. Raises ValueError."""
        return tuple(ipaddress.ip_network(part.strip()) for part in self.webhook_networks.split(",") if part.strip())

    def roles_by_group(self) -> dict[str, Role]:
        """What `oidc_roles` says. Raises ValueError."""
        told = (part.partition("=") for part in self.oidc_roles.split(",") if part.strip())
        found = {group.strip(): Role(role.strip()) for group, _, role in told}
        if Role.AGENT_SERVICE in found.values():
            raise ValueError("a service comes in with a token")
        return found

    def policy(self) -> Policy:
        """Raises ValueError for a share, a cap or a role that cannot be read."""
        shares = {"*": _per_mille(self.blind_first_share)}
        for part in filter(None, (part.strip() for part in self.blind_first_shares.split(","))):
            case_type, _, share = part.partition("=")
            shares[case_type.strip()] = _per_mille(float(share))
        return Policy(
            blind_first=shares,
            second_counts=self.second_thought_counts,
            second_thought_ms=self.second_thought_minutes * 60_000,
            challengers_shown=self.challengers_shown,
            seat_cases=seat_caps(self.seat_cases),
            offline_roles=frozenset(Role(name.strip()) for name in self.offline_roles.split(",") if name.strip()),
            offline_types=case_types(self.offline_case_types),
            offline=OfflinePolicy(key_users=self.offline_key_users),
            work_modes=work_modes(self.work_modes),
            licences=self.licences == "required",
            gold_per_mille=_per_mille(self.gold_share),
            targets=targets(self.targets),
        )


def case_types(told: str) -> frozenset[str]:
    """Case types by name. Raises ValueError for one that the catalogue does not have."""
    named = frozenset(filter(None, (part.strip() for part in told.split(","))))
    if unknown := named - set(catalogue().case_types):
        raise ValueError(f"no such case type: {', '.join(sorted(unknown))}")
    return named


def seat_caps(told: str) -> dict[Role, int]:
    """Caps by role as an installation tells them, beside the usual ones. Raises ValueError."""
    caps = dict(SEAT_CASES)
    if told.strip().casefold() in _NO_CAP:
        return {}
    for part in filter(None, (part.strip() for part in told.split(","))):
        name, _, cap = part.partition("=")
        role = Role(name.strip())
        caps.pop(role, None)
        if cap.strip().casefold() not in _NO_CAP:
            caps[role] = _cap(cap)
    return caps


def work_modes(told: str) -> dict[Role, WorkMode]:
    """Modes by role as an installation tells them, beside the usual ones. Raises ValueError."""
    modes = dict(USUAL_MODES)
    for part in filter(None, (part.strip() for part in told.split(","))):
        name, _, mode = part.partition("=")
        modes[Role(name.strip())] = WorkMode(mode.strip())
    return modes


def targets(told: str) -> dict[str, float]:
    """Targets by measure as an installation tells them, beside the usual ones. Raises ValueError."""
    found = dict(DEFAULT_TARGETS)
    for part in filter(None, (part.strip() for part in told.split(","))):
        name, _, share = (word.strip() for word in part.partition("="))
        if name not in MEASURES:
            raise ValueError(f"no such target: {name}")
        found.pop(name, None)
        if share != "none":
            if not 0 < float(share) < 1:
                raise ValueError(f"a target is a share between 0 and 1: {part}")
            found[name] = float(share)
    return found


def _cap(told: str) -> int:
    cap = int(told)
    if not 0 < cap <= MOST_CAPPED:
        raise ValueError(f"a cap lies between 1 and {MOST_CAPPED}")
    return cap


def _per_mille(share: float) -> int:
    if not 0 <= share <= 1:
        raise ValueError("a share lies between 0 and 1")
    return round(share * 1000)


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings as told by FOOTPLATE_* variables; raises ValueError for one that cannot be read, and for a name that is
    none, since a setting that was misspelt would silently not hold."""
    told = os.environ if environment is None else environment
    known = {f"{PREFIX}{field.name.upper()}": field.name for field in msgspec.structs.fields(Settings)}
    given = {known[name]: told[name] for name in known if name in told}
    for name in sorted(told):
        if name.startswith(PREFIX) and name not in known and name.removeprefix(PREFIX) not in ELSEWHERE:
            raise ValueError(_unknown(name, known))
    try:
        settings = msgspec.convert(given, Settings, strict=False)
        settings.policy()
        settings.networks()
        settings.roles_by_group()
        if settings.oidc_issuer and not settings.oidc_client_id:
            raise ValueError("an oidc_issuer needs an oidc_client_id")
        if not settings.password_sign_in and not settings.oidc_issuer:
            raise ValueError("without passwords nobody comes in, unless there is an oidc_issuer")
        if 0 < settings.keep_closed_days < SHORTEST_DAYS:
            raise ValueError(f"closed cases are kept for {SHORTEST_DAYS} days at least, or 0 for ever")
        # Seats take these keys over for good, so a bad one must not reach any.
        for name, key in (("recovery", settings.recovery_key), ("directive", settings.directive_key)):
            if key and len(base64.b64decode(key, validate=True)) != KEY_BYTES:
                raise ValueError(f"a {name} key has 32 bytes")
        return settings
    except ValueError as error:
        raise ValueError(f"a FOOTPLATE_ setting cannot be read: {error}") from None


def _unknown(name: str, known: Collection[str]) -> str:
    possible = [*(one.removeprefix(PREFIX) for one in known), *sorted(ELSEWHERE)]
    near = difflib.get_close_matches(name.removeprefix(PREFIX), possible, 1)
    return f"there is no setting {name}" + (f"; {PREFIX}{near[0]} is one" if near else " (docs/server.md lists them)")
