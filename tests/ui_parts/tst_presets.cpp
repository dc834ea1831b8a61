// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/parts/presets.h"

#include <QLocale>

#include <set>

class TstPresets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qputenv("ATTUNE_DATA", ATTUNE_SOURCE_DIR); }
    void cleanup() { QLocale::setDefault(QLocale::c()); }

    void thoseOfTheWindowsLanguageComeFirst_data()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::addColumn<QString>("language");
        QTest::newRow("English") << QLocale(QLocale::English, QLocale::UnitedKingdom) << QStringLiteral("en");
        QTest::newRow("Chinese") << QLocale(QLocale::Chinese, QLocale::China) << QStringLiteral("zh");
        QTest::newRow("another") << QLocale(QLocale::German) << QStringLiteral("en");
    }
    void thoseOfTheWindowsLanguageComeFirst()
    {
        QFETCH(QLocale, locale);
        QFETCH(QString, language);
        QLocale::setDefault(locale);
        const auto presets = parts::presetPrompts();
        const auto files = text::presetPrompts(text::presetFolder());
        QCOMPARE(presets.size(), files.size());
        bool others = false;
        std::set<std::string> seen;
        for (const text::PromptTemplate &preset : presets) {
            const bool own = preset.language == language.toStdString();
            QVERIFY2(!(own && others), preset.id.c_str());
            others = others || !own;
            QVERIFY(seen.insert(preset.id).second);
        }
        QVERIFY(others); // there are some of each
    }
};

ATTUNE_TEST(TstPresets)
#include "tst_presets.moc"
