// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_trash.h"

#include "base/clock.h"
#include "base/files.h"
#include "base/json.h"
#include "jobs/job_queue.h"
#include "ui/parts/text_format.h"
#include "workspace/run_truth.h"

#include <algorithm>

namespace runs {

namespace fs = std::filesystem;
using base::Json;

namespace {

void throwUnwritable(const fs::path &place, const std::error_code &error)
{
    throw base::Failure(base::ErrorKind::FileUnwritable, place.string(), {}, { { "reason", error.message() } });
}

void move(const fs::path &from, const fs::path &to)
{
    std::error_code error;
    fs::create_directories(to.parent_path(), error);
    fs::rename(from, to, error);
    if (error)
        throwUnwritable(from, error);
}

// A row's folder is only a note in a file that anybody may have written: what is moved is a run of this workspace.
bool isOwnRun(const storage::Database &database, const storage::RunRow &row)
{
    if (row.folder.lexically_normal().parent_path() != database.runsDir())
        return false;
    try {
        return run::RunFolder(row.folder).spec().run_id == row.id;
    } catch (const base::Failure &) {
        return false;
    }
}

// Beside the folder: what the row knew and the folder does not.
fs::path noteOf(const fs::path &place) { return place.string() + ".json"; }

Json note(const storage::RunRow &row)
{
    Json json { { "run_id", row.id }, { "name", row.name }, { "folder", row.folder.filename().string() }, { "deleted", base::utcNow() } };
    if (row.outcome)
        json["outcome"] = run::outcomeName(*row.outcome);
    if (row.error)
        json["error"] = run::errorToJson(*row.error);
    return json;
}

// A run that was deleted, made anew under the same name and deleted again lies beside the first.
fs::path freePlace(const fs::path &trash, const std::string &name)
{
    std::error_code ec;
    fs::path place = trash / name;
    for (int n = 2; fs::exists(place, ec) || fs::exists(noteOf(place), ec); ++n)
        place = trash / (name + "-" + std::to_string(n));
    return place;
}

// In the trash: what is deleted for good goes there first. Half a run must not be offered as one.
constexpr const char *kHalf = ".deleted";

// Folders that an earlier version put there have no note.
std::optional<Json> readNote(const fs::path &place)
{
    try {
        return base::readJson(noteOf(place));
    } catch (const base::Failure &) {
        return std::nullopt;
    }
}

} // namespace

RunTrash::Removal RunTrash::remove(const QString &runId)
{
    const storage::RunRow row = m_workspace.runs().get(parts::toUtf8(runId));
    if (m_jobs.queue().job(runId) || run::isWorkerAlive(run::RunFolder(row.folder)))
        throw base::Failure(base::ErrorKind::AlreadyRunning, row.folder.string());
    if (!isOwnRun(m_workspace.database(), row)) {
        m_workspace.runs().forget(row.id);
        return { workspace::isFolderGone(row) ? Removed::FolderGone : Removed::NotOurs, {} };
    }
    const fs::path place = freePlace(folder(), row.folder.filename().string());
    move(row.folder, place);
    try {
        base::writeFileAtomically(noteOf(place), note(row).dump(2) + "\n");
        m_workspace.runs().forget(row.id);
    } catch (const base::Failure &) {
        std::error_code ec;
        fs::remove(noteOf(place), ec);
        move(place, row.folder); // a run that is still listed keeps its folder
        throw;
    }
    return { Removed::ToTrash, { runId, parts::fromUtf8(row.name), base::utcNow(), place } };
}

std::vector<DeletedRun> RunTrash::list() const
{
    std::vector<DeletedRun> deleted;
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder(), ec)) {
        if (!entry.is_directory(ec))
            continue;
        DeletedRun one;
        one.place = entry.path();
        try {
            const run::JobSpec spec = run::RunFolder(entry.path()).spec();
            one.id = parts::fromUtf8(spec.run_id);
            one.name = parts::fromUtf8(spec.name);
        } catch (const base::Failure &) {
            continue; // no run
        }
        if (const auto json = readNote(entry.path())) {
            one.name = parts::fromUtf8(base::fieldOr<std::string>(*json, "name", parts::toUtf8(one.name), "note"));
            one.deleted = base::fieldOr<std::string>(*json, "deleted", "", "note");
        }
        deleted.push_back(std::move(one));
    }
    std::sort(deleted.begin(), deleted.end(), [](const DeletedRun &a, const DeletedRun &b) { return a.deleted > b.deleted; });
    return deleted;
}

