"""Visitors who mean harm, or nothing good: other sites, wrong hosts, floods, bombs, half a request, a full disk."""

import io
import json
import os
import resource
import socket
import subprocess
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from conftest import copied, linux, served

FILES = "/api/files"
OCTETS = {"Content-Type": "application/octet-stream"}


def test_without_the_token_there_is_nothing(shared):
    for path in ["/", "/app.js", FILES, "/api/openapi.json", "/api/events"]:
        assert shared.ask("GET", path, token=False)[0] == 401, path
        assert shared.ask("GET", path, token=False, headers={"Authorization": "Bearer " + "0" * 32})[0] == 401, path
    assert shared.ask("GET", f"/?token={'0' * 32}", token=False)[0] == 401
    assert shared.ask("GET", f"{FILES}?token={shared.token}", token=False)[0] == 401, "the token belongs to the first address alone"


def test_the_token_becomes_a_cookie_that_other_sites_cannot_send(shared):
    status, headers, _ = shared.ask("GET", f"/?token={shared.token}", token=False)
    cookie = headers["set-cookie"]
    assert status == 303 and headers["location"] == "/" and {"HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))
    own = {"Cookie": cookie.split(";")[0]}
    assert shared.ask("GET", FILES, token=False, headers=own)[0] == 200
    for other in [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://127.0.0.1:1"}]:
        for method, path in [("POST", "/api/jobs"), ("GET", FILES)]:
            status, headers, _ = shared.ask(method, path, b"{}", {**own, **other}, token=False)
            assert status == 403 and not any(name.lower().startswith("access-control") for name in headers), other
    assert shared.ask("OPTIONS", FILES, headers={"Origin": "https://evil.example"})[0] in (403, 405)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1", "gisement.local:{port}", "127.0.0.1.evil.example:{port}", ""])
def test_another_name_for_this_machine_leads_nowhere(shared, host):
    status, _, body = shared.ask("GET", FILES, headers={"Host": host.format(port=shared.port)})
    assert status in (400, 421), body


def test_every_answer_carries_the_rules_for_browsers(shared):
    for path in ["/", "/app.js", FILES, "/none", "/api/none"]:
        _, headers, _ = shared.ask("GET", path)
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "path",
    ["/../Cargo.toml", "/..%2f..%2fetc/passwd", "/%2e%2e/secret.toml", "/api/files/..%2fsecret.toml", "/api/files/%2fetc%2fpasswd", "/api/files/secret.toml%00.toml", "/api/files/..%5csecret.toml"],
)
def test_paths_stay_in_the_folder(tmp_path, path):
    (tmp_path / "secret.toml").write_text("name = \"secret\"\n")
    (tmp_path / "in").mkdir()
    with served(tmp_path / "in") as server:
        status, _, body = server.ask("GET", path)
        assert status in (400, 404) and b"secret\"" not in json.dumps(body if isinstance(body, dict) else str(body)).encode()


def test_a_scenario_reads_nothing_outside_its_folder(tmp_path):
    (tmp_path / "secret.csv").write_text("provider_id,name\nsecret,secret\n")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.toml").write_text("[pool]\nproviders = \"../secret.csv\"\nstreams = \"/etc/hostname\"\n")
    (tmp_path / "in" / "link.toml").symlink_to(tmp_path / "secret.csv")
    with served(tmp_path / "in") as server:
        problems = server.get("/api/files/a.toml")["problems"]
        assert sum("outside the folder" in problem["message"] for problem in problems) == 2, problems


