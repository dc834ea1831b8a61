// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/lora_folder.h"

#include "nn/dequantize.h"

#include "base/files.h"
#include "base/folders.h"
#include "base/json.h"
#include "modelfile/safetensors.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

namespace nn {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;
using base::Json;

namespace {

constexpr int64_t kLargestRank = 4096;
const std::string kPrefix = "base_model.model.";

modelfile::TensorView viewOf(const std::string &name, const at::Tensor &tensor)
{
    return { name, *modelfile::safetensorsType(modelfile::ElementType::F32), tensor.sizes().vec(),
        { static_cast<const std::byte *>(tensor.const_data_ptr()), tensor.nbytes() } };
}

Json number(double value)
{
    const auto whole = int64_t(value);
    return double(whole) == value ? Json(whole) : Json(value);
}

// The fields that peft itself writes; the rest has defaults there.
Json configOf(const LoraSettings &settings, const std::string &baseModel)
{
    return Json { { "alpha_pattern", Json::object() }, { "auto_mapping", nullptr },
        { "base_model_name_or_path", baseModel }, { "bias", "none" }, { "fan_in_fan_out", false },
        { "inference_mode", true }, { "init_lora_weights", true }, { "layers_pattern", nullptr },
        { "layers_to_transform", nullptr }, { "lora_alpha", number(settings.alpha) },
        { "lora_dropout", settings.dropout }, { "modules_to_save", nullptr }, { "peft_type", "LORA" },
        { "r", settings.rank }, { "rank_pattern", Json::object() }, { "revision", nullptr },
        { "target_modules", settings.targets }, { "task_type", "CAUSAL_LM" }, { "use_dora", false },
        { "use_rslora", settings.rank_stabilized } };
}

[[noreturn]] void refuse(const fs::path &folder, const std::string &reason)
{
    throw Failure(ErrorKind::UnsupportedModel, folder.string(), {}, { { "reason", reason } });
}

bool isSet(const Json &config, const char *name)
{
    const auto found = config.find(name);
    return found != config.end() && !found->is_null() && *found != false && *found != "" && !(found->is_structured() && found->empty());
}

// PiSSA, OLoRA, CorDA, LoftQ and LoRA-GA took something away from the base weights before they trained: on the weights as
// they were, such an adapter says something else. The others only choose where A and B begin.
void refuseChangedBase(const Json &config, const fs::path &folder)
{
    const auto found = config.find("init_lora_weights");
    if (found == config.end() || !found->is_string())
        return;
    const auto kind = found->get<std::string>();
    for (const char *harmless : { "gaussian", "orthogonal", "eva", "mica" }) {
        if (kind == harmless)
            return;
    }
    refuse(folder, "init_lora_weights is \"" + kind + "\", which changes the base model's weights");
}

// What changes the arithmetic in a way that is not known here is refused by name.
void refuseUnknown(const Json &config, const fs::path &folder)
{
    const std::string type = base::fieldOr<std::string>(config, "peft_type", "LORA", folder.string());
    if (type != "LORA")
        refuse(folder, "it is an adapter of the type " + type + "; only LORA is known");
    if (base::fieldOr<std::string>(config, "bias", "none", folder.string()) != "none")
        refuse(folder, "its biases were trained, too, which is not supported");
    for (const char *name : { "use_dora", "fan_in_fan_out", "modules_to_save", "alpha_pattern", "trainable_token_indices",
             "use_qalora", "lora_bias", "alora_invocation_tokens", "target_parameters", "layer_replication", "use_bdlora",
             "arrow_config", "kasa_config", "monteclora_config" }) {
        if (isSet(config, name))
            refuse(folder, std::string("it uses ") + name + ", which is not supported");
    }
    refuseChangedBase(config, folder);
}

LoraSettings settingsFrom(const Json &config, const std::string &subject)
{
    LoraSettings settings;
    const auto rank = base::field<int64_t>(config, "r", subject);
    settings.alpha = base::field<double>(config, "lora_alpha", subject);
    settings.dropout = base::fieldOr<double>(config, "lora_dropout", 0, subject);
    settings.rank_stabilized = base::fieldOr<bool>(config, "use_rslora", false, subject);
    if (rank < 1 || rank > kLargestRank)
        throw Failure(ErrorKind::InvalidValue, "r", subject,
            { { "value", std::to_string(rank) }, { "expected", "1 to " + std::to_string(kLargestRank) } });
    settings.rank = static_cast<int>(rank);
    if (!std::isfinite(settings.alpha) || settings.alpha <= 0)
        throw Failure(ErrorKind::InvalidValue, "lora_alpha", subject,
            { { "value", base::toLine(config["lora_alpha"]) }, { "expected", "a positive number" } });
    return settings;
}

struct Parts
{
    at::Tensor a_RI, b_OR;
};

at::Tensor toTensor(const modelfile::TensorView &view, const fs::path &file)
{
    using modelfile::ElementType;
    const auto type = view.type.type;
    if (view.shape.size() != 2 || (type != ElementType::F32 && type != ElementType::F16 && type != ElementType::BF16))
        throw Failure(ErrorKind::CorruptFile, file.string(), "tensor " + view.name,
            { { "reason", "a matrix of F32, F16 or BF16 was expected" } });
    at::Tensor tensor = at::empty(view.shape, at::kFloat);
    dequantizeRow(type, view.data.data(), view.elements(), tensor.mutable_data_ptr<float>());
    return tensor;
}

// "base_model.model.<slot>.lora_A.weight" -> slot and which of the two; nothing for other names.
std::optional<std::pair<std::string, char>> parseName(const std::string &name)
{
    for (const char which : { 'A', 'B' }) {
        const std::string suffix = std::string(".lora_") + which + ".weight";
        if (name.starts_with(kPrefix) && name.ends_with(suffix) && name.size() > kPrefix.size() + suffix.size())
            return std::pair(name.substr(kPrefix.size(), name.size() - kPrefix.size() - suffix.size()), which);
    }
    return std::nullopt;
}

// Slots in the order of the file's names.
std::map<std::string, Parts> readParts(const fs::path &path)
{
    const modelfile::SafetensorsFile file(path);
    std::map<std::string, Parts> parts;
    for (const modelfile::TensorView &view : file.tensors()) {
        const auto name = parseName(view.name);
        if (!name)
            refuse(path.parent_path(), "it holds " + view.name + ", which is not a LoRA matrix of a linear layer");
        Parts &part = parts[name->first];
        (name->second == 'A' ? part.a_RI : part.b_OR) = toTensor(view, path);
    }
    file.check();
    return parts;
}

void checkPair(const std::string &slot, const Parts &parts, const LoraSettings &settings, bool ranksVary, const fs::path &file)
{
    const auto corrupt = [&](const std::string &reason) {
        throw Failure(ErrorKind::CorruptFile, file.string(), "layer " + slot, { { "reason", reason } });
    };
    if (!parts.a_RI.defined() || !parts.b_OR.defined())
        corrupt("one of its two matrices is missing");
    if (parts.a_RI.size(0) != parts.b_OR.size(1) || parts.a_RI.size(0) < 1)
        corrupt("its two matrices do not have the same rank");
    if (!ranksVary && parts.a_RI.size(0) != settings.rank)
        corrupt("its rank is not the one of adapter_config.json");
}

} // namespace

void saveAdapter(const fs::path &folder, const LoraAdapter &adapter, const std::string &baseModel)
{
    std::vector<at::Tensor> kept;
    std::vector<modelfile::TensorView> views;
    for (const auto &[name, tensor] : adapter.tensors()) {
        kept.push_back(tensor.detach().to(at::kCPU, at::kFloat).contiguous());
        views.push_back(viewOf(name, kept.back()));
    }
    const fs::path partial = folder.string() + ".partial";
    std::error_code ec;
    fs::remove_all(partial, ec);
    // Not the folders above it: those of a run that was deleted meanwhile must not come back.
    fs::create_directory(partial, ec);
    if (ec)
        base::throwWriteError(partial, ec.value());
    try {
        modelfile::writeSafetensors(partial / "adapter_model.safetensors", std::move(views), { { "format", "pt" } });
        base::writeFileAtomically(partial / "adapter_config.json", configOf(adapter.settings(), baseModel).dump(2) + "\n");
    } catch (...) {
        fs::remove_all(partial, ec);
        throw;
    }
    base::putFolderInPlace(partial, folder);
}

LoraAdapter loadAdapter(const fs::path &folder)
{
    const fs::path configFile = folder / "adapter_config.json";
    const fs::path weights = folder / "adapter_model.safetensors";
    std::error_code ec;
    if (!fs::exists(weights, ec) && fs::exists(folder / "adapter_model.bin", ec))
        refuse(folder, "its weights are pickled (adapter_model.bin); save it again as safetensors");
    const Json config = base::readJson(configFile);
    refuseUnknown(config, folder);
    LoraSettings settings = settingsFrom(config, configFile.string());
    const bool ranksVary = isSet(config, "rank_pattern");
    std::vector<LoraPair> pairs;
    std::set<std::string> targets;
    for (auto &[slot, parts] : readParts(weights)) {
        checkPair(slot, parts, settings, ranksVary, weights);
        pairs.push_back({ slot, parts.a_RI, parts.b_OR });
        targets.insert(slot.substr(slot.rfind('.') + 1));
    }
    if (pairs.empty())
        throw Failure(ErrorKind::CorruptFile, weights.string(), {}, { { "reason", "it holds no LoRA matrices" } });
    settings.targets.assign(targets.begin(), targets.end());
    return LoraAdapter(std::move(settings), std::move(pairs));
}

} // namespace nn
