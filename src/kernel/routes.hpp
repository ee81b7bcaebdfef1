// The route table. A handler's signature is its contract: path ids, query, body, If-Match and the
// answer are read from its parameter types, and OpenAPI is written from the same. Each line says
// which permission the route takes; nothing else decides who may call it.
#pragma once
#include "kernel/files.hpp"
#include "kernel/http.hpp"
#include "kernel/list.hpp"
#include "kernel/pool.hpp"

namespace rimlig::kernel {

/// Permissions that are not granted by a role.
inline constexpr std::string_view public_route = "public";    // anyone, signed in or not
inline constexpr std::string_view session_route = "session";  // anyone who is signed in

class Jobs;

/// The program's parts that outlive a request.
struct Services {
  Pool& database;
  Clock const& clock;
  FileStore const& files;
  Jobs* jobs = nullptr;  // absent where nothing runs in the background (command line)
};

struct Context {
  Tx& tx;
  Request const& request;
  Services const& services;
  NameValues answer_headers = {};  // sent with the answer when it is not a refusal
};

/// Lays the members that the request's body names over a stored object: what a client leaves out
/// keeps its value. The body has been read as `draft`, whose members `type` has too.
void copy_given(Request const& request, Struct const& draft, Struct const& type, void* object);
template <Described Draft, Described T>
void copy_given(Context const& context, T& object) {
  copy_given(context.request, struct_of<Draft>, struct_of<T>, &object);
}

/// The version that the client saw; a route that takes it answers 428 without the header.
struct IfMatch {
  Version version;
};
/// Query parameters as a described struct; members are optional.
template <Described T>
struct Query : T {};
/// The body as bytes, for uploads.
struct RawBody {
  std::string_view bytes;
};
/// Answers 201 instead of 200.
template <class T>
struct Created {
  T value;
};
/// Answers 202: the work goes on as a job.
template <class T>
struct Accepted {
  T value;
};
/// A short list, whole: {"items":[…]}.
template <class T>
struct Items {
  std::vector<T> items;
};

template <class T>
struct Codec<Items<T>> : detail::AnswerCodec<Items<T>> {
  static void write(std::string& out, Items<T> const& value) {
    out += "{\"items\":";
    Codec<std::vector<T>>::write(out, value.items);
    out += '}';
  }
  static void schema(SchemaSet& set, std::string& out) {
    out += R"({"type":"object","properties":{"items":)";
    Codec<std::vector<T>>::schema(set, out);
    out += R"(},"required":["items"]})";
  }
};

/// What one route's call is made of while its handler's arguments are read.
struct Call {
  Context& context;
  std::vector<std::string> const& path_values;
  std::size_t next_path_value = 0;
};

/// What OpenAPI says of one route, filled from the handler's parameter types.
struct Description {
  SchemaSet& set;
  std::vector<std::string> query_parameters;  // JSON of each
  std::string body_schema;
  bool raw_body = false;
  bool if_match = false;
  std::string answer_schema;
  int answer_status = 200;
  bool raw_answer = false;
};

struct Route {
  Method method;
  std::string path;
  std::string operation;
  std::string permission;
  std::string summary;
  std::function<Response(Call&)> call;
  void (*describe)(Description&);
};

namespace detail {

template <class T>
struct Argument {  // a described struct is the body
  static T read(Call& call);
  static void describe(Description& description) {
    description.set.input = true;
    type_of<T>().schema(description.set, description.body_schema);
    description.set.input = false;
  }
};
template <>
struct Argument<Context&> {
  static Context& read(Call& call) { return call.context; }
  static void describe(Description&) {}
};
template <class T>
struct Argument<T const&> : Argument<T> {};
/// Ids in the caller's scope, and no personal identity number in what is to be stored.
void check_body(Call& call, Struct const& type, void const* body);
std::int64_t read_path_id(Call& call);
std::string read_path_text(Call& call);
template <class T>
struct Argument<Id<T>> {
  static Id<T> read(Call& call) { return {read_path_id(call)}; }
  static void describe(Description&) {}
};
template <std::size_t Min, std::size_t Max>
struct Argument<Text<Min, Max>> {
  static Text<Min, Max> read(Call& call) { return {read_path_text(call)}; }
  static void describe(Description&) {}
};
template <>
struct Argument<std::int64_t> {
  static std::int64_t read(Call& call) { return read_path_id(call); }
  static void describe(Description&) {}
};
template <>
struct Argument<IfMatch> {
  static IfMatch read(Call& call);
  static void describe(Description& description) { description.if_match = true; }
};
template <>
struct Argument<RawBody> {
  static RawBody read(Call& call) { return {call.context.request.body}; }
  static void describe(Description& description) { description.raw_body = true; }
};
void read_query(Call& call, Struct const& type, void* object);
void describe_query(Description& description, Struct const& type);
template <Described T>
struct Argument<Query<T>> {
  static Query<T> read(Call& call) {
    Query<T> query;
    read_query(call, struct_of<T>, static_cast<T*>(&query));
    return query;
  }
  static void describe(Description& description) { describe_query(description, struct_of<T>); }
};
template <class T>
T Argument<T>::read(Call& call) {
  T body = from_json<T>(call.context.request.body);
  if constexpr (Described<T>) check_body(call, struct_of<T>, &body);
  return body;
}

Response json_response(int status, std::string body, std::int64_t version);

template <class T>
std::int64_t version_of(T const& value) {
  if constexpr (requires { value.version.value; }) return value.version.value;
  return 0;
}

template <class T>
struct Answer {
  static Response make(T&& value) { return json_response(200, to_json(value), version_of(value)); }
  static void describe(Description& description) { type_of<T>().schema(description.set, description.answer_schema); }
};
template <template <class> class Wrapped, class T, int status>
struct AnswerAs {
  static Response make(Wrapped<T>&& answer) { return json_response(status, to_json(answer.value), version_of(answer.value)); }
  static void describe(Description& description) {
    description.answer_status = status;
    type_of<T>().schema(description.set, description.answer_schema);
  }
};
template <class T>
struct Answer<Created<T>> : AnswerAs<Created, T, 201> {};
template <class T>
struct Answer<Accepted<T>> : AnswerAs<Accepted, T, 202> {};
template <>
struct Answer<Response> {
  static Response make(Response&& answer) { return std::move(answer); }
  static void describe(Description& description) { description.raw_answer = true; }
};

template <class R, class... A>
Response invoke(R (*handler)(A...), Call& call) {
  // Braces keep the order of reading: path values stand in the path's order.
  std::tuple<decltype(Argument<A>::read(call))...> arguments{Argument<A>::read(call)...};
  if constexpr (std::is_void_v<R>) {
    std::apply(handler, std::move(arguments));
    Response response;
    response.status = 204;
    return response;
  } else {
    return Answer<R>::make(std::apply(handler, std::move(arguments)));
  }
}

template <class R, class... A>
void describe_handler(Description& description) {
  (Argument<A>::describe(description), ...);
  if constexpr (std::is_void_v<R>) description.answer_status = 204;
  else Answer<R>::describe(description);
}

}  // namespace detail

/// Who is asking; found by the identity feature for each request.
struct Caller {
  Actor actor;
  std::int64_t roles = 0;  // a bit for each role that the person holds anywhere
  std::string csrf;        // what a change must show in X-CSRF-Token; empty: nothing (no browser sends this caller's token by itself)
  bool stale = false;      // something about the caller must be written before the request runs
};
struct Gatekeeper {
  /// Nothing when nobody is signed in.
  std::function<std::optional<Caller>(Tx&, Request const&)> authenticate;
  /// The roles (bits) that hold a permission.
  std::function<std::int64_t(std::string_view permission)> roles_with;
  /// Writes what is stale (the time last seen, what begins or ends today), in a transaction of its own.
  std::function<void(Tx&, Caller const&, Request const&)> freshen = {};
  /// Roles (bits) whose every read is written to the audit trail before it is answered.
  std::int64_t logged_readers = 0;
  std::function<void(Tx&, std::string_view operation, Request const&)> log_read = {};
};

class Routes {
public:
  template <class R, class... A>
  void add(Method method, std::string_view path, std::string_view operation, std::string_view permission, R (*handler)(A...), std::string_view summary) {
    insert({method, std::string(path), std::string(operation), std::string(permission), std::string(summary),
            [handler](Call& call) { return detail::invoke(handler, call); }, &detail::describe_handler<R, A...>});
  }

  /// What goes wrong under this path is told as its protocol has it, in place of RFC 9457.
  void tell_problems(std::string prefix, Response (*tell)(Problem const&)) { tellers_.emplace_back(std::move(prefix), tell); }
  void guard(Gatekeeper gatekeeper) { gatekeeper_ = std::move(gatekeeper); }
  [[nodiscard]] Response dispatch(Request& request, Services const& services) const;
  [[nodiscard]] std::vector<Route> const& all() const { return routes_; }
  /// OpenAPI 3.1, the same text for the same routes.
  [[nodiscard]] std::string openapi() const;
  /// The route that answers, or nothing; for metrics and tests.
  [[nodiscard]] Route const* match(Method method, std::string_view path, std::vector<std::string>& values) const;

private:
  void insert(Route route);
  Response run(Route const& route, std::vector<std::string> const& values, Request& request, Services const& services) const;
  std::vector<Route> routes_;
  std::vector<std::pair<std::string, Response (*)(Problem const&)>> tellers_;
  Gatekeeper gatekeeper_;
};

}  // namespace rimlig::kernel
