// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/dataset.h"

#include "base/files.h"
#include "base/hash.h"

#include <fmt/format.h>

#include <algorithm>

namespace run {

using base::Json;

std::string_view splitName(Split split)
{
    switch (split) {
    case Split::Train:
        return "train";
    case Split::Validation:
        return "validation";
    case Split::Test:
        return "test";
    }
    return "train";
}

Split splitFromName(std::string_view name, const std::string &subject)
{
    for (const Split split : { Split::Train, Split::Validation, Split::Test }) {
        if (splitName(split) == name)
            return split;
    }
    throw base::Failure(base::ErrorKind::InvalidValue, "split", subject,
        { { "value", std::string(name) }, { "expected", "train, validation or test" } });
}

std::string writeDataset(const std::filesystem::path &path, const std::vector<DatasetRow> &rows)
{
    std::string content;
    for (const DatasetRow &row : rows) {
        Json json { { "split", splitName(row.split) }, { "revision", row.revision }, { "dialogue", toJson(row.dialogue) } };
        if (!row.split_key.empty())
            json["split_key"] = row.split_key;
        // The style serves exports only; a run does not need it.
        json["dialogue"].erase("source_style");
        content += base::toLine(json);
        content += '\n';
    }
    base::writeFileAtomically(path, content);
    return base::sha256(content);
}

namespace {

std::string lineSubject(const std::filesystem::path &path, int64_t number) { return fmt::format("{}, line {}", path.string(), number); }

} // namespace

std::vector<DatasetRow> readDataset(const std::filesystem::path &path)
{
    std::vector<DatasetRow> rows;
    const std::string content = base::readFile(path);
    std::string_view rest = content;
    // The file is written whole, so a last line without a newline is one, too: an editor or a copy may have left it off.
    for (int64_t number = 1; !rest.empty(); ++number) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        const std::string subject = lineSubject(path, number);
        const Json json = base::parseJson(line, subject);
        DatasetRow row;
        row.split = splitFromName(base::field<std::string>(json, "split", subject), subject);
        row.revision = base::field<int64_t>(json, "revision", subject);
        row.dialogue = dialogue::dialogueFromJson(base::field<Json>(json, "dialogue", subject), subject);
        row.split_key = base::fieldOr<std::string>(json, "split_key", "", subject);
        rows.push_back(std::move(row));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    }
    return rows;
}

Json toJson(const Prediction &p)
{
    return Json { { "dialogue_id", p.dialogue_id }, { "turn_id", p.turn_id }, { "revision", p.revision },
        { "source_key", p.source_key }, { "seeker", p.seeker }, { "reference", p.reference }, { "prediction", p.prediction },
        { "finish_reason", p.finish_reason }, { "prompt_tokens", p.prompt_tokens }, { "new_tokens", p.new_tokens },
        { "seconds", p.seconds } };
}

Prediction predictionFromJson(const Json &json, const std::string &subject)
{
    Prediction p;
    p.dialogue_id = base::field<std::string>(json, "dialogue_id", subject);
    p.turn_id = base::field<std::string>(json, "turn_id", subject);
    p.revision = base::fieldOr<int64_t>(json, "revision", 1, subject);
    p.source_key = base::fieldOr<std::string>(json, "source_key", "", subject);
    p.seeker = base::fieldOr<std::string>(json, "seeker", "", subject);
    p.reference = base::field<std::string>(json, "reference", subject);
    p.prediction = base::field<std::string>(json, "prediction", subject);
    p.finish_reason = base::fieldOr<std::string>(json, "finish_reason", "", subject);
    p.prompt_tokens = base::fieldOr<int64_t>(json, "prompt_tokens", 0, subject);
    p.new_tokens = base::fieldOr<int64_t>(json, "new_tokens", 0, subject);
    p.seconds = base::fieldOr<double>(json, "seconds", 0, subject);
    return p;
}

std::vector<Prediction> readPredictions(const std::filesystem::path &path)
{
    std::vector<Prediction> predictions;
    // Written line by line: what stands behind the last newline is still being written, or was torn by a crash.
    base::forEachLine(path, 0, [&](std::string_view line) {
        const std::string subject = lineSubject(path, static_cast<int64_t>(predictions.size()) + 1);
        predictions.push_back(predictionFromJson(base::parseJson(line, subject), subject));
    });
    return predictions;
}

} // namespace run
