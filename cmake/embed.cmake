# Makes a C++ source of a text file: cmake -DINPUT=page.css -DOUTPUT=page_css.cc -DHEADER=a/b.h -DNAME=dlr::kCss -P embed.cmake
# GCC 12 has no #embed. The header declares NAME, a std::string_view within its namespace.
file(READ "${INPUT}" text)
string(FIND "${text}" ")embedded\"" end)
if(NOT end EQUAL -1)
  message(FATAL_ERROR "${INPUT} holds the mark that ends it")
endif()
string(REGEX REPLACE "::[^:]+$" "" namespace "${NAME}")
string(REGEX REPLACE "^.*::" "" name "${NAME}")
# Longer than every compiler must take; all that we use do.
set(long "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n")
file(WRITE "${OUTPUT}" "${long}#include \"${HEADER}\"\n\nnamespace ${namespace} {\n\nconst std::string_view ${name} = R\"embedded(${text})embedded\";\n\n}  // namespace ${namespace}\n")
