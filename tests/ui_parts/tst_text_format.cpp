// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/parts/text_format.h"

#include <QLocale>

#include <limits>

class TstTextFormat : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void offsets_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("ascii") << QStringLiteral("plain text");
        QTest::newRow("chinese") << QStringLiteral("我很难过 now");
        QTest::newRow("emoji") << QStringLiteral("a😀b👩‍👧c");
        QTest::newRow("combining") << QStringLiteral("e\u0301te");
    }

    // The offset of every QString position, computed by Qt, leads back to that position.
    void offsets()
    {
        QFETCH(QString, text);
        QVector<qint64> offsets;
        QVector<int> wanted;
        for (int i = 0; i <= text.size(); ++i) {
            if (i < text.size() && text[i].isLowSurrogate())
                continue;
            offsets << text.left(i).toUtf8().size();
            wanted << i;
        }
        QCOMPARE(parts::positionsOfOffsets(text.toStdString(), offsets), wanted);
    }

    void durations_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("seconds") << 4.2 << QStringLiteral("4 s");
        QTest::newRow("minutes") << 725.0 << QStringLiteral("12 min");
        QTest::newRow("hours") << 11100.0 << QStringLiteral("3 h 05 min");
        QTest::newRow("nothing") << std::numeric_limits<double>::quiet_NaN() << QStringLiteral("–");
        QTest::newRow("negative") << -1.0 << QStringLiteral("–");
    }
    void durations()
    {
        QFETCH(double, seconds);
        QFETCH(QString, text);
        QCOMPARE(parts::durationText(seconds), text);
    }

    void times()
    {
        QCOMPARE(parts::whenText("not a time"), QString());
        QVERIFY(parts::whenText(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toStdString()).startsWith(QStringLiteral("today")));
        QVERIFY(parts::whenText("2020-02-03T12:00:00.000Z").contains(QStringLiteral("2020")));
    }
};

ATTUNE_TEST(TstTextFormat)
#include "tst_text_format.moc"
