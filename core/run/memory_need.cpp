// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/memory_need.h"

#include <algorithm>

namespace run {

namespace {
constexpr int64_t kProgram = 500'000'000; // the worker itself: libtorch, tokenizer, buffers
constexpr int64_t kLossRows = 512; // rows of logits held at once by the chunked loss
constexpr int64_t kTrainState = 16; // bytes a trained parameter: value, gradient and two moments in fp32

int64_t keyValueWidth(const ModelCard &card) { return card.num_key_value_heads * card.head_dim; }
int64_t queryWidth(const ModelCard &card) { return card.num_attention_heads * card.head_dim; }

int64_t cacheBytes(const ModelCard &card, int64_t tokens, int64_t width)
{
    return 2 * card.num_hidden_layers * keyValueWidth(card) * tokens * width;
}

// What the backward pass keeps a token: about 8 rows of the hidden size and 4 of the feed-forward's a layer.
int64_t activationBytes(const ModelCard &card, int64_t tokens, int64_t width)
{
    return card.num_hidden_layers * (8 * card.hidden_size + 4 * card.intermediate_size) * tokens * width;
}

int64_t logitBytes(const ModelCard &card, int64_t tokens) { return 2 * 4 * std::min(tokens, kLossRows) * card.vocab_size; }
} // namespace

int64_t loraParameters(const ModelCard &card, int rank)
{
    const int64_t h = card.hidden_size, q = queryWidth(card), kv = keyValueWidth(card), f = card.intermediate_size;
    const int64_t inPlusOut = (h + q) + 2 * (h + kv) + (q + h) + 3 * (h + f);
    return card.num_hidden_layers * rank * inPlusOut;
}

int64_t memoryNeed(const ModelCard &card, const MemoryQuestion &question)
{
    if (card.parameters <= 0 || card.hidden_size <= 0 || card.num_hidden_layers <= 0)
        return 0;
    const int64_t width = question.bf16 ? 2 : 4;
    const int64_t weights = card.parameters * width;
    const int64_t training = activationBytes(card, question.tokens, width) + logitBytes(card, question.tokens);
    switch (question.use) {
    case MemoryUse::Chat:
        return kProgram + weights + cacheBytes(card, question.tokens, width);
    case MemoryUse::Lora:
        return kProgram + weights + loraParameters(card, question.lora_rank) * kTrainState + training;
    case MemoryUse::Full:
        // In bf16 the fp32 state is kept beside the weights that compute.
        return kProgram + card.parameters * kTrainState + (question.bf16 ? weights : 0) + training;
    }
    return 0;
}

} // namespace run
