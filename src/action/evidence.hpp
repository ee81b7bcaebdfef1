// What shows that an action was carried out: files, kept by their hash, and what people say about it.
#pragma once
#include "action/action.hpp"

namespace rimlig::action {

struct Evidence {
  static constexpr std::string_view table = "evidence";
  static constexpr std::string_view scope = "scope_id";
  Id<Evidence> id;
  Version version;
  Id<org::Unit> unit_id;
  Id<Action> action_id;
  Text<1, 200> name;
  std::int64_t size = 0;
  std::string sha256;
  std::string media_type;
  std::string uploaded_by;
  Instant uploaded_at;
  std::int64_t scope_id = 0;  // the action's
};
BOOST_DESCRIBE_STRUCT(Evidence, (), (id, version, unit_id, action_id, name, size, sha256, media_type, uploaded_by, uploaded_at, scope_id))

/// As clients see it.
struct EvidenceRow {
  Id<Evidence> id;
  std::string name;
  std::int64_t size = 0;
  std::string sha256;
  std::string media_type;
  std::string uploaded_by;
  Instant uploaded_at;
};
BOOST_DESCRIBE_STRUCT(EvidenceRow, (), (id, name, size, sha256, media_type, uploaded_by, uploaded_at))

std::vector<EvidenceRow> evidence_of(Tx& tx, Id<Action> action);

/// The type that a browser is told, from a list of types that it can do no harm with, when the content begins
/// as that type does; all else is bytes to be saved.
std::string_view media_type_of(std::string_view file_name, std::string_view bytes);

/// A user's file name without folders, control and direction characters.
std::string plain_file_name(std::string_view name);

}  // namespace rimlig::action
