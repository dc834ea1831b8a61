// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of reference and predicted replies from two files of the same dialogues.
#pragma once

#include "dialogue/dialogue.h"
#include "metrics/scoring.h"

#include <string>
#include <vector>

namespace metrics {

struct ReplyPair
{
    TextPair text;
    std::string seeker; // what was said just before, empty when nothing was
    std::string source_key; // of the dialogue
    std::string dialogue_id; // of the reference
    std::string turn_id; // of the reference
    int turn = 0; // position in the dialogue, from 0
};

// What cannot be scored, for a person to know: it is in no number.
struct Unpaired
{
    enum class Reason {
        OtherWords, // no dialogue of the other file has these words of the seeker
        OtherTurns, // the seeker says the same, but the turns are not the same
        BlankReference, // nothing to compare with (the task's test file has no references)
    };
    Reason reason = Reason::OtherWords;
    bool isReference = true; // else one of the predictions
    std::string place; // "dialogue 1201", "dialogue 3, turn 4"
};

struct Pairing
{
    std::vector<ReplyPair> pairs; // in the order of the references
    std::vector<Unpaired> unpaired;
};

// Two dialogues belong together when the seeker says the same in both (white space does not count); among several of the same words the
// source_key decides, else their order. Only supporter turns give pairs. Throws nothing.
Pairing pairReplies(const std::vector<dialogue::Dialogue> &references, const std::vector<dialogue::Dialogue> &predictions);

std::string unpairedText(const Unpaired &unpaired); // one English sentence

std::vector<TextPair> textsOf(const std::vector<ReplyPair> &pairs);

} // namespace metrics
