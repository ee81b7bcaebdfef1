#include "reader/html.hpp"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <utility>

#include "reader/code_pages.hpp"
#include "reader/encoding.hpp"
#include "reader/table_builder.hpp"
#include "reader/utf8.hpp"

namespace rimlig::reader::html {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

// Windows-1252 is what every browser reads when a page says Latin-1.
Decoded decode_page(std::string_view bytes) {
  auto const head = lower(bytes.substr(0, 4096));
  auto const at = head.find("charset=");
  if (at != std::string::npos && first_invalid_utf8(bytes) != std::string_view::npos) {
    auto name = head.substr(at + 8, 24);
    name.erase(std::remove_if(name.begin(), name.end(), [](char c) { return c == '"' || c == '\''; }), name.end());
    if (name.rfind("windows-1252", 0) == 0 || name.rfind("iso-8859-1", 0) == 0) {
      Decoded out;
      for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        auto const value = byte < 0x80 ? char16_t{byte} : code_pages::windows_1252[byte - 0x80];
        append_utf8(out.text, value ? value : byte);
      }
      out.view = out.text;
      out.encoding = "windows-1252";
      return out;
    }
  }
  return decode(bytes);
}

std::uint32_t span_of(GumboElement const& element, char const* name) {
  auto const* attribute = gumbo_get_attribute(&element.attributes, name);
  std::uint32_t value = 1;
  if (attribute) {
    std::string_view const text = attribute->value;
    std::from_chars(text.data(), text.data() + text.size(), value);
  }
  return std::max<std::uint32_t>(1, value);
}

bool breaks_line(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_P: case GUMBO_TAG_DIV: case GUMBO_TAG_LI: case GUMBO_TAG_UL: case GUMBO_TAG_OL: case GUMBO_TAG_H1: case GUMBO_TAG_H2:
    case GUMBO_TAG_H3: case GUMBO_TAG_H4: case GUMBO_TAG_H5: case GUMBO_TAG_H6: case GUMBO_TAG_SECTION: case GUMBO_TAG_ARTICLE: case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_DT: case GUMBO_TAG_DD: case GUMBO_TAG_PRE: case GUMBO_TAG_HEADER: case GUMBO_TAG_FOOTER: case GUMBO_TAG_MAIN: case GUMBO_TAG_BODY:
      return true;
    default: return false;
  }
}

bool is_dropped(GumboTag tag) {
  return tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE || tag == GUMBO_TAG_NOSCRIPT || tag == GUMBO_TAG_TEMPLATE || tag == GUMBO_TAG_HEAD || tag == GUMBO_TAG_IFRAME || tag == GUMBO_TAG_SVG;
}

std::uint8_t heading_level(GumboTag tag) { return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6 ? static_cast<std::uint8_t>(tag - GUMBO_TAG_H1 + 1) : 0; }

/// Text with white space folded as a browser shows it; `line_break` is kept.
class Folded {
public:
  void append(std::string_view text) {
    for (char const c : text) {
      if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f') {
        blank_ = true;
        continue;
      }
      if (blank_ && !text_.empty() && text_.back() != '\n') text_.push_back(' ');
      blank_ = false;
      text_.push_back(c);
    }
  }
  void line_break() {
    blank_ = false;
    if (!text_.empty() && text_.back() != '\n') text_.push_back('\n');
  }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  std::string take() {
    while (!text_.empty() && (text_.back() == '\n' || text_.back() == ' ')) text_.pop_back();
    blank_ = false;
    return std::exchange(text_, {});
  }

private:
  std::string text_;
  bool blank_ = false;
};

class Walker {
public:
  Walker(Sink& sink, Limits const& limits) : sink_(sink), limits_(limits) {}

  void page(GumboNode const* node, std::uint32_t depth, bool in_list) {
    check(depth);
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA) {
      running_.append(node->v.text.text);
      if (!line_) line_ = node->v.text.start_pos.line;
      return;
    }
    if (node->type != GUMBO_NODE_ELEMENT) return;
    auto const& element = node->v.element;
    if (is_dropped(element.tag)) return;
    if (element.tag == GUMBO_TAG_TABLE) {
      flush(0, false);
      table(node, depth);
      return;
    }
    if (element.tag == GUMBO_TAG_BR) running_.line_break();
    bool const block = breaks_line(element.tag);
    bool const list = in_list || element.tag == GUMBO_TAG_LI;
    if (block) flush(0, in_list);
    for (unsigned k = 0; k < element.children.length; ++k) page(child(element, k), depth + 1, list);
    if (block) flush(heading_level(element.tag), list);
  }

  void flush(std::uint8_t heading, bool list_item) {
    auto text = running_.take();
    auto const line = std::exchange(line_, 0u);
    if (text.empty()) return;
    Paragraph paragraph;
    paragraph.line = line;
    paragraph.heading = heading;
    paragraph.list_item = list_item;
    paragraph.text = std::move(text);
    sink_.paragraph(std::move(paragraph));
  }

