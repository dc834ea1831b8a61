// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database_watch.h"
#include "storage/run_repository.h"
#include "storage/score_repository.h"
#include "storage/sql.h"

#include <algorithm>
#include <chrono>
#include <map>

namespace storage {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> runFolders(const Database &database)
{
    std::vector<fs::path> folders;
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(database.runsDir(), ec)) {
        if (fs::is_regular_file(entry.path() / "spec.json", ec)) // reading a pipe would wait, a device would not end
            folders.push_back(entry.path());
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

std::string placeOf(const Database &database, const fs::path &path) { return path.lexically_relative(database.folder()).string(); }

// What a file says, not what the disk or the workspace does.
bool isOfContent(base::ErrorKind kind)
{
    switch (kind) {
    case base::ErrorKind::NotJson:
    case base::ErrorKind::WrongShape:
    case base::ErrorKind::MissingField:
    case base::ErrorKind::InvalidValue:
    case base::ErrorKind::TooLong:
    case base::ErrorKind::FileMissing:
    case base::ErrorKind::FileUnreadable:
        return true;
    default:
        return false;
    }
}

// A file that cannot be read is a problem; what was known of it stays.
int64_t addScores(Database &database, const std::string &runId, const run::RunFolder &folder, std::vector<std::string> &problems)
{
    std::vector<fs::path> files;
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder.scoresDir(), ec)) {
        if (entry.path().extension() == ".json" && entry.is_regular_file(ec))
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    int64_t count = 0;
    for (const fs::path &file : files) {
        execute(database.connection(), "SAVEPOINT scores");
        try {
            Query(database, "DELETE FROM score_set WHERE run_id = ? AND file = ?").with(runId)
                .with(file.lexically_relative(folder.path()).string()).run();
            ScoreRepository(database).addFile(runId, file);
            ++count;
        } catch (const base::Failure &failure) {
            if (!isOfContent(failure.error().kind))
                throw;
            execute(database.connection(), "ROLLBACK TO scores");
            problems.push_back(failure.what());
        }
        execute(database.connection(), "RELEASE scores");
    }
    return count;
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
    constexpr std::chrono::minutes kMost { 1 }; // of either sign: clocks go wrong
    std::error_code ec;
    const auto written = fs::last_write_time(folder.specFile(), ec);
    if (ec || fs::exists(folder.eventsFile(), ec))
        return false;
    const auto age = fs::file_time_type::clock::now() - written;
    return age < kMost && age > -kMost;
}

// One that is not known yet: all of it or nothing, for a row without its end would be taken for one that waits.
void add(Database &database, const fs::path &path, RebuildReport &report)
{
    const run::RunFolder folder(path);
    RebuildReport added;
    database.transaction([&] {
        RunRepository runs(database);
        const std::string id = runs.add(folder).id;
        added.events = runs.record(id).events;
        settle(database, id, folder);
        added.scores = addScores(database, id, folder, added.problems);
    });
    ++report.runs;
    report.events += added.events;
    report.scores += added.scores;
    report.problems.insert(report.problems.end(), added.problems.begin(), added.problems.end());
}

// Files that are there are read from their beginnings; what stood in others stays.
void forgetFiles(Database &database, const std::string &id, const run::RunFolder &folder)
{
    std::error_code ec;
    if (fs::exists(folder.predictionsFile(), ec)) {
        Query(database, "DELETE FROM prediction WHERE run_id = ?").with(id).run();
        Query(database, "UPDATE run SET predictions_offset = 0, predictions_line = 0 WHERE id = ?").with(id).run();
    }
    if (!fs::exists(folder.eventsFile(), ec))
        return;
    for (const char *table : { "run_event", "metric" })
        Query(database, "DELETE FROM " + std::string(table) + " WHERE run_id = ?").with(id).run();
    Query(database,
        "UPDATE run SET state = 'queued', outcome = NULL, error = NULL, started = '', ended = '', stage = '', step = 0, total = 0,"
        " eta_seconds = NULL, adapter = '', machine = '', attempt = 1, events_offset = 0, last_seq = 0 WHERE id = ?").with(id).run();
}

// The row stays, with the name that people gave: what it says of the folder is read again, all of it or nothing.
void readAgain(Database &database, const std::string &id, const run::RunFolder &folder, RebuildReport &report)
{
    RebuildReport read;
    database.transaction([&] {
        RunRepository runs(database);
        const run::JobSpec spec = folder.spec();
        Query(database, "UPDATE run SET kind = ?, created = ?, spec = ? WHERE id = ?").with(run::jobKindName(spec.kind()))
            .with(spec.created).with(base::toLine(toJson(spec))).with(id).run();
        runs.record(id); // a worker may have begun with one that waited, and nobody recorded it
        const bool waits = runs.get(id).state == RunState::Queued && !run::isWorkerAlive(folder);
        forgetFiles(database, id, folder);
        read.events = runs.record(id).events;
        std::error_code ec;
        if (waits)
            runs.setState(id, RunState::Queued);
        else if (fs::exists(folder.eventsFile(), ec) || run::isWorkerAlive(folder))
            settle(database, id, folder);
        read.scores = addScores(database, id, folder, read.problems);
    });
    ++report.runs;
    report.events += read.events;
    report.scores += read.scores;
    report.problems.insert(report.problems.end(), read.problems.begin(), read.problems.end());
}

bool isFolderOf(const std::string &id, const fs::path &path)
{
    try {
        return run::RunFolder(path).spec().run_id == id;
    } catch (const base::Failure &) {
        return false;
    }
}

// Each run's folder. A copied folder has its original's id: the one that the row names is the original, else the first by name.
std::map<std::string, fs::path> foldersById(Database &database, std::vector<std::string> &problems)
{
    std::map<std::string, fs::path> folders;
    for (const fs::path &path : runFolders(database)) {
        try {
            folders.try_emplace(run::RunFolder(path).spec().run_id, path);
        } catch (const base::Failure &failure) {
            problems.push_back(path.filename().string() + ": " + failure.what());
        }
    }
    for (const RunRow &row : RunRepository(database).list()) {
        const auto found = folders.find(row.id);
        if (found != folders.end() && found->second != row.folder && isFolderOf(row.id, row.folder))
            found->second = row.folder;
    }
    return folders;
}

// Rows follow folders that were renamed, also where two have changed names.
void followFolders(Database &database, const std::map<std::string, fs::path> &folders)
{
    database.transaction([&] {
        std::vector<std::pair<std::string, std::string>> moved; // id, new place
        for (const RunRow &row : RunRepository(database).list()) {
            if (const auto found = folders.find(row.id); found != folders.end() && found->second != row.folder)
                moved.emplace_back(row.id, placeOf(database, found->second));
        }
        for (const auto &[id, place] : moved)
            Query(database, "UPDATE run SET folder = ? WHERE id = ?").with("moved/" + id).with(id).run();
        for (const auto &[id, place] : moved) {
            Query(database, "DELETE FROM run WHERE folder = ?").with(place).run(); // another run's that is gone
            Query(database, "UPDATE run SET folder = ? WHERE id = ?").with(place).with(id).run();
        }
    });
}

} // namespace

RebuildReport rebuildRuns(Database &database)
{
    RebuildReport report;
    const std::map<std::string, fs::path> folders = foldersById(database, report.problems);
    followFolders(database, folders);
    const bool isShared = otherProcessWith(database.folder()) != 0;
    for (const auto &[id, path] : folders) {
        try {
            if (RunRepository(database).find(id))
                readAgain(database, id, run::RunFolder(path), report);
            else if (!isShared || !isBeingMade(run::RunFolder(path)))
                add(database, path, report);
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
            add(database, path, report);
            found.push_back(id);
        } catch (const base::Failure &) {
            // Not a run, or half copied: it is looked at again next time.
        }
    }
    return found;
}

} // namespace storage
