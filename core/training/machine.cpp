// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/machine.h"

#include "base/error.h"
#include "nn/device.h"

#include <torch/torch.h>

#include <unistd.h>

namespace training {

using base::Json;

namespace {

c10::ScalarType chooseType(run::ComputeType wish, c10::Device device)
{
    switch (wish) {
    case run::ComputeType::Fp32:
        return at::kFloat;
    case run::ComputeType::Bf16:
        return at::kBFloat16;
    case run::ComputeType::Auto:
        break;
    }
    return nn::defaultComputeType(device);
}

void noteDifference(std::vector<MachineDifference> &list, const char *what, const std::string &before, const std::string &now)
{
    if (before != now)
        list.push_back({ what, before, now });
}

} // namespace

c10::ScalarType Machine::torchType() const { return compute_type == "bf16" ? at::kBFloat16 : at::kFloat; }

Machine setUpMachine(const std::string &device, run::ComputeType type, int threads)
{
    Machine machine;
    const c10::Device chosen = nn::deviceFromName(device);
    machine.device = chosen.is_cpu() ? "cpu" : chosen.str();
    machine.threads = nn::setThreads(threads);
    // Only one job computes in this process; a second pool would only take cores away from the first.
    if (at::get_num_interop_threads() != 1)
        at::set_num_interop_threads(1);
    machine.isa = nn::isaName(nn::activeIsa());
    machine.compute_type = nn::computeTypeName(chooseType(type, chosen));
    machine.torch = nn::torchVersion();
    return machine;
}

std::vector<MachineDifference> differences(const Machine &before, const Machine &now)
{
    std::vector<MachineDifference> list;
    noteDifference(list, "threads", std::to_string(before.threads), std::to_string(now.threads));
    noteDifference(list, "isa", before.isa, now.isa);
    noteDifference(list, "compute_type", before.compute_type, now.compute_type);
    noteDifference(list, "torch", before.torch, now.torch);
    noteDifference(list, "device", before.device, now.device);
    return list;
}

Json toEvent(const Machine &machine)
{
    Json json = toJson(machine);
    json["engine"] = ATTUNE_VERSION;
    json["pid"] = ::getpid();
    return json;
}

Json toJson(const Machine &m)
{
    return Json { { "device", m.device }, { "compute_type", m.compute_type }, { "threads", m.threads }, { "isa", m.isa },
        { "torch", m.torch } };
}

Machine machineFromJson(const Json &json, const std::string &subject)
{
    return { base::field<int>(json, "threads", subject), base::field<std::string>(json, "isa", subject),
        base::field<std::string>(json, "compute_type", subject), base::field<std::string>(json, "torch", subject),
        base::field<std::string>(json, "device", subject) };
}

} // namespace training
