"""Requirement ids are read from the names of every kind of test."""
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import traceability


class TraceabilityTest(unittest.TestCase):
    def test_each_kind_of_test_is_read(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for path, text in {
                "src/a/a_test.cpp": 'TEST_CASE("S9: no") {}\nTEST_CASE("S4-6, L9: late") {}\nTEST_CASE_FIXTURE(Db, "S0-14: a year") {}\n',
                "web/src/a.test.ts": "it('S4-4: icon and text', () => {})\n",
                "tests/e2e/a.spec.ts": 'test("S4-10: answers", async () => {})\n',
            }.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text)
            self.assertEqual(sorted({row[0] for row in traceability.tests(root)}), ["L9", "S0-14", "S4-10", "S4-4", "S4-6"])

    def test_a_range_stands_for_each(self):
        self.assertEqual(traceability.ids_in("S4-1 … S4-3: columns"), {"S4-1", "S4-2", "S4-3"})

    def test_the_page_names_what_has_no_test(self):
        text = traceability.page([("S4-1", "a_test.cpp", "S4-1: seven columns")])
        self.assertIn("1 of ", text)
        self.assertIn("Without one: S4-2,", text)
        self.assertLess(text.index("| S4-1 |"), len(text))


if __name__ == "__main__":
    unittest.main()
