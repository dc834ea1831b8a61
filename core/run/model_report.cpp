// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/model_report.h"

#include "modelfile/gguf.h"
#include "modelfile/safetensors.h"
#include "text/model_text.h"

#include <algorithm>
#include <map>

namespace run {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kFamilies[] { "llama", "qwen2", "qwen3" };

using modelfile::ElementType;

// Runs one step of the check; what it throws is one more problem.
template <typename Step> void attempt(ModelReport &report, Step step)
{
    try {
        step();
    } catch (const base::Failure &failure) {
        if (failure.error().kind == base::ErrorKind::Cancelled)
            throw;
        report.problems.push_back(failure.error());
    } catch (const std::exception &exception) {
        report.problems.push_back({ base::ErrorKind::Internal, report.path.string(), {}, { { "reason", exception.what() } } });
    }
}

void addProblem(ModelReport &report, base::ErrorKind kind, base::Params params)
{
    report.problems.push_back({ kind, report.path.string(), {}, std::move(params) });
}

// The card's numbers from the tensors: what is counted is what is there.
void countTensors(ModelReport &report, const std::vector<modelfile::TensorView> &tensors)
{
    std::map<std::string, int64_t> elementsOfType;
    std::string unknown;
    for (const modelfile::TensorView &tensor : tensors) {
        report.card.parameters += tensor.elements();
        elementsOfType[std::string(tensor.type.name)] += tensor.elements();
        if (tensor.type.type == ElementType::Other && unknown.empty())
            unknown = std::string(tensor.type.name);
    }
    const auto most = std::max_element(elementsOfType.begin(), elementsOfType.end(),
        [](const auto &a, const auto &b) { return a.second < b.second; });
    if (most != elementsOfType.end())
        report.dtype = most->first;
    if (!unknown.empty()) {
        addProblem(report, base::ErrorKind::UnsupportedModel,
            { { "reason", "its weights are of type " + unknown + ", which is not known" },
                { "remedy", "Get it as BF16, F16, Q8_0, Q4_0 or Q4_1." } });
    }
}

void checkFamily(ModelReport &report)
{
    const std::string &family = report.card.family;
    if (std::find(std::begin(kFamilies), std::end(kFamilies), family) == std::end(kFamilies)) {
        addProblem(report, base::ErrorKind::UnsupportedModel,
            { { "reason", "its type is \"" + family + "\"; llama, qwen2 and qwen3 are known" } });
    }
}

void readCard(ModelReport &report, const modelfile::GgufFile &file)
{
    ModelCard &card = report.card;
    card.family = std::string(file.getOr<std::string_view>("general.architecture", ""));
    const auto number = [&](const char *name) { return file.getOr<int64_t>(card.family + "." + name, 0); };
    card.hidden_size = number("embedding_length");
    card.intermediate_size = number("feed_forward_length");
    card.num_hidden_layers = number("block_count");
    card.num_attention_heads = number("attention.head_count");
    card.num_key_value_heads = file.getOr<int64_t>(card.family + ".attention.head_count_kv", card.num_attention_heads);
    card.head_dim = file.getOr<int64_t>(card.family + ".attention.key_length",
        card.num_attention_heads > 0 ? card.hidden_size / card.num_attention_heads : 0);
    card.context_length = number("context_length");
    if (const modelfile::TensorView *embedding = file.findTensor("token_embd.weight"); embedding && !embedding->shape.empty())
        card.vocab_size = embedding->shape.front();
    card.tie_word_embeddings = !file.findTensor("output.weight");
    checkFamily(report);
    countTensors(report, file.tensors());
}

void readGguf(ModelReport &report)
{
    report.format = "gguf";
    const modelfile::GgufFile file(report.path);
    modelfile::readWhole(file, [&] {
        readCard(report, file);
        return true;
    });
}

void readConfig(ModelReport &report)
{
    const fs::path path = report.path / "config.json";
    const base::Json json = base::readJson(path);
    const std::string subject = path.string();
    const auto number = [&](const char *name) { return base::fieldOr<int64_t>(json, name, 0, subject); };
    ModelCard &card = report.card;
    card.family = base::fieldOr<std::string>(json, "model_type", "", subject);
    card.hidden_size = number("hidden_size");
    card.intermediate_size = number("intermediate_size");
    card.num_hidden_layers = number("num_hidden_layers");
    card.num_attention_heads = number("num_attention_heads");
    card.num_key_value_heads = base::fieldOr<int64_t>(json, "num_key_value_heads", card.num_attention_heads, subject);
    card.head_dim = base::fieldOr<int64_t>(
        json, "head_dim", card.num_attention_heads > 0 ? card.hidden_size / card.num_attention_heads : 0, subject);
    card.context_length = number("max_position_embeddings");
    card.vocab_size = number("vocab_size");
    card.tie_word_embeddings = base::fieldOr<bool>(json, "tie_word_embeddings", false, subject);
    checkFamily(report);
}

void readFolder(ModelReport &report)
{
    report.format = "safetensors";
    attempt(report, [&] { readConfig(report); });
    attempt(report, [&] {
        const modelfile::SafetensorsFolder folder(report.path);
        std::error_code ec;
        for (const fs::path &file : folder.files())
            report.card.bytes += int64_t(fs::file_size(file, ec));
        countTensors(report, folder.tensors());
    });
}

// A known card of the same name says what the files do not: licence, languages, a better name.
void adoptKnownCard(ModelReport &report)
{
    ModelCard &card = report.card;
    card.name = report.path.extension() == ".gguf" ? report.path.stem().string() : report.path.filename().string();
    card.id = report.path.string();
    const auto matches = [&](const ModelCard &known) {
        const bool sameShape = known.hidden_size == card.hidden_size && known.num_hidden_layers == card.num_hidden_layers
            && known.vocab_size == card.vocab_size;
        return sameShape && card.name.starts_with(known.name);
    };
    for (const ModelCard &known : knownModelCards()) {
        if (!matches(known))
            continue;
        card.name = known.name;
        card.licence = known.licence;
        card.source = known.source;
        card.languages = known.languages;
        card.notes = known.notes;
        card.context_length = known.context_length;
    }
}

void readText(ModelReport &report, const std::string &chatTemplate)
{
    attempt(report, [&] { report.tokenizer = text::loadTokenizer(report.path)->description(); });
    if (report.tokenizer.empty())
        return;
    attempt(report, [&] { report.chat_template = text::loadModelText(report.path, chatTemplate).chatTemplate.name(); });
    if (!report.problems.empty() && report.problems.back().kind == base::ErrorKind::UnsupportedTemplate)
        report.nearest_template = report.problems.back().param("nearest");
}

} // namespace

