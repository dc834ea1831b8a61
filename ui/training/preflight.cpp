// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/preflight.h"

#include "text/renderer.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace training {

TokenCounts countTokens(const std::vector<run::DatasetRow> &rows, const text::ModelText &model, const text::PromptTemplate &prompt,
    const run::TrainSpec &spec, const base::CancelToken &cancel)
{
    text::RenderOptions options;
    options.cutoff_len = std::max(1, spec.cutoff_len);
    options.merge_consecutive = spec.merge_consecutive;
    options.loss_on = spec.loss_on;
    const text::Renderer renderer(model, prompt, options);
    TokenCounts counts;
    for (const run::DatasetRow &row : rows) {
        cancel.throwIfCancelled("counting tokens");
        const auto part = static_cast<size_t>(row.split);
        ++counts.dialogues[part];
        const text::Rendered rendered = renderer.renderTraining(row.dialogue);
        counts.tokens[part] += int64_t(rendered.ids.size());
        counts.cut_dialogues += rendered.cut.any();
        if (row.split != run::Split::Train)
            continue;
        const auto lossTokens = int64_t(rendered.lossTokens());
        counts.loss_tokens += lossTokens;
        if (lossTokens == 0)
            ++counts.unusable;
        else
            counts.train_lengths.push_back(int(rendered.ids.size()));
    }
    return counts;
}

std::optional<double> typicalSpeed(const QList<QPointF> &tokensPerSecond)
{
    if (tokensPerSecond.isEmpty())
        return {};
    std::vector<double> last;
    for (const QPointF &point : tokensPerSecond.last(std::min<qsizetype>(20, tokensPerSecond.size())))
        last.push_back(point.y());
    const auto middle = last.begin() + std::ptrdiff_t(last.size() / 2);
    std::ranges::nth_element(last, middle);
    return *middle;
}

int64_t packedRows(const std::vector<int> &lengths, int cutoff, bool packing)
{
    if (!packing)
        return int64_t(lengths.size());
    std::multiset<int> free; // room left in rows that were begun
    int64_t rows = 0;
    for (const int length : lengths) {
        auto room = free.lower_bound(length);
        int left = cutoff;
        if (room == free.end())
            ++rows;
        else {
            left = *room;
            free.erase(room);
        }
        free.insert(std::max(0, left - length));
    }
    return rows;
}

Plan plan(const TokenCounts &counts, const run::TrainSpec &spec, const MachineFacts &machine)
{
    Plan plan;
    plan.rows = packedRows(counts.train_lengths, spec.cutoff_len, spec.packing);
    const int64_t batch = std::max<int64_t>(1, int64_t(spec.per_device_train_batch_size) * spec.gradient_accumulation_steps);
    const int64_t stepsPerEpoch = std::max<int64_t>(1, (plan.rows + batch - 1) / batch);
    plan.steps = spec.max_steps > 0 ? spec.max_steps : std::max<int64_t>(1, int64_t(std::ceil(spec.num_train_epochs * double(stepsPerEpoch) - 1e-9)));
    plan.epochs = double(plan.steps) / double(stepsPerEpoch);
    plan.tokens = int64_t(plan.epochs * double(counts.tokens[0]));
    if (plan.tokens > 0 && machine.tokens_per_second && *machine.tokens_per_second > 0)
        plan.seconds = double(plan.tokens) / *machine.tokens_per_second;
    if (machine.card) {
        run::MemoryQuestion question;
        question.use = run::MemoryUse::Lora;
        question.bf16 = spec.compute_type == run::ComputeType::Bf16;
        question.tokens = int64_t(spec.cutoff_len) * spec.per_device_train_batch_size;
        question.lora_rank = spec.lora_rank;
        plan.memory_need = run::memoryNeed(*machine.card, question);
        plan.fits = machine.memory == 0 || plan.memory_need <= machine.memory;
    }
    return plan;
}

} // namespace training
