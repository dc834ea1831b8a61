// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_preview.h"

#include "base/clock.h"

#include <algorithm>

namespace prompts {

namespace {

// Tokens of each section in the system message: counted where they stand when the chat is rendered, else by themselves.
void countSections(Preview &preview, const text::Tokenizer &tokenizer)
{
    if (preview.inspection && !preview.inspection->rendered.ids.empty()) {
        for (const text::SectionTokens &section : preview.inspection->rendered.sections)
            preview.section_tokens[size_t(section.section)] = int(section.end - section.begin);
        return;
    }
    for (const text::SectionSpan &span : preview.system.sections) {
        const std::string part = preview.system.text.substr(span.begin, span.end - span.begin);
        preview.section_tokens[size_t(span.section)] = int(tokenizer.encode(part).size());
    }
}

void renderChat(Preview &preview, const text::ModelText &model, const PreviewRequest &request)
{
    if (!request.dialogue || request.dialogue->turns.empty())
        return;
    const text::Renderer renderer(model, request.prompt, request.options);
    preview.inspection = text::inspect(renderer, *request.dialogue);
}

} // namespace

Preview makePreview(TokenizerCache &cache, const PreviewRequest &request, const base::CancelToken &cancel)
{
    const double start = base::steadySeconds();
    Preview preview;
    preview.dialogue = request.dialogue.value_or(dialogue::Dialogue {});
    preview.problems = text::problems(request.prompt);
    if (preview.problems.empty()) {
        preview.section_tokens.fill(0);
        try {
            preview.system = text::renderPrompt(request.prompt, preview.dialogue.profile);
            cancel.throwIfCancelled("preview");
            const auto model = cache.get(request.model, request.chat_template);
            preview.tokenizer = model->tokenizer->description();
            preview.chat_template = model->chatTemplate.name();
            preview.default_system = model->chatTemplate.defaultSystem();
            cancel.throwIfCancelled("preview");
            renderChat(preview, *model, request);
            countSections(preview, *model->tokenizer);
        } catch (const base::Failure &failure) {
            if (failure.error().kind == base::ErrorKind::Cancelled)
                throw;
            preview.failure = failure.error();
        }
        if (preview.tokenizer.empty())
            preview.section_tokens.fill(std::nullopt);
    }
    preview.seconds = base::steadySeconds() - start;
    return preview;
}

std::vector<ChatPart> chatParts(const Preview &preview)
{
    std::vector<ChatPart> parts;
    if (!preview.inspection)
        return parts;
    const text::Rendered &rendered = preview.inspection->rendered;
    std::vector<bool> kept(preview.dialogue.turns.size(), false);
    // A message is its header, its text and its end: the spans of one turn in a row.
    for (const text::Span &span : rendered.spans) {
        const bool system = span.first_turn < 0;
        const bool goesOn = !parts.empty()
            && (system ? parts.back().turns.empty()
                       : !parts.back().turns.empty() && parts.back().turns.front() == size_t(span.first_turn));
        if (!goesOn) {
            parts.push_back({});
            for (int turn = span.first_turn; !system && turn <= span.last_turn; ++turn) {
                parts.back().turns.push_back(size_t(turn));
                if (size_t(turn) < kept.size())
                    kept[size_t(turn)] = true;
            }
        }
        ChatPart &part = parts.back();
        part.tokens += span.end - span.begin;
        for (size_t i = span.begin; i < span.end && i < rendered.loss_mask.size(); ++i)
            part.loss_tokens += rendered.loss_mask[i];
        if (span.kind == text::SpanKind::Seeker || span.kind == text::SpanKind::Supporter || span.kind == text::SpanKind::System)
            part.kind = span.kind;
    }
    // What was cut stands where it would be: between the system message and the first turn that was kept.
    std::vector<ChatPart> cut;
    for (size_t turn = 0; turn < kept.size(); ++turn) {
        if (kept[turn])
            continue;
        const bool seeker = preview.dialogue.turns[turn].speaker == dialogue::Speaker::Seeker;
        cut.push_back({ seeker ? text::SpanKind::Seeker : text::SpanKind::Supporter, { turn }, 0, 0, true });
    }
    const auto place = std::find_if(parts.begin(), parts.end(), [](const ChatPart &part) { return !part.turns.empty(); });
    parts.insert(place, cut.begin(), cut.end());
    return parts;
}

} // namespace prompts
