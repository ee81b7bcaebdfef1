// Only here so that the shared headers are compiled once (CMakeLists.txt).
