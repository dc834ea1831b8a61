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

// Writes one document and returns how many of its positions carry loss.
int64_t place(const Example &example, int64_t *ids, int64_t *labels)
{
    const size_t length = example.ids.size();
    int64_t carrying = 0;
    for (size_t t = 0; t < length; ++t) {
        const bool predicts = t + 1 < length && example.loss[t + 1] != 0;
        ids[t] = example.ids[t];
        labels[t] = predicts ? example.ids[t + 1] : kIgnore;
        carrying += predicts;
    }
    return carrying;
}

} // namespace

Batch layOut(const std::vector<Example> &examples, std::span<const Row> rows)
{
    Batch batch;
    int64_t tokens = 0;
    for (const Row &row : rows) {
        for (const size_t i : row) {
            batch.documents.push_back({ static_cast<int64_t>(examples[i].ids.size()) });
            tokens += batch.documents.back().length;
        }
    }
    batch.ids_T = at::empty({ tokens }, at::kLong);
    batch.labels_T = at::empty({ tokens }, at::kLong);
    auto *ids = batch.ids_T.mutable_data_ptr<int64_t>();
    auto *labels = batch.labels_T.mutable_data_ptr<int64_t>();
    for (const Row &row : rows) {
        for (const size_t i : row) {
            batch.loss_tokens += place(examples[i], ids, labels);
            ids += examples[i].ids.size();
            labels += examples[i].ids.size();
        }
    }
    return batch;
}

} // namespace training
