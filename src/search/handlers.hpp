// What the search feature's files share: whose rows may be seen, and the routes by subject.
#pragma once
#include "kernel/feature.hpp"

namespace rimlig::search {

/// SQL condition on `d`, a search_document: the rows that the actor may see, each kind by its own permission.
std::string visible(kernel::Tx& tx);

void personal_number_routes(kernel::Routes& routes);

}  // namespace rimlig::search
