// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/bench_workspace.h"

#include "jobs/run_recorder.h"
#include "run/run_folder.h"

#include <QElapsedTimer>

namespace {

std::string line(int seq, const std::string &type, const std::string &fields)
{
    return "{\"v\":1,\"seq\":" + std::to_string(seq) + ",\"t\":\"2026-11-24T09:00:00.000Z\",\"type\":\"" + type + "\"," + fields + "}\n";
}

std::string metric(int seq, int step)
{
    return line(seq, "metric", "\"name\":\"loss\",\"value\":1.5,\"attempt\":1,\"step\":" + std::to_string(step));
}

} // namespace

class TstRunRecorder : public QObject
{
    Q_OBJECT

    std::unique_ptr<bench::Bench> m_bench;
    std::unique_ptr<run::RunFolder> m_folder;
    QString m_id;
    std::vector<jobs::RunNews> m_news;

    size_t points() const
    {
        size_t count = 0;
        for (const jobs::RunNews &news : m_news)
            count += news.points.size();
        return count;
    }

private Q_SLOTS:
    void initTestCase() { bench::useFakeEngine("normal"); }
    void init()
    {
        m_bench = std::make_unique<bench::Bench>(jobs::JobOptions { .runs_jobs = false });
        run::JobSpec spec;
        spec.job = m_bench->training();
        m_folder = std::make_unique<run::RunFolder>(run::RunFolder::create(
            m_bench->workspace->database().runsDir(), spec, workspace::freeze(m_bench->workspace->database(), {}).rows));
        m_id = QString::fromStdString(m_bench->workspace->runs().add(*m_folder).id);
        m_news.clear();
        connect(&m_bench->jobs->recorder(), &jobs::RunRecorder::news, this,
            [this](const jobs::RunNews &news) { m_news.push_back(news); });
    }
    void cleanup() { m_bench.reset(); }

    void tellsAndKeepsWhatComes()
    {
        m_bench->jobs->recorder().follow(m_id, QString::fromStdString(m_folder->path().string()), 0);
        QTest::qWait(250); // no file yet
        std::string text = line(1, "started", "\"device\":\"cpu\"") + line(2, "stage", "\"name\":\"training\"") + metric(3, 1);
        base::appendToFile(m_folder->eventsFile(), text + metric(4, 2).substr(0, 30)); // a torn tail
        QTRY_COMPARE(points(), size_t(1));
        QVERIFY(m_news.front().started);
        QCOMPARE(*m_news.front().stage, QStringLiteral("training"));
        base::appendToFile(m_folder->eventsFile(), metric(4, 2).substr(30) + "garbage\n" + line(5, "progress", "\"step\":2,\"total\":4,\"eta_seconds\":3.5"));
        QTRY_COMPARE(points(), size_t(2));
        QTRY_VERIFY(m_news.back().eta_seconds.has_value());
        QCOMPARE(*m_news.back().eta_seconds, 3.5);
        // What was told is kept.
        QCOMPARE(m_bench->workspace->runs().metricPoints(m_id.toStdString(), "loss").size(), size_t(2));
        base::appendToFile(m_folder->eventsFile(), line(6, "finished", "\"outcome\":\"diverged\",\"error\":{\"kind\":\"diverged\",\"subject\":\"x\"}"));
        QTRY_VERIFY(m_news.back().outcome.has_value());
        QCOMPARE(int(*m_news.back().outcome), int(run::Outcome::Diverged));
        QCOMPARE(int(m_news.back().error->kind), int(base::ErrorKind::Diverged));
        QVERIFY(m_bench->hasEnded(m_id.toStdString()));
    }

    // Saving is over before anybody looks: what was saved is told all the same.
    void aCheckpointIsToldAmongOthers()
    {
        m_bench->jobs->recorder().follow(m_id, QString::fromStdString(m_folder->path().string()), 0);
        base::appendToFile(m_folder->eventsFile(),
            line(1, "stage", "\"name\":\"saving\"") + line(2, "checkpoint", "\"path\":\"checkpoints/step-000001\",\"step\":1")
                + line(3, "stage", "\"name\":\"training\""));
        QTRY_VERIFY(!m_news.empty());
        QCOMPARE(m_news.back().stage.value_or(QString()), QStringLiteral("training"));
        QCOMPARE(m_news.back().checkpoint.value_or(-1), qint64(1));
    }

    void goesOnWhereItWas()
    {
        base::appendToFile(m_folder->eventsFile(), metric(1, 1) + metric(2, 2));
        m_bench->workspace->runs().record(m_id.toStdString());
        const auto offset = m_bench->run(m_id.toStdString()).events_offset;
        base::appendToFile(m_folder->eventsFile(), metric(3, 3));
        m_bench->jobs->recorder().follow(m_id, QString::fromStdString(m_folder->path().string()), quint64(offset));
        QTRY_COMPARE(points(), size_t(1)); // the others are in the database
        QTRY_COMPARE(m_bench->workspace->runs().metricPoints(m_id.toStdString(), "loss").size(), size_t(3));
    }

    void manyEventsCometInFewPieces()
    {
        m_bench->jobs->recorder().follow(m_id, QString::fromStdString(m_folder->path().string()), 0);
        QElapsedTimer timer; // a busy machine makes more of the time, not of the pieces
        timer.start();
        for (int i = 0; i < 60; ++i) {
            base::appendToFile(m_folder->eventsFile(), metric(i + 1, i + 1));
            QTest::qWait(10);
        }
        QTRY_COMPARE(points(), size_t(60));
        QVERIFY2(qint64(m_news.size()) <= timer.elapsed() / 200 + 2, "more than five signals a second");
    }

    void anotherDesksRecordingIsToldToo()
    {
        m_bench->jobs->recorder().follow(m_id, QString::fromStdString(m_folder->path().string()), 0);
        base::appendToFile(m_folder->eventsFile(), metric(1, 1));
        m_bench->workspace->runs().record(m_id.toStdString());
        QTRY_COMPARE(points(), size_t(1));
    }
};

ATTUNE_TEST(TstRunRecorder)
#include "tst_run_recorder.moc"
