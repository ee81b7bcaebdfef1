// The read worker as a small program of its own: what tests and tools start, so that they need not
// link the whole server.
#include "reader/worker.hpp"

int main() { return rimlig::reader::worker_main(0, 1); }
