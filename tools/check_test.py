"""Plants one fault per house rule and expects it to be found, with a harmless neighbour that is not."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import check
import rules_cpp
import rules_text


class CheckTest(unittest.TestCase):
    def found(self, rule, files):
        return [(path, line) for path, line, _ in rule(files)]

    def test_kernel_may_not_include_a_feature(self):
        files = {"src/kernel/a.cpp": '#include "kernel/b.hpp"\n#include "action/action.hpp"\n'}
        self.assertEqual(self.found(rules_cpp.include_direction, files), [("src/kernel/a.cpp", 2)])

    def test_feature_may_not_include_app(self):
        files = {"src/action/a.cpp": '#include "org/unit.hpp"\n#include "app/features.hpp"\n'}
        self.assertEqual(self.found(rules_cpp.include_direction, files), [("src/action/a.cpp", 2)])

    def test_lint_does_not_know_actions_and_reader_only_the_kernel(self):
        files = {"src/lint/a.cpp": '#include "action/action.hpp"\n', "src/reader/a.cpp": '#include "org/unit.hpp"\n',
                 "src/action/a.cpp": '#include "lint/rules.hpp"\n'}
        self.assertEqual(len(self.found(rules_cpp.include_direction, files)), 2)

    def test_cycle_of_headers(self):
        files = {"src/round/a.hpp": '#include "round/b.hpp"\n', "src/round/b.hpp": '#include "round/a.hpp"\n'}
        self.assertEqual(len(rules_cpp.include_cycles(files)), 1)

    def test_cycle_of_modules_through_different_files(self):
        files = {"src/round/a.cpp": '#include "action/x.hpp"\n', "src/action/x.hpp": "", "src/action/y.cpp": '#include "round/z.hpp"\n', "src/round/z.hpp": ""}
        self.assertEqual(len(rules_cpp.include_cycles(files)), 1)

    def test_third_party_header_in_the_wrong_file(self):
        files = {"src/action/a.cpp": "#include <vector>\n#include <sqlite3.h>\n", "src/kernel/db_sqlite.cpp": "#include <sqlite3.h>\n"}
        self.assertEqual(self.found(rules_cpp.third_party_headers, files), [("src/action/a.cpp", 2)])

    def test_unknown_header(self):
        files = {"src/action/a.cpp": "#include <strange/thing.hpp>\n"}
        self.assertEqual(len(rules_cpp.third_party_headers(files)), 1)

    def test_feature_header_may_not_include_routes(self):
        files = {"src/action/a.hpp": '#include "kernel/routes.hpp"\n#include "kernel/types.hpp"\n', "src/org/a.hpp": '#include "kernel/routes.hpp"\n'}
        self.assertEqual(self.found(rules_cpp.feature_headers, files), [("src/action/a.hpp", 1)])

    def test_forbidden_call_but_not_its_name_in_text(self):
        files = {"src/org/a.cpp": '// atof( is bad\nauto text = "rand()";\nauto x = atof(text);\nobject.system(1);\n'}
        self.assertEqual(self.found(rules_cpp.forbidden_calls, files), [("src/org/a.cpp", 3)])

    def test_raw_string_is_text(self):
        files = {"src/org/a.cpp": 'auto sql = R"(select rand() )";\nsrand(1);\n'}
        self.assertEqual(self.found(rules_cpp.forbidden_calls, files), [("src/org/a.cpp", 2)])

    def test_header_without_a_sentence(self):
        files = {"src/org/a.hpp": "#pragma once\n", "src/org/b.hpp": "// A unit.\n#pragma once\n"}
        self.assertEqual(self.found(rules_cpp.headers_explain_themselves, files), [("src/org/a.hpp", 1)])

    def test_kernel_with_a_feature_word(self):
        self.assertEqual(len(rules_cpp.kernel_is_general({"src/kernel/a.cpp": "// a committee\n"})), 1)

    def test_kernel_too_long(self):
        self.assertEqual(len(rules_cpp.kernel_is_general({"src/kernel/a.cpp": "x();\n" * 3001})), 1)
        self.assertEqual(rules_cpp.kernel_is_general({"src/kernel/server.cpp": "x();\n" * 3001, "src/kernel/a.cpp": "// why\n" * 3001}), [])

    def test_long_file(self):
        self.assertEqual(len(rules_text.file_length({"src/org/a.cpp": "\n" * 501, "src/org/b.cpp": "\n" * 500})), 1)

    def test_unfinished_work(self):
        self.assertEqual(len(rules_text.unfinished_work({"a.md": "one " + "TO" + "DO here\n"})), 1)

    def test_escape_from_a_checker(self):
        self.assertEqual(len(rules_text.escapes_from_checkers({"web/src/a.ts": "x as " + "any\n", "src/a.cpp": "x(); // NO" + "LINT\n"})), 2)

    def test_skipped_test(self):
        self.assertEqual(len(rules_text.skipped_tests({"web/src/a.test.ts": "it." + "skip('x')\n"})), 1)

    def test_machine_path_and_registry(self):
        self.assertEqual(len(rules_text.machine_names({"a": "/ro" + "ot/x\n", "package-lock.json": '"https://registry.npm' + 'js.org/a"\n'})), 2)

    def test_sleep_in_a_test(self):
        files = {"src/org/a_test.cpp": "std::this_thread::sleep_for(x);\n", "src/org/a.cpp": "sleep_for(x);\n"}
        self.assertEqual(self.found(rules_text.reliable_tests, files), [("src/org/a_test.cpp", 1)])

    def test_two_migrations_with_one_number(self):
        self.assertEqual(len(rules_text.migrations_are_numbered({"migrations/0001_a.sql": "", "migrations/0001_b.sql": ""})), 1)

    def test_a_threat_without_its_test(self):
        row = "| Threat | Stops | Shown |\n|---|---|---|\n| A | b | “it is refused” (`a_test.cpp`) |\n"
        self.assertEqual(rules_text.attacks_have_tests({"docs/security.md": row, "a_test.cpp": 'TEST_CASE("it is refused")'}), [])
        self.assertEqual(self.found(rules_text.attacks_have_tests, {"docs/security.md": row, "a_test.cpp": ""}), [("docs/security.md", 3)])
        self.assertEqual(self.found(rules_text.attacks_have_tests, {"docs/security.md": "| A | b | nothing |\n"}), [("docs/security.md", 1)])

    def test_compile_times_take_the_latest(self):
        log = "# ninja log v5\n0\t9000\t0\ta.o\tx\n100\t1100\t0\ta.o\ty\n0\t5\t0\tlib.a\tz\n"
        self.assertEqual(check.compile_times(log), {"a.o": 1.0})

    def test_this_repository_is_clean_of_planted_words(self):
        self.assertEqual([p for p in check.problems_in(check.tracked_files(check.ROOT)) if p[0].startswith("tools/")], [])


if __name__ == "__main__":
    unittest.main()
