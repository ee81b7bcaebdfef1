#include "app/ticker.hpp"

#include <doctest/doctest.h>

#include <future>

#include "kernel/testing.hpp"

using namespace rimlig;

namespace {

std::promise<void>* called = nullptr;

void fails(kernel::Services const&) { throw std::runtime_error("no contact"); }
void works(kernel::Services const&) { std::exchange(called, nullptr)->set_value(); }

}  // namespace

TEST_CASE("S0-9: the server looks at the clock when it starts, and one feature's fault does not stop another") {
  kernel::on_each_database({}, [](kernel::TestApp& app) {
    std::promise<void> done;
    called = &done;
    constexpr app::Tick ticks[] = {{"first", fails}, {"second", works}};
    app::Ticker const ticker(app.services, ticks, std::chrono::hours(1));
    done.get_future().wait();
  });
}