def bomb(megabytes):
    """A workbook whose sheet unfolds to so many megabytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as book:
        book.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        book.writestr("xl/_rels/workbook.xml.rels", '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>')
        book.writestr("xl/workbook.xml", '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="companies" sheetId="1" r:id="rId1"/></sheets></workbook>')
        with book.open("xl/sharedStrings.xml", "w", force_zip64=True) as strings:
            strings.write(b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>')
            for _ in range(megabytes):
                strings.write(b"a" * 1_000_000)
            strings.write(b"</t></si></sst>")
        book.writestr("xl/worksheets/sheet1.xml", '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>')
    return held.getvalue()


@linux
def test_a_bomb_in_a_workbook_is_refused(tmp_path):
    limit = 1_500_000_000
    with served(copied(tmp_path / "in"), preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit))) as server:
        status, _, body = server.ask("POST", "/api/inventory?name=bomb.xlsx", bomb(2500), OCTETS)
        assert status == 422 and "unfolds" in body["error"]["message"] and body["error"]["help"]
        assert server.is_alive()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"\xff" * 1000, b"name,amount\n"])
def test_no_workbook_at_all_is_told(shared, content):
    status, _, body = shared.ask("POST", "/api/inventory?name=x.xlsx", content, OCTETS)
    assert status == 422 and body["error"]["help"], body


def test_a_hundred_megabytes_are_refused(shared):
    held = b"a" * 100_000_000
    for method, path, kind in [("POST", "/api/inventory?name=x.xlsx", OCTETS), ("POST", "/api/jobs", {"Content-Type": "application/json"})]:
        try:
            status, _, body = shared.ask(method, path, held, kind)
            assert status == 413 and body["error"]["code"] == "too_large"
        except (BrokenPipeError, ConnectionResetError):
            # Refused before all of it was sent.
            pass
    assert shared.is_alive()


def test_half_a_request_holds_nothing(server):
    """More half-open connections than the server has places: they end, and others are served."""
    halves = []
    for k in range(700):
        half = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        half.sendall(b"GET /api/session HTTP/1.1\r\nHost: " if k % 2 else b"")
        halves.append(half)
    start = time.monotonic()
    while time.monotonic() - start < 60:
        try:
            if server.ask("GET", "/api/session")[0] == 200:
                break
        except OSError:
            time.sleep(0.5)
    else:
        pytest.fail("nobody else was served")
    for half in halves:
        half.close()


def test_a_body_that_never_comes_holds_nobody(server):
    slow = socket.create_connection(("127.0.0.1", server.port))
    slow.sendall(
        f"POST /api/jobs HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAuthorization: Bearer {server.token}\r\n"
        "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{".encode()
    )
    assert server.is_alive()
    slow.settimeout(60)
    assert b"408" in slow.recv(200), "it is told that its time is over"


def test_two_hundred_readers_at_once(shared):
    shared.get("/api/files/florange.toml/result")
    gate = threading.Barrier(200)

    def read(k):
        gate.wait()
        path = ["/api/files/florange.toml/result", "/api/files/florange.toml", FILES, "/app.js"][k % 4]
        return shared.ask("GET", path)[0]

    with ThreadPoolExecutor(200) as readers:
        assert set(readers.map(read, range(200))) == {200}


@linux
def test_a_full_disk_leaves_the_file_as_it_was(tmp_path):
    """A folder on a file system of its own, which is then filled."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place], capture_output=True, check=False)
    if mounted.returncode != 0:
        pytest.skip("no file system may be mounted here")
    try:
        text = "name = \"small\"\n[boiler]\npower_kw = 500\n"
        (place / "a.toml").write_text(text)
        with served(place) as server:
            opened = server.get("/api/files/a.toml")
            with (place / "filler").open("wb", buffering=0) as filler:
                try:
                    while True:
                        filler.write(b"\0" * 4096)
                except OSError:
                    pass
            body = {"revision": opened["revision"], "text": text + "# " + "more " * 4000 + "\n"}
            _, _, changed = server.ask("PUT", "/api/files/a.toml/text", body)
            status, _, refused = server.ask("POST", "/api/files/a.toml/save", {"revision": changed["revision"]})
            assert status == 507 and refused["error"]["code"] == "disk" and "as it was" in refused["error"]["help"]
            assert (place / "a.toml").read_text() == text and server.is_alive()
            assert {path.name for path in place.iterdir()} == {"a.toml", "filler"}, "nothing half written is left"
            (place / "filler").unlink()
            assert server.post("/api/files/a.toml/save", {"revision": changed["revision"]})["saved"]
    finally:
        subprocess.run(["umount", place], check=False)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/api/files/florange.toml", {"revision": 1, "edits": [{"path": [], "value": 1}]}),
        ("PATCH", "/api/files/florange.toml", {"revision": 1, "edits": [{"path": ["boiler"] * 500, "value": 1}]}),
        ("PATCH", "/api/files/florange.toml", {"revision": -1, "edits": []}),
        ("PATCH", "/api/files/florange.toml", {"revision": 1, "edits": [{"path": ["x"], "value": 1, "more": 2}]}),
        ("PATCH", "/api/files/florange.toml", {"revision": 1, "edits": [{"path": ["x"], "value": 1}] * 1001}),
        ("POST", "/api/files/florange.toml/live", {"samples": 10**9}),
        ("POST", "/api/files/florange.toml/live", {"set": ["a=1"] * 3000}),
        ("POST", "/api/jobs", {"file": "florange.toml", "kind": "run", "options": {"samples": 10**9}}),
        ("POST", "/api/jobs", {"file": "florange.toml", "kind": "none"}),
        ("POST", "/api/inventory", {"tables": [{"table": "none", "columns": [], "rows": []}]}),
        ("DELETE", "/api/jobs/99999999999999999999999", None),
    ],
)
def test_nonsense_is_refused_with_a_reason(shared, method, path, body):
    status, _, answer = shared.ask(method, path, body)
    assert 400 <= status < 500 and answer["error"]["message"], answer
    assert shared.is_alive()


