// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/lora.h"

#include "base/error.h"

#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace nn {

namespace {

constexpr std::array kSevenLinears { "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj" };

std::string lastPart(const std::string &slot) { return slot.substr(slot.rfind('.') + 1); }

double scaleOf(const LoraSettings &settings, int64_t rank)
{
    return settings.alpha / (settings.rank_stabilized ? std::sqrt(double(rank)) : double(rank));
}

std::vector<std::string> expandTargets(const std::vector<std::string> &targets)
{
    std::vector<std::string> expanded;
    for (const std::string &target : targets) {
        if (target == "all")
            expanded.insert(expanded.end(), kSevenLinears.begin(), kSevenLinears.end());
        else if (std::find(expanded.begin(), expanded.end(), target) == expanded.end())
            expanded.push_back(target);
    }
    return expanded;
}

void checkRank(int rank, const LinearSlot &slot)
{
    const int64_t most = std::min(slot.linear->inFeatures(), slot.linear->outFeatures());
    if (rank < 1 || rank > most)
        throw base::Failure(base::ErrorKind::InvalidValue, "lora_rank", slot.name,
            { { "value", std::to_string(rank) }, { "expected", "1 to " + std::to_string(most) + " for this layer" } });
}

void checkAllFound(const LoraSettings &settings, const std::vector<LoraPair> &pairs)
{
    for (const std::string &target : settings.targets) {
        const bool found = std::any_of(
            pairs.begin(), pairs.end(), [&](const LoraPair &pair) { return lastPart(pair.slot) == target; });
        if (!found)
            throw base::Failure(base::ErrorKind::InvalidValue, "lora_target", {},
                { { "value", target },
                    { "expected", "linear layers of the blocks: q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj" } });
    }
}

} // namespace

LoraAdapter::LoraAdapter(LoraSettings settings, std::vector<LoraPair> pairs)
    : m_settings(std::move(settings))
    , m_pairs(std::move(pairs))
{
    for (LoraPair &pair : m_pairs) {
        pair.scale = scaleOf(m_settings, pair.a_RI.size(0));
        pair.dropout = m_settings.dropout;
    }
}

LoraAdapter LoraAdapter::make(Transformer &model, LoraSettings settings, uint64_t seed)
{
    settings.targets = expandTargets(settings.targets);
    const std::set<std::string> wanted(settings.targets.begin(), settings.targets.end());
    at::Generator generator = at::detail::createCPUGenerator(seed);
    std::vector<LoraPair> pairs;
    for (const LinearSlot *slot : model.slots()) {
        if (!wanted.contains(lastPart(slot->name)) || slot->name == "lm_head")
            continue;
        checkRank(settings.rank, *slot);
        const double bound = 1 / std::sqrt(double(slot->linear->inFeatures()));
        LoraPair pair { slot->name, at::empty({ settings.rank, slot->linear->inFeatures() }, at::kFloat),
            at::zeros({ slot->linear->outFeatures(), settings.rank }, at::kFloat) };
        pair.a_RI.uniform_(-bound, bound, generator);
        pair.a_RI = pair.a_RI.to(model.device());
        pair.b_OR = pair.b_OR.to(model.device());
        pairs.push_back(std::move(pair));
    }
    checkAllFound(settings, pairs);
    return LoraAdapter(std::move(settings), std::move(pairs));
}

std::vector<std::pair<std::string, at::Tensor>> LoraAdapter::tensors() const
{
    std::vector<std::pair<std::string, at::Tensor>> tensors;
    for (const LoraPair &pair : m_pairs) {
        tensors.emplace_back("base_model.model." + pair.slot + ".lora_A.weight", pair.a_RI);
        tensors.emplace_back("base_model.model." + pair.slot + ".lora_B.weight", pair.b_OR);
    }
    return tensors;
}

int64_t LoraAdapter::parameters() const
{
    int64_t count = 0;
    for (const LoraPair &pair : m_pairs)
        count += pair.a_RI.numel() + pair.b_OR.numel();
    return count;
}

void LoraAdapter::requireGradients()
{
    for (LoraPair &pair : m_pairs) {
        pair.a_RI.requires_grad_(true);
        pair.b_OR.requires_grad_(true);
    }
}

void LoraAdapter::attach(Transformer &model) const
{
    std::vector<LinearSlot *> slots;
    for (const LoraPair &pair : m_pairs) {
        LinearSlot *slot = model.slot(pair.slot);
        const bool fits = slot && slot->linear->inFeatures() == pair.a_RI.size(1)
            && slot->linear->outFeatures() == pair.b_OR.size(0);
        if (!fits)
            throw base::Failure(base::ErrorKind::UnsupportedModel, model.weights().path().string(), {},
                { { "reason",
                    "the adapter's layer " + pair.slot
                        + (slot ? " has another size here; it was trained on another model" : " does not exist in it") } });
        slots.push_back(slot);
    }
    for (size_t i = 0; i < slots.size(); ++i)
        slots[i]->linear = std::make_shared<LoraLinear>(slots[i]->linear, m_pairs[i], m_training);
}

void detachAdapter(Transformer &model)
{
    for (LinearSlot *slot : model.slots()) {
        if (const auto *lora = dynamic_cast<const LoraLinear *>(slot->linear.get())) {
            // A copy first: assigning would destroy the object that holds it.
            std::shared_ptr<Linear> wrapped = lora->wrapped();
            slot->linear = std::move(wrapped);
        }
    }
}

} // namespace nn
