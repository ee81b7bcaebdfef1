#include "kernel/routes.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "kernel/crypto.hpp"
#include "kernel/log.hpp"
#include "kernel/personal_number_stop.hpp"
#include "kernel/security_headers.hpp"

namespace rimlig::kernel {

namespace detail {

void check_body(Call& call, Struct const& type, void const* body) {
  auto& context = call.context;
  context.tx.check_references(type, body);
  stop_personal_numbers(context.tx, certifies_no_personal_number(context.request), texts_of(type, body));
}

std::int64_t read_path_id(Call& call) {
  auto const& text = call.path_values.at(call.next_path_value++);
  std::int64_t value = 0;
  auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || value < 1) throw Problem::not_found("sidan");
  return value;
}
std::string read_path_text(Call& call) { return call.path_values.at(call.next_path_value++); }

IfMatch Argument<IfMatch>::read(Call& call) {
  auto text = call.context.request.header("If-Match");
  if (text.empty()) throw Problem::precondition_required();
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  IfMatch match;
  auto const read = std::from_chars(text.data(), text.data() + text.size(), match.version.value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) throw Problem::bad_request("If-Match ska vara en version, till exempel \"3\".");
  return match;
}

namespace {
/// A query value as the JSON that its field's type reads: numbers and booleans bare, all else as text.
std::string query_json(Field const& field, std::string const& value) {
  SchemaSet set;
  std::string schema;
  field.type().schema(set, schema);
  bool const whole = schema.find(R"("type":"integer")") != std::string::npos;
  bool const truth = schema.find(R"("type":"boolean")") != std::string::npos;
  bool const digits = !value.empty() && value.size() < 19 && value.find_first_not_of("0123456789", value.front() == '-' ? 1 : 0) == std::string::npos && value != "-";
  if ((whole && digits) || (truth && (value == "true" || value == "false"))) return value;
  return json_quoted(value);
}
}  // namespace

void read_query(Call& call, Struct const& type, void* object) {
  JsonReader reader;
  std::set<std::string> seen;
  for (auto const& [name, value] : call.context.request.queries()) {
    auto const* field = type.find(name);
    reader.enter(name);
    if (!seen.insert(name).second) {
      reader.error("repeated", "Frågan har samma parameter två gånger: " + name + ".");  // another reader would take the other one
    } else if (!field) {
      reader.error("unknown_field", "Frågan har en okänd parameter: " + name + ".");
    } else if (!value.empty()) {
      JsonDocument const document(query_json(*field, value));
      field->type().read(reader, document.root(), field->in(object));
    }
    reader.leave();
  }
  if (!reader.errors().empty()) throw Problem::invalid(std::move(reader.errors()));
  call.context.tx.check_references(type, object);
}

void describe_query(Description& description, Struct const& type) {
  for (auto const& field : type.fields) {
    std::string schema;
    field.type().schema(description.set, schema);
    if (auto const nullable = schema.find(R"(,{"type":"null"}]})"); schema.starts_with(R"({"anyOf":[)") && nullable != std::string::npos)
      schema = schema.substr(10, nullable - 10);
    description.query_parameters.push_back(R"({"name":")" + std::string(field.name) + R"(","in":"query","required":false,"schema":)" + schema + "}");
  }
}

Response json_response(int status, std::string body, std::int64_t version) {
  Response response;
  response.status = status;
  response.content_type = "application/json; charset=utf-8";
  response.body = std::move(body);
  if (version > 0) response.headers.emplace_back("ETag", "\"" + std::to_string(version) + "\"");
  return response;
}

}  // namespace detail

namespace {

/// The same request is tried again when what it needs about its caller has been written.
struct Freshened {};

}  // namespace

void copy_given(Request const& request, Struct const& draft, Struct const& type, void* object) {
  JsonDocument const document(request.body);
  JsonReader reader;
  for (auto const& member : draft.fields) {
    if (!document.root().has(member.name)) continue;
    auto const* field = type.find(member.name);
    if (!field) throw std::logic_error(std::string(type.name) + " lacks the draft's member " + std::string(member.name));
    reader.enter(member.name);
    field->type().read(reader, document.root().get(member.name), field->in(object));
    reader.leave();
  }
  if (!reader.errors().empty()) throw Problem::invalid(std::move(reader.errors()));
}

void Routes::insert(Route route) {
  for (auto const& other : routes_)
    if (other.operation == route.operation) throw std::logic_error("two routes are both named " + route.operation);
  routes_.push_back(std::move(route));
}

