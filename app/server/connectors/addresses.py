"""Which addresses the server may call on somebody's word.

Whoever may name an address must not reach what only the server can: itself, its neighbours, the metadata service of a
cloud. A name is resolved once, every address that it has is looked at, and the connection goes to one of those.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

import msgspec

from app.server.config import Network

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]

LONGEST_URL = 2_000
# Public by number and yet answered inside a cloud alone, or of special use without every Python saying so
# (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry).
_SPECIAL = tuple(
    map(
        ipaddress.ip_network,
        (
            "168.63.129.16/32", "192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
            "192.175.48.0/24", "198.18.0.0/15", "100.64.0.0/10", "2001::/23", "2001:db8::/32", "2620:4f:8000::/48",
            "3fff::/20",
        ),
    )
)  # fmt: skip
# What is given out for everybody's use. Outside of it Python calls global what is merely unknown, and what was once
# for inside a site (fec0::/10).
_UNICAST = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class BadAddress(Exception):
    """`code` says why: url, https_only, address_refused, name_unknown."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Target(msgspec.Struct, frozen=True):
    """An address as it was written, in parts. `path` begins with "/" and holds the query."""

    https: bool
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.https else 80) else f"{host}:{self.port}"


def read_url(url: str, allowed: Iterable[Network]) -> Target:
    """The parts of an address. Raises BadAddress for one that could never be called: no http, a name and password in
    it, http where no network is allowed, or a number that is refused."""
    allowed = tuple(allowed)
    if not 0 < len(url) <= LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise BadAddress("url")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadAddress("url") from None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or parts.fragment or port == 0:
        raise BadAddress("url")
    https = parts.scheme == "https"
    if not https and not allowed:
        raise BadAddress("https_only")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(https, host, port or (443 if https else 80), path)
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return target
    check((number,), allowed, https=https)
    return target


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, in the order of the system's preference. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def addresses_of(target: Target, allowed: Iterable[Network], look_up: Resolve = resolve) -> list[str]:
    """The addresses to connect to, all of them looked at. Raises BadAddress."""
    try:
        told = look_up(target.host, target.port)
        found = [ipaddress.ip_address(one) for one in told]
    except (OSError, ValueError, UnicodeError):
        raise BadAddress("name_unknown") from None
    if not found:
        raise BadAddress("name_unknown")
    check(found, allowed, https=target.https)
    return told


def check(found: Iterable[Address], allowed: Iterable[Network], *, https: bool) -> None:
    """Raise BadAddress unless every address may be called: a public one by https, one of an allowed network by either.
    A name that has one address inside and one outside is refused for the first."""
    allowed = tuple(allowed)
    for address in found:
        inner = _innermost(address)
        if any(one in network for one in {address, inner} for network in allowed if one.version == network.version):
            continue
        if not _is_public(address):
            raise BadAddress("address_refused")
        if not https:
            raise BadAddress("https_only")


def _is_public(address: Address) -> bool:
    judged = _innermost(address)
    if judged.is_multicast or judged.is_reserved or any(judged in network for network in _SPECIAL):
        return False
    return judged.is_global and (judged.version == 4 or judged in _UNICAST)


def _innermost(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for (mapped, compatible, 6to4, Teredo, NAT64); else itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    low = int(address) & 0xFFFFFFFF
    if address in _NAT64 or (int(address) >> 32 == 0 and low > 1):
        return ipaddress.IPv4Address(low)
    return address
