// SPDX-License-Identifier: GPL-3.0-or-later
// Frozen dialogues -> examples -> the rows of each optimizer step, in an order that (seed, epoch) decides.
#pragma once

#include "training/packing.h"

#include "base/cancel.h"
#include "run/dataset.h"
#include "text/renderer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace training {

// What rendering found, for the notices of a run.
struct SampleReport
{
    int64_t dialogues = 0; // rendered and kept
    int64_t tokens = 0;
    int64_t loss_tokens = 0;
    int64_t cut_dialogues = 0; // lost turns to the cutoff length
    int64_t left_out = 0; // nothing to learn from
    std::string first_left_out; // the first such dialogue and why
};

// The dialogues of one split as the renderer makes them. Those without a loss token are left out and counted.
// Throws Cancelled, UnsupportedTemplate.
std::vector<Example> renderExamples(const text::Renderer &renderer, const std::vector<run::DatasetRow> &rows,
    run::Split split, SampleReport &report, const base::CancelToken &cancel = {});

// A place in the course of a training: between two optimizer steps.
struct Position
{
    int64_t epoch = 0;
    int64_t row = 0; // rows of this epoch that are done

    bool operator==(const Position &) const = default;
};

// Examples are packed once, in an order that the seed decides; each epoch goes through the rows in an order of its own.
class SampleSource
{
public:
    // `packing` false: one example a row. Every example has at most `capacity` tokens; there is at least one.
    SampleSource(const std::vector<Example> &examples, int64_t capacity, bool packing, uint64_t seed, int64_t rowsPerStep);

    int64_t rowsPerEpoch() const { return static_cast<int64_t>(m_rows.size()); }
    // The last step of an epoch takes what is left.
    int64_t stepsPerEpoch() const;
    // ceil(epochs * stepsPerEpoch), at least 1.
    int64_t stepsFor(double epochs) const;

    const Position &position() const { return m_position; }
    // Throws CorruptFile (with `subject`) for a place that this source does not have.
    void seek(const Position &position, const std::string &subject);

    // The rows of the next step; moves on.
    std::vector<Row> next();

private:
    void shuffleFor(int64_t epoch);

    std::vector<Row> m_rows;
    std::vector<size_t> m_order; // of this epoch
    int64_t m_orderEpoch = -1;
    uint64_t m_seed;
    int64_t m_rowsPerStep;
    Position m_position;
};

} // namespace training
