#include "import/narrative_reading.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "import/joining.hpp"
#include "import/narrative_clues.hpp"
#include "import/text_blocks.hpp"
#include "import/text_tools.hpp"

namespace rimlig::import {

namespace {

using namespace std::string_view_literals;

/// "3. Kö- och avgiftshantering" → 3 and the rest.
struct Numbered {
  int number = 0;
  std::string_view rest;
};
std::optional<Numbered> numbered(std::string_view text) {
  Numbered out;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.number);
  if (error != std::errc() || out.number < 1 || out.number > 200) return {};
  auto const rest = text.substr(static_cast<std::size_t>(end - text.data()));
  if (rest.size() < 3 || (rest[0] != '.' && rest[0] != ')') || rest[1] != ' ') return {};
  out.rest = trimmed(rest.substr(2));
  return out;
}

/// The text inside *…*, **…** or _…_ when that is all there is, with a list mark before it or not.
std::string_view emphasised(std::string_view text) {
  for (auto const mark : {"- "sv, "• "sv, "■ "sv, "* "sv})
    if (starts_with(text, mark)) text = trimmed(text.substr(mark.size()));
  for (auto const mark : {"**"sv, "*"sv, "_"sv})
    if (text.size() > mark.size() * 2 && starts_with(text, mark) && ends_with(text, mark)) return trimmed(text.substr(mark.size(), text.size() - 2 * mark.size()));
  return {};
}

/// The text after "Åtgärd", "Åtgärder:" and the like; nothing when the line does not begin so.
std::optional<std::string_view> after_marker(std::string_view text, auto const& markers) {
  auto const key = lower(text);
  for (auto const marker : markers) {
    if (!starts_with(key, marker)) continue;
    auto rest = text.substr(marker.size());
    if (rest.empty() || rest == ":" || rest == ".") return std::string_view();
    if (rest.front() == ':') return trimmed(rest.substr(1));
  }
  return {};
}

constexpr std::array action_markers = {"åtgärder"sv, "åtgärd"sv, "vidtagna åtgärder"sv, "beslutade åtgärder"sv, "planerade åtgärder"sv, "handlingsplan"sv};
constexpr std::array result_markers = {"resultat"sv, "resultat av granskningen"sv, "uppföljning"sv, "utfall"sv, "bedömning"sv};
constexpr std::array result_openings = {"granskningen visar"sv, "granskningen visade"sv, "uppföljningen visar"sv, "uppföljningen visade"sv, "kontrollen visar"sv, "kontrollen visade"sv};

bool opens_result(std::string_view text) {
  auto const key = lower(text);
  return std::any_of(result_openings.begin(), result_openings.end(), [&](std::string_view opening) { return starts_with(key, opening); });
}

std::optional<std::string_view> list_item(TextLine const& line) {
  for (auto const mark : {"- "sv, "– "sv, "• "sv, "▪ "sv, "■ "sv, "· "sv, "o "sv})
    if (starts_with(line.text, mark)) return trimmed(std::string_view(line.text).substr(mark.size()));
  if (line.list_item) return std::string_view(line.text);
  return {};
}

int year_of(std::string_view text, std::size_t from = 0) {
  for (std::size_t at = from; at + 4 <= text.size(); ++at) {
    int year = 0;
    auto const [end, error] = std::from_chars(text.data() + at, text.data() + at + 4, year);
    bool const whole = error == std::errc() && end == text.data() + at + 4 && (at == 0 || text[at - 1] < '0' || text[at - 1] > '9') && (at + 4 == text.size() || text[at + 4] < '0' || text[at + 4] > '9');
    if (whole && year >= 1990 && year < 2100) return year;
  }
  return 0;
}

class NarrativeReader {
public:
  explicit NarrativeReader(reader::Document const& document) : text_(text_lines(document)) {
    for (auto const& line : text_.lines) vocabulary_.add(line.text);
    // Headings of one level that come back are the findings'; a single one is the document's own.
    std::array<int, 10> counts{};
    for (auto const& line : text_.lines)
      if (line.heading && !after_marker(line.text, action_markers)) ++counts[std::min<std::size_t>(line.heading, 9)];
    for (std::uint8_t level = 1; level < 10; ++level)
      if (counts[level] > 1) finding_level_ = level;
  }

