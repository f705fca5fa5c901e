"""The interface as scripts use it: drafts, saving, live answers, jobs; and that its numbers are those of the command line."""

import json
import subprocess
import time

import pytest

from conftest import PROGRAM, served

FLORANGE = "florange.toml"


def document(server, file=FLORANGE):
    return server.get(f"/api/files/{file}")


def test_an_edit_keeps_the_text_around_it(server):
    before = document(server)
    after = server.edit(FLORANGE, before["revision"], (("boiler", "power_kw"), 620))
    changed = [line for line in after["text"].splitlines() if line not in before["text"].splitlines()]
    assert len(changed) == 1 and changed[0].startswith("power_kw = 620"), changed
    assert not after["saved"] and after["valid"] and after["tree"]["boiler"]["power_kw"] == 620
    back = server.post(f"/api/files/{FLORANGE}/undo", {"revision": after["revision"]})
    assert back["text"] == before["text"] and back["saved"] and back["can_redo"]
    again = server.post(f"/api/files/{FLORANGE}/redo", {"revision": back["revision"]})
    assert again["text"] == after["text"]
    # Nothing is on the disk before it is saved.
    assert (server.folder / FLORANGE).read_text() == before["text"]
    saved = server.post(f"/api/files/{FLORANGE}/save", {"revision": again["revision"]})
    assert saved["saved"] and (server.folder / FLORANGE).read_text() == after["text"]


def test_two_pages_do_not_lose_an_edit(server):
    first = document(server)
    server.edit(FLORANGE, first["revision"], (("boiler", "power_kw"), 620))
    body = {"revision": first["revision"], "edits": [{"path": ["boiler", "power_kw"], "value": 700}]}
    status, _, refused = server.ask("PATCH", f"/api/files/{FLORANGE}", body)
    assert status == 409 and refused["error"]["code"] == "stale"
    assert refused["document"]["tree"]["boiler"]["power_kw"] == 620, "the page can show how it stands"
    assert "another page" in refused["error"]["message"] and refused["error"]["help"]


def test_moves_of_a_slider_are_one_step_for_undo(server):
    first = document(server)
    found = first
    for power in [620, 640, 660]:
        body = {"revision": found["revision"], "edits": [{"path": ["boiler", "power_kw"], "value": power}], "joins": True}
        status, _, found = server.ask("PATCH", f"/api/files/{FLORANGE}", body)
        assert status == 200 and found["tree"]["boiler"]["power_kw"] == power
    assert found["revision"] == first["revision"] + 3, "no other page can write over a step"
    body["edits"][0]["value"] = 680
    assert server.ask("PATCH", f"/api/files/{FLORANGE}", body)[0] == 409, "nor over the last one"
    back = server.post(f"/api/files/{FLORANGE}/undo", {"revision": found["revision"]})
    assert back["text"] == first["text"] and not back["can_undo"]
    again = server.post(f"/api/files/{FLORANGE}/redo", {"revision": back["revision"]})
    assert again["text"] == found["text"]


