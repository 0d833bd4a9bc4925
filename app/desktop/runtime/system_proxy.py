"""The proxy that the system names for an address.

Qt asks the system itself: WinHTTP on Windows and CFNetwork on macOS, which also evaluate a PAC file, outside this
process and without a script engine of ours; that was not tried on those systems. The libraries that evaluate PAC in
Python run a downloaded script in the process that holds the cases. On Linux the wheels of Qt know the environment
alone (`https_proxy`, `no_proxy`), which is where a desktop session puts it; whoever needs another one names it in the
policy of the machine.
"""

from collections.abc import Callable
from urllib.parse import quote

from app.desktop.policy import Policy


def way(policy: Policy, proxy: str) -> tuple[str | None, Callable[[str], str | None] | None]:
    """The proxy that was set (`proxy`, the policy's or the person's), else who is to be asked for one, if anybody."""
    if proxy:
        return proxy, None
    return None, system_proxy if policy.proxy_mode == "system" else None


def system_proxy(url: str) -> str | None:
    """`http://host:port` or `socks5h://host:port`, with name and password where the system knows them; None where the
    way is direct. From any thread; may take seconds while a PAC file is fetched."""
    from PySide6.QtCore import QUrl
    from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery

    kinds = QNetworkProxy.ProxyType
    schemes = {
        kinds.HttpProxy: "http",
        kinds.HttpCachingProxy: "http",
        kinds.Socks5Proxy: "socks5h",
    }
    for proxy in QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(url))):
        if proxy.type() is kinds.NoProxy:
            return None
        scheme = schemes.get(proxy.type())
        if scheme is None or not proxy.hostName():
            continue
        who = f"{quote(proxy.user(), safe='')}:{quote(proxy.password(), safe='')}@" if proxy.user() else ""
        host = f"[{proxy.hostName()}]" if ":" in proxy.hostName() else proxy.hostName()
        return f"{scheme}://{who}{host}:{proxy.port()}"
    return None
