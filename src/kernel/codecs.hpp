// Codecs of plain value types: numbers, text, enums, lists, optionals and described structs.
#pragma once
#include <array>
#include <charconv>

#include "kernel/db.hpp"
#include "kernel/type.hpp"

namespace rimlig::kernel {

namespace detail {
void read_bool(JsonReader&, JsonNode const&, bool&);
bool read_integer(JsonReader&, JsonNode const&, std::int64_t& value, std::int64_t low, std::int64_t high);
void read_real(JsonReader&, JsonNode const&, double&);
bool read_text(JsonReader&, JsonNode const&, std::string& value, std::size_t min, std::size_t max);
void append_integer(std::string& out, std::int64_t value);
void append_real(std::string& out, double value);
void wrong_kind(JsonReader&, std::string_view expected);
}  // namespace detail

template <>
struct Codec<bool> {
  static constexpr bool required = false;
  static void write(std::string& out, bool value) { out += value ? "true" : "false"; }
  static void read(JsonReader& reader, JsonNode const& node, bool& value) { detail::read_bool(reader, node, value); }
  static void schema(SchemaSet&, std::string& out) { out += R"({"type":"boolean"})"; }
  static DbValue bind(bool value) { return std::int64_t{value}; }
  static void load(Row const& row, int column, bool& value) { value = row.integer(column) != 0; }
};

template <>
struct Codec<std::int64_t> {
  static constexpr bool required = true;
  static void write(std::string& out, std::int64_t value) { detail::append_integer(out, value); }
  static void read(JsonReader& reader, JsonNode const& node, std::int64_t& value) {
    detail::read_integer(reader, node, value, INT64_MIN, INT64_MAX);
  }
  static void schema(SchemaSet&, std::string& out) { out += R"({"type":"integer"})"; }
  static DbValue bind(std::int64_t value) { return value; }
  static void load(Row const& row, int column, std::int64_t& value) { value = row.integer(column); }
};

template <>
struct Codec<int> {
  static constexpr bool required = true;
  static void write(std::string& out, int value) { detail::append_integer(out, value); }
  static void read(JsonReader& reader, JsonNode const& node, int& value) {
    std::int64_t wide = 0;
    if (detail::read_integer(reader, node, wide, INT32_MIN, INT32_MAX)) value = static_cast<int>(wide);
  }
  static void schema(SchemaSet&, std::string& out) { out += R"({"type":"integer"})"; }
  static DbValue bind(int value) { return std::int64_t{value}; }
  static void load(Row const& row, int column, int& value) { value = static_cast<int>(row.integer(column)); }
};

template <>
struct Codec<double> {
  static constexpr bool required = true;
  static void write(std::string& out, double value) { detail::append_real(out, value); }
  static void read(JsonReader& reader, JsonNode const& node, double& value) { detail::read_real(reader, node, value); }
  static void schema(SchemaSet&, std::string& out) { out += R"({"type":"number"})"; }
  static DbValue bind(double value) { return value; }
  static void load(Row const& row, int column, double& value) { value = row.real(column); }
};

template <>
struct Codec<std::string> {
  static constexpr bool required = true;
  static void write(std::string& out, std::string const& value) { append_json_string(out, value); }
  static void read(JsonReader& reader, JsonNode const& node, std::string& value) {
    detail::read_text(reader, node, value, 0, 1'000'000);
  }
  static void schema(SchemaSet&, std::string& out) { out += R"({"type":"string"})"; }
  static DbValue bind(std::string const& value) { return value; }
  static void load(Row const& row, int column, std::string& value) { value = row.text(column); }
};

/// Enumerators are stored and sent as text, so a reordered enum cannot change what is stored.
template <DescribedEnum E>
struct Codec<E> {
  static constexpr bool required = true;
  static void write(std::string& out, E value) { append_json_string(out, name_of(value)); }
  static void read(JsonReader& reader, JsonNode const& node, E& value) {
    std::string text;
    if (!detail::read_text(reader, node, text, 0, 100)) return;
    if (auto const found = from_name(text)) value = *found;
    else reader.error("unknown_value", "Värdet \"" + text + "\" finns inte. Välj ett av: " + names(", ") + ".");
  }
  static void schema(SchemaSet&, std::string& out) { out += R"({"type":"string","enum":[")" + names("\",\"") + "\"]}"; }
  static DbValue bind(E value) { return std::string(name_of(value)); }
  static void load(Row const& row, int column, E& value) {
    if (auto const found = from_name(row.text(column))) value = *found;
    else throw std::runtime_error("unknown enumerator in the database: " + std::string(row.text(column)));
  }

  static std::string_view name_of(E value) {
    std::string_view name;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
      if (d.value == value) name = d.name;
    });
    return detail::member_name(name);
  }
  static std::optional<E> from_name(std::string_view text) {
    std::optional<E> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
      if (detail::member_name(d.name) == text) found = d.value;
    });
    return found;
  }
  static std::string names(std::string_view separator) {
    std::string all;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
      if (!all.empty()) all += separator;
      all += detail::member_name(d.name);
    });
    return all;
  }
};

