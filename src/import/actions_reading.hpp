// Reads the follow-up table of actions (control, unwanted event, action, status, start, end, analysis)
// out of a Document, whatever format it came in. Every change made to get there is recorded as a repair
// and every choice between two readings as a doubt.
#pragma once
#include "import/reading.hpp"
#include "reader/document.hpp"

namespace rimlig::import {

/// True when some table has the columns of an action follow-up.
bool holds_actions(reader::Document const& document);

/// Throws reader::Refusal when no table has an action column.
Reading read_actions(reader::Document const& document);

}  // namespace rimlig::import