QString RunTrash::bringBack(const DeletedRun &deleted)
{
    const Json json = readNote(deleted.place).value_or(Json::object());
    const auto name = base::fieldOr<std::string>(json, "folder", deleted.place.filename().string(), "note");
    const run::RunFolder folder(m_workspace.database().runsDir() / fs::path(name).filename());
    std::error_code error;
    if (fs::exists(folder.path(), error))
        throw base::Failure(base::ErrorKind::FileUnwritable, folder.path().string(), {}, { { "reason", "there is something already" } });
    move(deleted.place, folder.path());
    storage::RunRepository &runs = m_workspace.runs();
    const std::string id = parts::toUtf8(deleted.id);
    const auto outcome = run::outcomeFromName(base::fieldOr<std::string>(json, "outcome", "stopped", "note"));
    const auto said = json.contains("error") ? std::optional(run::errorFromJson(json["error"])) : std::nullopt;
    const auto end = [&] { runs.end(id, outcome.value_or(run::Outcome::Stopped), said); };
    // Together: a row that waits, if only for a moment, is started by whoever minds the queue.
    m_workspace.database().transaction([&] {
        runs.add(folder);
        runs.rename(id, parts::toUtf8(deleted.name));
        end();
    });
    runs.record(id);
    if (runs.get(id).state != storage::RunState::Ended)
        end(); // its events do not tell how it ended
    for (const auto &entry : fs::directory_iterator(folder.scoresDir(), error)) {
        if (entry.path().extension() == ".json")
            m_workspace.scores().addFile(id, entry.path());
    }
    fs::remove(noteOf(deleted.place), error);
    return deleted.id;
}

std::vector<fs::path> RunTrash::halfDeleted() const
{
    std::vector<fs::path> found;
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder() / kHalf, ec))
        found.push_back(entry.path());
    return found;
}

qint64 RunTrash::bytesIn(const fs::path &folder, const base::CancelToken &cancel)
{
    qint64 bytes = 0;
    std::error_code ec;
    for (fs::recursive_directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec)) {
        cancel.throwIfCancelled("measuring");
        std::error_code ofFile;
        const auto size = it->is_regular_file(ofFile) ? it->file_size(ofFile) : 0;
        bytes += ofFile ? 0 : qint64(size);
    }
    return bytes;
}

void RunTrash::deleteForGood(const fs::path &place, const base::CancelToken &cancel)
{
    std::error_code error;
    fs::path half = place;
    if (place.parent_path().filename() != kHalf) {
        half = freePlace(place.parent_path() / kHalf, place.filename().string());
        fs::create_directories(half.parent_path(), error);
        fs::rename(place, half, error);
        if (error == std::errc::no_such_file_or_directory)
            return; // another window has brought it back, or deleted it
        if (error)
            throwUnwritable(place, error);
        fs::remove(noteOf(place), error);
    }
    // Checkpoints are large: file by file, so that a window that closes need not wait for all of them.
    std::vector<fs::path> files;
    for (fs::recursive_directory_iterator it(half, error), end; !error && it != end; it.increment(error)) {
        std::error_code ofFile;
        if (!fs::is_directory(it->symlink_status(ofFile)))
            files.push_back(it->path());
    }
    for (const fs::path &file : files) {
        cancel.throwIfCancelled("emptying the trash");
        fs::remove(file, error);
        if (error)
            throwUnwritable(file, error);
    }
    fs::remove_all(half, error);
    if (error)
        throwUnwritable(half, error);
    fs::remove(half.parent_path(), error); // when it was the last one
}

} // namespace runs