template <DescribedEnum E>
std::string_view name_of(E value) {
  return Codec<E>::name_of(value);
}

template <class T>
struct Codec<std::optional<T>> {
  static constexpr bool required = false;
  static void write(std::string& out, std::optional<T> const& value) {
    if (value) Codec<T>::write(out, *value);
    else out += "null";
  }
  static void read(JsonReader& reader, JsonNode const& node, std::optional<T>& value) {
    value.reset();
    if (node.is_null()) return;
    T inner{};
    Codec<T>::read(reader, node, inner);
    value = std::move(inner);
  }
  static void schema(SchemaSet& set, std::string& out) {
    out += R"({"anyOf":[)";
    Codec<T>::schema(set, out);
    out += R"(,{"type":"null"}]})";
  }
  static DbValue bind(std::optional<T> const& value) { return value ? Codec<T>::bind(*value) : DbValue{}; }
  static void load(Row const& row, int column, std::optional<T>& value) {
    value.reset();
    if (row.null(column)) return;
    T inner{};
    Codec<T>::load(row, column, inner);
    value = std::move(inner);
  }
  static void ids(std::optional<T> const& value, std::vector<std::int64_t>& out) {
    if constexpr (requires { Codec<T>::refers; }) {
      if (value) Codec<T>::ids(*value, out);
    }
  }
  static constexpr Reference const* refers = [] {
    if constexpr (requires { Codec<T>::refers; }) return Codec<T>::refers;
    else return static_cast<Reference const*>(nullptr);
  }();
};

/// A list is JSON in requests and answers, and JSON text in a column.
template <class T>
struct Codec<std::vector<T>> {
  static constexpr bool required = false;
  static void write(std::string& out, std::vector<T> const& value) {
    out += '[';
    for (std::size_t n = 0; n < value.size(); ++n) {
      if (n > 0) out += ',';
      Codec<T>::write(out, value[n]);
    }
    out += ']';
  }
  static void read(JsonReader& reader, JsonNode const& node, std::vector<T>& value) {
    value.clear();
    if (node.kind() != JsonNode::Kind::array) return detail::wrong_kind(reader, "en lista");
    value.resize(node.size());
    for (std::size_t n = 0; n < node.size(); ++n) {
      reader.enter(n);
      T item{};
      Codec<T>::read(reader, node.at(n), item);
      value[n] = std::move(item);
      reader.leave();
    }
  }
  static void schema(SchemaSet& set, std::string& out) {
    out += R"({"type":"array","items":)";
    Codec<T>::schema(set, out);
    out += '}';
  }
  static DbValue bind(std::vector<T> const& value) {
    std::string out;
    write(out, value);
    return out;
  }
  static void load(Row const& row, int column, std::vector<T>& value) {
    JsonDocument const document(row.text(column));
    JsonReader reader;
    read(reader, document.root(), value);
    if (!reader.errors().empty()) throw std::runtime_error("a stored list does not fit its type");
  }
  static void ids(std::vector<T> const& value, std::vector<std::int64_t>& out) {
    if constexpr (requires { Codec<T>::refers; }) {
      for (auto const& item : value) Codec<T>::ids(item, out);
    }
  }
  static constexpr Reference const* refers = [] {
    if constexpr (requires { Codec<T>::refers; }) return Codec<T>::refers;
    else return static_cast<Reference const*>(nullptr);
  }();
};

template <Described T>
struct Codec<T> {
  static constexpr bool required = true;
  static void write(std::string& out, T const& value) { write_struct(out, struct_of<T>, &value); }
  static void read(JsonReader& reader, JsonNode const& node, T& value) { read_struct(reader, node, struct_of<T>, &value); }
  static void schema(SchemaSet& set, std::string& out) { set.append_struct(out, struct_of<T>); }
  static DbValue bind(T const& value) {
    std::string out;
    write(out, value);
    return out;
  }
  static void load(Row const& row, int column, T& value) { load_text_as_struct(row.text(column), struct_of<T>, &value); }
};

/// Text that already is JSON, passed through as it stands.
struct RawJson {
  std::string text = "null";
};
template <>
struct Codec<RawJson> {
  static constexpr bool required = false;
  static void write(std::string& out, RawJson const& value) { out += value.text.empty() ? "null" : value.text; }
  static void read(JsonReader&, JsonNode const& node, RawJson& value) { value.text = node.serialize(); }
  static void schema(SchemaSet&, std::string& out) { out += "{}"; }
  static DbValue bind(RawJson const& value) { return value.text; }
  static void load(Row const& row, int column, RawJson& value) { value.text = row.null(column) ? "null" : std::string(row.text(column)); }
};

}  // namespace rimlig::kernel
