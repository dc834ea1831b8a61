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

// Dialogues are matched by source_key when every key stands once on both sides, else by position; turns by position.
// Only supporter turns give pairs. Throws WrongShape naming dialogue and turn when numbers of dialogues or turns, keys or
// speakers differ, and InvalidValue when a reference is blank (the task's test file has no references). `references` and
// `predictions` name the files in errors.
std::vector<ReplyPair> pairsFromPesc(const std::vector<dialogue::Dialogue> &reference,
    const std::vector<dialogue::Dialogue> &prediction, const std::string &references = "references",
    const std::string &predictions = "predictions");

std::vector<TextPair> textsOf(const std::vector<ReplyPair> &pairs);

} // namespace metrics
