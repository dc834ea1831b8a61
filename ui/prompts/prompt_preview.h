// SPDX-License-Identifier: GPL-3.0-or-later
// What the preview shows, computed off the ui thread from values alone.
#pragma once

#include "text/inspector.h"
#include "ui/prompts/tokenizer_cache.h"

#include <array>
#include <optional>
#include <vector>

namespace prompts {

struct PreviewRequest
{
    std::string model; // name or path
    std::string chat_template; // empty: recognised
    text::PromptTemplate prompt;
    std::optional<dialogue::Dialogue> dialogue; // nothing: the system message alone, for an empty profile
    text::RenderOptions options;
};

struct Preview
{
    std::vector<text::PromptProblem> problems;
    text::RenderedPrompt system; // empty while there are problems
    std::array<std::optional<int>, 4> section_tokens; // also without a dialogue
    std::optional<text::DialogueInspection> inspection; // the whole chat, when there is a dialogue
    std::optional<base::Error> failure; // why the tokens could not be made; the system message may still be there
    dialogue::Dialogue dialogue; // what was rendered
    std::string tokenizer; // description, for people
    std::string chat_template; // its name
    std::string default_system; // what the chat template says where there is no system message; may be empty
    double seconds = 0; // how long it took
};

// Never throws except Cancelled: what goes wrong is part of the preview.
Preview makePreview(TokenizerCache &cache, const PreviewRequest &request, const base::CancelToken &cancel);

// A dialogue as the chat shows it: one entry a message, the system message first.
struct ChatPart
{
    text::SpanKind kind = text::SpanKind::System;
    std::vector<size_t> turns; // indexes; empty for the system message
    size_t tokens = 0; // with header and end of turn
    size_t loss_tokens = 0;
    bool cut = false; // left out because of the cutoff length
};
std::vector<ChatPart> chatParts(const Preview &preview);

} // namespace prompts
