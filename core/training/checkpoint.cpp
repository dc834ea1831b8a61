// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/checkpoint.h"

#include "base/files.h"
#include "base/folders.h"
#include "base/json.h"
#include "modelfile/safetensors.h"
#include "nn/lora_folder.h"
#include "run/run_folder.h"

#include <torch/torch.h>

#include <algorithm>

namespace training {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;
using base::Json;

namespace {

constexpr int kVersion = 2;

Json toJson(const TrainState &s)
{
    return Json { { "v", kVersion }, { "run_id", s.run_id }, { "step", s.step }, { "epoch", s.position.epoch },
        { "row", s.position.row }, { "last_evaluation", s.last_evaluation },
        { "loss_sum", s.loss_sum }, { "loss_steps", s.loss_steps },
        { "accumulation", { { "micro_steps_done", 0 }, { "gradient_accumulation_steps", s.gradient_accumulation_steps } } },
        { "machine", toJson(s.machine) } };
}

modelfile::TensorView viewOf(const std::string &name, const at::Tensor &tensor)
{
    const auto type = tensor.scalar_type() == at::kByte ? modelfile::ElementType::U8 : modelfile::ElementType::F32;
    return { name, *modelfile::safetensorsType(type), tensor.sizes().vec(),
        { static_cast<const std::byte *>(tensor.const_data_ptr()), tensor.nbytes() } };
}

NamedTensors generatorStates(c10::Device device)
{
    NamedTensors states { { "generator.cpu", at::globalContext().defaultGenerator(at::kCPU).get_state() } };
    if (!device.is_cpu())
        states.emplace_back("generator.device", at::globalContext().defaultGenerator(device).get_state());
    return states;
}

void writeOptimizer(const fs::path &file, const AdamW &optimizer, c10::Device device)
{
    NamedTensors tensors = optimizer.state();
    for (auto &state : generatorStates(device))
        tensors.push_back(std::move(state));
    std::vector<modelfile::TensorView> views;
    for (auto &[name, tensor] : tensors) {
        tensor = tensor.detach().to(at::kCPU).contiguous();
        views.push_back(viewOf(name, tensor));
    }
    modelfile::writeSafetensors(file, std::move(views));
}

NamedTensors readTensors(const fs::path &path)
{
    const modelfile::SafetensorsFile file(path);
    NamedTensors tensors;
    for (const modelfile::TensorView &view : file.tensors()) {
        const bool bytes = view.type.type == modelfile::ElementType::U8;
        if (!bytes && view.type.type != modelfile::ElementType::F32)
            throw Failure(ErrorKind::CorruptFile, path.string(), "tensor " + view.name,
                { { "reason", "F32 or U8 was expected" } });
        at::Tensor tensor = at::empty(view.shape, bytes ? at::kByte : at::kFloat);
        std::copy(view.data.begin(), view.data.end(), static_cast<std::byte *>(tensor.mutable_data_ptr()));
        tensors.emplace_back(view.name, std::move(tensor));
    }
    file.check();
    return tensors;
}

void restoreGenerator(const NamedTensors &tensors, const std::string &name, c10::Device device, const fs::path &file)
{
    const auto found = std::find_if(tensors.begin(), tensors.end(), [&](const auto &entry) { return entry.first == name; });
    at::Generator generator = at::globalContext().defaultGenerator(device);
    try {
        if (found != tensors.end()) {
            generator.set_state(found->second);
            return;
        }
    } catch (const c10::Error &) {
        // Of another size than this torch expects.
    }
    throw Failure(ErrorKind::CorruptFile, file.string(), "tensor " + name,
        { { "reason", "the state of the random numbers is missing or damaged" } });
}

// What a killed worker was writing or removing: the name of a checkpoint with a suffix.
bool isTorn(const fs::path &path) { return path.filename().string().starts_with("step-") && path.has_extension(); }

// Not one that the run left behind when it went on from an older one, a damaged or a foreign one.
bool canGoOnFrom(const fs::path &checkpoint, const TrainState &saved)
{
    try {
        const TrainState state = readWholeState(checkpoint);
        return state.run_id == saved.run_id && state.step <= saved.step;
    } catch (const Failure &) {
        return false;
    }
}

// Torn checkpoints go at once, the others when there are too many; the one just saved stays.
void removeSuperfluous(const fs::path &checkpoints, const TrainState &saved, int limit)
{
    std::vector<fs::path> doomed;
    for (const fs::directory_entry &entry : fs::directory_iterator(checkpoints)) {
        if (isTorn(entry.path()))
            doomed.push_back(entry.path());
    }
    std::vector<fs::path> whole = run::wholeCheckpoints(checkpoints);
    const size_t extra = whole.size() > static_cast<size_t>(limit) ? whole.size() - static_cast<size_t>(limit) : 0;
    const std::string own = run::checkpointName(saved.step);
    if (extra > 0) {
        std::stable_partition(whole.begin(), whole.end(),
            [&](const fs::path &path) { return path.filename() != own && !canGoOnFrom(path, saved); });
    }
    doomed.insert(doomed.end(), whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(extra));
    for (const fs::path &path : doomed) {
        std::error_code ec;
        // A folder that is half removed must not look whole.
        const fs::path going = path.string() + ".removed";
        fs::rename(path, going, ec);
        fs::remove_all(ec ? path : going, ec);
    }
}

// Not the folders above it: those of a run that was deleted meanwhile must not come back.
void makeFolder(const fs::path &path)
{
    std::error_code ec;
    fs::create_directory(path, ec);
    if (ec)
        base::throwWriteError(path, ec.value());
}

} // namespace

void recoverCheckpoints(const fs::path &checkpoints)
{
    std::vector<fs::path> targets;
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(checkpoints, ec)) {
        const fs::path target = fs::path(entry.path()).replace_extension();
        if (isTorn(entry.path()) && entry.path() == base::asideOf(target))
            targets.push_back(target);
    }
    for (const fs::path &target : targets)
        base::recoverFolder(target);
}

