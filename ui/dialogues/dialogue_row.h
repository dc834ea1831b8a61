// SPDX-License-Identifier: GPL-3.0-or-later
// A dialogue in the list, in words.
#pragma once

#include "storage/dialogue_repository.h"

#include <QString>

namespace dialogues {

QString rowTitle(const storage::DialogueRow &row); // name and situation, else how it begins
QString rowNote(const storage::DialogueRow &row); // "20 turns · val.json 1201 · en · revision 3"

} // namespace dialogues
