// Every route of the program × every role × an object of the person's own unit, of the unit beside
// it, of another committee, and an action and a finding of the own unit that only a circle may read. What is expected comes from
// the one table of permissions and from what a scope means; no route is named here, so one that is added tomorrow is tested tomorrow.
#include <doctest/doctest.h>

#include <algorithm>

#include "action/action.hpp"
#include "app/example_body_test.hpp"
#include "app/features.hpp"
#include "finding/finding.hpp"
#include "identity/api_token.hpp"
#include "identity/permissions.hpp"
#include "identity/testing.hpp"

using namespace rimlig;
using kernel::Method;
using kernel::Route;
using kernel::TestApp;
using kernel::Tx;

namespace {

using app::Objects;
using identity::Role;

struct Place {
  std::string marker;  // a word that stands in every text planted there
  Objects objects;
};

/// Belongs to the whole municipality, whoever made it.
constexpr std::string_view shared_by_all[] = {"listActionTemplates", "getActionTemplate", "updateActionTemplate", "listRoles", "getRole", "updateRole", "removeRole",
                                           // A group is the directory's; what it gives lies at a unit, and is asked for there (scim_test.cpp).
                                           "getScimGroup", "replaceScimGroup", "patchScimGroup", "removeScimGroup", "getDirectoryGroup", "updateDirectoryGroup"};
/// Names the colleagues of the whole committee, since somebody near must be able to stand in (S2-26); nobody beyond it.
constexpr std::string_view shows_colleagues[] = {"listSubstituteCandidates", "listPersonSubstituteCandidates"};
/// Acts on the caller's own sessions, which the test needs, and own keys, which take a browser to make; another person's do
/// not exist for them (session_test.cpp, passkey_test.cpp).
constexpr std::string_view on_own_session[] = {"signOut", "changePassword", "chooseLanguage", "endSession", "endOtherSessions", "renamePasskey", "removePasskey"};

bool is_shared(Route const& route) { return std::ranges::find(shared_by_all, route.operation) != std::end(shared_by_all); }
bool shows_colleagues_of(Route const& route) { return std::ranges::find(shows_colleagues, route.operation) != std::end(shows_colleagues); }
bool is_tried(Route const& route) {
  return route.permission != kernel::public_route && std::ranges::find(on_own_session, route.operation) == std::end(on_own_session);
}
bool takes_role(Route const& route) { return route.permission != kernel::public_route && route.permission != kernel::session_route; }

bool has_parameter(Route const& route) { return route.path.find('{') != std::string::npos; }

/// The path with the place's ids; nothing when the place lacks such an object.
std::optional<std::string> target_of(Route const& route, Objects const& objects) {
  std::string target;
  std::string before;
  for (std::size_t at = 1; at <= route.path.size();) {
    auto const end = std::min(route.path.find('/', at), route.path.size());
    auto segment = route.path.substr(at, end - at);
    if (segment.starts_with('{')) {
      auto const name = segment.substr(1, segment.size() - 2);
      auto const found = objects.find(name == "id" ? before : name == "seq" ? std::string("seq") : app::kind_named(name));
      if (found == objects.end()) return std::nullopt;
      target += "/" + std::to_string(found->second);
    } else {
      target += "/" + segment;
      before = segment;
    }
    at = end + 1;
  }
  return target;
}

class Matrix {
public:
  explicit Matrix(TestApp& app) : app_(app), bodies_(app.routes), made_(identity::make_organisation(app)) {
    own_ = {"egenmärkt", {{"units", made_.unit.value}, {"committees", made_.committee.value}, {"persons", made_.employee}, {"seq", 1}}};
    sibling_ = {"syskonmärkt", {{"units", made_.sibling_unit.value}, {"committees", made_.committee.value}, {"persons", made_.sibling_manager}, {"seq", 1}}};
    other_ = {"fjärrmärkt", {{"units", made_.other_unit.value}, {"committees", made_.other_committee.value}, {"persons", made_.other_manager}, {"seq", 1}}};
    // Somebody whom no test is signed in as, since the directory may remove them.
    for (auto* place : {&own_, &sibling_, &other_})
      place->objects["Users"] = identity::make_person(app, "Person " + place->marker, Role::employee, kernel::Id<org::Unit>{place->objects["units"]});
    plant();
    plant_restricted();
  }

