#include "reader/checking_sink.hpp"

#include "reader/encoding.hpp"
#include "reader/utf8.hpp"

namespace rimlig::reader {

namespace {

struct Seen {
  bool direction = false, zero_width = false, soft_hyphen = false, tag = false, control = false;
  bool latin = false, cyrillic_or_greek = false, mixed_word = false, outside_ascii = false;
};

Seen look(std::string_view text) {
  Seen seen;
  bool latin = false, other = false;
  for (std::size_t at = 0; at < text.size();) {
    auto const byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') latin = true;
      else latin = other = false;
      if (byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t') seen.control = true;
      seen.mixed_word |= latin && other;
      ++at;
      continue;
    }
    seen.outside_ascii = true;
    auto const point = decode_utf8(text, at);
    at += point.length ? point.length : 1;
    char32_t const value = point.value;
    if ((value >= 0x202A && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069) || value == 0x200E ||
        value == 0x200F || value == 0x061C)
      seen.direction = true;
    else if ((value >= 0x200B && value <= 0x200D) || value == 0x2060 || value == 0xFEFF) seen.zero_width = true;
    else if (value == 0xAD) seen.soft_hyphen = true;
    else if (value >= 0xE0000 && value <= 0xE007F) seen.tag = true;
    else if (value >= 0x80 && value < 0xA0) seen.control = true;
    if (value >= 0xC0 && value < 0x250) latin = true;
    if (value >= 0x370 && value < 0x530) other = true;
    seen.mixed_word |= latin && other;
  }
  return seen;
}

}  // namespace

void CheckingSink::source(Format format, std::string_view encoding, bool lines_wrapped) {
  next_.source(format, encoding, lines_wrapped);
}

void CheckingSink::table(std::string_view name, bool hidden) {
  if (hidden)
    warning({"hidden_sheet", "Bladet \"" + std::string(name) + "\" är dolt i filen. Det läses, men kontrollera att det ska vara med.", 0, 0});
  next_.table(name, hidden);
}

void CheckingSink::row(Row&& row) {
  cells_ += row.cells.size();
  if (cells_ > limits_.cells)
    throw Refusal("too_many_cells", "Filen har fler än " + std::to_string(limits_.cells) +
                                        " celler. Dela upp den i mindre filer och läs in dem var för sig.");
  for (auto const& cell : row.cells) check_text(cell.text, row.number, cell.column + 1);
  next_.row(std::move(row));
}

void CheckingSink::paragraph(Paragraph&& paragraph) {
  if (++cells_ > limits_.cells)
    throw Refusal("too_many_cells", "Filen har för många stycken. Dela upp den och läs in delarna var för sig.");
  check_text(paragraph.text, paragraph.line, 0);
  next_.paragraph(std::move(paragraph));
}

void CheckingSink::warning(Warning&& warning) { next_.warning(std::move(warning)); }

void CheckingSink::check_text(std::string_view text, std::uint32_t line, std::uint32_t column) {
  if (text.size() > limits_.cell_bytes)
    throw Refusal("text_too_long", "Texten på rad " + std::to_string(line) +
                                       " är längre än en miljon tecken. Kontrollera att filen är hel och inte saknar "
                                       "ett citattecken.");
  auto const seen = look(text);
  if (seen.direction)
    warning({"direction_mark", "Texten har ett osynligt tecken som vänder skrivriktningen. Det kan dölja vad som egentligen står.", line, column});
  if (seen.zero_width)
    warning({"zero_width", "Texten har ett osynligt tecken utan bredd. Det räknas inte när texter jämförs.", line, column});
  if (seen.soft_hyphen)
    warning({"soft_hyphen", "Texten har ett mjukt bindestreck. Det räknas inte när texter jämförs.", line, column});
  if (seen.tag) warning({"tag_character", "Texten har osynliga taggtecken. De räknas inte när texter jämförs.", line, column});
  if (seen.control) warning({"control_character", "Texten har ett styrtecken som inte hör hemma i text.", line, column});
  if (seen.mixed_word)
    warning({"mixed_script", "Ett ord blandar latinska bokstäver med snarlika kyrilliska eller grekiska.", line, column});
  if (!seen.outside_ascii) return;
  if (auto const repaired = repair_double_encoding(text); !repaired.empty())
    warning({"mojibake", "Texten ser ut som UTF-8 som lästs som Latin-1 och sparats igen. Rättad skulle den lyda: " +
                             repaired.substr(0, 200), line, column});
}

}  // namespace rimlig::reader
