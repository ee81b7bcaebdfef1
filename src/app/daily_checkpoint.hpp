// A signed checkpoint of the change log for every day that the server runs, in the data folder's
// `checkpoints`: the folder that an operator copies to where those who run the server cannot write.
#pragma once
#include "kernel/routes.hpp"

namespace rimlig::app {

/// Does nothing when today's is already there.
void write_daily_checkpoint(kernel::Services const& services);

}  // namespace rimlig::app
