# One folder under src/ is one module: a static library of its sources and a test program of its
# *_test.cpp files, so that a change in one feature builds and tests that feature alone.
function(rimlig_module name)
  cmake_parse_arguments(ARG "" "" "USES;LIBS;EXCLUDE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "(_test|_fuzz|/main)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  add_library(rimlig_${name} STATIC ${sources})
  target_include_directories(rimlig_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  foreach(used ${ARG_USES})
    target_link_libraries(rimlig_${name} PUBLIC rimlig_${used})
  endforeach()
  target_link_libraries(rimlig_${name} PUBLIC ${ARG_LIBS} Threads::Threads)

  if(tests)
    add_executable(test_${name} ${tests})
    target_link_libraries(test_${name} PRIVATE rimlig_${name} rimlig_doctest_main)
    target_compile_definitions(test_${name} PRIVATE RIMLIG_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND test_${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  endif()
endfunction()
