// One definition per object: BOOST_DESCRIBE_STRUCT is read once, at compile time, into a constant
// table of fields. JSON, SQL, OpenAPI, audit and history are ordinary functions over that table.
#pragma once
#include <boost/describe.hpp>
#include <boost/pfr/tuple_size.hpp>

#include <array>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>

namespace rimlig::kernel {

struct Type;

struct Field {
  std::string_view name;
  void* (*in)(void* object);
  Type const& (*type)();

  [[nodiscard]] void const* in_const(void const* object) const { return in(const_cast<void*>(object)); }
};

struct Struct {
  std::string_view name;   // "Action": the component's name in OpenAPI, unique in the program
  std::string_view table;  // empty when the struct is not stored
  std::string_view scope;  // the column that says whose the row is; empty when anyone signed in may see it
  std::span<Field const> fields;
  std::shared_ptr<void> (*make)();  // a new, empty object

  [[nodiscard]] Field const* find(std::string_view field) const;
};

template <class T>
Type const& type_of();

template <class T>
concept Described = boost::describe::has_describe_members<T>::value && !std::is_enum_v<T>;
template <class T>
concept DescribedEnum = boost::describe::has_describe_enumerators<T>::value;

/// The last part of a type's name: "rimlig::org::Unit" is "Unit".
template <class T>
constexpr std::string_view short_name() {
  std::string_view name = __PRETTY_FUNCTION__;
  auto const from = name.find("T = ") + 4;
  name = name.substr(from, name.find_first_of(";]", from) - from);
  return name.substr(name.rfind(':') == std::string_view::npos ? 0 : name.rfind(':') + 1);
}

namespace detail {
template <class T, class D>
void* locate(void* object) {
  return &(static_cast<T*>(object)->*D::pointer);
}

/// A trailing underscore (for a C++ keyword) is not part of the name.
constexpr std::string_view member_name(std::string_view name) {
  if (name.ends_with('_')) name.remove_suffix(1);
  return name;
}

template <class T, template <class...> class L, class... D>
constexpr auto fields(L<D...>*) {
  static_assert(boost::pfr::tuple_size_v<T> == sizeof...(D), "a member is missing from BOOST_DESCRIBE_STRUCT");
  return std::array<Field, sizeof...(D)>{
      Field{member_name(D::name), &locate<T, D>, &type_of<std::remove_cvref_t<decltype(std::declval<T&>().*D::pointer)>>}...};
}

template <class T>
inline constexpr auto fields_of =
    fields<T>(static_cast<boost::describe::describe_members<T, boost::describe::mod_public>*>(nullptr));

template <class T>
constexpr std::string_view table_of() {
  if constexpr (requires { T::table; }) return T::table;
  return {};
}
template <class T>
constexpr std::string_view scope_of() {
  if constexpr (requires { T::scope; }) return T::scope;
  return {};
}
}  // namespace detail

template <Described T>
inline constexpr Struct struct_of{short_name<T>(), detail::table_of<T>(), detail::scope_of<T>(), detail::fields_of<T>,
                                    []() -> std::shared_ptr<void> { return std::make_shared<T>(); }};

namespace detail {
template <class Source, class Target, class From, class To>
void move_if_same(From& from, To& to) {
  if constexpr (std::string_view(Source::name) == std::string_view(Target::name)) to.*Target::pointer = std::move(from.*Source::pointer);
}
template <class Source, class From, class To, template <class...> class L, class... Target>
void move_member(From& from, To& to, L<Target...>*) {
  static_assert(((std::string_view(Target::name) == std::string_view(Source::name)) || ...), "the draft has a member that the object lacks");
  (move_if_same<Source, Target>(from, to), ...);
}
template <class From, class To, template <class...> class L, class... Source>
void move_members(From& from, To& to, L<Source...>*) {
  (move_member<Source>(from, to, static_cast<boost::describe::describe_members<To, boost::describe::mod_public>*>(nullptr)), ...);
}
}  // namespace detail

/// Moves every member of `from` to the member of the same name in `to`. A member that `to` lacks
/// does not compile, so a draft cannot carry a field that is silently dropped.
template <Described From, Described To>
void copy_members(From from, To& to) {
  detail::move_members(from, to, static_cast<boost::describe::describe_members<From, boost::describe::mod_public>*>(nullptr));
}

}  // namespace rimlig::kernel
