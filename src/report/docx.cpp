#include "report/docx.hpp"

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>

#include "report/chart.hpp"
#include "report/docx_parts.hpp"
#include "report/text.hpp"
#include "report/zip_parts.hpp"

namespace rimlig::report {

namespace {

using pugi::xml_node;

// Twentieths of a point: A4, and what the margins leave.
constexpr int page_short = 11906, page_long = 16838;
constexpr int margin_upright = 1247, margin_turned = 907;
constexpr long units_per_twip = 635;  // the drawing layer's own measure (914 400 an inch)
constexpr std::size_t tall_cell = 1200;  // characters; a row with such a cell may be split between pages

constexpr char const* relation_types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
constexpr char const* drawing_main = "http://schemas.openxmlformats.org/drawingml/2006/main";
constexpr char const* drawing_picture = "http://schemas.openxmlformats.org/drawingml/2006/picture";

void set(xml_node node, char const* name, std::string const& value) { node.append_attribute(name).set_value(value.c_str()); }
void set(xml_node node, char const* name, long value) { node.append_attribute(name).set_value(value); }

xml_node with_value(xml_node parent, char const* name, std::string const& value) {
  auto node = parent.append_child(name);
  set(node, "w:val", value);
  return node;
}

class Writer {
public:
  explicit Writer(Document const& document) : document_(document) {
    auto declaration = xml_.append_child(pugi::node_declaration);
    set(declaration, "version", "1.0");
    set(declaration, "encoding", "UTF-8");
    set(declaration, "standalone", "yes");
    auto root = xml_.append_child("w:document");
    set(root, "xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
    set(root, "xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");
    set(root, "xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing");
    body_ = root.append_child("w:body");
    relation("styles", "styles.xml");
    relation("numbering", "numbering.xml");
    relation("settings", "settings.xml");
    footer_ = relation("footer", "footer1.xml");
    footer_turned_ = relation("footer", "footer2.xml");
  }

  std::string write();

  void operator()(Heading const& heading);
  void operator()(Paragraph const& paragraph) { runs(styled("Normal"), paragraph.runs); }
  void operator()(List const& list);
  void operator()(Table const& table);
  void operator()(Chart const& chart);
  void operator()(PageBreak const&) { set(styled("Spacer").append_child("w:r").append_child("w:br"), "w:type", "page"); }
  void operator()(Orientation const& orientation);
  void operator()(Contents const& contents);

private:
  std::string relation(std::string const& type, std::string const& target, bool outside = false);
  xml_node styled(char const* style, xml_node parent = {});
  static void text(xml_node paragraph, std::string const& value, bool bold = false, bool italic = false, char const* style = nullptr);
  void runs(xml_node paragraph, Runs const& runs);
  void section(xml_node parent) const;
  void cell(xml_node row, Cell const& cell, int width, bool right, bool bold);
  [[nodiscard]] int text_width() const { return turned_ ? page_long - 2 * margin_turned : page_short - 2 * margin_upright; }

  Document const& document_;
  pugi::xml_document xml_;
  xml_node body_;
  std::string relations_;
  std::string footer_, footer_turned_;
  std::vector<ZipPart> media_;
  int relation_count_ = 0, ordered_ = 0, headings_ = 0, pictures_ = 0;
  bool turned_ = false;
};

std::string Writer::relation(std::string const& type, std::string const& target, bool outside) {
  std::string const id = "rId" + std::to_string(++relation_count_);
  pugi::xml_document one;
  auto node = one.append_child("Relationship");
  set(node, "Id", id);
  set(node, "Type", relation_types + type);
  set(node, "Target", target);
  if (outside) set(node, "TargetMode", "External");
  std::ostringstream out;
  one.save(out, "", pugi::format_raw | pugi::format_no_declaration);
  relations_ += out.str();
  return id;
}

xml_node Writer::styled(char const* style, xml_node parent) {
  auto paragraph = (parent ? parent : body_).append_child("w:p");
  with_value(paragraph.append_child("w:pPr"), "w:pStyle", style);
  return paragraph;
}

void Writer::text(xml_node paragraph, std::string const& value, bool bold, bool italic, char const* style) {
  auto run = paragraph.append_child("w:r");
  if (bold || italic || style != nullptr) {
    auto properties = run.append_child("w:rPr");
    if (style != nullptr) with_value(properties, "w:rStyle", style);
    if (bold) properties.append_child("w:b");
    if (italic) properties.append_child("w:i");
  }
  bool first = true;
  for (auto const line : lines_of(value)) {
    if (!first) run.append_child("w:br");
    first = false;
    for (std::size_t start = 0; start < line.size();) {
      auto const hyphen = line.find("\u00AD", start);  // Word shows the character itself as a hyphen
      auto const end = std::min(hyphen, line.size());
      auto node = run.append_child("w:t");
      set(node, "xml:space", "preserve");
      node.text().set(std::string(line.substr(start, end - start)).c_str());
      if (hyphen != std::string_view::npos) run.append_child("w:softHyphen");
      start = end + 2;
    }
  }
}

void Writer::runs(xml_node paragraph, Runs const& runs) {
  for (auto const& run : runs) {
    if (run.link.empty()) {
      text(paragraph, run.text, run.bold, run.italic);
    } else {
      auto link = paragraph.append_child("w:hyperlink");
      set(link, "r:id", relation("hyperlink", run.link, true));
      text(link, run.text, run.bold, run.italic, "Hyperlink");
    }
  }
}

void Writer::operator()(Heading const& heading) {
  auto paragraph = styled(("Heading" + std::to_string(heading.level)).c_str());
  std::string const id = std::to_string(++headings_);
  auto start = paragraph.append_child("w:bookmarkStart");
  set(start, "w:id", id);
  set(start, "w:name", "_Toc" + id);
  text(paragraph, heading.text);
  set(paragraph.append_child("w:bookmarkEnd"), "w:id", id);
}

void Writer::operator()(List const& list) {
  int const numbering = list.ordered ? docx_first_ordered + ordered_++ : docx_bullets;
  for (auto const& item : list.items) {
    auto paragraph = styled(list.ordered ? "ListNumber" : "ListBullet");
    auto number = paragraph.child("w:pPr").append_child("w:numPr");
    with_value(number, "w:ilvl", "0");
    with_value(number, "w:numId", std::to_string(numbering));
    runs(paragraph, item);
  }
}

void Writer::cell(xml_node row, Cell const& cell, int width, bool right, bool bold) {
  auto node = row.append_child("w:tc");
  auto size = node.append_child("w:tcPr").append_child("w:tcW");
  set(size, "w:w", width);
  set(size, "w:type", "dxa");
  auto paragraph = styled("TableText", node);
  if (right) with_value(paragraph.child("w:pPr"), "w:jc", "right");
  if (!cell.text.empty()) text(paragraph, cell.text, bold);
  if (!cell.mark.empty()) text(styled("TableMark", node), cell.mark);
}

void Writer::operator()(Table const& table) {
  text(styled("Caption"), table.caption);
  auto node = body_.append_child("w:tbl");
  auto properties = node.append_child("w:tblPr");
  with_value(properties, "w:tblStyle", "ReportTable");
  auto width = properties.append_child("w:tblW");
  set(width, "w:w", text_width());
  set(width, "w:type", "dxa");
  set(properties.append_child("w:tblLayout"), "w:type", "fixed");
  auto look = properties.append_child("w:tblLook");
  set(look, "w:val", table.row_header == 0 ? "04A0" : "0420");
  set(look, "w:firstRow", "1");
  set(look, "w:firstColumn", table.row_header == 0 ? "1" : "0");
  with_value(properties, "w:tblCaption", table.caption);

  constexpr int date_width = 1040;  // a date stays on one line
  int whole = 0, dates = 0;
  for (auto const& column : table.columns) column.kind == ColumnKind::date ? ++dates : whole += column.width;
  std::vector<int> widths;
  auto grid = node.append_child("w:tblGrid");
  for (auto const& column : table.columns) {
    widths.push_back(column.kind == ColumnKind::date ? date_width : column.width * (text_width() - dates * date_width) / std::max(whole, 1));
    set(grid.append_child("w:gridCol"), "w:w", widths.back());
  }

  auto head = node.append_child("w:tr");
  auto head_properties = head.append_child("w:trPr");
  head_properties.append_child("w:cantSplit");
  head_properties.append_child("w:tblHeader");
  auto const right = [&](std::size_t n) { return table.columns[n].kind == ColumnKind::number && static_cast<int>(n) != table.row_header; };
  for (std::size_t n = 0; n < table.columns.size(); ++n) cell(head, {table.columns[n].title}, widths[n], right(n), true);
  for (auto const& row : table.rows) {
    auto line = node.append_child("w:tr");
    bool const tall = std::any_of(row.cells.begin(), row.cells.end(), [](Cell const& value) { return value.text.size() > tall_cell; });
    if (!tall) line.append_child("w:trPr").append_child("w:cantSplit");
    for (std::size_t n = 0; n < row.cells.size(); ++n)
      cell(line, row.cells[n], widths[n], right(n), row.total || static_cast<int>(n) == table.row_header);
  }
  if (table.notes.empty()) styled("Spacer");  // else two tables in a row would become one
  for (auto const& note : table.notes) text(styled("TableNote"), note);
}

void Writer::operator()(Chart const& chart) {
  auto const drawing = draw_chart(chart);
  std::string const number = std::to_string(++pictures_);
  media_.push_back({"word/media/chart" + number + ".png", chart_png(drawing)});
  std::string const id = relation("image", "media/chart" + number + ".png");
  long const width = static_cast<long>(text_width()) * units_per_twip;
  long const height = width * drawing.height / drawing.width;

  auto inline_node = styled("Figure").append_child("w:r").append_child("w:drawing").append_child("wp:inline");
  auto const extent = [&](xml_node node) {
    set(node, "cx", width);
    set(node, "cy", height);
  };
  extent(inline_node.append_child("wp:extent"));
  auto properties = inline_node.append_child("wp:docPr");
  set(properties, "id", 1000 + pictures_);
  set(properties, "name", "Diagram " + number);
  set(properties, "descr", chart.alt);
  auto graphic = inline_node.append_child("a:graphic");
  set(graphic, "xmlns:a", drawing_main);
  auto data = graphic.append_child("a:graphicData");
  set(data, "uri", drawing_picture);
  auto picture = data.append_child("pic:pic");
  set(picture, "xmlns:pic", drawing_picture);
  auto names = picture.append_child("pic:nvPicPr");
  auto name = names.append_child("pic:cNvPr");
  set(name, "id", 1000 + pictures_);
  set(name, "name", "Diagram " + number);
  names.append_child("pic:cNvPicPr");
  auto fill = picture.append_child("pic:blipFill");
  set(fill.append_child("a:blip"), "r:embed", id);
  fill.append_child("a:stretch").append_child("a:fillRect");
  auto shape = picture.append_child("pic:spPr");
  auto transform = shape.append_child("a:xfrm");
  auto offset = transform.append_child("a:off");
  set(offset, "x", 0L);
  set(offset, "y", 0L);
  extent(transform.append_child("a:ext"));
  auto geometry = shape.append_child("a:prstGeom");
  set(geometry, "prst", "rect");
  geometry.append_child("a:avLst");
  (*this)(chart.data);
}

void Writer::section(xml_node parent) const {
  auto node = parent.append_child("w:sectPr");
  auto footer = node.append_child("w:footerReference");
  set(footer, "w:type", "default");
  set(footer, "r:id", turned_ ? footer_turned_ : footer_);
  auto size = node.append_child("w:pgSz");
  set(size, "w:w", turned_ ? page_long : page_short);
  set(size, "w:h", turned_ ? page_short : page_long);
  if (turned_) set(size, "w:orient", "landscape");
  auto margins = node.append_child("w:pgMar");
  int const side = turned_ ? margin_turned : margin_upright;
  set(margins, "w:top", turned_ ? 1020 : 1247);
  set(margins, "w:right", side);
  set(margins, "w:bottom", turned_ ? 1130 : 1304);
  set(margins, "w:left", side);
  set(margins, "w:header", 600L);
  set(margins, "w:footer", 600L);
  set(margins, "w:gutter", 0L);
}

void Writer::operator()(Orientation const& orientation) {
  if (orientation.landscape == turned_) return;
  section(styled("Spacer").child("w:pPr"));
  turned_ = orientation.landscape;
}

/// The list is there at once, as links; Word fills in page numbers because the field is marked as out of date.
void Writer::operator()(Contents const& contents) {
  text(styled("TOCHeading"), contents.title);
  auto const field = [](xml_node paragraph, char const* type, bool dirty = false) {
    auto node = paragraph.append_child("w:r").append_child("w:fldChar");
    set(node, "w:fldCharType", type);
    if (dirty) set(node, "w:dirty", "true");
  };
  auto const instruction = [](xml_node paragraph, std::string const& words) {
    auto node = paragraph.append_child("w:r").append_child("w:instrText");
    set(node, "xml:space", "preserve");
    node.text().set(words.c_str());
  };
  int number = 0;
  xml_node last;
  for (auto const& block : document_.blocks()) {
    auto const* heading = std::get_if<Heading>(&block);
    if (heading == nullptr) continue;
    ++number;
    if (heading->level > 2) continue;
    auto paragraph = styled(heading->level == 1 ? "TOC1" : "TOC2");
    if (!last) {
      field(paragraph, "begin", true);
      instruction(paragraph, " TOC \\o \"1-2\" \\h \\z \\u ");
      field(paragraph, "separate");
    }
    auto link = paragraph.append_child("w:hyperlink");
    set(link, "w:anchor", "_Toc" + std::to_string(number));
    set(link, "w:history", "1");
    text(link, heading->text);
    last = paragraph;
  }
  if (last) field(last, "end");
}

std::string Writer::write() {
  auto const& info = document_.info();
  text(styled("Title"), info.title);
  if (!info.subtitle.empty()) text(styled("Subtitle"), info.subtitle);
  for (auto const& block : document_.blocks()) std::visit(*this, block);
  section(body_);

  std::ostringstream body;
  xml_.save(body, "", pugi::format_raw);
  std::vector<ZipPart> parts{
      {"[Content_Types].xml", docx_content_types(!media_.empty())},
      {"_rels/.rels", std::string(docx_root_relations)},
      {"word/document.xml", body.str()},
      {"word/_rels/document.xml.rels",
       "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" +
           relations_ + "</Relationships>"},
      {"word/styles.xml", std::string(docx_styles)},
      {"word/numbering.xml", docx_numbering(ordered_)},
      {"word/settings.xml", std::string(docx_settings)},
      {"word/footer1.xml", docx_footer(info, page_short - 2 * margin_upright)},
      {"word/footer2.xml", docx_footer(info, page_long - 2 * margin_turned)},
      {"docProps/core.xml", docx_core_properties(info)},
      {"docProps/app.xml", std::string(docx_app_properties)},
  };
  for (auto& picture : media_) parts.push_back(std::move(picture));
  return write_zip(parts);
}

}  // namespace

std::string write_docx(Document const& document) { return Writer(document).write(); }

}  // namespace rimlig::report
