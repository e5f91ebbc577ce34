"""A real server, killed in the middle of its work: what it answered is there."""

import sqlite3
import threading
import time
import uuid
from contextlib import closing

import httpx2
import pytest

CLIENTS = 8


def label_until_it_dies(server, cookies, acknowledged):
    """Puts one span after the other; keeps the ids that were answered with 201."""
    with httpx2.Client(base_url=server.url, cookies=cookies, timeout=5) as client:
        while True:
            id_ = str(uuid.uuid4())
            body = {"label": "claim", "fragments": [[0, 5]]}
            try:
                answer = client.put(f"/api/articles/a/layers/me/spans/{id_}", json=body)
            except httpx2.HTTPError:
                return
            assert answer.status_code == 201, answer.text
            acknowledged.append(id_)


@pytest.mark.parametrize("writes", [20, 150])
def test_every_answered_write_survives_kill_9_under_eight_clients(db, make_server, writes):
    server = make_server(db, "--no-samples")
    with server.client() as client:
        assert client.post("/api/articles", json={"id": "a", "text": "Hello there"}).is_success
    acknowledged: list[str] = []
    threads = [
        threading.Thread(target=label_until_it_dies, args=(server, server.cookies, acknowledged))
        for _ in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    while len(acknowledged) < writes and any(thread.is_alive() for thread in threads):
        time.sleep(0.005)
    server.kill()
    for thread in threads:
        thread.join()
    assert len(acknowledged) >= writes
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        stored = [row[0] for row in connection.execute("SELECT id FROM span")]
        journal = [
            row[0] for row in connection.execute("SELECT object_id FROM journal WHERE layer")
        ]
    assert set(acknowledged) <= set(stored)
    assert sorted(journal) == sorted(stored)
    assert len(stored) <= len(acknowledged) + CLIENTS


def test_a_put_sent_again_after_a_kill_is_one_span(db, make_server):
    server = make_server(db, "--no-samples")
    address = f"/api/articles/a/layers/me/spans/{uuid.uuid4()}"
    with server.client() as client:
        client.post("/api/articles", json={"id": "a", "text": "Hello there"})
        body = {"label": "claim", "fragments": [[0, 5]]}
        assert client.put(address, json=body).status_code == 201
        server.restart()
        assert client.put(address, json=body).status_code == 200
        assert len(client.get("/api/articles/a/layers/me").json()["spans"]) == 1
