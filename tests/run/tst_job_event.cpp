// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "harness/test_case.h"
#include "run/job_event.h"

#include <QTemporaryDir>
#include <cmath>

using namespace run;

class TstJobEvent : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    std::filesystem::path file(const char *name) const { return std::filesystem::path(m_dir.path().toStdString()) / name; }

private Q_SLOTS:
    void restartedWriterCutsTheTornTail()
    {
        const auto path = file("events.jsonl");
        {
            EventWriter writer(path);
            writer.write("started");
            writer.write("metric", metricFields("loss", 2.5, 1, 1));
        }
        base::appendToFile(path, "{\"v\":1,\"seq\":3,\"t\":\"to");
        EventWriter writer(path);
        QCOMPARE(writer.lastSeq(), 2);
        writer.write("resumed", { { "attempt", 2 }, { "from_step", 1 } });
        std::vector<int64_t> seen;
        readEvents(path, 0, [&](const JobEvent &event) { seen.push_back(event.seq); });
        QCOMPARE(seen, (std::vector<int64_t> { 1, 2, 3 }));
    }
    void readingGoesOnFromAnOffset()
    {
        const auto path = file("offset.jsonl");
        EventWriter writer(path);
        writer.write("a");
        const uint64_t offset = readEvents(path, 0, [](const JobEvent &) {});
        writer.write("b");
        std::vector<std::string> types;
        readEvents(path, offset, [&](const JobEvent &event) { types.push_back(event.type); });
        QCOMPARE(types, std::vector<std::string> { "b" });
    }
    void aSpoiltLineKeepsNobodyFromGoingOn_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("garbage") << QByteArray("\xFF\x01garbage");
        QTest::newRow("zeros") << QByteArray(64, '\0');
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("another shape") << QByteArray("[1]");
        QTest::newRow("without a number") << QByteArray("{\"v\":1}");
        QTest::newRow("number is text") << QByteArray("{\"v\":1,\"seq\":\"9\"}");
    }
    void aSpoiltLineKeepsNobodyFromGoingOn()
    {
        QFETCH(QByteArray, line);
        const auto path = file("spoilt.jsonl");
        std::filesystem::remove(path);
        EventWriter(path).write("a");
        base::appendToFile(path, line.toStdString() + "\n");
        EventWriter(path).write("b");
        std::vector<int64_t> seen;
        readEvents(path, 0, [&](const JobEvent &event) { seen.push_back(event.seq); });
        QCOMPARE(seen, (std::vector<int64_t> { 1, 2 }));
    }
    void eventsOfAnotherVersionStay()
    {
        const auto path = file("newer.jsonl");
        base::appendToFile(path, "{\"v\":2,\"seq\":1,\"t\":\"\",\"type\":\"x\"}\n");
        QVERIFY_EXCEPTION_THROWN(EventWriter { path }, base::Failure);
        QVERIFY_EXCEPTION_THROWN(readEvents(path, 0, [](const JobEvent &) {}), base::Failure);
    }
    void nonFiniteIsNullWithAReason()
    {
        QVERIFY(metricFields("loss", std::nan(""), 3, 1)["value"].is_null());
        QCOMPARE(metricFields("loss", INFINITY, 3, 1)["reason"].get<std::string>(), std::string("infinite"));
        QCOMPARE(metricFields("loss", 1.5, 3, 1)["value"].get<double>(), 1.5);
    }
    void unknownVersionIsRefused()
    {
        QVERIFY_EXCEPTION_THROWN(jobEventFromLine("{\"v\":2,\"seq\":1,\"t\":\"\",\"type\":\"x\"}", "e"), base::Failure);
    }
    void errorsCross()
    {
        const base::Error error { base::ErrorKind::DiskFull, "checkpoint", "step 3", { { "needed", "2 GB" } } };
        const base::Error back = errorFromJson(errorToJson(error));
        QCOMPARE(back.kind, error.kind);
        QCOMPARE(back.subject, error.subject);
        QCOMPARE(back.params, error.params);
    }
    void everyOutcomeHasAName()
    {
        for (int i = 0; i <= static_cast<int>(Outcome::Lost); ++i)
            QCOMPARE(*outcomeFromName(outcomeName(static_cast<Outcome>(i))), static_cast<Outcome>(i));
    }
};

ATTUNE_TEST(TstJobEvent)
#include "tst_job_event.moc"
