// SPDX-License-Identifier: GPL-3.0-or-later
// Something about a run that a person should know, as a fact: a kind and its values. The English sentence of a kind stands in
// notice.cpp, its translation in ui/parts/notice_text.
#pragma once

#include "base/error.h"
#include "base/json.h"

#include <optional>
#include <string>

namespace run {

enum class NoticeKind {
    Text, // of an older run, or of a newer Attune: a sentence as it is
    UnreadableReply, // file, line
    PromptTooLongForCutoff, // count: replies left empty
    PromptTooLongForModel, // count, tokens: of the model's context
    ForeignCheckpoint, // path
    DamagedCheckpoint, // the error says which
    NotBitForBit, // what: threads, isa, compute_type, torch, device; before, now
    NothingToLearn, // count: dialogues left out; part, first: the first one's key
    TurnsCut, // count: dialogues; part
};

struct Notice
{
    NoticeKind kind = NoticeKind::Text;
    base::Params params;
    std::optional<base::Error> error;
    std::string text; // of NoticeKind::Text

    std::string param(const std::string &name) const; // empty when it is not there
};

std::string_view noticeName(NoticeKind kind); // stable: "turns_cut"
// One English sentence.
std::string noticeText(const Notice &notice);

// Fields of a notice event: {kind, params, error?, text: the sentence, for those who read the file}.
base::Json toJson(const Notice &notice);
// An event without a kind, or of one that is not known, is Text.
Notice noticeFromJson(const base::Json &fields);

} // namespace run