def test_a_draft_that_is_not_on_the_disk_can_be_dropped(server):
    made = server.post("/api/files", {"file": "new.toml", "from": "starter"}, status=201)
    assert [f["on_disk"] for f in server.get("/api/files")["files"] if f["file"] == "new.toml"] == [False]
    edited = server.edit("new.toml", made["revision"], (("name",), "other"))
    status, _, refused = server.ask("DELETE", f"/api/files/new.toml?revision={made['revision']}")
    assert status == 409 and refused["error"]["code"] == "stale" and refused["document"]["title"] == "other"
    status, _, left = server.ask("DELETE", f"/api/files/new.toml?revision={edited['revision']}")
    assert status == 200 and "new.toml" not in [f["file"] for f in left["files"]]
    assert server.ask("GET", "/api/files/new.toml")[0] == 404
    assert server.ask("DELETE", "/api/files/new.toml?revision=1")[0] == 404
    # What is on the disk stays there, opened, changed or not.
    revision = document(server)["revision"]
    for title in ["other", "another"]:
        status, _, refused = server.ask("DELETE", f"/api/files/{FLORANGE}?lang=fr&revision={revision}")
        assert status == 409 and refused["error"]["code"] == "on_disk" and "disque" in refused["error"]["message"]
        revision = server.edit(FLORANGE, revision, (("name",), title))["revision"]
    assert server.ask("DELETE", f"/api/files/{FLORANGE}")[0] == 400
    # Nor is a file dropped that somebody has written meanwhile under the name of the draft.
    again = server.post("/api/files", {"file": "new.toml", "from": "empty"}, status=201)
    (server.folder / "new.toml").write_text("name = 'theirs'\n")
    assert server.ask("DELETE", f"/api/files/new.toml?revision={again['revision']}")[0] == 409
    assert (server.folder / "new.toml").read_text() == "name = 'theirs'\n"


def test_a_file_changed_on_the_disk_is_not_written_over(server):
    opened = document(server)
    edited = server.edit(FLORANGE, opened["revision"], (("boiler", "power_kw"), 620))
    theirs = opened["text"].replace("power_kw", "# theirs\npower_kw", 1)
    (server.folder / FLORANGE).write_text(theirs)
    status, _, refused = server.ask("POST", f"/api/files/{FLORANGE}/save", {"revision": edited["revision"]})
    assert status == 409 and refused["error"]["code"] == "changed_on_disk"
    assert (server.folder / FLORANGE).read_text() == theirs
    assert document(server)["on_disk"] == "changed"
    loaded = server.post(f"/api/files/{FLORANGE}/reload", {"revision": edited["revision"]})
    assert loaded["text"] == theirs and loaded["on_disk"] == "same" and loaded["can_undo"], "the own changes can be had back"
    mine = server.post(f"/api/files/{FLORANGE}/undo", {"revision": loaded["revision"]})
    assert mine["text"] == edited["text"]
    server.post(f"/api/files/{FLORANGE}/save", {"revision": mine["revision"], "over": True})
    assert (server.folder / FLORANGE).read_text() == edited["text"]


def test_a_new_scenario_is_on_the_disk_when_it_is_saved(server):
    status, _, made = server.ask("POST", "/api/files", {"file": "Été (a).toml", "from": "starter"})
    assert status == 201 and made["on_disk"] == "new" and made["valid"]
    assert not (server.folder / "Été (a).toml").exists()
    path = "/api/files/%C3%89t%C3%A9%20(a).toml"
    server.post(f"{path}/save", {"revision": made["revision"]})
    assert (server.folder / "Été (a).toml").read_text() == made["text"]
    for name, code in [("Été (a).toml", 409), ("../x.toml", 400), ("x.csv", 400), (".x.toml", 400), ("a/b.toml", 400), ("x" * 200 + ".toml", 400)]:
        assert server.ask("POST", "/api/files", {"file": name, "from": "empty"})[0] == code, name
    assert server.ask("POST", "/api/files", {"file": "c.toml", "from": "copy", "source": FLORANGE})[0] == 201
    assert server.ask("POST", "/api/files", {"file": "d.toml", "from": "copy", "source": "none.toml"})[0] == 404


def test_what_concerns_the_whole_scenario_is_no_keys_fault(server):
    made = server.post("/api/files", {"file": "none.toml", "from": "empty"}, 201)
    [problem] = made["problems"]
    assert problem["path"] is None and "asks for nothing" in problem["message"], "its title is right"


