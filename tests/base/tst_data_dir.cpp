// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/data_dir.h"
#include "harness/test_case.h"

namespace fs = std::filesystem;

class TstDataDir : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void placesAreAbsolute_data()
    {
        QTest::addColumn<QByteArray>("cache");
        QTest::addColumn<QByteArray>("xdg");
        QTest::addColumn<QByteArray>("expected");
        const QByteArray here = QByteArray::fromStdString(fs::current_path().string());
        QTest::newRow("named") << QByteArray("/c") << QByteArray("/x") << QByteArray("/c");
        QTest::newRow("named relatively") << QByteArray("my/../c") << QByteArray("/x") << here + "/c";
        QTest::newRow("of the desktop") << QByteArray() << QByteArray("/x") << QByteArray("/x/attune");
        QTest::newRow("of the desktop, relative: ignored") << QByteArray() << QByteArray("x") << QByteArray("/home/kim/.cache/attune");
        QTest::newRow("neither") << QByteArray() << QByteArray() << QByteArray("/home/kim/.cache/attune");
    }
    void placesAreAbsolute()
    {
        QFETCH(QByteArray, cache);
        QFETCH(QByteArray, xdg);
        QFETCH(QByteArray, expected);
        const auto back = qScopeGuard([old = std::array { qgetenv("ATTUNE_CACHE"), qgetenv("XDG_CACHE_HOME"), qgetenv("HOME") }] {
            qputenv("ATTUNE_CACHE", old[0]);
            qputenv("XDG_CACHE_HOME", old[1]);
            qputenv("HOME", old[2]);
        });
        qputenv("ATTUNE_CACHE", cache);
        qputenv("XDG_CACHE_HOME", xdg);
        qputenv("HOME", "/home/kim");
        QCOMPARE(base::cacheDir().string(), expected.toStdString());
    }
};

ATTUNE_TEST(TstDataDir)
#include "tst_data_dir.moc"
