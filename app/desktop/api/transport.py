"""The part of the client that needs `requests`: loaded with the first request, so that a window paints before it."""

import ssl
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

CERTIFICATE = requests.exceptions.SSLError
UNREACHABLE = (requests.RequestException, HTTPError, OSError)


class _SystemTrust(HTTPAdapter):
    """TLS by the operating system's certificate store."""

    def init_poolmanager(self, *args: Any, **named: Any) -> Any:
        import truststore

        named["ssl_context"] = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return super().init_poolmanager(*args, **named)


def open_session(base_url: str, proxy: str | None, user_agent: str) -> requests.Session:
    """A session that believes nothing of the environment (no proxy variables, no .netrc)."""
    session = requests.Session()
    session.trust_env = False
    session.headers.update({"User-Agent": user_agent, "Accept": "application/json"})
    if base_url.startswith("https://"):
        session.mount("https://", _SystemTrust())
    if proxy:
        session.proxies = {"http": proxy, "https": proxy}
    return session
