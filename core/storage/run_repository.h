// SPDX-License-Identifier: GPL-3.0-or-later
// Runs as the window lists them, their events, metric points and replies. All of it is a copy of what the run folders
// hold: it can be dropped and rebuilt.
#pragma once

#include "run/dataset.h"
#include "run/job_event.h"
#include "run/job_spec.h"
#include "run/run_folder.h"
#include "storage/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace storage {

enum class RunState { Queued, Running, Ended };
std::string_view runStateName(RunState state); // "queued", "running", "ended"

struct RunRow
{
    std::string id;
    std::filesystem::path folder; // absolute
    std::string name;
    run::JobKind kind = run::JobKind::Train; // that of the spec
    std::string created; // UTC
    RunState state = RunState::Queued;
    std::optional<run::Outcome> outcome; // when ended
    std::optional<base::Error> error; // why it did not finish
    std::string started;
    std::string ended;
    std::string stage; // of the last stage event: "training"
    int64_t step = 0;
    int64_t total = 0;
    std::optional<double> eta_seconds;
    std::filesystem::path adapter; // absolute PEFT folder of a training; empty when there is none
    base::Json machine = base::Json::object(); // fields of the started event: device, compute_type, threads, isa ...
    int64_t attempt = 1;
    int64_t events_offset = 0; // bytes of events.jsonl that are recorded
    run::JobSpec spec;
};

// A point of a curve. Nothing: it was not finite.
struct MetricPoint
{
    int64_t step = 0;
    std::optional<double> value;
    int64_t attempt = 1;
};

struct RecordedLines
{
    int64_t events = 0; // new ones
    int64_t replies = 0;
};

class RunRepository
{
public:
    explicit RunRepository(Database &database)
        : m_database(database)
    {
    }

    std::vector<RunRow> list() const; // newest first
    std::optional<RunRow> find(const std::string &id) const;
    RunRow get(const std::string &id) const; // throws NotFound
    // By id, by the start of an id, by folder name or by name: what a person types. Throws NotFound.
    RunRow resolve(const std::string &text) const;

    // Registers a folder with a spec; one that is known already keeps its row. Returns it.
    RunRow add(const run::RunFolder &folder);
    void setState(const std::string &id, RunState state);
    // Queued -> running, by one desk only: false when it was not queued any more.
    bool claim(const std::string &id);
    void end(const std::string &id, run::Outcome outcome, const std::optional<base::Error> &error);
    void rename(const std::string &id, const std::string &name);
    // The row and what belongs to it; the folder stays.
    void forget(const std::string &id);

    // Reads what events.jsonl and predictions.jsonl hold behind the stored offsets, in transactions of at most `batch`
    // lines: points, state, outcome, replies, and the new offsets together. An event counts once by its seq, whoever
    // records it. Torn tails wait for their newline; a line that is no event is skipped.
    RecordedLines record(const std::string &id, size_t batch = 500);

    // Those that tell a story: not metric, progress and prediction, which are kept as points, state and replies.
    std::vector<run::JobEvent> events(const std::string &id, const std::string &type = {}) const;

    std::vector<std::string> metricNames(const std::string &id) const;
    // By step, the latest attempt of each; more than `maxPoints` are thinned so that the curve looks the same
    // (largest triangle), first and last kept. 0: all.
    std::vector<MetricPoint> metricPoints(const std::string &id, const std::string &metric, size_t maxPoints = 2000) const;
    std::optional<double> lastMetric(const std::string &id, const std::string &metric) const;
    std::optional<double> firstMetric(const std::string &id, const std::string &metric) const;

    std::vector<run::Prediction> predictions(const std::string &id, int64_t limit = -1, int64_t offset = 0) const;
    int64_t predictionCount(const std::string &id) const;

private:
    Database &m_database;
};

struct RebuildReport
{
    int64_t runs = 0;
    int64_t events = 0;
    int64_t scores = 0;
    std::vector<std::string> problems; // a sentence for each folder or file that could not be read
};

// Reads every folder under runs/ again, each run all or nothing. Given names, runs that wait and what cannot be read again (a problem
// for each folder that is gone) stay. Of two folders with one id the one that the row names counts.
RebuildReport rebuildRuns(Database &database);
// Adds folders under runs/ that are not known yet (copied in, or made by another desk). Returns their run ids. One without events
// is left to whoever made it for a minute.
std::vector<std::string> findNewRuns(Database &database);

} // namespace storage
