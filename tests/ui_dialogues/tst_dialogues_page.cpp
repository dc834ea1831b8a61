// SPDX-License-Identifier: GPL-3.0-or-later
// The page on a real workspace: what is listed, opened, edited; conflicts are shown, links and keys lead where they say.
#include "work_case.h"

#include "ui/parts/search_field.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QInputMethodEvent>
#include <QMenu>
#include <QPlainTextEdit>

using dialogues::DialoguesPage;

class TstDialoguesPage : public QObject, public WorkCase
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void listsAndOpensTheFirst()
    {
        QAbstractItemModelTester tester(&m_page->list().model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        QCOMPARE(m_page->list().model().rowCount(), 3);
        QCOMPARE(m_page->document().dialogue().source_key, std::string("1"));
        m_page->list().step(1);
        QCOMPARE(m_page->document().dialogue().source_key, std::string("2"));
        m_page->list().reload();
        QCOMPARE(m_page->document().dialogue().source_key, std::string("2"));
    }

    void search_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("key");
        QTest::newRow("English") << QStringLiteral("dog sunday") << QStringLiteral("3");
        QTest::newRow("one Chinese word") << QStringLiteral("妈妈") << QStringLiteral("2");
        QTest::newRow("a Chinese sentence") << QStringLiteral("很难过") << QStringLiteral("2");
        QTest::newRow("a profile's name") << QStringLiteral("lena") << QStringLiteral("1");
    }
    void search()
    {
        QFETCH(QString, words);
        QFETCH(QString, key);
        m_page->findChild<parts::SearchField *>()->setText(words);
        QTRY_COMPARE(m_page->list().model().rowCount(), 1);
        QTRY_COMPARE(QString::fromStdString(m_page->document().dialogue().source_key), key);
    }

    void searchWithoutResultSaysSo()
    {
        m_page->findChild<parts::SearchField *>()->setText(QStringLiteral("nothing like this"));
        QTRY_COMPARE(m_page->list().model().rowCount(), 0);
        QTRY_VERIFY(!m_page->document().isOpen());
    }

    void everyEditIsSavedAtOnce()
    {
        const std::string id = m_page->document().dialogue().id;
        m_page->document().setText(0, QStringLiteral("I lost my job."));
        QCOMPARE(stored(id).dialogue.turns[0].text, std::string("I lost my job."));
        QCOMPARE(stored(id).revision, int64_t(2));
        m_page->history().stack().undo();
        QCOMPARE(stored(id).dialogue.turns[0].text, std::string("I lost my job and cannot sleep."));
        QCOMPARE(stored(id).revision, int64_t(3));
    }

    // Someone else saved first: nothing is overwritten, both versions can be had.
    void conflictIsShownNotOverwritten_data()
    {
        QTest::addColumn<QString>("choice");
        QTest::addColumn<QString>("result");
        QTest::newRow("mine") << QStringLiteral("Keep mine") << QStringLiteral("my words");
        QTest::newRow("theirs") << QStringLiteral("Load the other") << QStringLiteral("their words");
    }
    void conflictIsShownNotOverwritten()
    {
        QFETCH(QString, choice);
        QFETCH(QString, result);
        const std::string id = m_page->document().dialogue().id;
        {
            auto other = storage::Database::open(m_desk->workspace()->folder(), storage::Maintenance::None);
            storage::DialogueRepository repository(other);
            auto theirs = repository.get(id);
            theirs.dialogue.turns[0].text = "their words";
            repository.save(theirs, "someone else");
        }
        m_page->document().setText(0, QStringLiteral("my words"));
        QVERIFY(m_page->notice().text().contains(QStringLiteral("changed elsewhere")));
        QCOMPARE(stored(id).dialogue.turns[0].text, std::string("their words"));
        QCOMPARE(m_page->document().dialogue().turns[0].text, std::string("my words"));
        // Further edits neither overwrite.
        m_page->document().setText(1, QStringLiteral("more of mine"));
        QCOMPARE(stored(id).dialogue.turns[0].text, std::string("their words"));
        for (auto *button : m_page->notice().findChildren<QPushButton *>()) {
            if (button->text() == choice && button->isVisible())
                button->click();
        }
        QCOMPARE(QString::fromStdString(stored(id).dialogue.turns[0].text), result);
        QCOMPARE(QString::fromStdString(m_page->document().dialogue().turns[0].text), result);
        QVERIFY(m_page->notice().text().isEmpty());
    }

    // What could not be saved stays open whatever one does, and can still be kept.
    void unsavedStaysOpen_data()
    {
        QTest::addColumn<bool>("deleted");
        QTest::addColumn<QString>("leave");
        for (const bool deleted : { false, true }) {
            for (const char *leave : { "list", "link", "import", "search", "new", "another desk" })
                QTest::addRow("%s elsewhere, %s", deleted ? "deleted" : "changed", leave) << deleted << QString::fromLatin1(leave);
        }
    }
    void unsavedStaysOpen()
    {
        QFETCH(bool, deleted);
        QFETCH(QString, leave);
        const std::string id = m_page->document().dialogue().id;
        elsewhere([&](storage::DialogueRepository &repository) {
            auto theirs = repository.get(id);
            theirs.dialogue.turns[0].text = "their words";
            if (deleted)
                repository.remove(id, theirs.revision, "someone else");
            else
                repository.save(theirs, "someone else");
        });
        m_page->view().setCurrentTurn(1);
        m_page->view().editCurrent();
        m_page->view().messages()->findChild<QPlainTextEdit *>()->setPlainText(QStringLiteral("an hour of work"));
        if (leave == QLatin1String("list"))
            m_page->list().step(1);
        else if (leave == QLatin1String("link"))
            m_page->open({ { QStringLiteral("dialogue"), QString::fromStdString(m_desk->workspace()->dialogues().list().back().id) } });
        else if (leave == QLatin1String("new"))
            m_page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
        else if (leave == QLatin1String("search"))
            m_page->findChild<parts::SearchField *>()->setText(QStringLiteral("dog sunday"));
        else if (leave == QLatin1String("import"))
            importOne();
        else
            Q_EMIT m_desk->workspace()->dialoguesChanged();
        if (leave == QLatin1String("search"))
            QTRY_COMPARE(m_page->list().model().rowCount(), 1);
        m_page->settle();
        QVERIFY(m_page->hasUnsaved());
        QCOMPARE(m_page->document().dialogue().id, id);
        QCOMPARE(m_page->document().dialogue().turns[1].text, std::string("an hour of work"));
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("not saved yet")), qPrintable(m_page->notice().text()));
        QTRY_VERIFY(m_page->list().currentId().isEmpty() || m_page->list().currentId().toStdString() == id);
        click("Keep mine");
        QVERIFY(!m_page->hasUnsaved());
        QCOMPARE(stored(id).dialogue.turns[1].text, std::string("an hour of work"));
    }

    // An edit makes it fit the search no more: it stays open, with its undo steps, and no row is the current one.
    void stillOpenWhenTheSearchFindsItNoMore()
    {
        m_page->findChild<parts::SearchField *>()->setText(QStringLiteral("sorry"));
        QTRY_COMPARE(m_page->list().model().rowCount(), 1);
        QTRY_COMPARE(m_page->document().dialogue().source_key, std::string("3"));
        QCOMPARE(m_page->view().currentTurn(), 1); // where the word is
        QSignalSpy chosen(&m_page->list(), &dialogues::DialogueList::chosen);
        m_page->document().setText(1, QStringLiteral("How sad."));
        m_page->list().reload();
        QTRY_COMPARE(m_page->list().model().rowCount(), 0);
        QCOMPARE(m_page->document().dialogue().source_key, std::string("3"));
        QVERIFY(m_page->history().stack().canUndo());
        QVERIFY(m_page->list().currentId().isEmpty());
        QCOMPARE(chosen.size(), 0);
        // Really gone is gone.
        const auto now = stored(m_page->document().dialogue().id);
        elsewhere([&](storage::DialogueRepository &repository) { repository.remove(now.dialogue.id, now.revision, "someone else"); });
        m_page->list().reload();
        QTRY_VERIFY(!m_page->document().isOpen());
    }

    // Esc takes nothing away that cannot be had again.
    void escLeavesTheTurnAndCanGoOn()
    {
        m_page->view().setCurrentTurn(1);
        m_page->view().editCurrent();
        QVERIFY(m_page->view().messages()->message(1).note.contains(QStringLiteral("Esc")));
        auto *editor = m_page->view().messages()->findChild<QPlainTextEdit *>();
        editor->setPlainText(QStringLiteral("half a thought"));
        QTest::keyClick(editor, Qt::Key_Escape);
        QCOMPARE(m_page->document().dialogue().turns[1].text, std::string("That must be hard."));
        QVERIFY(!m_page->view().messages()->message(1).note.contains(QStringLiteral("Esc")));
        click("Go on with what was written");
        m_page->view().settle();
        QCOMPARE(m_page->document().dialogue().turns[1].text, std::string("half a thought"));
    }

    // Another desk saves fewer turns while the menu is open.
    void theMenuKnowsItsTurn()
    {
        Q_EMIT m_page->view().messages()->menuRequested(1, m_page->mapToGlobal(QPoint(200, 200)));
        auto *menu = m_page->view().findChild<QMenu *>();
        QVERIFY(menu);
        const std::string id = m_page->document().dialogue().id;
        auto fewer = stored(id);
        fewer.dialogue.turns.pop_back();
        m_desk->workspace()->dialogues().save(fewer, "someone else");
        m_page->activate();
        QCOMPARE(m_page->document().turnCount(), 1);
        for (QAction *action : menu->actions())
            action->trigger();
        QCOMPARE(m_page->document().turnCount(), 1);
        menu->close();
    }

    void showsWhatAnotherDeskSaved()
    {
        const std::string id = m_page->document().dialogue().id;
        auto theirs = stored(id);
        theirs.dialogue.turns[0].text = "their words";
        m_desk->workspace()->dialogues().save(theirs, "someone else");
        m_page->activate();
        QCOMPARE(m_page->document().dialogue().turns[0].text, std::string("their words"));
    }

    void singleKeysWorkAndRest()
    {
        auto *messages = m_page->view().messages();
        messages->setFocus();
        QTest::keyClick(messages, Qt::Key_J);
        QCOMPARE(m_page->view().currentTurn(), 1);
        QTest::keyClick(messages, Qt::Key_3);
        QCOMPARE(m_page->document().dialogue().turns[1].strategy->label, std::string("Reflection of feelings"));
        QTest::keyClick(messages, Qt::Key_X);
        QVERIFY(m_page->document().dialogue().turns[1].not_learned);
        QVERIFY(messages->message(1).note.contains(QStringLiteral("No example")));
        QVERIFY(stored(m_page->document().dialogue().id).dialogue.turns[1].not_learned);
        QTest::keyClick(messages, Qt::Key_N);
        QCOMPARE(m_page->document().dialogue().source_key, std::string("2"));
        // In the search line a letter is a letter.
        auto *search = m_page->findChild<parts::SearchField *>();
        search->setFocus();
        QTest::keyClick(search, Qt::Key_N);
        QCOMPARE(search->text(), QStringLiteral("n"));
        QCOMPARE(m_page->document().dialogue().source_key, std::string("2"));
        search->clear();
        // And while the input method composes, it is the input method's.
        messages->setFocus();
        QInputMethodEvent composing(QStringLiteral("n"), {});
        QCoreApplication::sendEvent(messages, &composing);
        QTest::keyClick(messages, Qt::Key_N);
        QCOMPARE(m_page->document().dialogue().source_key, std::string("2"));
    }

    void linksLeadToTheTurn()
    {
        const auto all = m_desk->workspace()->dialogues().list();
        const auto last = stored(all[2].id);
        m_page->open({ { QStringLiteral("dialogue"), QString::fromStdString(last.dialogue.id) },
            { QStringLiteral("turn"), QString::fromStdString(last.dialogue.turns[1].id) } });
        QCOMPARE(m_page->document().dialogue().id, last.dialogue.id);
        QCOMPARE(m_page->view().currentTurn(), 1);
        Q_EMIT m_page->view().chatRequested(QString::fromStdString(last.dialogue.turns[1].id));
        QCOMPARE(m_desk->visits.last().page, QStringLiteral("chat"));
        QCOMPARE(m_desk->visits.last().link.value(QStringLiteral("turn")).toString().toStdString(), last.dialogue.turns[1].id);
    }

    void deletesAndBringsBack()
    {
        QMetaObject::invokeMethod(m_page.get(), "removeSelected");
        QCOMPARE(m_desk->workspace()->dialogues().count(), int64_t(2));
        click("Bring back");
        QCOMPARE(m_desk->workspace()->dialogues().count(), int64_t(3));
        QCOMPARE(m_page->document().dialogue().source_key, std::string("1"));
        QCOMPARE(m_page->list().currentId().toStdString(), m_page->document().dialogue().id);
        QVERIFY(m_page->list().hasListFocus());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
        QCOMPARE(m_desk->workspace()->dialogues().count(), int64_t(2));
    }

    void writesANewOne()
    {
        m_page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
        QCOMPARE(m_desk->workspace()->dialogues().count(), int64_t(4));
        QCOMPARE(m_page->document().turnCount(), 1);
        QCOMPARE(m_page->view().messages()->editedIndex(), 0);
    }

private:
    void elsewhere(const std::function<void(storage::DialogueRepository &)> &act)
    {
        WorkCase::elsewhere([&](storage::Database &database) {
            storage::DialogueRepository repository(database);
            act(repository);
        });
    }

    QString pathOf(const char *name) const { return QString::fromStdString((m_desk->dir() / name).string()); }

    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    void importOne()
    {
        const QString file = pathOf("good.json");
        write(file, R"({"7": {"whole_dialog": ["seeker:Hello.", "supporter:Yes."], "character": {"Name": "Ada"}}})");
        QSignalSpy imported(m_page.get(), &DialoguesPage::imported);
        m_page->importPaths({ file });
        QTRY_COMPARE(imported.size(), 1);
    }
};

ATTUNE_TEST(TstDialoguesPage)
#include "tst_dialogues_page.moc"
