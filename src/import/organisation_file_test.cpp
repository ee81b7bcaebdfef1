#include "import/import_test.hpp"
#include "import/organisation_file.hpp"
#include "reader/fuzz_support.hpp"

namespace rimlig::import {

namespace {

using kernel::TestApp;
using Rows = std::vector<std::vector<std::string>>;

std::string xlsx(Rows const& rows) {
  std::string sheet;
  for (auto const& row : rows) {
    sheet += "<row>";
    for (auto const& cell : row) sheet += "<c t=\"inlineStr\"><is><t>" + cell + "</t></is></c>";
    sheet += "</row>";
  }
  return reader::fuzz::archive(
      {{"xl/workbook.xml", R"(<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="1"/></sheets></workbook>)"},
       {"xl/_rels/workbook.xml.rels", R"(<Relationships><Relationship Id="1" Type="x/worksheet" Target="s.xml"/></Relationships>)"},
       {"xl/s.xml", R"(<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>)" + sheet + "</sheetData></worksheet>"}});
}

std::string csv(Rows const& rows) {
  std::string out;
  for (auto const& row : rows) {
    for (std::size_t n = 0; n < row.size(); ++n) out += (n ? ";" : "") + row[n];
    out += "\n";
  }
  return out;
}

Rows const header{{"enhet", "typ", "överordnad", "namn", "e-post", "roll", "från", "till", "andra namn"}};

Rows with(Rows rows) {
  rows.insert(rows.begin(), header.front());
  return rows;
}

std::int64_t count(TestApp& app, std::string const& sql) {
  std::int64_t found = 0;
  app.with_tx([&](kernel::Tx& tx) { found = tx.value<std::int64_t>(sql).value_or(0); });
  return found;
}

}  // namespace

TEST_CASE("S0-37: a workbook and a CSV of the organisation say the same, and a preview stores nothing") {
  with_imports([](TestApp& app, identity::Organisation const& made) {
    std::string above;
    app.with_tx([&](kernel::Tx& tx) { above = tx.get(made.division).name; });
    auto const rows = with({{"Ny enhet", "enhet", above, "Nora Ny", "nora@kommun.example", "enhetschef|controller", "2026-12-01", "2027-06-30", "Nya|Enheten som är ny"}});
    auto const before = count(app, "select count(*) from org_unit") + count(app, "select count(*) from person") + count(app, "select count(*) from audit_entry");
    auto const seen = app.post("/api/organisation-imports/preview?name=org.xlsx", made.administrator, xlsx(rows));
    REQUIRE_MESSAGE(seen.status == 200, seen.body);
    CHECK(count(app, "select count(*) from org_unit") + count(app, "select count(*) from person") + count(app, "select count(*) from audit_entry") == before);
    auto const same = app.post("/api/organisation-imports/preview?name=org.csv", made.administrator, csv(rows));
    CHECK(same.body == seen.body);
    auto const result = seen.json();
    CHECK(result.root().get("result").get("units").integer() == 1);
    CHECK(result.root().get("result").get("assignments").integer() == 2);
    CHECK(app.post("/api/organisation-imports?name=org.csv&digest=other", made.administrator, csv(rows)).status == 409);
    auto const stored = app.post("/api/organisation-imports?name=org.csv&digest=" + std::string(result.root().get("digest").text()), made.administrator, csv(rows));
    REQUIRE_MESSAGE(stored.status == 200, stored.body);
    CHECK(count(app, "select count(*) from assignment a join person p on p.id = a.person_id where p.name = 'Nora Ny' and a.valid_from = '2026-12-01' and a.valid_to = '2027-06-30'") == 2);
    // The same again says that nothing is new; other dates and another name say what changes.
    auto const again = app.post("/api/organisation-imports/preview?name=org.csv", made.administrator, csv(rows)).body;
    CHECK(again.find(R"("difference":"added")") == std::string::npos);
    CHECK(again.find(R"("difference":"changed")") == std::string::npos);
    auto const later = csv(with({{"Ny enhet", "grupp", above, "Nora Nyare", "nora@kommun.example", "enhetschef", "", "2027-12-31", ""}}));
    auto const changed = app.post("/api/organisation-imports?name=org.csv", made.administrator, later).body;
    CHECK(changed.find(R"("difference":"changed","kind":"unit","name":"Ny enhet","detail":"typ unit → group")") != std::string::npos);
    CHECK(changed.find("Nora Ny → Nora Nyare") != std::string::npos);
    CHECK(changed.find("2026-12-01–2027-06-30 → 2026-12-01–2027-12-31") != std::string::npos);
  });
}

TEST_CASE("S2-63: roles that are not in the file end when that is asked for, and never the reader's own") {
  with_imports([](TestApp& app, identity::Organisation const& made) {
    std::string unit;
    app.with_tx([&](kernel::Tx& tx) { unit = tx.get(made.unit).name; });
    auto const file = csv(with({{unit, "", "", "Moa Medarbetare", "", "", "", "", ""}}));
    CHECK(app.post("/api/organisation-imports/preview?name=o.csv", made.administrator, file).body.find("o.csv, rad 2, kolumn e-post") != std::string::npos);
    auto const kept = csv(with({{unit, "", "", "", "", "", "", "", ""}}));
    auto const preview = app.post("/api/organisation-imports/preview?name=o.csv&end_missing=true", made.administrator, kept);
    REQUIRE(preview.status == 200);
    auto const ended = preview.json().root().get("result").get("ended").integer();
    CHECK(ended > 3);
    CHECK(preview.body.find(R"("difference":"gone","kind":"unit")") != std::string::npos);
    CHECK(app.post("/api/organisation-imports?name=o.csv", made.administrator, kept).json().root().get("result").get("ended").integer() == 0);
    REQUIRE(app.post("/api/organisation-imports?name=o.csv&end_missing=true", made.administrator, kept).status == 200);
    CHECK(count(app, "select count(*) from assignment where valid_to = '2026-11-21'") == ended);
    // The reader still holds theirs, and the other committee was never theirs to end.
    CHECK(app.get("/api/units", made.administrator).status == 200);
    CHECK(app.get("/api/units", made.other_manager).status == 200);
    CHECK(app.get("/api/units", made.unit_manager).status != 200);
  });
}

TEST_CASE("S0-37: every fault of a file is told with file, row and column, and nothing of it is stored") {
  with_imports([](TestApp& app, identity::Organisation const& made) {
    auto const before = count(app, "select count(*) from org_unit");
    auto const refused = app.post("/api/organisation-imports?name=fel.xlsx", made.administrator,
                                  xlsx(with({{"Bra enhet", "enhet", "Sydskolan", "", "", "", "", "", ""}, {"Toppen", "nämnd", "", "Nora", "nora@kommun.example", "kung", "igår", "", ""}})));
    CHECK(refused.status == 422);
    CHECK(refused.body.find("fel.xlsx, rad 2, kolumn överordnad: \\\"Sydskolan\\\" finns inte") != std::string::npos);  // another committee's
    CHECK(refused.body.find("fel.xlsx, rad 3, kolumn överordnad: Skriv vilken enhet Toppen ska ligga under") != std::string::npos);
    CHECK(app.post("/api/organisation-imports?name=x.xlsx", made.administrator, "PK not a workbook").status == 422);
    CHECK(app.post("/api/organisation-imports?name=x.csv", made.unit_manager, csv(header)).status == 403);
    auto const number = csv(with({{"Enhet 850709-9805", "enhet", "", "", "", "", "", "", ""}}));
    CHECK(app.post("/api/organisation-imports?name=x.csv", made.administrator, number).body.find("personal_number") != std::string::npos);
    CHECK(count(app, "select count(*) from org_unit") == before);
  });
}

}  // namespace rimlig::import
