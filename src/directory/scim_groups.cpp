#include <algorithm>

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

using People = std::vector<Id<Person>>;

Id<Person> person_of(Tx& tx, std::string_view id) {
  std::int64_t number = 0;
  for (char const c : id) {
    if (c < '0' || c > '9' || number > 1'000'000'000'000) throw Problem{400, "invalidValue", "Medlemmen " + std::string(id) + " finns inte. Lägg upp användaren först."};
    number = number * 10 + (c - '0');
  }
  try {
    return identity::find_visible(tx, {number}).id;
  } catch (Problem const&) {
    throw Problem{400, "invalidValue", "Medlemmen " + std::string(id) + " finns inte. Lägg upp användaren först."};
  }
}

People people_in(Tx& tx, JsonNode members) {
  if (members.kind() == JsonNode::Kind::object) return {person_of(tx, text_member(members, "value").value_or(""))};
  if (members.kind() != JsonNode::Kind::array) throw Problem{400, "invalidValue", "members ska vara en lista."};
  People people;
  for (std::size_t n = 0; n < members.size(); ++n) {
    if (auto const type = text_member(members.at(n), "type"); type && *type == "Group")
      throw Problem{400, "invalidValue", "En grupp kan inte vara medlem i en grupp här. Skicka dess användare i stället."};
    people.push_back(person_of(tx, text_member(members.at(n), "value").value_or("")));
  }
  return people;
}

struct Said {
  std::optional<std::string> name, external_id;
  std::optional<People> members;
};

void read_group(Tx& tx, JsonNode object, Said& said) {
  if (object.kind() != JsonNode::Kind::object) throw Problem{400, "invalidSyntax", "Skicka ett objekt med gruppens attribut."};
  if (auto text = text_member(object, "displayName")) said.name = std::move(text);
  if (auto text = text_member(object, "externalId")) said.external_id = std::move(text);
  if (auto const members = member(object, "members"); members && !members->is_null()) said.members = people_in(tx, *members);
}

/// One step of a change; `now` are the members after the steps before it.
void change_by(Tx& tx, Operation const& operation, Said& said, People const& now) {
  using enum Operation::Kind;
  if (operation.path.empty()) {
    auto const before = said.members;
    read_group(tx, *operation.value, said);
    // What is added to a list joins what stands there.
    if (operation.kind == add && said.members && said.members != before) said.members->insert(said.members->end(), now.begin(), now.end());
  } else if (operation.path == "displayname") said.name = text_value(operation);
  else if (operation.path == "externalid") said.external_id = text_value(operation);
  else if (operation.path == "members") {
    People named;
    if (!operation.wanted.empty()) named.push_back(person_of(tx, operation.wanted));
    else if (operation.value) named = people_in(tx, *operation.value);
    People members = now;
    if (operation.kind == replace) members = named;
    else if (operation.kind == add) members.insert(members.end(), named.begin(), named.end());
    else if (named.empty()) members.clear();
    else std::erase_if(members, [&](Id<Person> person) { return std::ranges::find(named, person) != named.end(); });
    said.members = std::move(members);
  } else {
    throw Problem{400, "invalidPath", "En grupp har displayName, externalId och members, inte " + operation.path + "."};
  }
}

std::string resource(Tx& tx, DirectoryGroup const& group, bool with_members) {
  std::string out = "{\"schemas\":[\"" + std::string(group_schema) + "\"]";
  append_member(out, "id", std::to_string(group.id.value));
  if (group.external_id) append_member(out, "externalId", *group.external_id);
  append_member(out, "displayName", group.name);
  if (with_members) {
    out += ",\"members\":[";
    bool first = true;
    tx.run("select p.id, p.name from directory_member m join person p on p.id = m.person_id where m.group_id = $1 order by p.id", Tx::bind(group.id), [&](kernel::Row const& row) {
      out += first ? "{" : ",{";
      first = false;
      append_member(out, "value", std::to_string(row.integer(0)));
      append_member(out, "$ref", "/scim/v2/Users/" + std::to_string(row.integer(0)));
      append_member(out, "display", row.text(1));
      append_member(out, "type", "User");
      out += '}';
    });
    out += ']';
  }
  append_meta(out, "Group", group.id.value, group.version, group.changed_at.text);
  return out + "}";
}

/// Directories ask for a group without its members, which may be thousands.
bool wants_members(Context const& context) {
  auto const left_out = context.request.query("excludedAttributes").value_or("");
  return left_out.find("members") == std::string::npos;
}

