// SPDX-License-Identifier: GPL-3.0-or-later
// The verb as people call it: a process of its own.
#include "harness/test_case.h"
#include "ui_shell/window_case.h"

#include <QImage>
#include <QProcess>

class TstScreenshot : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void drawsPages_data()
    {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("theme");
        QTest::addColumn<QString>("locale");
        QTest::newRow("home") << QStringLiteral("home") << QStringLiteral("light") << QStringLiteral("en");
        QTest::newRow("dialogues") << QStringLiteral("dialogues") << QStringLiteral("dark") << QStringLiteral("zh_CN");
    }

    void drawsPages()
    {
        QFETCH(QString, page);
        QFETCH(QString, theme);
        QFETCH(QString, locale);
        WindowCase c;
        c.openFilled();
        c.window->closeWorkspace();
        const QString file = c.dir.filePath(QStringLiteral("page.png"));
        QCOMPARE(call({ QStringLiteral("screenshot"), page, file, QStringLiteral("--workspace"), c.folder(), QStringLiteral("--theme"), theme,
                     QStringLiteral("--locale"), locale, QStringLiteral("--size"), QStringLiteral("1024x700") }),
            0);
        const QImage image(file);
        QCOMPARE(image.size(), QSize(1024, 700));
        const int corner = image.pixelColor(image.width() - 6, 45).lightness();
        QVERIFY(theme == QLatin1String("dark") ? corner < 80 : corner > 180);
    }

    void refusesWithASentence()
    {
        WindowCase c;
        const QString file = c.dir.filePath(QStringLiteral("page.png"));
        QCOMPARE(call({ QStringLiteral("screenshot"), QStringLiteral("nowhere"), file }), 2);
        QVERIFY(m_errors.contains("there is no page nowhere"));
        QCOMPARE(call({ QStringLiteral("screenshot"), QStringLiteral("home"), file, QStringLiteral("--size"), QStringLiteral("big") }), 2);
        QCOMPARE(call({ QStringLiteral("screenshot"), QStringLiteral("home"), file, QStringLiteral("--workspace"), c.dir.path() }), 1);
        QVERIFY(!QFile::exists(file));
    }

private:
    int call(const QStringList &arguments)
    {
        QProcess process;
        process.start(QStringLiteral(ATTUNE_PROGRAM), arguments);
        process.waitForFinished(60000);
        m_errors = process.readAllStandardError();
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }

    QByteArray m_errors;
};

ATTUNE_TEST(TstScreenshot)
#include "tst_screenshot.moc"
