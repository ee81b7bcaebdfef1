#include "import/text_blocks.hpp"

#include <algorithm>
#include <map>

#include "import/text_tools.hpp"

namespace rimlig::import {

namespace {

constexpr std::size_t longest_wrapped_line = 130;  // bytes; a longer line was not wrapped by layout

bool only_digits(std::string_view text) {
  return !text.empty() && text.size() < 5 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

TextLines text_lines(reader::Document const& document) {
  TextLines out;
  bool const line_format = document.format == reader::Format::text || document.format == reader::Format::pdf || document.format == reader::Format::csv;
  std::vector<std::size_t> blanks_before;  // per kept line
  std::size_t blanks = 0, long_lines = 0;
  for (auto const& paragraph : document.paragraphs) {
    auto const text = trimmed(paragraph.text);
    if (text.empty()) {
      ++blanks;
      continue;
    }
    if (document.format == reader::Format::pdf && only_digits(text)) continue;  // a page number
    TextLine line;
    line.text = text;
    line.number = paragraph.line;
    line.page = paragraph.page;
    line.heading = paragraph.heading;
    line.list_item = paragraph.list_item;
    long_lines += text.size() > longest_wrapped_line;
    out.lines.push_back(std::move(line));
    blanks_before.push_back(blanks);
    blanks = 0;
  }
  if (!line_format || out.lines.size() < 8 || long_lines * 20 > out.lines.size()) return out;

  out.wrapped = true;
  // The commonest number of empty lines between two lines is the layout's own; more parts paragraphs.
  std::map<std::size_t, std::size_t> counts;
  for (std::size_t k = 1; k < blanks_before.size(); ++k) ++counts[blanks_before[k]];
  auto const usual = std::max_element(counts.begin(), counts.end(), [](auto const& a, auto const& b) { return a.second < b.second; })->first;
  std::vector<std::size_t> lengths;
  for (auto const& line : out.lines) lengths.push_back(line.text.size());
  std::sort(lengths.begin(), lengths.end());
  out.width = lengths[lengths.size() * 9 / 10];
  for (std::size_t k = 0; k < out.lines.size(); ++k) {
    auto& line = out.lines[k];
    line.begins_paragraph = k == 0 || blanks_before[k] > usual || line.heading > 0;
    line.short_line = line.text.size() * 10 < out.width * 6;
  }
  return out;
}

}  // namespace rimlig::import
