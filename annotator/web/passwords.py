"""Passwords in the server: hashed and compared off the event loop, two at once, and throttled."""

import asyncio
import ipaddress
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from fastapi import Request

from annotator.domain.errors import Refused, TooSoon, Unavailable
from annotator.domain.passwords import LONGEST
from annotator.store import passwords
from annotator.store.database import Database
from annotator.store.passwords import Credentials
from annotator.web.throttle import Throttle

T = TypeVar("T")

AT_ONCE = 2
"""How many are hashed at once: each takes a core, and 19 MiB."""

QUEUE = 32
"""How many may wait for that, before others are asked to come again."""

SHARE = 8
"""How many of these may try passwords from one network, lest it keep all others out."""


class Passwords:
    """The places at the hashing, and what failed lately."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._trying: Counter[str] = Counter()
        self._throttle = Throttle()

    async def hashed(self, password: str) -> str:
        """What the project keeps of a password."""
        return await self._slowly(lambda: passwords.hashed(password))

    async def prove(self, request: Request, name: str, password: str) -> Credentials:
        """The account of this name, if this is its password. Raises Refused, TooSoon.

        Whether there is such a person cannot be told from the answer, nor from how long it takes.
        """
        network = _network(request.client.host if request.client else "")
        place = name[:64], network
        if wait := self._throttle.wait(place):
            raise TooSoon(f"that failed too often; try again in {_seconds(wait)}", wait)
        self._check_room(share=self._trying[network] < SHARE)  # who is turned away has not failed
        self._throttle.failed(place)
        database: Database = request.app.state.database
        found = database.glance(passwords.credentials, name)
        known = found.hash if found else ""
        self._trying[network] += 1
        try:
            good = await self._slowly(lambda: passwords.matches(password[: LONGEST + 1], known))
        finally:
            self._trying[network] -= 1
            self._trying += Counter()  # forgets the networks at 0
        if found is None or not good:
            raise Refused("this name and this password do not belong together", "password")
        self._throttle.succeeded(place)
        return found

    async def sign_in(self, request: Request, name: str, password: str) -> str:
        """A new session's cookie value. Raises Refused, TooSoon."""
        found = await self.prove(request, name, password)
        new = await self.hashed(password) if passwords.outdated(found.hash) else ""
        database: Database = request.app.state.database
        cookie = await database.write(passwords.sign_in, found, new)
        if cookie is None:
            raise Refused("this account was changed just now; try again", "password")
        return cookie

    async def _slowly(self, work: Callable[[], T]) -> T:
        self._check_room()
        self._waiting += 1
        try:
            async with self._places:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1

    def _check_room(self, *, share: bool = True) -> None:
        if self._waiting >= QUEUE or not share:
            raise Unavailable("too many people sign in at once; try again in a moment")


def _network(host: str) -> str:
    """Whose address this is: a household has 2^64 of those of IPv6."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if address.version == 4:
        return host
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))


def _seconds(count: int) -> str:
    return "a second" if count == 1 else f"{count} seconds"
