// SPDX-License-Identifier: GPL-3.0-or-later
// Every string of the sources is translated, keeps its placeholders, and can be drawn with the fonts we ask for.
#include "base/files.h"
#include "harness/test_case.h"
#include "ui/shell/language.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QProcess>
#include <QRawFont>
#include <QRegularExpression>
#include <QXmlStreamReader>

namespace {

struct Message
{
    QString context;
    QString source;
    QStringList translations;
    bool unfinished = false;
};

QList<Message> readMessages(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader xml(&file);
    QList<Message> messages;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const auto name = xml.name();
        if (name == QLatin1String("name"))
            context = xml.readElementText();
        else if (name == QLatin1String("message"))
            messages << Message { context, {}, {}, false };
        else if (name == QLatin1String("source"))
            messages.last().source = xml.readElementText();
        else if (name == QLatin1String("numerusform"))
            messages.last().translations << xml.readElementText();
        else if (name == QLatin1String("translation")) {
            messages.last().unfinished = xml.attributes().value(QLatin1String("type")) == QLatin1String("unfinished");
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
            if (messages.last().translations.isEmpty())
                messages.last().translations << text;
        }
    }
    return messages;
}

QSet<QString> placeholders(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("%[0-9n]|\\{[a-z_]+\\}"));
    QSet<QString> found;
    for (auto it = pattern.globalMatch(text); it.hasNext();)
        found.insert(it.next().captured());
    return found;
}

const QString kFolder = QStringLiteral(ATTUNE_SOURCE_DIR "/translations/");

} // namespace

class TstTranslations : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void languages_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("pluralsOnly");
        QTest::newRow("Chinese") << QStringLiteral("attune_zh_CN.ts") << false;
        QTest::newRow("English plurals") << QStringLiteral("attune_en.ts") << true;
    }

    // Qt's own tool reads the sources into a copy: it must find nothing new.
    void nothingIsMissing_data() { languages_data(); }
    void nothingIsMissing()
    {
        QFETCH(QString, name);
        QFETCH(bool, pluralsOnly);
        QTemporaryDir dir;
        const QString copy = dir.filePath(name);
        QVERIFY(QFile::copy(kFolder + name, copy));
        QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);
        QStringList arguments { QStringLiteral("-silent"), QStringLiteral("-I"), QStringLiteral("."), QStringLiteral("-locations"),
            QStringLiteral("none"), QStringLiteral("-no-obsolete"), QStringLiteral("-recursive"), QStringLiteral("ui"), QStringLiteral("app/attune"),
            QStringLiteral("-ts"), copy };
        if (pluralsOnly)
            arguments.prepend(QStringLiteral("-pluralonly"));
        QProcess process;
        process.setWorkingDirectory(QStringLiteral(ATTUNE_SOURCE_DIR));
        process.start(QStringLiteral(ATTUNE_LUPDATE), arguments);
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitCode(), 0);
        QStringList missing;
        for (const Message &message : readMessages(copy)) {
            // A context without a namespace is one that lupdate guessed wrong: the text would never be found.
            if (message.unfinished || message.translations.contains(QString()) || (!message.context.contains(QLatin1String("::")) && !message.context.startsWith(QLatin1String("Error"))))
                missing << message.context + QStringLiteral(": ") + message.source;
        }
        QVERIFY2(missing.isEmpty(), qPrintable(QStringLiteral("run `ninja update_translations` and translate:\n") + missing.join(QLatin1Char('\n'))));
    }

    void placeholdersAreKept_data() { languages_data(); }
    void placeholdersAreKept()
    {
        QFETCH(QString, name);
        const auto messages = readMessages(kFolder + name);
        QVERIFY(messages.size() > 10);
        for (const Message &message : messages) {
            for (const QString &translation : message.translations) {
                auto wanted = placeholders(message.source);
                auto found = placeholders(translation);
                // "1 turn" may be said without the number.
                wanted.remove(QStringLiteral("%n"));
                found.remove(QStringLiteral("%n"));
                QVERIFY2(wanted == found, qPrintable(message.source + QStringLiteral(" -> ") + translation));
            }
        }
    }

    void chineseIsChinese()
    {
        int same = 0;
        int all = 0;
        for (const Message &message : readMessages(kFolder + QStringLiteral("attune_zh_CN.ts"))) {
            ++all;
            same += message.translations.first() == message.source;
        }
        QVERIFY(all > 300);
        QVERIFY2(same < all / 20, qPrintable(QString::number(same)));
    }

    // No box where a character should be: each one is in one of the fonts of the application.
    void everyGlyphIsThere()
    {
        shell::prepareLook(*qApp);
        QList<QRawFont> fonts;
        for (const QString &family : QApplication::font().families()) {
            QVERIFY2(QFontDatabase::families().contains(family) || family == QLatin1String("Noto Sans"), qPrintable(family));
            fonts << QRawFont::fromFont(QFont(family));
        }
        QSet<char32_t> missing;
        for (const Message &message : readMessages(kFolder + QStringLiteral("attune_zh_CN.ts"))) {
            const QString text = message.source + message.translations.join(QString());
            for (const uint character : text.toUcs4()) {
                const bool drawn = std::any_of(fonts.begin(), fonts.end(), [&](const QRawFont &font) { return font.supportsCharacter(character); });
                if (!drawn && character != U'\n')
                    missing.insert(character);
            }
        }
        QVERIFY2(missing.isEmpty(), qPrintable(QString::fromUcs4(QList<char32_t>(missing.begin(), missing.end()).constData(), missing.size())));
    }

    void bothLanguagesLoad()
    {
        shell::applyLanguage(QStringLiteral("zh_CN"));
        QCOMPARE(QCoreApplication::translate("shell::PageTable", "Home"), QStringLiteral("首页"));
        QCOMPARE(QCoreApplication::translate("dialogues::DialogueRow", "%n turn(s)", nullptr, 3), QStringLiteral("3 条发言"));
        shell::applyLanguage(QStringLiteral("en"));
        QCOMPARE(QCoreApplication::translate("dialogues::DialogueRow", "%n turn(s)", nullptr, 1), QStringLiteral("1 turn"));
        QCOMPARE(QCoreApplication::translate("dialogues::DialogueRow", "%n turn(s)", nullptr, 3), QStringLiteral("3 turns"));
    }
};

ATTUNE_TEST(TstTranslations)
#include "tst_translations.moc"
