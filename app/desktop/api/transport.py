"""The part of the client that needs `requests`: loaded with the first request, so that a window paints before it.

Certificates are checked against the system's store (and the organisation's own file, where the policy names one), by
TLS 1.2 or newer. Nothing here or above can switch that off. `requests` by itself would add the bundle it ships to the
system's authorities, and forget the system's where a proxy stands in between; both are undone here.
"""

import ssl
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from app.desktop.ports import Offline

UNREACHABLE = (requests.RequestException, HTTPError, OSError)
_X509_EXPIRED = (9, 10)  # not yet valid, has expired (OpenSSL's verify codes)
_X509_WRONG_NAME = (62, 64)  # host name, address


class _SystemTrust(HTTPAdapter):
    """TLS by the operating system's certificate store, through a proxy and without one."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__()

    def init_poolmanager(self, *args: Any, **named: Any) -> Any:
        return super().init_poolmanager(*args, ssl_context=self._context, **named)

    def proxy_manager_for(self, proxy: str, **named: Any) -> Any:
        return super().proxy_manager_for(proxy, ssl_context=self._context, proxy_ssl_context=self._context, **named)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """The context decides alone: no bundle beside it, and never without one."""
        conn.cert_reqs = "CERT_REQUIRED"
        conn.ca_certs = conn.ca_cert_dir = None


def trust(ca_file: str | None) -> ssl.SSLContext:
    """A context that believes the system's authorities, and those in `ca_file` (PEM). Raises Offline("ca_file")."""
    import truststore

    context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as error:
            raise Offline("ca_file") from error
    return context


def open_session(base_url: str, user_agent: str, ca_file: str | None = None) -> requests.Session:
    """A session that believes nothing of the environment (no proxy variables, no .netrc). Raises Offline("ca_file")."""
    session = requests.Session()
    session.trust_env = False
    session.headers.update({"User-Agent": user_agent, "Accept": "application/json"})
    if base_url.startswith("https://"):
        session.mount("https://", _SystemTrust(trust(ca_file)))
    return session


def unreachable(error: BaseException) -> Offline:
    """Why nothing came back, as one of ours: certificate, certificate_expired, certificate_host, tls, proxy,
    proxy_sign_in, proxy_unfit, offline."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Offline(_certificate(cause))
    if isinstance(error, requests.exceptions.SSLError):
        return Offline("tls")
    if isinstance(error, requests.exceptions.ProxyError):
        return Offline("proxy_sign_in" if " 407" in str(error) else "proxy")
    if isinstance(error, requests.exceptions.InvalidSchema | requests.exceptions.InvalidProxyURL):
        return Offline("proxy_unfit")
    return Offline()


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    code = getattr(error, "verify_code", 0)
    if code in _X509_EXPIRED:
        return "certificate_expired"
    return "certificate_host" if code in _X509_WRONG_NAME else "certificate"


def _causes(error: BaseException) -> list[BaseException]:
    """An error and what lies beneath it; requests and urllib3 keep theirs in `args` and `reason`."""
    found: list[BaseException] = []
    left: list[Any] = [error]
    while left and len(found) < 20:
        one = left.pop(0)
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            left += [getattr(one, "reason", None), one.__cause__, one.__context__, *one.args]
    return found
