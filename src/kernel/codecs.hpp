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
void append_integer_schema(std::string& out, std::int64_t low, std::int64_t high);  // without a limit that no value can pass
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

namespace detail {
/// A whole number in Low..High; `number` is where T keeps it.
template <class T, auto number, std::int64_t Low, std::int64_t High>
struct WholeCodec {
  static constexpr bool required = true;
  static void write(std::string& out, T const& value) { append_integer(out, number(value)); }
  static void read(JsonReader& reader, JsonNode const& node, T& value) {
    std::int64_t wide = 0;
    if (read_integer(reader, node, wide, Low, High)) number(value) = static_cast<std::remove_reference_t<decltype(number(value))>>(wide);
  }
  static void schema(SchemaSet&, std::string& out) { append_integer_schema(out, Low, High); }
  static DbValue bind(T const& value) { return std::int64_t{number(value)}; }
  static void load(Row const& row, int column, T& value) {
    number(value) = static_cast<std::remove_reference_t<decltype(number(value))>>(row.integer(column));
  }
};
inline constexpr auto itself = [](auto& value) -> auto& { return value; };
inline constexpr auto its_value = [](auto& object) -> auto& { return object.value; };
/// What is only ever answered: neither read from a request nor stored.
template <class T>
struct AnswerCodec {
  static constexpr bool required = true;
  static void read(JsonReader&, JsonNode const&, T&) {}
  static DbValue bind(T const&) { return {}; }
  static void load(Row const&, int, T&) {}
};
/// An optional or a list refers where what it holds refers.
template <class T, class Inner>
struct References {
  static constexpr Reference const* refers = [] {
    if constexpr (requires { Codec<Inner>::refers; }) return Codec<Inner>::refers;
    else return static_cast<Reference const*>(nullptr);
  }();
  static void ids(T const& held, std::vector<std::int64_t>& out) {
    if constexpr (requires { Codec<Inner>::refers; }) {
      if constexpr (requires { held.size(); }) {
        for (auto const& item : held) Codec<Inner>::ids(item, out);
      } else if (held) {
        Codec<Inner>::ids(*held, out);
      }
    }
  }
};
}  // namespace detail

template <>
struct Codec<std::int64_t> : detail::WholeCodec<std::int64_t, detail::itself, INT64_MIN, INT64_MAX> {};
template <>
struct Codec<int> : detail::WholeCodec<int, detail::itself, INT32_MIN, INT32_MAX> {};

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
struct Codec<std::optional<T>> : detail::References<std::optional<T>, T> {
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
};

/// A list is JSON in requests and answers, and JSON text in a column.
template <class T>
struct Codec<std::vector<T>> : detail::References<std::vector<T>, T> {
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
