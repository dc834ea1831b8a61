// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/job_event.h"

#include "base/clock.h"
#include "base/error_text.h"
#include "base/excerpt.h"
#include "base/files.h"
#include "base/guarded_files.h"
#include "run/run_folder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <fcntl.h>
#include <unistd.h>

namespace run {

using base::Json;

namespace {

// A line that a disk has spoilt tells nothing, and must not keep a run from going on. Events of another version do.
std::optional<JobEvent> eventIfWhole(std::string_view line, const std::string &subject)
{
    try {
        return jobEventFromLine(line, subject);
    } catch (const base::Failure &failure) {
        if (failure.error().kind == base::ErrorKind::InvalidValue)
            throw;
        return std::nullopt;
    }
}

// An error may quote a whole file: cut texts still say what happened, and a line that no reader takes says nothing.
void shortenTexts(Json &value)
{
    constexpr size_t longest = 4096; // bytes
    if (value.is_string() && value.get_ref<const std::string &>().size() > longest)
        value = base::excerpt(value.get_ref<const std::string &>(), longest);
    if (value.is_structured()) {
        for (Json &member : value)
            shortenTexts(member);
    }
}

void cut(const std::filesystem::path &path, uint64_t size)
{
    const int fd = base::openFile(path, O_WRONLY | O_NOFOLLOW);
    const bool done = fd >= 0 && ::ftruncate(fd, static_cast<off_t>(size)) == 0;
    const int error = errno;
    if (fd >= 0)
        ::close(fd);
    if (!done)
        base::throwWriteError(path, error);
}

constexpr size_t kLongestLine = 1 << 20; // bytes, for reader and writer alike

constexpr std::array<std::string_view, 5> kKept { "started", "resumed", "checkpoint", "adapter", "finished" };

constexpr std::array<std::pair<Outcome, std::string_view>, 8> kOutcomes { {
    { Outcome::Finished, "finished" },
    { Outcome::Stopped, "stopped" },
    { Outcome::OutOfMemory, "out_of_memory" },
    { Outcome::Diverged, "diverged" },
    { Outcome::InvalidData, "invalid_data" },
    { Outcome::Failed, "failed" },
    { Outcome::Crashed, "crashed" },
    { Outcome::Lost, "lost" },
} };

} // namespace

std::string_view outcomeName(Outcome outcome)
{
    for (const auto &[value, name] : kOutcomes) {
        if (value == outcome)
            return name;
    }
    return "failed";
}

std::optional<Outcome> outcomeFromName(std::string_view name)
{
    for (const auto &[value, text] : kOutcomes) {
        if (text == name)
            return value;
    }
    return std::nullopt;
}

Json toJson(const JobEvent &event)
{
    Json json { { "v", kEventVersion }, { "seq", event.seq }, { "t", event.time }, { "type", event.type } };
    for (const auto &[key, value] : event.fields.items())
        json[key] = value;
    return json;
}

JobEvent jobEventFromLine(std::string_view line, const std::string &subject)
{
    if (line.size() > kLongestLine)
        throw base::Failure(base::ErrorKind::TooLong, subject, {}, { { "limit", "1 MiB" } });
    Json json = base::parseJson(line, subject);
    const auto version = base::field<Json>(json, "v", subject);
    if (!version.is_number_integer())
        throw base::Failure(base::ErrorKind::WrongShape, subject, "v", { { "expected", "a whole number" }, { "found", version.type_name() } });
    if (version != kEventVersion) {
        throw base::Failure(base::ErrorKind::InvalidValue, "v", subject,
            { { "value", base::toLine(version) }, { "expected", "this version of Attune reads events of version 1" } });
    }
    JobEvent event;
    event.seq = base::field<int64_t>(json, "seq", subject);
    event.time = base::field<std::string>(json, "t", subject);
    event.type = base::field<std::string>(json, "type", subject);
    for (const char *name : { "v", "seq", "t", "type" })
        json.erase(name);
    event.fields = std::move(json);
    return event;
}

Json errorToJson(const base::Error &error)
{
    Json params = Json::object();
    for (const auto &[name, value] : error.params)
        params[name] = value;
    return Json { { "kind", base::kindName(error.kind) }, { "subject", error.subject }, { "place", error.place },
        { "params", std::move(params) }, { "sentence", base::sentence(error) } };
}

base::Error errorFromJson(const Json &json)
{
    base::Error error;
    error.kind = base::kindFromName(base::fieldOr<std::string>(json, "kind", "internal", "error"));
    error.subject = base::fieldOr<std::string>(json, "subject", "", "error");
    error.place = base::fieldOr<std::string>(json, "place", "", "error");
    const auto params = base::fieldOr<Json>(json, "params", Json::object(), "error"); // items() needs it alive
    for (const auto &[name, value] : params.items())
        error.params.emplace_back(name, value.is_string() ? value.get<std::string>() : base::toLine(value));
    return error;
}

Json metricFields(const std::string &name, double value, int64_t step, int attempt)
{
    Json json { { "name", name }, { "value", nullptr }, { "step", step }, { "attempt", attempt } };
    if (std::isfinite(value))
        json["value"] = value;
    else
        json["reason"] = std::isnan(value) ? "not a number" : "infinite";
    return json;
}

EventWriter::EventWriter(std::filesystem::path path)
    : m_path(std::move(path))
{
    open();
}

EventWriter::EventWriter(const FolderWatch &folder)
    : m_path(RunFolder(folder.opened()).eventsFile())
    , m_folder(&folder)
{
    within([this] { open(); });
}

void EventWriter::within(const std::function<void()> &work) const
{
    if (m_folder)
        m_folder->within([&work](const std::filesystem::path &) { work(); });
    else
        work();
}

void EventWriter::open()
{
    std::error_code ec;
    const auto there = std::filesystem::symlink_status(m_path, ec);
    if (!std::filesystem::exists(there))
        return;
    if (std::filesystem::is_symlink(there)) // a run's folder may come from somebody else
        base::throwWriteError(m_path, ELOOP);
    const uint64_t whole = base::forEachLine(m_path, 0, [this](std::string_view line) {
        // A spoilt line had a number, too; given out again, the new event would pass for the old one.
        const auto event = eventIfWhole(line, m_path.string());
        m_seq = event ? std::max(m_seq, event->seq) : m_seq + 1;
    });
    // A crash may have left half a line behind the last newline.
    cut(m_path, whole);
}

void EventWriter::append(const std::string &text, bool keep) const
{
    within([&] { base::appendToFile(m_path, text, keep); });
}

void EventWriter::write(const std::string &type, Json fields)
{
    const std::lock_guard guard(m_mutex);
    JobEvent event { m_seq + 1, base::utcNow(), type, std::move(fields) };
    std::string line = base::toLine(toJson(event));
    if (line.size() > kLongestLine) {
        shortenTexts(event.fields);
        line = base::toLine(toJson(event));
    }
    const bool keep = std::find(kKept.begin(), kKept.end(), type) != kKept.end();
    append(line + '\n', keep);
    ++m_seq;
    m_unsynced = !keep;
}

void EventWriter::sync()
{
    const std::lock_guard guard(m_mutex);
    if (m_unsynced)
        append({}, true);
    m_unsynced = false;
}

int64_t EventWriter::lastSeq() const
{
    const std::lock_guard guard(m_mutex);
    return m_seq;
}

uint64_t readEvents(const std::filesystem::path &path, uint64_t offset, const std::function<void(const JobEvent &)> &event)
{
    return base::forEachLine(path, offset, [&](std::string_view line) {
        if (const auto whole = eventIfWhole(line, path.string()))
            event(*whole);
    });
}

} // namespace run