void keep(Tx& tx, DirectoryGroup& group, Said const& said) {
  if (said.name) {
    if (said.name->empty() || said.name->size() > 200) throw Problem{400, "invalidValue", "displayName ska ha 1 till 200 tecken."};
    if (tx.value<std::int64_t>("select id from directory_group where name = $1 and id <> $2", *said.name, group.id)) throw Problem::conflict("uniqueness", "Gruppen " + *said.name + " finns redan.");
    group.name = Words(*said.name);
  }
  if (said.external_id && said.external_id->size() > 200) throw Problem{400, "invalidValue", "externalId får ha högst 200 tecken."};
  kernel::stop_personal_numbers(tx, false, {{"/displayName", said.name.value_or("")}, {"/externalId", said.external_id.value_or("")}});
  if (said.external_id) group.external_id = said.external_id->empty() ? std::nullopt : std::optional(Words(*said.external_id));
  group.changed_at = tx.now();
  if (group.id.value == 0) tx.insert(group);
  else tx.update(group);
  if (said.members) set_members(tx, group, *said.members);
}

Response list_groups(Context& context) {
  auto& tx = context.tx;
  auto const filter = filter_of(context);
  auto const window = window_of(context);
  std::string where = "1 = 1";
  std::vector<kernel::DbValue> params;
  if (filter) {
    params.emplace_back(filter->value);
    if (filter->attribute == "displayname") where = "g.name = $1";
    else if (filter->attribute == "externalid") where = "g.external_id = $1";
    else if (filter->attribute == "id") where = "cast(g.id as text) = $1";
    else if (filter->attribute == "members.value" || filter->attribute == "members")
      where = "exists (select 1 from directory_member m where m.group_id = g.id and cast(m.person_id as text) = $1)";
    else throw Problem{400, "invalidFilter", "Grupper kan sökas på displayName, externalId, members.value och id, inte på " + filter->attribute + "."};
  }
  std::int64_t total = 0;
  tx.run("select count(*) from directory_group g where " + where, params, [&](kernel::Row const& row) { total = row.integer(0); });
  std::vector<DirectoryGroup> groups;
  tx.run("select " + kernel::columns_of(kernel::struct_of<DirectoryGroup>, "g") + " from directory_group g where " + where + " order by g.id limit " + std::to_string(window.count) + " offset " +
             std::to_string(window.start - 1),
         params, [&](kernel::Row const& row) { Tx::load(row, kernel::struct_of<DirectoryGroup>, &groups.emplace_back()); });
  std::vector<std::string> resources;
  for (auto const& group : groups) resources.push_back(resource(tx, group, wants_members(context)));
  return scim_list(resources, total, window);
}

Response get_group(Context& context, Id<DirectoryGroup> id) { return scim_answer(200, resource(context.tx, context.tx.get(id), wants_members(context))); }

Response create_group(Context& context, RawBody body) {
  auto& tx = context.tx;
  JsonDocument const document(body.bytes);
  Said said;
  read_group(tx, document.root(), said);
  if (!said.name) throw Problem{400, "invalidValue", "displayName saknas. Ange gruppens namn."};
  DirectoryGroup group;
  keep(tx, group, said);
  auto response = scim_answer(201, resource(tx, group, true));
  response.headers.emplace_back("Location", "/scim/v2/Groups/" + std::to_string(group.id.value));
  return response;
}

Response replace_group(Context& context, Id<DirectoryGroup> id, RawBody body) {
  auto& tx = context.tx;
  auto group = tx.get(id);
  JsonDocument const document(body.bytes);
  Said said{.external_id = "", .members = People{}};
  read_group(tx, document.root(), said);
  if (!said.name) throw Problem{400, "invalidValue", "displayName saknas. Ange gruppens namn."};
  keep(tx, group, said);
  return scim_answer(200, resource(tx, group, true));
}

Response patch_group(Context& context, Id<DirectoryGroup> id, RawBody body) {
  auto& tx = context.tx;
  auto group = tx.get(id);
  JsonDocument const document(body.bytes);
  auto const before = members_of(tx, id);
  Said said;
  for (auto const& operation : operations_of(document.root())) change_by(tx, operation, said, said.members.value_or(before));
  keep(tx, group, said);
  return scim_answer(200, resource(tx, group, wants_members(context)));
}

void remove_group(Context& context, Id<DirectoryGroup> id) {
  auto& tx = context.tx;
  auto const group = tx.get(id);
  set_members(tx, group, {});
  tx.remove(group);
}

}  // namespace

void group_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/scim/v2/Groups", "listScimGroups", "person.write", list_groups, "Katalogens grupper (SCIM)");
  routes.add(Method::post, "/scim/v2/Groups", "createScimGroup", "person.write", create_group, "Ny grupp från katalogen (SCIM)");
  routes.add(Method::get, "/scim/v2/Groups/{id}", "getScimGroup", "person.write", get_group, "En grupp (SCIM)");
  routes.add(Method::put, "/scim/v2/Groups/{id}", "replaceScimGroup", "person.write", replace_group, "Ersätt en grupps uppgifter (SCIM)");
  routes.add(Method::patch, "/scim/v2/Groups/{id}", "patchScimGroup", "person.write", patch_group, "Ändra en grupp (SCIM)");
  routes.add(Method::del, "/scim/v2/Groups/{id}", "removeScimGroup", "person.write", remove_group, "Ta bort en grupp (SCIM)");
}

}  // namespace rimlig::directory
