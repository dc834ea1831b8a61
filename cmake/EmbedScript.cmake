# SPDX-License-Identifier: GPL-3.0-or-later
# Called by attune_embed at build time.
set(body "// generated from the files named below; do not edit\n#pragma once\n#include <string_view>\n\nnamespace ${NAMESPACE} {\n")
foreach(file ${FILES})
  file(READ ${file} text)
  get_filename_component(name ${file} NAME)
  string(MAKE_C_IDENTIFIER f_${name} symbol)
  # A raw literal holds at most 64 KiB portably; the files meant for this are small.
  string(APPEND body "inline constexpr std::string_view ${symbol} = R\"embedded(${text})embedded\";\n")
endforeach()
string(APPEND body "} // namespace ${NAMESPACE}\n")
file(WRITE ${OUT} "${body}")
