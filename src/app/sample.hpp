// The sample municipality: read from samples/sample.json and loaded by the product's own importer,
// with the calendar moved so that the round, the reminders and the late actions are of today.
#pragma once
#include "app/serve.hpp"

namespace rimlig::app {

/// Loads the sample when it was asked for and the installation is empty. False (with a message on
/// standard error) when sample data would be served to others than this machine.
bool prepare_sample(Application& application, ServeOptions const& options);

/// Prints where the program answers, and the sample accounts when there are any.
void announce(Application& application, ServeOptions const& options, unsigned short port);

}  // namespace rimlig::app