def test_wrong_values_are_told_at_their_keys_as_check_tells_them(server):
    opened = document(server)
    wrong = server.edit(FLORANGE, opened["revision"], (("boiler", "power_kw"), -5), (("boiler", "no_such_key"), 1))
    assert not wrong["valid"]
    places = {tuple(problem["path"]) for problem in wrong["problems"] if problem["path"]}
    assert {("boiler", "power_kw"), ("boiler", "no_such_key")} <= places
    server.post(f"/api/files/{FLORANGE}/save", {"revision": wrong["revision"]})
    checked = subprocess.run([PROGRAM, "check", server.folder / FLORANGE, "--json"], capture_output=True, text=True, check=False)
    said = [problem["message"] for problem in json.loads(checked.stdout)["problems"]]
    assert said == [problem["message"] for problem in wrong["problems"]]
    french = server.get(f"/api/files/{FLORANGE}?lang=fr")
    assert [p["message"] for p in french["problems"]] != said


def test_a_text_that_is_no_toml_is_kept_and_told(server):
    opened = document(server)
    body = {"revision": opened["revision"], "text": "[boiler\npower_kw = "}
    status, _, broken = server.ask("PUT", f"/api/files/{FLORANGE}/text", body)
    assert status == 200 and broken["tree"] is None and not broken["valid"] and broken["problems"][0]["line"] == 1
    edits = {"revision": broken["revision"], "edits": [{"path": ["boiler", "power_kw"], "value": 1}]}
    status, _, refused = server.ask("PATCH", f"/api/files/{FLORANGE}", edits)
    assert status == 422 and "TOML" in refused["error"]["message"]
    assert server.ask("GET", f"/api/files/{FLORANGE}/inputs")[0] == 422


def test_live_numbers_are_those_of_the_command_line(server):
    value = "boiler.power_kw=420"
    events = server.events(FLORANGE, {"set": [value], "samples": 300})
    names = [name for name, _ in events]
    assert names[:2] == ["nominal", "figures"] and names[-1] == "done" and names.count("spread") >= 2
    run = [PROGRAM, "run", server.folder / FLORANGE, "--set", value, "-n", "300", "--json", "--out", server.folder / "out"]
    told = json.loads(subprocess.run(run, capture_output=True, text=True, check=True).stdout)["headlines"]
    nominal = {one["key"]: one["value"] for one in events[0][1]["headlines"]}
    assert nominal == {key: one["nominal"] for key, one in told.items()}
    last = [data for name, data in events if name == "spread"][-1]
    assert last["n"] == last["wanted"] == 300
    for one in last["headlines"]:
        for key in ("mean", "p10", "p50", "p90"):
            assert one[key] == told[one["key"]][key], (one["key"], key)
        assert sum(one["bins"]) == 300 and one["low"] <= one["p10"] <= one["p90"] <= one["high"]
    kinds = {figure["chart"]["kind"] for figure in events[1][1]["figures"]}
    assert {"load_duration", "sankey", "waterfall", "closure", "time_series", "bars"} <= kinds
    assert all(figure["svg"] is None and figure["csv"] and figure["title"] for figure in events[1][1]["figures"])


def test_tables_of_figures_are_had_when_they_are_wanted(server):
    question = {"set": ["boiler.power_kw=620"], "samples": 0}
    whole = dict(server.events(FLORANGE, question))["figures"]["figures"]
    light = dict(server.events(FLORANGE, {**question, "without_tables": True}))["figures"]["figures"]
    # Later answers do not touch what an earlier one has shown.
    server.events(FLORANGE, {"set": ["boiler.power_kw=300"], "samples": 0, "without_tables": True})
    assert len(whole) == len(light) > 5
    for full, short in zip(whole, light):
        assert short["csv"] is None and full["table"] is None and short["chart"] == full["chart"]
        status, headers, text = server.ask("GET", short["table"])
        assert status == 200 and headers["content-type"].startswith("text/csv") and text.decode() == full["csv"]
    for gone in ["/api/tables/999/0", f"{light[0]['table']}99", "/api/tables/x/y"]:
        status, _, refused = server.ask("GET", f"{gone}?lang=fr")
        assert status == 404 and "figure" in refused["error"]["message"], gone
    weight = [len(json.dumps(one, ensure_ascii=False).encode()) for one in (whole, light)]
    assert weight[1] < weight[0] / 2, weight


