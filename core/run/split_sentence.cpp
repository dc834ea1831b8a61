// SPDX-License-Identifier: GPL-3.0-or-later
// The sentences by which specs told their split until 2026-12: "seed 42, 8:1:1 by situation, test only",
// "by file: train.json train, test.json test", both perhaps followed by ", cut to 12034 training tokens for the demo".
// The only place where such words are read; what is not understood is kept as it is.
#include "run/split_record.h"

#include "base/numbers.h"

#include <regex>

namespace run {

namespace {

std::optional<Split> partNamed(const std::string &name)
{
    for (const Split split : { Split::Train, Split::Validation, Split::Test }) {
        if (splitName(split) == name)
            return split;
    }
    return std::nullopt;
}

std::optional<std::array<double, 3>> ratiosIn(const std::string &text)
{
    static const std::regex form("([0-9.e+-]+):([0-9.e+-]+):([0-9.e+-]+)");
    std::smatch found;
    if (!std::regex_match(text, found, form))
        return std::nullopt;
    std::array<double, 3> ratios {};
    for (size_t i = 0; i < 3; ++i) {
        const auto number = base::toDouble(found[i + 1].str());
        if (!number)
            return std::nullopt;
        ratios[i] = *number;
    }
    return ratios;
}

bool readSeeded(const std::string &sentence, SplitRecord &split)
{
    static const std::regex form("seed ([0-9]+), ([0-9.:e+-]+)( by situation)?(?:, (train|validation|test) only)?");
    std::smatch found;
    if (!std::regex_match(sentence, found, form))
        return false;
    const auto seed = base::toInteger(found[1].str());
    const auto ratios = ratiosIn(found[2].str());
    if (!seed || !ratios)
        return false;
    split.by = SplitBy::Seed;
    split.version = 1;
    split.seed = static_cast<uint64_t>(*seed);
    split.ratios = *ratios;
    split.grouped = found[3].matched;
    split.part = partNamed(found[4].str());
    return true;
}

// A file's name may hold a comma; a piece without a part's name at its end belongs to the next.
bool readByFile(std::string rest, SplitRecord &split)
{
    std::map<std::string, Split> files;
    std::string pending;
    while (!rest.empty()) {
        const size_t comma = rest.find(", ");
        const std::string piece = pending + rest.substr(0, comma);
        rest.erase(0, comma == std::string::npos ? rest.size() : comma + 2);
        const size_t space = piece.rfind(' ');
        const std::string last = space == std::string::npos ? std::string() : piece.substr(space + 1);
        const auto named = partNamed(last);
        if (named) {
            files[piece.substr(0, space)] = *named;
            pending.clear();
        } else if (const auto part = last == "only" ? partNamed(piece.substr(0, space)) : std::nullopt; part && rest.empty()) {
            split.part = part;
            pending.clear();
        } else {
            pending = piece + ", ";
        }
    }
    if (files.empty() || !pending.empty())
        return false;
    split.by = SplitBy::File;
    split.files = std::move(files);
    return true;
}

} // namespace

SplitRecord splitFromSentence(const std::string &sentence)
{
    static const std::regex demo("(.*), cut to ([0-9]+) training tokens for the demo(.*)");
    SplitRecord split;
    std::string rest = sentence;
    std::smatch found;
    if (std::regex_match(sentence, found, demo)) {
        split.cut_to_tokens = base::toInteger(found[2].str()).value_or(0);
        rest = found[1].str() + found[3].str();
    }
    constexpr std::string_view byFile = "by file: ";
    if (readSeeded(rest, split) || (rest.starts_with(byFile) && readByFile(rest.substr(byFile.size()), split)))
        return split;
    SplitRecord unread;
    unread.sentence = sentence;
    return unread;
}

} // namespace run
