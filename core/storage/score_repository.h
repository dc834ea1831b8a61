// SPDX-License-Identifier: GPL-3.0-or-later
// Scores of a run's replies under a scoring definition, on the scale 0 to 100. A number leads to its replies, a reply to its
// dialogue. The truth is scores/*.json in the run folder.
#pragma once

#include "run/dataset.h"
#include "storage/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace storage {

struct ScoreValue
{
    std::string metric; // "bleu_4"
    std::optional<double> value; // nothing: missing
};

struct ScoreSet
{
    int64_t id = 0;
    std::string run_id;
    std::string file; // "scores/official@1-1.json", relative to the run folder
    std::string definition; // "official@1"
    std::string created;
    int64_t replies = 0;
    std::vector<ScoreValue> values; // also "total"
    std::vector<std::pair<std::string, std::string>> missing; // metric, why

    std::optional<double> value(const std::string &metric) const;
};

struct ReplyScore
{
    std::string dialogue_id;
    std::string turn_id;
    std::string metric;
    std::optional<double> value;
};

// A reply with its value under one metric: what stands behind a cell.
struct ScoredReply
{
    run::Prediction reply;
    std::optional<double> value;
};

class ScoreRepository
{
public:
    explicit ScoreRepository(Database &database)
        : m_database(database)
    {
    }

    std::vector<ScoreSet> list(const std::string &runId) const; // newest first
    std::optional<ScoreSet> latest(const std::string &runId, const std::string &definition = {}) const;
    // Reads a scores file (written by workspace::scoreRun); once a file.
    ScoreSet addFile(const std::string &runId, const std::filesystem::path &file);
    // Replies behind a metric of a set. Corpus metrics have replies without a value.
    std::vector<ScoredReply> replies(int64_t setId, const std::string &metric, bool lowestFirst = true,
        int64_t limit = -1, int64_t offset = 0) const;

private:
    Database &m_database;
};

} // namespace storage