def test_live_problems_have_the_path_that_was_set(server):
    [(name, data)] = server.events(FLORANGE, {"set": ["boiler.power_kw=-1"], "samples": 10})
    assert name == "problems" and data["problems"][0]["path"] == ["boiler", "power_kw"]


def test_a_live_answer_nobody_hears_lets_go(server):
    """Many answers are begun and dropped; the next one comes at once, so none of them went on."""
    import http.client

    for k in range(12):
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        body = json.dumps({"set": [f"boiler.power_kw={400 + k}"], "samples": 20000})
        headers = {"Authorization": f"Bearer {server.token}", "Content-Type": "application/json"}
        connection.request("POST", f"/api/files/{FLORANGE}/live", body, headers)
        connection.sock.close()
    names = [name for name, _ in server.events(FLORANGE, {"samples": 0})]
    assert names == ["nominal", "figures", "done"]


def finished(server, job):
    while (now := server.get(f"/api/jobs/{job['id']}"))["state"] in ("waiting", "running"):
        time.sleep(0.1)
    return now


@pytest.mark.parametrize(
    ("file", "kind", "options"),
    [
        ("boiler_only.toml", "run", {"samples": 40}),
        ("boiler_only.toml", "size", {"samples": 0}),
        ("pilot12.toml", "channels", {"samples": 4}),
        ("boiler_only.toml", "sensitivity", {"method": "tornado"}),
        ("boiler_only.toml", "compare", {"with": "florange.toml"}),
    ],
)
def test_jobs_have_answers_reports_and_workbooks(shared, file, kind, options):
    job = shared.post("/api/jobs", {"file": file, "kind": kind, "options": options}, 202)
    done = finished(shared, job)
    assert done["state"] == "done" and done["error"] is None, done
    answer = shared.get(f"/api/jobs/{job['id']}/answer?lang=fr")
    assert answer["lacks"] == [], answer["lacks"]
    assert answer["sections"] and answer["figures"] and all(f["chart"] or f["svg"] for f in answer["figures"])
    _, headers, page = shared.ask("GET", f"/api/jobs/{job['id']}/report?lang=fr")
    assert b'lang="fr"' in page[:600] and "attachment" in headers["content-disposition"]
    _, _, book = shared.ask("GET", f"/api/jobs/{job['id']}/workbook")
    assert book[:2] == b"PK"
    assert shared.get(f"/api/jobs/{job['id']}/result")["schema"].startswith("gisement.")


def test_a_job_that_makes_no_sense_says_why(shared):
    refused = shared.post("/api/jobs", {"file": "boiler_only.toml", "kind": "size", "options": {"objective": "cots"}}, 400)
    assert "did you mean `" in refused["error"]["help"]
    job = shared.post("/api/jobs", {"file": "boiler_only.toml", "kind": "channels"}, 202)
    failed = finished(shared, job)
    assert failed["state"] == "failed" and failed["error"]["message"]
    assert shared.ask("GET", f"/api/jobs/{job['id']}/answer")[0] == 409


