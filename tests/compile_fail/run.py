"""Programs that must not compile, each with the message that a developer should read.

The first line of each file says what the compiler has to say; failing for another reason is a failure here.
"""
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def main():
    failed = 0
    files = sorted(HERE.glob("*.cpp"))
    for file in files:
        expected = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("// EXPECT: ")
        done = subprocess.run(["g++", "-std=c++20", "-fsyntax-only", f"-I{ROOT / 'src'}", str(file)], capture_output=True, text=True)
        first_errors = "\n".join(line for line in done.stderr.splitlines() if "error:" in line)
        fault = "it compiled" if done.returncode == 0 else None if expected in first_errors else f"the errors do not say so:\n{first_errors[:1500]}"
        if fault:
            failed += 1
            print(f"{file.name}: expected \"{expected}\", but {fault}")
    print(f"{len(files) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
