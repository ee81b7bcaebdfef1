#include "access_review/draw.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "access_review/month.hpp"

using namespace rimlig;
using access_review::draw_sample;

namespace {

std::vector<std::int64_t> rows(std::int64_t count) {
  std::vector<std::int64_t> all(static_cast<std::size_t>(count));
  std::iota(all.begin(), all.end(), 1);
  return all;
}

}  // namespace

TEST_CASE("S4-20: a sample is drawn again from its seed, as the definition of the draw says") {
  CHECK(draw_sample("kontroll 12", rows(100), 10) == std::vector<std::int64_t>{13, 49, 85, 72, 86, 40, 74, 27, 64, 55});
  CHECK(draw_sample("ik-2026-047/leverantor", rows(1217), 20) ==
        std::vector<std::int64_t>{318, 492, 458, 232, 1017, 980, 875, 357, 400, 1066, 913, 196, 496, 1098, 186, 643, 670, 325, 457, 477});
  CHECK(draw_sample("Höör|2026-03-31", rows(50'000), 5) == std::vector<std::int64_t>{31616, 31327, 17534, 13988, 49066});
}

TEST_CASE("S4-20: each entry is as likely as every other, and so is each pair") {
  constexpr std::int64_t frame = 12, size = 4, draws = 6'600;
  std::map<std::int64_t, std::int64_t> one;
  std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> two;
  for (std::int64_t n = 0; n < draws; ++n) {
    auto const sample = draw_sample("månad " + std::to_string(n), rows(frame), size);
    REQUIRE(std::set(sample.begin(), sample.end()).size() == size);
    for (auto const a : sample) {
      ++one[a];
      for (auto const b : sample)
        if (a < b) ++two[{a, b}];
    }
  }
  REQUIRE(one.size() == frame);
  REQUIRE(two.size() == frame * (frame - 1) / 2);
  // The sum of squared differences times this is chi-square: below the 99.9th percentile of 11 and of 65 degrees of freedom.
  auto const squares = [](auto const& counts, std::int64_t expected) {
    std::int64_t sum = 0;
    for (auto const& [key, count] : counts) sum += (count - expected) * (count - expected);
    return sum;
  };
  CHECK(squares(one, draws * size / frame) < 31 * (draws * size / frame));
  CHECK(squares(two, draws * size * (size - 1) / (frame * (frame - 1))) < 108 * (draws * size * (size - 1) / (frame * (frame - 1))));
}

TEST_CASE("S4-20: a sample depends on seed and rows alone: not on their order, and a smaller one is its beginning") {
  auto all = rows(300);
  auto const sample = draw_sample("frö", all, 30);
  std::ranges::reverse(all);
  CHECK(draw_sample("frö", all, 30) == sample);
  CHECK(draw_sample("frö", all, 10) == std::vector(sample.begin(), sample.begin() + 10));
  CHECK(draw_sample("annat frö", all, 30) != sample);
  CHECK(draw_sample("frö", rows(7), 30).size() == 7);
  CHECK(draw_sample("frö", {}, 30).empty());
  CHECK(access_review::frame_digest(all) == access_review::frame_digest(rows(300)));
  CHECK(access_review::frame_digest(all) != access_review::frame_digest(rows(299)));
}

TEST_CASE("S4-20: a month begins at its first midnight in Sweden, in summer and in winter") {
  using namespace access_review;
  CHECK(month_before("2026-01-15") == "2025-12");
  CHECK(month_after("2026-12") == "2027-01");
  CHECK(kernel::instant_text(begin_of("2026-07")) == "2026-06-30T22:00:00.000Z");
  CHECK(kernel::instant_text(begin_of("2026-11")) == "2026-10-31T23:00:00.000Z");
  CHECK(review_due("2026-01") == "2026-02-28");
  CHECK(month_in_words("2026-10") == "oktober 2026");
}