private:
  static GumboNode const* child(GumboElement const& element, unsigned index) { return static_cast<GumboNode const*>(element.children.data[index]); }

  void check(std::uint32_t depth) const {
    if (depth > limits_.html_depth) throw Refusal("too_deep", "Webbsidan är nästlad i för många nivåer och läses inte.");
  }

  void table(GumboNode const* node, std::uint32_t depth) {
    sink_.table("", false);
    TableBuilder builder(sink_, limits_);
    std::vector<GumboNode const*> inner;  // tables inside cells become tables of their own
    rows(node, depth, builder, inner);
    for (auto const* other : inner) table(other, depth + 1);
  }

  void rows(GumboNode const* node, std::uint32_t depth, TableBuilder& builder, std::vector<GumboNode const*>& inner) {
    check(depth);
    auto const& element = node->v.element;
    for (unsigned k = 0; k < element.children.length; ++k) {
      auto const* part = child(element, k);
      if (part->type != GUMBO_NODE_ELEMENT) continue;
      auto const tag = part->v.element.tag;
      if (tag == GUMBO_TAG_TR) row(part, depth + 1, builder, inner);
      else if (tag == GUMBO_TAG_THEAD || tag == GUMBO_TAG_TBODY || tag == GUMBO_TAG_TFOOT) rows(part, depth + 1, builder, inner);
      else if (tag == GUMBO_TAG_CAPTION) {
        Folded caption;
        cell_text(part, depth + 1, caption, inner);
        running_.append(caption.take());
        flush(2, false);
      }
    }
  }

  void row(GumboNode const* node, std::uint32_t depth, TableBuilder& builder, std::vector<GumboNode const*>& inner) {
    auto const& element = node->v.element;
    builder.begin_row();
    for (unsigned k = 0; k < element.children.length; ++k) {
      auto const* part = child(element, k);
      if (part->type != GUMBO_NODE_ELEMENT) continue;
      auto const& cell = part->v.element;
      if (cell.tag != GUMBO_TAG_TD && cell.tag != GUMBO_TAG_TH) continue;
      Folded text;
      cell_text(part, depth + 1, text, inner);
      builder.cell(text.take(), span_of(cell, "colspan"), span_of(cell, "rowspan"), cell.tag == GUMBO_TAG_TH);
    }
    builder.end_row();
  }

  void cell_text(GumboNode const* node, std::uint32_t depth, Folded& out, std::vector<GumboNode const*>& inner) {
    check(depth);
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA || node->type == GUMBO_NODE_WHITESPACE) {
      out.append(node->v.text.text);
      return;
    }
    if (node->type != GUMBO_NODE_ELEMENT) return;
    auto const& element = node->v.element;
    if (is_dropped(element.tag)) return;
    if (element.tag == GUMBO_TAG_TABLE) {
      inner.push_back(node);
      return;
    }
    bool const block = element.tag == GUMBO_TAG_BR || breaks_line(element.tag);
    if (block) out.line_break();
    for (unsigned k = 0; k < element.children.length; ++k) cell_text(child(element, k), depth + 1, out, inner);
    if (block) out.line_break();
  }

  Sink& sink_;
  Limits const& limits_;
  Folded running_;
  std::uint32_t line_ = 0;
};

// Elements that end by themselves or hold nothing: they do not nest however often they are opened.
bool nests(std::string_view name) {
  constexpr std::array<std::string_view, 33> flat = {
      "p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "dt", "dd", "br", "hr", "img", "input", "meta", "link",
      "col", "colgroup", "area", "base", "embed", "source", "track", "wbr", "param", "html", "head", "body", "script", "style", "title", "caption"};
  return std::find(flat.begin(), flat.end(), name) == flat.end();
}

// Gumbo builds its tree before we can count, and frees it by recursion: depth is bounded on the tags.
void refuse_deep(std::string_view text, Limits const& limits) {
  std::uint32_t depth = 0, opened = 0;
  for (std::size_t at = text.find('<'); at != std::string_view::npos && at + 1 < text.size(); at = text.find('<', at + 1)) {
    bool const closing = text[at + 1] == '/';
    std::size_t const begin = at + 1 + closing;
    std::size_t end = begin;
    while (end < text.size() && end - begin < 32 && text[end] != '>' && text[end] != '<' && text[end] != '/' && static_cast<unsigned char>(text[end]) > ' ') ++end;
    if (end == begin || ((text[begin] | 0x20) < 'a' || (text[begin] | 0x20) > 'z') || !nests(lower(text.substr(begin, end - begin)))) continue;
    if (closing) depth -= depth > 0;
    else ++depth, ++opened;
    if (depth > limits.html_depth * 4) throw Refusal("too_deep", "Webbsidan är nästlad i för många nivåer och läses inte.");
  }
  if (opened > limits.cells) throw Refusal("too_many_cells", "Webbsidan har för många element. Dela upp den.");
}

}  // namespace

bool looks_like_html(std::string_view bytes) {
  auto head = lower(bytes.substr(0, 2048));
  auto begin = head.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return false;
  if (head.compare(begin, 3, "\xEF\xBB\xBF") == 0) begin += 3;
  auto const starts = [&](std::string_view mark) { return head.compare(begin, mark.size(), mark) == 0; };
  if (starts("<!doctype html") || starts("<html") || starts("<table") || starts("<head") || starts("<body")) return true;
  return (starts("<?xml") || starts("<!--") || starts("<meta") || starts("<div")) && (head.find("<html") != std::string::npos || head.find("<table") != std::string::npos);
}

void parse(std::string_view bytes, Sink& sink, Limits const& limits) {
  auto const decoded = decode_page(bytes);
  refuse_deep(decoded.view, limits);
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  std::unique_ptr<GumboOutput, void (*)(GumboOutput*)> const output(
      gumbo_parse_with_options(&options, decoded.view.data(), decoded.view.size()),
      [](GumboOutput* done) { gumbo_destroy_output(&kGumboDefaultOptions, done); });
  sink.source(Format::html, decoded.encoding, false);
  Walker walker(sink, limits);
  walker.page(output->root, 0, false);
  walker.flush(0, false);
}

}  // namespace rimlig::reader::html
