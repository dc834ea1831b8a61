// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/machine_report.h"

#include "base/data_dir.h"
#include "base/numbers.h"
#include "jobs/engine_program.h"
#include "run/model_card.h"
#include "workspace/scoring.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

namespace jobs {

namespace fs = std::filesystem;

namespace {

constexpr std::array kIsa { "avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "avx_vnni", "amx_bf16" };

std::string trimmed(const std::string &text)
{
    const auto isBlank = [](unsigned char c) { return c <= ' '; };
    const auto begin = std::find_if_not(text.begin(), text.end(), isBlank);
    const auto end = std::find_if_not(text.rbegin(), std::make_reverse_iterator(begin), isBlank).base();
    return { begin, end };
}

// "key : value" and "KEY=value" files; the first line of a key.
std::string valueOf(const fs::path &file, const std::string &key, char separator)
{
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        const size_t at = line.find(separator);
        if (at != std::string::npos && trimmed(line.substr(0, at)) == key)
            return trimmed(line.substr(at + 1));
    }
    return {};
}

std::string unquoted(std::string text)
{
    std::erase(text, '"');
    return text;
}

int64_t kilobytes(const std::string &text) // "16384 kB"
{
    return base::toInteger(text.substr(0, text.find(' '))).value_or(0) * 1024;
}

int physicalCores()
{
    std::set<std::pair<std::string, std::string>> cores; // socket and core
    std::string socket;
    std::ifstream in("/proc/cpuinfo");
    for (std::string line; std::getline(in, line);) {
        const size_t at = line.find(':');
        if (at == std::string::npos)
            continue;
        const std::string key = trimmed(line.substr(0, at));
        if (key == "physical id")
            socket = trimmed(line.substr(at + 1));
        else if (key == "core id")
            cores.emplace(socket, trimmed(line.substr(at + 1)));
    }
    return cores.empty() ? static_cast<int>(std::thread::hardware_concurrency()) : static_cast<int>(cores.size());
}

std::vector<std::string> instructionSets()
{
    std::istringstream flags(valueOf("/proc/cpuinfo", "flags", ':'));
    std::set<std::string> found;
    for (std::string flag; flags >> flag;)
        found.insert(flag);
    std::vector<std::string> isa;
    for (const char *name : kIsa) {
        if (found.contains(name))
            isa.emplace_back(name);
    }
    return isa;
}

PartReport good(MachinePart part, const std::string &detail) { return { part, PartState::Good, detail, {} }; }

PartReport engineReport()
{
    if (const auto engine = findEngine())
        return good(MachinePart::Engine, engine->string());
    return { MachinePart::Engine, PartState::Missing, "attune-engine is not beside the program",
        "Run packaging/run.sh, which builds it, or name it in ATTUNE_ENGINE." };
}

PartReport torchReport()
{
    const char *named = std::getenv("ATTUNE_TORCH_DIR");
    const fs::path torch = named && *named ? fs::path(named) : base::cacheDir() / "wheels" / "torch";
    std::error_code ec;
    if (fs::exists(torch / "lib" / "libtorch_cpu.so", ec)) {
        std::string version = valueOf(torch / "version.py", "__version__", '=');
        std::erase(version, '\'');
        if (!version.empty())
            return good(MachinePart::Torch, version);
        return good(MachinePart::Torch, torch.string());
    }
    return { MachinePart::Torch, PartState::Missing, torch.string() + " does not exist",
        "Run packaging/fetch.sh; it downloads libtorch once." };
}

PartReport gpuReport()
{
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator("/proc/driver/nvidia/gpus", ec)) {
        const std::string model = valueOf(entry.path() / "information", "Model", ':');
        if (!model.empty())
            return good(MachinePart::Gpu, model);
    }
    if (fs::exists("/proc/driver/nvidia/version", ec))
        return good(MachinePart::Gpu, "NVIDIA driver");
    return { MachinePart::Gpu, PartState::Optional, "no NVIDIA driver",
        "Everything runs on the processor; models above 1.5 billion parameters want a graphics card." };
}

PartReport modelReport()
{
    const auto card = [] {
        for (const run::ModelCard &known : run::knownModelCards()) {
            if (!known.cached_path.empty())
                return std::optional(known);
        }
        return std::optional<run::ModelCard>();
    }();
    if (!card)
        return { MachinePart::EmbeddedModel, PartState::Missing, "no card of an embedded model", "Install Attune again." };
    const fs::path file = base::cacheDir() / card->cached_path;
    std::error_code ec;
    if (fs::exists(file, ec))
        return good(MachinePart::EmbeddedModel, card->name);
    return { MachinePart::EmbeddedModel, PartState::Missing, card->name + ": " + file.string() + " does not exist",
        "Run packaging/fetch.sh, or add a model of your own." };
}

PartReport wordnetReport()
{
    const char *named = std::getenv("ATTUNE_WORDNET");
    const fs::path folder = named && *named ? named : "/usr/share/wordnet";
    std::error_code ec;
    if (fs::exists(folder / "data.noun", ec))
        return good(MachinePart::WordNet, folder.string());
    return { MachinePart::WordNet, PartState::Missing, folder.string() + " holds no WordNet, so METEOR is not available",
        "Install the package wordnet-base (apt install wordnet-base)." };
}

PartReport vectorReport()
{
    const fs::path file = workspace::defaultVectorFile();
    std::error_code ec;
    if (!file.empty() && fs::exists(file, ec))
        return good(MachinePart::Vectors, file.string());
    const fs::path missing = std::getenv("ATTUNE_VECTORS") ? file : workspace::officialVectorFile();
    return { MachinePart::Vectors, PartState::Optional,
        missing.empty() ? "no word vectors are named, so Vector Extrema is left out"
                        : missing.string() + " does not exist, so Vector Extrema is left out",
        "Run packaging/fetch.sh, which brings the official ones, or name a file in ATTUNE_VECTORS or on the Evaluate page." };
}

template <typename Read> PartReport careful(MachinePart part, Read read)
{
    try {
        return read();
    } catch (const std::exception &e) {
        return { part, PartState::Missing, e.what(), {} };
    }
}

std::string_view stateName(PartState state)
{
    return state == PartState::Good ? "good" : state == PartState::Missing ? "missing" : "optional";
}

} // namespace

