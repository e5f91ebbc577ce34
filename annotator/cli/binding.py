"""The listening socket: bound before the server starts, so that its refusal is one sentence."""

import errno
import ipaddress
import os
import socket
from typing import Any

from annotator.cli.errors import UsageError, reason


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``. A number is not looked up."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        found = {str(entry[4][0]).partition("%")[0] for entry in _found(host, 0)}
    return all(ipaddress.ip_address(one).is_loopback for one in found)


def listener(host: str, port: int) -> socket.socket:
    """A socket bound to ``host`` and ``port``; port 0 takes a free one. Raises UsageError."""
    family, _, _, _, where = _found(host, port)[0]
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # a port that was just given up may be taken again at once
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(where)
        bound.listen()
    except OSError as error:
        bound.close()
        raise UsageError(_why(host, port, error)) from None
    return bound


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds the server."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 - compared, not bound
        host = "::1" if host == "::" else "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _found(host: str, port: int) -> list[Any]:
    try:
        return socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError):
        raise UsageError(
            f"there is no address “{host}” on this machine; try --host 127.0.0.1"
        ) from None


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use; stop what uses it, or choose another with --port"
    if error.errno == errno.EACCES:
        return f"port {port} is not for everyone to use; choose one above 1023 with --port"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"this machine has no address “{host}”; try --host 127.0.0.1"
    return f"cannot listen on {host} port {port}: {reason(error)}; choose another with --port"
