"""Fetches a file from the web for an import, and nothing from this machine or the networks behind it.

A name is resolved once, each of its addresses is judged, and the connection goes to the address that was judged, so
that a name which answers differently a moment later (DNS rebinding) leads nowhere else. Each redirect is judged anew.
No proxy, no cookies, no credentials.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

MAX_REDIRECTS = 5
SECONDS = 60
_CHUNK = 64 * 1024
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = (301, 302, 303, 307, 308)
# Addresses of version 6 that only wrap one of version 4 (RFC 6052).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class FetchError(Exception):
    """An address that is not fetched, or could not be. The message says why, as a sentence."""


@dataclass(frozen=True)
class Limits:
    """How much (bytes) and how long (seconds, over all redirects); `allowed` networks are fetched from though they
    are not public."""

    size: int
    seconds: float = SECONDS
    allowed: tuple[Network, ...] = ()


def fetch(url: str, limits: Limits) -> bytes:
    """Return what lies at a web address. Raises FetchError, also for what is larger or takes longer than allowed."""
    deadline = time.monotonic() + limits.seconds
    for _ in range(MAX_REDIRECTS + 1):
        parts = _web_address(url)
        try:
            found = _get(parts, deadline, limits)
        except (OSError, http.client.HTTPException) as error:
            if time.monotonic() >= deadline:
                raise FetchError(f"{parts.hostname} took longer than {limits.seconds:g} seconds.") from error
            raise FetchError(f"{parts.hostname}: {_reason(error)}.") from error
        if isinstance(found, bytes):
            return found
        onward = _joined(url, found)
        if parts.scheme == "https" and urlsplit(onward).scheme == "http":
            raise FetchError(f"{parts.hostname} leads from https on to http, which anybody could change on the way.")
        url = onward
    raise FetchError(f"it leads on more than {MAX_REDIRECTS} times.")


def networks(written: Iterable[str]) -> tuple[Network, ...]:
    """Read networks such as `127.0.0.1` and `10.0.0.0/8`; raises ValueError for what is none."""
    return tuple(ipaddress.ip_network(each) for each in written)


def is_public(address: Address) -> bool:
    """Whether an address is on the public internet: not this machine, its networks, or anything reserved."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(wrapped)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _web_address(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise FetchError(f"{url[:200]!r} is no address ({error}).") from error
    if parts.scheme not in _PORTS or not is_whole:
        raise FetchError(f"{url[:200]!r} is no web address; it begins with https:// or http:// and names a host.")
    if parts.username is not None or parts.password is not None:
        raise FetchError("an address with a name or a password in it is not fetched.")
    return parts


def _joined(url: str, onward: str) -> str:
    try:
        return urljoin(url, onward)
    except ValueError as error:
        raise FetchError(f"it leads on to {onward[:200]!r}, which is no address ({error}).") from error


def _get(parts: SplitResult, deadline: float, limits: Limits) -> bytes | str:
    """Ask one address; return what it answers, or where it leads on to."""
    connection = _Connection(parts, deadline, limits.allowed)
    try:
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + ("?" if parts.query else "")
        connection.request(
            "GET",
            path + quote(parts.query, safe="/%:@!$&'()*+,;=~?[]"),
            headers={"User-Agent": "tripsite", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"},
        )
        response = connection.getresponse()
        if response.status in _REDIRECTS and (location := response.getheader("Location")):
            return location
        if response.status != http.client.OK:
            raise FetchError(f"{parts.hostname} answered {response.status} {response.reason[:80]}.")
        return _body(response, deadline, limits)
    finally:
        connection.end()


def _body(response: http.client.HTTPResponse, deadline: float, limits: Limits) -> bytes:
    body = bytearray()
    while part := response.read(_CHUNK):
        body += part
        if len(body) > limits.size:
            raise FetchError(f"longer than {limits.size / 1024 / 1024:g} MB.")
    if time.monotonic() >= deadline:
        raise TimeoutError
    if response.length:
        raise FetchError(f"the connection ended {response.length} bytes too early.")
    return bytes(body)


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was judged, which ends when the time is over, whatever it is waiting for."""

    def __init__(self, parts: SplitResult, deadline: float, allowed: tuple[Network, ...]) -> None:
        try:
            host = (parts.hostname or "").encode("idna").decode()
        except UnicodeError as error:
            raise FetchError(f"{parts.hostname!r} is no name of a host.") from error
        self.default_port = _PORTS[parts.scheme]
        super().__init__(host, parts.port or self.default_port)
        self.deadline, self.allowed = deadline, allowed
        self.context = ssl.create_default_context() if parts.scheme == "https" else None
        self.watch: threading.Timer | None = None

    def connect(self) -> None:
        address = _judged(self.host, self.port, self.allowed)
        left = max(self.deadline - time.monotonic(), 0.001)
        plain = socket.create_connection((str(address), self.port), timeout=left)
        self.sock = plain
        self.watch = threading.Timer(max(self.deadline - time.monotonic(), 0), _end, [plain])
        self.watch.daemon = True
        self.watch.start()
        if self.context is not None:
            self.sock = self.context.wrap_socket(plain, server_hostname=self.host)
            self.watch.args = [self.sock]

    def end(self) -> None:
        """Close it, and stop watching; `close` alone is called as soon as an answer begins that ends with it."""
        if self.watch is not None:
            self.watch.cancel()
        self.close()


def _end(connection: socket.socket) -> None:
    """End a connection that another thread is reading from, in the middle of whatever it does."""
    with contextlib.suppress(OSError):  # it ended by itself
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


def _judged(host: str, port: int, allowed: tuple[Network, ...]) -> Address:
    """Resolve a name, and return its first address if all of them may be asked."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(each[4][0]) for each in found]
    for address in addresses:
        if not is_public(address) and not any(address in network for network in allowed):
            raise FetchError(
                f"{host} is {address}, which is not on the public internet; nothing is fetched from there."
            )
    return addresses[0]


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    if isinstance(error, socket.gaierror):
        return "there is no such host"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).rstrip(".")