const PartReport &MachineReport::part(MachinePart part) const { return parts.at(static_cast<size_t>(part)); }

MachineReport readMachine()
{
    MachineReport report;
    report.cpu = valueOf("/proc/cpuinfo", "model name", ':');
    report.cores = physicalCores();
    report.threads = static_cast<int>(std::thread::hardware_concurrency());
    report.isa = instructionSets();
    report.memory_bytes = kilobytes(valueOf("/proc/meminfo", "MemTotal", ':'));
    report.memory_available_bytes = kilobytes(valueOf("/proc/meminfo", "MemAvailable", ':'));
    report.system = unquoted(valueOf("/etc/os-release", "PRETTY_NAME", '='));
    std::error_code ec;
    fs::path disk = base::cacheDir();
    while (!fs::exists(disk, ec) && disk != disk.parent_path())
        disk = disk.parent_path();
    const fs::space_info space = fs::space(disk, ec);
    report.disk_free_bytes = ec ? 0 : static_cast<int64_t>(space.available);
    report.parts = { careful(MachinePart::Engine, engineReport), careful(MachinePart::Torch, torchReport),
        careful(MachinePart::Gpu, gpuReport), careful(MachinePart::EmbeddedModel, modelReport),
        careful(MachinePart::WordNet, wordnetReport), careful(MachinePart::Vectors, vectorReport) };
    return report;
}

std::string_view partName(MachinePart part)
{
    static constexpr std::array<std::string_view, 6> names { "engine", "torch", "gpu", "embedded_model", "wordnet", "vectors" };
    return names[static_cast<size_t>(part)];
}

base::Json toJson(const MachineReport &report)
{
    base::Json parts = base::Json::object();
    for (const PartReport &part : report.parts) {
        parts[std::string(partName(part.part))] = base::Json { { "state", stateName(part.state) }, { "detail", part.detail },
            { "remedy", part.remedy } };
    }
    return base::Json { { "cpu", report.cpu }, { "cores", report.cores }, { "threads", report.threads }, { "isa", report.isa },
        { "memory_bytes", report.memory_bytes }, { "memory_available_bytes", report.memory_available_bytes },
        { "disk_free_bytes", report.disk_free_bytes }, { "system", report.system }, { "parts", std::move(parts) } };
}

} // namespace jobs
