// SPDX-License-Identifier: GPL-3.0-or-later
// Something a person should know about what was read, or is to be written: what was odd, removed or left out. A fact: a kind, a place and named values.
// The English sentence of a kind stands in note_text.cpp, its translation in ui/dialogues/note_words.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dialogue {

enum class NoteKind {
    ByteOrderMark,
    EmptyTurn,
    EmptySeekerTurn,
    BlankReplies, // blank, replies: of the dialogue's
    NoCharacter, // of a PESC file: no profile
    DoubledField, // field
    DoubledKey, // key
    LeftOut, // the error says why
    LayoutNotKept,
    MoreNotes, // count
    OuterWhitespace, // count: turns
    StrategyRead, // count, from, to
    JoinedParts, // count: messages
    SystemMessages, // count
    ToolMessages, // count, role
    SeveralStrategies, // strategies: of the turn
    FieldKept, // count, field: of turns
    ProfileNoObject, // field, found
    NumbersKept, // count
    FieldsBeside, // fields: of the file, in no dialogue
    TextBefore, // text: before the first turn
    SpeakersByOrder, // count: dialogues
    FilesNotRead, // count, names: of a folder
    SameSpeaker,
    SupporterFirst,
    RatingArtefact,
    Duplicate, // of: the earlier dialogue's key
    NearDuplicates, // count: dialogues that are nearly equal to others
    Corrected, // count, edited: how many of those that are here were edited since they came
    NearTwoKeys, // kept_with, also_near: names of the others
    DialoguesNotKept, // count: an export whose format cannot hold it; the same below
    TurnsNotKept, // count: dialogues
    TextNotKept, // count: turns
    StrategiesNotKept, // count: turns
    MarksNotKept, // count: turns
    ProfilesNotKept, // count: dialogues
    ProfileFieldsNotKept, // count, fields
    KeysNotKept, // count: dialogues
    AsideNotKept, // count: messages
    FieldsNotKept, // count, fields
};

struct NotePlace
{
    std::string file {}; // its name in a folder
    std::string dialogue {}; // its key; empty with `line` 0: the whole file
    int64_t line = 0; // of JSON lines, from 1
    std::vector<int> turns {}; // from 1
    bool more_turns = false; // than those

    bool isEmpty() const { return file.empty() && dialogue.empty() && line == 0; }
    bool operator==(const NotePlace &) const = default;
};

struct ImportNote
{
    NoteKind kind = NoteKind::LeftOut;
    NotePlace place;
    base::Params params;
    std::optional<base::Error> error;

    std::string param(const std::string &name) const; // empty when it is not there
};

std::string_view noteName(NoteKind kind); // stable: "empty_turn"
// In English: one sentence, and "dialogue 1201, turns 3, 7".
std::string noteText(const ImportNote &note);
std::string placeText(const NotePlace &place);

} // namespace dialogue
