// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/verbs.h"

#include "base/files.h"
#include "base/json.h"
#include "run/model_card.h"
#include "text/tokenizer.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace verbs {

namespace {

struct Options
{
    std::string model;
    std::string file;
    bool special = false;
    bool json = false;
};

std::string idsLine(const text::Tokenizer &tokenizer, std::string_view text, text::AddedTokens added)
{
    std::string line = "[";
    for (const text::TokenId id : tokenizer.encode(text, added))
        line += (line.size() > 1 ? "," : "") + std::to_string(id);
    return line + "]";
}

// Calls `each` with every text of the file: the whole file, or the JSON string of each line.
void forEachText(const std::string &file, const std::function<void(std::string_view)> &each)
{
    const std::string content = base::readFile(file);
    if (!file.ends_with(".jsonl"))
        return each(content);
    size_t number = 0;
    for (size_t begin = 0; begin < content.size();) {
        const size_t end = std::min(content.find('\n', begin), content.size());
        const std::string_view line = std::string_view(content).substr(begin, end - begin);
        const std::string place = file + ", line " + std::to_string(++number);
        begin = end + 1;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        const base::Json value = base::parseJson(line, place);
        if (!value.is_string())
            throw base::Failure(base::ErrorKind::WrongShape, place, {}, { { "expected", "a JSON string" } });
        each(value.get_ref<const std::string &>());
    }
}

void tokenize(const Options &options)
{
    const auto tokenizer = text::loadTokenizer(run::resolveModel(options.model));
    const auto added = options.special ? text::AddedTokens::Match : text::AddedTokens::AsText;
    std::string out;
    forEachText(options.file, [&](std::string_view text) {
        if (!std::cout)
            return; // nobody hears the rest
        if (options.json)
            out += (out.empty() ? "" : ",") + idsLine(*tokenizer, text, added);
        else
            std::cout << idsLine(*tokenizer, text, added) << '\n';
    });
    if (options.json)
        std::cout << "{\"ids\":[" << out << "]}\n";
}

} // namespace

void addTokenize(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand(
        "tokenize", "Prints the token ids of a text file, or of each JSON string of a .jsonl file");
    verb->add_option("MODEL", options->model, "A Hugging Face folder, a .gguf file, or a known name")->required();
    verb->add_option("FILE", options->file, "UTF-8 text taken as one string, or .jsonl with one JSON string a line")
        ->required();
    verb->add_flag("--special", options->special, "Text that spells an added token becomes that token");
    verb->add_flag("--json", options->json, "One JSON object with a list of lists");
    verb->callback([options] { tokenize(*options); });
}

} // namespace verbs
