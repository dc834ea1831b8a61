// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/parts/latest_job.h"

#include <QSemaphore>

class TstLatestJob : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void deliversTheResultHere()
    {
        parts::LatestJob job;
        int result = 0;
        QThread *where = nullptr;
        job.start([](const base::CancelToken &) { return 42; },
            [&](int value) {
                result = value;
                where = QThread::currentThread();
            });
        QVERIFY(job.isRunning());
        QTRY_COMPARE(result, 42);
        QCOMPARE(where, QThread::currentThread());
        QVERIFY(!job.isRunning());
    }

    void onlyTheLatestCounts()
    {
        parts::LatestJob job;
        auto gate = std::make_shared<QSemaphore>();
        QStringList results;
        bool wasCancelled = false;
        job.start(
            [gate](const base::CancelToken &cancel) {
                gate->acquire();
                return cancel.isCancelled() ? QStringLiteral("cancelled") : QStringLiteral("first");
            },
            [&](const QString &value) { results << value; });
        job.start([](const base::CancelToken &) { return QStringLiteral("second"); }, [&](const QString &value) { results << value; });
        gate->release();
        QTRY_COMPARE(results, QStringList { QStringLiteral("second") });
        QTest::qWait(20);
        QCOMPARE(results.size(), 1);
        Q_UNUSED(wasCancelled)
    }

    void failuresAreSentences()
    {
        parts::LatestJob job;
        QString sentence;
        job.start([](const base::CancelToken &) -> int { throw base::Failure(base::ErrorKind::NotFound, "turn 7"); }, [](int) {},
            [&](const QString &text) { sentence = text; });
        QTRY_COMPARE(sentence, QStringLiteral("turn 7 was not found."));
    }

    void cancelledWorkIsSilent()
    {
        parts::LatestJob job;
        bool told = false;
        QSignalSpy finished(&job, &parts::LatestJob::finished);
        job.start([](const base::CancelToken &) -> int { throw base::Failure(base::ErrorKind::Cancelled, "search"); },
            [&](int) { told = true; }, [&](const QString &) { told = true; });
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(!told);
    }

    void mayDieWhileItWorks()
    {
        auto gate = std::make_shared<QSemaphore>();
        bool told = false;
        {
            parts::LatestJob job;
            job.start(
                [gate](const base::CancelToken &) {
                    gate->acquire();
                    return 1;
                },
                [&](int) { told = true; });
        }
        gate->release();
        QTest::qWait(50);
        QVERIFY(!told);
    }
};

ATTUNE_TEST(TstLatestJob)
#include "tst_latest_job.moc"
