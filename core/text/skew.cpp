// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/renderer.h"

#include <fmt/format.h>

#include <algorithm>
#include <climits>
#include <functional>
#include <unordered_map>

namespace text {

namespace {

struct ViewHash
{
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

// The prompts of all replies are made of the same pieces, each of which is tokenized on its own: here once, so that the
// check of a long dialogue takes no longer than a key press may. For one thread.
class RememberingTokenizer : public Tokenizer
{
public:
    explicit RememberingTokenizer(std::shared_ptr<const Tokenizer> tokenizer)
        : m_tokenizer(std::move(tokenizer))
    {
    }

    void encodeTo(std::string_view text, AddedTokens added, std::vector<TokenId> &ids) const override
    {
        append(m_known[index(added, false)], text, ids, [&](std::vector<TokenId> &fresh) { m_tokenizer->encodeTo(text, added, fresh); });
    }
    void encodePieceTo(std::string_view text, AddedTokens added, std::vector<TokenId> &ids) const override
    {
        append(m_known[index(added, true)], text, ids, [&](std::vector<TokenId> &fresh) { m_tokenizer->encodePieceTo(text, added, fresh); });
    }
    std::string decode(std::span<const TokenId> ids, bool skipSpecial) const override { return m_tokenizer->decode(ids, skipSpecial); }
    std::string bytesOf(TokenId id) const override { return m_tokenizer->bytesOf(id); }
    bool isSpecial(TokenId id) const override { return m_tokenizer->isSpecial(id); }
    TokenId vocabularySize() const override { return m_tokenizer->vocabularySize(); }
    std::optional<TokenId> idOf(std::string_view token) const override { return m_tokenizer->idOf(token); }
    std::string normalized(std::string_view text) const override { return m_tokenizer->normalized(text); }
    std::string description() const override { return m_tokenizer->description(); }

private:
    using Known = std::unordered_map<std::string, std::vector<TokenId>, ViewHash, std::equal_to<>>;

    static size_t index(AddedTokens added, bool isPiece) { return (added == AddedTokens::Match ? 2u : 0u) + (isPiece ? 1u : 0u); }

    template <typename Encode>
    static void append(Known &known, std::string_view text, std::vector<TokenId> &ids, Encode encode)
    {
        auto found = known.find(text);
        if (found == known.end()) {
            found = known.emplace(std::string(text), std::vector<TokenId>()).first;
            encode(found->second);
        }
        ids.insert(ids.end(), found->second.begin(), found->second.end());
    }

    std::shared_ptr<const Tokenizer> m_tokenizer;
    mutable Known m_known[4];
};

const Span *supporterSpan(const Rendered &rendered, size_t turn)
{
    const auto found = std::find_if(rendered.spans.begin(), rendered.spans.end(),
        [&](const Span &span) { return span.kind == SpanKind::Supporter && span.first_turn == static_cast<int>(turn); });
    return found == rendered.spans.end() ? nullptr : &*found;
}

} // namespace

void compareWithTraining(const Rendered &training, std::string_view whom, size_t turn, const std::vector<TokenId> &prompt, SkewReport &report)
{
    const Span *span = supporterSpan(training, turn);
    const size_t expected = span ? span->begin : 0;
    const auto differs = std::mismatch(prompt.begin(), prompt.end(), training.ids.begin(),
        training.ids.begin() + static_cast<std::ptrdiff_t>(expected));
    if (!report.equal || (span && differs.first == prompt.end() && prompt.size() == expected))
        return;
    report.equal = false;
    report.turn = turn;
    report.token = static_cast<size_t>(differs.first - prompt.begin());
    report.detail = fmt::format("The prompt of {} for the reply in turn {} differs from the training example at token {} "
                                "({} tokens in the prompt, {} in training).",
        whom, turn + 1, report.token, prompt.size(), expected);
}

SkewReport checkSkew(const Renderer &renderer, const dialogue::Dialogue &dialogue, const base::CancelToken &cancel)
{
    RenderOptions options = renderer.options();
    options.cutoff_len = INT_MAX;
    ModelText model = renderer.model();
    model.tokenizer = std::make_shared<RememberingTokenizer>(model.tokenizer);
    const Renderer uncut(std::move(model), renderer.prompt(), options);
    const Rendered training = uncut.renderTraining(dialogue);
    dialogue::Dialogue said = dialogue; // so far, as a chat has it
    said.turns.clear();
    SkewReport report;
    for (const ReplyPoint &point : uncut.replyPoints(dialogue)) {
        cancel.throwIfCancelled("The inspection of the data");
        while (said.turns.size() < point.turns_before)
            said.turns.push_back(dialogue.turns[said.turns.size()]);
        compareWithTraining(training, "evaluation", point.turns_before, uncut.renderReply(dialogue, point.turns_before).ids, report);
        compareWithTraining(training, "chat", point.turns_before, uncut.renderReply(said, said.turns.size()).ids, report);
        ++report.compared;
        if (!report.equal)
            break;
    }
    return report;
}

} // namespace text
