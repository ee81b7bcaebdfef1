#include <doctest/doctest.h>

#include "identity/testing.hpp"
#include "search/expression.hpp"
#include "search/search.hpp"
#include "search/tidy.hpp"

using namespace rimlig;
using namespace rimlig::kernel;

namespace {

struct Sample {
  std::int64_t id;
  char const* kind;
  bool own_unit;
  char const* title;
  char const* body;
};

/// Written in an order of its own, so that no order comes from how rows were stored.
constexpr Sample corpus[] = {
    {907, "action", true, "Utredningarna ska skrivas av", "Två skrivveckor har genomförts."},
    {901, "action", true, "Stickprov av avtal", "Utredning pågår om ramavtalen."},
    {905, "control", true, "Löpande kontroll av moms", "Varje tertial."},
    {911, "action", false, "Utredning i en annan enhet", "Får inte synas."},
    {903, "finding", true, "Personalen har inte läst rutinen", "Här saknas en utredning."},
    {909, "comment", true, "ÅT-103 Dialog", "Chefen har frågat."},
    {904, "action", true, "ÅT-103", "Årshjul för SAM"},
    {906, "action", true, "ÅT-1034", "Arshjul utan ring"},
};

void fill(TestApp& app, identity::Organisation const& made) {
  app.with_tx([&](Tx& tx) {
    for (auto const& one : corpus)
      search::index(tx, {one.kind, one.id, one.own_unit ? made.unit.value : made.other_unit.value, one.title, one.body, "/x/" + std::to_string(one.id)});
  });
}

void with_corpus(std::function<void(TestApp&, identity::Organisation const&)> const& test) {
  on_each_database({search::feature()}, [&](TestApp& app) {
    auto const made = identity::make_organisation(app);
    fill(app, made);
    test(app, made);
  });
}

using Ids = std::vector<std::int64_t>;

Ids found(TestApp& app, std::int64_t person, std::string const& words, std::string const& more = {}) {
  Ids ids;
  auto const answer = app.get("/api/search?q=" + percent_encode(words) + more, person);
  REQUIRE(answer.status == 200);
  auto const document = answer.json();
  auto const items = document.root().get("items");
  for (std::size_t n = 0; n < items.size(); ++n) ids.push_back(items.at(n).get("id").integer());
  return ids;
}

}  // namespace

TEST_CASE("inflections are found by each other, newest first, alike on every database") {
  with_corpus([](TestApp& app, identity::Organisation const& made) {
    for (auto const* word : {"utredning", "utredningar", "Utredningarna", "UTREDNINGENS", "utredn", "utredningarn"})
      CHECK(found(app, made.employee, word) == Ids{907, 903, 901});
    CHECK(found(app, made.controller, "utredning") == Ids{907, 903, 901});
    CHECK(found(app, made.other_manager, "utredning") == Ids{911});
  });
}

TEST_CASE("å, ä and ö are letters of their own") {
  with_corpus([](TestApp& app, identity::Organisation const& made) {
    CHECK(found(app, made.employee, "årshjul") == Ids{904});
    CHECK(found(app, made.employee, "arshjul") == Ids{906});
    CHECK(found(app, made.employee, "har") == Ids{909, 907, 903});
    CHECK(found(app, made.employee, "här") == Ids{903});
  });
}

TEST_CASE("every word must be there, numbers are whole, and the last word may be half-written") {
  with_corpus([](TestApp& app, identity::Organisation const& made) {
    CHECK(found(app, made.employee, "utredning avtal") == Ids{901});
    CHECK(found(app, made.employee, "avtal utredn") == Ids{901});
    CHECK(found(app, made.employee, "utredn avtal").empty());
    CHECK(found(app, made.employee, "ÅT-103") == Ids{909, 904});
    CHECK(found(app, made.employee, "åt-1034") == Ids{906});
    CHECK(found(app, made.employee, "finns inte").empty());
    CHECK(found(app, made.employee, "\"' OR * : & | ! ( )").empty());
    CHECK(found(app, made.employee, "moms' OR 'x").empty());
    CHECK(found(app, made.employee, "").empty());
  });
}

