// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "harness/test_case.h"
#include "run/job_event.h"

#include <QTemporaryDir>

#include <cmath>
#include <csignal>
#include <sys/resource.h>

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
        QCOMPARE(seen, (std::vector<int64_t> { 1, 3 })); // the line's own number is not given out again
    }
    void aNumberIsGivenOutOnce()
    {
        const auto path = file("twice.jsonl");
        {
            EventWriter writer(path);
            writer.write("a");
            writer.write("b");
        }
        std::string text = base::readFile(path);
        text[text.size() - 3] = '\0';
        base::writeFileAtomically(path, text);
        EventWriter writer(path);
        writer.write("c");
        QCOMPARE(writer.lastSeq(), 3);
    }
    // The reader passes over longer lines: the event would be lost, and with it the end of a run.
    void aLongEventIsCut_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("letters") << QByteArray(2 << 20, 'a');
        QTest::newRow("signs that JSON writes out") << QByteArray(300'000, '\x01');
        QTest::newRow("characters of several bytes") << QByteArray("\xE6\x82\xA8").repeated(500'000);
    }
    void aLongEventIsCut()
    {
        QFETCH(QByteArray, text);
        const auto path = file("long.jsonl");
        std::filesystem::remove(path);
        EventWriter(path).write("finished", { { "outcome", "failed" }, { "error", { { "subject", text.toStdString() } } } });
        std::vector<std::string> seen;
        readEvents(path, 0, [&](const JobEvent &event) {
            seen.push_back(event.fields["outcome"].get<std::string>());
            const auto subject = event.fields["error"]["subject"].get<std::string>();
            QVERIFY(text.startsWith(subject.substr(0, 4000).c_str()) && subject.ends_with("..."));
        });
        QCOMPARE(seen, std::vector<std::string> { "failed" });
    }
    // A run's folder may come from somebody else.
    void aLinkIsNotCut_data()
    {
        QTest::addColumn<bool>("there");
        QTest::newRow("to a file") << true;
        QTest::newRow("to nothing") << false;
    }
    void aLinkIsNotCut()
    {
        QFETCH(bool, there);
        const auto precious = file("precious"), path = file("link.jsonl");
        std::filesystem::remove(precious);
        std::filesystem::remove(path);
        if (there)
            base::writeFileAtomically(precious, "mine, without an end of line");
        std::filesystem::create_symlink(precious, path);
        QVERIFY_EXCEPTION_THROWN(EventWriter { path }, base::Failure);
        QCOMPARE(std::filesystem::exists(precious), there);
        if (there)
            QCOMPARE(base::readFile(precious), std::string("mine, without an end of line"));
    }
    void aHalfWrittenEventIsTakenBack()
    {
        const auto path = file("half.jsonl");
        EventWriter writer(path);
        writer.write("a");
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        rlimit small = before;
        small.rlim_cur = std::filesystem::file_size(path) + 10;
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        bool failed = false;
        try {
            writer.write("b");
        } catch (const base::Failure &) {
            failed = true;
        }
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(failed);
        writer.write("c");
        std::vector<std::string> types;
        readEvents(path, 0, [&](const JobEvent &event) { types.push_back(event.type); });
        QCOMPARE(types, (std::vector<std::string> { "a", "c" }));
    }
    void eventsOfAnotherVersionStay_data()
    {
        QTest::addColumn<QByteArray>("version");
        for (const char *version : { "2", "0", "-1", "99999999999", "18446744073709551615" })
            QTest::newRow(version) << QByteArray(version);
    }
    void eventsOfAnotherVersionStay()
    {
        QFETCH(QByteArray, version);
        const auto path = file("newer.jsonl");
        std::filesystem::remove(path);
        base::appendToFile(path, "{\"v\":" + version.toStdString() + ",\"seq\":1,\"t\":\"\",\"type\":\"x\"}\n");
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
