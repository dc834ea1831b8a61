// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzzer where libFuzzer is not to be had: fuzz_x [-max_total_time=SECONDS] [-seed=N] SAMPLES...
// A sample is a file or a folder of files. What is tried last lies in fuzz-input, so that it is there after a crash.
#include "fuzz.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace {

using Samples = std::vector<std::string>;
constexpr size_t kLongest = 64 * 1024;

void add(const std::filesystem::path &path, Samples &samples)
{
    if (std::filesystem::is_directory(path)) {
        for (const auto &entry : std::filesystem::directory_iterator(path))
            add(entry.path(), samples);
        return;
    }
    std::ifstream file(path, std::ios::binary);
    samples.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

// Pieces of samples cut out, put in, doubled and flipped.
void change(std::string &input, const Samples &samples, std::mt19937_64 &random)
{
    const auto below = [&](size_t n) { return n == 0 ? 0 : static_cast<size_t>(random() % n); };
    const size_t at = below(input.size() + 1);
    switch (below(6)) {
    case 0: input.erase(at, below(40)); break;
    case 1: {
        const std::string &other = samples[below(samples.size())];
        input.insert(at, other.substr(below(other.size() + 1), below(60)));
        break;
    }
    case 2: input.insert(at, input.substr(below(input.size() + 1), below(60))); break;
    case 3:
        if (at < input.size())
            input[at] = static_cast<char>(random());
        break;
    case 4:
        if (at < input.size())
            input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
        break;
    default: input.insert(at, 1 + below(300), at < input.size() ? input[at] : '['); break;
    }
    if (input.size() > kLongest)
        input.resize(kLongest);
}

void run(const std::string &input)
{
    std::ofstream("fuzz-input", std::ios::binary) << input;
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>(input.data()), input.size());
}

} // namespace

int main(int argc, char **argv)
{
    double seconds = 60;
    std::mt19937_64 random(1);
    Samples samples;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument.starts_with("-max_total_time="))
            seconds = std::strtod(argv[i] + 16, nullptr);
        else if (argument.starts_with("-seed="))
            random.seed(std::strtoull(argv[i] + 6, nullptr, 10));
        else
            add(argument, samples);
    }
    samples.emplace_back();
    for (const std::string &sample : samples)
        run(sample);
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    uint64_t runs = samples.size();
    for (; std::chrono::steady_clock::now() < end; ++runs) {
        std::string input = samples[random() % samples.size()];
        for (uint64_t changes = 1 + random() % 8; changes > 0; --changes)
            change(input, samples, random);
        run(input);
    }
    std::printf("%llu runs, nothing found\n", static_cast<unsigned long long>(runs));
    return 0;
}
