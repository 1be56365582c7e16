"""`python -m benchmarks.http_clients`: many clients in a process of their own, of the standard library alone.

Reads one JSON order from its input, works, and writes one JSON answer. It only ever speaks to this machine.
"""

import asyncio
import json
import re
import sys
from dataclasses import dataclass
from time import monotonic, perf_counter
from typing import Any
from urllib.parse import urlencode

HOST = "127.0.0.1"
TIMEOUT_S = 60
TIME_BUTTON = re.compile(rb'name="horaire"')


@dataclass(slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


class Client:
    """One browser: a connection that stays open, and the cookie that protects its forms."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = ""
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> Answer:
        return await self._ask(f"GET {path} HTTP/1.1\r\n", b"")

    async def post(self, path: str, fields: dict[str, str]) -> Answer:
        body = urlencode(fields | {"csrfmiddlewaretoken": self.cookie}).encode()
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return await self._ask(f"POST {path} HTTP/1.1\r\n{kind}", body)

    async def connect(self) -> None:
        if self._writer is None or self._writer.is_closing():
            self._reader, self._writer = await asyncio.open_connection(HOST, self.port)

    async def close(self) -> None:
        if self._writer is not None:
            self._writer.close()

    async def _ask(self, head: str, body: bytes) -> Answer:
        await self.connect()
        assert self._reader is not None
        assert self._writer is not None
        cookie = f"Cookie: csrftoken={self.cookie}\r\n" if self.cookie else ""
        start = perf_counter()
        self._writer.write(f"{head}Host: {HOST}:{self.port}\r\n{cookie}\r\n".encode() + body)
        async with asyncio.timeout(TIMEOUT_S):
            answer = await self._read(self._reader)
        answer.seconds = perf_counter() - start
        if answer.headers.get("connection") == "close":
            await self.close()
        found = re.match(r"csrftoken=([^;]+)", answer.headers.get("set-cookie", ""))
        self.cookie = found.group(1) if found else self.cookie
        return answer

    @staticmethod
    async def _read(reader: asyncio.StreamReader) -> Answer:
        status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int(await reader.readline(), 16):
                body += await reader.readexactly(size)
                await reader.readline()
            await reader.readline()
        else:
            body = await reader.readexactly(int(headers.get("content-length", "0")))
        return Answer(int(status.split()[1]), headers, body, 0.0)


async def read_pages(order: dict[str, Any]) -> dict[str, Any]:
    """Read pages with n clients until the list or the time is over; the first `n_warm` answers are not counted."""
    paths = iter(order["paths"])
    deadline = monotonic() + order["at_most_s"]
    seconds: list[float] = []
    n_warm, n_errors, n_without_times = order["n_warm"], 0, 0
    counting_from = perf_counter()

    async def browse(client: Client) -> None:
        nonlocal n_warm, n_errors, n_without_times, counting_from
        for path in paths:
            if monotonic() > deadline:
                return
            answer = await client.get(path)
            if n_warm > 0:
                n_warm -= 1
                counting_from = perf_counter()
                continue
            seconds.append(answer.seconds)
            n_errors += answer.status != 200
            n_without_times += answer.status == 200 and not TIME_BUTTON.search(answer.body)
        await client.close()

    await asyncio.gather(*(browse(Client(order["port"])) for _ in range(order["n_clients"])))
    return {
        "seconds": seconds,
        "elapsed_s": perf_counter() - counting_from,
        "n_errors": n_errors,
        "n_without_times": n_without_times,
    }


async def race(order: dict[str, Any]) -> dict[str, Any]:
    """Send the same form from all clients at once, slot after slot. Who wins gets an address, who loses other times."""
    clients = [await new_browser(order) for _ in range(order["n_clients"])]
    rounds = []
    for fields in order["forms"]:
        for client in clients:
            await client.connect()
        answers = await asyncio.gather(*(client.post(order["form_path"], fields) for client in clients))
        won = [number for number, answer in enumerate(answers) if answer.status == 302]
        losers = [answer for answer in answers if answer.status == 409]
        rounds.append({
            "winners": [{"cookie": clients[n].cookie, "location": answers[n].headers["location"]} for n in won],
            "n_lost": len(losers),
            "n_without_three_times": sum(len(TIME_BUTTON.findall(answer.body)) != 3 for answer in losers),
            "n_errors": sum(answer.status >= 500 for answer in answers),
            "n_other": sum(answer.status not in {302, 409} for answer in answers),
            "longest_s": max(answer.seconds for answer in answers),
        })  # fmt: skip
        for number in won:
            # One browser may hold a few times only: another person takes its place.
            await clients[number].close()
            clients[number] = await new_browser(order)
    for client in clients:
        await client.close()
    return {"rounds": rounds}


async def new_browser(order: dict[str, Any]) -> Client:
    """Return a client that has read a page, and so has a cookie of its own."""
    client = Client(order["port"])
    await client.get(order["first_page"])
    return client


async def finish(order: dict[str, Any]) -> dict[str, Any]:
    """Send one form for each of the visits, one after the other, each with the cookie of its browser."""
    statuses = []
    for visit in order["visits"]:
        client = Client(order["port"])
        client.cookie = visit["cookie"]
        statuses.append((await client.post(visit["path"], visit["fields"])).status)
        await client.close()
    return {"statuses": statuses}


WORKS = {"read_pages": read_pages, "race": race, "finish": finish}


def main() -> None:
    order = json.load(sys.stdin)
    json.dump(asyncio.run(WORKS[order["work"]](order)), sys.stdout)


if __name__ == "__main__":
    main()