TrainState readTrainState(const fs::path &checkpoint)
{
    const fs::path file = checkpoint / "train_state.json";
    const std::string subject = file.string();
    const Json json = base::readJson(file);
    if (base::field<int>(json, "v", subject) != kVersion)
        throw Failure(ErrorKind::CorruptFile, subject, {}, { { "reason", "it was written by another version of Attune" } });
    TrainState state;
    state.run_id = base::field<std::string>(json, "run_id", subject);
    state.step = base::field<int64_t>(json, "step", subject);
    if (state.step < 1)
        throw Failure(ErrorKind::CorruptFile, subject, {}, { { "reason", "its step is below 1" } });
    state.position = { base::field<int64_t>(json, "epoch", subject), base::field<int64_t>(json, "row", subject) };
    state.last_evaluation = base::field<int64_t>(json, "last_evaluation", subject);
    state.loss_sum = base::field<double>(json, "loss_sum", subject);
    state.loss_steps = base::field<int64_t>(json, "loss_steps", subject);
    state.gradient_accumulation_steps = base::field<int64_t>(
        base::field<Json>(json, "accumulation", subject), "gradient_accumulation_steps", subject);
    state.machine = machineFromJson(base::field<Json>(json, "machine", subject), subject);
    return state;
}

TrainState readWholeState(const fs::path &checkpoint)
{
    TrainState state = readTrainState(checkpoint);
    for (const char *name : { "adapter_model.safetensors", "optimizer.safetensors" })
        modelfile::SafetensorsFile(checkpoint / name);
    return state;
}

fs::path saveCheckpoint(const fs::path &checkpoints, const TrainState &state, const nn::LoraAdapter &adapter,
    const AdamW &optimizer, c10::Device device, const std::string &baseModel, int limit)
{
    const fs::path target = checkpoints / run::checkpointName(state.step);
    const fs::path partial = target.string() + ".partial";
    makeFolder(checkpoints);
    std::error_code ec;
    fs::remove_all(partial, ec);
    try {
        nn::saveAdapter(partial, adapter, baseModel);
        writeOptimizer(partial / "optimizer.safetensors", optimizer, device);
        base::writeFileAtomically(partial / "train_state.json", toJson(state).dump(2) + "\n");
    } catch (...) {
        fs::remove_all(partial, ec);
        throw;
    }
    // The same step is saved again when its first save did not know of an evaluation, or when the run went on from an older one.
    base::putFolderInPlace(partial, target);
    removeSuperfluous(checkpoints, state, limit);
    return target;
}

void loadCheckpoint(const fs::path &checkpoint, const nn::LoraAdapter &adapter, AdamW &optimizer, c10::Device device)
{
    const c10::NoGradGuard noGrad;
    const fs::path adapterFile = checkpoint / "adapter_model.safetensors";
    const NamedTensors saved = readTensors(adapterFile);
    for (auto &[name, tensor] : adapter.tensors()) {
        const auto found = std::find_if(saved.begin(), saved.end(), [&](const auto &entry) { return entry.first == name; });
        if (found == saved.end() || found->second.sizes() != tensor.sizes())
            throw Failure(ErrorKind::CorruptFile, adapterFile.string(), "tensor " + name,
                { { "reason", "it is missing or has another shape" } });
        at::Tensor(tensor).copy_(found->second);
    }
    const fs::path optimizerFile = checkpoint / "optimizer.safetensors";
    const NamedTensors state = readTensors(optimizerFile);
    optimizer.restore(state, optimizerFile.string());
    restoreGenerator(state, "generator.cpu", at::kCPU, optimizerFile);
    if (!device.is_cpu())
        restoreGenerator(state, "generator.device", device, optimizerFile);
}

} // namespace training
