# How every file of the house is compiled. Linked by all targets as `dlr_flags`.
add_library(dlr_flags INTERFACE)
target_compile_features(dlr_flags INTERFACE cxx_std_20)
if(PROJECT_IS_TOP_LEVEL)
  # Quoted includes alone: with -I a file of the user's called `new` or `string` would be taken for the library's header.
  target_compile_options(dlr_flags INTERFACE "SHELL:-iquote \"${PROJECT_SOURCE_DIR}\"")
else()
  target_include_directories(dlr_flags INTERFACE ${PROJECT_SOURCE_DIR})
endif()

# What links the core from another project gets its headers and its C++, not its taste in warnings nor its processor.
if(PROJECT_IS_TOP_LEVEL)
  target_compile_options(dlr_flags INTERFACE
    -Werror -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
    -Wcast-align -Woverloaded-virtual -Wdouble-promotion -Wformat=2 -Wimplicit-fallthrough -Wundef
    # GCC 12 sees overlaps in "text" + std::string that are not there (GCC bug 105651).
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
    # Two words just written, read back as one vector, wait until they have left for the cache: on every message's way.
    $<$<CXX_COMPILER_ID:GNU>:-fno-tree-slp-vectorize>
    # The same bytes from every compiler and processor: no fused multiply-add behind our back.
    -ffp-contract=off)

  # x86-64-v3 where this processor has it, else the compiler's baseline; the results are equal. `native` is for figures only.
  set(DLR_MARCH "auto" CACHE STRING "auto, baseline, or a value for -march")
  if(DLR_MARCH STREQUAL "auto")
    include(CheckCXXSourceRuns)
    check_cxx_source_runs("
    int main() {
      return __builtin_cpu_supports(\"avx2\") && __builtin_cpu_supports(\"bmi2\") && __builtin_cpu_supports(\"fma\") ? 0 : 1;
    }" DLR_HAS_X86_64_V3)
    if(DLR_HAS_X86_64_V3)
      target_compile_options(dlr_flags INTERFACE -march=x86-64-v3)
    endif()
  elseif(NOT DLR_MARCH STREQUAL "baseline")
    target_compile_options(dlr_flags INTERFACE -march=${DLR_MARCH})
    # GCC 12 takes its own AVX-512 header for uninitialized (GCC bug 105593).
    target_compile_options(dlr_flags INTERFACE
      $<$<CXX_COMPILER_ID:GNU>:-Wno-uninitialized> $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  endif()
endif()

set(DLR_SANITIZE "" CACHE STRING "What -fsanitize= gets, e.g. address,undefined")
if(DLR_SANITIZE)
  target_compile_options(dlr_flags INTERFACE -fsanitize=${DLR_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
    # What the sanitizers add makes GCC doubt its own library (std::regex); the release build still warns.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(dlr_flags INTERFACE -fsanitize=${DLR_SANITIZE})
  if(DLR_SANITIZE MATCHES "thread")
    # Boost.Asio has fences, which GCC's ThreadSanitizer does not follow; they are not ours to mend.
    target_compile_options(dlr_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  endif()
endif()

option(DLR_COVERAGE "Instrument for gcov" OFF)
if(DLR_COVERAGE)
  # Unoptimized, as else what the compiler takes inline or joins would be counted as it came out, not as it is written.
  # Only the house is instrumented: not its tests, nor what it includes, which takes most of the time. Atomic, as else
  # counters that threads share come out as anything.
  string(REGEX REPLACE "([^A-Za-z0-9/_-])" "[\\1]" here "${PROJECT_SOURCE_DIR}")
  target_compile_options(dlr_flags INTERFACE --coverage -O0 -fprofile-update=atomic
    "-fprofile-filter-files=^${here}/(core|reports|sim)/")
  target_link_options(dlr_flags INTERFACE --coverage)
endif()

# One library of the house: dlr_library(name SOURCES a.cc ... LINKS other ...)
function(dlr_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  if(arg_SOURCES)
    add_library(${name} STATIC ${arg_SOURCES})
    target_link_libraries(${name} PUBLIC dlr_flags ${arg_LINKS})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE dlr_flags ${arg_LINKS})
  endif()
endfunction()

# Most of what a file takes to compile is what it includes. Whoever changes one file after another may prefer them single.
option(DLR_BATCHES "Compile what is on no message's way several files at once: a build from nothing takes half the time" ON)
function(dlr_compile_in_batches name)
  set_target_properties(${name} PROPERTIES UNITY_BUILD ${DLR_BATCHES} UNITY_BUILD_BATCH_SIZE 6)
endfunction()

# What is on no message's way is compiled with less zeal: a third of the time goes.
function(dlr_compile_quickly name)
  dlr_compile_in_batches(${name})
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

# One test program: dlr_test(name SOURCES a_test.cc ... LINKS dlr_core ...). Its tests are registered one by one.
function(dlr_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS;LABELS")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE dlr_flags ${arg_LINKS} GTest::gtest_main GTest::gmock)
  dlr_compile_quickly(${name})
  # GCC 12 takes std::optional's value_or and std::regex for uninitialized (GCC bugs 80635, 105562).
  target_compile_options(${name} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  if(NOT arg_LABELS)
    set(arg_LABELS unit)
    add_dependencies(unit_tests ${name})
  endif()
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 600 LABELS "${arg_LABELS}")
endfunction()

# The tests of a Python script, a test for each of its methods `test_...`, called PREFIX.test_...:
# dlr_python_tests(PREFIX SCRIPT CLASS PROGRAM [LABELS label ...] [TIMEOUT seconds]). The script is given PROGRAM, the
# sources and the method. One whose name ends in _long or _full has that label instead of the others.
function(dlr_python_tests prefix script class program)
  cmake_parse_arguments(PARSE_ARGV 4 arg "" "TIMEOUT" "LABELS")
  find_program(DEBIAN_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
  file(STRINGS ${script} methods REGEX "^    def test_")
  foreach(method ${methods})
    string(REGEX REPLACE "^    def (test_[a-z0-9_]+).*" "\\1" name "${method}")
    set(labels ${arg_LABELS})
    if(name MATCHES "_(long|full)$")
      set(labels ${CMAKE_MATCH_1})
    endif()
    add_test(NAME ${prefix}.${name}
      COMMAND ${DEBIAN_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/${script} ${program} ${PROJECT_SOURCE_DIR} ${class}.${name})
    set_tests_properties(${prefix}.${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${labels}")
  endforeach()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${script})
endfunction()
