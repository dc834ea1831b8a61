// SPDX-License-Identifier: GPL-3.0-or-later
// bench_text MODEL FILE.json: loads the tokenizer, encodes every string of the file, and does what the Prompts page does at a
// key press (a new renderer, an inspection of one dialogue) for dialogues of the file's strings; one thread. Prints one JSON
// object with the best of ten runs. compare.py runs it beside the `tokenizers` library.
#include "base/clock.h"
#include "base/json.h"
#include "text/inspector.h"

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace {

void collect(const base::Json &value, std::vector<std::string> &out)
{
    if (value.is_string())
        out.push_back(value.get<std::string>());
    else if (value.is_structured())
        for (const base::Json &inner : value)
            collect(inner, out);
}

struct Best
{
    double wall = 1e9; // seconds
    double processor = 1e9; // what a busy machine does not spoil
};

template <typename Work> Best best(int runs, Work &&work)
{
    Best least;
    for (int i = 0; i < runs; ++i) {
        const double start = base::steadySeconds();
        const std::clock_t ticks = std::clock();
        work();
        least.processor = std::min(least.processor, double(std::clock() - ticks) / CLOCKS_PER_SEC);
        least.wall = std::min(least.wall, base::steadySeconds() - start);
    }
    return least;
}

base::Json keyPress(const text::ModelText &model, const std::vector<std::string> &texts, size_t turns)
{
    dialogue::Dialogue dialogue;
    for (size_t i = 0; i < texts.size() && dialogue.turns.size() < turns; ++i) {
        if (texts[i].size() < 40 || texts[i].size() > 400)
            continue;
        const bool supporter = dialogue.turns.size() % 2 == 1;
        dialogue.turns.push_back({ std::to_string(i), supporter ? dialogue::Speaker::Supporter : dialogue::Speaker::Seeker, texts[i], {} });
    }
    text::PromptTemplate prompt;
    prompt.section(text::SectionKind::RoleDefinition).text = "You are a warm supporter.\n\n{{ profile.all }}";
    text::RenderOptions options;
    options.cutoff_len = 1'000'000;
    size_t tokens = 0;
    const Best time = best(10, [&] { tokens = text::inspect(text::Renderer(model, prompt, options), dialogue).tokens.size(); });
    return base::Json { { "turns", dialogue.turns.size() }, { "tokens", tokens }, { "ms", time.wall * 1000 }, { "processor_ms", time.processor * 1000 } };
}

} // namespace

int main(int argc, char **argv)
try {
    if (argc != 3) {
        std::fprintf(stderr, "usage: bench_text MODEL FILE.json\n");
        return 2;
    }
    std::vector<std::string> texts;
    collect(base::readJson(argv[2]), texts);
    size_t bytes = 0;
    for (const std::string &text : texts)
        bytes += text.size();
    const Best load = best(10, [&] { text::loadTokenizer(argv[1]); });
    const auto tokenizer = text::loadTokenizer(argv[1]);
    std::vector<text::TokenId> ids;
    const Best encode = best(10, [&] {
        ids.clear();
        for (const std::string &text : texts)
            tokenizer->encodeTo(text, text::AddedTokens::AsText, ids);
    });
    const text::ModelText model = text::loadModelText(argv[1]);
    base::Json presses = base::Json::array();
    for (const size_t turns : { 20, 60, 200 })
        presses.push_back(keyPress(model, texts, turns));
    std::printf("%s\n", base::toLine(base::Json { { "load_s", load.wall }, { "load_processor_s", load.processor },
                                    { "encode_s", encode.wall }, { "encode_processor_s", encode.processor }, { "strings", texts.size() },
                                    { "bytes", bytes }, { "tokens", ids.size() }, { "mb_per_s", double(bytes) / encode.wall / 1e6 },
                                    { "key_press", std::move(presses) } }).c_str());
    return 0;
} catch (const base::Failure &failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
}
