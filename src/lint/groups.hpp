// The same question about many objects, seen and answered as one: after a large import the inbox
// would otherwise ask "Vem ansvarar?" once for every row.
#pragma once

namespace rimlig::kernel {
class Routes;
}

namespace rimlig::lint {

void group_routes(kernel::Routes& routes);

}  // namespace rimlig::lint
