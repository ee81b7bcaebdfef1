// EXPECT: no matching function for call to
#include "kernel/tx.hpp"

// A change by SQL demands a note for the audit trail as an argument.
void forget(rimlig::kernel::Tx& tx) { tx.execute("delete from action"); }
