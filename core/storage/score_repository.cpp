// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/score_repository.h"

#include "metrics/scoring.h"
#include "storage/run_repository.h"
#include "storage/sql.h"

namespace storage {

namespace fs = std::filesystem;
using base::Json;

namespace {

void fillValues(const Database &database, ScoreSet &set)
{
    Query rows(database, "SELECT metric, value FROM score WHERE set_id = ?");
    rows.with(set.id);
    std::vector<ScoreValue> found;
    while (rows.next())
        found.push_back({ rows.text(0), rows.real(1) });
    const auto take = [&](const std::string &metric) {
        for (const ScoreValue &value : found) {
            if (value.metric == metric)
                set.values.push_back(value);
        }
    };
    for (const metrics::Metric metric : metrics::kMetrics)
        take(std::string(metrics::metricName(metric)));
    take("total");
}

std::vector<ScoreSet> readSets(const Database &database, const std::string &condition, const std::vector<std::string> &values)
{
    Query rows(database,
        "SELECT id, run_id, file, definition, created, replies, missing FROM score_set WHERE " + condition + " ORDER BY id DESC");
    for (const std::string &value : values)
        rows.with(value);
    std::vector<ScoreSet> sets;
    while (rows.next()) {
        ScoreSet set { rows.number(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), rows.number(5), {}, {} };
        const Json missing = base::parseJson(rows.text(6), "scores");
        for (const auto &[metric, reason] : missing.items())
            set.missing.emplace_back(metric, reason.get<std::string>());
        fillValues(database, set);
        sets.push_back(std::move(set));
    }
    return sets;
}

void insertValues(const Database &database, int64_t setId, const metrics::Scores &scores)
{
    Query insert(database, "INSERT INTO score (set_id, metric, value) VALUES (?, ?, ?)");
    const auto percent = [](const std::optional<double> &value) { return value ? std::optional(*value * 100) : std::nullopt; };
    for (const metrics::Metric metric : metrics::kMetrics)
        insert.with(setId).with(metrics::metricName(metric)).with(percent(scores.value(metric))).run();
    insert.with(setId).with("total").with(percent(scores.total.value)).run();
}

// "turns": [{"dialogue_id","turn_id"}], "per_reply": {"bleu_4": [..]}, in the same order.
void insertReplies(const Database &database, int64_t setId, const Json &json, const std::string &subject)
{
    const Json turns = base::fieldOr<Json>(json, "turns", Json::array(), subject);
    const Json perReply = base::fieldOr<Json>(json, "per_reply", Json::object(), subject);
    Query insert(database,
        "INSERT OR REPLACE INTO reply_score (set_id, dialogue_id, turn_id, metric, value) VALUES (?, ?, ?, ?, ?)");
    for (const auto &[metric, values] : perReply.items()) {
        if (!values.is_array() || values.size() != turns.size()) {
            throw base::Failure(base::ErrorKind::WrongShape, subject, "per_reply." + metric,
                { { "expected", std::to_string(turns.size()) + " values" } });
        }
        for (size_t i = 0; i < turns.size(); ++i) {
            insert.with(setId).with(base::field<std::string>(turns[i], "dialogue_id", subject))
                .with(base::field<std::string>(turns[i], "turn_id", subject)).with(metric)
                .with(values[i].is_number() ? std::optional(values[i].get<double>()) : std::nullopt).run();
        }
    }
}

} // namespace

std::optional<double> ScoreSet::value(const std::string &metric) const
{
    for (const ScoreValue &score : values) {
        if (score.metric == metric)
            return score.value;
    }
    return std::nullopt;
}

std::vector<ScoreSet> ScoreRepository::list(const std::string &runId) const
{
    return readSets(m_database, "run_id = ?", { runId });
}

std::optional<ScoreSet> ScoreRepository::latest(const std::string &runId, const std::string &definition) const
{
    const std::vector<ScoreSet> sets = definition.empty()
        ? list(runId)
        : readSets(m_database, "run_id = ? AND definition = ?", { runId, definition });
    return sets.empty() ? std::nullopt : std::optional(sets.front());
}

ScoreSet ScoreRepository::addFile(const std::string &runId, const fs::path &file)
{
    const std::string subject = file.string();
    const Json json = base::readJson(file);
    const metrics::Scores scores = metrics::scoresFromJson(json, subject);
    const fs::path runFolder = RunRepository(m_database).get(runId).folder;
    const std::string name = fs::absolute(file).lexically_normal().lexically_relative(runFolder).string();
    Json missing = Json::object();
    for (const metrics::MissingMetric &metric : scores.missing)
        missing[std::string(metrics::metricName(metric.metric))] = metric.reason;
    m_database.transaction([&] {
        const int64_t added = Query(m_database,
            "INSERT INTO score_set (run_id, file, definition, created, replies, missing) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (run_id, file) DO NOTHING")
                                  .with(runId).with(name).with(scores.definition)
                                  .with(base::fieldOr<std::string>(json, "created", "", subject))
                                  .with(static_cast<int64_t>(scores.replies)).with(base::toLine(missing)).runCounting();
        if (added == 0)
            return;
        Query id(m_database, "SELECT id FROM score_set WHERE run_id = ? AND file = ?");
        id.with(runId).with(name);
        id.next();
        const int64_t setId = id.number(0);
        insertValues(m_database, setId, scores);
        insertReplies(m_database, setId, json, subject);
    });
    return readSets(m_database, "run_id = ? AND file = ?", { runId, name }).front();
}

std::vector<ScoredReply> ScoreRepository::replies(
    int64_t setId, const std::string &metric, bool lowestFirst, int64_t limit, int64_t offset) const
{
    Query rows(m_database,
        "SELECT p.dialogue_id, p.turn_id, p.revision, p.source_key, p.seeker, p.reference, p.prediction, p.finish_reason,"
        " p.prompt_tokens, p.new_tokens, p.seconds, r.value FROM score_set s JOIN prediction p ON p.run_id = s.run_id"
        " LEFT JOIN reply_score r ON r.set_id = s.id AND r.dialogue_id = p.dialogue_id AND r.turn_id = p.turn_id AND r.metric = ?"
        " WHERE s.id = ? ORDER BY r.value " + std::string(lowestFirst ? "ASC" : "DESC") + ", p.line LIMIT ? OFFSET ?");
    rows.with(metric).with(setId).with(limit).with(offset);
    std::vector<ScoredReply> replies;
    while (rows.next()) {
        ScoredReply scored;
        run::Prediction &p = scored.reply;
        p.dialogue_id = rows.text(0);
        p.turn_id = rows.text(1);
        p.revision = rows.number(2);
        p.source_key = rows.text(3);
        p.seeker = rows.text(4);
        p.reference = rows.text(5);
        p.prediction = rows.text(6);
        p.finish_reason = rows.text(7);
        p.prompt_tokens = rows.number(8);
        p.new_tokens = rows.number(9);
        p.seconds = rows.real(10).value_or(0);
        scored.value = rows.real(11);
        replies.push_back(std::move(scored));
    }
    return replies;
}

} // namespace storage
