// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/packing.h"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace training {

int64_t Example::lossTokens() const
{
    return loss.empty() ? 0 : std::count_if(loss.begin() + 1, loss.end(), [](uint8_t carries) { return carries != 0; });
}

std::vector<Row> packFirstFit(std::span<const int64_t> lengths, int64_t capacity)
{
    // A tree of the largest room below each node finds the first row with enough room.
    const size_t leaves = std::bit_ceil(std::max<size_t>(lengths.size(), 1));
    std::vector<int64_t> room(2 * leaves, capacity);
    std::vector<Row> rows;
    for (size_t i = 0; i < lengths.size(); ++i) {
        if (lengths[i] > capacity)
            throw std::invalid_argument("an example is longer than a row");
        size_t node = 1;
        while (node < leaves)
            node = room[2 * node] >= lengths[i] ? 2 * node : 2 * node + 1;
        const size_t row = node - leaves;
        if (row == rows.size())
            rows.emplace_back();
        rows[row].push_back(i);
        room[node] -= lengths[i];
        for (node /= 2; node >= 1; node /= 2)
            room[node] = std::max(room[2 * node], room[2 * node + 1]);
    }
    return rows;
}

namespace {

// Writes one document at `at` and returns how many of its positions carry loss.
int64_t place(const Example &example, int64_t at, int64_t *ids, int64_t *positions, int64_t *labels)
{
    const auto length = static_cast<int64_t>(example.ids.size());
    int64_t carrying = 0;
    for (int64_t t = 0; t < length; ++t) {
        const bool predicts = t + 1 < length && example.loss[t + 1] != 0;
        ids[at + t] = example.ids[t];
        positions[at + t] = t;
        labels[at + t] = predicts ? example.ids[t + 1] : kIgnore;
        carrying += predicts;
    }
    return carrying;
}

} // namespace

Batch layOut(const std::vector<Example> &examples, std::span<const Row> rows)
{
    Batch batch;
    batch.starts.push_back(0);
    for (const Row &row : rows) {
        for (const size_t i : row)
            batch.starts.push_back(batch.starts.back() + static_cast<int64_t>(examples[i].ids.size()));
    }
    for (at::Tensor *tensor : { &batch.ids_T, &batch.positions_T, &batch.labels_T })
        *tensor = at::empty({ batch.tokens() }, at::kLong);
    size_t document = 0;
    for (const Row &row : rows) {
        for (const size_t i : row) {
            batch.loss_tokens += place(examples[i], batch.starts[document++], batch.ids_T.mutable_data_ptr<int64_t>(),
                batch.positions_T.mutable_data_ptr<int64_t>(), batch.labels_T.mutable_data_ptr<int64_t>());
        }
    }
    return batch;
}

} // namespace training
