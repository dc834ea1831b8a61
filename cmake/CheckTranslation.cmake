# SPDX-License-Identifier: GPL-3.0-or-later
# Called at build time: an unfinished or empty translation stops the build and is named.
file(STRINGS ${TS} unfinished REGEX "type=\"unfinished\"")
list(LENGTH unfinished count)
if(count GREATER 0)
  file(READ ${TS} text)
  string(REGEX MATCH "<source>[^<]*</source>[^<]*(<[a-z]+>[^<]*</[a-z]+>[^<]*)*<translation[^>]*type=\"unfinished\"" first "${text}")
  string(REGEX REPLACE "<source>([^<]*)</source>.*" "\\1" first "${first}")
  message(FATAL_ERROR "${TS}: ${count} strings are not translated yet, the first one: \"${first}\". Translate them and remove type=\"unfinished\".")
endif()
