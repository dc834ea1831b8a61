// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/renderer.h"

#include "text/conversation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace text {

namespace {

using base::ErrorKind;
using base::Failure;
using dialogue::Dialogue;
using dialogue::Speaker;

SpanKind spanKind(const Piece &piece)
{
    switch (piece.kind) {
    case PieceKind::Start: return SpanKind::Start;
    case PieceKind::Header: return SpanKind::Header;
    case PieceKind::End: return SpanKind::EndOfTurn;
    case PieceKind::Newline: return SpanKind::Newline;
    case PieceKind::Content: break;
    }
    return piece.role == Role::System ? SpanKind::System : piece.role == Role::User ? SpanKind::Seeker : SpanKind::Supporter;
}

// The messages of one dialogue under one system message, whole or without the oldest.
class Rendering
{
public:
    Rendering(const ModelText &model, const RenderedPrompt &system, std::vector<DialogueMessage> messages, bool generation)
        : m_model(model), m_system(system), m_messages(std::move(messages)), m_generation(generation)
    {
    }

    // Tokens of the conversation from message `first` on.
    Rendered from(size_t first) const
    {
        const std::span<const DialogueMessage> kept = std::span(m_messages).subspan(first);
        const std::vector<Piece> pieces = m_model.chatTemplate.pieces(chatMessages(m_system.text, kept), m_generation);
        const int offset = m_system.text.empty() ? 0 : 1;
        Rendered result;
        result.system = m_system.text;
        for (const Piece &piece : pieces) {
            Span span { spanKind(piece), -1, -1, result.ids.size(), 0 };
            if (piece.message >= offset) {
                const DialogueMessage &message = kept[static_cast<size_t>(piece.message - offset)];
                span.first_turn = static_cast<int>(message.first_turn);
                span.last_turn = static_cast<int>(message.last_turn);
            }
            encodePiece(*m_model.tokenizer, piece, result.ids);
            span.end = result.ids.size();
            if (span.kind == SpanKind::System) {
                result.default_system = piece.message < 0;
                if (result.default_system)
                    result.system = piece.text;
            }
            result.spans.push_back(span);
        }
        result.loss_mask.assign(result.ids.size(), 0);
        return result;
    }

    // The longest rendering of at most `limit` tokens: the oldest messages go first, and replies whose question is gone.
    // Empty ids when nothing fits.
    Rendered within(size_t limit) const
    {
        Rendered whole = from(0);
        whole.cut.full_tokens = whole.ids.size();
        if (whole.ids.size() <= limit)
            return whole;
        size_t left = whole.ids.size();
        for (size_t first = 1; first < m_messages.size(); ++first) {
            left -= tokensOf(whole, m_messages[first - 1]);
            // The layout may depend on who comes first, so the sum is only a guess that saves trials.
            if (m_messages[first].speaker == Speaker::Supporter || left > limit + kSlack)
                continue;
            if (!m_generation && !hasReply(first))
                break;
            Rendered cut = from(first);
            if (cut.ids.size() > limit)
                continue;
            cut.cut = reportOf(first, whole.ids.size());
            return cut;
        }
        Rendered nothing;
        nothing.system = whole.system;
        nothing.default_system = whole.default_system;
        nothing.cut = reportOf(m_messages.size(), whole.ids.size());
        nothing.cut.nothing_left = true;
        return nothing;
    }

private:
    static constexpr size_t kSlack = 64; // tokens

    static size_t tokensOf(const Rendered &whole, const DialogueMessage &message)
    {
        size_t tokens = 0;
        for (const Span &span : whole.spans)
            tokens += span.first_turn == static_cast<int>(message.first_turn) ? span.end - span.begin : 0;
        return tokens;
    }

    bool hasReply(size_t first) const
    {
        return std::any_of(m_messages.begin() + static_cast<std::ptrdiff_t>(first), m_messages.end(),
            [](const DialogueMessage &message) { return message.speaker == Speaker::Supporter; });
    }

