// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run_folder.h"

#include "base/clock.h"
#include "base/files.h"
#include "base/guarded_files.h"
#include "base/hash.h"
#include "base/numbers.h"
#include "base/uuid.h"
#include "run/adapter_place.h"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <map>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace run {

namespace fs = std::filesystem;
using base::Json;

namespace {

constexpr std::string_view kCheckpointPrefix = "step-";

void makeFolder(const fs::path &path)
{
    std::error_code ec;
    fs::create_directories(path, ec);
    if (ec)
        base::throwWriteError(path, ec.value());
}

fs::path newRunPath(const fs::path &runs, const JobSpec &spec)
{
    const std::string date = base::utcNow().substr(0, 10);
    for (;;) {
        const fs::path path = runs / fmt::format("{}-{}-{}", date, jobKindName(spec.kind()), base::newUuid().substr(0, 4));
        std::error_code ec;
        if (!fs::exists(path, ec))
            return path;
    }
}

// The step of a folder that checkpointName() named.
std::optional<int64_t> checkpointStep(const fs::path &folder)
{
    const std::string name = folder.filename().string();
    if (!name.starts_with(kCheckpointPrefix))
        return std::nullopt;
    const auto step = base::toInteger(std::string_view(name).substr(kCheckpointPrefix.size()));
    return step && *step >= 0 && checkpointName(*step) == name ? step : std::nullopt;
}

} // namespace

std::string checkpointName(int64_t step) { return fmt::format("{}{:06}", kCheckpointPrefix, step); }

std::vector<fs::path> wholeCheckpoints(const fs::path &checkpoints)
{
    std::map<int64_t, fs::path> bySteps;
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(checkpoints, ec)) {
        const auto step = checkpointStep(entry.path());
        if (step && entry.is_directory(ec))
            bySteps.emplace(*step, entry.path());
    }
    std::vector<fs::path> whole;
    for (const auto &[step, path] : bySteps)
        whole.push_back(path);
    return whole;
}

namespace {

// A path of the system may be no UTF-8 text; with signs replaced it would name another file.
std::string specText(const JobSpec &spec)
{
    try {
        return toJson(spec).dump(2) + "\n";
    } catch (const Json::type_error &) {
        throw base::Failure(base::ErrorKind::InvalidValue, "spec.json", {},
            { { "value", base::toLine(toJson(spec)["job"]["base_model"]) }, { "expected", "names and paths in UTF-8" } });
    }
}

} // namespace

RunFolder::RunFolder(fs::path path)
    : m_path(std::move(path))
{
}

RunFolder RunFolder::create(const fs::path &runs, JobSpec spec, const std::vector<DatasetRow> &rows)
{
    spec.run_id = base::newUuid();
    spec.created = base::utcNow();
    RunFolder folder(newRunPath(runs, spec));
    if (spec.name.empty())
        spec.name = folder.path().filename().string();
    check(spec);
    makeFolder(folder.path());
    try {
        spec.dataset_sha256 = writeDataset(folder.datasetFile(), rows);
        // The spec comes last: a folder with a spec is a whole request.
        base::writeFileAtomically(folder.specFile(), specText(spec));
    } catch (...) {
        std::error_code ec;
        fs::remove_all(folder.path(), ec);
        throw;
    }
    return folder;
}

RunFolder RunFolder::copyTo(const fs::path &target) const
{
    std::error_code ec;
    if (fs::exists(target, ec) && !fs::is_empty(target, ec)) {
        throw base::Failure(base::ErrorKind::FileUnwritable, target.string(), {},
            { { "reason", "the folder is not empty" } });
    }
    JobSpec copy = spec();
    copy.run_id = base::newUuid();
    copy.created = base::utcNow();
    if (auto *job = std::get_if<PredictSpec>(&copy.job)) // its place is told from the new folder
        job->adapter = adapterPlace(fs::absolute(target).lexically_normal().parent_path(), resolveAdapter(*this, *job));
    const std::string dataset = base::readFile(datasetFile());
    makeFolder(target);
    RunFolder folder(target);
    base::writeFileAtomically(folder.datasetFile(), dataset);
    base::writeFileAtomically(folder.specFile(), specText(copy));
    return folder;
}

JobSpec RunFolder::spec() const
{
    std::error_code ec;
    if (!fs::exists(specFile(), ec)) {
        throw base::Failure(base::ErrorKind::FileMissing, specFile().string(), {},
            { { "remedy", "A run folder holds spec.json and dataset.jsonl; start a run with attune train or evaluate." } });
    }
    return jobSpecFromJson(base::readJson(specFile()), specFile().string());
}

std::optional<Outcome> RunFolder::outcome() const
{
    std::error_code ec;
    if (!fs::exists(eventsFile(), ec))
        return std::nullopt;
    std::optional<Outcome> outcome;
    readEvents(eventsFile(), 0, [&outcome](const JobEvent &event) {
        if (event.type == "started" || event.type == "resumed") {
            outcome.reset();
        } else if (event.type == "finished") {
            const Json name = base::fieldOr<Json>(event.fields, "outcome", "failed", "event");
            if (name.is_string()) // else the line is spoilt
                outcome = outcomeFromName(name.get<std::string>());
        }
    });
    return outcome;
}

