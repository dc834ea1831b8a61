# SPDX-License-Identifier: GPL-3.0-or-later
# attune_embed(<target> <header-name> <namespace> <file>...): text files as constants of one generated header,
# for rooms that know no Qt resources. Each file `0001_init.sql` becomes `inline constexpr std::string_view f_0001_init_sql`.
function(attune_embed target header namespace)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded/${header})
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNAMESPACE=${namespace} "-DFILES=${ARGN}"
            -P ${CMAKE_SOURCE_DIR}/cmake/EmbedScript.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/cmake/EmbedScript.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/embedded)
endfunction()
