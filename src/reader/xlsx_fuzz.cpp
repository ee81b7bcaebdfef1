// The first byte chooses which part of the workbook the rest becomes.
#include "reader/fuzz_support.hpp"
#include "reader/xlsx.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace rimlig::reader;
  if (size == 0) return 0;
  auto const part = fuzz::view(data + 1, size - 1);
  constexpr std::string_view workbook =
      R"(<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="r"><workbookPr date1904="0"/><sheets><sheet name="A" sheetId="1" r:id="1"/></sheets></workbook>)";
  constexpr std::string_view relations =
      R"(<Relationships><Relationship Id="1" Type="x/worksheet" Target="s.xml"/><Relationship Id="2" Type="x/sharedStrings" Target="t.xml"/><Relationship Id="3" Type="x/styles" Target="y.xml"/></Relationships>)";
  constexpr std::string_view sheet =
      R"(<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c s="1"><v>45726</v></c></row></sheetData></worksheet>)";
  constexpr std::string_view strings = R"(<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>a</t></si></sst>)";
  constexpr std::string_view styles = R"(<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>)";
  auto const which = data[0] % 5;
  auto const bytes = fuzz::archive({{"xl/workbook.xml", which == 1 ? part : workbook},
                                    {"xl/_rels/workbook.xml.rels", which == 2 ? part : relations},
                                    {"xl/s.xml", which == 0 ? part : sheet},
                                    {"xl/t.xml", which == 3 ? part : strings},
                                    {"xl/y.xml", which == 4 ? part : styles}});
  fuzz::refused_or_read([&](Sink& sink, Limits const& limits) {
    ZipMembers archive(bytes, limits);
    xlsx::parse(archive, sink, limits);
  });
  return 0;
}
