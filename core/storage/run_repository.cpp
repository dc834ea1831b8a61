// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/run_repository.h"

#include "base/clock.h"
#include "base/files.h"
#include "storage/metric_points.h"
#include "storage/sql.h"


namespace storage {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;
using base::Json;

namespace {

constexpr char kSelect[] = "SELECT id, folder, name, kind, created, spec, state, outcome, error, started, ended, stage, step, total,"
                           " eta_seconds, adapter, machine, attempt, events_offset FROM run";

// Inside the workspace relative, so that a copied workspace works.
std::string folderText(const Database &database, const fs::path &folder)
{
    const fs::path absolute = fs::absolute(folder).lexically_normal();
    const fs::path relative = absolute.lexically_relative(database.folder());
    return relative.empty() || *relative.begin() == ".." ? absolute.string() : relative.string();
}

RunState stateFromName(const std::string &name)
{
    for (const RunState state : { RunState::Queued, RunState::Running }) {
        if (runStateName(state) == name)
            return state;
    }
    return RunState::Ended;
}

// What is derived from a run's files and damaged here must not make the list of runs unreadable.
std::optional<Json> readable(const std::string &text)
{
    try {
        Json json = base::parseJson(text, "run");
        return json.is_object() ? std::optional(std::move(json)) : std::nullopt;
    } catch (const Failure &) {
        return std::nullopt;
    }
}

std::optional<base::Error> errorOf(const std::string &text)
{
    try {
        const auto json = readable(text);
        return json ? std::optional(run::errorFromJson(*json)) : std::nullopt;
    } catch (const Failure &) {
        return std::nullopt;
    }
}

// Nor must a spec of another version.
run::JobSpec specOf(const std::string &text, const RunRow &row)
{
    try {
        return run::jobSpecFromJson(base::parseJson(text, "spec"), "spec");
    } catch (const Failure &) {
        run::JobSpec spec;
        spec.run_id = row.id;
        spec.name = row.name;
        spec.created = row.created;
        if (row.kind == run::JobKind::Predict)
            spec.job = run::PredictSpec {};
        else
            spec.job = run::TrainSpec {};
        return spec;
    }
}

RunRow rowOf(const Database &database, const Query &row)
{
    RunRow r;
    r.id = row.text(0);
    r.folder = database.folder() / row.text(1); // an absolute one stays absolute
    r.name = row.text(2);
    r.kind = row.text(3) == run::jobKindName(run::JobKind::Predict) ? run::JobKind::Predict : run::JobKind::Train;
    r.created = row.text(4);
    r.spec = specOf(row.text(5), r);
    r.kind = r.spec.kind(); // the two agree for everybody who asks the spec for its job
    r.state = stateFromName(row.text(6));
    if (!row.isNull(7))
        r.outcome = run::outcomeFromName(row.text(7));
    if (!row.isNull(8))
        r.error = errorOf(row.text(8));
    r.started = row.text(9);
    r.ended = row.text(10);
    r.stage = row.text(11);
    r.step = row.number(12);
    r.total = row.number(13);
    r.eta_seconds = row.real(14);
    if (!row.text(15).empty() && r.kind == run::JobKind::Train)
        r.adapter = r.folder / row.text(15);
    if (const auto machine = readable(row.text(16)))
        r.machine = *machine;
    r.attempt = row.number(17);
    r.events_offset = row.number(18);
    return r;
}

run::Prediction predictionOf(const Query &row)
{
    run::Prediction p;
    p.dialogue_id = row.text(0);
    p.turn_id = row.text(1);
    p.revision = row.number(2);
    p.source_key = row.text(3);
    p.seeker = row.text(4);
    p.reference = row.text(5);
    p.prediction = row.text(6);
    p.finish_reason = row.text(7);
    p.prompt_tokens = row.number(8);
    p.new_tokens = row.number(9);
    p.seconds = row.real(10).value_or(0);
    return p;
}

std::optional<double> oneMetric(const Database &database, const std::string &id, const std::string &metric, const char *order)
{
    Query row(database,
        "SELECT value FROM metric WHERE run_id = ? AND name = ? AND value IS NOT NULL ORDER BY step " + std::string(order)
            + ", attempt DESC LIMIT 1");
    row.with(id).with(metric);
    return row.next() ? row.real(0) : std::nullopt;
}

} // namespace

std::string_view runStateName(RunState state)
{
    switch (state) {
    case RunState::Queued:
        return "queued";
    case RunState::Running:
        return "running";
    case RunState::Ended:
        break;
    }
    return "ended";
}

std::vector<RunRow> RunRepository::list() const
{
    Query rows(m_database, std::string(kSelect) + " ORDER BY created DESC, rowid DESC");
    std::vector<RunRow> list;
    while (rows.next())
        list.push_back(rowOf(m_database, rows));
    return list;
}

std::optional<RunRow> RunRepository::find(const std::string &id) const
{
    Query row(m_database, std::string(kSelect) + " WHERE id = ?");
    row.with(id);
    return row.next() ? std::optional(rowOf(m_database, row)) : std::nullopt;
}

RunRow RunRepository::get(const std::string &id) const
{
    if (auto row = find(id))
        return std::move(*row);
    throw Failure(ErrorKind::NotFound, "The run " + id, "the workspace");
}

RunRow RunRepository::resolve(const std::string &text) const
{
    const std::string folder = folderText(m_database, text);
    for (const char *condition : { " WHERE id = ?1", " WHERE folder = ?2 OR folder = 'runs/' || ?1", " WHERE name = ?1",
             " WHERE substr(id, 1, length(?1)) = ?1 AND length(?1) >= 4" }) {
        Query row(m_database, std::string(kSelect) + condition + " AND ?2 = ?2 ORDER BY created DESC, rowid DESC LIMIT 1");
        row.with(text).with(folder);
        if (row.next())
            return rowOf(m_database, row);
    }
    throw Failure(ErrorKind::NotFound, "The run " + text, "the workspace", { { "remedy", "attune runs lists them." } });
}

RunRow RunRepository::add(const run::RunFolder &folder)
{
    const run::JobSpec spec = folder.spec();
    const std::string place = folderText(m_database, folder.path());
    m_database.transaction([&] {
        // A folder that was made anew under an old name is another run.
        Query(m_database, "DELETE FROM run WHERE folder = ? AND id <> ?").with(place).with(spec.run_id).run();
        Query(m_database,
            "INSERT INTO run (id, folder, name, kind, created, spec, state) VALUES (?, ?, ?, ?, ?, ?, 'queued')"
            " ON CONFLICT (id) DO NOTHING")
            .with(spec.run_id).with(place).with(spec.name).with(run::jobKindName(spec.kind())).with(spec.created)
            .with(base::toLine(toJson(spec))).run();
    });
    return get(spec.run_id);
}

void RunRepository::setState(const std::string &id, RunState state)
{
    m_database.transaction([&] {
        Query(m_database,
            "UPDATE run SET state = ?1, outcome = NULL, error = NULL, ended = '', started = CASE ?1 WHEN 'running' THEN ?2 ELSE started END"
            " WHERE id = ?3")
            .with(runStateName(state)).with(base::utcNow()).with(id).run();
    });
}

bool RunRepository::claim(const std::string &id)
{
    if (m_database.isReadOnly())
        return false;
    int64_t changed = 0;
    m_database.transaction([&] {
        changed = Query(m_database,
            "UPDATE run SET state = 'running', started = ?, stage = '', outcome = NULL, error = NULL, ended = '' WHERE id = ? AND state = 'queued'")
                      .with(base::utcNow()).with(id).runCounting();
    });
    return changed > 0;
}

void RunRepository::end(const std::string &id, run::Outcome outcome, const std::optional<base::Error> &error)
{
    m_database.transaction([&] {
        Query update(m_database, "UPDATE run SET state = 'ended', outcome = ?, error = ?, ended = ?, eta_seconds = NULL WHERE id = ?");
        update.with(run::outcomeName(outcome));
        update.with(error ? std::optional(base::toLine(run::errorToJson(*error))) : std::nullopt);
        update.with(base::utcNow()).with(id).run();
    });
}

void RunRepository::rename(const std::string &id, const std::string &name)
{
    m_database.transaction([&] { Query(m_database, "UPDATE run SET name = ? WHERE id = ?").with(name).with(id).run(); });
}

void RunRepository::forget(const std::string &id)
{
    m_database.transaction([&] { Query(m_database, "DELETE FROM run WHERE id = ?").with(id).run(); });
}

std::vector<run::JobEvent> RunRepository::events(const std::string &id, const std::string &type) const
{
    Query rows(m_database,
        "SELECT seq, time, type, fields FROM run_event WHERE run_id = ?1 AND (?2 = '' OR type = ?2) ORDER BY seq");
    rows.with(id).with(type);
    std::vector<run::JobEvent> events;
    while (rows.next())
        events.push_back({ rows.number(0), rows.text(1), rows.text(2), readable(rows.text(3)).value_or(Json::object()) });
    return events;
}

std::vector<std::string> RunRepository::metricNames(const std::string &id) const
{
    Query rows(m_database, "SELECT DISTINCT name FROM metric WHERE run_id = ? ORDER BY name");
    rows.with(id);
    std::vector<std::string> names;
    while (rows.next())
        names.push_back(rows.text(0));
    return names;
}

std::vector<MetricPoint> RunRepository::metricPoints(const std::string &id, const std::string &metric, size_t maxPoints) const
{
    Query rows(m_database, "SELECT step, value, attempt FROM metric WHERE run_id = ? AND name = ? ORDER BY attempt, step");
    rows.with(id).with(metric);
    std::vector<MetricPoint> points;
    while (rows.next())
        points.push_back({ rows.number(0), rows.real(1), rows.number(2) });
    return thinned(latestAttempts(std::move(points)), maxPoints);
}

std::optional<double> RunRepository::lastMetric(const std::string &id, const std::string &metric) const
{
    return oneMetric(m_database, id, metric, "DESC");
}

std::optional<double> RunRepository::firstMetric(const std::string &id, const std::string &metric) const
{
    return oneMetric(m_database, id, metric, "ASC");
}

std::vector<run::Prediction> RunRepository::predictions(const std::string &id, int64_t limit, int64_t offset) const
{
    Query rows(m_database,
        "SELECT dialogue_id, turn_id, revision, source_key, seeker, reference, prediction, finish_reason, prompt_tokens,"
        " new_tokens, seconds FROM prediction WHERE run_id = ? ORDER BY line LIMIT ? OFFSET ?");
    rows.with(id).with(limit).with(offset);
    std::vector<run::Prediction> predictions;
    while (rows.next())
        predictions.push_back(predictionOf(rows));
    return predictions;
}

int64_t RunRepository::predictionCount(const std::string &id) const
{
    Query row(m_database, "SELECT count(*) FROM prediction WHERE run_id = ?");
    row.with(id);
    return row.next() ? row.number(0) : 0;
}

} // namespace storage
