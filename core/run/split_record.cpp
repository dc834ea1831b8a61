// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/split_record.h"

#include "base/numbers.h"

#include <fmt/format.h>

namespace run {

using base::ErrorKind;
using base::Failure;
using base::Json;

namespace {

std::vector<std::string> textsOf(const Json &json, const char *name, const std::string &subject)
{
    std::vector<std::string> texts;
    const auto list = base::fieldOr<Json>(json, name, Json::array(), subject);
    for (const Json &item : list) {
        if (!item.is_string())
            base::detail::throwWrongType(subject, name, "a list of texts", item);
        texts.push_back(item.get<std::string>());
    }
    return texts;
}

std::array<double, 3> ratiosOf(const Json &json, const std::string &subject)
{
    const auto list = base::fieldOr<Json>(json, "ratios", Json { 8, 1, 1 }, subject);
    if (!list.is_array() || list.size() != 3)
        throw Failure(ErrorKind::WrongShape, subject, "ratios", { { "expected", "a list of three numbers" } });
    std::array<double, 3> ratios {};
    for (size_t i = 0; i < 3; ++i) {
        if (!list[i].is_number())
            base::detail::throwWrongType(subject, "ratios", "a number", list[i]);
        ratios[i] = list[i].get<double>();
    }
    return ratios;
}

std::string ratiosText(const std::array<double, 3> &ratios)
{
    return fmt::format("{}:{}:{}", base::toText(ratios[0]), base::toText(ratios[1]), base::toText(ratios[2]));
}

std::string joined(const std::vector<std::string> &texts)
{
    std::string all;
    for (const std::string &text : texts)
        all += (all.empty() ? "" : ", ") + text;
    return all;
}

} // namespace

Json toJson(const SplitRecord &s)
{
    Json json = Json::object();
    if (s.by == SplitBy::Seed) {
        json["version"] = s.version;
        json["by"] = "seed";
        json["seed"] = s.seed;
        json["ratios"] = s.ratios;
        if (!s.grouped)
            json["grouped"] = false;
    } else if (s.by == SplitBy::File) {
        json["by"] = "file";
        json["files"] = Json::object();
        for (const auto &[file, part] : s.files)
            json["files"][file] = splitName(part);
    } else if (!s.sentence.empty()) {
        json["sentence"] = s.sentence;
    }
    if (!s.sources.empty())
        json["sources"] = s.sources;
    if (!s.without_sources.empty())
        json["without_sources"] = s.without_sources;
    if (!s.search.empty())
        json["search"] = s.search;
    if (!s.language.empty())
        json["language"] = s.language;
    if (s.part)
        json["part"] = splitName(*s.part);
    if (s.cut_to_tokens > 0)
        json["cut_to_tokens"] = s.cut_to_tokens;
    return json;
}

SplitRecord splitRecordFromJson(const Json &json, const std::string &subject)
{
    SplitRecord s;
    const auto by = base::fieldOr<std::string>(json, "by", "", subject);
    s.by = by == "seed" ? SplitBy::Seed : by == "file" ? SplitBy::File : SplitBy::Unknown;
    s.version = base::fieldOr<int>(json, "version", 2, subject);
    s.seed = base::fieldOr<uint64_t>(json, "seed", s.seed, subject);
    s.ratios = ratiosOf(json, subject);
    s.grouped = base::fieldOr<bool>(json, "grouped", true, subject);
    const auto files = base::fieldOr<Json>(json, "files", Json::object(), subject); // items() needs it alive
    for (const auto &[file, part] : files.items()) {
        if (!part.is_string())
            base::detail::throwWrongType(subject, "files", "the name of a part", part);
        s.files[file] = splitFromName(part.get<std::string>(), subject);
    }
    s.sources = textsOf(json, "sources", subject);
    s.without_sources = textsOf(json, "without_sources", subject);
    s.search = base::fieldOr<std::string>(json, "search", "", subject);
    s.language = base::fieldOr<std::string>(json, "language", "", subject);
    if (const auto part = base::fieldOr<std::string>(json, "part", "", subject); !part.empty())
        s.part = splitFromName(part, subject);
    s.cut_to_tokens = base::fieldOr<int64_t>(json, "cut_to_tokens", 0, subject);
    s.sentence = base::fieldOr<std::string>(json, "sentence", "", subject);
    return s;
}

std::string splitText(const SplitRecord &s)
{
    std::string text = s.sentence;
    if (s.by == SplitBy::Seed) {
        text = fmt::format("seed {}, {}", s.seed, ratiosText(s.ratios));
        if (s.version == 1)
            text += s.grouped ? " by situation, split version 1" : ", split version 1";
    } else if (s.by == SplitBy::File) {
        std::vector<std::string> files;
        for (const auto &[file, part] : s.files)
            files.push_back(file + " " + std::string(splitName(part)));
        text = "by file: " + joined(files);
    }
    const auto add = [&text](const std::string &more) { text += (text.empty() ? "" : ", ") + more; };
    if (!s.sources.empty())
        add("only " + joined(s.sources));
    if (!s.without_sources.empty())
        add("without " + joined(s.without_sources));
    if (!s.search.empty())
        add("with the words \"" + s.search + '"');
    if (!s.language.empty())
        add("language " + s.language);
    if (s.part)
        add(std::string(splitName(*s.part)) + " only");
    if (s.cut_to_tokens > 0)
        add(fmt::format("cut to {} training tokens", s.cut_to_tokens));
    return text;
}

} // namespace run
