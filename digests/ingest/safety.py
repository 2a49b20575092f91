"""Which addresses may be connected to, checked on the very address that the socket gets.

A name is resolved once, every address that it has is checked, and the connection goes to a checked one: redirects,
odd literals (2130706433, 0x7f.1) and DNS rebinding end up at the same check. Host and TLS keep the name.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Any

from digests.errors import FetchError

if TYPE_CHECKING:
    import httpcore

Resolve = Callable[[str, int], Awaitable[list[str]]]
MOST_ADDRESSES = 4  # of one name that are tried
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
_UNICAST = IPv6Network("2000::/3")
# Within what Python calls global: 6to4 relays and addresses (RFC 7526), protocol assignments (RFC 2928, with
# Teredo), documentation (RFC 9637), AS112 (RFC 7535), anycast of AMT (RFC 7450).
_REFUSED = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",
            "192.88.99.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.175.48.0/24",
            "2001::/23",
            "2002::/16",
            "2620:4f:8000::/48",
            "3fff::/20",
        ),
    )
)


class NotAllowed(FetchError):
    """The address may not be asked, by the policy in force."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be fetched. The default is the public web; an operator may add networks of an intranet.

    ``ports`` None means any; ``networks`` are allowed although they are not public.
    """

    ports: frozenset[int] | None = frozenset({80, 443})
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    def check_port(self, port: int) -> None:
        """Raise FetchError unless this port may be connected to."""
        if self.ports is not None and port not in self.ports:
            allowed = " and ".join(map(str, sorted(self.ports)))
            raise NotAllowed(f"only ports {allowed} are fetched, not {port}")

    def check_address(self, address: str) -> None:
        """Raise FetchError unless this IP address is public or in an allowed network."""
        try:
            ip = _plain(ip_address(address.split("%")[0]))
        except ValueError:
            raise FetchError("it has no usable IP address") from None
        if any(ip in network for network in self.networks):
            return
        if not is_public(ip):
            raise NotAllowed(f"its address {ip} is not on the public internet")


PUBLIC = Policy()
OPEN = Policy(ports=None, networks=(IPv4Network("0.0.0.0/0"), IPv6Network("::/0")))
"""Everything is allowed: for an operator who says so."""


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is globally reachable unicast."""
    if not ip.is_global or ip.is_multicast or ip.is_reserved or any(ip in network for network in _REFUSED):
        return False
    return isinstance(ip, IPv4Address) or ip in _UNICAST


def _plain(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Unwrap IPv4 in IPv6, as mapped or as behind NAT64."""
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return ip.ipv4_mapped
        if ip in _NAT64:
            return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip


async def resolve(host: str, port: int) -> list[str]:
    """Look a name up in the system's way: its addresses, best first.

    Raises:
        FetchError: there is no such name.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError(f"there is no host {host}, or its name can't be looked up") from None
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def checked_backend(
    policy: Policy, look_up: Resolve, inner: httpcore.AsyncNetworkBackend | None = None
) -> httpcore.AsyncNetworkBackend:
    """Make the network backend of httpcore that connects to checked addresses alone."""
    import httpcore

    network = inner or httpcore.AnyIOBackend()

    class CheckedBackend(httpcore.AsyncNetworkBackend):
        async def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Iterable[Any] | None = None,
        ) -> httpcore.AsyncNetworkStream:
            policy.check_port(port)
            addresses = await look_up(host, port)
            for address in addresses:
                policy.check_address(address)
            return await _connect(network, addresses, port, timeout, policy)

        async def connect_unix_socket(
            self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
        ) -> httpcore.AsyncNetworkStream:
            raise NotAllowed("sockets of this machine are not fetched")

        async def sleep(self, seconds: float) -> None:
            await network.sleep(seconds)

    return CheckedBackend()


async def _connect(
    network: httpcore.AsyncNetworkBackend, addresses: list[str], port: int, timeout: float | None, policy: Policy
) -> httpcore.AsyncNetworkStream:
    import httpcore

    problem: Exception = FetchError("it has no usable IP address")
    for address in addresses[:MOST_ADDRESSES]:
        try:
            stream = await network.connect_tcp(address, port, timeout=timeout)
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            problem = error
            continue
        peer = stream.get_extra_info("server_addr")
        try:
            policy.check_address(str(peer[0]) if peer else address)
        except FetchError:
            await stream.aclose()
            raise
        return stream
    raise problem
