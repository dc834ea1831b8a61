// SPDX-License-Identifier: GPL-3.0-or-later
// What an import noticed (dialogue/import_note.h), in the window's language.
#pragma once

#include "dialogue/import_note.h"

#include <QString>

namespace dialogues {

QString noteWords(const dialogue::ImportNote &note);
QString placeWords(const dialogue::NotePlace &place); // "dialogue 1201, turns 3, 7"; empty: the whole file

} // namespace dialogues
