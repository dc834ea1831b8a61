// SPDX-License-Identifier: GPL-3.0-or-later
// What nobody catches is told, and the program goes on.
#include "base/error.h"
#include "harness/test_case.h"
#include "ui/shell/application.h"

#include <QPushButton>
#include <QTimer>

class TstApplication : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void uncaughtFaultsAreTold_data()
    {
        QTest::addColumn<QString>("way");
        for (const char *way : { "a clicked button", "a queued call", "a timer" })
            QTest::newRow(way) << QString::fromLatin1(way);
    }
    void uncaughtFaultsAreTold()
    {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("skipped: a fault that passes through Qt leaves what Qt had in its hands");
#endif
        QFETCH(QString, way);
        auto *application = qobject_cast<shell::Application *>(qApp);
        QVERIFY(application);
        QSignalSpy told(application, &shell::Application::failed);
        const auto fault = [] { throw base::Failure(base::ErrorKind::DiskFull, "the run's folder"); };
        QPushButton button;
        connect(&button, &QPushButton::clicked, this, fault);
        if (way.startsWith(QLatin1String("a clicked")))
            QTest::mouseClick(&button, Qt::LeftButton);
        else if (way.startsWith(QLatin1String("a queued")))
            QMetaObject::invokeMethod(&button, fault, Qt::QueuedConnection);
        else
            QTimer::singleShot(0, &button, fault);
        QTRY_COMPARE(told.size(), 1);
        QVERIFY2(told[0][0].toString().startsWith(QLatin1String("There is no space left for the run's folder")), qPrintable(told[0][0].toString()));
    }
};

ATTUNE_TEST(TstApplication)
#include "tst_application.moc"
