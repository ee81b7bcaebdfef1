// What every rule is: an id, words for people, and the functions that look at one text, one object
// or the whole set. A rule is one file in rules/; catalogue.cpp lists them all.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lint/observation.hpp"
#include "lint/subject.hpp"
#include "lint/words.hpp"

namespace rimlig::lint {

/// One text of an object, cut once for all rules.
struct Field {
  std::string name;   // "analysis", "actions/2"
  Words words;
};

/// An object with its texts. Exactly one of the pointers is set.
struct Item {
  std::string key, label;
  lint::Action const* action = nullptr;
  lint::Finding const* finding = nullptr;
  lint::Document const* document = nullptr;
  std::vector<Field> fields;
  [[nodiscard]] Field const* field(std::string_view name) const;
};

/// Collects what the rules find.
class Findings {
public:
  explicit Findings(std::vector<Observation>& into) : into_(into) {}
  Observation& add(std::string_view rule, Severity severity, Item const& item, std::string_view field,
                   std::string question, std::string suggestion = {});
  /// With the text it points at: tokens first … last of the field.
  Observation& add(std::string_view rule, Severity severity, Item const& item, Field const& field, std::size_t first,
                   std::size_t last, std::string question, std::string suggestion = {});

private:
  std::vector<Observation>& into_;
};

struct Rule {
  std::string_view id;
  Severity severity;  // the highest it gives
  std::string_view title;        // Swedish
  std::string_view explanation;  // Swedish
  void (*text)(Item const&, Field const&, Context const&, Findings&) = nullptr;
  void (*item)(Item const&, Context const&, Findings&) = nullptr;
  /// Over everything at once; `document` is null when a set of actions is checked without one.
  void (*set)(std::span<Item const> items, Item const* document, Context const&, Findings&) = nullptr;
};

}  // namespace rimlig::lint
