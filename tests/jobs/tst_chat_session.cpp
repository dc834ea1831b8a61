// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/bench_workspace.h"

#include "base/error_text.h"
#include "jobs/chat_session.h"
#include "run/run_folder.h"

#include <QFile>

#include <csignal>

using base::ErrorKind;
using jobs::ChatSession;
using namespace std::chrono_literals;

namespace {

dialogue::Dialogue asking(const std::string &text)
{
    dialogue::Dialogue d;
    d.id = "d1";
    d.turns = { { "t1", dialogue::Speaker::Seeker, text, {} } };
    return d;
}

// How many children this process has.
int childCount()
{
    QFile file(QStringLiteral("/proc/self/task/%1/children").arg(QCoreApplication::applicationPid()));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray ids = file.readAll().trimmed();
    return ids.isEmpty() ? 0 : int(ids.count(' ')) + 1;
}

} // namespace

class TstChatSession : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_model;
    QString model() const { return m_model->path(); }

private Q_SLOTS:
    void init() { m_model = std::make_unique<QTemporaryDir>(); }

    void talks()
    {
        bench::useFakeEngine("normal");
        ChatSession session;
        QSignalSpy greeted(&session, &ChatSession::greeted);
        QSignalSpy loaded(&session, &ChatSession::loaded);
        QSignalSpy text(&session, &ChatSession::textArrived);
        QSignalSpy replied(&session, &ChatSession::replied);
        QSignalSpy failed(&session, &ChatSession::failed);
        session.load(model());
        const int first = session.reply(asking("I am tired"), {}); // waits for the model
        QVERIFY(replied.wait(10000));
        QCOMPARE(greeted.size(), 1);
        QCOMPARE(greeted[0][0].value<jobs::EngineHello>().cuda, QStringLiteral("no driver"));
        QCOMPARE(loaded.size(), 1);
        QCOMPARE(session.loadedModel().parameters, 135);
        const auto reply = replied[0][1].value<jobs::ChatReply>();
        QCOMPARE(replied[0][0].toInt(), first);
        QCOMPARE(reply.finish_reason, QStringLiteral("stop"));
        QString pieces;
        for (const auto &piece : text)
            pieces += piece[1].toString();
        QCOMPARE(pieces, reply.text);
        session.load(model()); // the same again: at once
        QCOMPARE(loaded.size(), 2);
        session.load(model(), QStringLiteral("/an/adapter"));
        QVERIFY(loaded.wait(5000));
        QCOMPARE(session.loadedModel().adapter, QStringLiteral("/an/adapter"));
        QCOMPARE(failed.size(), 0);
    }

    void aChatMergesTurnsAsTheTrainingDid_data()
    {
        QTest::addColumn<QString>("adapter");
        QTest::addColumn<int>("trainedMerged"); // -1: there is no run
        QTest::addColumn<bool>("merged");
        QTest::newRow("no adapter") << QString() << -1 << true;
        QTest::newRow("from elsewhere") << QStringLiteral("adapter") << -1 << true;
        QTest::newRow("merged") << QStringLiteral("adapter") << 1 << true;
        QTest::newRow("kept") << QStringLiteral("adapter") << 0 << false;
        QTest::newRow("a checkpoint") << QStringLiteral("checkpoints/step-000010") << 0 << false;
    }
    void aChatMergesTurnsAsTheTrainingDid()
    {
        QFETCH(QString, adapter);
        QFETCH(int, trainedMerged);
        QFETCH(bool, merged);
        std::filesystem::path folder = m_model->path().toStdString();
        if (trainedMerged >= 0) {
            run::TrainSpec spec { .base_model = "m" };
            spec.merge_consecutive = trainedMerged == 1;
            run::JobSpec job;
            job.job = spec;
            dialogue::Dialogue d = asking("hello");
            folder = run::RunFolder::create(folder, job, { { run::Split::Train, 1, d } }).path();
        }
        QCOMPARE(jobs::wasTrainedMerged(adapter.isEmpty() ? std::filesystem::path() : folder / adapter.toStdString()), merged);
    }

    void stops()
    {
        bench::useFakeEngine("normal");
        ChatSession session;
        QSignalSpy text(&session, &ChatSession::textArrived);
        QSignalSpy replied(&session, &ChatSession::replied);
        QSignalSpy failed(&session, &ChatSession::failed);
        session.load(model());
        const int id = session.reply(asking("slowly please"), {});
        const int second = session.reply(asking("me too"), {});
        QVERIFY(text.wait(10000));
        QCOMPARE(failed.size(), 1); // one at a time
        QCOMPARE(failed[0][0].toInt(), second);
        session.stop();
        session.stop();
        QVERIFY(replied.wait(5000));
        QCOMPARE(replied[0][0].toInt(), id);
        QCOMPARE(replied[0][1].value<jobs::ChatReply>().finish_reason, QStringLiteral("cancelled"));
        session.reply(asking("go on"), {}); // usable
        QVERIFY(replied.wait(5000));
    }

    // A new chat is begun while the old one's reply is being stopped: it waits for a moment, and the model stays loaded.
    void theNextReplyWaitsForTheStoppedOne()
    {
        bench::useFakeEngine("normal");
        ChatSession session;
        QSignalSpy loaded(&session, &ChatSession::loaded);
        QSignalSpy loading(&session, &ChatSession::loading);
        QSignalSpy text(&session, &ChatSession::textArrived);
        QSignalSpy replied(&session, &ChatSession::replied);
        QSignalSpy failed(&session, &ChatSession::failed);
        session.load(model());
        const int old = session.reply(asking("slowly please"), {});
        QVERIFY(text.wait(10000));
        const qsizetype announced = loading.size();
        session.stop();
        session.load(model());
        const int next = session.reply(asking("hello"), {});
        QTRY_COMPARE_WITH_TIMEOUT(replied.size(), 2, 10000);
        QCOMPARE(replied[0][0].toInt(), old);
        QCOMPARE(replied[1][0].toInt(), next);
        QCOMPARE(replied[1][1].value<jobs::ChatReply>().finish_reason, QStringLiteral("stop"));
        QCOMPARE(failed.size(), 0);
        QCOMPARE(loading.size(), announced);
    }

    void refusalsLeaveItUsable()
    {
        bench::useFakeEngine("normal");
        ChatSession session;
        QSignalSpy replied(&session, &ChatSession::replied);
        QSignalSpy failed(&session, &ChatSession::failed);
        session.reply(asking("without a model"), {});
        QVERIFY(failed.wait(1000));
        QCOMPARE(failed.takeFirst()[1].value<base::Error>().kind, ErrorKind::Usage);
        session.load(QStringLiteral("no-such-model"));
        QCOMPARE(failed.takeFirst()[1].value<base::Error>().kind, ErrorKind::NotFound);
        session.load(model());
        session.reply(asking(""), {});
        QVERIFY(failed.wait(10000));
        QCOMPARE(failed[0][1].value<base::Error>().kind, ErrorKind::EmptyDialogue);
        session.reply(asking("hello"), {});
        QVERIFY(replied.wait(5000));
    }

    void badModelIsSaid()
    {
        bench::useFakeEngine("unloadable");
        ChatSession session;
        QSignalSpy failed(&session, &ChatSession::failed);
        session.load(model());
        const int waiting = session.reply(asking("hello"), {});
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 2, 10000);
        QCOMPARE(failed[0][1].value<base::Error>().kind, ErrorKind::TruncatedFile);
        QCOMPARE(failed[1][0].toInt(), waiting); // nobody waits for ever
        QVERIFY(session.loadedModel().model.isEmpty());
        QCOMPARE(session.state(), ChatSession::State::Idle);
    }

    void everyMisfortuneBecomesAnError_data()
    {
        QTest::addColumn<QByteArray>("mode");
        QTest::addColumn<int>("kind");
        QTest::newRow("crash") << QByteArray("crash") << int(ErrorKind::WorkerCrashed);
        QTest::newRow("killed") << QByteArray("killed") << int(ErrorKind::OutOfMemory);
        QTest::newRow("torn line") << QByteArray("torn") << int(ErrorKind::WorkerCrashed);
        QTest::newRow("garbage") << QByteArray("garbage") << int(ErrorKind::WorkerCrashed);
        QTest::newRow("endless line") << QByteArray("flood") << int(ErrorKind::WorkerCrashed);
        QTest::newRow("silence") << QByteArray("hang") << int(ErrorKind::WorkerCrashed);
    }
    void everyMisfortuneBecomesAnError()
    {
        QFETCH(QByteArray, mode);
        QFETCH(int, kind);
        bench::useFakeEngine(mode.constData());
        ChatSession session(nullptr, { .hello = 10s, .silence = 1500ms, .quit = 200ms });
        QSignalSpy failed(&session, &ChatSession::failed);
        session.load(model());
        const int id = session.reply(asking("hello"), {});
        QVERIFY(failed.wait(15000));
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].toInt(), id);
        QCOMPARE(int(failed[0][1].value<base::Error>().kind), kind);
        QCOMPARE(session.state(), ChatSession::State::Off);
        if (mode == "crash")
            QVERIFY(base::sentence(failed[0][1].value<base::Error>()).find("bad_alloc") != std::string::npos);
        // A new start helps.
        bench::useFakeEngine("normal");
        QSignalSpy replied(&session, &ChatSession::replied);
        session.load(model());
        session.reply(asking("hello"), {});
        QVERIFY(replied.wait(10000));
    }

    void silentStartIsAnError()
    {
        bench::useFakeEngine("silent");
        ChatSession session(nullptr, { .hello = 300ms, .silence = 1s, .quit = 200ms });
        QSignalSpy failed(&session, &ChatSession::failed);
        session.load(model());
        QVERIFY(failed.wait(5000));
        QCOMPARE(failed[0][1].value<base::Error>().kind, ErrorKind::WorkerCrashed);
    }

    void missingWorkerIsAnError()
    {
        qputenv("ATTUNE_ENGINE", "/nowhere/engine");
        ChatSession session;
        QSignalSpy failed(&session, &ChatSession::failed);
        session.load(model());
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed[0][1].value<base::Error>().kind, ErrorKind::MissingResource);
    }

    void closingEndsTheChild_data()
    {
        QTest::addColumn<QByteArray>("mode");
        QTest::newRow("willing") << QByteArray("normal");
        QTest::newRow("silent") << QByteArray("silent");
    }
    void closingEndsTheChild()
    {
        QFETCH(QByteArray, mode);
        bench::useFakeEngine(mode.constData());
        QTRY_COMPARE(childCount(), 0);
        {
            ChatSession session(nullptr, { .hello = 60s, .silence = 60s, .quit = 100ms });
            session.load(model());
            QTRY_COMPARE(childCount(), 1);
        }
        QTRY_COMPARE_WITH_TIMEOUT(childCount(), 0, 3000);
    }
};

ATTUNE_TEST(TstChatSession)
#include "tst_chat_session.moc"