  /// What is wrong, one line each; empty when every route keeps what it declares.
  std::vector<std::string> holes() {
    for (auto const& route : app_.routes.all()) {
      if (route.permission == kernel::public_route) continue;
      if (auto const target = target_of(route, own_.objects)) expect(call(route, *target, 0, own_).status == 401, route, "answers without a session");
      if (takes_role(route) && identity::roles_with(route.permission) == 0) found(route, "asks for a permission that nobody holds");
    }
    for (auto const method : {Method::get, Method::post, Method::put, Method::patch, Method::del})
      for (auto const& route : app_.routes.all())
        if (route.method == method && is_tried(route))
          for (auto const role : org::all_roles) try_as(route, role);
    look_for_writes_outside();
    return std::move(holes_);
  }

  /// Routes that nothing could be planted for, so that their rows were not tried.
  std::vector<std::string> untried() const {
    std::vector<std::string> names;
    for (auto const& route : app_.routes.all())
      if (is_tried(route) && has_parameter(route) &&
          !(target_of(route, own_.objects) && target_of(route, sibling_.objects) && target_of(route, other_.objects)))
        names.push_back(route.operation);
    return names;
  }

private:
  void found(Route const& route, std::string const& what) { holes_.push_back(route.operation + " " + what); }
  void expect(bool holds, Route const& route, std::string const& what) {
    if (!holds) found(route, what);
  }

  TestApp::Answer call(Route const& route, std::string target, std::int64_t as, Place const& place, std::string const& text = "prov") {
    auto const add = [&](std::string const& parameter) { target += (target.find('?') == std::string::npos ? "?" : "&") + parameter; };
    if (bodies_.takes_bytes(route)) add("name=prov.txt");
    // As much as a list will show, and exports as text that can be searched.
    if (bodies_.has_query(route, "limit")) add("limit=100");
    if (auto const format = bodies_.format_of(route); !format.empty()) add("format=" + format);
    auto const body = route.method == Method::get || route.method == Method::del ? std::string() : bodies_.body(route, place.objects, text);
    return app_.call(route.method, std::move(target), as, body, {{"If-Match", "\"1\""}});
  }

  /// Creates, as somebody who may do everything everywhere, one of each thing in each place, through the routes themselves.
  void plant() {
    auto const planter = identity::make_person(app_, "Planterare", Role::controller, made_.council);
    own_.objects["substitutes"] = made_.unit_manager;
    sibling_.objects["substitutes"] = made_.unit_manager;
    other_.objects["substitutes"] = made_.other_controller;
    app_.with_tx([&](Tx& tx) {
      tx.execute_derived("update account set password_hash = 'x'");  // a substitute must be able to sign in
      for (auto const role : org::all_roles) {
        identity::Assignment assignment{{}, {}, {planter}, role, made_.council, {}, {}};
        if (role != Role::controller) identity::assign(tx, assignment);
      }
      for (auto* place : {&own_, &sibling_, &other_}) {
        auto unit = tx.get(kernel::Id<org::Unit>{place->objects["units"]});
        unit.name = unit.name + " " + place->marker;
        org::change_unit(tx, unit, unit.version);
        place->objects["assignments"] = tx.value<std::int64_t>("select id from assignment where person_id = $1", place->objects["persons"]).value();
      }
    });
    for (int pass = 0; pass < 3; ++pass)
      for (auto const& route : app_.routes.all())
        if (route.method == Method::post && takes_role(route))
          for (auto* place : {&own_, &sibling_, &other_}) plant_by(route, planter, *place);
    for (auto* place : {&own_, &sibling_, &other_}) plant_closed_round(planter, *place);
    for (auto const& route : app_.routes.all())
      if (route.method == Method::put && takes_role(route) && route.path.ends_with("/{id}"))
        for (auto* place : {&own_, &sibling_, &other_})
          if (auto const target = target_of(route, place->objects)) call(route, *target, planter, *place, place->marker);
    app_.jobs.drain();
    for (auto* place : {&own_, &sibling_, &other_}) adopt(planter, *place);
  }

