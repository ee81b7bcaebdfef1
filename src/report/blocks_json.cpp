#include "kernel/json_text.hpp"
#include "report/blocks.hpp"
#include "report/chart.hpp"

namespace rimlig::report {

namespace {

using kernel::append_json_string;

struct Writer {
  std::string out;

  void key(char const* name) {
    if (out.back() != '{' && out.back() != '[') out += ',';
    out += '"';
    out += name;
    out += "\":";
  }
  void text(char const* name, std::string const& value) {
    key(name);
    append_json_string(out, value);
  }
  void flag(char const* name, bool value) {
    if (!value) return;
    key(name);
    out += "true";
  }
  void number(char const* name, int value) {
    key(name);
    out += std::to_string(value);
  }
  void comma() {
    if (out.back() != '[') out += ',';
  }

  void runs(Runs const& runs) {
    out += '[';
    for (auto const& run : runs) {
      comma();
      out += '{';
      text("text", run.text);
      flag("bold", run.bold);
      flag("italic", run.italic);
      if (!run.link.empty()) text("link", run.link);
      out += '}';
    }
    out += ']';
  }

  static char const* name_of(ColumnKind kind) {
    switch (kind) {
      case ColumnKind::text: return "text";
      case ColumnKind::number: return "number";
      case ColumnKind::date: return "date";
      case ColumnKind::status: return "status";
    }
    return "text";
  }

  void table_members(Table const& table) {
    text("caption", table.caption);
    key("columns");
    out += '[';
    for (auto const& column : table.columns) {
      comma();
      out += '{';
      text("title", column.title);
      number("width", column.width);
      text("kind", name_of(column.kind));
      out += '}';
    }
    out += ']';
    number("row_header", table.row_header);
    key("rows");
    out += '[';
    for (auto const& row : table.rows) {
      comma();
      out += "{\"cells\":[";
      for (auto const& cell : row.cells) {
        comma();
        out += '{';
        text("text", cell.text);
        if (!cell.mark.empty()) text("mark", cell.mark);
        out += '}';
      }
      out += ']';
      flag("total", row.total);
      out += '}';
    }
    out += ']';
    key("notes");
    out += '[';
    for (auto const& note : table.notes) {
      comma();
      append_json_string(out, note);
    }
    out += ']';
  }

  void operator()(Heading const& heading) {
    text("type", "heading");
    number("level", heading.level);
    text("text", heading.text);
  }
  void operator()(Paragraph const& paragraph) {
    text("type", "paragraph");
    key("runs");
    runs(paragraph.runs);
  }
  void operator()(List const& list) {
    text("type", "list");
    flag("ordered", list.ordered);
    key("items");
    out += '[';
    for (auto const& item : list.items) {
      comma();
      runs(item);
    }
    out += ']';
  }
  void operator()(Table const& table) {
    text("type", "table");
    table_members(table);
  }
  void operator()(Chart const& chart) {
    text("type", "chart");
    text("alt", chart.alt);
    text("svg", chart_svg(draw_chart(chart)));
    key("parts");
    out += '[';
    for (auto const& part : chart.parts) {
      comma();
      out += '{';
      number("column", part.column);
      text("colour", colour_text(part.colour));
      out += '}';
    }
    out += ']';
    key("data");
    out += '{';
    table_members(chart.data);
    out += '}';
  }
  void operator()(PageBreak const&) { text("type", "page_break"); }
  void operator()(Orientation const& orientation) {
    text("type", "orientation");
    key("landscape");
    out += orientation.landscape ? "true" : "false";
  }
  void operator()(Contents const& contents) {
    text("type", "contents");
    text("title", contents.title);
  }
};

}  // namespace

std::string to_json(Document const& document) {
  Writer writer;
  writer.out = "{";
  auto const& info = document.info();
  writer.text("title", info.title);
  writer.text("subtitle", info.subtitle);
  writer.text("author", info.author);
  writer.text("created_at", info.created_at);
  writer.text("language", info.language);
  writer.key("blocks");
  writer.out += '[';
  for (auto const& block : document.blocks()) {
    writer.comma();
    writer.out += '{';
    std::visit(writer, block);
    writer.out += '}';
  }
  writer.out += "]}";
  return writer.out;
}

}  // namespace rimlig::report
