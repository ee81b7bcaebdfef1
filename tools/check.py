"""The house rules that a script can check (CONTRIBUTING.md says why each exists).

    python3 tools/check.py        prints each break as path:line: message, and the slowest objects
"""
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
import rules_cpp
import rules_text

ROOT = Path(__file__).resolve().parent.parent
IGNORED = {"build", "node_modules", "dist", ".git", "__pycache__", ".vite"}
IGNORED_AT_TOP = IGNORED | {"data"}  # what a server that was started here keeps
# Seconds for one object at -O0; kernel/server.cpp alone may take more. Shown, not enforced: the log holds
# wall-clock time, which says as much about who else used the machine.
COMPILE_BUDGET = 10.0


def tracked_files(root):
    """What git tracks or would track; every file when the tree is a plain copy."""
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            capture_output=True, text=True) if (root / ".git").exists() else None
    if listed and listed.returncode == 0:
        paths = [root / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [p for p in root.rglob("*") if p.relative_to(root).parts[0] not in IGNORED_AT_TOP and not IGNORED & set(p.relative_to(root).parts)]
    files = {}
    for path in sorted(set(paths)):
        if path.is_file() and not path.is_symlink():
            try:
                files[str(path.relative_to(root))] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                pass  # a picture or an archive
    return files


def problems_in(files):
    return sorted({problem for rule in rules_cpp.RULES + rules_text.RULES for problem in rule(files)})


def compile_times(log):
    """Seconds per object from a .ninja_log, the latest entry of each."""
    times = {}
    for line in log.splitlines():
        parts = line.split("\t")
        if len(parts) == 5 and parts[3].endswith(".o"):
            times[parts[3]] = (int(parts[1]) - int(parts[0])) / 1000
    return times


def show_slowest(root):
    log = root / "build/dev/.ninja_log"
    times = compile_times(log.read_text()) if log.exists() else {}
    slowest = sorted(times.items(), key=lambda item: -item[1])[:10]
    if slowest:
        print(f"slowest objects of the dev build (budget {COMPILE_BUDGET:.0f} s, wall clock):")
    for name, seconds in slowest:
        print(f"  {seconds:6.1f} s  {name}{'  OVER BUDGET' if seconds > COMPILE_BUDGET and 'server.cpp' not in name else ''}")


def main():
    files = tracked_files(ROOT)
    problems = problems_in(files)
    show_slowest(ROOT)
    for path, line, message in problems:
        print(f"{path}:{line}: {message}")
    print(f"house rules: {len(rules_cpp.RULES) + len(rules_text.RULES)} rules over {len(files)} files, {len(problems)} broken")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