  NarrativeReading run() {
    front_matter();
    for (; at_ < text_.lines.size(); ++at_) take(text_.lines[at_]);
    close();
    finish();
    return std::move(out_);
  }

private:
  enum class Part { introduction, text, actions, result };

  void front_matter() {
    // Short lines before the first full one are headings; the title ends with the year.
    bool titled = false;
    while (at_ < text_.lines.size()) {
      auto const& line = text_.lines[at_];
      bool const heading = line.heading > 0 ? line.heading != finding_level_ : text_.wrapped ? line.short_line : line.text.size() < 80 && line.text.back() != '.';
      if (!heading || is_title(line)) break;
      if (!titled) out_.title = out_.title.empty() ? line.text : join_halves(out_.title, line.text, vocabulary_).text;
      titled = titled || year_of(out_.title) != 0;
      ++at_;
    }
    if (int const year = year_of(out_.title)) out_.review_year = year;
  }

  bool is_title(TextLine const& line) const {
    if (!emphasised(line.text).empty()) return true;
    if (line.heading) return line.heading == finding_level_ && !after_marker(line.text, action_markers);
    auto const number = numbered(line.text);
    return number && number->number == next_number_ && (!finding_level_ || out_.findings.empty());
  }

  void take(TextLine const& line) {
    if (is_title(line)) {
      open(line);
      return;
    }
    if (!finding_) {
      add(out_.introduction, line.text, line);
      return;
    }
    remember(line);
    if (auto const rest = after_marker(line.text, action_markers)) {
      part_ = Part::actions;
      fresh_ = true;
      if (!rest->empty()) add(finding_->actions, *rest, line);
      return;
    }
    if (part_ != Part::text || !finding_->text.empty()) {
      if (opens_result(line.text) && (line.begins_paragraph || !text_.wrapped)) {
        part_ = Part::result;
        fresh_ = true;
      } else if (auto const rest = after_marker(line.text, result_markers)) {
        part_ = Part::result;
        fresh_ = true;
        if (!rest->empty()) add(finding_->review_result, *rest, line);
        return;
      }
    }
    auto& where = part_ == Part::actions ? finding_->actions : part_ == Part::result ? finding_->review_result : finding_->text;
    if (auto const item = list_item(line)) {
      fresh_ = true;
      add(where, *item, line);
      return;
    }
    add(where, line.text, line);
  }

  /// Opens a finding; in wrapped text a title may go on in short lines that nobody had to break.
  void open(TextLine const& line) {
    close();
    finding_.emplace();
    finding_->seq = static_cast<std::uint32_t>(out_.findings.size()) + 1;
    remember(line);
    auto const marked = emphasised(line.text);
    auto const number = numbered(line.text);
    finding_->title = !marked.empty() ? std::string(marked) : number ? std::string(number->rest) : line.text;
    if (number) next_number_ = number->number + 1;
    part_ = Part::text;
    fresh_ = true;
    while (text_.wrapped && at_ + 2 < text_.lines.size()) {
      auto const& next = text_.lines[at_ + 1];
      bool const ended = (".!?:"sv).find(finding_->title.back()) != std::string_view::npos;
      if (ended || next.begins_paragraph || !next.short_line || text_.lines[at_ + 2].begins_paragraph || after_marker(next.text, action_markers) || (".!?"sv).find(next.text.back()) != std::string_view::npos) break;
      auto const joined = join_halves(finding_->title, next.text, vocabulary_).text;
      repair(RepairKind::wrapped_line_joined, "title", finding_->title + "\n" + next.text, joined, next, "Rubriken går över flera rader och är sammanfogad.");
      finding_->title = joined;
      remember(next);
      ++at_;
    }
  }

  void add(std::vector<std::string>& where, std::string_view text, TextLine const& line) {
    bool const begins = fresh_ || !text_.wrapped || line.begins_paragraph || where.empty();
    fresh_ = false;
    if (begins) {
      where.emplace_back(text);
      return;
    }
    auto const joined = join_halves(where.back(), text, vocabulary_);
    ++wrapped_lines_;
    if (joined.how != JoinKind::space) repair(joined.how == JoinKind::hyphen_removed ? RepairKind::hyphen_removed : RepairKind::word_joined, "text", where.back() + "\n" + std::string(text), joined.text, line, "Ett ord är brutet över två rader och är sammanfogat.");
    where.back() = joined.text;
  }