def test_refusals_and_failures_are_told_in_the_language_of_who_reads_them(server):
    calm = server.post("/api/files", {"file": "calm.toml", "from": "copy", "source": "boiler_only.toml"}, 201)
    server.edit("calm.toml", calm["revision"], (("uncertainty",), None))
    for kind, words in [("sensitivity", ("nothing is uncertain", "incertain")), ("channels", ("no [channels]", "pas de [channels]"))]:
        job = server.post("/api/jobs?lang=en", {"file": "calm.toml", "kind": kind}, 202)
        finished(server, job)
        for lang, word in zip(("en", "fr"), words):
            told = server.get(f"/api/jobs/{job['id']}?lang={lang}")
            assert any(word in text for text in [told["error"]["message"], *(p["message"] for p in told["problems"])]), told
            assert server.get(f"/api/jobs?lang={lang}")["jobs"][-1] == told
    french = {
        ("POST", "/api/jobs", "pas d'objectif `cots`"): {"file": "boiler_only.toml", "kind": "size", "options": {"objective": "cots"}},
        ("POST", "/api/jobs", "groupement `x`"): {"file": "boiler_only.toml", "kind": "sensitivity", "options": {"group": "x"}},
        ("POST", "/api/jobs", "méthode `x`"): {"file": "boiler_only.toml", "kind": "sensitivity", "options": {"method": "x"}},
        ("POST", "/api/jobs", "mesurées"): {"file": "boiler_only.toml", "kind": "calibrate"},
        ("POST", "/api/jobs", "corps"): {"file": 1},
        ("GET", "/api/jobs/999", "calcul"): None,
        ("GET", "/api/none", "page"): None,
        ("POST", "/api/none", "accepte pas"): {},
        ("PUT", "/api/jobs", "accepte pas"): {},
    }
    for (method, path, words), body in french.items():
        status, _, refused = server.ask(method, f"{path}?lang=fr", body)
        assert 400 <= status < 500 and words in refused["error"]["message"], (path, refused)
    names = server.ask("POST", "/api/jobs?lang=fr", next(iter(french.values())))[2]["error"]["help"]
    assert names == "vouliez-vous dire `cost`\u202f? objectifs\u00a0: cost, co2, coverage"


def test_a_job_is_cancelled_and_forgotten(server):
    long = server.post("/api/jobs", {"file": FLORANGE, "kind": "run", "options": {"samples": 1_000_000}}, 202)
    behind = server.post("/api/jobs", {"file": FLORANGE, "kind": "run", "options": {"samples": 10}}, 202)
    while server.get(f"/api/jobs/{long['id']}")["done"] == 0:
        time.sleep(0.05)
    server.ask("DELETE", f"/api/jobs/{long['id']}")
    stopped = finished(server, long)
    assert stopped["state"] == "cancelled" and 0 < stopped["done"] < 1_000_000
    assert finished(server, behind)["state"] == "done"
    server.ask("DELETE", f"/api/jobs/{long['id']}")
    assert server.get(f"/api/jobs/{long['id']}")["state"] == "cancelled", "cancelled twice is not forgotten"
    server.ask("DELETE", f"/api/jobs/{long['id']}?forget=true")
    assert server.ask("GET", f"/api/jobs/{long['id']}")[0] == 404


def test_calibration_reads_a_table_of_the_folder(server):
    (server.folder / "measured.csv").write_text("time_d,methane_nm3_per_d\n" + "".join(f"{d},{900 + d}\n" for d in range(20, 60, 4)))
    options = {"data": "../measured.csv", "parameters": ["digester.k_hyd_ch"]}
    refused = server.post("/api/jobs", {"file": "digester_series.toml", "kind": "calibrate", "options": options}, 422)
    assert "outside" in refused["error"]["message"]
    assert server.post("/api/jobs", {"file": "digester_series.toml", "kind": "calibrate"}, 400)["error"]["help"]


