"""Measures the built program as a user meets it: a manager of three units among a thousand.

    python3 bench/bench.py                     10 000 and 1 000 000 actions, SQLite and PostgreSQL
    python3 bench/bench.py --actions 10000 --database sqlite --requests 200

Needs build/release/rimlig (./run --build-only); builds bench_store beside it. Every figure comes from
one run on one machine; read the ratios, not the milliseconds. Writes build/bench.json and prints a table.
"""
import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import postgres
from rimlig_server import Client, Server

PASSWORD = "matning-med-lugn-17"
MANAGER, CONTROLLER = "chef@bench.example", "controller@bench.example"
REACHES = {"1": "en@bench.example", "40": "fyrtio@bench.example", "all": CONTROLLER}
# First bars at 10 000 actions, in milliseconds (megabytes for memory).
BARS = {"list": 5, "item": 1, "search": 10, "list_100": 5, "csv_10000": 300, "xlsx_10000": 1500, "start": 150, "memory": 60}
STORE = ROOT / "build/release/bench/bench_store"


def build_store():
    subprocess.run(["cmake", "--preset", "release", "-DRIMLIG_BENCH=ON"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", "build/release", "bench_store"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def seed(url, actions, units):
    # Everything is written in one transaction, so a seed that was cut off leaves nothing.
    done = subprocess.run([str(STORE), "seed", url, str(actions), str(units), PASSWORD], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


@contextlib.contextmanager
def database(kind, folder):
    """(url for the seeder, arguments for the server)"""
    if kind == "sqlite":
        data = folder / "data"
        data.mkdir(parents=True)
        yield f"sqlite:{data}/rimlig.db", []
        return
    with postgres.cluster() as conninfo:
        if conninfo is None:
            raise SystemExit("PostgreSQL could not be started")
        yield conninfo, ["--database", conninfo]


def measure(server, client, path, requests, rows=None):
    """Wall clock per request and the server's own CPU per request, one after another."""
    answer = client.request("GET", path)
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer}")
    if rows is not None and len(answer.json()["items"]) != rows:
        raise RuntimeError(f"{path}: {len(answer.json()['items'])} rows, expected {rows}")
    for _ in range(5):
        client.request("GET", path)
    times, cpu = [], server.cpu_seconds()
    for _ in range(requests):
        started = time.perf_counter()
        client.request("GET", path)
        times.append((time.perf_counter() - started) * 1000)
    cpu = server.cpu_seconds() - cpu
    times.sort()
    return {"p50": statistics.median(times), "p99": times[int(len(times) * 0.99) - 1], "cpu": cpu * 1000 / requests, "bytes": len(answer.body)}


def throughput(server, client, path, seconds=5):
    """Requests per second with 16 connections, when wrk is here."""
    if not shutil.which("wrk"):
        return None
    cpu = server.cpu_seconds()
    output = subprocess.run(["wrk", "-t1", "-c16", f"-d{seconds}s", "-H", f"Cookie: {client.cookie}", f"http://127.0.0.1:{server.port}{path}"],
                            capture_output=True, text=True).stdout
    cpu = server.cpu_seconds() - cpu
    total = next((int(line.split()[0]) for line in output.splitlines() if " requests in " in line), 0)
    return {"per_second": total / seconds, "cpu": cpu * 1000 / max(total, 1)}


def reporters(server, number=50, saves=4):
    """Fifty people save an action each, again and again, at once; every save must be there afterwards."""
    leader = Client(server.port).sign_in(CONTROLLER, PASSWORD)
    items = leader.get(f"/api/actions?limit={number}&sort=number")["items"]
    times, errors, lock = [], [], threading.Lock()

    def one(row):
        client = Client(server.port)
        client.cookie, client.csrf = leader.cookie, leader.csrf
        for n in range(saves):
            view = client.get(f"/api/actions/{row['id']}")["action"]
            change = {"unit_id": view["unit_id"], "text": view["text"], "analysis": f"Sparat {n + 1} gånger av {row['id']}."}
            started = time.perf_counter()
            answer = client.request("PUT", f"/api/actions/{row['id']}", change, version=view["version"])
            with lock:
                times.append((time.perf_counter() - started) * 1000)
                if answer.status != 200:
                    errors.append(str(answer))

    cpu, started = server.cpu_seconds(), time.perf_counter()
    threads = [threading.Thread(target=one, args=(row,)) for row in items]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - started
    kept = sum(leader.get(f"/api/actions/{row['id']}")["action"]["analysis"] == f"Sparat {saves} gånger av {row['id']}." for row in items)
    times.sort()
    return {"p50": statistics.median(times), "p99": times[int(len(times) * 0.99) - 1], "cpu": (server.cpu_seconds() - cpu) * 1000 / len(times),
            "per_second": len(times) / wall, "lost": len(items) - kept, "errors": errors[:3]}


def by_reach(server, requests, at_a_time=25):
    """The list and the search of a person with one unit, forty and all, by turns: what else the machine does meets all alike."""
    people = {reach: Client(server.port).sign_in(email, PASSWORD) for reach, email in REACHES.items()}
    rounds = {}
    for _ in range(max(requests // at_a_time, 4)):
        for reach, person in people.items():
            for name, path in (("list", "/api/actions?limit=25"), ("search", "/api/search?q=plan&limit=10")):
                rounds.setdefault(f"{name}_reach_{reach}", []).append(measure(server, person, path, at_a_time))
    # A turn is shorter than the kernel counts processor time, so that is said as a mean.
    return {name: {"p50": statistics.median(one["p50"] for one in measured), "cpu": statistics.mean(one["cpu"] for one in measured)} for name, measured in rounds.items()}


def start_time(data, arguments, rounds=5):
    times = []
    for _ in range(rounds):
        server = Server(data, *arguments)
        times.append(server.start() * 1000)
        memory = server.memory_mb()
        server.stop()
    return statistics.median(times), memory


def one_setting(kind, actions, units, requests):
    folder = Path(tempfile.mkdtemp(prefix="rimlig-bench-", dir=ROOT / "build"))
    try:
        with database(kind, folder) as (url, arguments):
            seeded = seed(url, actions, units)
            print(f"{kind}, {actions} actions: seeded in {seeded['seconds']:.0f} s", flush=True)
            base = json.loads(subprocess.run([str(STORE), "baseline", url, "500"], check=True, capture_output=True, text=True).stdout)
            start, idle_memory = start_time(folder / "data", arguments)
            with Server(folder / "data", *arguments) as server:
                manager = Client(server.port).sign_in(MANAGER, PASSWORD)
                controller = Client(server.port).sign_in(CONTROLLER, PASSWORD)
                first = manager.get("/api/actions?limit=1")["items"][0]["id"]
                result = {
                    "list": measure(server, manager, "/api/actions?limit=25", requests, min(25, actions)),
                    "item": measure(server, manager, f"/api/actions/{first}", requests),
                    # Ten hits with 10 000 actions, a first ten of a thousand with a million: the same answer to compare.
                    "search": measure(server, manager, "/api/search?q=plan&limit=10", requests, 10),
                    "search_of_all": measure(server, controller, "/api/search?q=plan&limit=10", max(requests // 4, 10), 10),
                    "list_100": measure(server, manager, "/api/actions?limit=100", requests),
                    "list_search": measure(server, manager, "/api/actions?limit=25&q=utredning", requests),
                    # Three units of a thousand own 30 of 10 000 actions, so a full hundred is asked for as controller.
                    "list_100_of_all": measure(server, controller, "/api/actions?limit=100", max(requests // 4, 10), min(100, actions)),
                    "list_of_all": measure(server, controller, "/api/actions?limit=25", max(requests // 4, 10)),
                    "list_of_all_by_unit": measure(server, controller, "/api/actions?limit=25&sort=unit", max(requests // 4, 10)),
                    "list_search_of_all": measure(server, controller, "/api/actions?limit=25&q=utredning", max(requests // 4, 10)),
                }
                result |= by_reach(server, requests)
                if actions == 10_000:
                    for form in ("csv", "xlsx"):
                        result[f"{form}_10000"] = measure(server, controller, f"/api/actions/export?format={form}", 5)
                result["throughput_list"] = throughput(server, manager, "/api/actions?limit=25")
                result["reporters"] = reporters(server)
                result |= {"start": {"p50": start}, "memory_idle": idle_memory, "memory_after": server.memory_mb()}
            for name, microseconds in base.items():
                result[name]["bare_driver"] = microseconds / 1000
                result[name]["ratio"] = result[name]["cpu"] * 1000 / microseconds
            return result
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def table(results):
    lines = ["| | " + " | ".join(results) + " |", "|---" * (len(results) + 1) + "|"]
    names = sorted({name for result in results.values() for name in result})
    for name in names:
        cells = []
        for result in results.values():
            value = result.get(name)
            if value is None:
                cells.append("–")
            elif isinstance(value, dict):
                parts = [f"{value['p50']:.2f} ms" if "p50" in value else f"{value['per_second']:.0f}/s"]
                if "cpu" in value:
                    parts.append(f"cpu {value['cpu']:.2f} ms")
                if "ratio" in value:
                    parts.append(f"{value['ratio']:.1f} × bare driver")
                if value.get("lost"):
                    parts.append(f"LOST {value['lost']}")
                cells.append(", ".join(parts))
            else:
                cells.append(f"{value:.1f} MB")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description="Measures build/release/rimlig.")
    parser.add_argument("--actions", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--database", nargs="+", choices=["sqlite", "postgres"], default=["sqlite", "postgres"])
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--requests", type=int, default=300)
    options = parser.parse_args()
    build_store()
    results = {}
    for kind in options.database:
        for actions in options.actions:
            results[f"{kind} {actions}"] = one_setting(kind, actions, options.units, options.requests)
    (ROOT / "build/bench.json").write_text(json.dumps(results, indent=1))
    print(f"\nload {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n\n" + table(results))
    over = [f"{setting}: {name} {result[name]['p50']:.1f} > {bar}" for setting, result in results.items() if setting.endswith(" 10000")
            for name, bar in BARS.items() if isinstance(result.get(name), dict) and result[name]["p50"] > bar]
    print("\nover the bars: " + ("; ".join(over) if over else "none"))
    for setting, result in results.items():
        for name in ("list", "search"):
            costs = {reach: result[f"{name}_reach_{reach}"]["p50"] for reach in REACHES}
            print(f"{setting} {name}: " + ", ".join(f"{cost:.2f} ms with {reach}" for reach, cost in costs.items())
                  + f" units, {max(costs.values()) / max(min(costs.values()), 0.001):.2f} times apart (bar 1.3 at 1 000 000)")
    if {10_000, 1_000_000} <= set(options.actions):
        for kind in options.database:
            for name in ("list", "search"):
                small, large = (results[f"{kind} {n}"][name]["cpu"] for n in (10_000, 1_000_000))
                print(f"{kind} {name}: at 1 000 000 {large / max(small, 0.001):.2f} times the CPU of 10 000 (bar 1.5)")


if __name__ == "__main__":
    main()
