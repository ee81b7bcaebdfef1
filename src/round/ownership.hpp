// What becomes of a unit's part in a round when its work goes to another unit: answers that are only
// drafts follow their actions, and what has been signed stops the reorganisation until the round is closed.
#pragma once

namespace rimlig::round {

void register_ownership();

}  // namespace rimlig::round