  void plant_by(Route const& route, std::int64_t planter, Place& place) {
    auto const kind = route.path.substr(route.path.rfind('/') + 1);
    auto const target = target_of(route, place.objects);
    if (place.objects.contains(kind) || !target) return;
    auto const answer = call(route, *target, planter, place, place.marker);
    if (answer.status != 201 && answer.status != 202) return;
    auto const document = answer.json();
    if (document.root().has("id")) place.objects[kind] = document.root().get("id").integer();
  }

  /// Reports are made of closed rounds, but the other routes need one that is open.
  void plant_closed_round(std::int64_t planter, Place& place) {
    auto closed = place;
    closed.objects.erase("rounds");
    for (auto const* operation : {"createRound", "openRound", "closeRound", "createReport"})
      for (auto const& route : app_.routes.all()) {
        if (route.operation != operation) continue;
        auto const target = target_of(route, closed.objects);
        if (!target) return;
        if (route.path.ends_with('s')) plant_by(route, planter, closed);
        else app_.call(route.method, *target, planter, {}, {{"If-Match", route.operation == "openRound" ? "\"1\"" : "\"2\""}});
      }
    if (!closed.objects.contains("reports")) return;
    place.objects["reports"] = closed.objects["reports"];
    // One that is not published is hidden from some of those who may read reports (report_test.cpp).
    app_.call(Method::post, "/api/reports/" + std::to_string(place.objects["reports"]) + "/publish", planter, {}, {{"If-Match", "\"1\""}});
  }

  /// What no route creates: it comes of something else, and is found in its table.
  void adopt(std::int64_t planter, Place& place) {
    app_.with_tx([&](Tx& tx) {
      auto const unit = place.objects.at("units");
      auto const take = [&](std::string const& kind, std::optional<std::int64_t> id) {
        if (id) place.objects.emplace(kind, *id);
      };
      if (place.objects.contains("actions")) {
        auto const id = tx.next("id");
        tx.execute_derived("insert into escalation(id, version, unit_id, action_id, from_unit_id, reason, state, raised_at, scope_id) values ($1, 1, $2, $3, $2, $4, 'open', $5, $2)", id, unit,
                           place.objects["actions"], place.marker, tx.now());
        place.objects["escalations"] = id;
      }
      // A file is its sender's own until it has been stored at a unit; from then on it is the unit's.
      if (place.objects.contains("imports"))
        tx.execute_derived("update import set unit_id = $1, title = $2, created_by = 0 where id = $3", unit, place.marker, place.objects["imports"]);
      auto const group = tx.next("id");
      tx.execute_derived("insert into directory_group(id, version, name, changed_at) values ($1, 1, $2, $3)", group, "Grupp " + std::to_string(group), tx.now());
      place.objects["Groups"] = place.objects["directory-groups"] = group;
      take("questions", tx.value<std::int64_t>("select min(id) from lint_question where unit_id = $1", unit));
      if (place.objects.contains("questions")) place.objects.emplace("question-groups", place.objects["questions"]);
      take("audits", tx.value<std::int64_t>("select max(seq) from audit_entry where scope_id = $1 and operation = 'update'", unit));
      auto const person = tx.get(kernel::Id<identity::Person>{place.objects.at("persons")});
      place.objects["tokens"] = identity::make_token(tx, person, {place.marker, {}, tx.today()}).row.id.value;
      auto const review = tx.next("id");
      tx.execute_derived("insert into access_review(id, version, unit_id, committee_id, month, state, seed, wanted, frame_size, frame_sha256, drawn_at) values ($1, 1, $2, $2, '2026-10', 'open', $3, 1, 1, '', $4)",
                         review, unit, place.marker, tx.now());
      auto const drawn = tx.next("id");
      tx.execute_derived("insert into access_review_entry(id, version, unit_id, review_id, place, audit_seq, comment) values ($1, 1, $2, $3, 1, $4, $5)", drawn, unit, review, place.objects["audits"], place.marker);
      place.objects["access-reviews"] = review;
      place.objects["access-review-entries"] = drawn;
      take("jobs", tx.value<std::int64_t>("select min(id) from job where actor_id = $1", planter));
    });
  }

