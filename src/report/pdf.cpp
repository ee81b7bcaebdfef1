#include "report/pdf.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <mutex>
#include <system_error>

#include "kernel/json_text.hpp"
#include "kernel/problem.hpp"
#include "report/fonts.hpp"
#include "report/pdf_ua.hpp"
#include "report/sandbox.hpp"
#include "report/template.hpp"

namespace rimlig::report {

namespace {

namespace fs = std::filesystem;
using kernel::Problem;

constexpr char const* compiler_package = "node_modules/@myriaddreamin/typst-ts-node-compiler-linux-x64-gnu/package.json";
constexpr int reports_per_helper = 200;  // then a new one is started, whatever it may have kept in memory
constexpr std::size_t large_report = 4 << 20;  // bytes of data; a helper that has set one is let go with its memory

/// The value of a number in a header line that our own worker wrote; -1 when it is not there.
long number_in(std::string const& line, std::string const& key) {
  auto const at = line.find("\"" + key + "\":");
  if (at == std::string::npos) return -1;
  long value = -1;
  auto const* start = line.data() + at + key.size() + 3;
  std::from_chars(start, line.data() + line.size(), value);
  return value;
}

/// For each table in order: does its first column name the rows?
std::vector<bool> named_rows(Document const& document) {
  std::vector<bool> out;
  for (auto const& block : document.blocks()) {
    if (auto const* table = std::get_if<Table>(&block)) out.push_back(table->row_header == 0);
    if (auto const* chart = std::get_if<Chart>(&block)) out.push_back(chart->data.row_header == 0);
  }
  return out;
}

fs::path on_path(std::string const& program) {
  char const* path = std::getenv("PATH");
  std::string folders = path == nullptr ? "" : path;
  for (std::size_t start = 0; start <= folders.size();) {
    auto const end = std::min(folders.find(':', start), folders.size());
    auto const candidate = fs::path(folders.substr(start, end - start)) / program;
    std::error_code ignored;
    if (candidate.is_absolute() && fs::is_regular_file(candidate, ignored)) return candidate;
    start = end + 1;
  }
  return {};
}

}  // namespace

PdfSettings find_pdf_settings() {
  PdfSettings settings;
  std::error_code ignored;
  std::vector<fs::path> places;
  if (char const* given = std::getenv("RIMLIG_PDF")) places.emplace_back(given);
  auto const program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  for (auto folder = program; folder != folder.root_path(); folder = folder.parent_path()) places.push_back(folder / "pdf");
  places.push_back(fs::current_path(ignored) / "pdf");
  auto const found = std::find_if(places.begin(), places.end(), [&](fs::path const& place) { return fs::exists(place / "worker.mjs", ignored); });
  if (found != places.end()) settings.folder = fs::absolute(*found, ignored);

  if (char const* node = std::getenv("RIMLIG_NODE")) settings.node = node;
  // The one that ./run fetched where Debian's own is too old.
  for (auto folder = program; settings.node.empty() && folder != folder.root_path(); folder = folder.parent_path())
    if (fs::exists(folder / "node/bin/node", ignored)) settings.node = folder / "node/bin/node";
  if (settings.node.empty()) settings.node = on_path("node");
  return settings;
}

struct PdfEngine::State {
  PdfSettings settings;
  std::timed_mutex one_at_a_time;
  std::unique_ptr<SandboxedProcess> helper;
  int reports = 0;

