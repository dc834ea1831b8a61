// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/run_repository.h"
#include "storage/score_repository.h"
#include "storage/sql.h"

#include <algorithm>
#include <chrono>
#include <set>

namespace storage {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> runFolders(const Database &database)
{
    std::vector<fs::path> folders;
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(database.runsDir(), ec)) {
        if (fs::exists(entry.path() / "spec.json", ec))
            folders.push_back(entry.path());
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

std::string placeOf(const Database &database, const fs::path &path) { return path.lexically_relative(database.folder()).string(); }

int64_t addScores(Database &database, const std::string &runId, const run::RunFolder &folder)
{
    std::vector<fs::path> files;
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder.scoresDir(), ec)) {
        if (entry.path().extension() == ".json")
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const fs::path &file : files)
        ScoreRepository(database).addFile(runId, file);
    return static_cast<int64_t>(files.size());
}

// Runs whose folder tells no end: one is at work, was never begun, or its worker is gone.
void settle(Database &database, const std::string &runId, const run::RunFolder &folder)
{
    RunRepository runs(database);
    if (runs.get(runId).state == RunState::Ended)
        return;
    std::error_code ec;
    if (run::isWorkerAlive(folder))
        runs.setState(runId, RunState::Running);
    else if (fs::exists(folder.eventsFile(), ec))
        runs.end(runId, run::Outcome::Lost, base::Error { base::ErrorKind::WorkerLost, runs.get(runId).name, {}, {} });
    else
        runs.end(runId, run::Outcome::Stopped, {});
}

// Another desk has just frozen this run and is about to register it: it must not be found first, as one that was stopped.
bool isBeingMade(const run::RunFolder &folder)
{
    std::error_code ec;
    const auto written = fs::last_write_time(folder.specFile(), ec);
    return !ec && !fs::exists(folder.eventsFile(), ec) && fs::file_time_type::clock::now() - written < std::chrono::minutes(1);
}

void take(Database &database, const fs::path &path, RebuildReport &report)
{
    const run::RunFolder folder(path);
    RunRepository runs(database);
    const std::string id = runs.add(folder).id;
    report.events += runs.record(id).events;
    settle(database, id, folder);
    report.scores += addScores(database, id, folder);
    ++report.runs;
}

} // namespace

RebuildReport rebuildRuns(Database &database)
{
    RebuildReport report;
    std::set<std::string> seen;
    for (const fs::path &path : runFolders(database)) {
        try {
            const std::string id = run::RunFolder(path).spec().run_id;
            if (!seen.insert(id).second)
                continue; // a copy of a folder that was read already
            const auto known = RunRepository(database).find(id);
            database.transaction([&] {
                Query(database, "DELETE FROM run WHERE id = ? OR folder = ?").with(id).with(placeOf(database, path)).run();
            });
            take(database, path, report);
            // Its name is people's word.
            if (known && RunRepository(database).get(id).name != known->name)
                RunRepository(database).rename(id, known->name);
        } catch (const base::Failure &failure) {
            report.problems.push_back(path.filename().string() + ": " + failure.what());
        }
    }
    for (const RunRow &row : RunRepository(database).list()) {
        std::error_code ec;
        if (!fs::exists(row.folder / "spec.json", ec))
            report.problems.push_back(row.name + ": its folder " + row.folder.string() + " is gone; what was known of it is kept");
    }
    return report;
}

std::vector<std::string> findNewRuns(Database &database)
{
    std::vector<std::string> found;
    if (database.isReadOnly())
        return found;
    for (const fs::path &path : runFolders(database)) {
        Query known(database, "SELECT EXISTS (SELECT 1 FROM run WHERE folder = ?)");
        known.with(placeOf(database, path));
        if (known.next() && known.number(0) != 0)
            continue;
        known.run();
        try {
            // The id in a copied folder is that of the original, which keeps its row.
            const std::string id = run::RunFolder(path).spec().run_id;
            if (RunRepository(database).find(id) || isBeingMade(run::RunFolder(path)))
                continue;
            RebuildReport report;
            take(database, path, report);
            found.push_back(id);
        } catch (const base::Failure &) {
            // Not a run, or half copied: it is looked at again next time.
        }
    }
    return found;
}

} // namespace storage