  /// In the own unit, with everything that hangs on them, and then for the planter alone: an action and a finding, each
  /// tied to one of the other kind that is open.
  void plant_restricted() {
    auto const planter = identity::make_person(app_, "Kretsens enda", Role::controller, made_.council);
    plant_restricted(planter, restricted_action_, {{"createAction", "actions"}, {"addEvidence", "evidence"}, {"addComment", "comments"}});
    plant_restricted(planter, restricted_finding_, {{"createFinding", "findings"}, {"addReview", "reviews"}});
  }

  void plant_restricted(std::int64_t planter, Place& place, std::vector<std::pair<std::string_view, std::string>> const& kinds) {
    place.objects = own_.objects;
    for (auto const& [operation, kind] : kinds)
      for (auto const& route : app_.routes.all()) {
        if (route.operation != operation) continue;
        place.objects.erase(kind);
        plant_by(route, planter, place);
        if (!place.objects.contains(kind)) found(route, "could not be planted for the circle");
      }
    auto const& of = kinds.front().second;
    if (!place.objects.contains(of) || !own_.objects.contains(of) || place.objects[of] == own_.objects[of]) return;
    auto const id = place.objects[of];
    app_.with_tx([&](Tx& tx) { plant_around(tx, place, of.substr(0, of.size() - 1), id); });
    auto const answer = app_.call(Method::post, "/api/" + of + "/" + std::to_string(id) + "/restriction", planter, R"({"reason":")" + place.marker + R"(","member_ids":[)" + std::to_string(planter) + "]}",
                                  {{"If-Match", "\"1\""}});
    if (answer.status != 200) holes_.push_back("nothing could be restricted: " + answer.body);
    app_.with_tx([&](Tx& tx) { place.objects["audits"] = tx.value<std::int64_t>("select max(seq) from audit_entry where object_id = $1", id).value_or(0); });
  }

  /// A delay without a date is asked about, and what was not done goes to the level above.
  void plant_around(Tx& tx, Place& place, std::string const& kind, std::int64_t planted) {
    tx.execute_derived("insert into finding_action(finding_id, action_id) values ($1, $2)", place.objects["findings"], place.objects["actions"]);
    if (kind == "action") {
      tx.execute_derived("update action set owner_id = $1 where id = $2", own_.objects["persons"], planted);
      auto const id = tx.next("id");
      tx.execute_derived("insert into escalation(id, version, unit_id, action_id, from_unit_id, reason, state, raised_at, scope_id) values ($1, 1, $2, $3, $2, $4, 'open', $5, $2)", id, made_.unit, planted, place.marker,
                         tx.now());
      place.objects["escalations"] = id;
    }
    auto const question = tx.next("id");
    tx.execute_derived(
        "insert into lint_question(id, version, rule, severity, object_kind, object_id, object_title, unit_id, scope_id, field, text, quote, begin_at, end_at, suggestion, state, created_at, origin, "
        "fingerprint, present) values ($1, 1, 'L1', 'error', $6, $2, $3, $4, $4, 'text', $3, $3, 0, 0, '', 'open', $5, 'import_', 'x', true)",
        question, planted, place.marker, made_.unit, tx.now(), kind);
    place.objects["questions"] = question;
    place.objects["question-groups"] = question;
  }

  /// Roles that read in circles by what they are; who holds one may read here, with log, and do nothing.
  static bool reads_in_circles(Role role) { return (org::reads_in_circles & bit_of(role)) != 0; }