    CutReport reportOf(size_t first, size_t fullTokens) const
    {
        CutReport report;
        report.full_tokens = fullTokens;
        for (size_t i = 0; i < first; ++i) {
            const size_t turns = m_messages[i].last_turn - m_messages[i].first_turn + 1;
            report.turns += turns;
            report.supporter_turns += m_messages[i].speaker == Speaker::Supporter ? turns : 0;
        }
        return report;
    }

    const ModelText &m_model;
    const RenderedPrompt &m_system;
    std::vector<DialogueMessage> m_messages;
    bool m_generation;
};

// Where the sections of the system message lie in its tokens. Sections are separated by empty lines, over which neither
// NFC nor a token that holds a letter reaches; a token of line breaks belongs to the section before it.
std::vector<SectionTokens> sectionTokens(const Tokenizer &tokenizer, const RenderedPrompt &system, const Rendered &rendered)
{
    const auto span = std::find_if(
        rendered.spans.begin(), rendered.spans.end(), [](const Span &s) { return s.kind == SpanKind::System; });
    if (span == rendered.spans.end() || rendered.default_system)
        return {};
    std::vector<size_t> ends; // bytes of the normalized text at which the sections end
    size_t bytes = 0;
    size_t done = 0;
    for (const SectionSpan &section : system.sections) {
        bytes += tokenizer.normalized(std::string_view(system.text).substr(done, section.end - done)).size();
        done = section.end;
        ends.push_back(bytes);
    }
    std::vector<SectionTokens> result;
    size_t token = span->begin;
    size_t at = 0;
    for (size_t i = 0; i < ends.size(); ++i) {
        SectionTokens section { system.sections[i].section, token, token };
        const bool last = i + 1 == ends.size();
        while (token < span->end && (last || at < ends[i]))
            at += tokenizer.bytesOf(rendered.ids[token++]).size();
        section.end = token;
        result.push_back(section);
    }
    return result;
}

bool carriesLoss(LossOn lossOn, const Span &span, int lastSupporter, const Dialogue &dialogue)
{
    switch (lossOn) {
    case LossOn::EverySupporterTurn: return true;
    case LossOn::LastSupporterTurn: return span.first_turn == lastSupporter;
    case LossOn::ChosenTurns: break;
    }
    return std::none_of(dialogue.turns.begin() + span.first_turn, dialogue.turns.begin() + span.last_turn + 1,
        [](const dialogue::Turn &turn) { return turn.speaker == Speaker::Supporter && turn.not_learned; });
}

// Supporter text and the end of its turn, by the spans that the layout gave.
void maskLoss(LossOn lossOn, const Dialogue &dialogue, Rendered &rendered)
{
    int lastSupporter = -1;
    for (const Span &span : rendered.spans)
        lastSupporter = span.kind == SpanKind::Supporter ? span.first_turn : lastSupporter;
    int speaking = -1; // the supporter's turn that the next end of turn belongs to
    for (const Span &span : rendered.spans) {
        if (span.kind == SpanKind::Supporter)
            speaking = span.first_turn;
        const bool own = span.kind == SpanKind::Supporter || (span.kind == SpanKind::EndOfTurn && span.first_turn >= 0 && span.first_turn == speaking);
        if (own && carriesLoss(lossOn, span, lastSupporter, dialogue))
            std::fill(rendered.loss_mask.begin() + static_cast<std::ptrdiff_t>(span.begin),
                rendered.loss_mask.begin() + static_cast<std::ptrdiff_t>(span.end), uint8_t { 1 });
    }
}

std::string nameOf(const Dialogue &dialogue)
{
    return "dialogue " + (dialogue.source_key.empty() ? dialogue.id : dialogue.source_key);
}

} // namespace

namespace {
constexpr std::array kLossOnNames { std::pair { LossOn::EverySupporterTurn, "every_supporter_turn" },
    std::pair { LossOn::LastSupporterTurn, "last_supporter_turn" }, std::pair { LossOn::ChosenTurns, "chosen_turns" } };
} // namespace

