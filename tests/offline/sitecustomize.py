"""Nothing here ever talks to a network: any attempt is noted and refused.

Imported by tests/conftest.py for the test process, and by Python itself in every server
that the tests start, because this folder stands first on their PYTHONPATH.
"""

import socket
import sys
from ipaddress import IPv4Address, IPv6Address, ip_address

_NEVER_FOUND = (".invalid", ".test", ".example")
"""Names that exist nowhere by definition: looking them up fails as it does for a person."""

ATTEMPTS: list[str] = []
"""What was attempted since it was last emptied, for the test that is running."""


class OutboundConnectionError(BaseException):
    """Not an Exception, so that no handler for broken networks can swallow it."""


def _address(host: object) -> IPv4Address | IPv6Address | None:
    """The address that is written out in `host`, or None for a name."""
    if host in (None, "", b"", "localhost", b"localhost"):
        return ip_address("127.0.0.1")
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        target = arguments[0]
        if _address(target) is not None:  # written out: nobody has to be asked
            return
        if str(target).endswith(_NEVER_FOUND):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    elif event in ("socket.connect", "socket.sendto"):
        where = arguments[1]
        if not isinstance(where, tuple):  # a Unix socket's path
            return
        target = where[0]
        address = _address(target)
        if address is not None and (address.is_loopback or address.is_unspecified):
            return
    else:
        return
    ATTEMPTS.append(f"{event} {target!r}")
    raise OutboundConnectionError(f"{event} to {target!r}: this program never uses a network")


sys.addaudithook(_refuse)
