"""A server on a copy of the shipped scenarios, and ways to talk to it: as a script, as a stranger, as a browser."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("GISEMENT_BINARY", ROOT / "target" / "debug" / "gisement"))
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@dataclass
class Server:
    """A running server."""

    address: str
    port: int
    token: str
    folder: Path
    process: subprocess.Popen

    def ask(self, method, path, body=None, headers=None, token=True):
        """Status, headers, body as JSON where it is JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        given = {"Authorization": f"Bearer {self.token}"} if token else {}
        if body is not None and not isinstance(body, bytes):
            body, given["Content-Type"] = json.dumps(body).encode(), "application/json"
        connection.request(method, path, body, {**given, **(headers or {})})
        answer = connection.getresponse()
        text = answer.read()
        is_json = (answer.getheader("content-type") or "").startswith("application/json")
        told = answer.status, dict(answer.getheaders()), json.loads(text) if is_json else text
        connection.close()
        return told

    def get(self, path):
        status, _, body = self.ask("GET", path)
        assert status == 200, (path, status, body)
        return body

    def post(self, path, body, status=200):
        found, _, answer = self.ask("POST", path, body)
        assert found == status, (path, found, answer)
        return answer

    def edit(self, file, revision, *edits):
        changes = [{"path": list(path), "value": value} for path, value in edits]
        status, _, body = self.ask("PATCH", f"/api/files/{file}", {"revision": revision, "edits": changes})
        assert status == 200, body
        return body

    def events(self, file, body):
        """The whole stream of a live answer: name and data of each event."""
        status, headers, text = self.ask("POST", f"/api/files/{file}/live", body)
        assert status == 200 and headers["content-type"] == "text/event-stream", (status, text)
        parts = re.findall(r"event: (\w+)\ndata: (.*)\n\n", text.decode())
        return [(name, json.loads(data)) for name, data in parts]

    def is_alive(self):
        return self.process.poll() is None and self.ask("GET", "/api/session")[0] == 200


@contextmanager
def served(folder, *arguments, **options):
    """A server on a folder; Ctrl-C ends it, in order."""
    call = [PROGRAM, "serve", folder, "--no-browser", *arguments]
    process = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    try:
        address = process.stdout.readline().strip()
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\?token=([0-9a-f]{32})(#/.*)?", address)
        assert found, f"{address}\n{process.stderr.read() if process.poll() is not None else ''}"
        yield Server(address, int(found[1]), found[2], Path(folder), process)
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0, process.stderr.read()
    finally:
        process.kill()
        process.wait()


def copied(folder):
    """The shipped scenarios, where tests may write."""
    shutil.copytree(ROOT / "scenarios", folder)
    return folder


@pytest.fixture
def server(tmp_path):
    """A server on scenarios of its own."""
    with served(copied(tmp_path / "scenarios")) as one:
        yield one


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """A server for those who only look."""
    with served(copied(tmp_path_factory.mktemp("served") / "scenarios")) as one:
        yield one


@pytest.fixture(scope="session")
def browser():
    """The system's browser; nothing is downloaded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where pictures go, for eyes: `target/browser-shots/`."""
    folder = ROOT / "target" / "browser-shots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
