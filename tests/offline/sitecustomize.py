"""Nothing here ever talks to a network: any attempt is noted and refused.

Imported by tests/conftest.py for the test process, and by Python itself in every server
that the tests start, because this folder stands first on their PYTHONPATH.
"""

import socket
import sys
from ipaddress import ip_address

_NEVER_FOUND = (".invalid", ".test", ".example")
"""Names that exist nowhere by definition: looking them up fails as it does for a person."""

ATTEMPTS: list[str] = []
"""What was attempted since it was last emptied, for the test that is running."""


class OutboundConnectionError(BaseException):
    """Not an Exception, so that no handler for broken networks can swallow it."""


def _is_here(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    try:
        address = ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        target = arguments[0]
    elif event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        if not isinstance(address, tuple):  # a Unix socket's path
            return
        target = address[0]
    else:
        return
    if _is_here(target):
        return
    if event == "socket.getaddrinfo" and str(target).endswith(_NEVER_FOUND):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    ATTEMPTS.append(f"{event} {target!r}")
    raise OutboundConnectionError(f"{event} to {target!r}: this program never uses a network")


sys.addaudithook(_refuse)
