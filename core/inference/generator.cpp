// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/generator.h"

#include "inference/sampler.h"
#include "inference/stop_text.h"

#include "base/clock.h"
#include "base/error.h"

#include <ATen/core/grad_mode.h>
#include <torch/torch.h>

#include <algorithm>

namespace inference {

namespace {

using text::TokenId;

// Long prompts are read in pieces so that cancelling does not wait for all of it.
constexpr size_t kPromptPiece = 512;

std::string trimmed(const std::string &text)
{
    const char *space = " \t\r\n";
    const size_t begin = text.find_first_not_of(space);
    return begin == std::string::npos ? std::string() : text.substr(begin, text.find_last_not_of(space) - begin + 1);
}

bool contains(const std::vector<TokenId> &ids, int64_t id)
{
    return std::ranges::find(ids, static_cast<TokenId>(id)) != ids.end();
}

// The reply as it grows: ids, certain text, stop texts.
class Reply
{
public:
    Reply(std::shared_ptr<const text::Tokenizer> tokenizer, const run::DecodingSettings &decoding,
        const std::function<void(std::string_view)> &onText, Generated &result)
        : m_decoder(std::move(tokenizer))
        , m_stop(decoding.stop)
        , m_onText(onText)
        , m_result(result)
    {
    }

    // Returns false when a stop text was completed.
    bool add(TokenId id)
    {
        m_result.ids.push_back(id);
        emit(m_stop.push(m_decoder.push(id)));
        return !m_stop.found();
    }
    void finish()
    {
        // A reply that was cut may end within a character; half of one says nothing.
        if (m_result.finish_reason == FinishReason::Stop)
            emit(m_stop.push(m_decoder.finish()));
        emit(m_stop.finish());
        m_result.text = trimmed(m_result.text);
    }

private:
    void emit(const std::string &piece)
    {
        m_result.text += piece;
        if (m_onText && !piece.empty())
            m_onText(piece);
    }

    text::StreamDecoder m_decoder;
    StopText m_stop;
    const std::function<void(std::string_view)> &m_onText;
    Generated &m_result;
};

} // namespace

std::string_view finishReasonName(FinishReason reason)
{
    switch (reason) {
    case FinishReason::Stop:
        return "stop";
    case FinishReason::Length:
        return "length";
    case FinishReason::Cutoff:
        return "cutoff";
    case FinishReason::Cancelled:
        return "cancelled";
    }
    return "stop";
}

double Generated::tokensPerSecond() const
{
    const double span = seconds - first_token_seconds;
    return new_tokens > 1 && span > 0 ? double(new_tokens - 1) / span : 0;
}

Generator::Generator(std::shared_ptr<const nn::Transformer> model, std::shared_ptr<const text::Tokenizer> tokenizer)
    : m_model(std::move(model))
    , m_tokenizer(std::move(tokenizer))
    , m_cache(m_model->makeCache())
{
}

void Generator::forget()
{
    m_cache.truncate(0);
    m_seen.clear();
}

size_t Generator::reusePrefix(const std::vector<TokenId> &prompt)
{
    // The last token is always computed: its hidden state gives the first logits.
    const size_t most = std::min(m_seen.size(), prompt.size() - 1);
    const auto differs = std::mismatch(prompt.begin(), prompt.begin() + static_cast<int64_t>(most), m_seen.begin());
    const auto common = static_cast<size_t>(differs.first - prompt.begin());
    m_seen.resize(common);
    m_cache.truncate(static_cast<int64_t>(common));
    return common;
}

at::Tensor Generator::step(std::span<const TokenId> ids)
{
    const at::Tensor ids_T = at::empty({ static_cast<int64_t>(ids.size()) }, at::kLong);
    std::ranges::copy(ids, ids_T.data_ptr<int64_t>());
    const at::Tensor hidden_TC = m_model->forward(
        ids_T.to(m_model->device()), { { static_cast<int64_t>(ids.size()), &m_cache } });
    m_seen.insert(m_seen.end(), ids.begin(), ids.end());
    return hidden_TC.narrow(0, hidden_TC.size(0) - 1, 1);
}

at::Tensor Generator::readPrompt(const std::vector<TokenId> &prompt, size_t from, const base::CancelToken &cancel)
{
    at::Tensor hidden_1C;
    while (from < prompt.size() && !cancel.isCancelled()) {
        const size_t count = std::min(kPromptPiece, prompt.size() - from);
        hidden_1C = step(std::span(prompt).subspan(from, count));
        from += count;
    }
    return from < prompt.size() ? at::Tensor() : hidden_1C;
}

Generated Generator::generate(const GenerateRequest &request, const std::function<void(std::string_view)> &onText,
    const base::CancelToken &cancel)
{
    try {
        return modelfile::readWhole(*m_model, [&] { return generateFrom(request, onText, cancel); });
    } catch (const base::Failure &failure) {
        if (failure.error().kind != base::ErrorKind::TooLong)
            forget(); // it may hold what stood in a file that is no longer whole
        throw;
    }
}

Generated Generator::generateFrom(const GenerateRequest &request, const std::function<void(std::string_view)> &onText,
    const base::CancelToken &cancel)
{
    const at::NoGradGuard noGrad;
    const double start = base::steadySeconds();
    const auto length = static_cast<int64_t>(request.prompt.size());
    const int64_t limit = std::min(request.cutoff_len, m_model->config().max_position_embeddings);
    if (length == 0)
        throw base::Failure(base::ErrorKind::InvalidValue, "prompt", {}, { { "value", "empty" } });
    if (length >= limit)
        throw base::Failure(base::ErrorKind::TooLong, "The prompt", {},
            { { "found", std::to_string(length) + " tokens" }, { "limit", std::to_string(limit - 1) } });

    Generated result;
    result.prompt_tokens = length;
    const size_t reused = reusePrefix(request.prompt);
    result.reused_tokens = static_cast<int64_t>(reused);
    result.finish_reason = FinishReason::Cancelled;
    at::Tensor hidden_1C = readPrompt(request.prompt, reused, cancel);

    Sampler sampler(request.decoding);
    Reply reply(m_tokenizer, request.decoding, onText, result);
    while (hidden_1C.defined() && !cancel.isCancelled()) {
        const at::Tensor logits_V = m_model->logits(hidden_1C).squeeze(0).cpu();
        const int64_t id = sampler.pick({ logits_V.const_data_ptr<float>(), static_cast<size_t>(logits_V.size(0)) });
        if (++result.new_tokens == 1)
            result.first_token_seconds = base::steadySeconds() - start;
        result.finish_reason = FinishReason::Stop;
        if (contains(request.stop_ids, id) || !reply.add(static_cast<TokenId>(id)))
            break;
        result.finish_reason = FinishReason::Length;
        if (result.new_tokens >= request.decoding.max_new_tokens)
            break;
        result.finish_reason = FinishReason::Cutoff;
        if (length + result.new_tokens >= limit)
            break;
        result.finish_reason = FinishReason::Cancelled;
        const auto next = static_cast<TokenId>(id);
        hidden_1C = step({ &next, 1 });
    }
    reply.finish();
    result.seconds = base::steadySeconds() - start;
    return result;
}

} // namespace inference