  /// The restricted object: nobody of the unit reads, changes, links or finds it, whatever the route.
  void try_restricted(Route const& route, Role role, bool granted, Place const& restricted) {
    auto const target = target_of(route, restricted.objects);
    if (!target || !granted) return;
    auto const person = made_.at_unit.at(role);
    auto const name = " as " + std::string(kernel::name_of(role));
    bool const on_it = target != target_of(route, own_.objects);
    bool const has_body = route.method == Method::post || route.method == Method::put;
    bool const names_it = has_body && bodies_.names_another(route, restricted.objects, own_.objects);
    if (!on_it && !names_it && (route.method != Method::get || has_parameter(route))) return;
    auto where = *target;
    if (route.method == Method::get && bodies_.has_query(route, "q")) where += "?q=" + kernel::percent_encode(restricted.marker);
    auto const answer = call(route, where, person, restricted);
    expect(answer.status != 500, route, "fails for what is restricted" + name);
    if (reads_in_circles(role)) {
      if (on_it && route.method == Method::get && takes_role(route) && route.path.ends_with("/{id}"))
        expect(answer.status == 200, route, "hides what is restricted from one who reads in circles" + name + ": " + std::to_string(answer.status));
      if (on_it && route.method != Method::get) expect(answer.status >= 400, route, "changes what is restricted" + name);
      return;
    }
    if (on_it && route.method == Method::get) expect(answer.status == 403 || answer.status == 404, route, "answers " + std::to_string(answer.status) + " for what is restricted" + name);
    if (on_it || names_it) expect(answer.status >= 400, route, "reaches what is restricted" + name + ": " + std::to_string(answer.status));
    look_for_markers(route, answer, name, role);
  }

  void try_as(Route const& route, Role role) {
    auto const person = made_.at_unit.at(role);
    auto const name = " as " + std::string(kernel::name_of(role));
    bool const granted = !takes_role(route) || (identity::roles_with(route.permission) & bit_of(role)) != 0;
    if (auto const target = target_of(route, own_.objects)) {
      auto const answer = call(route, *target, person, own_);
      bool const refused = answer.status == 403 && answer.body.find("\"code\":\"forbidden\"") != std::string::npos;
      if (!takes_role(route)) expect(answer.status != 401, route, "forgets the session" + name);
      else if (granted) expect(!refused && answer.status != 401, route, "refuses what the table grants" + name);
      else expect(refused, route, "lets through what the table refuses" + name + ": " + std::to_string(answer.status));
      bool const only_in_circles = role == org::only_in_circles;
      if (granted && takes_role(route) && only_in_circles && !is_shared(route)) {
        if (route.method == Method::get && route.path.ends_with("/{id}")) expect(answer.status == 404, route, "shows the unit's object" + name + ": " + std::to_string(answer.status));
        if (has_parameter(route)) expect(answer.status >= 400, route, "reaches the unit's object" + name);
        if (answer.body.find(own_.marker) != std::string::npos) found(route, "shows a text of the unit" + name);
      } else if (granted && takes_role(route) && !only_in_circles && route.method == Method::get && route.path.ends_with("/{id}"))
        expect(answer.status == 200, route, "hides the own unit's object" + name + ": " + std::to_string(answer.status) + " " + answer.body.substr(0, 200));
      expect(answer.status != 500, route, "fails" + name);
      look_for_markers(route, answer, name, role);
    }
    for (auto const* restricted : {&restricted_action_, &restricted_finding_}) try_restricted(route, role, granted, *restricted);
    if (!granted || is_shared(route)) return;
    for (auto const* place : {&sibling_, &other_}) {
      auto const target = target_of(route, place->objects);
      if (!target) continue;
      auto where = *target;
      if (route.method == Method::get && bodies_.has_query(route, "q")) where += "?q=" + kernel::percent_encode(place->marker);
      else if (route.method == Method::get && bodies_.has_query(route, "unit")) where += "?unit=" + std::to_string(place->objects.at("units"));
      auto const answer = call(route, where, person, *place);
      if (has_parameter(route) && route.method == Method::get)
        expect(answer.status == 404, route, "answers " + std::to_string(answer.status) + " for an object outside the scope" + name);
      if (has_parameter(route)) expect(answer.status >= 400, route, "reaches an object outside the scope" + name);
      expect(answer.status != 500, route, "fails for an object outside the scope" + name);
      look_for_markers(route, answer, name, role);
    }
  }

