// SPDX-License-Identifier: GPL-3.0-or-later
// The parent's side: holds the lock, waits, and writes the last word about the run, whatever happened to the child.
#include "engine_verbs/job.h"
#include "engine_verbs/run_progress.h"
#include "engine_verbs/slot_wait.h"
#include "engine_verbs/verbs.h"
#include "engine_verbs/worker_process.h"

#include "base/numbers.h"

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include <unistd.h>

namespace verbs {

using base::ErrorKind;
using base::Failure;
using run::Outcome;
using run::RunFolder;

namespace {

constexpr std::chrono::milliseconds kFileTimes { 10 }; // by which a file may look older than it is

struct Options
{
    std::string folder;
    std::string copyTo;
    bool json = false;
};

JobEnd judge(const ChildEnd &child, const RunFolder &folder)
{
    const std::string name = folder.path().filename().string();
    if (!child.message.empty())
        return jobEndFromJson(base::parseJson(child.message, "the worker's report"));
    if (child.killed_on_request)
        return { Outcome::Stopped, std::nullopt };
    const std::string peak = "it held " + base::toFixed(double(child.peak_bytes) / 1e9, 1) + " GB";
    if (child.memory_ran_out)
        return { Outcome::OutOfMemory,
            base::Error { ErrorKind::OutOfMemory, "the run " + name, {},
                { { "reason", peak + " when the system ended it" },
                    { "remedy", "Lower the cutoff length or the batch size, or close other programs." } } } };
    const std::string reason = child.signal != 0
        ? "signal " + std::to_string(child.signal) + " (" + ::strsignal(child.signal) + "); " + peak
        : "exit status " + std::to_string(child.exit_status);
    return { Outcome::Crashed, base::Error { ErrorKind::WorkerCrashed, name, {}, { { "reason", reason } } } };
}

// How long this process has been there: it holds the lock.
std::chrono::nanoseconds ageOfThisProcess(const RunFolder &folder)
{
    timespec now = {};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    const auto lock = run::readLock(folder);
    const auto ticks = lock ? int64_t(lock->start_time) : 0;
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec)
        - std::chrono::nanoseconds(ticks * 1'000'000'000 / ::sysconf(_SC_CLK_TCK));
}

// Requests to an earlier worker mean nothing to this one. What was asked since it was started, however busy it was with
// starting, is for it.
void forgetOldRequests(const RunFolder &folder)
{
    const auto age = ageOfThisProcess(folder);
    for (const char *what : { "stop", "yield", "checkpoint" }) {
        std::error_code ec;
        const auto asked = std::filesystem::last_write_time(folder.requestsDir() / what, ec);
        if (!ec && std::filesystem::file_time_type::clock::now() - asked > age + kFileTimes)
            folder.takeRequest(what);
    }
}

// The folder's watch, and the slot, which is held until the run's last word is on the disk: the next job's first word is later.
struct Place
{
    std::shared_ptr<const run::FolderWatch> watch;
    std::optional<run::DeviceSlot> slot;
};

JobEnd workInTurn(const RunFolder &folder, Place &place, RunProgress &progress)
{
    // A spec that cannot be read needs neither slot nor child.
    const std::string device = run::slotOf(folder.spec());
    place.slot.emplace(device, folder.path());
    if (!waitForTurn(*place.slot, device, folder, place.watch, [&progress] { progress.show(); }))
        return { Outcome::Stopped, std::nullopt };
    const ChildEnd child = runInChild(
        RunFolder(place.watch->opened()).logFile(),
        [&](const base::CancelToken &stop) { return base::toLine(toJson(workOn(folder, place.watch, stop))); },
        [&progress] { progress.show(); });
    return judge(child, folder);
}

JobEnd work(const RunFolder &folder, Place &place, RunProgress &progress)
{
    JobEnd end;
    try {
        end = workInTurn(folder, place, progress);
    } catch (const Failure &failure) {
        end = { outcomeOf(failure.error(), folder), failure.error() };
    }
    progress.finish();
    return end;
}

base::Json summary(const RunFolder &folder, const JobEnd &end, const RunProgress &progress)
{
    std::error_code ec;
    base::Json json { { "run", folder.path().string() } };
    // A name of its own: items() refers to it, and the loop would not keep a temporary alive.
    const base::Json outcome = toJson(end);
    for (const auto &[key, value] : outcome.items())
        json[key] = value;
    json["step"] = progress.step();
    json["total"] = progress.total();
    for (const auto &[name, path] :
        { std::pair { "adapter", folder.adapterDir() }, std::pair { "predictions", folder.predictionsFile() } })
        json[name] = std::filesystem::exists(path, ec) ? base::Json(path.string()) : base::Json(nullptr);
    return json;
}

void refuseFinished(const RunFolder &folder)
{
    if (folder.isFinished())
        throw Failure(ErrorKind::AlreadyFinished, folder.path().string());
}

// Before the lock, which would write into the folder.
void requireUnfinishedRun(const RunFolder &folder)
{
    std::error_code ec;
    if (!std::filesystem::exists(folder.specFile(), ec))
        folder.spec(); // throws with its own words
    refuseFinished(folder);
}

void runFolder(const Options &options)
{
    catchStops();
    RunFolder folder(std::filesystem::absolute(options.folder).lexically_normal());
    if (!options.copyTo.empty())
        folder = folder.copyTo(std::filesystem::absolute(options.copyTo).lexically_normal());
    requireUnfinishedRun(folder);
    const auto watch = std::make_shared<const run::FolderWatch>(folder);
    const run::HeldLock lock(folder, stopAsked);
    watch->require(); // else it is another run's lock
    refuseFinished(folder); // another worker may have done it a moment ago
    forgetOldRequests(folder);
    RunProgress progress(folder);
    Place place { watch, {} };
    const JobEnd end = work(folder, place, progress);
    run::EventWriter(*watch).write("finished", toJson(end)); // throws where the folder is gone or another run's
    place.slot.reset();
    if (options.json)
        std::cout << base::toLine(summary(folder, end, progress)) << std::endl;
    if (end.outcome == Outcome::Stopped)
        throw Failure(ErrorKind::Cancelled, "The run " + folder.path().filename().string());
    if (end.error)
        throw Failure(*end.error);
}

} // namespace

void addRun(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand(
        "run", "Works on a run folder: starts it, or goes on from its last checkpoint. Ctrl-C stops it kindly, twice at once.");
    verb->add_option("RUN_DIR", options->folder, "A folder with spec.json and dataset.jsonl")->required();
    verb->add_option("--copy-to", options->copyTo, "Repeat the same request in a new folder");
    verb->add_flag("--json", options->json, "One JSON object on stdout when the run has ended");
    verb->callback([options] { runFolder(*options); });
}

} // namespace verbs
