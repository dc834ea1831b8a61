// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "inference/stop_text.h"

class TstStopText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void stopsWhereAsked_data()
    {
        QTest::addColumn<QStringList>("stops");
        QTest::addColumn<QStringList>("pieces");
        QTest::addColumn<QString>("out");
        QTest::addColumn<bool>("found");
        const auto row = [](const char *name, const QStringList &stops, const QStringList &pieces, const char *out, bool found) {
            QTest::newRow(name) << stops << pieces << QString::fromUtf8(out) << found;
        };
        const auto list = [](std::initializer_list<const char *> texts) {
            QStringList result;
            for (const char *text : texts)
                result << QString::fromUtf8(text);
            return result;
        };
        row("none", {}, list({ "a", "b" }), "ab", false);
        row("inside one piece", list({ "STOP" }), list({ "goSTOPon" }), "go", true);
        row("across pieces", list({ "User:" }), list({ "hi\nUs", "er", ": x" }), "hi\n", true);
        row("false start", list({ "User:" }), list({ "Us", "ual" }), "Usual", false);
        row("waiting at the end", list({ "User:" }), list({ "the Use" }), "the Use", false);
        row("the earlier one", list({ "bb", "a" }), list({ "xabb" }), "x", true);
        row("overlapping beginnings", list({ "aab" }), list({ "aa", "ab" }), "a", true);
        row("empty ones are ignored", list({ "" }), list({ "abc" }), "abc", false);
        row("several bytes a character", list({ "结束" }), list({ "好的", "结", "束" }), "好的", true);
    }
    void stopsWhereAsked()
    {
        QFETCH(QStringList, stops);
        QFETCH(QStringList, pieces);
        QFETCH(QString, out);
        QFETCH(bool, found);
        std::vector<std::string> texts;
        for (const QString &stop : stops)
            texts.push_back(stop.toStdString());
        inference::StopText stop(texts);
        std::string seen;
        for (const QString &piece : pieces)
            seen += stop.push(piece.toStdString());
        seen += stop.finish();
        QCOMPARE(QString::fromStdString(seen), out);
        QCOMPARE(stop.found(), found);
    }
};

ATTUNE_TEST(TstStopText)
#include "tst_stop_text.moc"
