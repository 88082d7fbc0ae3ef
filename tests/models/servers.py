"""Servers on this machine that speak the protocols of the real ones, well or badly."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Handle = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serve(answer: Handle) -> Iterator[str]:
    """The address of a server that lets `answer` answer every request."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        do_POST = do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def reply(request: BaseHTTPRequestHandler, status: int, kind: str, body: bytes, **headers: str) -> None:
    """Send a whole answer; to HEAD without its body. Underlines in header names become hyphens."""
    request.send_response(status)
    request.send_header("Content-Type", kind)
    request.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    if request.command != "HEAD":
        request.wfile.write(body)


def event(text: str | None, finish: str | None = None) -> bytes:
    """One server-sent event of a chat completion."""
    chunk = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "delta": {} if text is None else {"content": text}, "finish_reason": finish}],
    }
    return f"data: {json.dumps(chunk)}\n\n".encode()


def stream(request: BaseHTTPRequestHandler, *events: bytes) -> None:
    """Send events as they come, without a length."""
    request.send_response(200)
    request.send_header("Content-Type", "text/event-stream")
    request.end_headers()
    for one in events:
        request.wfile.write(one)
        request.wfile.flush()


def hub(name: str, files: dict[str, bytes]) -> Handle:
    """A hub with one model; files of 100 bytes or more have a SHA-256, smaller ones git's checksum."""
    commit = hashlib.sha1(name.encode()).hexdigest()

    def git(data: bytes) -> str:
        return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()

    def entry(path: str, data: bytes) -> dict[str, object]:
        large = {"lfs": {"oid": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 100}}
        return {"type": "file", "path": path, "size": len(data), "oid": git(data)} | (large if len(data) >= 100 else {})

    def answer(request: BaseHTTPRequestHandler) -> None:
        path = request.path.partition("?")[0]
        if path.startswith(f"/api/models/{name}/tree/"):
            body = json.dumps([entry(*item) for item in files.items()]).encode()
            return reply(request, 200, "application/json", body)
        if path in (f"/api/models/{name}", f"/api/models/{name}/revision/main"):
            body = json.dumps({"id": name, "sha": commit, "siblings": [{"rfilename": path} for path in files]}).encode()
            return reply(request, 200, "application/json", body)
        asked = path.removeprefix(f"/{name}/resolve/{commit}/")
        if asked in files:
            data = files[asked]
            etag = hashlib.sha256(data).hexdigest() if len(data) >= 100 else git(data)
            return reply(request, 200, "application/octet-stream", data, ETag=f'"{etag}"', X_Repo_Commit=commit)
        return reply(request, 404, "application/json", b"{}", X_Error_Code="RepoNotFound")

    return answer
