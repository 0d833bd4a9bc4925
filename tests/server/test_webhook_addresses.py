"""Where webhooks may go: public addresses by https; nothing inside, however it is written, unless its network is
allowed."""

import ipaddress

import pytest

from app.server.connectors.addresses import BadAddress, Target, addresses_of, read_url

INSIDE = (ipaddress.ip_network("10.20.0.0/16"), ipaddress.ip_network("fd00:20::/32"))
REFUSED = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.5.4", "192.168.1.1", "100.64.0.1", "100.100.100.200",
    "169.254.169.254", "168.63.129.16", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:a00:1", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a9fe:a9fe::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "fec0::1", "feff::1", "3fff::1", "3fff:fff::1", "2001:2::1", "2001:20::1", "2620:4f:8000::1", "5f00::1", "100::1",
    "100:0:0:1::1", "4000::1", "fe00::1", "::ffff:0:10.0.0.1", "192.31.196.1", "192.52.193.1", "192.175.48.1",
]  # fmt: skip
PUBLIC = [
    "93.184.216.34", "1.1.1.1", "2606:4700::1111", "2a00:1450::1", "2001:4860:4860::8888",
    "::ffff:93.184.216.34", "64:ff9b::5db8:d822",
]  # fmt: skip


def target(host: str = "hooks.example.com", https: bool = True) -> Target:
    return Target(https, host, 443, "/")


def looked_up(*addresses: str) -> list[str]:
    return addresses_of(target(), (), lambda host, port: list(addresses))


def why(call: object) -> str:
    with pytest.raises(BadAddress) as caught:
        call()  # type: ignore[operator]
    return caught.value.code


@pytest.mark.parametrize("address", REFUSED)
def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    assert why(lambda: looked_up(address)) == "address_refused"


@pytest.mark.parametrize("address", PUBLIC)
def test_a_name_that_leads_outside_is_called_there(address: str) -> None:
    assert looked_up(address) == [address]


def test_one_address_inside_spoils_the_name() -> None:
    assert why(lambda: looked_up("93.184.216.34", "10.0.0.1")) == "address_refused"


@pytest.mark.parametrize("address", ["10.20.3.4", "::ffff:10.20.3.4", "fd00:20::9"])
def test_an_allowed_network_is_called_even_by_http(address: str) -> None:
    assert addresses_of(target(https=False), INSIDE, lambda host, port: [address]) == [address]


def test_an_allowed_network_allows_neither_its_neighbours_nor_http_elsewhere() -> None:
    assert why(lambda: addresses_of(target(), INSIDE, lambda host, port: ["10.21.0.1"])) == "address_refused"
    assert why(lambda: addresses_of(target(https=False), INSIDE, lambda host, port: ["1.1.1.1"])) == "https_only"


def test_a_name_that_nobody_knows_is_said_to_be_unknown() -> None:
    def fails(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    assert why(lambda: addresses_of(target(), (), fails)) == "name_unknown"
    assert why(lambda: looked_up()) == "name_unknown"
    assert why(lambda: looked_up("not a number")) == "name_unknown"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "url"),
        ("hooks.example.com/x", "url"),
        ("ftp://hooks.example.com/", "url"),
        ("file:///etc/passwd", "url"),
        ("https://", "url"),
        ("https://name:word@hooks.example.com/", "url"),
        ("https://name@hooks.example.com/", "url"),
        ("https://hooks.example.com/#part", "url"),
        ("https://hooks.example.com:0/", "url"),
        ("https://hooks.example.com:99999/", "url"),
        ("https://hooks.example.com/a b", "url"),
        ("https://hooks.example.com\\@10.0.0.1/", "url"),
        ("https://hooks.example.com/\r\nX: y", "url"),
        ("https://höoks.example.com/", "url"),
        ("https://[::1/", "url"),
        ("https://hooks.example.com/" + "x" * 2_000, "url"),
        ("http://hooks.example.com/", "https_only"),
        ("https://127.0.0.1/", "address_refused"),
        ("https://[::1]/", "address_refused"),
        ("https://[::ffff:169.254.169.254]/latest", "address_refused"),
        ("https://10.20.3.4/", "address_refused"),
    ],
)
def test_an_address_that_could_never_be_called_is_refused_when_it_is_named(url: str, code: str) -> None:
    assert why(lambda: read_url(url, ())) == code


def test_an_address_is_taken_apart_as_it_is_called() -> None:
    assert read_url("https://hooks.example.com/in?x=1", ()) == Target(True, "hooks.example.com", 443, "/in?x=1")
    assert read_url("https://Hooks.Example.com.:8443", ()).host_header == "hooks.example.com:8443"
    assert read_url("http://10.20.3.4/", INSIDE) == Target(False, "10.20.3.4", 80, "/")
    assert read_url("http://[fd00:20::9]:8080/", INSIDE).host_header == "[fd00:20::9]:8080"


@pytest.mark.parametrize("host", ["0x7f.1", "2130706433", "017700000001", "127.1", "localhost", "①②⑦.⓪.⓪.①"])
def test_other_ways_to_write_a_number_are_judged_by_what_they_lead_to(host: str) -> None:
    # Not a number to us: the system resolves it, and what it says is looked at.
    assert why(lambda: addresses_of(target(host), (), lambda name, port: ["127.0.0.1"])) == "address_refused"
