// What a number in a spreadsheet says: whether its style makes it a date, a share or an amount, and the
// text that a person would call its value.
#pragma once
#include <string>
#include <string_view>

#include "reader/document.hpp"

namespace rimlig::reader {

enum class NumberStyle : std::uint8_t { plain, date, time, elapsed, percent, two_decimals };

/// From a number format code such as `yyyy\-mm\-dd` or `[h]:mm`; quoted text and colours do not count.
NumberStyle style_of_format(std::string_view code);

/// The formats 0-49 that a workbook need not spell out.
NumberStyle style_of_builtin(unsigned id);

struct SheetValue {
  CellKind kind = CellKind::number;
  std::string text;
  std::string warning;  // Swedish; empty when there is none
};

/// `number` as the file writes it, e.g. "45726.75" or "1.2345678901234567E15".
SheetValue value_of(std::string_view number, NumberStyle style, bool from_1904);

/// "_x000D_" and its like are how a sheet writes control characters.
std::string unescape_sheet_text(std::string_view text);

}  // namespace rimlig::reader
