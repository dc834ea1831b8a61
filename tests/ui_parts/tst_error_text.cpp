// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error_text.h"
#include "base/files.h"
#include "harness/test_case.h"
#include "ui/parts/error_text.h"

#include <QApplication>
#include <QTranslator>

ATTUNE_GUI_TESTS

class TstUiErrorText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // The translators' list in ui must hold every template of core, letter by letter.
    void everyTemplateIsAnnounced()
    {
        const std::string source = base::readFile(std::filesystem::path(ATTUNE_SOURCE_DIR) / "ui/parts/error_text.cpp");
        int kinds = 0;
        for (int kind = 0; kind <= int(base::ErrorKind::Internal); ++kind) {
            std::string text(base::sentenceTemplate(base::ErrorKind(kind)));
            text = QString::fromStdString(text).replace(u'"', QStringLiteral("\\\"")).toStdString();
            QVERIFY2(source.find("\"" + text + "\"") != std::string::npos, text.c_str());
            ++kinds;
        }
        QVERIFY(kinds > 30);
    }

    void fillsTheFields()
    {
        const base::Error error { base::ErrorKind::MissingField, "val.json", "dialogue 12", { { "field", "character" } } };
        QCOMPARE(parts::errorText(error), QStringLiteral("val.json lacks the field \"character\" at dialogue 12. Add it and try again."));
    }

    // Core's own words for things and ways out are translated, too; a path or a name stays.
    void phrasesAreTranslated()
    {
        class Words : public QTranslator
        {
        public:
            bool isEmpty() const override { return false; }
            QString translate(const char *context, const char *source, const char *, int) const override
            {
                return qstrcmp(context, "ErrorPhrase") == 0 && qstrcmp(source, "the workspace") == 0 ? QStringLiteral("le dossier") : QString();
            }
        } words;
        const base::Error error { base::ErrorKind::NotFound, "The run x", "the workspace", {} };
        QCOMPARE(parts::errorText(error), QStringLiteral("The run x was not found in the workspace."));
        QVERIFY(QCoreApplication::installTranslator(&words));
        QCOMPARE(parts::errorText(error), QStringLiteral("The run x was not found in le dossier."));
    }

    void foreignExceptionsAreInternal()
    {
        QVERIFY(parts::errorText(std::runtime_error("odd thing")).contains(QStringLiteral("odd thing")));
    }
};

ATTUNE_TEST(TstUiErrorText)
#include "tst_error_text.moc"
