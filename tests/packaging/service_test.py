"""The systemd unit stays closed: systemd's own judgement of its exposure, 0 (shut) to 10 (open), is at most 2.0,
and the judgement itself is shown to notice when the protection is taken away.
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

UNIT = Path(__file__).resolve().parents[2] / "packaging/rimlig.service"
HIGHEST = 2.0
PROTECTION = re.compile(r"^(Protect|Private|Restrict|SystemCall|Capability|NoNewPrivileges|DynamicUser|IPAddress)", re.M)


def exposure(text):
    with tempfile.TemporaryDirectory() as folder:
        unit = Path(folder) / "rimlig.service"
        unit.write_text(text)
        done = subprocess.run(["systemd-analyze", "security", "--offline=yes", "--no-pager", str(unit)], capture_output=True, text=True)
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    if not found:
        raise SystemExit(f"systemd-analyze said nothing of the unit: {done.stderr.strip()}")
    return float(found[1])


def main():
    text = UNIT.read_text()
    closed = exposure(text)
    opened = exposure("\n".join(line for line in text.splitlines() if not PROTECTION.match(line)))
    print(f"exposure {closed}, without its protection {opened} (bar {HIGHEST})")
    return 0 if closed <= HIGHEST < opened else 1


if __name__ == "__main__":
    sys.exit(main())
