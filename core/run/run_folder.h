// SPDX-License-Identifier: GPL-3.0-or-later
// The folder of one run: the only place where desk and worker meet. Layout: ARCHITECTURE.md, "On disk".
#pragma once

#include "run/dataset.h"
#include "run/job_event.h"
#include "run/job_spec.h"
#include "run/process_identity.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace run {

// "step-000200": six digits or more, so a million steps and more are put in order by their number, not by their name.
std::string checkpointName(int64_t step);
// The whole checkpoints in a folder, oldest first: unfinished ones have another name until they are renamed.
std::vector<std::filesystem::path> wholeCheckpoints(const std::filesystem::path &checkpoints);

using WorkerLock = ProcessIdentity; // what worker.lock names

class RunFolder
{
public:
    explicit RunFolder(std::filesystem::path path);

    const std::filesystem::path &path() const { return m_path; }
    std::filesystem::path specFile() const { return m_path / "spec.json"; }
    std::filesystem::path datasetFile() const { return m_path / "dataset.jsonl"; }
    std::filesystem::path eventsFile() const { return m_path / "events.jsonl"; }
    std::filesystem::path stateFile() const { return m_path / "state.json"; }
    std::filesystem::path predictionsFile() const { return m_path / "predictions.jsonl"; }
    std::filesystem::path logFile() const { return m_path / "engine.log"; }
    std::filesystem::path lockFile() const { return m_path / "worker.lock"; }
    std::filesystem::path adapterDir() const { return m_path / "adapter"; }
    std::filesystem::path checkpointsDir() const { return m_path / "checkpoints"; }
    std::filesystem::path scoresDir() const { return m_path / "scores"; }
    std::filesystem::path requestsDir() const { return m_path / "requests"; }

    // Writes spec and dataset into a new folder named by date, kind and 4 hex digits under `runs`; fills run_id,
    // created, dataset_sha256. Throws FileUnwritable, DiskFull, InvalidValue.
    static RunFolder create(const std::filesystem::path &runs, JobSpec spec, const std::vector<DatasetRow> &rows);
    // The same frozen spec and dataset again, without results, in a new folder at `target`.
    RunFolder copyTo(const std::filesystem::path &target) const;

    JobSpec spec() const; // throws FileMissing, NotJson, ...
    std::optional<Outcome> outcome() const; // of the last finished event after the last start; nothing while unfinished
    bool isFinished() const { return outcome() == Outcome::Finished; }

    // The newest complete checkpoint folder, if any.
    std::optional<std::filesystem::path> latestCheckpoint() const;

    // Requests are files renamed into requests/: "stop", "yield", "checkpoint". Throws FileUnwritable, DiskFull; a folder that
    // is gone is not made again.
    void request(const std::string &what) const;
    bool takeRequest(const std::string &what) const; // removes it; true when it was there

private:
    std::filesystem::path m_path;
};

// The folder that stands under a run's path at this moment. It may be deleted, moved or replaced while a worker is in it.
class FolderWatch
{
public:
    explicit FolderWatch(const RunFolder &folder);
    ~FolderWatch();
    FolderWatch(const FolderWatch &) = delete;
    FolderWatch &operator=(const FolderWatch &) = delete;

    bool isThere() const; // still the same one
    // Throws FileMissing unless it is.
    void require() const;
    // Calls `work` with opened(). Failures name it as people know it; when it is gone they are that of require().
    void within(const std::function<void(const std::filesystem::path &folder)> &work) const;
    // A path to the folder that was opened, whatever stands under its name by now: what is written there reaches no other run's
    // folder. It holds in children made by fork(), too.
    std::filesystem::path opened() const;

private:
    std::filesystem::path m_path;
    int m_fd = -1; // held open: some file systems forget the number of what nobody uses
};

// Whether the process named in worker.lock is alive (pid, start time and boot id agree), or somebody holds the lock: a worker
// that has not said yet who it is, or what is left of one, or one whose number means nothing here (a container's).
bool isWorkerAlive(const RunFolder &folder);
std::optional<WorkerLock> readLock(const RunFolder &folder);
// Empties what a worker that is gone left in worker.lock, so that readLock() says when the next one is there. Nothing where
// somebody holds it. The file stays: a lock on one without a name keeps nobody out.
void clearLock(const RunFolder &folder);

// Holds worker.lock, never one behind a link, with flock as long as it lives. Throws AlreadyRunning; Cancelled when `stop` said so while it waited for what
// is left of a killed worker.
class HeldLock
{
public:
    explicit HeldLock(const RunFolder &folder, const std::function<bool()> &stop = {});
    ~HeldLock();
    HeldLock(const HeldLock &) = delete;
    HeldLock &operator=(const HeldLock &) = delete;

private:
    int m_fd = -1;
};

} // namespace run