  void start(SandboxedProcess::GiveUp const& give_up);
  bool try_render(std::string const& data, SandboxedProcess::GiveUp const& give_up, Pdf& pdf);
};

/// Starts the helper unless it runs. Leaves `helper` empty when it would not start.
void PdfEngine::State::start(SandboxedProcess::GiveUp const& give_up) {
  if (helper != nullptr && reports < reports_per_helper) return;
  helper.reset();
  reports = 0;
  std::string hello = "{\"fonts\":[";
  for (auto const& file : font_files()) {
    if (hello.back() != '[') hello += ',';
    kernel::append_json_string(hello, file);
  }
  hello += "],\"template\":" + std::to_string(report_template.size()) + "}\n";
  hello += report_template;

  auto process = std::make_unique<SandboxedProcess>(
      std::vector<std::string>{settings.node.string(), "--max-old-space-size=512", (settings.folder / "worker.mjs").string()}, settings.idle);
  std::string line;
  if (!process->send(hello, give_up) || !process->receive_line(line, give_up)) return;
  if (line.find("\"ok\":true") == std::string::npos) throw Problem(503, "pdf_unavailable", "PDF-motorn startade inte: " + line);
  helper = std::move(process);
}

/// False when the helper was gone (it ends when idle); throws what it says about the report.
bool PdfEngine::State::try_render(std::string const& data, SandboxedProcess::GiveUp const& give_up, Pdf& pdf) {
  start(give_up);
  std::string line;
  if (helper == nullptr || !helper->send("{\"length\":" + std::to_string(data.size()) + "}\n", give_up) || !helper->send(data, give_up) ||
      !helper->receive_line(line, give_up)) {
    helper.reset();
    return false;
  }
  ++reports;
  if (line.find("\"ok\":true") == std::string::npos) throw Problem(500, "pdf_failed", "Rapporten gick inte att sätta som PDF: " + line);
  long const length = number_in(line, "length");
  pdf.pages = static_cast<int>(number_in(line, "pages"));
  pdf.bytes.resize(static_cast<std::size_t>(std::max(length, 0L)));
  if (!helper->receive(pdf.bytes.data(), pdf.bytes.size(), give_up) || !pdf.bytes.starts_with("%PDF-")) {
    helper.reset();
    return false;
  }
  if (data.size() > large_report) helper.reset();
  return true;
}

PdfEngine::PdfEngine(PdfSettings settings) : state_(std::make_unique<State>()) { state_->settings = std::move(settings); }
PdfEngine::~PdfEngine() = default;

std::string PdfEngine::missing() const {
  std::error_code ignored;
  auto const& settings = state_->settings;
  std::string out;
  auto const add = [&](std::string const& what) { out += (out.empty() ? "" : " och ") + what; };
  if (settings.node.empty() || !fs::exists(settings.node, ignored)) add("programmet Node 20 eller senare");
  if (settings.folder.empty() || !fs::exists(settings.folder / compiler_package, ignored)) add("Typst (kör npm ci i mappen pdf)");
  if (auto const fonts = missing_fonts(); !fonts.empty()) add(fonts);
  return out;
}

Pdf PdfEngine::render(Document document, std::function<bool()> const& cancelled) {
  if (auto const what = missing(); !what.empty())
    throw Problem(503, "pdf_unavailable", "PDF kan inte skapas här: " + what + " saknas. Word, Excel och förhandsvisning fungerar ändå.");

  Pdf pdf;
  pdf.replaced = replace_undrawable(document);
  std::string const data = to_json(document);

  auto const stopped = [&] { return cancelled && cancelled(); };
  std::unique_lock lock(state_->one_at_a_time, std::defer_lock);
  while (!lock.try_lock_for(std::chrono::milliseconds(100)))
    if (stopped()) throw Problem(409, "cancelled", "Jobbet avbröts.");
  auto const deadline = std::chrono::steady_clock::now() + state_->settings.longest;
  auto const late = [&] { return std::chrono::steady_clock::now() > deadline; };
  auto const give_up = [&] { return stopped() || late(); };

  // Twice, because a helper that has been idle for long ends at any moment.
  bool const done = state_->try_render(data, give_up, pdf) || (!give_up() && state_->try_render(data, give_up, pdf));
  if (stopped()) throw Problem(409, "cancelled", "Jobbet avbröts.");
  if (!done && late()) throw Problem(503, "pdf_too_slow", "PDF:en tog för lång tid att skapa och avbröts. Dela upp rapporten, till exempel per enhet.");
  if (!done) throw Problem(503, "pdf_unavailable", "PDF-motorn avslutades oväntat. Försök igen; händer det på nytt, kontrollera att Node 20 eller senare fungerar.");
  pdf.bytes = add_pdf_ua(pdf.bytes, named_rows(document));
  return pdf;
}

}  // namespace rimlig::report
