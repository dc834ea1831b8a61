// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/model_argument.h"

#include "nn/device.h"
#include "run/model_card.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <unistd.h>

namespace verbs {

void ModelArgument::addTo(CLI::App &verb)
{
    verb.add_option("MODEL", model, "A Hugging Face folder, a .gguf file, or a known name (smollm2-135m-instruct)")
        ->required();
    verb.add_option("--threads", threads, "Threads to compute with; 0: the physical cores")
        ->check(CLI::Range(0, 1024));
    verb.add_option("--device", device, "auto, cpu, cuda or cuda:0");
    verb.add_flag("--fp32", fp32, "Computes in fp32 on CUDA, too");
    verb.add_flag("--dense", dense, "Plain tensors through ATen on a CPU, too, instead of our own kernels");
}

std::shared_ptr<nn::Transformer> ModelArgument::load(const base::CancelToken &cancel) const
{
    nn::setThreads(threads);
    nn::LoadOptions options = nn::inferenceOptions(nn::deviceFromName(device));
    if (dense)
        options.form = nn::WeightForm::Dense;
    if (fp32)
        options.type = c10::ScalarType::Float;
    const bool terminal = isatty(STDERR_FILENO) != 0;
    options.progress = [terminal, &cancel](int64_t done, int64_t total) {
        cancel.throwIfCancelled("Loading");
        if (terminal)
            std::fprintf(stderr, done < total ? "\rloading %ld of %ld" : "\r\033[K", long(done), long(total));
    };
    return std::make_shared<nn::Transformer>(nn::Weights::open(run::resolveModel(model)), options);
}

} // namespace verbs
