// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/inspector.h"

#include "text/unicode.h"

#include <fmt/format.h>

#include <algorithm>

namespace text {

namespace {

using base::Json;
using dialogue::Dialogue;
using dialogue::Speaker;

constexpr size_t kLongest = 10;
constexpr size_t kTroubled = 100;

std::string visible(const std::string &bytes)
{
    if (isValidUtf8(bytes))
        return bytes;
    std::string out;
    for (const char byte : bytes)
        out += fmt::format("\\x{:02X}", static_cast<unsigned char>(byte));
    return out;
}

std::vector<InspectedToken> inspectedTokens(const Tokenizer &tokenizer, const Rendered &rendered)
{
    std::vector<InspectedToken> tokens;
    tokens.reserve(rendered.ids.size());
    for (uint32_t span = 0; span < rendered.spans.size(); ++span) {
        for (size_t i = rendered.spans[span].begin; i < rendered.spans[span].end; ++i) {
            const TokenId id = rendered.ids[i];
            tokens.push_back({ id, visible(tokenizer.bytesOf(id)), rendered.loss_mask[i] != 0, tokenizer.isSpecial(id), span });
        }
    }
    return tokens;
}

// Whether some text would become control tokens if peers read it.
bool spellsControlToken(const Tokenizer &tokenizer, const std::string &text)
{
    return tokenizer.encode(text, AddedTokens::Match) != tokenizer.encode(text, AddedTokens::AsText);
}

// Whether something of the text is lost in its tokens.
bool isUnsayable(const Tokenizer &tokenizer, const std::string &text)
{
    return tokenizer.decode(tokenizer.encode(text)) != tokenizer.normalized(text);
}

size_t supporterTurns(const Dialogue &dialogue)
{
    return static_cast<size_t>(std::count_if(dialogue.turns.begin(), dialogue.turns.end(),
        [](const dialogue::Turn &turn) { return turn.speaker == Speaker::Supporter; }));
}

std::string problemOf(const Rendered &rendered, size_t supporterTurnsThere)
{
    if (rendered.cut.nothing_left)
        return "The system message and one exchange are longer than cutoff_len.";
    if (supporterTurnsThere == 0)
        return "The supporter never speaks.";
    if (rendered.lossTokens() == 0)
        return "No token carries loss.";
    return {};
}

void keepLongest(std::vector<DialogueCount> &longest, const DialogueCount &count)
{
    const auto place = std::upper_bound(longest.begin(), longest.end(), count,
        [](const DialogueCount &a, const DialogueCount &b) { return a.tokens > b.tokens; });
    longest.insert(place, count);
    if (longest.size() > kLongest)
        longest.pop_back();
}

Json countJson(const DialogueCount &count)
{
    return Json { { "dialogue_id", count.dialogue_id }, { "source_key", count.source_key }, { "tokens", count.tokens },
        { "kept", count.kept }, { "loss_tokens", count.loss_tokens }, { "supporter_turns_cut", count.supporter_turns_cut },
        { "problem", count.problem.empty() ? Json() : Json(count.problem) } };
}

Json countsJson(const std::vector<DialogueCount> &counts)
{
    Json list = Json::array();
    for (const DialogueCount &count : counts)
        list.push_back(countJson(count));
    return list;
}

} // namespace

DialogueInspection inspect(const Renderer &renderer, const Dialogue &dialogue)
{
    const Tokenizer &tokenizer = *renderer.model().tokenizer;
    DialogueInspection result;
    result.rendered = renderer.renderTraining(dialogue);
    const Rendered &rendered = result.rendered;
    result.tokens = inspectedTokens(tokenizer, rendered);
    result.loss_tokens = rendered.lossTokens();
    for (const Span &span : rendered.spans)
        result.system_tokens += span.kind == SpanKind::System ? span.end - span.begin : 0;
    result.skew = checkSkew(renderer, dialogue);
    result.typed_control_text = spellsControlToken(tokenizer, rendered.system)
        || std::any_of(dialogue.turns.begin(), dialogue.turns.end(),
            [&](const dialogue::Turn &turn) { return spellsControlToken(tokenizer, turn.text); });
    result.unsayable_turns = static_cast<size_t>(std::count_if(dialogue.turns.begin(), dialogue.turns.end(),
        [&](const dialogue::Turn &turn) { return isUnsayable(tokenizer, turn.text); }));
    if (!result.typed_control_text && result.unsayable_turns == 0 && !isUnsayable(tokenizer, rendered.system))
        result.whole_text_equal = tokenizer.encode(tokenizer.decode(rendered.ids), AddedTokens::Match) == rendered.ids;
    return result;
}

DatasetInspection inspect(const Renderer &renderer, const std::vector<Dialogue> &dialogues, const base::CancelToken &cancel,
    const std::function<void(size_t)> &progress)
{
    DatasetInspection result;
    for (const Dialogue &dialogue : dialogues) {
        cancel.throwIfCancelled("The inspection of the data");
        const size_t turns = supporterTurns(dialogue);
        DialogueCount count;
        count.dialogue_id = dialogue.id;
        count.source_key = dialogue.source_key;
        try {
            const Rendered rendered = renderer.renderTraining(dialogue);
            count.tokens = rendered.cut.full_tokens;
            count.kept = rendered.ids.size();
            count.loss_tokens = rendered.lossTokens();
            count.supporter_turns_cut = rendered.cut.supporter_turns;
            count.problem = problemOf(rendered, turns);
            result.skewed += checkSkew(renderer, dialogue, cancel).equal ? 0 : 1;
        } catch (const base::Failure &failure) {
            if (failure.error().kind == base::ErrorKind::Cancelled)
                throw;
            count.problem = failure.what();
            count.supporter_turns_cut = turns;
        }
        ++result.dialogues;
        result.tokens += count.kept;
        result.loss_tokens += count.loss_tokens;
        result.supporter_turns += turns;
        result.supporter_turns_cut += count.supporter_turns_cut;
        result.all_masked += count.loss_tokens == 0 ? 1 : 0;
        if ((!count.problem.empty() || count.supporter_turns_cut > 0) && result.troubled.size() < kTroubled)
            result.troubled.push_back(count);
        keepLongest(result.longest, count);
        if (progress)
            progress(result.dialogues);
    }
    return result;
}

Json toJson(const DialogueInspection &inspection)
{
    const Rendered &rendered = inspection.rendered;
    Json spans = Json::array();
    for (const Span &span : rendered.spans)
        spans.push_back(Json { { "kind", spanName(span.kind) }, { "first_turn", span.first_turn }, { "last_turn", span.last_turn },
            { "begin", span.begin }, { "end", span.end } });
    Json sections = Json::array();
    for (const SectionTokens &section : rendered.sections)
        sections.push_back(Json { { "section", sectionName(section.section) }, { "begin", section.begin }, { "end", section.end } });
    Json tokens = Json::array();
    for (const InspectedToken &token : inspection.tokens)
        tokens.push_back(Json { { "id", token.id }, { "text", token.text }, { "loss", token.loss }, { "special", token.special } });
    return Json { { "tokens", rendered.ids.size() }, { "loss_tokens", inspection.loss_tokens },
        { "system_tokens", inspection.system_tokens }, { "full_tokens", rendered.cut.full_tokens },
        { "turns_cut", rendered.cut.turns }, { "supporter_turns_cut", rendered.cut.supporter_turns },
        { "nothing_left", rendered.cut.nothing_left }, { "truncation_policy", truncationPolicy() },
        { "system", rendered.system }, { "default_system", rendered.default_system },
        { "skew", Json { { "equal", inspection.skew.equal }, { "replies", inspection.skew.compared }, { "detail", inspection.skew.detail } } },
        { "whole_text_equal", inspection.whole_text_equal }, { "typed_control_text", inspection.typed_control_text },
        { "unsayable_turns", inspection.unsayable_turns },
        { "sections", std::move(sections) }, { "spans", std::move(spans) }, { "token_list", std::move(tokens) } };
}

Json toJson(const DatasetInspection &inspection)
{
    return Json { { "dialogues", inspection.dialogues }, { "tokens", inspection.tokens }, { "loss_tokens", inspection.loss_tokens },
        { "loss_share", inspection.lossShare() }, { "supporter_turns", inspection.supporter_turns },
        { "supporter_turns_cut", inspection.supporter_turns_cut }, { "all_masked", inspection.all_masked },
        { "skewed", inspection.skewed }, { "longest", countsJson(inspection.longest) },
        { "troubled", countsJson(inspection.troubled) } };
}

} // namespace text