  void look_for_markers(Route const& route, TestApp::Answer const& answer, std::string const& name, Role role) {
    for (auto const* restricted : {&restricted_action_, &restricted_finding_})
      if (!reads_in_circles(role) && answer.body.find(restricted->marker) != std::string::npos) found(route, "shows a text that is restricted (" + restricted->marker + ")" + name);
    if (is_shared(route)) return;
    for (auto const* place : {&sibling_, &other_})
      if (!(place == &sibling_ && shows_colleagues_of(route)) && answer.body.find(place->marker) != std::string::npos) found(route, "shows a text that is " + place->marker + name);
  }

  /// Whatever a body said, nobody at the unit may have changed what lies outside it.
  void look_for_writes_outside() {
    app_.with_tx([&](Tx& tx) {
      for (auto const& [role, person] : made_.at_unit)
        tx.run("select e.operation, e.object_kind, e.scope_id from audit_entry e where e.actor_id = $1 and e.operation <> 'read' and e.scope_id <> 0 and e.scope_id <> $2 "
               "and not exists (select 1 from actor_scope s where s.actor_id = e.actor_id and s.scope_id = e.scope_id)",
               Tx::bind(person, made_.unit), [&](kernel::Row const& row) {
                 holes_.push_back("a write outside the scope as " + std::string(kernel::name_of(role)) + ": " + std::string(row.text(0)) + " " + std::string(row.text(1)));
               });
    });
  }

  TestApp& app_;
  app::ExampleBodies bodies_;
  identity::Organisation made_;
  Place own_, sibling_, other_;
  Place restricted_action_{"kretsmärkt", {}}, restricted_finding_{"fyndmärkt", {}};
  std::vector<std::string> holes_;
};

// --- what a careless developer might add ---

struct Peek {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Peek, (), (name))

Peek peek(kernel::Context& context, kernel::Id<org::Unit> id) {
  return {context.tx.value<std::string>("select name from org_unit where id = $1", id).value_or("")};
}
void rename_carelessly(kernel::Context& context, kernel::Id<org::Unit> id) {
  context.tx.execute("update org_unit set area = 'x' where id = $1", {"update", "org_unit", id.value, id.value, "{}", ""}, id);
}
/// Know of units, and not of circles.
Peek peek_at_action(kernel::Context& context, kernel::Id<action::Action> id) {
  return {context.tx.value<std::string>("select text from action a where a.id = $1 and " + context.tx.in_scope("a.unit_id"), id).value_or("")};
}
void comment_carelessly(kernel::Context& context, kernel::Id<action::Action> id) {
  if (!context.tx.value<std::int64_t>("select 1 from action a where a.id = $1 and " + context.tx.in_scope("a.unit_id"), id)) throw kernel::Problem::not_found("åtgärden");
}
Peek peek_at_finding(kernel::Context& context, kernel::Id<finding::Finding> id) {
  return {context.tx.value<std::string>("select title from finding f where f.id = $1 and " + context.tx.in_scope("f.unit_id"), id).value_or("")};
}
void routes_without_circles(kernel::Routes& routes) {
  routes.add(Method::get, "/api/findings/{id}/peek", "peekAtFinding", "finding.read", peek_at_finding, "Bara med enhet");
  routes.add(Method::get, "/api/actions/{id}/peek", "peekAtAction", "action.read", peek_at_action, "Bara med enhet");
  routes.add(Method::post, "/api/actions/{id}/carelessly", "commentCarelessly", "action.report", comment_carelessly, "Bara med enhet");
}
void holed_routes(kernel::Routes& routes) {
  routes.add(Method::get, "/api/units/{id}/peek", "peek", "org.read", peek, "Utan räckvidd");
  routes.add(Method::post, "/api/units/{id}/rename", "renameCarelessly", "org.write", rename_carelessly, "Utan räckvidd");
  routes.add(Method::get, "/api/units/{id}/nobody", "nobodys", "org.peek", peek, "Okänd behörighet");
}

std::string lines(std::vector<std::string> const& all) {
  std::string text;
  for (auto const& line : all) text += line + "\n";
  return text;
}

}  // namespace

