#include "directory/scim.hpp"
#include "identity/person_reach.hpp"
#include "kernel/personal_number_stop.hpp"
#include "kernel/routes.hpp"

namespace rimlig::directory {

using identity::Person;
using kernel::Context;
using kernel::Id;
using kernel::JsonDocument;
using kernel::JsonNode;
using kernel::Problem;
using kernel::RawBody;
using kernel::Response;
using kernel::Tx;

namespace {

/// What a request says of a person; what it does not say keeps its value.
struct Said {
  std::optional<std::string> user_name, external_id, display_name, formatted, given, family, email;
  std::optional<bool> active;
};

std::optional<std::string> email_in(JsonNode emails) {
  if (emails.kind() == JsonNode::Kind::text) return std::string(emails.text());
  if (emails.kind() != JsonNode::Kind::array) return std::nullopt;
  std::optional<std::string> first;
  for (std::size_t n = 0; n < emails.size(); ++n) {
    auto const value = text_member(emails.at(n), "value");
    if (!value || value->empty()) continue;
    auto const primary = member(emails.at(n), "primary");
    if (primary && !primary->is_null() && truth_of(*primary)) return value;
    if (!first) first = value;
  }
  return first;
}

void read_name(JsonNode name, Said& said) {
  if (auto text = text_member(name, "formatted")) said.formatted = std::move(text);
  if (auto text = text_member(name, "givenName")) said.given = std::move(text);
  if (auto text = text_member(name, "familyName")) said.family = std::move(text);
}

void read_user(JsonNode object, Said& said) {
  if (object.kind() != JsonNode::Kind::object) throw Problem{400, "invalidSyntax", "Skicka ett objekt med användarens attribut."};
  if (auto text = text_member(object, "userName")) said.user_name = std::move(text);
  if (auto text = text_member(object, "externalId")) said.external_id = std::move(text);
  if (auto text = text_member(object, "displayName")) said.display_name = std::move(text);
  if (auto const active = member(object, "active"); active && !active->is_null()) said.active = truth_of(*active);
  if (auto const name = member(object, "name"); name && !name->is_null()) read_name(*name, said);
  if (auto const emails = member(object, "emails"); emails && !emails->is_null())
    if (auto email = email_in(*emails)) said.email = std::move(email);
  // Some directories name an attribute within another by a dot, also outside a path.
  for (auto const& [dotted, value] : {std::pair{"name.givenName", &said.given}, {"name.familyName", &said.family}, {"name.formatted", &said.formatted}})
    if (auto text = text_member(object, dotted)) *value = std::move(text);
}

void change_by(Operation const& operation, Said& said) {
  if (operation.path.empty()) return read_user(*operation.value, said);
  if (operation.path == "active") {
    if (operation.kind == Operation::Kind::remove || !operation.value) throw Problem{400, "mutability", "active kan inte tas bort, bara vara true eller false."};
    said.active = truth_of(*operation.value);
  } else if (operation.path == "username") said.user_name = text_value(operation);
  else if (operation.path == "externalid") said.external_id = text_value(operation);
  else if (operation.path == "displayname") said.display_name = text_value(operation);
  else if (operation.path == "name.formatted") said.formatted = text_value(operation);
  else if (operation.path == "name.givenname") said.given = text_value(operation);
  else if (operation.path == "name.familyname") said.family = text_value(operation);
  else if (operation.path == "name") {
    if (operation.value) read_name(*operation.value, said);
  } else if (operation.path == "emails.value") said.email = text_value(operation);
  else if (operation.path == "emails" && operation.value) {
    if (auto email = email_in(*operation.value)) said.email = std::move(email);
  }
  // Other attributes (title, department, phone) are the directory's own, and not kept here.
}

/// "Anna Maria Berg" is the given names and then the family name, as Swedish directories write it.
std::string name_from(Said const& said, std::string const& before) {
  for (auto const* whole : {&said.display_name, &said.formatted})
    if (*whole && !(*whole)->empty()) return **whole;
  if (!said.given && !said.family) return before;
  auto const space = before.rfind(' ');
  auto const given = said.given.value_or(space == std::string::npos ? before : before.substr(0, space));
  auto const family = said.family.value_or(space == std::string::npos ? std::string{} : before.substr(space + 1));
  return given.empty() || family.empty() ? given + family : given + " " + family;
}

void check_texts(Tx& tx, Said const& said) {
  kernel::TextsByPointer texts;
  for (auto const& [pointer, text] : {std::pair{"/userName", &said.user_name}, {"/externalId", &said.external_id}, {"/displayName", &said.display_name}, {"/name/formatted", &said.formatted},
                                      {"/name/givenName", &said.given}, {"/name/familyName", &said.family}, {"/emails", &said.email}})
    if (*text) {
      if ((*text)->size() > 200) throw Problem{400, "invalidValue", std::string(pointer + 1) + " får ha högst 200 tecken."};
      texts.emplace_back(pointer, **text);
    }
  kernel::stop_personal_numbers(tx, false, texts);
}

/// A row of both tables as a resource.
std::string resource(Tx& tx, Person const& person, DirectoryUser const& user) {
  std::string out = "{\"schemas\":[\"" + std::string(user_schema) + "\"]";
  append_member(out, "id", std::to_string(person.id.value));
  if (user.external_id) append_member(out, "externalId", *user.external_id);
  append_member(out, "userName", user.user_name);
  append_member(out, "displayName", person.name);
  out += ",\"name\":{\"formatted\":";
  kernel::append_json_string(out, person.name);
  out += "},\"active\":" + std::string(user.active ? "true" : "false") + ",\"emails\":[{\"value\":";
  kernel::append_json_string(out, person.email);
  out += ",\"type\":\"work\",\"primary\":true}],\"groups\":[";
  bool first = true;
  tx.run("select g.id, g.name from directory_member m join directory_group g on g.id = m.group_id where m.person_id = $1 order by g.name, g.id", Tx::bind(person.id), [&](kernel::Row const& row) {
    out += first ? "{" : ",{";
    first = false;
    append_member(out, "value", std::to_string(row.integer(0)));
    append_member(out, "display", row.text(1));
    out += '}';
  });
  out += ']';
  append_meta(out, "User", person.id.value, user.version, user.changed_at.text);
  return out + "}";
}

/// The person as the directory knows them. Problem 404 when it has deleted them.
DirectoryUser known(Tx& tx, Person const& person) {
  auto user = user_of(tx, person);
  if (user.removed) throw Problem::not_found("personen");
  return user;
}

void keep(Tx& tx, Person& person, DirectoryUser& user, Said const& said) {
  check_texts(tx, said);
  auto const name = name_from(said, person.name);
  auto const before = person;
  person.name = kernel::Text<1, 120>(name.substr(0, 120));
  if (said.user_name) {
    if (said.user_name->empty()) throw Problem{400, "invalidValue", "userName saknas. Ange användarens namn i katalogen."};
    auto const taken = tx.value<std::int64_t>("select person_id from directory_user where lower(user_name) = lower($1) and person_id <> $2", *said.user_name, person.id);
    if (taken) throw Problem::conflict("uniqueness", "Användarnamnet " + *said.user_name + " finns redan.");
    user.user_name = Words(*said.user_name);
  }
  if (said.email) person.email = kernel::Text<3, 200>(*said.email);
  if (said.external_id) user.external_id = said.external_id->empty() ? std::nullopt : std::optional(Words(*said.external_id));
  if (said.active) user.active = *said.active;
  if (std::string(person.name) != std::string(before.name) || std::string(person.email) != std::string(before.email)) identity::change_person(tx, person, person.version);
  store(tx, user, person);
}

Response list_users(Context& context) {
  auto& tx = context.tx;
  auto const filter = filter_of(context);
  auto const window = window_of(context);
  std::string where = identity::visible_person(tx) + " and not exists (select 1 from directory_user gone where gone.person_id = p.id and gone.removed)";
  std::vector<kernel::DbValue> params;
  if (filter) {
    params.emplace_back(filter->value);
    if (filter->attribute == "username") where += " and lower(coalesce(d.user_name, p.email)) = lower($1)";
    else if (filter->attribute == "externalid") where += " and d.external_id = $1";
    else if (filter->attribute == "emails.value" || filter->attribute == "emails") where += " and p.email = lower($1)";
    else if (filter->attribute == "displayname" || filter->attribute == "name.formatted") where += " and p.name = $1";
    else if (filter->attribute == "id") where += " and cast(p.id as text) = $1";
    else throw Problem{400, "invalidFilter", "Användare kan sökas på userName, externalId, emails.value, displayName och id, inte på " + filter->attribute + "."};
  }
  std::string const from = " from person p left join directory_user d on d.person_id = p.id where " + where;
  std::int64_t total = 0;
  tx.run("select count(*)" + from, params, [&](kernel::Row const& row) { total = row.integer(0); });
  std::vector<Person> people;
  tx.run("select p.id, p.version, p.name, p.email" + from + " order by p.id limit " + std::to_string(window.count) + " offset " + std::to_string(window.start - 1), params,
         [&](kernel::Row const& row) { Tx::load(row, kernel::struct_of<Person>, &people.emplace_back()); });
  std::vector<std::string> resources;
  for (auto const& person : people) resources.push_back(resource(tx, person, user_of(tx, person)));
  return scim_list(resources, total, window);
}

Response get_user(Context& context, Id<Person> id) {
  auto const person = identity::find_visible(context.tx, id);
  return scim_answer(200, resource(context.tx, person, known(context.tx, person)));
}

Response create_user(Context& context, RawBody body) {
  auto& tx = context.tx;
  JsonDocument const document(body.bytes);
  Said said;
  read_user(document.root(), said);
  if (!said.user_name || said.user_name->empty()) throw Problem{400, "invalidValue", "userName saknas. Ange användarens namn i katalogen."};
  if (!said.email) said.email = said.user_name;
  check_texts(tx, said);
  auto found = identity::find_person_by_email(tx, *said.email);
  auto const revived = found && user_of(tx, *found).removed;
  if (found && !revived) throw Problem::conflict("uniqueness", "Det finns redan en person med adressen " + *said.email + ". Sök upp den med filter och ändra den.");
  Person person = found ? identity::find_wholly_in_scope(tx, found->id) : Person{};
  if (!found) {
    person.name = kernel::Text<1, 120>(name_from(said, *said.user_name).substr(0, 120));
    person.email = kernel::Text<3, 200>(*said.email);
    identity::add_person(tx, person);
  }
  auto user = user_of(tx, person);
  user.removed = false;
  user.active = said.active.value_or(true);
  if (!said.display_name && !said.formatted && !said.given && !said.family) said.display_name = std::string(person.name);
  keep(tx, person, user, said);
  auto response = scim_answer(201, resource(tx, person, user));
  response.headers.emplace_back("Location", "/scim/v2/Users/" + std::to_string(person.id.value));
  return response;
}

Response change_user(Context& context, Id<Person> id, Said const& said) {
  auto person = identity::find_wholly_in_scope(context.tx, id);
  auto user = known(context.tx, person);
  keep(context.tx, person, user, said);
  return scim_answer(200, resource(context.tx, person, user));
}

Response replace_user(Context& context, Id<Person> id, RawBody body) {
  JsonDocument const document(body.bytes);
  // What a whole replacement leaves out is gone, but for what an account cannot be without.
  Said said{.external_id = ""};
  read_user(document.root(), said);
  if (!said.user_name) throw Problem{400, "invalidValue", "userName saknas. Ange användarens namn i katalogen."};
  return change_user(context, id, said);
}

Response patch_user(Context& context, Id<Person> id, RawBody body) {
  JsonDocument const document(body.bytes);
  Said said;
  for (auto const& operation : operations_of(document.root())) change_by(operation, said);
  return change_user(context, id, said);
}

void remove_user(Context& context, Id<Person> id) {
  auto& tx = context.tx;
  auto const person = identity::find_wholly_in_scope(tx, id);
  auto user = known(tx, person);
  user.active = false;
  user.removed = true;
  store(tx, user, person);
}

}  // namespace

void user_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/scim/v2/Users", "listScimUsers", "person.write", list_users, "Katalogens användare (SCIM)");
  routes.add(Method::post, "/scim/v2/Users", "createScimUser", "person.write", create_user, "Ny användare från katalogen (SCIM)");
  routes.add(Method::get, "/scim/v2/Users/{id}", "getScimUser", "person.write", get_user, "En användare (SCIM)");
  routes.add(Method::put, "/scim/v2/Users/{id}", "replaceScimUser", "person.write", replace_user, "Ersätt en användares uppgifter (SCIM)");
  routes.add(Method::patch, "/scim/v2/Users/{id}", "patchScimUser", "person.write", patch_user, "Ändra en användare (SCIM)");
  routes.add(Method::del, "/scim/v2/Users/{id}", "removeScimUser", "person.write", remove_user, "Ta bort en användare ur katalogen (SCIM)");
}

}  // namespace rimlig::directory