def test_deep_nesting_is_refused(shared):
    text = "x = " + "[" * 100_000 + "]" * 100_000
    status, _, answer = shared.ask("PUT", "/api/files/two_stage.toml/text", {"revision": 1, "text": text})
    assert status in (200, 400, 422), answer
    deep = b'{"revision": 1, "edits": [{"path": ["x"], "value": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]}"
    status, _, answer = shared.ask("PATCH", "/api/files/two_stage.toml", deep, {"Content-Type": "application/json"})
    assert status in (400, 422), answer
    assert shared.is_alive()


@linux
def test_pipes_folders_and_links_are_no_scenarios(tmp_path):
    outside, inside = tmp_path / "outside", tmp_path / "in"
    outside.mkdir()
    inside.mkdir()
    (outside / "secret.toml").write_text("name = \"secret\"\n")
    os.mkfifo(inside / "pipe.toml")
    (inside / "folder.toml").mkdir()
    (inside / "link.toml").symlink_to(outside / "secret.toml")
    (inside / "nowhere.toml").symlink_to(outside / "none.toml")
    (inside / "inv_inventory").symlink_to(outside)
    with served(inside) as server:
        assert server.get(FILES)["files"] == []
        for name in ("pipe", "folder", "link", "nowhere"):
            assert server.ask("GET", f"{FILES}/{name}.toml")[0] == 404, name
            assert server.ask("POST", FILES, {"file": f"{name}.toml", "from": "empty"})[0] == 409, name
        made = server.post(FILES, {"file": "inv.toml", "from": "empty"}, 201)
        tables = [{"table": "companies", "columns": ["provider_id", "name"], "rows": [["A", "Alpha"]]}]
        _, _, taken = server.ask("PUT", f"{FILES}/inv.toml/inventory", {"revision": made["revision"], "tables": tables})
        status, _, refused = server.ask("POST", f"{FILES}/inv.toml/save", {"revision": taken["revision"]})
        assert 400 <= status < 500 and refused["error"]["message"]
        assert {path.name for path in outside.iterdir()} == {"secret.toml"}, "nothing is written outside"
        assert not (inside / "inv.toml").exists(), "nothing half written"
        assert server.is_alive()


