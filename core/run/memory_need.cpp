// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/memory_need.h"

#include <algorithm>
#include <initializer_list>
#include <limits>

namespace run {

namespace {
constexpr int64_t kProgram = 500'000'000; // the worker itself: libtorch, tokenizer, buffers
constexpr int64_t kLossRows = 512; // rows of logits held at once by the chunked loss
constexpr int64_t kTrainState = 16; // bytes a trained parameter: value, gradient and two moments in fp32

// The numbers of a card may be those of a stranger's file: a product or sum beyond int64 is "more than there is", not a
// negative number that would fit everywhere. Sizes below zero count as none.
int64_t product(std::initializer_list<int64_t> factors)
{
    int64_t result = 1;
    for (const int64_t factor : factors) {
        if (factor <= 0)
            return 0;
        if (__builtin_mul_overflow(result, factor, &result))
            result = std::numeric_limits<int64_t>::max();
    }
    return result;
}

int64_t sum(std::initializer_list<int64_t> terms)
{
    int64_t result = 0;
    for (const int64_t term : terms) {
        if (__builtin_add_overflow(result, std::max<int64_t>(term, 0), &result))
            result = std::numeric_limits<int64_t>::max();
    }
    return result;
}

int64_t keyValueWidth(const ModelCard &card) { return product({ card.num_key_value_heads, card.head_dim }); }
int64_t queryWidth(const ModelCard &card) { return product({ card.num_attention_heads, card.head_dim }); }

int64_t cacheBytes(const ModelCard &card, int64_t tokens, int64_t width)
{
    return product({ 2, card.num_hidden_layers, keyValueWidth(card), tokens, width });
}

// What the backward pass keeps a token: about 8 rows of the hidden size and 4 of the feed-forward's a layer.
int64_t activationBytes(const ModelCard &card, int64_t tokens, int64_t width)
{
    const int64_t row = sum({ product({ 8, card.hidden_size }), product({ 4, card.intermediate_size }) });
    return product({ card.num_hidden_layers, row, tokens, width });
}

int64_t logitBytes(const ModelCard &card, int64_t tokens) { return product({ 2 * 4, std::min(tokens, kLossRows), card.vocab_size }); }
} // namespace

int64_t loraParameters(const ModelCard &card, int rank)
{
    const int64_t h = card.hidden_size, q = queryWidth(card), kv = keyValueWidth(card), f = card.intermediate_size;
    const int64_t inPlusOut = sum({ h, q, product({ 2, sum({ h, kv }) }), q, h, product({ 3, sum({ h, f }) }) });
    return product({ card.num_hidden_layers, rank, inPlusOut });
}

int64_t memoryNeed(const ModelCard &card, const MemoryQuestion &question)
{
    if (card.parameters <= 0 || card.hidden_size <= 0 || card.num_hidden_layers <= 0)
        return 0;
    const int64_t width = question.bf16 ? 2 : 4;
    const int64_t weights = product({ card.parameters, width });
    const int64_t training = sum({ activationBytes(card, question.tokens, width), logitBytes(card, question.tokens) });
    switch (question.use) {
    case MemoryUse::Chat:
        return sum({ kProgram, weights, cacheBytes(card, question.tokens, width) });
    case MemoryUse::Lora:
        return sum({ kProgram, weights, product({ loraParameters(card, question.lora_rank), kTrainState }), training });
    case MemoryUse::Full:
        // In bf16 the fp32 state is kept beside the weights that compute.
        return sum({ kProgram, product({ card.parameters, kTrainState }), question.bf16 ? weights : 0, training });
    }
    return 0;
}

} // namespace run
