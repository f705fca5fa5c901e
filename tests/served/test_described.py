"""Schemathesis reads the description of the interface and asks what it allows, and what it does not."""

import subprocess
import sys
import time
from pathlib import Path

from conftest import ROOT


def attacked(server, *options, config=""):
    """Whether all answers to what the description allows, and to what it does not, are as it says."""
    (server.folder / "schemathesis.toml").write_text(config)
    program = Path(sys.executable).parent / "schemathesis"
    checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
    call = [
        program, "--config-file", server.folder / "schemathesis.toml", "run", f"http://127.0.0.1:{server.port}/api/openapi.json",
        "--header", f"Authorization: Bearer {server.token}", "--checks", checks, "--exclude-path", "/api/events",
        "--seed", "1", "--request-timeout", "60", "--no-color", *options,
    ]  # fmt: skip
    done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=server.folder)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert server.is_alive()


def test_no_request_that_the_description_allows_breaks_the_server(server):
    attacked(server, "--max-examples", "40")


def test_nor_does_one_for_what_is_there(server):
    """With a scenario and a finished job, so that more than the refusal of unknown names is reached; live answers apart, which
    may take 20,000 samples."""
    job = server.post("/api/jobs", {"file": "boiler_only.toml", "kind": "run", "options": {"samples": 10}}, 202)
    while server.get(f"/api/jobs/{job['id']}")["state"] != "done":
        time.sleep(0.1)
    config = f'[parameters]\n"path.file" = "boiler_only.toml"\n"path.id" = {job["id"]}\n'
    attacked(server, "--max-examples", "20", "--phases", "examples,coverage,fuzzing", "--exclude-method", "DELETE", "--exclude-path-regex", "/live$", config=config)


def test_every_path_says_what_it_is(shared):
    described = shared.get("/api/openapi.json")
    assert described["openapi"].startswith("3.1") and described["info"]["version"] in (ROOT / "Cargo.toml").read_text()
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            assert one["summary"], (method, path)
            assert one["responses"], (method, path)
