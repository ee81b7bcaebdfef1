#include "action/evidence.hpp"

#include <algorithm>
#include <array>

#include "action/handlers.hpp"
#include "action/restriction.hpp"
#include "identity/access_log.hpp"
#include "identity/substitution.hpp"
#include "kernel/swedish.hpp"
#include "search/search.hpp"

namespace rimlig::action {

namespace {

using kernel::Context;
using kernel::Created;
using kernel::Items;
using kernel::Problem;

constexpr std::size_t largest_file = 25 * 1024 * 1024;
constexpr std::int64_t most_files = 100;

struct UploadQuery {
  std::optional<Text<0, 400>> name;
};
BOOST_DESCRIBE_STRUCT(UploadQuery, (), (name))

EvidenceRow row_of(Evidence const& evidence) {
  return {evidence.id, evidence.name, evidence.size, evidence.sha256, evidence.media_type, evidence.uploaded_by, evidence.uploaded_at};
}

Items<EvidenceRow> list_evidence(Context& context, Id<Action> id) {
  return {evidence_of(context.tx, reachable_and_logged(context, id).id)};
}

Created<EvidenceRow> add_evidence(Context& context, Id<Action> id, kernel::Query<UploadQuery> query, kernel::RawBody body) {
  auto& tx = context.tx;
  auto const action = reachable(tx, id);
  auto const name = plain_file_name(query.name ? std::string_view(*query.name) : std::string_view{});
  if (name.empty()) throw Problem::invalid("/name", "required", "Filen har inget namn. Döp den och försök igen.");
  if (body.bytes.empty()) throw Problem::invalid("", "empty", "Filen är tom. Kontrollera att rätt fil är vald.");
  if (body.bytes.size() > largest_file) throw Problem::too_large("Filen är större än 25 MB. Dela upp den eller spara den i ett mindre format.");
  if (tx.value<std::int64_t>("select count(*) from evidence v where v.action_id = $1", id).value_or(0) >= most_files)
    throw Problem::conflict("too_many", "Åtgärden har redan 100 underlag. Ta bort något som inte behövs.");
  auto const stored = context.services.files.store(body.bytes);
  Evidence evidence{{}, {}, action.unit_id, id, name, stored.size, stored.sha256, std::string(media_type_of(name, body.bytes)), identity::signature(tx, action.unit_id), tx.now(), action.scope_id};
  tx.insert(evidence);
  derive(tx, action);
  return {row_of(evidence)};
}

kernel::Response download(Context& context, Id<Evidence> id) {
  auto const evidence = context.tx.get(id);
  if (evidence.scope_id != evidence.unit_id.value) identity::log_reads(context, {{"evidence", id.value, evidence.scope_id}});
  kernel::Response response;
  response.content_type = evidence.media_type;
  // Never shown inside the site, whatever the file claims to be; the server adds "nosniff" to every answer.
  response.headers.emplace_back("Content-Disposition", kernel::content_disposition(evidence.name));
  response.file = context.services.files.path(evidence.sha256);
  return response;
}

void remove_evidence(Context& context, Id<Evidence> id) {
  auto& tx = context.tx;
  auto const evidence = tx.get(id);
  auto const action = tx.get(evidence.action_id);
  tx.remove(evidence);
  if (action.status == Status::done && !action.no_evidence_reason && evidence_of(tx, action.id).empty())
    throw Problem::conflict("needed", "Åtgärden är avslutad och det här är dess enda underlag. Lägg till ett annat först, eller skriv varför inget finns.");
  derive(tx, action);
}

struct ActionComment {
  static constexpr std::string_view table = "action_comment";
  static constexpr std::string_view scope = "scope_id";
  Id<ActionComment> id;
  Version version;
  Id<org::Unit> unit_id;
  Id<Action> action_id;
  Text<1, 5000> text;
  std::string who;
  Instant at;
  std::int64_t scope_id = 0;  // the action's
};
BOOST_DESCRIBE_STRUCT(ActionComment, (), (id, version, unit_id, action_id, text, who, at, scope_id))

struct Comment {
  Id<ActionComment> id;
  std::string text;
  std::string who;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(Comment, (), (id, text, who, at))

struct CommentDraft {
  Text<1, 5000> text;
};
BOOST_DESCRIBE_STRUCT(CommentDraft, (), (text))

Items<Comment> list_comments(Context& context, Id<Action> id) {
  return {context.tx.select<Comment>("select c.id as id, c.text as text, c.who as who, c.at as at from action_comment c where c.action_id = $1 order by c.id limit 1000",
                                     reachable_and_logged(context, id).id)};
}

Created<Comment> add_comment(Context& context, Id<Action> id, CommentDraft const& draft) {
  auto& tx = context.tx;
  auto const action = reachable(tx, id);
  ActionComment comment{{}, {}, action.unit_id, id, draft.text, identity::signature(tx, action.unit_id), tx.now(), action.scope_id};
  tx.insert(comment);
  search::index(tx, {"comment", comment.id.value, action.unit_id.value, title_of(action), comment.text,
                     "/actions/" + std::to_string(id.value) + "#comments", action.circle()});
  return {{comment.id, comment.text, comment.who, comment.at}};
}

}  // namespace

std::vector<EvidenceRow> evidence_of(Tx& tx, Id<Action> action) {
  return tx.select<EvidenceRow>(
      "select v.id as id, v.name as name, v.size as size, v.sha256 as sha256, v.media_type as media_type, v.uploaded_by as uploaded_by, "
      "v.uploaded_at as uploaded_at from evidence v where v.action_id = $1 order by v.id",
      action);
}

std::string_view media_type_of(std::string_view file_name, std::string_view bytes) {
  struct Known {
    std::string_view ending, type, begins;
  };
  constexpr std::string_view zip = "PK\x03\x04";
  static constexpr std::array<Known, 16> known{{
      {"pdf", "application/pdf", "%PDF-"},
      {"png", "image/png", "\x89PNG\r\n\x1a\n"},
      {"jpg", "image/jpeg", "\xff\xd8\xff"},
      {"jpeg", "image/jpeg", "\xff\xd8\xff"},
      {"gif", "image/gif", "GIF8"},
      {"webp", "image/webp", "RIFF"},
      {"txt", "text/plain; charset=utf-8", ""},
      {"csv", "text/csv; charset=utf-8", ""},
      {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", zip},
      {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", zip},
      {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", zip},
      {"odt", "application/vnd.oasis.opendocument.text", zip},
      {"ods", "application/vnd.oasis.opendocument.spreadsheet", zip},
      {"odp", "application/vnd.oasis.opendocument.presentation", zip},
      {"rtf", "application/rtf", "{\\rtf"},
      {"zip", "application/zip", zip},
  }};
  auto const dot = file_name.rfind('.');
  auto const ending = dot == std::string_view::npos ? std::string{} : kernel::fold_swedish(file_name.substr(dot + 1));
  for (auto const& each : known)
    if (each.ending == ending && bytes.starts_with(each.begins)) return each.type;
  return "application/octet-stream";
}

std::string plain_file_name(std::string_view name) {
  if (auto const slash = name.find_last_of("/\\"); slash != std::string_view::npos) name = name.substr(slash + 1);
  std::string out;
  for (std::size_t at = 0; at < name.size(); ++at) {
    // U+202A to U+202E and U+2066 to U+2069 turn the direction: "exe.pdf" is then read backwards.
    auto const three = name.substr(at, 3);
    bool const turns = (three >= "\u202A" && three <= "\u202E") || (three >= "\u2066" && three <= "\u2069");
    if (turns) at += 2;
    else if (static_cast<unsigned char>(name[at]) >= 0x20 && name[at] != 0x7F) out += name[at];
  }
  // Cut between letters: a byte that continues a letter goes with the letter.
  std::size_t end = std::min<std::size_t>(out.size(), 180);
  while (end > 0 && end < out.size() && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
  out.resize(end);
  if (out.find_first_not_of(" .") == std::string::npos) return {};
  return out;
}

void evidence_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/api/actions/{id}/evidence", "listEvidence", "action.read", list_evidence, "Underlag till en åtgärd");
  routes.add(Method::post, "/api/actions/{id}/evidence", "addEvidence", "action.report", add_evidence, "Lägg till underlag");
  routes.add(Method::get, "/api/evidence/{id}/file", "downloadEvidence", "action.read", download, "Hämta ett underlag");
  routes.add(Method::del, "/api/evidence/{id}", "removeEvidence", "action.report", remove_evidence, "Ta bort ett underlag");
  routes.add(Method::get, "/api/actions/{id}/comments", "listComments", "action.read", list_comments, "Kommentarer till en åtgärd");
  routes.add(Method::post, "/api/actions/{id}/comments", "addComment", "action.report", add_comment, "Kommentera");
}

}  // namespace rimlig::action
