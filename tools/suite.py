"""The steps of ./test: each is timed, counted and summarised, and the last line is the sum.

A step is a function that returns a Count; it prints its own output as it goes. A step whose subject
does not exist yet returns `absent(reason)`, which is shown in the summary and counts as nothing.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import postgres  # noqa: E402

JOBS = os.cpu_count() or 2
FUZZ_SECONDS = int(os.environ.get("RIMLIG_FUZZ_SECONDS", "15"))


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    notes: list[str] = field(default_factory=list)

    def __iadd__(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.notes += other.notes
        return self


def absent(reason):
    return Count(notes=[reason])


def run(command, cwd=ROOT, env=None, quiet=False, timeout=3600):
    """Runs a command with its output both shown and returned."""
    process = subprocess.Popen(
        command, cwd=cwd, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    lines = []
    deadline = time.monotonic() + timeout
    for line in process.stdout:
        lines.append(line)
        if not quiet:
            print(line, end="", flush=True)
        if time.monotonic() > deadline:
            process.kill()
    return process.wait(), "".join(lines)


def check(command, **options):
    """A command that is one check."""
    code, _ = run(command, **options)
    return Count(passed=1) if code == 0 else Count(failed=1, notes=[f"{' '.join(map(str, command))} gave {code}"])


# --- C++ -------------------------------------------------------------------------------------------


def configure(preset):
    if (ROOT / "build" / preset / "build.ninja").exists():
        return Count()
    code, output = run(["cmake", "--preset", preset], quiet=True)
    if code:
        print(output)
    return Count(failed=1 if code else 0)


AHEAD = []  # builds that were started before their step


def build_ahead(preset, targets=()):
    """Starts a build that a later step needs, on what the browser leaves of the processors. That step builds
    again, which shows what failed, or that nothing is left to do."""
    if not configure(preset).failed:
        AHEAD.append(subprocess.Popen(["nice", "-n", "19", "ninja", "-C", f"build/{preset}", f"-j{JOBS}", *targets], cwd=ROOT,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))


def build(preset, targets=()):
    while AHEAD:
        AHEAD.pop().wait()
    result = configure(preset)
    if result.failed:
        return result
    return check(["ninja", "-C", f"build/{preset}", f"-j{JOBS}", *targets])


def test_programs(preset):
    folder = ROOT / "build" / preset
    return sorted(p for place in ("src", "tests") for p in folder.glob(f"{place}/*/test_*") if p.is_file() and os.access(p, os.X_OK))


ABSENT_DATA = r"shared data absent, not tested: \S+"
SUMMARY = re.compile(r"\[doctest\] test cases:\s*(\d+) \|\s*(\d+) passed \|\s*(\d+) failed \|\s*(\d+) skipped")


def read_doctest(name, code, output):
    match = None
    for match in SUMMARY.finditer(re.sub(r"\x1b\[[0-9;]*m", "", output)):
        pass
    # A test that lacks what it needs (the shared data) says so on a line of its own and passes trivially.
    skipped = len(re.findall(ABSENT_DATA, output))
    if not match:
        return Count(failed=1, notes=[f"{name}: ended with {code} and no summary"])
    passed, failed = int(match[2]), int(match[3])
    if code and not failed:
        failed = 1
    return Count(passed=passed - min(skipped, passed), failed=failed, skipped=skipped,
                 notes=[f"{name}: {failed} failed"] if failed else [])


def run_test_programs(preset, env=None, only=None):
    programs = [p for p in test_programs(preset) if not only or only(p)]
    if not programs:
        return absent("no test programs")
    total = Count()

    def one(program):
        started = time.monotonic()
        code, output = run([str(program), "--no-colors"], env=env, quiet=True, timeout=600)
        return program.name, code, output, time.monotonic() - started

    with ThreadPoolExecutor(JOBS) as pool:
        for name, code, output, seconds in pool.map(one, programs):
            count = read_doctest(name, code, output)
            total += count
            print(f"  {name}: {count.passed} passed, {count.failed} failed, {count.skipped} skipped, {seconds:.1f} s")
            if count.failed:
                print(output)
            else:
                print("".join(f"    {line}\n" for line in re.findall(ABSENT_DATA, output)), end="")
    return total


def uses_database(program):
    """Whether a test program opens a database: then it is run again on PostgreSQL."""
    return b"RIMLIG_TEST_POSTGRES" in program.read_bytes()


SANITIZERS = {
    "ASAN_OPTIONS": "detect_leaks=1", "UBSAN_OPTIONS": "halt_on_error=1",
    "LSAN_OPTIONS": f"print_suppressions=0:suppressions={ROOT}/tools/leak-suppressions.txt"}


def unit_sqlite(preset):
    return run_test_programs(preset, env=SANITIZERS)


def unit_postgres(preset):
    with postgres.cluster() as conninfo:
        if conninfo is None:
            return Count(failed=1, notes=["PostgreSQL 15 could not be started"])
        return run_test_programs(preset, env={**SANITIZERS, "RIMLIG_TEST_POSTGRES": conninfo}, only=uses_database)


def fuzz_sources():
    return sorted((ROOT / "src").glob("**/*_fuzz.cpp"))


def fuzz_names():
    return ["fuzz_" + source.name.removesuffix("_fuzz.cpp") for source in fuzz_sources()]


def fuzz():
    sources = fuzz_sources()
    if not sources:
        return absent("no *_fuzz.cpp yet")
    result = build("fuzz", fuzz_names())
    if result.failed:
        return result

    def one(source):
        name = "fuzz_" + source.name.removesuffix("_fuzz.cpp")
        corpus = ROOT / "build" / "corpus" / name
        corpus.mkdir(parents=True, exist_ok=True)
        seeds = [str(p) for p in [source.with_name(source.stem + "_corpus")] if p.is_dir()]
        program = next((ROOT / "build/fuzz").glob(f"src/*/{name}"))
        return name, *run([str(program), f"-max_total_time={FUZZ_SECONDS}", "-timeout=10", "-rss_limit_mb=1024",
                           "-print_final_stats=1", f"-artifact_prefix={corpus.parent}/{name}-", str(corpus), *seeds],
                          quiet=True)

    with ThreadPoolExecutor(JOBS) as pool:
        for name, code, output in pool.map(one, sources):
            runs = re.search(r"number_of_executed_units:\s*(\d+)", output)
            print(f"  {name}: {runs[1] if runs else '?'} runs, {'clean' if code == 0 else 'FAILED'}")
            if code:
                print(output[-6000:])
            result += Count(passed=int(code == 0), failed=int(code != 0), notes=[name] if code else [])
    return result


# --- web -------------------------------------------------------------------------------------------


def npm_scripts():
    package = ROOT / "web/package.json"
    return json.loads(package.read_text()).get("scripts", {}) if package.exists() else None


def web_packages():
    return check(["bash", "-c", ". tools/prepare.sh; need_web_packages"])


def vitest():
    report = ROOT / "build/vitest.json"
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    code, output = run(["npx", "vitest", "run", "--reporter=default", "--reporter=json", f"--outputFile.json={report}"],
                       cwd=ROOT / "web", quiet=True)
    if not report.exists():
        print(output)
        return Count(failed=1, notes=[f"vitest ended with {code} and no report"])
    data = json.loads(report.read_text())
    failed = data["numFailedTests"]
    if code and not failed:
        failed = 1
    print(output if failed else f"  vitest: {data['numPassedTests']} passed")
    return Count(data["numPassedTests"], failed, data.get("numPendingTests", 0) + data.get("numTodoTests", 0))


def web(fast):
    scripts = npm_scripts()
    if scripts is None:
        return absent("no web/package.json yet")
    result = web_packages()
    if result.failed:
        return result
    for script in ("lint", "typecheck") + (() if fast else ("build", "budget")):
        if script in scripts:
            result += check(["npm", "run", "--silent", script], cwd=ROOT / "web")
        else:
            result.notes.append(f"web/package.json has no script \"{script}\"")
    result += vitest()
    return result


def release_build():
    result = Count()
    for command in (["./run", "--build-only"],
                    # What fills the databases of the measurements is run by hand; that it still builds is seen here.
                    ["cmake", "--preset", "release", "-DRIMLIG_BENCH=ON"], ["ninja", "-C", "build/release", f"-j{JOBS}", "bench_store"]):
        if not result.failed:
            result += check(command)
    return result


def e2e():
    folder = ROOT / "tests/e2e"
    config = next(iter([*folder.glob("playwright.config.*"), *ROOT.glob("web/playwright.config.*")]), None)
    if config is None:
        return absent("no Playwright configuration yet")
    report = ROOT / "build/playwright.json"
    report.unlink(missing_ok=True)
    code, output = run(["npx", "playwright", "test", "--config", str(config), "--reporter=list,json"],
                       cwd=ROOT / "web",
                       env={"PLAYWRIGHT_JSON_OUTPUT_NAME": str(report), "RIMLIG_BINARY": str(ROOT / "build/release/rimlig"),
                            "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1", "CI": "true"})
    if not report.exists():
        return Count(failed=1, notes=[f"playwright ended with {code} and no report"])
    outcome = json.loads(report.read_text())
    stats = outcome["stats"]
    failed = stats["unexpected"]
    if code and not failed:
        failed = 1
    return Count(stats["expected"] + stats["flaky"], failed, stats["skipped"], list(unexpected(outcome)))


def unexpected(suite):
    """What failed in a Playwright report, and the first line of why: the list's own words may be far above."""
    for spec in suite.get("specs", []):
        if not spec["ok"]:
            errors = [error.get("message", "") for test in spec["tests"] for result in test["results"] for error in result["errors"]]
            why = re.sub(r"\x1b\[[0-9;]*m", "", errors[0]).splitlines()[0] if errors else "no error told"
            yield f"{spec['file']}: {spec['title']}: {why}"
    for inner in suite.get("suites", []):
        yield from unexpected(inner)


