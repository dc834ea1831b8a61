// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "modelfile/gguf.h"
#include "text/sentencepiece_tokenizer.h"
#include "text/tokenizer_json.h"

#include <fmt/format.h>

namespace text {

namespace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;

std::shared_ptr<const Tokenizer> makeFrom(const modelfile::GgufFile &file, const fs::path &path)
{
    if (!file.find("tokenizer.ggml.tokens"))
        throw Failure(ErrorKind::MissingTokenizer, path.string());
    const std::string model(file.getOr<std::string_view>("tokenizer.ggml.model", ""));
    if (model == "gpt2")
        return byteLevelBpeFromGguf(file);
    if (model == "llama")
        return sentencepieceFromGguf(file);
    throw Failure(ErrorKind::UnsupportedTokenizer, path.string(), {},
        { { "reason", fmt::format("the kind \"{}\" is not known (tokenizer.ggml.model)", model) } });
}

std::shared_ptr<const Tokenizer> fromGguf(const fs::path &path)
{
    const modelfile::GgufFile file(path);
    return modelfile::readWhole(file, [&] { return makeFrom(file, path); });
}

std::shared_ptr<const Tokenizer> fromFile(const fs::path &path)
{
    if (path.extension() == ".json")
        return tokenizerFromJson(base::readFile(path), path.string());
    if (modelfile::GgufFile::isGguf(path))
        return fromGguf(path);
    if (path.extension() == ".model")
        return sentencepieceFromFile(path);
    throw Failure(ErrorKind::UnsupportedTokenizer, path.string(), {},
        { { "reason", "it is neither a tokenizer.json nor a tokenizer.model nor a GGUF file" } });
}

} // namespace

std::shared_ptr<const Tokenizer> loadTokenizer(const fs::path &model)
{
    std::error_code ec;
    if (!fs::exists(model, ec))
        throw Failure(ErrorKind::FileMissing, model.string());
    if (!fs::is_directory(model, ec))
        return fromFile(model);
    const fs::path spModel = model / "tokenizer.model";
    if (fs::exists(model / "tokenizer.json", ec)) {
        try {
            return fromFile(model / "tokenizer.json");
        } catch (const Failure &failure) {
            // Families of the sentencepiece kind ship both; theirs is read from the original.
            if (failure.error().kind != ErrorKind::UnsupportedTokenizer || !fs::exists(spModel, ec))
                throw;
        }
    }
    if (fs::exists(spModel, ec))
        return fromFile(spModel);
    throw Failure(ErrorKind::MissingTokenizer, model.string());
}

} // namespace text
