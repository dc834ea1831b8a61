// SPDX-License-Identifier: GPL-3.0-or-later
// What the worker reports: numbered events, one JSON object a line of events.jsonl, append-only.
//   {"v":1,"seq":17,"t":"2026-11-24T09:15:00.123Z","type":"metric","name":"loss","value":2.14,"step":17,"attempt":1}
#pragma once

#include "base/error.h"
#include "base/json.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace run {

class FolderWatch;

inline constexpr int kEventVersion = 1;
inline constexpr const char *kWaiting = "waiting"; // the stage of a run whose device is another job's

// How a run ended. Each has a sentence and a next action in the window.
enum class Outcome { Finished, Stopped, OutOfMemory, Diverged, InvalidData, Failed, Crashed, Lost };

std::string_view outcomeName(Outcome outcome); // "finished", "stopped", "out_of_memory", ...
std::optional<Outcome> outcomeFromName(std::string_view name);

// Types of events and their fields:
//   started    {device, compute_type, threads, isa, torch, engine, pid}
//   stage      {name}                      waiting (for the device: with device, holder, holder_pid), loading model, tokenizing, training, evaluating, saving, predicting
//   progress   {step, total, eta_seconds}  at most 10 a second
//   metric     {name, value|null, reason?, step, attempt}
//              names: loss, eval_loss (nats a loss token), learning_rate, grad_norm, tokens_per_second
//   checkpoint {path, step}                path relative to the run folder
//   adapter    {path}                      PEFT folder, at the end of a LoRA run
//   prediction {done, total}               the line itself is in predictions.jsonl
//   resumed    {attempt, from_step}
//   notice     {kind, params, error?, text} something a person should know (notice.h); older ones have a text alone
//   finished   {outcome, error?}           error: {kind, subject, place, params, sentence}
struct JobEvent
{
    int64_t seq = 0;
    std::string time;
    std::string type;
    base::Json fields = base::Json::object(); // everything but v, seq, t, type
};

base::Json toJson(const JobEvent &event);
// Throws NotJson, WrongShape; an unknown `v` is refused.
JobEvent jobEventFromLine(std::string_view line, const std::string &subject);

base::Json errorToJson(const base::Error &error);
base::Error errorFromJson(const base::Json &json);

// A finite number, or null with a reason.
base::Json metricFields(const std::string &name, double value, int64_t step, int attempt);

// Writes events.jsonl, never one behind a link. One writer a run (worker.lock). Opening cuts a torn tail and goes on with its
// seq. Long texts of an event that would be longer than a reader takes (1 MiB) are cut. Thread-safe.
class EventWriter
{
public:
    explicit EventWriter(std::filesystem::path path);
    // That of the folder which the watch opened: all of it throws as FolderWatch::within() does. The watch outlives it.
    explicit EventWriter(const FolderWatch &folder);
    // What others rely on (started, resumed, checkpoint, adapter, finished) is on the disk when this returns, and all that was
    // written before it; the rest after the next sync(). Throws FileUnwritable, DiskFull.
    void write(const std::string &type, base::Json fields = base::Json::object());
    void sync();
    int64_t lastSeq() const;

private:
    void open();
    void append(const std::string &text, bool keep) const;
    void within(const std::function<void()> &work) const;

    std::filesystem::path m_path;
    const FolderWatch *m_folder = nullptr; // when it is given
    mutable std::mutex m_mutex;
    int64_t m_seq = 0;
    bool m_unsynced = false;
};

// Delivers complete lines from `offset` on; returns the new offset. Unknown types are delivered too (readers skip them);
// lines that are no events are passed over, an unknown `v` is refused.
uint64_t readEvents(const std::filesystem::path &path, uint64_t offset, const std::function<void(const JobEvent &)> &event);

} // namespace run