# --- rules, documents, whole program ------------------------------------------------------------------


def unittests(folder, pattern="*_test.py"):
    code, output = run([sys.executable, "-B", "-m", "unittest", "discover", "-s", folder, "-p", pattern], quiet=True)
    ran = re.search(r"^Ran (\d+) tests?", output, re.M)
    count = int(ran[1]) if ran else 0
    bad = sum(int(n) for n in re.findall(r"(?:failures|errors)=(\d+)", output))
    skipped = sum(int(n) for n in re.findall(r"skipped=(\d+)", output))
    if code:
        bad = max(bad, 1)
        print(output)
    else:
        print(f"  {folder}: {count} tests")
    return Count(max(count - bad - skipped, 0), bad, skipped)


def house_rules():
    result = unittests("tools")
    result += check([sys.executable, "-B", "tools/check.py"])
    return result


def refusals():
    """Mistakes that the compiler must refuse, with the sentence that it must say."""
    code, output = run([sys.executable, "-B", "tests/compile_fail/run.py"])
    counts = re.search(r"(\d+) passed, (\d+) failed", output)
    return Count(int(counts[1]), int(counts[2])) if counts else Count(failed=1, notes=[f"ended with {code}"])


def generated(preset):
    return check([sys.executable, "-B", "tools/generate.py", "--check"],
                 env={**SANITIZERS, "RIMLIG_BINARY": str(ROOT / "build" / preset / "rimlig")})


