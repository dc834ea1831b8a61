// SPDX-License-Identifier: GPL-3.0-or-later
// What is odd in dialogues, as values for pages and reports. Oddities are no errors: such dialogues can be kept.
#pragma once

#include "dialogue/dialogue.h"

#include <string>
#include <string_view>
#include <vector>

namespace dialogue {

enum class OddityKind {
    NoTurns,
    EmptyTurn, // a seeker's turn without text
    BlankReply, // a supporter's turn without text: to be filled by a model
    SameSpeaker, // the same speaker as in the turn before
    SupporterFirst, // the supporter speaks first
    SeekerLast, // the last turn has no reply
    NoProfile,
    MissingField, // detail: the PESC field's name
    Duplicate, // detail: source key (else id) of the earlier dialogue with equal content
    RatingArtefact, // the seeker says a rating ("I would rate that a 5"), a trace of how the text was made
};

struct Oddity
{
    OddityKind kind = OddityKind::NoTurns;
    std::string dialogue_id;
    int turn = -1; // position from 0, or -1 when it concerns the whole dialogue
    std::string turn_id; // empty when turn is -1
    std::string detail;
};

std::string_view oddityName(OddityKind kind); // stable: "same_speaker"

// One dialogue by itself (no Duplicate). A profile without any of the 11 PESC fields gives one NoProfile.
std::vector<Oddity> checkDialogue(const Dialogue &dialogue);
// All of them, with duplicates, in order.
std::vector<Oddity> checkDialogues(const std::vector<Dialogue> &dialogues);

} // namespace dialogue
