"""House rules over all tracked text: length, unfinished work, escapes from checkers, machine paths, and
what makes tests unreliable. Same shape as rules_cpp.py.
"""
import re

from rules_cpp import line_of

MAX_LINES = 500
# Words are put together here so that this file does not accuse itself.
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK", "not " + "implemented"]) + r")\b")
ESCAPES = re.compile("|".join([
    "NO" + "LINT", r"\bas " + r"any\b", "@ts-" + "ignore", "@ts-" + "expect-error", "eslint-" + "disable", r"\bv-" + r"html\b",
    "noq" + "a: F", "GCC diagnostic " + "ignored"]))
SKIPPED = re.compile("|".join([
    "doctest::" + "skip", r"\b(it|test|describe)\." + r"(skip|only|todo|fixme)\b", r"\bx" + r"it\(", "unittest." + "skip\\("]))
MACHINE = re.compile("|".join([
    "/ho" + "me/", "/ro" + "ot/", "/wo" + "rk/", "/tm" + "p/w", "registry\\.npm" + "js", "registry\\.yarn" + "pkg", "deb\\.deb" + "ian\\.org",
    "snapshot\\.deb" + "ian", "security\\.deb" + "ian\\.org"]))
UNRELIABLE = {
    (".cpp", ".hpp"): re.compile(r"\b(sleep_for|sleep_until|usleep|nanosleep|random_device|default_random_engine)\b"),
    (".ts", ".js"): re.compile(r"\b(waitForTimeout|Math\.random)\b"),
}
# Where waiting is the subject of the test.
MAY_SLEEP = {"src/kernel/server_test.cpp": "a client that drips its bytes"}
CODE = (".cpp", ".hpp", ".ts", ".vue", ".py", ".js", ".mjs", ".css", ".sh")


def is_generated(path):
    return path.endswith((".gen.ts", "package-lock.json", "openapi.json", "docs/traceability.md", "docs/errors.md"))


def is_test_file(path):
    return path.endswith(("_test.cpp", ".test.ts", ".spec.ts"))


def matches(files, pattern, message, wanted=lambda path: True):
    return [(path, line_of(text, m.start()), message.format(m[0])) for path, text in files.items() if wanted(path) for m in pattern.finditer(text)]


def file_length(files):
    return [(path, 1, f"{text.count(chr(10))} lines, at most {MAX_LINES}: is it one subject?") for path, text in files.items()
            if path.endswith(CODE) and not is_generated(path) and text.count("\n") > MAX_LINES]


def unfinished_work(files):
    return matches(files, UNFINISHED, "unfinished work is not committed: {}", lambda p: not is_generated(p) and p != "LICENSE")


def escapes_from_checkers(files):
    return matches(files, ESCAPES, "escape from a checker: {}",
                   lambda p: p.endswith(CODE) and not is_generated(p) and not p.endswith("eslint.config.js"))


def skipped_tests(files):
    return matches(files, SKIPPED, "a test is written to run: {}")


def machine_names(files):
    return matches(files, MACHINE, "name of a machine or registry: {}")


def reliable_tests(files):
    return [problem for endings, pattern in UNRELIABLE.items()
            for problem in matches(files, pattern, "sleep or chance in a test: {}",
                                   lambda p: is_test_file(p) and p.endswith(endings) and p not in MAY_SLEEP)]


def migrations_are_numbered(files):
    problems, seen = [], {}
    for path in sorted(p for p in files if re.search(r"(^|/)migrations/.*\.sql$", p)):
        name = path.split("/")[-1]
        number = name[:4]
        if not re.fullmatch(r"\d{4}_[a-z0-9_]+\.sql", name):
            problems.append((path, 1, "a migration is named NNNN_subject.sql"))
        elif number in seen:
            problems.append((path, 1, f"the number is taken by {seen[number]}"))
        seen[number] = path
    return problems


SECURITY_PAGE = "docs/security.md"
SHOWN_BY = re.compile(r"“([^”]+)” \(`([^`]+)`\)")


def attacks_have_tests(files):
    """The page of threats names a test for each, and a test that is renamed or removed is missed there."""
    problems = []
    for number, line in enumerate(files.get(SECURITY_PAGE, "").splitlines(), 1):
        cells = [cell.strip() for cell in line.split(" | ")]
        if not line.startswith("| ") or cells[0] == "| Threat":
            continue
        shown = SHOWN_BY.findall(cells[-1])
        if len(cells) != 3 or not shown:
            problems.append((SECURITY_PAGE, number, "a threat, what stops it, and “a test's name” (`its file`)"))
        for name, path in shown:
            if name not in files.get(path, "").replace('\\"', '"'):
                problems.append((SECURITY_PAGE, number, f"no test “{name}” in {path}"))
    return problems


RULES = [file_length, unfinished_work, escapes_from_checkers, skipped_tests, machine_names, reliable_tests, migrations_are_numbered,
         attacks_have_tests]
