// What becomes of actions and what stands around them in a reorganisation: what is open follows the
// work, what is closed stays where it was done.
#pragma once

namespace rimlig::action {

void register_ownership();

}  // namespace rimlig::action