Route const* Routes::match(Method method, std::string_view path, std::vector<std::string>& values) const {
  Route const* found = nullptr;
  std::vector<std::string> candidate;
  for (auto const& route : routes_) {
    if (route.method != method || !path_fits(route.path, path, candidate)) continue;
    // A fixed word wins over a parameter: "/actions/export" is not an id.
    if (found && candidate.size() >= values.size()) continue;
    found = &route;
    values = candidate;
  }
  return found;
}

Response Routes::run(Route const& route, std::vector<std::string> const& values, Request& request, Services const& services) const {
  auto connection = services.database.lease();
  Actor actor{-1, "", 0, request.request_id};
  Tx tx(*connection, actor, services.clock, route.method == Method::get ? TxMode::read : TxMode::write);
  if (route.method != Method::get) require_same_origin(request);
  std::optional<Caller> caller;
  if (gatekeeper_.authenticate) caller = gatekeeper_.authenticate(tx, request);
  if (caller && caller->stale && gatekeeper_.freshen) {
    tx.rollback();
    Tx writing(*connection, caller->actor, services.clock, TxMode::write);
    gatekeeper_.freshen(writing, *caller, request);
    writing.commit();
    throw Freshened{};
  }
  if (route.permission != public_route) {
    if (!caller) throw Problem::unauthenticated();
    if (route.permission != session_route) {
      auto const holders = gatekeeper_.roles_with(route.permission);
      if ((caller->roles & holders) == 0) throw Problem::forbidden(route.permission);
      caller->actor.grants = holders;
    } else {
      caller->actor.grants = -1;
    }
    if (route.method != Method::get && !caller->csrf.empty() && !equal_constant_time(request.header("X-CSRF-Token"), caller->csrf))
      throw Problem{403, "csrf", "Sidan har varit öppen för länge. Ladda om den och försök igen."};
  }
  if (caller) {
    caller->actor.request_id = request.request_id;
    tx.act_as(caller->actor);
  }
  Context context{tx, request, services};
  Call call{context, values};
  auto response = route.call(call);
  tx.commit();
  for (auto& header : context.answer_headers) response.headers.push_back(std::move(header));
  bool const granted = caller && route.permission != public_route && route.permission != session_route;
  if (route.method == Method::get && granted && (caller->roles & caller->actor.grants & gatekeeper_.logged_readers) != 0) {
    Tx logging(*connection, caller->actor, services.clock, TxMode::write);
    gatekeeper_.log_read(logging, route.operation, request);
    logging.commit();
  }
  return response;
}

Response Routes::dispatch(Request& request, Services const& services) const {
  auto tell = problem_response;
  for (auto const& [prefix, teller] : tellers_)
    if (request.path.starts_with(prefix)) tell = teller;
  std::vector<std::string> values;
  auto const* route = match(request.method, request.path, values);
  if (!route) {
    std::string allowed;
    for (auto const& [method, name] : {std::pair{Method::get, "GET"}, {Method::post, "POST"}, {Method::put, "PUT"}, {Method::patch, "PATCH"}, {Method::del, "DELETE"}})
      if (match(method, request.path, values)) allowed += (allowed.empty() ? "" : ", ") + std::string(name);
    if (allowed.empty()) return tell(Problem::not_found("sidan"));
    auto response = tell(Problem{405, "method_not_allowed", "Adressen svarar bara på " + allowed + "."});
    response.headers.emplace_back("Allow", allowed);
    return response;
  }
  for (int attempt = 1;; ++attempt) {
    try {
      return run(*route, values, request, services);
    } catch (Freshened const&) {
      continue;
    } catch (Problem const& problem) {
      return tell(problem);
    } catch (ConstraintError const& error) {
      log(Message::request_failed, {{LogKey::route, route->operation}, {LogKey::error, error.what()}});
      return tell(Problem::conflict("constraint", "Det gick inte att spara: något med samma namn finns redan, eller så hänger annat på det du tar bort."));
    } catch (RetryError const& error) {
      if (attempt < 3) continue;
      log(Message::request_failed, {{LogKey::route, route->operation}, {LogKey::error, error.what()}});
      return tell(Problem{503, "busy", "Databasen är upptagen. Försök igen om en liten stund."});
    } catch (std::exception const& error) {
      log(Message::request_failed, {{LogKey::route, route->operation}, {LogKey::error, error.what()}});
      return tell(Problem{500, "internal", "Något gick fel hos oss. Inget har sparats. Uppge nummer " + request.request_id + " om du hör av dig."});
    }
  }
}

}  // namespace rimlig::kernel
