# SPDX-License-Identifier: GPL-3.0-or-later
# A room is one static library with one public include path that contains only itself,
# so that a header of a room that is not linked cannot be found.

# attune_room(<name>
#   [INCLUDE_AS <path>]      how its headers are included; default <name> ("text/renderer.h")
#   [QT] [TORCH]             compile with the Qt or the torch precompiled header
#   SOURCES <file>...        explicit, no globbing
#   [PUBLIC <target>...]     what its headers include
#   [PRIVATE <target>...])   what only its sources include
function(attune_room name)
  cmake_parse_arguments(ROOM "QT;TORCH" "INCLUDE_AS" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  if(NOT ROOM_INCLUDE_AS)
    set(ROOM_INCLUDE_AS ${name})
  endif()
  set(root ${CMAKE_BINARY_DIR}/include/${name})
  cmake_path(GET ROOM_INCLUDE_AS PARENT_PATH parent)
  file(MAKE_DIRECTORY ${root}/${parent})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${ROOM_INCLUDE_AS} SYMBOLIC)

  add_library(attune_${name} STATIC ${ROOM_SOURCES})
  add_library(attune::${name} ALIAS attune_${name})
  target_include_directories(attune_${name} PUBLIC ${root})
  target_link_libraries(attune_${name} PUBLIC ${ROOM_PUBLIC} PRIVATE ${ROOM_PRIVATE})
  if(ROOM_TORCH)
    attune_use_torch_pch(attune_${name})
  endif()
  if(ROOM_QT)
    set_target_properties(attune_${name} PROPERTIES AUTOMOC ON)
    attune_use_qt_pch(attune_${name})
  endif()
endfunction()
