// SPDX-License-Identifier: GPL-3.0-or-later
// The weights of a model under their Hugging Face names, from a Hugging Face folder or a GGUF file.
#pragma once

#include "nn/transformer_config.h"

#include "modelfile/safetensors.h"

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace nn {

// One tensor as the file holds it.
struct WeightSource
{
    modelfile::TensorView view; // under its Hugging Face name
    // GGUF files of llama architecture keep the rows of q and k interleaved for another rope; then the number of heads.
    int64_t interleaved_heads = 0;

    int64_t rows() const; // 1 for vectors
    int64_t columns() const;
    // The bytes of row `r` in Hugging Face order.
    const std::byte *row(int64_t r) const;
};

// Immutable after opening, so it may be shared between threads. The files stay mapped while it lives.
class Weights
{
public:
    // Throws what the readers throw; UnsupportedModel when a tensor's type is not known (K-quants, by name), FileMissing when
    // a folder has no config.json or no weights.
    static std::shared_ptr<const Weights> open(const std::filesystem::path &model);

    const std::filesystem::path &path() const { return m_path; }
    const TransformerConfig &config() const { return m_config; }
    // The opened GGUF file, or null for a folder. It lives as long as this object.
    const modelfile::GgufFile *gguf() const { return m_gguf.get(); }

    bool has(const std::string &name) const { return m_sources.contains(name); }
    std::vector<std::string> names() const;
    // Throws CorruptFile when there is no such tensor.
    const WeightSource &source(const std::string &name) const;
    // The same, checked to have this shape.
    const WeightSource &source(const std::string &name, const std::vector<int64_t> &shape) const;

    // A copy as `type` (dequantized), in Hugging Face row order, on the CPU.
    at::Tensor tensor(const std::string &name, at::ScalarType type = at::kFloat) const;
    at::Tensor tensor(const std::string &name, const std::vector<int64_t> &shape, at::ScalarType type) const;

    // Factors by which rope frequencies are divided (Llama 3 GGUF files carry them); undefined when there are none.
    at::Tensor ropeFactors() const;

    int64_t parameters() const; // elements of all tensors
    int64_t bytes() const; // of all tensors as the files hold them
    // Throws TruncatedFile, CorruptFile when a file was cut or written into since it was opened: what was read from it meanwhile
    // is not to be believed. See modelfile::MappedFile.
    void check() const;
    // SHA-256 of names, types and shapes: the identity of a model without reading all of it.
    std::string identity() const;

private:
    void addGguf();
    void addFolder();
    void add(std::string name, modelfile::TensorView view, int64_t interleavedHeads);

    std::filesystem::path m_path;
    TransformerConfig m_config;
    std::unique_ptr<modelfile::GgufFile> m_gguf;
    std::unique_ptr<modelfile::SafetensorsFolder> m_folder;
    std::map<std::string, WeightSource> m_sources;
};

// Whether the path looks like a model that open() reads: a GGUF file, or a folder with a config.json.
bool looksLikeModel(const std::filesystem::path &path);

} // namespace nn