std::optional<fs::path> RunFolder::latestCheckpoint() const
{
    const std::vector<fs::path> whole = wholeCheckpoints(checkpointsDir());
    return whole.empty() ? std::nullopt : std::optional(whole.back());
}

void RunFolder::request(const std::string &what) const
{
    std::error_code ec;
    fs::create_directory(requestsDir(), ec);
    if (ec)
        base::throwWriteError(requestsDir(), ec.value());
    base::writeFileAtomically(requestsDir() / what, "");
}

bool RunFolder::takeRequest(const std::string &what) const
{
    std::error_code ec;
    return fs::remove(requestsDir() / what, ec);
}

std::optional<WorkerLock> readLock(const RunFolder &folder)
{
    std::error_code ec;
    if (!fs::exists(folder.lockFile(), ec))
        return std::nullopt;
    try {
        return processFromJson(base::readJson(folder.lockFile()));
    } catch (const base::Failure &) {
        return std::nullopt; // being written, or torn by a crash
    }
}

namespace {

bool isNamedWorkerAlive(const RunFolder &folder)
{
    const auto lock = readLock(folder);
    return lock && isAlive(*lock);
}

bool isLockHeld(const RunFolder &folder)
{
    std::error_code ec;
    if (!fs::is_regular_file(fs::symlink_status(folder.lockFile(), ec)))
        return false;
    const int fd = base::openFile(folder.lockFile(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return false;
    const bool held = ::flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(fd);
    return held;
}

} // namespace

bool isWorkerAlive(const RunFolder &folder) { return isNamedWorkerAlive(folder) || isLockHeld(folder); }

void clearLock(const RunFolder &folder)
{
    const int fd = base::openFile(folder.lockFile(), O_RDWR | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return;
    if (::flock(fd, LOCK_EX | LOCK_NB) == 0)
        [[maybe_unused]] const int ignored = ::ftruncate(fd, 0);
    ::close(fd);
}

FolderWatch::FolderWatch(const RunFolder &folder)
    : m_path(folder.path())
    , m_fd(::open(m_path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC))
{
}

FolderWatch::~FolderWatch()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

bool FolderWatch::isThere() const
{
    struct stat held {}, named {};
    return m_fd >= 0 && ::fstat(m_fd, &held) == 0 && ::stat(m_path.c_str(), &named) == 0 && held.st_dev == named.st_dev
        && held.st_ino == named.st_ino;
}

void FolderWatch::within(const std::function<void(const std::filesystem::path &)> &work) const
{
    require();
    const std::string opened = this->opened().string();
    try {
        work(opened);
    } catch (const base::Failure &failure) {
        require();
        base::Error error = failure.error();
        if (error.subject.starts_with(opened))
            error.subject.replace(0, opened.size(), m_path.string());
        throw base::Failure(std::move(error));
    }
}

fs::path FolderWatch::opened() const { return "/proc/self/fd/" + std::to_string(m_fd); }

void FolderWatch::require() const
{
    if (isThere())
        return;
    throw base::Failure(base::ErrorKind::FileMissing, m_path.string(), {},
        { { "remedy", "The run's folder was deleted, moved or replaced while the worker was in it; what it had not written is lost." } });
}

namespace {

// The child of a killed worker holds the lock, too, until the system has ended it: it is waited for.
bool takeLock(int fd, const RunFolder &folder, const std::function<bool()> &stop)
{
    constexpr int tries = 50;
    for (int i = 0; ::flock(fd, LOCK_EX | LOCK_NB) != 0; ++i) {
        if (i == tries || isNamedWorkerAlive(folder))
            return false;
        if (stop && stop())
            throw base::Failure(base::ErrorKind::Cancelled, "The run " + folder.path().filename().string());
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return true;
}

} // namespace

HeldLock::HeldLock(const RunFolder &folder, const std::function<bool()> &stop)
    : m_fd(base::openFile(folder.lockFile(), O_RDWR | O_CREAT | O_NOFOLLOW))
{
    if (m_fd < 0)
        base::throwWriteError(folder.lockFile(), errno);
    bool taken = false;
    try {
        taken = takeLock(m_fd, folder, stop);
    } catch (...) {
        ::close(m_fd);
        throw;
    }
    if (!taken) {
        ::close(m_fd);
        const auto lock = readLock(folder);
        throw base::Failure(base::ErrorKind::AlreadyRunning, folder.path().string(), {},
            { { "pid", lock ? std::to_string(lock->pid) : "" } });
    }
    const std::string content = base::toLine(toJson(thisProcess()));
    // The lock is on this inode, so the file is written in place, not replaced.
    if (::ftruncate(m_fd, 0) != 0 || ::pwrite(m_fd, content.data(), content.size(), 0) != ssize_t(content.size())) {
        const int error = errno;
        ::close(m_fd);
        base::throwWriteError(folder.lockFile(), error);
    }
}

HeldLock::~HeldLock() { ::close(m_fd); }

} // namespace run
