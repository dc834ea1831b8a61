// SPDX-License-Identifier: GPL-3.0-or-later
// What the machine can do, and what the worker computes with.
#pragma once

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <string>

namespace nn {

// Which of our kernels run. ATTUNE_ISA=plain|avx2|avx512 lowers it (for tests and comparisons).
enum class Isa { Plain, Avx2, Avx512 };

struct Cpu
{
    Isa isa = Isa::Plain;
    bool avx512_bf16 = false; // fast bf16 products
    bool amx_bf16 = false;
    int physical_cores = 1; // that this process may use
    std::string name; // as /proc/cpuinfo has it
};

// Probed once.
const Cpu &cpu();
std::string_view isaName(Isa isa); // "plain", "avx2", "avx512"
// cpu().isa, or what setIsa() chose; never more than the machine has.
Isa activeIsa();
void setIsa(Isa isa);

struct Cuda
{
    bool available = false;
    std::string text; // the devices' name and version, or why there is none
};

// First act of the worker, before any other torch call: loads libtorch_cuda.so when the machine has a driver
// (libcuda.so.1). Later calls return the first answer.
const Cuda &loadCuda();

// Threads for ATen and for our kernels; 0: the physical cores. Returns the number set.
int setThreads(int threads);

// "auto", "cpu", "cuda", "cuda:0". Throws InvalidValue for other names, MissingResource (with the reason) for an absent device.
c10::Device deviceFromName(const std::string &name);

// The compute type when none was asked for: fp32 on a CPU, bf16 on CUDA.
c10::ScalarType defaultComputeType(c10::Device device);
std::string computeTypeName(c10::ScalarType type); // "fp32", "bf16"

std::string torchVersion();

} // namespace nn
