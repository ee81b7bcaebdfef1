"""What the built program is made of (SBOM), as CycloneDX 1.5 JSON, from what this machine built it with.

    python3 tools/sbom.py [-o FILE]

The libraries that the program loads, with the versions of their Debian packages; the npm packages that the pages
and the PDF worker hold, as their lock files say; and the Debian packages that building and running ask for. Two runs
over the same machine and sources give the same bytes. ./run --build-only writes build/release/sbom.json.
"""
import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("web/package-lock.json", "pdf/package-lock.json")


def packages_of(text, wanted):
    """The names that packages.txt lists under "# build" and the like."""
    section, names = "", []
    for line in text.splitlines():
        if line in ("# build", "# test", "# run"):
            section = line[2:]
        elif line and not line.startswith("#") and section in wanted:
            names.append(line.split()[0])
    return names


def installed(names):
    """{name: (version, architecture)} of the Debian packages that are installed."""
    if not names:
        return {}
    out = subprocess.run(["dpkg-query", "-W", "-f", "${Package}\t${Version}\t${Architecture}\t${db:Status-Status}\n", *sorted(names)],
                         capture_output=True, text=True).stdout
    rows = (line.split("\t") for line in out.splitlines())
    return {row[0]: (row[1], row[2]) for row in rows if len(row) == 4 and row[3] == "installed"}


def loaded_packages(program):
    """The Debian packages of the shared libraries that the program loads."""
    listed = subprocess.run(["ldd", str(program)], capture_output=True, text=True).stdout
    places = set()
    for path in re.findall(r"(/\S+) \(0x", listed):
        real = str(Path(path).resolve())  # the package knows the file by its real place, with or without /usr
        places |= {path, real, real.removeprefix("/usr")}
    owners = subprocess.run(["dpkg-query", "-S", *sorted(places)], capture_output=True, text=True).stdout if places else ""
    return {line.split(":")[0] for line in owners.splitlines()}


def debian_component(name, version, architecture, scope):
    purl = f"pkg:deb/debian/{name}@{version}?arch={architecture}&distro=debian-12".replace("+", "%2B")
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "scope": scope, "purl": purl}


def npm_components(lock, scope="required"):
    """What a lock file holds but the tools of building and testing."""
    components = []
    for path, entry in json.loads(lock)["packages"].items():
        if not path or entry.get("dev") or "version" not in entry:
            continue
        name = path.split("node_modules/")[-1]
        purl = f"pkg:npm/{name.replace('@', '%40')}@{entry['version']}"
        component = {"type": "library", "bom-ref": purl, "name": name, "version": entry["version"], "scope": scope, "purl": purl}
        if entry.get("license"):
            component["licenses"] = [{"expression" if " " in entry["license"] else "license": entry["license"] if " " in entry["license"] else {"id": entry["license"]}}]
        if entry.get("integrity", "").startswith("sha512-"):
            digest = base64.b64decode(entry["integrity"].removeprefix("sha512-")).hex()
            component["hashes"] = [{"alg": "SHA-512", "content": digest}]
        components.append(component)
    return components


def document(components, name, version, program=None):
    unique = {component["bom-ref"]: component for component in components}
    about = {"type": "application", "bom-ref": "rimlig", "name": name, "version": version, "licenses": [{"license": {"id": "EUPL-1.2"}}]}
    if program is not None:
        about["hashes"] = [{"alg": "SHA-256", "content": hashlib.sha256(program).hexdigest()}]
    ordered = [unique[key] for key in sorted(unique)]
    # Made of the content, so that the same content has the same number.
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([about, ordered], sort_keys=True))
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": f"urn:uuid:{serial}", "version": 1,
            "metadata": {"component": about}, "components": ordered,
            "dependencies": [{"ref": "rimlig", "dependsOn": [component["bom-ref"] for component in ordered if component["scope"] == "required"]}]}


def sbom(root, program):
    components = []
    for lock in LOCKS:
        components += npm_components((root / lock).read_text(encoding="utf-8"))
    loaded = loaded_packages(program) if program.exists() else set()
    listed = (root / "packages.txt").read_text(encoding="utf-8")
    needed = loaded | set(packages_of(listed, {"run"}))
    for names, scope in ((set(packages_of(listed, {"build"})), "excluded"), (needed, "required")):
        components += [debian_component(name, *about, scope) for name, about in installed(names).items()]
    version = json.loads((root / "web/package.json").read_text(encoding="utf-8"))["version"]
    return document(components, "rimlig", version, program.read_bytes() if program.exists() else None)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--program", type=Path, default=ROOT / "build/release/rimlig")
    options = parser.parse_args()
    text = json.dumps(sbom(ROOT, options.program), indent=1, ensure_ascii=False) + "\n"
    if options.output:
        options.output.write_text(text, encoding="utf-8")
        print(f"{options.output}: {text.count(chr(34) + 'bom-ref' + chr(34)) - 1} components")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
