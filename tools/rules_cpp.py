"""House rules over the C++ sources: include direction, cycles, third-party headers, forbidden calls.

Every rule takes the sources as {path: text} and returns problems as (path, line, message), so that the
tests can plant a fault without touching a file.
"""
import re
from fnmatch import fnmatch

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)

# app -> features -> identity, org -> kernel. Anything not named is a feature.
LAYER = {"kernel": 0, "identity": 1, "org": 1, "app": 3}
# Narrower than the layers: whole modules that a module must not know (architecture.md, section 5).
ONLY_USES = {"reader": {"reader", "kernel"}}
NEVER_USES = {"lint": {"action", "finding", "round", "report", "import"}}

# Third-party headers and the only files that may include them; tests beside a file may do what it may.
THIRD_PARTY = {
    "boost/asio": ["kernel/server*.cpp", "kernel/server_stream.hpp"],
    "boost/beast": ["kernel/server*.cpp", "kernel/server_stream.hpp"],
    "boost/json": ["kernel/json*.cpp", "*_test.cpp"],
    "openssl/": ["kernel/server_stream.cpp", "identity/passkey_key_test.hpp"],
    "boost/describe": ["*"],
    "boost/mp11": ["kernel/*.hpp"],
    "boost/pfr": ["kernel/*.hpp"],
    "sqlite3.h": ["kernel/db_sqlite*.cpp"],
    "libpq-fe.h": ["kernel/db_postgres*.cpp"],
    "spdlog/": ["kernel/log.cpp"],
    "fmt/": ["kernel/log.cpp"],
    "sodium.h": ["kernel/crypto.cpp", "identity/sealing.cpp", "identity/passkey_check.cpp"],
    "fido": ["identity/passkey_check.cpp"],
    "liboath/": ["identity/totp.cpp"],
    "qrencode.h": ["identity/qr.cpp"],
    "unicode/": ["kernel/*.cpp", "reader/*.cpp", "lint/*.cpp", "search/*.cpp", "report/fonts.cpp"],
    "libstemmer.h": ["kernel/*.cpp", "search/*.cpp"],
    "zip.h": ["reader/*.cpp", "reader/fuzz_support.hpp", "report/*.cpp", "kernel/zip*.cpp"],
    "pugixml.hpp": ["reader/*.cpp", "report/*.cpp"],
    "expat.h": ["reader/*.cpp"],
    "poppler/": ["reader/*.cpp"],
    "gumbo.h": ["reader/*.cpp"],
    "xlsxwriter.h": ["report/*.cpp", "kernel/xlsx*.cpp", "action/*export*.cpp"],
    "qpdf/": ["reader/pdf*.cpp", "report/*.cpp"],
    "cairo": ["report/*.cpp"],
    "fontconfig/": ["report/fonts.cpp"],
    "linux/": ["report/sandbox.cpp"],
    "seccomp.h": ["reader/sandbox.cpp"],
    "shared_data.hpp": ["*_test.cpp"],
    "zlib.h": ["kernel/*.cpp", "reader/*.cpp", "report/*.cpp"],
    "brotli/": ["kernel/server*.cpp"],
    "prometheus/": ["kernel/metrics.cpp"],
    "kainjow/": ["report/*.cpp", "kernel/mail*.cpp"],
    "curl/": ["kernel/mail*.cpp", "oidc/address.cpp", "oidc/fetch.cpp"],
    "cjose/": ["oidc/jose.cpp", "oidc/*_test.hpp", "oidc/*_test.cpp"],
    "CLI/": ["app/*.cpp"],
    "doctest/": ["*_test.cpp", "*_test.hpp", "*test_*.hpp"],
}

SYSTEM_HEADERS = re.compile(
    r"^(sys/|arpa/|netinet/)|^(unistd|fcntl|sched|signal|poll|spawn|dlfcn|pthread|time|stdlib|string|errno|stdio|stdint|grp|pwd|limits)\.h$")

FORBIDDEN = {
    r"\b(std::)?(atof|atoi|atol|strtod|strtof|stod|stof|stold)\s*\(": "reads numbers by locale or silently: use from_chars",
    r"\b(std::)?(setlocale|strftime|localtime)\s*\(|\bstd::locale\b": "depends on the locale or zone of the process",
    r"\bstd::(regex|wregex|basic_regex)\b|<regex>": "std::regex overflows the stack on long input",
    r"\b(std::)?(rand|srand|system|popen|tmpnam|mktemp|sprintf|strcpy|strcat|gets)\s*\(": "unsafe: see CONTRIBUTING.md",
    r"\bco_(await|return|yield)\b": "g++ 12 destroys lambda captures twice: no coroutines (architecture.md, 1.3)",
    r"\bassert\s*\(": "use check() or debug_check(): assert disappears or aborts",
    r"\busing namespace std\s*;": "names of std are written out",
}


def cpp_files(files):
    return {p: t for p, t in files.items() if p.startswith("src/") and p.endswith((".cpp", ".hpp"))}


def module_of(path):
    return path.split("/")[1]


def is_test(path):
    return path.endswith(("_test.cpp", "_fuzz.cpp", "_test.hpp", "fuzz_support.hpp"))


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def includes(text):
    for match in INCLUDE.finditer(text):
        yield match[1] == '"', match[2], line_of(text, match.start())


