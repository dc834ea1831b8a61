# SPDX-License-Identifier: GPL-3.0-or-later
# attune_translations(<target>): the translations as :/i18n/*.qm inside the target. Building fails on an unfinished string;
# `ninja update_translations` takes new strings of ui/ and app/attune/ into translations/*.ts.
function(attune_translations target)
  find_package(Qt6 6.4 REQUIRED COMPONENTS LinguistTools)
  set(folder ${CMAKE_SOURCE_DIR}/translations)
  set(qm_files)
  foreach(language zh_CN en)
    set(ts ${folder}/attune_${language}.ts)
    set(qm ${CMAKE_CURRENT_BINARY_DIR}/i18n/attune_${language}.qm)
    add_custom_command(
      OUTPUT ${qm}
      COMMAND ${CMAKE_COMMAND} -DTS=${ts} -P ${CMAKE_SOURCE_DIR}/cmake/CheckTranslation.cmake
      COMMAND Qt6::lrelease -silent ${ts} -qm ${qm}
      DEPENDS ${ts} ${CMAKE_SOURCE_DIR}/cmake/CheckTranslation.cmake
      VERBATIM)
    list(APPEND qm_files ${qm})
  endforeach()
  file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/i18n)
  qt_add_resources(${target} attune_i18n PREFIX /i18n BASE ${CMAKE_CURRENT_BINARY_DIR}/i18n FILES ${qm_files})
  # English is in the sources; its file holds only the plurals.
  add_custom_target(update_translations
    COMMAND Qt6::lupdate -silent -I ${CMAKE_SOURCE_DIR} -locations none -no-obsolete -recursive ui app/attune -ts ${folder}/attune_zh_CN.ts
    COMMAND Qt6::lupdate -silent -I ${CMAKE_SOURCE_DIR} -locations none -no-obsolete -pluralonly -recursive ui app/attune -ts ${folder}/attune_en.ts
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    VERBATIM)
endfunction()
