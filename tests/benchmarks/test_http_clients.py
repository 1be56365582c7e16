"""The clients of the benchmark read answers as a browser does."""

import asyncio

from benchmarks.http_clients import read_pages

WITH_LENGTH = (
    b'HTTP/1.1 200 OK\r\nSet-Cookie: csrftoken=abc; Path=/\r\nContent-Length: 24\r\n\r\n<button name="horaire"/>'
)
IN_CHUNKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
AN_ERROR = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


async def served(answers, **order):
    """Answer one request after the other, on connections that stay open; return what the clients found."""
    left = iter(answers)
    n_connections = 0

    async def serve(reader, writer):
        nonlocal n_connections
        n_connections += 1
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                answer = next(left)
                writer.write(answer)
                await writer.drain()
                if b"close" in answer:
                    break
        except asyncio.IncompleteReadError:
            pass
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        found = await read_pages({"port": port, "n_clients": 1, "n_warm": 0, "at_most_s": 10} | order)
    return found, n_connections


def test_read_pages_when_answered_in_any_form_counts_them_on_one_connection():
    found, n_connections = asyncio.run(served([WITH_LENGTH, IN_CHUNKS], paths=["/a", "/b"]))
    assert (len(found["seconds"]), found["n_errors"], found["n_without_times"], n_connections) == (2, 0, 1, 1)


def test_read_pages_when_the_server_hangs_up_connects_again_and_counts_the_error():
    found, n_connections = asyncio.run(served([AN_ERROR, WITH_LENGTH], paths=["/a", "/b"]))
    assert (len(found["seconds"]), found["n_errors"], n_connections) == (2, 1, 2)


def test_read_pages_when_warming_up_leaves_the_first_answers_out():
    found, _ = asyncio.run(served([WITH_LENGTH] * 3, paths=["/a", "/b", "/c"], n_warm=2))
    assert len(found["seconds"]) == 1
