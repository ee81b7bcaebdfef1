#include <charconv>

#include "kernel/json.hpp"
#include "report/blocks.hpp"

namespace rimlig::report {

namespace {

using kernel::JsonNode;

std::string text(JsonNode const& node, std::string_view key) { return std::string(node.get(key).text()); }
bool flag(JsonNode const& node, std::string_view key) { return node.has(key) && node.get(key).boolean(); }
int number(JsonNode const& node, std::string_view key) { return static_cast<int>(node.get(key).integer()); }

template <class Function>
void each(JsonNode const& array, Function function) {
  for (std::size_t n = 0; n < array.size(); ++n) function(array.at(n));
}

Runs runs(JsonNode const& array) {
  Runs out;
  each(array, [&](JsonNode const& run) { out.push_back({text(run, "text"), flag(run, "bold"), flag(run, "italic"), run.has("link") ? text(run, "link") : ""}); });
  return out;
}

ColumnKind kind(std::string const& name) {
  if (name == "number") return ColumnKind::number;
  if (name == "date") return ColumnKind::date;
  if (name == "status") return ColumnKind::status;
  return ColumnKind::text;
}

Table table(JsonNode const& node) {
  Table out;
  out.caption = text(node, "caption");
  out.row_header = number(node, "row_header");
  each(node.get("columns"), [&](JsonNode const& column) { out.columns.push_back({text(column, "title"), number(column, "width"), kind(text(column, "kind"))}); });
  each(node.get("rows"), [&](JsonNode const& row) {
    Row read{{}, flag(row, "total")};
    each(row.get("cells"), [&](JsonNode const& cell) { read.cells.push_back({text(cell, "text"), cell.has("mark") ? text(cell, "mark") : ""}); });
    out.rows.push_back(std::move(read));
  });
  each(node.get("notes"), [&](JsonNode const& note) { out.notes.emplace_back(note.text()); });
  return out;
}

Chart chart(JsonNode const& node) {
  Chart out{text(node, "alt"), table(node.get("data")), {}};
  each(node.get("parts"), [&](JsonNode const& part) {
    auto const colour = text(part, "colour");
    ChartPart read{number(part, "column"), 0};
    if (colour.size() == 7) std::from_chars(colour.data() + 1, colour.data() + 7, read.colour, 16);
    out.parts.push_back(read);
  });
  return out;
}

void add_block(Document& document, JsonNode const& node) {
  auto const type = text(node, "type");
  if (type == "heading") {
    document.heading(number(node, "level"), text(node, "text"));
  } else if (type == "paragraph") {
    document.paragraph(runs(node.get("runs")));
  } else if (type == "list") {
    std::vector<Runs> items;
    each(node.get("items"), [&](JsonNode const& item) { items.push_back(runs(item)); });
    document.list(flag(node, "ordered"), std::move(items));
  } else if (type == "table") {
    document.table(table(node));
  } else if (type == "chart") {
    document.chart(chart(node));
  } else if (type == "page_break") {
    document.page_break();
  } else if (type == "orientation") {
    document.orientation(flag(node, "landscape"));
  } else if (type == "contents") {
    document.contents(text(node, "title"));
  } else {
    throw ModelError("a stored report has a block of unknown type: " + type);
  }
}

}  // namespace

Document document_from_json(std::string_view json) {
  kernel::JsonDocument const parsed(json);
  auto const root = parsed.root();
  Document document({text(root, "title"), text(root, "subtitle"), text(root, "author"), text(root, "created_at"), text(root, "language")});
  each(root.get("blocks"), [&](JsonNode const& block) { add_block(document, block); });
  return document;
}

}  // namespace rimlig::report
