// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/scoring.h"

#include "base/clock.h"
#include "base/files.h"
#include "base/hash.h"
#include "run/dataset.h"
#include "storage/run_repository.h"

#include <cstdlib>

namespace workspace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;
using base::Json;

namespace {

// The first number that is free: scores are added, never replaced.
fs::path freeFile(const fs::path &folder, const std::string &definition)
{
    std::error_code ec;
    fs::create_directories(folder, ec);
    if (ec)
        base::throwWriteError(folder, ec.value());
    for (int n = 1;; ++n) {
        const fs::path file = folder / (definition + "-" + std::to_string(n) + ".json");
        if (!fs::exists(file, ec))
            return file;
    }
}

Json turnsOf(const std::vector<run::Prediction> &predictions)
{
    Json turns = Json::array();
    for (const run::Prediction &prediction : predictions)
        turns.push_back(Json { { "dialogue_id", prediction.dialogue_id }, { "turn_id", prediction.turn_id } });
    return turns;
}

} // namespace

fs::path defaultVectorFile()
{
    const char *named = std::getenv("ATTUNE_VECTORS");
    return named ? fs::path(named) : fs::path();
}

fs::path writeScores(const run::RunFolder &folder, const metrics::ScoringResources &resources,
    const std::function<void(double)> &progress, const base::CancelToken &cancel)
{
    const std::vector<run::Prediction> predictions = run::readPredictions(folder.predictionsFile());
    if (predictions.empty()) {
        throw Failure(ErrorKind::NotFound, "A reply to score", folder.predictionsFile().string(),
            { { "remedy", "Only finished predictions have scores." } });
    }
    std::vector<metrics::TextPair> pairs;
    for (const run::Prediction &prediction : predictions)
        pairs.push_back({ prediction.reference, prediction.prediction });
    const metrics::Scores scores = metrics::scorePairs(pairs, resources, progress, cancel);
    const run::JobSpec spec = folder.spec();
    Json json = metrics::toJson(scores);
    json["run_id"] = spec.run_id;
    json["created"] = base::utcNow();
    json["attune_version"] = ATTUNE_VERSION;
    json["dataset_sha256"] = spec.dataset_sha256;
    json["predictions_sha256"] = base::sha256OfFile(folder.predictionsFile());
    json["turns"] = turnsOf(predictions);
    json["per_reply"] = metrics::perReplyToJson(scores);
    const fs::path file = freeFile(folder.scoresDir(), scores.definition);
    base::writeFileAtomically(file, json.dump(1) + "\n");
    return file;
}

storage::ScoreSet scoreRun(storage::Database &database, const std::string &runId, const metrics::ScoringResources &resources,
    const std::function<void(double)> &progress, const base::CancelToken &cancel)
{
    storage::RunRepository runs(database);
    runs.record(runId); // the replies that the numbers lead to
    const fs::path file = writeScores(run::RunFolder(runs.get(runId).folder), resources, progress, cancel);
    return storage::ScoreRepository(database).addFile(runId, file);
}

} // namespace workspace
