// SPDX-License-Identifier: GPL-3.0-or-later
// Replies of one model, token by token, with the beginning of the dialogue remembered from reply to reply.
#pragma once

#include "nn/transformer.h"

#include "base/cancel.h"
#include "run/job_spec.h"
#include "text/tokenizer.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace inference {

struct GenerateRequest
{
    std::vector<text::TokenId> prompt; // not empty
    std::vector<text::TokenId> stop_ids; // a reply ends at any of these, which are not part of it
    run::DecodingSettings decoding;
    int64_t cutoff_len = 2048; // tokens of prompt and reply together
};

enum class FinishReason {
    Stop, // the model ended its turn, or a stop text appeared
    Length, // max_new_tokens
    Cutoff, // cutoff_len, or the model's own context, is full
    Cancelled,
};
std::string_view finishReasonName(FinishReason reason); // "stop", "length", "cutoff", "cancelled"

struct Generated
{
    std::vector<text::TokenId> ids; // without the token that ended the reply
    std::string text; // UTF-8, without outer whitespace and stop text
    FinishReason finish_reason = FinishReason::Stop;
    int64_t prompt_tokens = 0;
    int64_t reused_tokens = 0; // of the prompt, already in the cache
    int64_t new_tokens = 0; // sampled ones, the ending one included
    double seconds = 0;
    double first_token_seconds = 0;
    // Tokens after the first a second; 0 for a single one.
    double tokensPerSecond() const;
};

// One dialogue at a time, on one thread. The prompt's prefix that the cache holds is not computed again.
class Generator
{
public:
    Generator(std::shared_ptr<const nn::Transformer> model, std::shared_ptr<const text::Tokenizer> tokenizer);

    // `onText` gets whole characters as they become certain: text that may be the beginning of a stop text waits.
    // The pieces in a row are Generated::text but for outer whitespace. Cancelling gives what was said so far.
    // Throws TooLong when the prompt leaves no room, InvalidValue for an empty prompt, TruncatedFile and CorruptFile when the
    // model's file was changed while it was read from: what was said then is worth nothing.
    Generated generate(const GenerateRequest &request, const std::function<void(std::string_view)> &onText = {},
        const base::CancelToken &cancel = {});

    // Must be called when the model behind the slots has changed (another adapter): cached keys and values are its own.
    void forget();

private:
    Generated generateFrom(const GenerateRequest &request, const std::function<void(std::string_view)> &onText,
        const base::CancelToken &cancel);
    size_t reusePrefix(const std::vector<text::TokenId> &prompt);
    at::Tensor readPrompt(const std::vector<text::TokenId> &prompt, size_t from, const base::CancelToken &cancel);
    at::Tensor step(std::span<const text::TokenId> ids);

    std::shared_ptr<const nn::Transformer> m_model;
    std::shared_ptr<const text::Tokenizer> m_tokenizer;
    nn::KvCache m_cache;
    std::vector<text::TokenId> m_seen; // the tokens that the cache holds
};

} // namespace inference
