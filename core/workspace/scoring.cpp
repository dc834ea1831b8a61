// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/scoring.h"

#include "base/clock.h"
#include "base/data_dir.h"
#include "base/files.h"
#include "base/hash.h"
#include "run/dataset.h"
#include "storage/run_repository.h"
#include "workspace/run_truth.h"

#include <chrono>
#include <cstdlib>
#include <string_view>
#include <thread>

namespace workspace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;
using base::Json;

namespace {

constexpr const char *kClaim = "score:";
constexpr const char *kVectorCard = "resources/vectors/glove-6b-50d.json";
constexpr std::chrono::milliseconds kLook { 100 };

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

fs::path officialVectorFile()
{
    const fs::path card = base::dataDir() / kVectorCard;
    try {
        return base::cacheDir() / base::field<std::string>(base::readJson(card), "cached_path", card.string());
    } catch (const Failure &) {
        return {}; // a form that is drawn and a score without vectors have no use for the reason
    }
}

fs::path defaultVectorFile()
{
    if (const char *named = std::getenv("ATTUNE_VECTORS"))
        return named;
    std::error_code ec;
    fs::path official = officialVectorFile();
    return fs::is_regular_file(official, ec) ? official : fs::path();
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

metrics::Scores scoresOfFile(const storage::RunRow &row, const storage::ScoreSet &scores)
{
    try {
        const fs::path file = row.folder / scores.file;
        return metrics::scoresFromJson(base::readJson(file), file.string());
    } catch (const Failure &) {
        return {}; // the numbers stand in the database all the same
    }
}

std::string scoringClaim(const std::string &runId) { return kClaim + runId; }

namespace {

storage::ScoreSet scoreClaimed(storage::Database &database, const std::string &runId, const metrics::ScoringResources &resources,
    const std::function<void(double)> &progress, const base::CancelToken &cancel)
{
    storage::RunRepository runs(database);
    requireFolder(runs.get(runId));
    runs.record(runId); // the replies that the numbers lead to
    const fs::path file = writeScores(run::RunFolder(runs.get(runId).folder), resources, progress, cancel);
    return storage::ScoreRepository(database).addFile(runId, file);
}

} // namespace

storage::ScoreSet scoreRun(storage::Database &database, const std::string &runId, const metrics::ScoringResources &resources,
    const std::function<void(double)> &progress, const base::CancelToken &cancel, const storage::Claim *held)
{
    std::optional<storage::Claim> own;
    while (!held && !(own = storage::Claim::take(database, scoringClaim(runId)))) {
        cancel.throwIfCancelled("scoring");
        std::this_thread::sleep_for(kLook);
    }
    return scoreClaimed(database, runId, resources, progress, cancel);
}

std::optional<storage::ScoreSet> scoreOnce(storage::Database &database, const std::string &runId,
    const metrics::ScoringResources &resources, const std::function<void(double)> &progress, const base::CancelToken &cancel)
{
    const auto claim = storage::Claim::take(database, scoringClaim(runId));
    if (!claim)
        return std::nullopt;
    if (auto there = storage::ScoreRepository(database).latest(runId))
        return there;
    return scoreClaimed(database, runId, resources, progress, cancel);
}

std::vector<std::string> unscoredRuns(storage::Database &database)
{
    std::vector<std::string> unscored;
    const storage::RunRepository runs(database);
    for (const std::string &name : storage::abandonedClaims(database, kClaim)) {
        const auto row = runs.find(name.substr(std::string_view(kClaim).size()));
        if (row && row->outcome == run::Outcome::Finished && !storage::ScoreRepository(database).latest(row->id))
            unscored.push_back(row->id);
    }
    return unscored;
}

} // namespace workspace