def test_an_inventory_is_judged_repaired_and_taken(server):
    broken = (server.folder / "inventory" / "broken.xlsx").read_bytes()
    status, _, found = server.ask("POST", "/api/inventory?name=broken.xlsx", broken, {"Content-Type": "application/octet-stream"})
    assert status == 200 and not found["valid"] and found["tables"]
    cells = [p for p in found["problems"] if p["severity"] == "error"]
    assert cells and all(p.get("table") for p in cells), "each error has its cell"
    good = (server.folder / "inventory" / "repaired.xlsx").read_bytes()
    status, _, judged = server.ask("POST", "/api/inventory?name=repaired.xlsx", good, {"Content-Type": "application/octet-stream"})
    assert status == 200 and judged["valid"], judged["problems"]
    tables = [{"table": t["table"], "columns": [c["name"] for c in t["columns"]], "rows": t["rows"]} for t in judged["tables"]]
    _, _, made = server.ask("POST", "/api/files", {"file": "pole.toml", "from": "empty"})
    status, _, taken = server.ask("PUT", "/api/files/pole.toml/inventory", {"revision": made["revision"], "tables": tables})
    assert status == 200 and taken["tree"]["pool"]["inventory"] == "pole_inventory" and "provider" not in taken["tree"]
    server.post("/api/files/pole.toml/save", {"revision": taken["revision"]})
    names = {path.name for path in (server.folder / "pole_inventory").iterdir()}
    assert {"companies.csv", "streams.csv"} <= names
    checked = subprocess.run([PROGRAM, "check", server.folder / "pole_inventory"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    # Whatever else is wrong with the scenario, its tables can still be repaired.
    assert not taken["valid"] or server.edit("pole.toml", taken["revision"], (("boiler", "power_kw"), -1))
    shown = server.get("/api/files/pole.toml/inventory")
    assert {len(t["rows"]) for t in shown["tables"] if t["table"] == "companies"} == {judged["counts"]["companies"]}


@pytest.mark.parametrize(("column", "word", "meant"), [
    ("present_outlet", "skip_contractor_wod", "skip_contractor_wood"),
    ("seasonality_profile", "retail_wod", "retail_wood"),
])
def test_words_that_the_library_does_not_know_are_told_at_their_cells(shared, column, word, meant):
    companies = {"table": "companies", "columns": ["provider_id", "name"], "rows": [["A1", "Mill"]]}
    columns = ["stream_id", "provider_id", "stream_kind", "feedstock_id", "amount_mode", "amount_unit", column]
    rows = [["A1-1", "A1", "wood", "pallet_A_soft", "300", "t/a", meant], ["A1-2", "A1", "wood", "pallet_A_soft", "200", "t/a", word]]
    found = shared.post("/api/inventory", {"tables": [companies, {"table": "streams", "columns": columns, "rows": rows}]})
    assert not found["valid"]
    [problem] = [p for p in found["problems"] if p["severity"] == "error"]
    assert (problem["table"], problem["row"], problem["cell"]) == ("streams", 1, column) and meant in problem["help"]
    rows[1][-1] = ""
    assert shared.post("/api/inventory", {"tables": [companies, {"table": "streams", "columns": columns, "rows": rows}]})["valid"]


def test_a_scenario_as_tables_computes_the_same(server):
    """What the grid shows of a scenario, taken back unchanged, gives the same results."""
    _, _, made = server.ask("POST", "/api/files", {"file": "again.toml", "from": "copy", "source": "pilot12.toml"})
    shown = server.get("/api/files/again.toml/inventory")["tables"]
    tables = [{"table": t["table"], "columns": [c["name"] for c in t["columns"]], "rows": t["rows"]} for t in shown]
    before = server.get("/api/files/again.toml/result")["headlines"]
    status, _, taken = server.ask("PUT", "/api/files/again.toml/inventory", {"revision": made["revision"], "tables": tables})
    assert status == 200 and taken["valid"], taken["problems"]
    after = server.get("/api/files/again.toml/result")["headlines"]
    for key, one in before.items():
        assert after[key]["nominal"] == pytest.approx(one["nominal"], rel=1e-9), key


def test_companies_have_places(shared):
    found = shared.get("/api/files/pilot12.toml/companies")
    assert found["site"] and len(found["companies"]) == 12
    assert all(49 < c["lat"] < 50 and 5 < c["lon"] < 7 for c in found["companies"] if c["lat"] is not None)
    assert sum(c["wood_t"] + c["organic_t"] for c in found["companies"]) > 0


def test_forms_and_inputs_speak_both_languages(shared):
    english, french = (shared.get(f"/api/form?lang={lang}") for lang in ("en", "fr"))
    names = [section["name"] for section in english["children"]]
    assert {"site", "pool", "digester", "boiler", "carbon", "economics", "uncertainty"} <= set(names)
    assert names == [section["name"] for section in french["children"]]
    assert english["children"][0]["description"] != french["children"][0]["description"]
    inputs = {one["path"]: one for one in shared.get(f"/api/files/{FLORANGE}/inputs?prefix=boiler.")["inputs"]}
    power = inputs["boiler.power_kw"]
    assert power["unit"] == "kW" and power["given"] and power["keys"] == ["boiler", "power_kw"] and power["source"]
    # What would hold if it were not given; nothing where a law of the model gives it.
    losses = [one for one in inputs.values() if not one["given"]]
    assert losses and all(one["default"] == one["value"] for one in losses)
    needed = {one["name"]: one["default"] for section in english["children"] if section["name"] == "boiler" for one in section["numbers"]}
    assert all(inputs[f"boiler.{name}"]["default"] == default for name, default in needed.items())


def choices(section):
    """Keys of a section, and of those within it, that choose from words."""
    own = [(f"{section['name']}.{key['name']}", key) for key in section["keys"] if key["words"]]
    return own + [one for child in section["children"] for one in choices(child)]


def test_words_of_the_file_have_names_in_both_languages(shared):
    english, french = (dict(choices(shared.get(f"/api/form?lang={lang}"))) for lang in ("en", "fr"))
    assert len(english) > 15
    for name, key in english.items():
        assert key["words"] == french[name]["words"] and len(key["labels"]) == len(key["words"]), name
        assert len(set(key["labels"])) == len(key["labels"]), name
    gas = dict(zip(french["digester.gas_use"]["words"], french["digester.gas_use"]["labels"]))
    assert gas["chp"] == "moteur\u00a0: électricité et chaleur"
    for kind in ["outlets", "seasons", "products"]:
        ours, theirs = (shared.get(f"/api/library?lang={lang}")[kind] for lang in ("en", "fr"))
        assert [one["id"] for one in ours] == [one["id"] for one in theirs]
        assert all(one["label"] and "_" not in one["label"] for one in ours + theirs), kind
    tables = shared.get(f"/api/files/{FLORANGE}/inventory?lang=fr")["tables"]
    words = {c["name"]: {w["word"]: w["meaning"] for w in c["words"]} for table in tables for c in table["columns"]}
    assert words["present_outlet"]["animal_feed"] == "alimentation animale"
    assert words["stream_kind"]["green_waste"] == "déchets verts"


def test_news_of_a_file_reach_other_pages(server):
    import http.client

    document(server)
    listener = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    listener.request("GET", "/api/events", headers={"Authorization": f"Bearer {server.token}"})
    stream = listener.getresponse()
    server.edit(FLORANGE, 1, (("boiler", "power_kw"), 610))
    assert stream.readline() == b"event: file\n"
    assert json.loads(stream.readline().removeprefix(b"data: "))["revision"] == 2
    listener.close()


def test_a_file_named_on_the_command_line_is_shown_first(tmp_path):
    (tmp_path / "one.toml").write_text("name = \"one\"\n")
    with served(tmp_path / "one.toml") as server:
        assert server.address.endswith("#/one.toml")
        assert [f["file"] for f in server.get("/api/files")["files"]] == ["one.toml"]


@pytest.mark.parametrize("place", ["none", "one.csv"])
def test_what_cannot_be_served_is_told(tmp_path, place):
    (tmp_path / "one.csv").write_text("x\n")
    done = subprocess.run([PROGRAM, "serve", tmp_path / place, "--no-browser"], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "cannot serve" in done.stderr and not done.stdout


def test_a_port_that_is_taken_is_told(shared):
    done = subprocess.run(
        [PROGRAM, "serve", shared.folder, "--no-browser", "--port", str(shared.port)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "cannot be served" in done.stderr
