"""kill -9 while files are imported, actions saved and rounds closed. After each kill the program starts
again on the same data: what was acknowledged is there, nothing is half done, the audit chain holds.

    python3 tests/crash/crash_test.py [--rounds 200] [--seed 1]
"""
import argparse
import http.client
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from rimlig_server import Client, Server, binary

PASSWORD = "ekbacken-prov-konto"
CONTROLLER = "amina.haddad@ekbacken.example"
UNIT = "Hemtjänst Ekbacken"
CUT_OFF = (OSError, http.client.HTTPException)
STEPS = ("save", "import", "close")


class Faults(Exception):
    pass


def expect(holds, what):
    if not holds:
        raise Faults(what)


class Run:
    def __init__(self, folder, seed):
        self.folder, self.chance = Path(folder), random.Random(seed)
        self.server = Server(self.folder / "data", "--sample", str(ROOT / "samples"))
        self.server.start(seconds=120)
        self.client = None
        self.sign_in()
        units = {unit["name"]: unit["id"] for unit in self.client.get("/api/units")["items"]}
        self.committee, self.unit = units["Ekbackens stadsdelsnämnd"], units[UNIT]
        self.actions = [row["id"] for row in self.client.get(f"/api/actions?unit={self.unit}&limit=100")["items"]]
        expect(self.actions, "the sample has no actions in " + UNIT)
        self.number = 0
        self.acknowledged = 0

    def sign_in(self):
        # A session is a row like any other: it must outlive the kill, so signing in happens once.
        if self.client is None:
            self.client = Client(self.server.port).sign_in(CONTROLLER, PASSWORD)
        else:
            self.client.close()
            self.client.port = self.server.port

    def restart(self):
        self.server.start(seconds=60)
        self.sign_in()

    def killed_during(self, work, longest):
        """Runs the work until the process is killed or the work is done; gives what was acknowledged."""
        told = []
        failure = []

        def go():
            try:
                work(told)
            except CUT_OFF:
                pass
            except Exception as error:
                failure.append(error)

        thread = threading.Thread(target=go)
        thread.start()
        time.sleep(self.chance.uniform(0.001, longest))
        self.server.kill()
        thread.join()
        if failure:
            raise failure[0]
        self.acknowledged += len(told)
        self.restart()
        return told

    # --- saving ------------------------------------------------------------------------------------

    def save(self):
        action = self.chance.choice(self.actions)

        def work(told):
            while True:
                view = self.client.get(f"/api/actions/{action}")["action"]
                self.number += 1
                change = {"unit_id": view["unit_id"], "text": view["text"], "analysis": f"Sparad text nummer {self.number}."}
                answer = self.client.request("PUT", f"/api/actions/{action}", change, version=view["version"])
                expect(answer.status == 200, f"saving gave {answer}")
                told.append((int(answer.headers["ETag"].strip('"')), change["analysis"]))

        told = self.killed_during(work, 0.25)
        after = self.client.get(f"/api/actions/{action}")["action"]
        if told:
            version, text = told[-1]
            # One more save may have been committed without its answer getting out.
            expect(after["version"] in (version, version + 1), f"version {version} was acknowledged, {after['version']} is there")
            expect(after["version"] > version or after["analysis"] == text, f"acknowledged \"{text}\", found \"{after['analysis']}\"")
        history = self.client.get(f"/api/actions/{action}/history")["items"]
        expect(not told or history, "a save without history")

    # --- importing -----------------------------------------------------------------------------------

    def document(self):
        self.number += 1
        heading = "Löpande kontroll/ Systematiska kontroller\tOönskad händelse\tÅtgärd\tStatus\tStartdatum\tSlutdatum\tAnalys"
        rows = [f"Kontroll {self.number}-{n}\t■ Händelse {self.number}-{n}\t✓ Åtgärd {self.number}-{n}\tPågår\t2026-01-01\t2026-12-31\tText {n}." for n in range(12)]
        return f"prov-{self.number}.txt", ("\n## Uppföljning av åtgärder - 2026\n\n" + heading + "\n" + "\n".join(rows) + "\n").encode()

    def importing(self):
        name, data = self.document()
        before = self.client.get(f"/api/actions?unit={self.unit}&limit=1")["total"]

        def work(told):
            made = self.client.upload(name, data)
            told.append(("uploaded", made["id"]))
            while self.client.get(f"/api/imports/{made['id']}")["state"] == "reading":
                time.sleep(0.01)
            self.client.must("POST", f"/api/imports/{made['id']}/decisions", {"decision": "accepted"})
            version = self.client.get(f"/api/imports/{made['id']}")["version"]
            stored = self.client.must("POST", f"/api/imports/{made['id']}/store", {"unit_id": self.unit}, version=version)
            if "job_id" in stored and stored.get("state") != "stored" and stored["job_id"]:
                self.client.wait_for_job(stored["job_id"])
            told.append(("stored", made["id"]))

        told = dict(self.killed_during(work, 0.8))
        if "uploaded" not in told:
            return
        state = self.wait_while(lambda: self.client.get(f"/api/imports/{told['uploaded']}"), lambda value: value["state"] == "reading")
        expect(state["state"] in ("preview", "stored"), f"an acknowledged upload became {state['state']}: {state.get('problem')}")
        expect("stored" not in told or state["state"] == "stored", "an acknowledged import is not stored")
        count = self.client.get(f"/api/actions?unit={self.unit}&limit=1")["total"] - before
        expect(count == (12 if state["state"] == "stored" else 0), f"import {state['state']}, {count} of 12 actions there")
        source = self.client.request("GET", f"/api/imports/{told['uploaded']}/file")
        expect(source.status == 200 and source.body == data, "the source file is not what was sent")

    def wait_while(self, read, busy, seconds=30):
        deadline = time.monotonic() + seconds
        value = read()
        while busy(value) and time.monotonic() < deadline:
            time.sleep(0.05)
            value = read()
        return value

    # --- closing a round --------------------------------------------------------------------------------

    def close(self):
        self.number += 1
        made = self.client.must("POST", "/api/rounds", {
            "name": f"Extra uppföljning {self.number}", "kind": "extra", "year": 2026, "committee_id": self.committee,
            "opens": "2026-01-01", "deadline": "2026-12-31", "unit_ids": [self.unit]})
        path = f"/api/rounds/{made['id']}"
        if made["state"] == "planned":
            made = self.client.must("POST", path + "/open", version=made["version"])

        def work(told):
            answer = self.client.request("POST", path + "/close", version=self.client.get(path)["round"]["version"])
            expect(answer.status == 200, f"closing gave {answer}")
            told.append("closed")

        told = self.killed_during(work, 0.08)
        view = self.client.get(path)
        closed, frozen = view["round"]["state"] == "closed", view["snapshot_id"] is not None
        expect(closed or not told, "an acknowledged closing is gone")
        expect(closed == frozen, f"round {view['round']['state']} with snapshot {view['snapshot_id']}")
        if not closed:
            self.client.must("POST", path + "/close", version=view["round"]["version"])

    # --- all ------------------------------------------------------------------------------------------------

    def verify_audit(self):
        done = subprocess.run([str(binary()), "audit", "verify", "--json", "--data", str(self.folder / "data")], capture_output=True, text=True)
        expect(done.returncode == 0, f"audit verify: {done.stdout}{done.stderr}")
        return done.stdout.strip()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rimlig-crash-") as folder:
        run = Run(folder, options.seed)
        counts = dict.fromkeys(STEPS, 0)
        started = time.monotonic()
        try:
            for n in range(options.rounds):
                step = STEPS[n % len(STEPS)]
                {"save": run.save, "import": run.importing, "close": run.close}[step]()
                counts[step] += 1
                if n % 20 == 19:
                    run.verify_audit()
            verdict = run.verify_audit()
        except Faults as fault:
            print(f"FAILED after {sum(counts.values())} kills (seed {options.seed}): {fault}")
            return 1
        finally:
            run.server.stop()
        print(f"{sum(counts.values())} kills ({', '.join(f'{n} while {step}' for step, n in counts.items())}) in {time.monotonic() - started:.0f} s, "
              f"{run.acknowledged} acknowledged changes all there, audit chain {verdict}")
        return 0


if __name__ == "__main__":
    sys.exit(main())
