// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/weights.h"

#include "nn/dequantize.h"
#include "nn/gguf_names.h"
#include "nn/kernels/team.h"

#include "base/error.h"
#include "base/hash.h"

#include <ATen/Functions.h>

namespace nn {

namespace {

std::string shapeText(const std::vector<int64_t> &shape)
{
    std::string text;
    for (const int64_t size : shape)
        text += (text.empty() ? "" : " x ") + std::to_string(size);
    return text.empty() ? "scalar" : text;
}

bool isLlamaQueryOrKey(const std::string &name, bool key)
{
    const std::string part = key ? ".self_attn.k_proj." : ".self_attn.q_proj.";
    return name.find(part) != std::string::npos;
}

} // namespace

int64_t WeightSource::columns() const { return view.shape.empty() ? 1 : view.shape.back(); }

int64_t WeightSource::rows() const
{
    int64_t rows = 1;
    for (size_t i = 0; i + 1 < view.shape.size(); ++i)
        rows *= view.shape[i];
    return rows;
}

const std::byte *WeightSource::row(int64_t r) const
{
    if (interleaved_heads > 0) {
        // Hugging Face has the two halves of a head one after the other, the file alternates between them.
        const int64_t head_dim = rows() / interleaved_heads;
        const int64_t head = r / head_dim, half = r % head_dim / (head_dim / 2), pair = r % (head_dim / 2);
        r = head * head_dim + 2 * pair + half;
    }
    return view.data.data() + r * (columns() / view.type.block_elements * view.type.block_bytes);
}

std::shared_ptr<const Weights> Weights::open(const std::filesystem::path &model)
{
    auto weights = std::make_shared<Weights>();
    weights->m_path = model;
    std::error_code ec;
    if (std::filesystem::is_directory(model, ec))
        weights->addFolder();
    else
        weights->addGguf();
    return weights;
}

void Weights::addGguf()
{
    m_gguf = std::make_unique<modelfile::GgufFile>(m_path);
    m_config = configFromGguf(*m_gguf);
    const bool interleaved = m_config.model_type == "llama";
    for (const modelfile::TensorView &view : m_gguf->tensors()) {
        const auto name = huggingFaceName(view.name);
        if (!name)
            continue; // rope_freqs and whatever else is no weight of ours
        int64_t heads = 0;
        if (interleaved && isLlamaQueryOrKey(*name, false))
            heads = m_config.num_attention_heads;
        if (interleaved && isLlamaQueryOrKey(*name, true))
            heads = m_config.num_key_value_heads;
        add(*name, view, heads);
    }
}

void Weights::addFolder()
{
    const auto config = m_path / "config.json";
    m_config = configFromJson(base::readJson(config), config.string());
    m_folder = std::make_unique<modelfile::SafetensorsFolder>(m_path);
    for (const modelfile::TensorView &view : m_folder->tensors())
        add(view.name, view, 0);
    // Checkpoints of tied models leave lm_head out, whatever the config's default says.
    m_config.tie_word_embeddings = m_config.tie_word_embeddings || !has("lm_head.weight");
}

void Weights::add(std::string name, modelfile::TensorView view, int64_t interleavedHeads)
{
    if (!canDequantize(view.type.type))
        throw base::Failure(base::ErrorKind::UnsupportedModel, m_path.string(), "tensor " + view.name,
            { { "reason", "tensor " + view.name + " has the type " + std::string(view.type.name) },
                { "remedy", "Known are F32, F16, BF16, Q8_0, Q4_0 and Q4_1." } });
    if (interleavedHeads > 0 && !view.shape.empty()) {
        // A vector (a bias) is permuted element by element.
        const int64_t count = view.shape[0];
        if (count % (2 * interleavedHeads) != 0 || view.shape.size() > 2)
            throw base::Failure(base::ErrorKind::CorruptFile, m_path.string(), "tensor " + view.name,
                { { "reason", "its rows are no whole number of heads" } });
        // Its blocks span what the permutation takes apart.
        if (view.shape.size() == 1 && view.type.block_elements > 1)
            throw base::Failure(base::ErrorKind::UnsupportedModel, m_path.string(), "tensor " + view.name,
                { { "reason", "the bias " + view.name + " is quantized as " + std::string(view.type.name) },
                    { "remedy", "Biases are known as F32, F16 and BF16." } });
        if (view.shape.size() == 1)
            view.shape = { count, 1 };
    }
    view.name = name;
    m_sources[std::move(name)] = { std::move(view), interleavedHeads };
}

std::vector<std::string> Weights::names() const
{
    std::vector<std::string> names;
    for (const auto &[name, source] : m_sources)
        names.push_back(name);
    return names;
}

const WeightSource &Weights::source(const std::string &name) const
{
    const auto found = m_sources.find(name);
    if (found == m_sources.end())
        throw base::Failure(base::ErrorKind::CorruptFile, m_path.string(), "tensor " + name,
            { { "reason", "the model needs it, but it is not there" } });
    return found->second;
}

const WeightSource &Weights::source(const std::string &name, const std::vector<int64_t> &shape) const
{
    const WeightSource &source = this->source(name);
    int64_t elements = 1;
    for (const int64_t size : shape)
        elements *= size;
    // An interleaved bias was given a second dimension.
    const bool fits = source.view.shape == shape
        || (shape.size() == 1 && source.columns() == 1 && source.view.elements() == elements);
    if (!fits)
        throw base::Failure(base::ErrorKind::CorruptFile, m_path.string(), "tensor " + name,
            { { "reason", "its shape is " + shapeText(source.view.shape) + ", the model's sizes ask for "
                    + shapeText(shape) } });
    return source;
}

at::Tensor Weights::tensor(const std::string &name, at::ScalarType type) const
{
    const WeightSource &from = source(name);
    at::Tensor result = at::empty({ from.rows(), from.columns() }, at::kFloat);
    float *out = result.data_ptr<float>();
    const int64_t columns = from.columns();
    const int64_t grain = std::max<int64_t>(1, 65536 / std::max<int64_t>(columns, 1));
    kernels::forEachStretch(from.rows(), grain, [&](int64_t begin, int64_t end) {
        for (int64_t r = begin; r < end; ++r)
            dequantizeRow(from.view.type.type, from.row(r), columns, out + r * columns);
    });
    return result.view(from.view.shape).to(type);
}

at::Tensor Weights::tensor(const std::string &name, const std::vector<int64_t> &shape, at::ScalarType type) const
{
    source(name, shape);
    return tensor(name, type).view(shape);
}

at::Tensor Weights::ropeFactors() const
{
    const auto *factors = m_gguf ? m_gguf->findTensor("rope_freqs.weight") : nullptr;
    if (!factors)
        return {};
    if (factors->type.type != modelfile::ElementType::F32 || factors->elements() != m_config.head_dim / 2)
        throw base::Failure(base::ErrorKind::CorruptFile, m_path.string(), "tensor rope_freqs.weight",
            { { "reason", "its type or size does not fit" } });
    at::Tensor result = at::empty({ m_config.head_dim / 2 }, at::kFloat);
    dequantizeRow(factors->type.type, factors->data.data(), factors->elements(), result.data_ptr<float>());
    return result;
}

int64_t Weights::parameters() const
{
    int64_t count = 0;
    for (const auto &[name, source] : m_sources)
        count += source.view.elements();
    return count;
}

int64_t Weights::bytes() const
{
    int64_t count = 0;
    for (const auto &[name, source] : m_sources)
        count += static_cast<int64_t>(source.view.data.size());
    return count;
}

void Weights::check() const
{
    if (m_gguf)
        m_gguf->check();
    if (m_folder)
        m_folder->check();
}

std::string Weights::identity() const
{
    base::Sha256 hash;
    for (const auto &[name, source] : m_sources)
        hash.add(name + " " + std::string(source.view.type.name) + " " + shapeText(source.view.shape) + "\n");
    return hash.hex();
}

bool looksLikeModel(const std::filesystem::path &path)
{
    std::error_code ec;
    return std::filesystem::is_directory(path, ec) ? std::filesystem::exists(path / "config.json", ec)
                                                   : modelfile::GgufFile::isGguf(path);
}

} // namespace nn
