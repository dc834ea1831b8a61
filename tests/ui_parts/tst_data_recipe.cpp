// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/parts/data_choice.h"
#include "ui/parts/data_recipe.h"
#include "ui/parts/notice_text.h"

#include <QListWidget>
#include <QSignalSpy>
#include <QTranslator>

namespace {

// Puts marks around everything that goes through tr.
class Marks : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *source, const char *, int) const override { return QStringLiteral("<%1>").arg(QString::fromUtf8(source)); }
};

QList<parts::DataSource> sources() { return { { QStringLiteral("a.json"), 10, false }, { QStringLiteral("chat"), 3, true }, { QStringLiteral("b.json"), 1200, false } }; }

} // namespace

class TstDataRecipe : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void splitsAreToldByWhatTheyAre_data()
    {
        QTest::addColumn<QString>("sentence"); // of an older spec; empty: of one of today
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("translated");
        QTest::newRow("of today") << QString() << QStringLiteral("seed 42, 8:1:1, without chat, the part test only") << true;
        QTest::newRow("older") << QStringLiteral("seed 7, 7:1.5:1.5, validation only") << QStringLiteral("seed 7, 7:1.5:1.5, older split, the part validation only") << true;
        QTest::newRow("older, by situation") << QStringLiteral("seed 42, 8:1:1 by situation") << QStringLiteral("seed 42, 8:1:1 by situation, older split") << true;
        QTest::newRow("older, by file") << QStringLiteral("by file: a.json train, b.json test") << QStringLiteral("by file: a.json train, b.json test") << true;
        QTest::newRow("not understood") << QStringLiteral("seed 42, 8:1:1 by author") << QStringLiteral("seed 42, 8:1:1 by author") << false;
    }
    void splitsAreToldByWhatTheyAre()
    {
        QFETCH(QString, sentence);
        QFETCH(QString, words);
        QFETCH(bool, translated);
        run::SplitRecord split;
        split.by = run::SplitBy::Seed;
        split.without_sources = { "chat" };
        split.part = run::Split::Test;
        if (!sentence.isEmpty())
            split = run::splitFromSentence(sentence.toStdString());
        QCOMPARE(parts::splitWords(split), words);
        Marks marks;
        QVERIFY(QCoreApplication::installTranslator(&marks));
        QCOMPARE(parts::splitWords(split).contains(QLatin1Char('<')), translated);
    }

    void noticesAreTranslatedByKind_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("translated");
        for (int kind = int(run::NoticeKind::Text); kind <= int(run::NoticeKind::TurnsCut); ++kind)
            QTest::newRow(std::string(run::noticeName(run::NoticeKind(kind))).c_str()) << kind << (kind != int(run::NoticeKind::Text));
    }
    void noticesAreTranslatedByKind()
    {
        QFETCH(int, kind);
        QFETCH(bool, translated);
        run::Notice notice { run::NoticeKind(kind), {}, {}, "As it stands." };
        for (const char *name : { "file", "line", "tokens", "path", "what", "before", "now", "first" })
            notice.params.emplace_back(name, "x");
        notice.params.emplace_back("count", "3");
        notice.params.emplace_back("part", "train");
        Marks marks;
        QVERIFY(QCoreApplication::installTranslator(&marks));
        const QString words = parts::noticeText(notice);
        QCOMPARE(words.startsWith(QLatin1Char('<')), translated);
        if (!translated)
            QCOMPARE(words, QStringLiteral("As it stands."));
    }

    void chatsAreUncheckedByDefault()
    {
        parts::DataChoice choice;
        choice.setSources(sources(), false);
        auto *list = choice.findChild<QListWidget *>();
        QCOMPARE(list->count(), 3);
        QCOMPARE(list->item(0)->checkState(), Qt::Checked);
        QCOMPARE(list->item(1)->checkState(), Qt::Unchecked);
        QCOMPARE(list->item(2)->text(), QStringLiteral("b.json (1,200)"));
        QVERIFY(!choice.pick().sources);
        QSignalSpy changed(&choice, &parts::DataChoice::changed);
        list->item(1)->setCheckState(Qt::Checked);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(*choice.pick().sources, (QStringList { QStringLiteral("a.json"), QStringLiteral("chat"), QStringLiteral("b.json") }));
        list->item(1)->setCheckState(Qt::Unchecked);
        QVERIFY(!choice.pick().sources);
        list->item(0)->setCheckState(Qt::Unchecked);
        QCOMPARE(*choice.pick().sources, QStringList { QStringLiteral("b.json") });
        // One that arrives is not taken by a choice that did not know it; the usual one takes it.
        auto more = sources();
        more << parts::DataSource { QStringLiteral("c.json"), 5, false };
        choice.setSources(more, false);
        QCOMPARE(*choice.pick().sources, QStringList { QStringLiteral("b.json") });
        choice.setPick({});
        QCOMPARE(list->item(3)->checkState(), Qt::Checked);
        list->item(0)->setCheckState(Qt::Unchecked);
        list->item(2)->setCheckState(Qt::Unchecked);
        list->item(3)->setCheckState(Qt::Unchecked);
        QVERIFY(choice.pick().sources && choice.pick().sources->isEmpty());
    }
    void spaceTakesASource()
    {
        parts::DataChoice choice;
        choice.setSources(sources(), false);
        auto *list = choice.findChild<QListWidget *>();
        list->setCurrentRow(1);
        QTest::keyClick(list, Qt::Key_Space);
        QCOMPARE(list->item(1)->checkState(), Qt::Checked);
        QVERIFY(!list->accessibleName().isEmpty());
    }
    void aPickOfAnotherWorkspaceIsTheUsualOne()
    {
        parts::DataChoice choice;
        choice.setSources(sources(), false);
        choice.setPick({ QStringList { QStringLiteral("gone.json") }, {}, false, 7 });
        QVERIFY(!choice.pick().sources);
        QCOMPARE(choice.pick().seed, 7);
    }
};

ATTUNE_TEST(TstDataRecipe)
#include "tst_data_recipe.moc"
