// SPDX-License-Identifier: GPL-3.0-or-later
// bench_text MODEL FILE.json: loads the tokenizer and encodes every string of the file, one thread; prints one JSON object
// with the best of ten runs. compare.py runs it beside the `tokenizers` library.
#include "base/clock.h"
#include "base/json.h"
#include "text/tokenizer.h"

#include <algorithm>
#include <cstdio>

namespace {

void collect(const base::Json &value, std::vector<std::string> &out)
{
    if (value.is_string())
        out.push_back(value.get<std::string>());
    else if (value.is_structured())
        for (const base::Json &inner : value)
            collect(inner, out);
}

template <typename Work> double best(int runs, Work &&work)
{
    double least = 1e9;
    for (int i = 0; i < runs; ++i) {
        const double start = base::steadySeconds();
        work();
        least = std::min(least, base::steadySeconds() - start);
    }
    return least;
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
    const double load = best(10, [&] { text::loadTokenizer(argv[1]); });
    const auto tokenizer = text::loadTokenizer(argv[1]);
    std::vector<text::TokenId> ids;
    const double encode = best(10, [&] {
        ids.clear();
        for (const std::string &text : texts)
            tokenizer->encodeTo(text, text::AddedTokens::AsText, ids);
    });
    std::printf("%s\n", base::toLine(base::Json { { "load_s", load }, { "encode_s", encode }, { "strings", texts.size() },
                                    { "bytes", bytes }, { "tokens", ids.size() }, { "mb_per_s", double(bytes) / encode / 1e6 } }).c_str());
    return 0;
} catch (const base::Failure &failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
}