TEST_CASE("pages follow each other and the total is that of all") {
  with_corpus([](TestApp& app, identity::Organisation const& made) {
    auto const first = app.get("/api/search?q=utredning&limit=2", made.employee).json();
    CHECK(first.root().get("total").integer() == 2);
    CHECK(first.root().get("total_capped").boolean());
    CHECK(first.root().get("next").text() == "903");
    auto const second = app.get("/api/search?q=utredning&limit=2&after=903", made.employee).json();
    CHECK(second.root().get("items").size() == 1);
    CHECK(second.root().get("total").integer() == 3);
    CHECK_FALSE(second.root().get("total_capped").boolean());
    CHECK(found(app, made.employee, "utredning", "&limit=2&after=903") == Ids{901});
    CHECK(app.get("/api/search?q=x&after=y", made.employee).status == 422);
    CHECK(app.get("/api/search?q=x", made.administrator).status == 403);
  });
}

TEST_CASE("a beginning that hundreds of words share still finds them, and more than a hundred hits are not counted") {
  with_corpus([](TestApp& app, identity::Organisation const& made) {
    app.with_tx([&](Tx& tx) {
      for (std::int64_t n = 0; n < 120; ++n) {
        std::string words;
        for (char const last : {'a', 'e', 'i'}) words += "kväll" + std::string(1, static_cast<char>('b' + n % 20)) + std::string(1, static_cast<char>('b' + n / 20)) + last + " ";
        search::index(tx, {"action", 2'000 + n, made.unit.value, words, "", "/x/" + std::to_string(2'000 + n)});
      }
    });
    auto const most = app.get("/api/search?q=kv%C3%A4ll&limit=100", made.employee).json();
    CHECK(most.root().get("items").size() == 100);
    CHECK(most.root().get("total").integer() == 100);
    CHECK(most.root().get("total_capped").boolean());
    auto const next = found(app, made.employee, "kväll", "&limit=100&after=" + std::string(most.root().get("next").text()));
    CHECK(next.size() == 20);
    CHECK(next.back() == 2'000);
    CHECK(found(app, made.employee, "kvällbba") == Ids{2'000});
    CHECK(found(app, made.employee, "kvällbb", "&limit=5") == Ids{2'000});
    CHECK(found(app, made.other_manager, "kväll").empty());
  });
}

TEST_CASE("a changed or moved object is found by its new words and unit only") {
  with_corpus([](TestApp& app, identity::Organisation const& made) {
    app.with_tx([&](Tx& tx) { search::index(tx, {"action", 901, made.other_unit.value, "Ny rubrik", "Ny text", "/x/901"}); });
    CHECK(found(app, made.employee, "utredning") == Ids{907, 903});
    CHECK(found(app, made.other_manager, "rubrik") == Ids{901});
    app.with_tx([&](Tx& tx) { search::remove(tx, 901); });
    CHECK(found(app, made.other_manager, "rubrik").empty());
  });
}

TEST_CASE("someone with many units asks the whole index and still sees no more than is theirs") {
  with_corpus([](TestApp& app, identity::Organisation const& made) {
    app.with_tx([&](Tx& tx) {
      for (int n = 0; n < 60; ++n) {
        org::Unit unit{{}, {}, made.division, org::UnitKind::group, "Grupp " + std::to_string(n), "", {}, {}, {}};
        org::add_unit(tx, unit);
      }
    });
    CHECK(found(app, made.controller, "utredning") == Ids{907, 903, 901});
    CHECK(found(app, made.controller, "utredn") == Ids{907, 903, 901});
  });
}

TEST_CASE("someone with many units finds what is theirs below thousands of newer hits in other units") {
  with_corpus([](TestApp& app, identity::Organisation const& made) {
    app.with_tx([&](Tx& tx) {
      for (int n = 0; n < 60; ++n) {
        org::Unit unit{{}, {}, made.unit, org::UnitKind::group, "Grupp " + std::to_string(n), "", {}, {}, {}};
        org::add_unit(tx, unit);
        search::index(tx, {"action", 3'000 + n, unit.id.value, "Handledning", "", "/x/" + std::to_string(3'000 + n)});
      }
      for (std::int64_t n = 0; n < 1'700; ++n)
        search::index(tx, {"action", 10'000 + n, made.other_unit.value, n % 2 == 0 ? "Utredning och handledning" : "Handledning", "", "/x/" + std::to_string(10'000 + n)});
    });
    CHECK(found(app, made.unit_manager, "utredning") == Ids{907, 903, 901});
    auto const first = app.get("/api/search?q=handledning&limit=20", made.unit_manager).json();
    CHECK(first.root().get("items").size() == 20);
    CHECK(first.root().get("items").at(0).get("id").integer() == 3'059);
    CHECK(first.root().get("next").text() == "3040");
    auto const second = app.get("/api/search?q=handledning&limit=40&after=3040", made.unit_manager).json();
    CHECK(second.root().get("total").integer() == 60);
    CHECK(second.root().get("items").size() == 40);
    CHECK(second.root().get("items").at(39).get("id").integer() == 3'000);
    CHECK(found(app, made.other_controller, "handledning", "&limit=2") == Ids{11'699, 11'698});
  });
}

TEST_CASE("tidied once a day, the word index is in one piece and finds the same") {
  with_corpus([](TestApp& app, identity::Organisation const& made) {
    auto const add = [&](std::int64_t id) { app.with_tx([&](Tx& tx) { search::index(tx, {"action", id, made.unit.value, "Utredning", "", "/x/" + std::to_string(id)}); }); };
    auto const pieces = [&] {
      std::int64_t count = 1;
      app.with_tx([&](Tx& tx) {
        if (!tx.connection().is_postgres()) count = tx.value<std::int64_t>("select count(distinct segid) from search_text_idx").value_or(0);
      });
      return count;
    };
    for (std::int64_t id = 4'000; id < 4'003; ++id) add(id);
    search::tidy_index(app.services);
    CHECK(pieces() == 1);
    CHECK(found(app, made.employee, "utredning") == Ids{4'002, 4'001, 4'000, 907, 903, 901});
    add(4'003);
    auto const during_the_day = pieces();
    search::tidy_index(app.services);
    CHECK(pieces() == during_the_day);
    app.with_tx([](Tx& tx) { tx.execute_derived("update setting set value = '2000-01-01' where name = 'search_tidied_on'"); });
    search::tidy_index(app.services);
    CHECK(pieces() == 1);
    CHECK(found(app, made.employee, "utredning").front() == 4'003);
  });
}

TEST_CASE("a hit shows where the word stands") {
  std::string text(300, 'x');
  text += " innan ordet kommer en utredning som är lång nog att fylla ut raden";
  auto const shown = search::excerpt(text, "utredningar");
  CHECK(shown.starts_with("… "));
  CHECK(shown.find("utredning som") != std::string::npos);
  CHECK(search::excerpt("Kort text.", "annat") == "Kort text.");
  CHECK(search::excerpt("rad\nrad", "rad") == "rad rad");
}

TEST_CASE("S1-12: a personal identity number that slipped through is found, masked, within the asker's scope") {
  on_each_database({search::feature()}, [](TestApp& app) {
    auto const made = identity::make_organisation(app);
    app.with_tx([&](Tx& tx) {
      search::index(tx, {"action", 901, made.unit.value, "Följa upp ärendet", "Enligt samtal om 19121212-1212 i maj.", "/actions/901"});
      search::index(tx, {"action", 902, made.unit.value, "Organisation 556036-0793", "Dnr 2012/183-700", "/actions/902"});
      search::index(tx, {"comment", 903, made.unit.value, "ÅT-3", "121212-1212", "/actions/3"});
      search::index(tx, {"action", 904, made.other_unit.value, "Annan nämnd 121212-1212", "", "/actions/904"});
    });
    auto const answer = app.get("/api/personal-numbers", made.controller);
    REQUIRE_MESSAGE(answer.status == 200, answer.body);
    CHECK(answer.body.find("1212-1212") == std::string::npos);
    auto const document = answer.json();
    auto const items = document.root().get("items");
    REQUIRE(items.size() == 2);
    CHECK(items.at(0).get("id").integer() == 901);
    CHECK(items.at(0).get("excerpt").text().find("19121212-••••") != std::string_view::npos);
    CHECK(items.at(1).get("id").integer() == 903);
    CHECK(document.root().get("searched").integer() == 3);
    CHECK(document.root().get("next").is_null());
    CHECK(app.get("/api/personal-numbers?after=901", made.controller).json().root().get("items").size() == 1);
    CHECK(app.get("/api/personal-numbers", made.employee).status == 403);
  });
}