bool looksLikeModel(const fs::path &path)
{
    std::error_code ec;
    if (fs::is_directory(path, ec)) {
        return fs::exists(path / "config.json", ec) || fs::exists(path / "model.safetensors", ec)
            || fs::exists(path / "model.safetensors.index.json", ec);
    }
    return path.extension() == ".gguf" && fs::is_regular_file(path, ec);
}

ModelReport inspectModel(const fs::path &model, const base::CancelToken &cancel, const std::string &chatTemplate)
{
    ModelReport report;
    // "folder/" has no file name to call it by.
    report.path = model.has_filename() ? model : model.parent_path();
    std::error_code ec;
    if (!fs::exists(report.path, ec)) {
        addProblem(report, base::ErrorKind::FileMissing, {});
        report.card.name = report.path.filename().string();
        report.card.id = report.path.string();
        return report;
    }
    const bool folder = fs::is_directory(report.path, ec);
    if (folder) {
        readFolder(report);
    } else {
        report.card.bytes = int64_t(fs::file_size(report.path, ec));
        attempt(report, [&] { readGguf(report); });
    }
    cancel.throwIfCancelled("checking a model");
    attempt(report, [&] { adoptKnownCard(report); });
    // A file that cannot be opened as a container has no vocabulary either: one sentence is enough.
    if (folder || report.problems.empty())
        readText(report, chatTemplate);
    return report;
}

} // namespace run
