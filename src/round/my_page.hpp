// What one person has to do now, has to do soon, and has done: the reminders (S2-52), computed when
// asked for and therefore never out of date.
#pragma once
namespace rimlig::kernel {
class Routes;
}

namespace rimlig::round {

void my_page_routes(kernel::Routes& routes);

}  // namespace rimlig::round
