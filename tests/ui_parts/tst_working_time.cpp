// SPDX-License-Identifier: GPL-3.0-or-later
// A run's time is that of all its attempts, without the pauses between them.
#include "base/files.h"
#include "harness/test_case.h"
#include "run/run_folder.h"
#include "ui/parts/working_time.h"
#include "workspace/workspace.h"

#include <QTemporaryDir>

class TstWorkingTime : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pausesDoNotCount_data()
    {
        QTest::addColumn<QStringList>("lines"); // minute, type
        QTest::addColumn<double>("seconds");
        const auto started = QStringLiteral("00 started");
        QTest::newRow("one attempt") << QStringList { started, QStringLiteral("02 finished") } << 120.0;
        QTest::newRow("stopped and resumed") << QStringList { started, QStringLiteral("02 finished"), QStringLiteral("30 started"),
            QStringLiteral("30 resumed"), QStringLiteral("33 finished") } << 300.0;
        QTest::newRow("thrice") << QStringList { started, QStringLiteral("01 finished"), QStringLiteral("10 started"), QStringLiteral("10 resumed"),
            QStringLiteral("11 finished"), QStringLiteral("40 started"), QStringLiteral("40 resumed"), QStringLiteral("41 finished") } << 180.0;
        QTest::newRow("waited for the device first") << QStringList { QStringLiteral("00 waiting"), QStringLiteral("20 started"), QStringLiteral("22 finished") } << 120.0;
        QTest::newRow("waits for the device") << QStringList { QStringLiteral("00 waiting") } << -1.0;
        QTest::newRow("resumed and waited") << QStringList { started, QStringLiteral("02 finished"), QStringLiteral("10 waiting"), QStringLiteral("30 started"),
            QStringLiteral("30 resumed"), QStringLiteral("33 finished") } << 300.0;
        QTest::newRow("resumed and waits") << QStringList { started, QStringLiteral("02 finished"), QStringLiteral("10 waiting") } << 120.0;
        QTest::newRow("never began") << QStringList {} << -1.0;
    }
    void pausesDoNotCount()
    {
        QFETCH(QStringList, lines);
        QFETCH(double, seconds);
        QTemporaryDir place;
        auto workspace = workspace::Workspace::create(std::filesystem::path(place.path().toStdString()) / "w.attune");
        run::JobSpec spec;
        spec.name = "timed";
        run::TrainSpec train;
        train.base_model = "/models/tiny";
        spec.job = train;
        const auto folder = run::RunFolder::create(workspace->folder() / "runs", spec, {});
        int seq = 0, attempt = 0;
        for (const QString &line : lines) {
            const QStringList words = line.split(QLatin1Char(' '));
            QString fields;
            QString type = words[1];
            if (type == QLatin1String("waiting")) {
                type = QStringLiteral("stage");
                fields = QStringLiteral(",\"name\":\"waiting\"");
            }
            if (words[1] == QLatin1String("started")) {
                ++attempt;
                fields = QStringLiteral(",\"device\":\"cpu\"");
            }
            if (words[1] == QLatin1String("resumed"))
                fields = QStringLiteral(",\"attempt\":%1,\"from_step\":1").arg(attempt);
            if (words[1] == QLatin1String("finished"))
                fields = QStringLiteral(",\"outcome\":\"stopped\"");
            base::appendToFile(folder.eventsFile(), QStringLiteral("{\"v\":1,\"seq\":%1,\"t\":\"2026-01-01T10:%2:00.000Z\",\"type\":\"%3\"%4}\n")
                                                        .arg(++seq).arg(words[0], type, fields).toStdString());
        }
        const storage::RunRow row = workspace->runs().add(folder);
        if (!lines.isEmpty())
            QVERIFY(workspace->runs().claim(row.id)); // when a worker was asked for
        workspace->runs().record(row.id);
        QCOMPARE(parts::workingSeconds(workspace->runs(), workspace->runs().get(row.id)).value_or(-1), seconds);
    }
};

ATTUNE_TEST(TstWorkingTime)
#include "tst_working_time.moc"
