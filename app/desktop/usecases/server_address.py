"""The server's address as a person types it → as it is used. Plain http is for this machine only."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from app.desktop.ports import DeskError

_MAX = 300


class BadAddress(DeskError):
    """The text is no address of a server. Codes: address_missing, address_malformed, address_insecure."""

    code = "address_malformed"


def is_loopback(host: str) -> bool:
    """Whether a host name or address never leaves this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def normal_address(text: str) -> str:
    """`scheme://host[:port]`, https unless the host is this machine itself. Raises BadAddress."""
    text = text.strip()
    if not text:
        raise BadAddress("address_missing")
    if len(text) > _MAX or any(ord(c) <= 32 or ord(c) == 127 for c in text) or "\\" in text:
        raise BadAddress("address_malformed")
    told = "://" in text
    try:
        parts = urlsplit(text if told else f"//{text}")
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadAddress("address_malformed") from error
    if not host or parts.username is not None or parts.password is not None or parts.path not in ("", "/"):
        raise BadAddress("address_malformed")
    if parts.query or parts.fragment:
        raise BadAddress("address_malformed")
    here = is_loopback(host)
    scheme = parts.scheme.lower() if told else ("http" if here else "https")
    if scheme not in ("http", "https"):
        raise BadAddress("address_malformed")
    if scheme == "http" and not here:
        raise BadAddress("address_insecure")
    name = f"[{host}]" if ":" in host else host
    default = {"http": 80, "https": 443}[scheme]
    return f"{scheme}://{name}" if port in (None, default) else f"{scheme}://{name}:{port}"
