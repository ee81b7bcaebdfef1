#include "report/sample_documents_test.hpp"

#include <array>

namespace rimlig::report {

FollowUpSnapshot sample_snapshot(int count) {
  static constexpr std::array<char const*, 4> units{"Förskolan Björken", "Äldreomsorgens beställarenhet", "Ekonomienheten", "Individ- och familjeomsorgen, barn och unga"};
  static constexpr std::array<char const*, 7> statuses{"done", "done", "part_of_routine", "in_progress", "delayed", "done", "not_started"};
  static constexpr std::array<char const*, 4> controls{"Stickprov varje tertial", "Dialog mellan rektor och förvaltning", "", "Internkontrollbesök på utvalda enheter"};
  static constexpr std::array<char const*, 4> events{"Beslut fattas inte i tid när någon är frånvarande.", "Inköp görs utanför ramavtal.",
                                                     "Dokumentationen är bristfällig och förs inte löpande.", "Felaktig moms dras på representation."};
  static constexpr std::array<char const*, 3> actions{"Genomgång av rutinen vid introduktion av nya medarbetare.",
                                                      "Kontroll av poster som överstiger ett prisbasbelopp. Återkoppling till enhetschefen.",
                                                      "Utbildning två gånger per år i regelverket för förtroendekänsliga poster."};
  static constexpr std::array<char const*, 3> analyses{
      "", "Kontrollen har gjorts vid bokslutet. Av 73 granskade poster saknade 21 fullständigt underlag, och de har rättats i efterhand.",
      "Uppföljning har skett månadsvis utifrån ett gemensamt underlag. Arbetet fortsätter under hösten tillsammans med avdelningschefen, och resultatet redovisas i verksamhetsberättelsen."};

  FollowUpSnapshot out;
  out.id = 12;
  out.sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  out.taken_at = "2026-09-15T14:05:00.000Z";
  out.as_of = "2026-09-15";
  out.committee = "Stadsdelsnämnden i Exempelvik";
  out.round = {3, "Tertial 2 2026", "t2", 2026, "2026-09-10"};
  for (std::size_t n = 0; n < units.size(); ++n)
    out.units.push_back({static_cast<std::int64_t>(n) + 1, units[n], n == 3 ? "submitted" : "approved", "Sara Lind", "2026-09-08T10:00:00.000Z", "Mats Berg", ""});
  for (int n = 0; n < count; ++n) {
    auto const at = static_cast<std::size_t>(n);
    std::size_t const unit = at * units.size() / static_cast<std::size_t>(count);
    SnapshotAction action;
    action.id = action.number = n + 1;
    action.unit_id = static_cast<std::int64_t>(unit) + 1;
    action.unit_name = units[unit];
    action.event_id = n / 3 + 1;
    action.control = controls[at / 3 % controls.size()];
    action.unwanted_event = events[at / 3 % events.size()];
    action.text = actions[at % actions.size()];
    action.status = statuses[at * 5 % statuses.size()];
    action.start = n % 6 == 0 ? "2026" : "2026-01-15";
    action.due = n % 3 == 0 ? "2026-06-30" : "2026-12-31";
    action.analysis = analyses[at * 2 % analyses.size()];
    action.owner = n % 4 == 0 ? "" : "Enhetschef";
    if (action.status == "delayed" && n % 2 == 0) {
      action.reason = "Upphandlingen av nytt system överklagades.";
      action.original_due = "2026-03-31";
    }
    if (n % 17 == 0) action.questions.push_back({"L13", "warning", "Åtgärden är avslutad, men analysen talar om hösten. Är den klar?", "fortsätter under hösten"});
    out.actions.push_back(std::move(action));
  }
  return out;
}

Document hostile_document() {
  std::string title;
  while (title.size() < 300) title += "Uppföljning av en mycket lång rubrik ";
  Document document({.title = title.substr(0, 300), .subtitle = "<script>alert(1)</script>", .author = "A & B \"C\"", .created_at = "2026-09-15T14:05:00.000Z"});
  document.contents("Innehåll");
  document.heading(1, "#read(\"/etc/passwd\") *fet* _kursiv_ $x^2$ @ref <label>");
  document.paragraph("Åäö ÉéÜü ŁłŞşİı Ščž Ελληνικά Русский ≥ ≤ → ✓ ☐ ■ ❗ ✅ § € – — … « » ” ’ m² 😀 汉字");
  document.paragraph("עברית שלום — العربية مرحبا \u202E bakvänt \u202C slut");
  document.paragraph("{{x}} {{#each}} «fält» ${HOME} %s =1+1 #include \"x\" \\u{1F600} // kommentar /* */ `kod` [lista] #{ } ]");
  static constexpr char broken[] = "styr\0\x01\x1b[31mtecken \xC3\x28 \xEF\xBF\xBE";
  document.paragraph(std::string(broken, sizeof broken - 1));
  document.paragraph(Runs{{.text = "länk till ", .italic = true}, {.text = "exempel", .link = "https://exempel.se/?a=1&b=\"2\""}, {.text = "\nny rad", .bold = true}});
  document.list(true, {{{.text = "+ ett"}}, {{.text = "- två"}}, {{.text = "/ tre: fyra"}}});
  Table table;
  table.caption = "Tabell med <b>allt</b>; #pagebreak()";
  table.columns = {{"Kort", 8, ColumnKind::text}, {"Lång", 40, ColumnKind::text}, {"Tal", 8, ColumnKind::number}};
  table.row_header = 0;
  table.rows.push_back({{{"=HYPERLINK(\"x\")", {}}, {std::string(400, 'x'), {}}, {"1", {}}}});
  table.rows.push_back({{{"Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", {}}, {"https://exempel.se/" + std::string(200, 'a'), "märke"}, {"2", {}}}});
  std::string tall;
  for (int n = 1; n <= 400; ++n) tall += "Mening nummer " + std::to_string(n) + " i en cell som är högre än en sida. ";
  table.rows.push_back({{{"", {}}, {tall, {}}, {"", {}}}});
  table.notes = {"Not med #emph[markering] och <i>"};
  document.table(table);
  Table empty = table;
  empty.caption = "Tabell utan rader";
  empty.rows.clear();
  document.orientation(true).heading(2, "Liggande").table(empty).orientation(false).page_break();
  Table numbers{.caption = "Tal </text>", .columns = {{"Enhet & \"grupp\"", 20, ColumnKind::text}, {"<b>", 8, ColumnKind::number}}, .row_header = 0, .rows = {}, .notes = {}};
  numbers.rows.push_back({{{"</text><script>", {}}, {"3", {}}}});
  document.chart({"Staplar <b>med</b> \"citat\" & annat, samma tal i tabellen.", numbers, {{1, 0x2E7D32}}});
  return document;
}

}  // namespace rimlig::report
