// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/sample_source.h"

#include "inference/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace training {

namespace {

// Fisher and Yates, with numbers that are the same on every machine.
std::vector<size_t> shuffled(size_t count, uint64_t seed, uint64_t epoch)
{
    inference::Random random(seed * 0x9e3779b97f4a7c15ULL + epoch);
    std::vector<size_t> order(count);
    std::iota(order.begin(), order.end(), size_t(0));
    for (size_t i = count; i > 1; --i)
        std::swap(order[i - 1], order[random.next() % i]);
    return order;
}

// Orders of epochs count from 1: 0 is the order in which examples are packed.
constexpr uint64_t kPackingOrder = 0;

std::string describe(const run::DatasetRow &row)
{
    const std::string &key = row.dialogue.source_key;
    return "dialogue " + (key.empty() ? row.dialogue.id : key);
}

std::optional<Example> renderOne(
    const text::Renderer &renderer, const run::DatasetRow &row, SampleReport &report, std::string &reason)
{
    try {
        text::Rendered rendered = renderer.renderTraining(row.dialogue);
        Example example { row.dialogue.id, std::move(rendered.ids), std::move(rendered.loss_mask) };
        if (example.lossTokens() > 0) {
            report.cut_dialogues += rendered.cut.any();
            return example;
        }
        reason = rendered.cut.nothing_left ? "it does not fit into the cutoff length" : "no supporter turn carries loss";
    } catch (const base::Failure &failure) {
        if (failure.error().kind != base::ErrorKind::EmptyDialogue)
            throw;
        reason = "it has no turns";
    }
    return std::nullopt;
}

} // namespace

std::vector<Example> renderExamples(const text::Renderer &renderer, const std::vector<run::DatasetRow> &rows,
    run::Split split, SampleReport &report, const base::CancelToken &cancel)
{
    std::vector<Example> examples;
    for (const run::DatasetRow &row : rows) {
        if (row.split != split)
            continue;
        cancel.throwIfCancelled("the run");
        std::string reason;
        std::optional<Example> example = renderOne(renderer, row, report, reason);
        if (!example) {
            if (report.left_out++ == 0)
                report.first_left_out = describe(row) + ": " + reason;
            continue;
        }
        ++report.dialogues;
        report.tokens += static_cast<int64_t>(example->ids.size());
        report.loss_tokens += example->lossTokens();
        examples.push_back(std::move(*example));
    }
    return examples;
}

SampleSource::SampleSource(
    const std::vector<Example> &examples, int64_t capacity, bool packing, uint64_t seed, int64_t rowsPerStep)
    : m_seed(seed)
    , m_rowsPerStep(rowsPerStep)
{
    const std::vector<size_t> order = shuffled(examples.size(), m_seed, kPackingOrder);
    std::vector<int64_t> lengths;
    for (const size_t i : order)
        lengths.push_back(packing ? static_cast<int64_t>(examples[i].ids.size()) : capacity);
    m_rows = packFirstFit(lengths, capacity);
    for (Row &row : m_rows) {
        for (size_t &i : row)
            i = order[i];
    }
}

int64_t SampleSource::stepsPerEpoch() const { return (rowsPerEpoch() + m_rowsPerStep - 1) / m_rowsPerStep; }

int64_t SampleSource::stepsFor(double epochs) const
{
    return std::max<int64_t>(1, static_cast<int64_t>(std::ceil(epochs * double(stepsPerEpoch()))));
}

void SampleSource::seek(const Position &position, const std::string &subject)
{
    if (position.epoch < 0 || position.row < 0 || position.row >= rowsPerEpoch())
        throw base::Failure(base::ErrorKind::CorruptFile, subject, {},
            { { "reason", "its place in the data does not exist" } });
    m_position = position;
}

void SampleSource::shuffleFor(int64_t epoch)
{
    if (m_orderEpoch == epoch)
        return;
    m_order = shuffled(m_rows.size(), m_seed, static_cast<uint64_t>(epoch) + 1);
    m_orderEpoch = epoch;
}

std::vector<Row> SampleSource::next()
{
    shuffleFor(m_position.epoch);
    const int64_t end = std::min(m_position.row + m_rowsPerStep, rowsPerEpoch());
    std::vector<Row> rows;
    for (int64_t i = m_position.row; i < end; ++i)
        rows.push_back(m_rows[m_order[static_cast<size_t>(i)]]);
    m_position = end == rowsPerEpoch() ? Position { m_position.epoch + 1, 0 } : Position { m_position.epoch, end };
    return rows;
}

} // namespace training
