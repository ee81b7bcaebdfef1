// bench_store seed URL ACTIONS UNITS PASSWORD | bench_store baseline URL ROUNDS
#include <charconv>
#include <cstdio>
#include <exception>
#include <span>
#include <string_view>

#include "store.hpp"

namespace {

std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

int main(int count, char** words) {
  std::span const arguments(words, static_cast<std::size_t>(count));
  try {
    if (count == 6 && std::string_view(arguments[1]) == "seed") {
      auto const done = rimlig::bench::seed(arguments[2], number(arguments[4]), number(arguments[3]), arguments[5]);
      std::printf("{\"actions\":%lld,\"units\":%lld,\"seconds\":%.1f}\n", static_cast<long long>(done.actions), static_cast<long long>(done.units), done.seconds);
      return 0;
    }
    if (count == 4 && std::string_view(arguments[1]) == "baseline") {
      std::printf("{");
      bool first = true;
      for (auto const& entry : rimlig::bench::baseline(arguments[2], static_cast<int>(number(arguments[3])))) {
        std::printf("%s\"%s\":%.2f", first ? "" : ",", entry.name.c_str(), entry.microseconds);
        first = false;
      }
      std::printf("}\n");
      return 0;
    }
  } catch (std::exception const& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  std::fprintf(stderr, "usage: bench_store seed URL ACTIONS UNITS PASSWORD | bench_store baseline URL ROUNDS\n");
  return 2;
}