std::string_view lossOnName(LossOn lossOn)
{
    for (const auto &[value, name] : kLossOnNames) {
        if (value == lossOn)
            return name;
    }
    return kLossOnNames.front().second;
}

std::optional<LossOn> lossOnFromName(std::string_view name)
{
    for (const auto &[value, known] : kLossOnNames) {
        if (name == known)
            return value;
    }
    return std::nullopt;
}

std::string_view spanName(SpanKind kind)
{
    switch (kind) {
    case SpanKind::Start: return "start";
    case SpanKind::Header: return "header";
    case SpanKind::System: return "system";
    case SpanKind::Seeker: return "seeker";
    case SpanKind::Supporter: return "supporter";
    case SpanKind::EndOfTurn: return "end_of_turn";
    case SpanKind::Newline: return "newline";
    }
    return {};
}

std::string_view truncationPolicy()
{
    return "The oldest turns go first, never the system message with the profile, never half a turn; a reply whose question is gone goes too.";
}

size_t Rendered::lossTokens() const
{
    return static_cast<size_t>(std::count(loss_mask.begin(), loss_mask.end(), uint8_t { 1 }));
}

Renderer::Renderer(ModelText model, PromptTemplate prompt, RenderOptions options)
    : m_model(std::move(model)), m_prompt(std::move(prompt)), m_options(std::move(options))
{
    check(m_prompt);
    if (m_options.cutoff_len < 1)
        throw Failure(ErrorKind::InvalidValue, "cutoff_len", {},
            { { "value", std::to_string(m_options.cutoff_len) }, { "expected", "at least 1" } });
}

RenderedPrompt Renderer::renderSystem(const Dialogue &dialogue) const { return renderPrompt(m_prompt, dialogue.profile); }

Rendered Renderer::renderTraining(const Dialogue &dialogue) const
{
    if (dialogue.turns.empty())
        throw Failure(ErrorKind::EmptyDialogue, nameOf(dialogue));
    const RenderedPrompt system = renderSystem(dialogue);
    const Rendering rendering(m_model, system, messagesOf(dialogue.turns, m_options.merge_consecutive), false);
    Rendered result = rendering.within(static_cast<size_t>(m_options.cutoff_len));
    result.sections = sectionTokens(*m_model.tokenizer, system, result);
    maskLoss(m_options.loss_on, dialogue, result);
    return result;
}

Rendered Renderer::renderReply(const Dialogue &dialogue, size_t turnsBefore, int reserve) const
{
    if (turnsBefore > dialogue.turns.size())
        throw Failure(ErrorKind::InvalidValue, "The number of turns before the reply", nameOf(dialogue),
            { { "value", std::to_string(turnsBefore) }, { "expected", fmt::format("at most {}", dialogue.turns.size()) } });
    const RenderedPrompt system = renderSystem(dialogue);
    const auto turns = std::span(dialogue.turns).first(turnsBefore);
    const Rendering rendering(m_model, system, messagesOf(turns, m_options.merge_consecutive), true);
    const int limit = m_options.cutoff_len - std::max(reserve, 0);
    Rendered result = rendering.within(static_cast<size_t>(std::max(limit, 0)));
    if (result.cut.nothing_left)
        throw Failure(ErrorKind::TooLong, "The system message with the last turn", nameOf(dialogue),
            { { "found", "more than the prompt may hold" }, { "limit", fmt::format("{} tokens", std::max(limit, 0)) } });
    result.sections = sectionTokens(*m_model.tokenizer, system, result);
    return result;
}

std::vector<ReplyPoint> Renderer::replyPoints(const Dialogue &dialogue) const
{
    std::vector<ReplyPoint> points;
    for (const DialogueMessage &message : messagesOf(dialogue.turns, m_options.merge_consecutive)) {
        if (message.speaker == Speaker::Supporter)
            points.push_back({ message.first_turn, message.last_turn, message.content });
    }
    return points;
}

} // namespace text