def crash():
    if not (ROOT / "tests/crash/crash_test.py").exists():
        return absent("no tests/crash yet")
    return check([sys.executable, "-B", "tests/crash/crash_test.py", "--rounds", os.environ.get("RIMLIG_CRASH_ROUNDS", "40")])


def service_unit():
    return check([sys.executable, "tests/packaging/service_test.py"])


def steps(fast):
    # The whole suite runs the same tests under the sanitizers, on both databases: once without would show nothing more.
    preset, kind = ("dev", "dev") if fast else ("asan", "sanitizers")
    every = [
        ("house rules", house_rules),
        (f"C++ build ({kind})", lambda: build(preset)),
        ("must not compile", refusals),
        ("unit and API tests, SQLite", lambda: unit_sqlite(preset)),
        ("unit and API tests, PostgreSQL", lambda: unit_postgres(preset)),
        ("web", lambda: web(fast)),
        ("generated files", lambda: generated(preset)),  # after the web's packages, which make the API's types
    ]
    if not fast:
        every += [
            ("service unit", service_unit),
            ("release build", release_build),
            ("end to end", e2e),
            ("kill -9", crash),
            ("fuzzing", fuzz),
        ]
    return every


def main():
    parser = argparse.ArgumentParser(prog="./test", description="Runs every check of the repository.")
    parser.add_argument("--fast", action="store_true", help="the plain build instead of the sanitizers', and no fuzzing, browser or kill -9")
    parser.add_argument("--only", metavar="WORD", help="only the steps whose name contains WORD")
    options = parser.parse_args()

    os.environ.setdefault("CCACHE_BASEDIR", str(ROOT))
    os.environ.setdefault("CCACHE_NOHASHDIR", "1")
    total = Count()
    rows = [("packages and Node", float(os.environ.get("RIMLIG_PREPARE_SECONDS", "0")), Count(passed=1))]
    total += rows[0][2]
    for name, step in steps(options.fast):
        if options.only and options.only.lower() not in name.lower():
            continue
        if name == "end to end" and not options.only:
            build_ahead("fuzz", fuzz_names())
        print(f"\n== {name}", flush=True)
        started = time.monotonic()
        try:
            count = step()
        except Exception as error:  # a broken step is a failure, and the later steps still run
            count = Count(failed=1, notes=[f"{type(error).__name__}: {error}"])
        rows.append((name, time.monotonic() - started, count))
        total += count

    print("\n== Summary")
    for name, seconds, count in rows:
        state = "FAILED" if count.failed else "ok" if count.passed or count.skipped else "absent"
        print(f"{state:>7}  {name:<32} {seconds:7.1f} s  {count.passed} passed, {count.failed} failed, {count.skipped} skipped"
              + (f"  ({'; '.join(count.notes)})" if count.notes else ""))
    print(f"{sum(row[1] for row in rows):.0f} s in all\n")
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
