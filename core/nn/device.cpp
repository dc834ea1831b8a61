// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/device.h"

#include "base/error.h"
#include "base/numbers.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/version.h>

#include <atomic>
#include <cpuid.h>
#include <cstdlib>
#include <dlfcn.h>
#include <fstream>
#include <sched.h>
#include <set>
#include <thread>
#include <vector>

namespace nn {

namespace {

bool hasAmxBf16()
{
    unsigned a = 0, b = 0, c = 0, d = 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (d >> 22 & 1) != 0;
}

bool hasAvx512Bf16()
{
    unsigned a = 0, b = 0, c = 0, d = 0;
    return __builtin_cpu_supports("avx512f") && __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a >> 5 & 1) != 0;
}

Isa probeIsa()
{
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq"))
        return Isa::Avx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return Isa::Avx2;
    return Isa::Plain;
}

std::string readFirstLine(const std::string &path)
{
    std::string line;
    std::ifstream in(path);
    std::getline(in, line);
    return line;
}

// Two hardware threads of one core share its arithmetic units, so they count once.
int countPhysicalCores()
{
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return std::max(1u, std::thread::hardware_concurrency());
    std::set<std::string> cores;
    for (int i = 0; i < CPU_SETSIZE; ++i) {
        if (!CPU_ISSET(i, &allowed))
            continue;
        const std::string topology = "/sys/devices/system/cpu/cpu" + std::to_string(i) + "/topology/";
        const std::string core = readFirstLine(topology + "core_id");
        cores.insert(core.empty() ? "cpu " + std::to_string(i)
                                  : readFirstLine(topology + "physical_package_id") + ":" + core);
    }
    return std::max<int>(1, static_cast<int>(cores.size()));
}

std::string processorName()
{
    std::ifstream in("/proc/cpuinfo");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("model name"))
            return line.substr(line.find(':') + 2);
    }
    return "unknown processor";
}

Isa lowered(Isa best)
{
    const char *wish = std::getenv("ATTUNE_ISA");
    for (const Isa isa : { Isa::Plain, Isa::Avx2, Isa::Avx512 }) {
        if (wish && isaName(isa) == wish)
            return std::min(isa, best);
    }
    return best;
}

Cpu probeCpu()
{
    Cpu cpu;
    cpu.isa = lowered(probeIsa());
    cpu.avx512_bf16 = cpu.isa == Isa::Avx512 && hasAvx512Bf16();
    cpu.amx_bf16 = hasAmxBf16();
    cpu.physical_cores = countPhysicalCores();
    cpu.name = processorName();
    return cpu;
}

std::atomic<Isa> &chosenIsa()
{
    static std::atomic<Isa> isa = cpu().isa;
    return isa;
}

Cuda tryCuda()
{
    Cuda cuda;
    void *driver = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL);
    if (!driver) {
        cuda.text = "no NVIDIA driver (libcuda.so.1 was not found)";
        return cuda;
    }
    if (!dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL)) {
        const char *reason = dlerror();
        cuda.text = std::string("there is an NVIDIA driver, but libtorch_cuda.so does not load: ") + (reason ? reason : "");
        return cuda;
    }
    try {
        cuda.available = at::hasCUDA() && at::getNumGPUs() > 0;
        cuda.text = cuda.available ? std::to_string(at::getNumGPUs()) + " CUDA device(s)" : "no CUDA device is usable";
    } catch (const std::exception &error) {
        cuda.text = error.what();
    }
    return cuda;
}

} // namespace

const Cpu &cpu()
{
    static const Cpu probed = probeCpu();
    return probed;
}

std::string_view isaName(Isa isa)
{
    return isa == Isa::Avx512 ? "avx512" : isa == Isa::Avx2 ? "avx2" : "plain";
}

Isa activeIsa() { return chosenIsa().load(std::memory_order_relaxed); }

void setIsa(Isa isa) { chosenIsa() = std::min(isa, cpu().isa); }

const Cuda &loadCuda()
{
    static const Cuda cuda = tryCuda();
    return cuda;
}

int setThreads(int threads)
{
    const int count = threads > 0 ? threads : cpu().physical_cores;
    at::set_num_threads(count);
    return count;
}

c10::Device deviceFromName(const std::string &name)
{
    if (name == "cpu")
        return c10::Device(c10::kCPU);
    if (name.empty() || name == "auto")
        return loadCuda().available ? c10::Device(c10::kCUDA, 0) : c10::Device(c10::kCPU);
    const auto number = name == "cuda" ? 0 : base::toInteger(name.starts_with("cuda:") ? name.substr(5) : "");
    if (!number || *number < 0)
        throw base::Failure(base::ErrorKind::InvalidValue, "device", {},
            { { "value", name }, { "expected", "auto, cpu, cuda or cuda:0" } });
    if (!loadCuda().available || *number >= static_cast<int64_t>(at::getNumGPUs()))
        throw base::Failure(base::ErrorKind::MissingResource, "The device " + name, {},
            { { "reason", loadCuda().text }, { "remedy", "Choose \"auto\" or \"cpu\"." } });
    return c10::Device(c10::kCUDA, static_cast<c10::DeviceIndex>(*number));
}

c10::ScalarType defaultComputeType(c10::Device device)
{
    return device.is_cuda() ? c10::ScalarType::BFloat16 : c10::ScalarType::Float;
}

std::string computeTypeName(c10::ScalarType type)
{
    return type == c10::ScalarType::Float ? "fp32" : type == c10::ScalarType::BFloat16 ? "bf16" : c10::toString(type);
}

std::string torchVersion() { return TORCH_VERSION; }

} // namespace nn
