// What a worker gives up before it looks at a stranger's file.
#pragma once

namespace rimlig::reader {

/// No network, no new processes, no opening of files for writing, for the rest of this process's life.
/// Best effort where the kernel lacks a part of it: the resource limits of the parent hold in any case.
void enter_sandbox();

}  // namespace rimlig::reader