def without_comments_and_strings(text):
    """Blanks comments and string literals, keeping line numbers: a rule is about code."""
    pattern = re.compile(r'R"([^()\s\\]*)\(.*?\)\1"|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)


def include_direction(files):
    problems = []
    for path, text in cpp_files(files).items():
        module = module_of(path)
        for own, name, line in includes(text):
            if not own or "/" not in name:
                continue
            used = name.split("/")[0]
            if LAYER.get(module, 2) < LAYER.get(used, 2):
                problems.append((path, line, f"{module} must not include {name}: app -> features -> identity, org -> kernel"))
            elif module in ONLY_USES and used not in ONLY_USES[module] or used in NEVER_USES.get(module, ()):
                problems.append((path, line, f"{module} must not know {used}"))
    return problems


def include_cycles(files):
    sources = cpp_files(files)
    by_file, by_module = {}, {}
    for path, text in sources.items():
        if is_test(path):
            continue
        for own, name, _ in includes(text):
            if not own:
                continue
            target = f"src/{name}"
            if target in sources:
                by_file.setdefault(path, set()).add(target)
                if module_of(path) != module_of(target):
                    by_module.setdefault(module_of(path), set()).add(module_of(target))
    return [("src", 0, f"include cycle: {' -> '.join(cycle)}") for graph in (by_file, by_module) for cycle in cycles(graph)]


def cycles(graph):
    """Each cycle once, found by a depth-first walk."""
    found, done = [], set()

    def walk(node, trail):
        if node in trail:
            found.append(trail[trail.index(node):] + [node])
            return
        if node in done:
            return
        for target in sorted(graph.get(node, ())):
            walk(target, trail + [node])
        done.add(node)

    for start in sorted(graph):
        walk(start, [])
    return found


def is_standard(name):
    return re.fullmatch(r"[a-z_0-9]+", name) is not None or SYSTEM_HEADERS.search(name) is not None


def allowed_for(path, patterns):
    relative = path.removeprefix("src/")
    beside = re.sub(r"_(test|fuzz)\.cpp$", ".cpp", relative)
    return any(fnmatch(name, pattern) for name in (relative, beside) for pattern in patterns)


def third_party_headers(files):
    problems = []
    for path, text in cpp_files(files).items():
        for own, name, line in includes(text):
            if own and f"src/{name}" in files or not own and is_standard(name):
                continue
            entry = next((key for key in THIRD_PARTY if name.startswith(key)), None)
            if entry is None:
                problems.append((path, line, f"unknown header {name}: name it in THIRD_PARTY of tools/rules_cpp.py, with the files that may use it"))
            elif not allowed_for(path, THIRD_PARTY[entry]):
                problems.append((path, line, f"{name} belongs to {', '.join(THIRD_PARTY[entry])} alone"))
    return problems


def feature_headers(files):
    problems = []
    for path, text in cpp_files(files).items():
        if not path.endswith(".hpp") or LAYER.get(module_of(path), 2) != 2 or is_test(path):
            continue
        for own, name, line in includes(text):
            if name in ("kernel/db.hpp", "kernel/routes.hpp") or not own and not is_standard(name):
                problems.append((path, line, f"a feature's header may not include {name}: its readers would all pay for it"))
    return problems


def forbidden_calls(files):
    problems = []
    for path, text in cpp_files(files).items():
        code = without_comments_and_strings(text)
        for pattern, reason in FORBIDDEN.items():
            if is_test(path) and ("regex" in pattern or "popen" in pattern):
                continue  # tests may match output and call the program under test
            for match in re.finditer(pattern, code):
                if code[:match.start()].rstrip().endswith((".", "->")):
                    continue  # a member of our own with the same name
                problems.append((path, line_of(code, match.start()), f"{match[0].strip()}: {reason}"))
    return problems


def headers_explain_themselves(files):
    problems = []
    for path, text in cpp_files(files).items():
        if path.endswith(".hpp"):
            if not text.startswith("//"):
                problems.append((path, 1, "a header begins with one to three sentences: what it is and why"))
            if "#pragma once" not in text:
                problems.append((path, 1, "#pragma once is missing"))
    return problems


# The heart: one definition per object, its way to table, JSON and document, transactions, routes. Counted
# without blank lines and comments.
KERNEL_LINES = 2500
# What any server needs and a library could replace, and what runs beside the heart: not counted.
KERNEL_SERVICES = {"server", "server_stream", "request_trust", "json_keys", "formula", "http", "static_files", "embedded", "security_headers", "log", "metrics", "crypto", "files", "clock", "jobs", "swedish", "pool", "undo",
                   "migrate", "migrations", "audit_verify", "audit_disposal", "checkpoint", "personal_number", "personal_number_stop", "testing"}
FEATURE_WORDS = re.compile(r"\b(åtgärd\w*|nämnd\w*|finding\w*|committee\w*|internkontroll\w*|(action|round|report|lint|finding)::)", re.I)


def kernel_is_general(files):
    problems, lines = [], 0
    for path, text in cpp_files(files).items():
        if module_of(path) != "kernel" or is_test(path):
            continue
        if path.split("/")[-1].split(".")[0] not in KERNEL_SERVICES:
            lines += sum(1 for line in text.splitlines() if line.strip() and not line.lstrip().startswith("//"))
        problems += [(path, line_of(text, m.start()), f"the kernel knows no feature: \"{m[0]}\"") for m in FEATURE_WORDS.finditer(text)]
    if lines > KERNEL_LINES:
        problems.append(("src/kernel", 0, f"{lines} lines of code; the kernel stays under {KERNEL_LINES}"))
    return problems


RULES = [include_direction, include_cycles, third_party_headers, feature_headers, forbidden_calls,
         headers_explain_themselves, kernel_is_general]
