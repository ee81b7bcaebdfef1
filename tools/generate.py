"""Writes the generated files of the repository, or with --check says which are out of date.

    openapi.json               by build/dev/.../rimlig openapi
    web/src/api/api.gen.ts     from openapi.json, by the web part's script "api"
    docs/permissions.md        by rimlig permissions
    docs/errors.md             from where messages and problems stand in the sources
    docs/traceability.md       from the names of the tests
"""
import json
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
import errors
import traceability

ROOT = Path(__file__).resolve().parent.parent


def program():
    return next((p for p in (ROOT / "build/dev/rimlig", ROOT / "build/dev/src/app/rimlig", ROOT / "build/release/rimlig") if p.exists()), None)


def output_of(command):
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} gave {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def makers():
    """(path, function that gives its text) in the order in which one depends on the other."""
    binary = program()
    if binary:
        # Indented, so that a change of the API is a readable difference.
        yield "openapi.json", lambda: json.dumps(json.loads(output_of([binary, "openapi"])), ensure_ascii=False, indent=1) + "\n"
        yield "docs/permissions.md", lambda: output_of([binary, "permissions"])
    else:
        print("generated: no rimlig program yet, openapi.json left alone")
    types = ROOT / "web/node_modules/.bin/openapi-typescript"
    if types.exists() and (ROOT / "openapi.json").exists():
        yield "web/src/api/api.gen.ts", lambda: output_of([types, "openapi.json"])
    yield "docs/errors.md", lambda: errors.page(ROOT)
    yield "docs/traceability.md", lambda: traceability.page(traceability.tests(ROOT))


def main():
    only_check = "--check" in sys.argv[1:]
    stale = []
    for path, make in makers():
        text = make()
        file = ROOT / path
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        stale.append(path)
        if not only_check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            print(f"written: {path}")
    if only_check and stale:
        print(f"out of date: {', '.join(stale)}; run python3 tools/generate.py and commit the result")
    elif only_check:
        print("generated files are fresh")
    return 1 if only_check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
