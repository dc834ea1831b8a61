// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/split.h"
#include "harness/test_case.h"
#include "ui/parts/data_recipe.h"

#include <QTranslator>

class TstDataRecipe : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // In English the words come out as they went in; in a language with marks one sees that they were understood.
    void wordsAreUnderstood_data()
    {
        QTest::addColumn<QString>("recipe");
        QTest::addColumn<bool>("known");
        const auto words = [](const dialogue::SplitRecipe &recipe) { return QString::fromStdString(recipe.words()); };
        QTest::newRow("usual") << words({}) << true;
        QTest::newRow("without situations") << words({ 7, { 7, 1.5, 1.5 }, false }) << true;
        QTest::newRow("one part") << words({}) + QStringLiteral(", test only") << true;
        QTest::newRow("by file") << QStringLiteral("by file: a train, b test") << false;
        QTest::newRow("another version's") << QStringLiteral("seed 42, 8:1:1 by author") << false;
    }
    void wordsAreUnderstood()
    {
        QFETCH(QString, recipe);
        QFETCH(bool, known);
        QCOMPARE(parts::splitWords(recipe.toStdString()), recipe);
        class Marks : public QTranslator
        {
        public:
            bool isEmpty() const override { return false; }
            QString translate(const char *, const char *source, const char *, int) const override
            {
                return QStringLiteral("<%1>").arg(QString::fromUtf8(source));
            }
        } marks;
        QVERIFY(QCoreApplication::installTranslator(&marks));
        QCOMPARE(parts::splitWords(recipe.toStdString()).startsWith(QLatin1Char('<')), known);
    }
};

ATTUNE_TEST(TstDataRecipe)
#include "tst_data_recipe.moc"
