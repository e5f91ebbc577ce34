"""A small HTTP/1.1 load: a fixed number of clients, each with one request under way."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Result:
    """What a run saw: answers a second, latencies in milliseconds, and what was no 2xx."""

    rate: float
    latencies: list[float] = field(repr=False)
    errors: int

    def percentile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


Request = Callable[[int], bytes]
"""The bytes of the n-th request."""


def run(port: int, request: Request, clients: int, total: int) -> Result:
    """Sends ``total`` requests from ``clients`` connections."""
    return asyncio.run(_run(port, request, clients, total))


async def _run(port: int, request: Request, clients: int, total: int) -> Result:
    numbers = iter(range(total))
    latencies: list[float] = []
    errors = 0

    async def client() -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in numbers:
            data = request(number)
            started = time.perf_counter()
            writer.write(data)
            status = await _answer(reader)
            latencies.append((time.perf_counter() - started) * 1000)
            errors += not 200 <= status < 300
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*[client() for _ in range(clients)])
    return Result(total / (time.perf_counter() - started), latencies, errors)


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            await reader.readexactly(int(line[15:]))
    return status


def message(method: str, path: str, body: bytes, token: str) -> bytes:
    """One request with a JSON body and a token."""
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
