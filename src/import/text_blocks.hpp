// Running text as paragraphs, however it was laid out: one line a paragraph, wrapped lines, wrapped
// lines with an empty line after each, pages that begin with a blank.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "reader/document.hpp"

namespace rimlig::import {

struct TextLine {
  std::string text;  // trimmed
  std::uint32_t number = 0, page = 0;
  std::uint8_t heading = 0;
  bool list_item = false;
  bool begins_paragraph = true;  // the layout itself parts it from the line before
  bool short_line = false;       // the next word would have fitted: the break was meant
};

struct TextLines {
  std::vector<TextLine> lines;
  bool wrapped = false;
  std::size_t width = 0;  // of a full line, in bytes, when wrapped
};

TextLines text_lines(reader::Document const& document);

}  // namespace rimlig::import
