// The value types of the domain's fields. A limit stands in the type, so that JSON checks, OpenAPI
// and TypeScript cannot differ.
#pragma once
#include <compare>

#include "kernel/codecs.hpp"

namespace rimlig::kernel {

/// UTF-8 text of Min..Max characters (code points). Control characters but newline and tab are refused.
template <std::size_t Min, std::size_t Max>
struct Text : std::string {
  Text() = default;
  Text(std::string text) : std::string(std::move(text)) {}
  Text(char const* text) : std::string(text) {}
  Text(std::string_view text) : std::string(text) {}
};

/// A whole number in Low..High, inclusive.
template <std::int64_t Low, std::int64_t High>
struct Range {
  std::int64_t value = Low;
  friend auto operator<=>(Range const&, Range const&) = default;
};

/// The identity of a stored T; 0 is "not stored yet". Ids are unique in the whole database.
template <class T>
struct Id {
  std::int64_t value = 0;
  friend auto operator<=>(Id const&, Id const&) = default;
  explicit operator bool() const { return value != 0; }
};

/// Counts the changes of a row; the ETag. 0 is "not stored yet".
struct Version {
  std::int64_t value = 0;
  friend auto operator<=>(Version const&, Version const&) = default;
};

/// A moment, ISO 8601 in UTC with milliseconds: "2026-11-22T07:40:00.000Z".
struct Instant {
  std::string text;
  friend auto operator<=>(Instant const&, Instant const&) = default;
};

/// A day: "2026-11-22".
struct Date {
  std::string text;
  friend auto operator<=>(Date const&, Date const&) = default;
};

/// A year, a month or a day, as exact as it is known (S0-14): "2013", "2013-04", "2013-04-30".
/// Year precision is kept: no day is invented.
struct PartialDate {
  std::string text;
  friend auto operator<=>(PartialDate const&, PartialDate const&) = default;
  [[nodiscard]] std::string first_day() const;  // "2013" -> "2013-01-01"
  [[nodiscard]] std::string last_day() const;   // "2013" -> "2013-12-31"
  static bool valid(std::string_view text);     // years 1900..2199, real calendar days
};

/// True for a real day written YYYY-MM-DD.
bool is_date(std::string_view text);
bool is_instant(std::string_view text);
template <std::size_t Min, std::size_t Max>
struct Codec<Text<Min, Max>> {
  static constexpr bool required = Min > 0;
  static void write(std::string& out, std::string const& value) { append_json_string(out, value); }
  static void read(JsonReader& reader, JsonNode const& node, Text<Min, Max>& value) {
    detail::read_text(reader, node, value, Min, Max);
  }
  static void schema(SchemaSet&, std::string& out) {
    out += R"({"type":"string","minLength":)" + std::to_string(Min) + R"(,"maxLength":)" + std::to_string(Max) + "}";
  }
  static DbValue bind(std::string const& value) { return value; }
  static void load(Row const& row, int column, std::string& value) { value = row.text(column); }
};

template <std::int64_t Low, std::int64_t High>
struct Codec<Range<Low, High>> : detail::WholeCodec<Range<Low, High>, detail::its_value, Low, High> {};

template <class T>
struct Codec<Id<T>> : detail::WholeCodec<Id<T>, detail::its_value, 1, INT64_MAX> {
  static void ids(Id<T> value, std::vector<std::int64_t>& out) {
    if (value) out.push_back(value.value);
  }
  static constexpr Reference reference{kernel::detail::table_of<T>(), kernel::detail::scope_of<T>()};
  static constexpr Reference const* refers = &reference;
};

template <>
struct Codec<Version> : detail::WholeCodec<Version, detail::its_value, 0, INT64_MAX> {
  static constexpr bool required = false;
};

namespace detail {
template <class T, bool (*valid)(std::string_view)>
struct StampCodec {
  static constexpr bool required = true;
  static void write(std::string& out, T const& value) {
    if (value.text.empty()) out += "null";
    else append_json_string(out, value.text);
  }
  static DbValue bind(T const& value) { return value.text.empty() ? DbValue{} : DbValue{value.text}; }
  static void load(Row const& row, int column, T& value) { value.text = row.null(column) ? std::string_view{} : row.text(column); }

protected:
  static void read_as(JsonReader& reader, JsonNode const& node, T& value, char const* form) {
    std::string text;
    if (!read_text(reader, node, text, 0, 40)) return;
    if (valid(text)) value.text = std::move(text);
    else reader.error("date", "\"" + text + "\" är inte ett datum. Skriv " + form + ".");
  }
};
}  // namespace detail

template <>
struct Codec<Instant> : detail::StampCodec<Instant, is_instant> {
  static void read(JsonReader& reader, JsonNode const& node, Instant& value) { read_as(reader, node, value, "som 2026-11-22T07:40:00.000Z"); }
  static void schema(SchemaSet&, std::string& out) { out += R"({"type":"string","format":"date-time"})"; }
};
template <>
struct Codec<Date> : detail::StampCodec<Date, is_date> {
  static void read(JsonReader& reader, JsonNode const& node, Date& value) { read_as(reader, node, value, "åååå-mm-dd"); }
  static void schema(SchemaSet&, std::string& out) { out += R"({"type":"string","format":"date"})"; }
};
template <>
struct Codec<PartialDate> : detail::StampCodec<PartialDate, PartialDate::valid> {
  static void read(JsonReader& reader, JsonNode const& node, PartialDate& value) {
    read_as(reader, node, value, "åååå, åååå-mm eller åååå-mm-dd");
  }
  static void schema(SchemaSet&, std::string& out) {
    out += R"({"type":"string","pattern":"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"})";
  }
};

}  // namespace rimlig::kernel