def test_eight_thousand_companies_hold_nobody_else(server):
    """A table far larger than a pole's is judged, and others are served meanwhile."""
    rows = [[f"C{k}", f"Company {k}", "Florange"] for k in range(8000)]
    tables = [{"table": "companies", "columns": ["provider_id", "name", "commune"], "rows": rows}]
    made = server.post(FILES, {"file": "large.toml", "from": "empty"}, 201)
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(server.ask, "PUT", f"{FILES}/large.toml/inventory", {"revision": made["revision"], "tables": tables})]
        asked += [pool.submit(server.ask, "GET", f"{FILES}/large.toml") for _ in range(2)]
        while not all(one.done() for one in asked):
            assert server.ask("GET", "/api/session")[0] == 200
    assert [one.result()[0] for one in asked] == [200, 200, 200]
    too_many = {"tables": [{"table": "companies", "columns": ["provider_id"], "rows": [["A"]] * 250_000}]}
    assert server.ask("POST", "/api/inventory", too_many)[0] == 422
    csv = b"provider_id,name\n" + b"a,b\n" * 500_000
    assert server.ask("POST", "/api/inventory?name=companies.csv", csv, OCTETS)[0] == 422


def test_two_servers_on_one_folder_lose_nothing(server):
    def tables(name):
        return [{"table": "companies", "columns": ["provider_id", "name", "commune"], "rows": [["A", name, "Florange"]]}]

    with served(server.folder) as other:
        made = server.post(FILES, {"file": "both.toml", "from": "empty"}, 201)
        _, _, first = server.ask("PUT", f"{FILES}/both.toml/inventory", {"revision": made["revision"], "tables": tables("one")})
        server.post(f"{FILES}/both.toml/save", {"revision": first["revision"]})
        theirs = other.get(f"{FILES}/both.toml")
        _, _, second = server.ask("PUT", f"{FILES}/both.toml/inventory", {"revision": first["revision"], "tables": tables("two")})
        server.post(f"{FILES}/both.toml/save", {"revision": second["revision"]})
        _, _, stale = other.ask("PUT", f"{FILES}/both.toml/inventory", {"revision": theirs["revision"], "tables": tables("three")})
        status, _, refused = other.ask("POST", f"{FILES}/both.toml/save", {"revision": stale["revision"]})
        assert status == 409 and refused["error"]["code"] == "changed_on_disk"
    assert "two" in (server.folder / "both_inventory" / "companies.csv").read_text()


def test_names_that_differ_share_no_tables(server):
    def saved(name, company):
        made = server.post(FILES, {"file": name, "from": "empty"}, 201)
        tables = [{"table": "companies", "columns": ["provider_id", "name"], "rows": [["A", company]]}]
        _, _, taken = server.ask("PUT", f"{FILES}/{name}/inventory", {"revision": made["revision"], "tables": tables})
        return server.post(f"{FILES}/{name}/save", {"revision": taken["revision"]})

    saved("a.toml", "first")
    saved("a.toml.toml", "second")
    assert "first" in (server.folder / "a_inventory" / "companies.csv").read_text()
    # A copy takes tables that are not saved yet with it, to a folder of its own.
    made = server.post(FILES, {"file": "b.toml", "from": "empty"}, 201)
    tables = [{"table": "companies", "columns": ["provider_id", "name"], "rows": [["A", "third"]]}]
    server.ask("PUT", f"{FILES}/b.toml/inventory", {"revision": made["revision"], "tables": tables})
    copy = server.post(FILES, {"file": "c.toml", "from": "copy", "source": "b.toml"}, 201)
    server.post(f"{FILES}/c.toml/save", {"revision": copy["revision"]})
    assert "third" in (server.folder / "c_inventory" / "companies.csv").read_text()
    assert not (server.folder / "b_inventory").exists()
