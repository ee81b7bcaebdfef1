// What becomes of assignments and positions in a reorganisation.
#pragma once

namespace rimlig::identity {

void register_ownership();

}  // namespace rimlig::identity
