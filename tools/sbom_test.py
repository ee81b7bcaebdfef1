"""The list of parts has the shape that its readers expect, holds what the sources name, and does not change by itself."""
import json
import re
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import sbom

LOCK = json.dumps({"packages": {
    "": {"name": "x"},
    "node_modules/vue": {"version": "3.5.45", "license": "MIT", "integrity": "sha512-AAAA"},
    "node_modules/@a/b": {"version": "1.0.0", "license": "MIT OR Apache-2.0"},
    "node_modules/vitest": {"version": "4.0.0", "dev": True},
    "node_modules/c/node_modules/d": {"version": "2.0.0"}}})


class Sbom(unittest.TestCase):
    def test_npm(self):
        """A lock file gives its packages without the tools, with licence, hash and address."""
        found = {each["name"]: each for each in sbom.npm_components(LOCK)}
        self.assertEqual(set(found), {"vue", "@a/b", "d"})
        self.assertEqual(found["@a/b"]["purl"], "pkg:npm/%40a/b@1.0.0")
        self.assertEqual(found["@a/b"]["licenses"], [{"expression": "MIT OR Apache-2.0"}])
        self.assertEqual(found["vue"]["licenses"], [{"license": {"id": "MIT"}}])
        self.assertEqual(found["vue"]["hashes"], [{"alg": "SHA-512", "content": "000000"}])

    def test_sections(self):
        """Of the list of Debian packages only the sections asked for are taken."""
        text = "# Debian packages\n# build\ng++\n# test\nchromium\n# run\nfonts-x  # why\n"
        self.assertEqual(sbom.packages_of(text, {"build", "run"}), ["g++", "fonts-x"])

    def test_shape(self):
        """SBOM: the whole document is CycloneDX with unique parts that have names, versions and addresses, the same each time"""
        program = sbom.ROOT / "no such program"
        made = sbom.sbom(sbom.ROOT, program)
        self.assertEqual((made["bomFormat"], made["specVersion"], made["version"]), ("CycloneDX", "1.5", 1))
        self.assertRegex(made["serialNumber"], r"^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        refs = [each["bom-ref"] for each in made["components"]]
        self.assertEqual(len(refs), len(set(refs)))
        for each in made["components"]:
            self.assertEqual(each["type"], "library")
            self.assertIn(each["scope"], ("required", "excluded"))
            self.assertTrue(each["name"] and each["version"])
            self.assertRegex(each["purl"], r"^pkg:(npm|deb/debian)/[\w.%/+-]+@\S+$")
        names = {each["name"] for each in made["components"]}
        direct = json.loads((sbom.ROOT / "web/package.json").read_text())["dependencies"]
        self.assertLessEqual(set(direct), names)
        self.assertTrue(set(made["dependencies"][0]["dependsOn"]) <= set(refs))
        self.assertEqual(json.dumps(made), json.dumps(sbom.sbom(sbom.ROOT, program)))

    def test_debian(self):
        """What is installed is listed with its version, and a + in it is escaped in the address."""
        name, (version, architecture) = next(iter(sbom.installed({"libc6"}).items()))
        component = sbom.debian_component(name, version, architecture, "required")
        self.assertTrue(re.match(r"^pkg:deb/debian/libc6@2\.[^+ ]+\?arch=", component["purl"]))
        self.assertEqual(sbom.installed({"no-such-package"}), {})


if __name__ == "__main__":
    unittest.main()
