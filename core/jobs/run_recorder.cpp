// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/run_recorder.h"

#include "base/files.h"
#include "storage/run_repository.h"
#include "workspace/storage_lane.h"

#include <QFileInfo>

#include <chrono>

namespace jobs {

namespace {

constexpr std::chrono::milliseconds kInterval { 200 }; // at most five readings a second

struct Tail
{
    std::vector<run::JobEvent> events;
    quint64 offset = 0;
};

// Complete lines behind the offset; what is no event is skipped, as in the database.
Tail readTail(const run::RunFolder &folder, quint64 offset)
{
    Tail tail { {}, offset };
    std::error_code ec;
    const auto size = std::filesystem::file_size(folder.eventsFile(), ec);
    if (ec)
        return tail;
    if (size < offset)
        tail.offset = 0;
    tail.offset = base::forEachLine(folder.eventsFile(), tail.offset, [&](std::string_view line) {
        try {
            tail.events.push_back(run::jobEventFromLine(line, "events.jsonl"));
        } catch (const base::Failure &) {
        }
    });
    return tail;
}

void takeMetric(RunNews &news, const base::Json &f)
{
    RunNews::Point point;
    point.metric = base::field<std::string>(f, "name", "event");
    point.step = base::field<int64_t>(f, "step", "event");
    point.attempt = base::fieldOr<int64_t>(f, "attempt", 1, "event");
    if (const auto value = f.find("value"); value != f.end() && value->is_number())
        point.value = value->get<double>();
    news.points.push_back(std::move(point));
}

void takeEnd(RunNews &news, const base::Json &f)
{
    news.outcome = run::outcomeFromName(base::fieldOr<std::string>(f, "outcome", "failed", "event")).value_or(run::Outcome::Failed);
    if (const auto error = f.find("error"); error != f.end() && error->is_object())
        news.error = run::errorFromJson(*error);
}

void take(RunNews &news, const run::JobEvent &event)
{
    const base::Json &f = event.fields;
    if (event.type == "metric") {
        takeMetric(news, f);
    } else if (event.type == "progress") {
        news.step = base::field<int64_t>(f, "step", "event");
        news.total = base::fieldOr<int64_t>(f, "total", 0, "event");
        if (const auto eta = f.find("eta_seconds"); eta != f.end() && eta->is_number())
            news.eta_seconds = eta->get<double>();
    } else if (event.type == "stage") {
        news.stage = QString::fromStdString(base::field<std::string>(f, "name", "event"));
    } else if (event.type == "checkpoint") {
        news.checkpoint = base::field<int64_t>(f, "step", "event");
    } else if (event.type == "prediction") {
        news.replies = base::field<int64_t>(f, "done", "event");
        news.step = news.replies;
        news.total = base::fieldOr<int64_t>(f, "total", 0, "event");
    } else if (event.type == "notice") {
        news.notices.push_back(run::noticeFromJson(f));
    } else if (event.type == "started" || event.type == "resumed") {
        news.started = true;
        news.outcome.reset();
        news.error.reset();
    } else if (event.type == "finished") {
        takeEnd(news, f);
    }
}

RunNews newsOf(const QString &runId, const std::vector<run::JobEvent> &events)
{
    RunNews news;
    news.run_id = runId;
    for (const run::JobEvent &event : events) {
        try {
            take(news, event);
        } catch (const base::Failure &) {
            // An event without its fields is nobody's news.
        }
    }
    return news;
}

} // namespace

RunRecorder::RunRecorder(workspace::StorageLane &lane, QObject *parent)
    : QObject(parent)
    , m_lane(lane)
{
    m_timer.setInterval(kInterval);
    connect(&m_timer, &QTimer::timeout, this, &RunRecorder::look);
}

RunRecorder::~RunRecorder() = default;

void RunRecorder::follow(const QString &runId, const QString &folder, quint64 offset)
{
    if (m_followed.contains(runId))
        return;
    Followed followed;
    followed.folder = folder;
    followed.offset = offset;
    m_followed.insert(runId, followed);
    m_timer.start();
    read(runId);
}

void RunRecorder::unfollow(const QString &runId)
{
    m_followed.remove(runId);
    if (m_followed.isEmpty())
        m_timer.stop();
}

void RunRecorder::readNow(const QString &runId, std::function<void(bool)> done)
{
    const auto followed = m_followed.find(runId);
    if (followed == m_followed.end()) {
        if (done)
            done(true);
        return;
    }
    if (done)
        followed->waiting.push_back(std::move(done));
    read(runId);
}

// Sizes are cheap to ask for, and inotify is silent on network file systems.
void RunRecorder::look()
{
    const QStringList ids = m_followed.keys();
    for (const QString &id : ids) {
        Followed &followed = m_followed[id];
        const qint64 events = QFileInfo(followed.folder + QStringLiteral("/events.jsonl")).size();
        const qint64 predictions = QFileInfo(followed.folder + QStringLiteral("/predictions.jsonl")).size();
        if (events == followed.events_size && predictions == followed.predictions_size)
            continue;
        followed.events_size = events;
        followed.predictions_size = predictions;
        read(id);
    }
}

void RunRecorder::read(const QString &runId)
{
    Followed &followed = m_followed[runId];
    if (followed.reading) {
        followed.again = true;
        return;
    }
    followed.reading = true;
    auto waiting = std::make_shared<std::vector<std::function<void(bool)>>>(std::exchange(followed.waiting, {}));
    const auto after = [this, runId, waiting](bool recorded) {
        const auto found = m_followed.find(runId);
        const bool again = found != m_followed.end() && std::exchange(found->again, false);
        if (found != m_followed.end())
            found->reading = false;
        for (const std::function<void(bool)> &done : *waiting)
            done(recorded);
        if (again && m_followed.contains(runId))
            read(runId);
    };
    workspace::Task *task = m_lane.run(
        this,
        [id = runId.toStdString(), folder = followed.folder.toStdString(), offset = followed.offset](
            const workspace::StorageLane::Context &context) {
            // First what is told, then what is kept: what is told is never missing in the database.
            Tail tail = readTail(run::RunFolder(folder), offset);
            storage::RunRepository(context.database).record(id);
            return tail;
        },
        [this, runId](const Tail &tail) {
            const auto found = m_followed.find(runId);
            if (found == m_followed.end())
                return;
            found->offset = tail.offset;
            if (!tail.events.empty())
                Q_EMIT news(newsOf(runId, tail.events));
        });
    connect(task, &workspace::Task::finished, this, [after] { after(true); });
    connect(task, &workspace::Task::cancelled, this, [after] { after(false); });
    connect(task, &workspace::Task::failed, this, [this, runId, after](const base::Error &error) {
        after(false);
        Q_EMIT failed(runId, error);
    });
}

} // namespace jobs
