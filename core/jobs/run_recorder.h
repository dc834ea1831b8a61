// SPDX-License-Identifier: GPL-3.0-or-later
// Follows events.jsonl and predictions.jsonl of runs at work into the database, and tells pages what is new as values.
#pragma once

#include "base/error.h"
#include "run/job_event.h"
#include "run/notice.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>
#include <optional>
#include <vector>

namespace workspace {
class StorageLane;
}

namespace jobs {

// New since the last signal, in order.
struct RunNews
{
    struct Point
    {
        std::string metric;
        qint64 step = 0;
        std::optional<double> value;
        qint64 attempt = 1;
    };
    QString run_id;
    std::vector<Point> points;
    std::optional<QString> stage;
    std::optional<qint64> step;
    std::optional<qint64> total;
    std::optional<double> eta_seconds;
    std::optional<qint64> checkpoint; // step of the newest one that is on the disk
    std::optional<qint64> replies; // done so far, of a prediction run
    std::vector<run::Notice> notices;
    bool started = false; // a worker began or resumed
    std::optional<run::Outcome> outcome; // it has ended
    std::optional<base::Error> error;
};

class RunRecorder : public QObject
{
    Q_OBJECT

public:
    explicit RunRecorder(workspace::StorageLane &lane, QObject *parent = nullptr);
    ~RunRecorder() override;

    // `offset`: what of events.jsonl is known already, in bytes.
    void follow(const QString &runId, const QString &folder, quint64 offset);
    void unfollow(const QString &runId);
    // Reads what is there now; `done` hears whether it was recorded (at once, and true, when the run is not followed).
    void readNow(const QString &runId, std::function<void(bool recorded)> done = {});

Q_SIGNALS:
    void news(const jobs::RunNews &news); // at most five a second a run
    void failed(const QString &runId, const base::Error &error);

private:
    struct Followed
    {
        QString folder;
        quint64 offset = 0; // of what was published; the database has its own
        qint64 events_size = -1; // when last read
        qint64 predictions_size = -1;
        bool reading = false;
        bool again = false; // something came while reading
        std::vector<std::function<void(bool)>> waiting; // for the next reading
    };
    void look();
    void read(const QString &runId);

    workspace::StorageLane &m_lane;
    QTimer m_timer;
    QHash<QString, Followed> m_followed;
};

} // namespace jobs
