# SPDX-License-Identifier: GPL-3.0-or-later
# Qt for the desk half and for the tests: definitions for the whole project, one precompiled header for widget rooms.

find_package(Qt6 6.4 REQUIRED COMPONENTS Core)
if(ATTUNE_DESK)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets Charts Network Svg LinguistTools)
endif()
if(ATTUNE_TESTS)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
endif()
add_compile_definitions(QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_CAST_FROM_ASCII)

function(attune_use_qt_pch target)
  if(NOT TARGET attune_qt_pch)
    file(WRITE ${CMAKE_BINARY_DIR}/pch/qt_pch.cpp "// holds the Qt precompiled header\n")
    add_library(attune_qt_pch OBJECT ${CMAKE_BINARY_DIR}/pch/qt_pch.cpp)
    target_link_libraries(attune_qt_pch PRIVATE Qt6::Widgets Qt6::Charts)
    target_precompile_headers(attune_qt_pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/qt_pch.h)
  endif()
  target_precompile_headers(${target} REUSE_FROM attune_qt_pch)
endfunction()