TEST_CASE("the permission matrix: every route keeps to its permission and to the person's units") {
  kernel::on_each_database(app::features(), [](TestApp& app) {
    Matrix matrix(app);
    CHECK(lines(matrix.untried()) == "");
    CHECK(lines(matrix.holes()) == "");
  });
}

TEST_CASE("S4-20: with an API token for reading no route changes anything, and none of the account is reached") {
  kernel::on_each_database(app::features(), [](TestApp& app) {
    auto const made = identity::make_organisation(app);
    for (auto const role : org::all_roles) {
      std::string token;
      app.with_tx([&](Tx& tx) { token = identity::make_token(tx, tx.get(kernel::Id<identity::Person>{made.at_unit.at(role)}), {"läsare", {}, tx.today()}).token; });
      for (auto const& route : app.routes.all()) {
        if (route.permission == kernel::public_route) continue;
        auto const target = target_of(route, {{"units", made.unit.value}}).value_or(route.path);
        auto const answer = app.call(route.method, target, 0, route.method == Method::get ? "" : "{}", {{"Authorization", "Bearer " + token}});
        bool const own = route.permission == kernel::session_route || route.permission.starts_with("account.");
        bool const reads = route.method == Method::get && (!own || route.path.starts_with("/api/jobs"));
        INFO(route.operation << " as " << kernel::name_of(role) << ": " << answer.status);
        if (!reads) CHECK((answer.status == 403 && (answer.body.find("not_by_token") != std::string::npos || answer.body.find("token_scope") != std::string::npos)));
        else if (takes_role(route) && (identity::roles_with(route.permission) & bit_of(role)) == 0) CHECK(answer.body.find("\"code\":\"forbidden\"") != std::string::npos);
        else CHECK((answer.status != 401 && answer.status != 403));
      }
    }
  });
}

TEST_CASE("the permission matrix finds a route that forgets the scope, or names an unknown permission") {
  kernel::on_each_database({org::feature(), identity::feature(), {"holed", holed_routes, nullptr}}, [](TestApp& app) {
    auto const all = lines(Matrix(app).holes());
    CHECK(all.find("peek answers 200 for an object outside the scope as employee") != std::string::npos);
    CHECK(all.find("peek shows a text that is fjärrmärkt as controller") != std::string::npos);
    CHECK(all.find("renameCarelessly reaches an object outside the scope as administrator") != std::string::npos);
    CHECK(all.find("a write outside the scope as administrator: update org_unit") != std::string::npos);
    CHECK(all.find("nobodys asks for a permission that nobody holds") != std::string::npos);
  });
}

TEST_CASE("S2-63: the permission matrix finds a route that keeps to the unit and forgets that access is restricted") {
  auto features = app::features();
  features.push_back({"circleless", routes_without_circles, nullptr});
  kernel::on_each_database(features, [](TestApp& app) {
    auto const all = lines(Matrix(app).holes());
    CHECK(all.find("peekAtAction answers 200 for what is restricted as employee") != std::string::npos);
    CHECK(all.find("peekAtAction shows a text that is restricted (kretsmärkt) as controller") != std::string::npos);
    CHECK(all.find("peekAtFinding answers 200 for what is restricted as employee") != std::string::npos);
    CHECK(all.find("peekAtFinding shows a text that is restricted (fyndmärkt) as controller") != std::string::npos);
    CHECK(all.find("commentCarelessly reaches what is restricted as unit_manager") != std::string::npos);
  });
}
