// SPDX-License-Identifier: GPL-3.0-or-later
// Files come in, by choice and by drop, with a report in words; what is listed goes out.
#include "work_case.h"

#include "fakes/export_by_menu.h"
#include "ui/dialogues/export_view.h"
#include "ui/dialogues/import_report.h"
#include "ui/dialogues/note_words.h"
#include "ui/parts/search_field.h"

#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QMimeData>
#include <QTranslator>

using dialogues::DialoguesPage;

class TstDialogueFiles : public QObject, public WorkCase
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void importsWithAReport()
    {
        const QString file = pathOf("odd.json");
        write(file, R"({"7": {"whole_dialog": ["seeker:Hello.", "seeker:Are you there?", "supporter:Yes."], "character": {"Name": "Ada"}}})");
        QSignalSpy imported(m_page.get(), &DialoguesPage::imported);
        m_page->importPaths({ file });
        QTRY_COMPARE(imported.size(), 1);
        QCOMPARE(m_page->list().total(), int64_t(4));
        QCOMPARE(m_desk->workspace()->dialogues().count(), int64_t(4));
        auto *report = m_page->findChild<dialogues::ImportReport *>();
        QVERIFY(report->isVisible());
        QVERIFY(report->model()->rowCount() > 0);
        fakes::shownButton(*report, "Done")->click();
        QVERIFY(!report->isVisible());
    }

    // By what it is, with its numbers: nothing of core's English is looked for.
    void notesAreTranslatedByKind_data()
    {
        QTest::addColumn<int>("kind");
        for (int kind = int(dialogue::NoteKind::ByteOrderMark); kind <= int(dialogue::NoteKind::NearTwoKeys); ++kind)
            QTest::newRow(std::string(dialogue::noteName(dialogue::NoteKind(kind))).c_str()) << kind;
    }
    void notesAreTranslatedByKind()
    {
        QFETCH(int, kind);
        class Marks : public QTranslator
        {
        public:
            bool isEmpty() const override { return false; }
            QString translate(const char *, const char *source, const char *, int) const override { return QStringLiteral("<%1>").arg(QString::fromUtf8(source)); }
        } marks;
        dialogue::ImportNote note { dialogue::NoteKind(kind), { .file = "f.json", .dialogue = "1201", .turns = { 3, 7 }, .more_turns = true }, {}, {} };
        for (const char *name : { "blank", "replies", "field", "key", "from", "to", "of", "kept_with", "also_near" })
            note.params.emplace_back(name, "x");
        note.params.emplace_back("count", "3");
        note.error = base::Error { base::ErrorKind::EmptyDialogue, "f.json", {}, {} };
        const QString english = dialogues::noteWords(note);
        QVERIFY(!english.isEmpty() && !english.contains(QLatin1Char('%')));
        QCOMPARE(dialogues::placeWords(note.place), QStringLiteral("f.json, dialogue 1201, turns 3, 7, …"));
        QVERIFY(QCoreApplication::installTranslator(&marks));
        QVERIFY2(dialogues::noteWords(note).startsWith(QLatin1Char('<')), qPrintable(dialogues::noteWords(note)));
        QVERIFY(dialogues::placeWords(note.place).contains(QStringLiteral("<dialogue 1201>")));
    }

    void refusedFilesGetASentence_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        QTest::newRow("no JSON") << QByteArray("{ not json") << QStringLiteral("not valid JSON");
        QTest::newRow("another shape") << QByteArray(R"({"name": "x", "version": 2})") << QStringLiteral("broken.json");
        QTest::newRow("an empty dialogue") << QByteArray(R"({"5": {"whole_dialog": [], "character": {}}})") << QStringLiteral("dialogue 5");
        QTest::newRow("a turn without a speaker")
            << QByteArray(R"({"5": {"whole_dialog": ["seeker:a", "I see."], "character": {}}})") << QStringLiteral("dialogue 5, turn 2");
        QTest::newRow("nothing") << QByteArray() << QStringLiteral("broken.json");
        QTest::newRow("a picture") << QByteArray("\x89PNG\r\n\x1a\n", 8) << QStringLiteral("UTF-8");
    }
    void refusedFilesGetASentence()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        const QString file = pathOf("broken.json");
        write(file, content);
        QSignalSpy imported(m_page.get(), &DialoguesPage::imported);
        m_page->importPaths({ file });
        QTRY_COMPARE(imported.size(), 1);
        auto *report = m_page->findChild<dialogues::ImportReport *>();
        QAbstractItemModelTester tester(report->model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        QVERIFY(report->model()->rowCount() > 0);
        QString told;
        for (int column = 0; column < report->model()->columnCount(); ++column)
            told += report->model()->index(0, column).data().toString() + QLatin1Char(' ');
        QVERIFY2(told.contains(says), qPrintable(told));
        QCOMPARE(m_desk->workspace()->dialogues().count(), int64_t(3));
    }

    void dropsAreImported()
    {
        const QString file = pathOf("drop.jsonl");
        write(file, R"({"messages": [{"role": "user", "content": "Hi."}, {"role": "assistant", "content": "Hello."}]})" "\n");
        QMimeData data;
        data.setUrls({ QUrl::fromLocalFile(file) });
        QSignalSpy imported(m_page.get(), &DialoguesPage::imported);
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_page.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_page.get(), &drop);
        QTRY_COMPARE(imported.size(), 1);
        QCOMPARE(m_desk->workspace()->dialogues().count(), int64_t(4));
    }

    void exportsWhatIsListed()
    {
        m_page->findChild<parts::SearchField *>()->setText(QStringLiteral("妈妈"));
        QTRY_COMPARE(m_page->list().total(), int64_t(1));
        const QString file = pathOf("out.json");
        QSignalSpy exported(m_page.get(), &DialoguesPage::exported);
        fakes::exportByMenu(*m_page, "pesc", file);
        fakes::letLeave(*m_page);
        QTRY_COMPARE(exported.value(0).value(0).toInt(), 1);
        QVERIFY(QFile(file).size() > 100);
    }

    // Asked once, and what must stay stays; what is said is kept either way.
    void nothingLeavesUnasked()
    {
        using storage::SourceRepository;
        QSignalSpy exported(m_page.get(), &DialoguesPage::exported);
        const auto source = [this] { return SourceRepository(m_desk->workspace()->database()).list().front(); };
        fakes::exportByMenu(*m_page, "pesc", pathOf("out.json"));
        QTRY_VERIFY(m_page->exportView().isVisible());
        QPushButton *write = fakes::shownButton(*m_page, "Write it");
        QVERIFY(write && !write->isEnabled());
        const auto leaves = [this]() -> QComboBox * {
            for (auto *choice : m_page->exportView().findChildren<QComboBox *>()) {
                if (choice->accessibleName().startsWith(QLatin1String("Whether ")))
                    return choice;
            }
            return nullptr;
        };
        leaves()->setCurrentIndex(2);
        QVERIFY(!write->isEnabled());
        QTest::mouseClick(fakes::shownButton(*m_page, "Cancel"), Qt::LeftButton);
        QVERIFY(!m_page->exportView().isVisible());
        QCOMPARE(source().may_leave, std::optional(false));
        QVERIFY(!QFile::exists(pathOf("out.json")));

        fakes::exportByMenu(*m_page, "pesc", pathOf("out.json"));
        QTRY_VERIFY(m_page->exportView().isVisible());
        QVERIFY(!write->isEnabled());
        leaves()->setCurrentIndex(1);
        QVERIFY(write->isEnabled());
        QTest::mouseClick(write, Qt::LeftButton);
        QTRY_COMPARE(exported.size(), 1);
        QCOMPARE(source().may_leave, std::optional(true));
        fakes::exportByMenu(*m_page, "pesc", pathOf("again.json"));
        QTRY_COMPARE(exported.size(), 2);
    }

    // What the format cannot hold is read before it is written.
    void lossesAreReadFirst()
    {
        workspace::openGate(m_desk->workspace()->database(), {}, "me");
        auto &dialogues = m_desk->workspace()->dialogues();
        storage::StoredDialogue stored = dialogues.getAll({}).front();
        stored.dialogue.turns.front().strategy = dialogue::Strategy { "mine", "Pause" };
        dialogues.save(stored, "me");
        QSignalSpy exported(m_page.get(), &DialoguesPage::exported);
        fakes::exportByMenu(*m_page, "pesc", pathOf("out.json"));
        QTRY_VERIFY(m_page->exportView().isVisible());
        QStringList said;
        for (const QLabel *label : m_page->exportView().findChildren<QLabel *>())
            said << label->text();
        QVERIFY2(said.join(QLatin1Char('\n')).contains(QStringLiteral("lose their strategy")), qPrintable(said.join(QLatin1Char('\n'))));
        QVERIFY(!QFile::exists(pathOf("out.json")));
        QTest::mouseClick(fakes::shownButton(*m_page, "Write it"), Qt::LeftButton);
        QTRY_COMPARE(exported.size(), 1);
    }

private:
    QString pathOf(const char *name) const { return QString::fromStdString((m_desk->dir() / name).string()); }

    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
};

ATTUNE_TEST(TstDialogueFiles)
#include "tst_dialogue_files.moc"