  void remember(TextLine const& line) {
    finding_->source_lines.push_back(line.number);
    if (line.page && (finding_->source_pages.empty() || finding_->source_pages.back() != line.page)) finding_->source_pages.push_back(line.page);
    finding_->source_text += (finding_->source_text.empty() ? "" : "\n") + line.text;
  }

  void repair(RepairKind kind, std::string field, std::string before, std::string after, TextLine const& line, std::string text) {
    out_.repairs.push_back({kind, finding_ ? finding_->seq : 0, std::move(field), std::move(before), std::move(after), line.number, line.page, std::move(text)});
  }

  void doubt(std::string rule, Severity severity, std::string field, std::string text, std::string quote, std::string suggestion) {
    out_.doubts.push_back({std::move(rule), severity, finding_->seq, std::move(field), std::move(text), std::move(quote), std::move(suggestion)});
  }

  void close() {
    if (!finding_) return;
    if (wrapped_lines_)
      out_.repairs.push_back({RepairKind::wrapped_line_joined, finding_->seq, "", "", "", finding_->source_lines.front(), 0, std::to_string(wrapped_lines_) + " brutna rader är sammanfogade till stycken."});
    wrapped_lines_ = 0;
    auto& finding = *finding_;
    auto const clue = assess(finding.review_result);
    finding.assessment = clue.assessment;
    finding.ongoing = clue.ongoing;
    std::string facts = finding.title;
    for (auto const* paragraphs : {&finding.text, &finding.review_result})
      for (auto const& paragraph : *paragraphs) facts += "\n" + paragraph;
    finding.bases = bases_in(finding.title + "\n" + (finding.text.empty() ? "" : finding.text.front()));
    finding.numbers = numbers_in_text(facts);
    if (finding.actions.empty()) doubt("L7", Severity::warning, "actions", "Iakttagelsen \"" + finding.title + "\" har ingen åtgärd i texten. Vad ska göras?", finding.title, "");
    if (finding.text.empty()) doubt("L7", Severity::warning, "text", "Rubriken \"" + finding.title + "\" har ingen text om vad som framkom. Vad är iakttagelsen?", finding.title, "");
    if (clue.ongoing) doubt("L4", Severity::info, "assessment", "Resultatet säger bara att arbetet fortgår. Är kravet uppfyllt?", clue.quote, "Inte bedömt");
    else if (clue.assessment != "not_assessed") doubt("L4", Severity::info, "assessment", "Bedömningen är läst ur textens ord (\"" + clue.quote + "\"). Stämmer den?", clue.quote, clue.assessment == "meets" ? "Uppfyller kravet" : clue.assessment == "partly" ? "Uppfyller delvis" : "Uppfyller inte");
    out_.findings.push_back(std::move(finding));
    finding_.reset();
  }

  void finish() {
    std::string introduction;
    for (auto const& paragraph : out_.introduction) introduction += paragraph + "\n";
    out_.bases = bases_in(introduction);
    // "Under 2013 har handlingsplanerna stämts av": the year of the follow-up.
    for (std::size_t at = introduction.find("nder 20"); at != std::string::npos; at = introduction.find("nder 20", at + 1))
      if (int const year = year_of(introduction, at); year && (!out_.review_year || year > *out_.review_year)) {
        out_.follow_up_year = year;
        break;
      }
  }

  TextLines text_;
  Vocabulary vocabulary_;
  NarrativeReading out_;
  std::optional<FindingRow> finding_;
  Part part_ = Part::introduction;
  std::size_t at_ = 0, wrapped_lines_ = 0;
  std::uint8_t finding_level_ = 0;
  int next_number_ = 1;
  bool fresh_ = true;
};

}  // namespace

NarrativeReading read_findings(reader::Document const& document) {
  auto reading = NarrativeReader(document).run();
  bool const any = std::any_of(reading.findings.begin(), reading.findings.end(), [](FindingRow const& finding) { return !finding.actions.empty(); });
  if (!any)
    throw reader::Refusal("no_findings", "Filen har inga iakttagelser med åtgärder: ingen rubrik följs av raden \"Åtgärd\". Kontrollera att rätt fil valdes.");
  return reading;
}

bool holds_findings(reader::Document const& document) {
  return std::any_of(document.paragraphs.begin(), document.paragraphs.end(), [](reader::Paragraph const& paragraph) { return after_marker(trimmed(paragraph.text), action_markers).has_value(); });
}

}  // namespace rimlig::import
