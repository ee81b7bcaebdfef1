// For tests of imports: short ways to bring a file as far as its preview, or into the store.
#pragma once
#include <doctest/doctest.h>

#include "finding/finding.hpp"
#include "identity/testing.hpp"
#include "import/import.hpp"
#include "lint/lint.hpp"
#include "search/search.hpp"

namespace rimlig::import {

/// Runs with the feature and all that it stores in, on each database.
inline void with_imports(std::function<void(kernel::TestApp&, identity::Organisation const&)> const& test) {
  use_worker(RIMLIG_READ_WORKER);
  kernel::on_each_database({org::feature(), lint::feature(), search::feature(), action::feature(), finding::feature(), feature()},
                           [&](kernel::TestApp& app) { test(app, identity::make_organisation(app)); });
}

/// Uploads and reads; gives the import's address.
inline std::string uploaded(kernel::TestApp& app, std::int64_t as, std::string const& bytes, std::string const& name = "a.txt") {
  auto const answer = app.post("/api/imports?name=" + name, as, bytes);
  REQUIRE_MESSAGE(answer.status == 202, answer.body);
  app.jobs.drain();
  return "/api/imports/" + std::to_string(answer.json().root().get("id").integer());
}

/// The same with every row accepted.
inline std::string accepted(kernel::TestApp& app, std::int64_t as, std::string const& bytes, std::string const& name = "a.txt") {
  auto target = uploaded(app, as, bytes, name);
  auto const answer = app.post(target + "/decisions", as, R"({"decision":"accepted"})");
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  return target;
}

inline std::string at(kernel::Id<org::Unit> unit) { return R"({"unit_id":)" + std::to_string(unit.value) + "}"; }

/// A member of the answer as text; nothing for null.
inline std::string text(kernel::TestApp::Answer const& answer, std::string_view field) {
  auto const document = answer.json();
  auto const node = document.root().get(field);
  return node.is_null() ? "" : node.kind() == kernel::JsonNode::Kind::text ? std::string(node.text()) : node.serialize();
}

/// How many a list holds, as the person sees it.
inline std::int64_t total(kernel::TestApp& app, std::int64_t as, std::string const& list) {
  return app.get(list, as).json().root().get("total").integer();
}

}  // namespace rimlig::import
