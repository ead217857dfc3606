"""The desk over HTTP, on loopback, for who knows the key.

Started with the port, the name of the model, and the command that answers a file, `-i` and `-o` not among its
arguments; the key and the folder are in the environment.
"""

import json
import os
import re
import sys
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selfinstruct.servers.run_batch.desk import CANCELLED, Desk

_BOUNDARY = re.compile(r'boundary="?([^";]+)')
_FILE = re.compile(rb'name="file".*filename="([^"]*)"', re.IGNORECASE)


def uploaded(content_type: str, body: bytes) -> tuple[str, bytes]:
    """Return the name and the content of the file in a form; `ValueError` if there is none."""
    found = _BOUNDARY.search(content_type)
    for part in (b"\r\n" + body).split(b"\r\n--" + found[1].encode()) if found else ():
        head, _, content = part.partition(b"\r\n\r\n")
        if named := _FILE.search(head.replace(b"\r\n", b" ")):
            return named[1].decode("utf-8", "replace"), content
    raise ValueError("there is no file in this form")


class Handler(BaseHTTPRequestHandler):
    """Answers those that know the key; what is not there is 404."""

    protocol_version = "HTTP/1.1"
    desk: Desk
    model: dict[str, Any]
    key = ""

    def do_GET(self) -> None:
        """Tell of models, files and batches."""
        match self._parts():
            case ["models"]:
                self._answer(_listed([self.model]))
            case ["files"]:
                self._answer(_listed([self.desk.about_file(id_) for id_, (name, _) in self._files() if name]))
            case ["files", id_, "content"] if id_ in self.desk.files:
                self._send(200, self.desk.files[id_][1].read_bytes(), "application/octet-stream")
            case ["batches"]:
                self._answer(_listed([each.about for each in reversed([*self.desk.batches.values()])]))
            case ["batches", id_]:
                known = self.desk.batches.get(id_)
                self._answer(known.about if known else {"id": id_, "created_at": 0, **CANCELLED})
            case _:
                self._missing()

    def do_POST(self) -> None:
        """Take a file or a batch."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            match self._parts():
                case ["files"]:
                    self._answer(self.desk.keep(*uploaded(self.headers.get("Content-Type") or "", body)))
                case ["batches"]:
                    self._answer(self.desk.take(dict(json.loads(body))))
                case _:
                    self._missing()
        except (ValueError, TypeError) as error:
            self._answer({"error": {"message": str(error)}}, 400)

    def do_DELETE(self) -> None:
        """Forget a file."""
        match self._parts():
            case ["files", id_] if self.desk.remove(id_):
                self._answer({"id": id_, "object": "file", "deleted": True})
            case _:
                self._missing()

    def _files(self) -> list[tuple[str, tuple[str, Path]]]:
        return [*self.desk.files.items()]

    def _parts(self) -> list[str]:
        """Return the parts of the path below /v1 for who knows the key, none otherwise."""
        path = urlsplit(self.path).path
        is_let_in = self.headers.get("Authorization") == f"Bearer {self.key}"
        return path.removeprefix("/v1/").split("/") if is_let_in and path.startswith("/v1/") else []

    def _missing(self) -> None:
        is_known = self.headers.get("Authorization") == f"Bearer {self.key}"
        told = "only files and batches are answered here" if is_known else "invalid API key"
        self._answer({"error": {"message": told}}, 404 if is_known else 401)

    def _answer(self, value: dict[str, Any], status: int = 200) -> None:
        self._send(status, json.dumps(value).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing of each request."""


def _listed(data: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"object": "list", "data": list(data), "has_more": False}


def main() -> None:
    """Serve until ended."""
    port, model, *command = sys.argv[1:]
    Handler.desk = Desk(command, Path(os.environ["SELFINSTRUCT_SERVER_FOLDER"]))
    Handler.key = os.environ["SELFINSTRUCT_SERVER_KEY"]
    Handler.model = {"id": model, "object": "model", "owned_by": "vllm"}
    server = ThreadingHTTPServer(("127.0.0.1", int(port)), Handler)
    threading.Thread(target=Handler.desk.work, daemon=True).start()
    server.serve_forever()
