"""Only public addresses are connected to, whatever they are called."""

import asyncio
import ssl
from collections.abc import Iterable
from ipaddress import ip_network
from typing import Any

import httpcore
import pytest

from digests.errors import FetchError
from digests.ingest.fetch import Fetcher
from digests.ingest.safety import PUBLIC, Policy, checked_backend, is_public, resolve

PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "240.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "192.0.0.8",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "fec0::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "2002:7f00:1::",
    "2002:808:808::",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2001:0:7f00::1",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "100::1",
    "4000::1",
    "localhost",
    "",
]


class Stream(httpcore.AsyncNetworkStream):
    """A connection that remembers what TLS was told, and answers one request."""

    def __init__(self, peer: str) -> None:
        self.peer, self.closed, self.tls_name, self.sent = peer, False, "", b""
        self.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        part, self.answer = self.answer[:max_bytes], self.answer[max_bytes:]
        return part

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.sent += buffer

    async def aclose(self) -> None:
        self.closed = True

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "Stream":
        self.tls_name = server_hostname or ""
        return self

    def get_extra_info(self, info: str) -> Any:
        return (self.peer, 443) if info == "server_addr" else None


class Network(httpcore.AsyncNetworkBackend):
    """A network that only remembers who was connected to."""

    def __init__(self, peer: str = "", dead: Iterable[str] = ()) -> None:
        self.connected: list[str] = []
        self.streams: list[Stream] = []
        self.peer, self.dead = peer, frozenset(dead)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Stream:
        self.connected.append(host)
        if host in self.dead:
            raise httpcore.ConnectError("refused")
        self.streams.append(Stream(self.peer or host))
        return self.streams[-1]


def names(*answers: list[str]) -> Any:
    """Make a look-up that gives these answers, one after the other, the last for ever."""
    waiting = list(answers)

    async def look_up(host: str, port: int) -> list[str]:
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    return look_up


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_public(address: str) -> None:
    """Loopback, private, link-local, shared, multicast, reserved, and all of them wrapped in IPv6."""
    with pytest.raises(FetchError, match=r"not on the public internet|no usable IP address"):
        PUBLIC.check_address(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    """Public ones pass, also behind NAT64."""
    PUBLIC.check_address(address)


def test_an_intranet_may_be_allowed() -> None:
    """An operator's own network passes, the rest stays refused."""
    policy = Policy(networks=(ip_network("10.1.0.0/16"),))
    policy.check_address("10.1.2.3")
    with pytest.raises(FetchError):
        policy.check_address("10.2.0.1")


@pytest.mark.parametrize(
    "literal",
    ["127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "127.1", "[::1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "0"],
)
async def test_literals_are_seen_through(literal: str) -> None:
    """Decimal, hexadecimal, shortened and wrapped loopback addresses are never connected to."""
    network = Network()
    fetcher = Fetcher(network=network, look_up=resolve)
    assert (await fetcher.get(f"http://{literal}/")).error
    await fetcher.close()
    assert network.connected == []


async def test_the_checked_address_is_the_one_connected_to() -> None:
    """A name is looked up once; TLS and Host get the name, the socket gets the address."""
    network = Network()
    fetcher = Fetcher(network=network, look_up=names(["93.184.216.34"], ["127.0.0.1"]))
    assert (await fetcher.get("https://rebinding.example/feed")).content == b"ok"
    await fetcher.close()
    assert network.connected == ["93.184.216.34"]
    assert network.streams[0].tls_name == "rebinding.example"
    assert b"Host: rebinding.example\r\n" in network.streams[0].sent


async def test_a_name_with_one_private_address_is_refused() -> None:
    """All addresses of a name are checked before any is tried."""
    network = Network()
    fetcher = Fetcher(network=network, look_up=names(["93.184.216.34", "10.0.0.1"]))
    assert "10.0.0.1 is not on the public internet" in str((await fetcher.get("http://mixed.example/")).error)
    await fetcher.close()
    assert network.connected == []


async def test_the_other_end_is_checked_again() -> None:
    """A connection that ended up elsewhere is closed before a byte is sent."""
    network = Network(peer="127.0.0.1")
    backend = checked_backend(PUBLIC, names(["93.184.216.34"]), network)
    with pytest.raises(FetchError, match="not on the public internet"):
        await backend.connect_tcp("tricky.example", 80)
    assert network.streams[0].closed and network.streams[0].sent == b""


async def test_the_next_address_is_tried() -> None:
    """A dead address of a name doesn't hide the living one."""
    network = Network(dead=["93.184.216.34"])
    backend = checked_backend(PUBLIC, names(["93.184.216.34", "93.184.216.35"]), network)
    await backend.connect_tcp("two.example", 80)
    assert network.connected == ["93.184.216.34", "93.184.216.35"]


@pytest.mark.parametrize("port", [22, 25, 8080, 6379])
async def test_other_ports_are_refused(port: int) -> None:
    """Ports 80 and 443 only, at the address and again at the socket."""
    network = Network()
    fetcher = Fetcher(network=network, look_up=names(["93.184.216.34"]))
    assert (await fetcher.get(f"http://example.org:{port}/")).error == f"only ports 80 and 443 are fetched, not {port}"
    await fetcher.close()
    with pytest.raises(FetchError):
        await checked_backend(PUBLIC, names(["93.184.216.34"]), network).connect_tcp("example.org", port)
    with pytest.raises(FetchError):
        await checked_backend(PUBLIC, resolve).connect_unix_socket("/run/docker.sock")
    assert network.connected == []


async def test_a_name_that_does_not_exist() -> None:
    """It is said in a sentence with the name."""
    with pytest.raises(FetchError, match=r"there is no host nowhere\.invalid"):
        await asyncio.wait_for(resolve("nowhere.invalid", 80), 20)


def test_every_ipv4_special_block_is_not_public() -> None:
    """The first and last addresses of IANA's special-purpose blocks are refused."""
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    ):
        network = ip_network(block)
        assert not is_public(network[0]) and not is_public(network[-1]), block
