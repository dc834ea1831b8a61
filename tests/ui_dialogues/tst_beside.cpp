// SPDX-License-Identifier: GPL-3.0-or-later
// What ends beside the page throws nobody out of what they do there, hides no way out, and keys reach only what is shown.
#include "work_case.h"

#include "ui/dialogues/import_report.h"
#include "ui/parts/search_field.h"
#include "ui/parts/trash_view.h"
#include "workspace/storage_lane.h"

#include <QApplication>
#include <QFile>
#include <QListView>

#include <future>

using dialogues::DialoguesPage;
using dialogues::TurnEditor;

class TstBeside : public QObject, public WorkCase
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void anImportLeavesTheEditorOpen()
    {
        TurnEditor *editor = edit(0);
        QTest::keyClicks(editor, QStringLiteral(" Mo"));
        import();
        QVERIFY(m_page->view().editor() == editor);
        QVERIFY(editor->hasFocus());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("re"));
        QVERIFY(editor->text().endsWith(QStringLiteral(" More")));
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("Imported")), qPrintable(m_page->notice().text()));
        QVERIFY(press("Show it"));
        QCOMPARE(m_page->document().dialogue().source_key, std::string("7"));
        QVERIFY(QString::fromStdString(text(0)).endsWith(QStringLiteral(" More"))); // left, and kept
    }

    void anImportLeavesAHiddenPageAlone()
    {
        m_page->hide();
        import();
        m_page->show();
        QCOMPARE(m_page->document().dialogue().source_key, std::string("1"));
        QVERIFY(click("Show it"));
        QCOMPARE(m_page->document().dialogue().source_key, std::string("7"));
    }

    void anImportLeavesTheSearchAlone()
    {
        auto *field = m_page->findChild<parts::SearchField *>();
        field->setFocus();
        import(R"({"7": {"whole_dialog": [], "character": {}}})"); // with a report
        QVERIFY(field->hasFocus());
        QVERIFY(!m_page->findChild<dialogues::ImportReport *>()->isVisible());
        QVERIFY(click("Show it"));
        QVERIFY(m_page->findChild<dialogues::ImportReport *>()->isVisible());
    }

    // Nobody does anything: what has come in is shown, as ever.
    void anImportIsShown()
    {
        m_page->view().messages()->setFocus();
        import();
        QCOMPARE(m_page->document().dialogue().source_key, std::string("7"));
        // A link leaves the report as it leaves the trash.
        import(R"({"8": {"whole_dialog": [], "character": {}}})");
        QVERIFY(m_page->findChild<dialogues::ImportReport *>()->isVisible());
        m_page->open({ { QStringLiteral("dialogue"), QString::fromStdString(id(0)) } });
        QVERIFY(!m_page->findChild<dialogues::ImportReport *>()->isVisible());
        QVERIFY(m_page->view().isVisible());
    }

    // More than fifty come back, or go again, while somebody writes already.
    void manyComeBackBesideTheEditor_data()
    {
        QTest::addColumn<bool>("byUndo");
        QTest::newRow("bring back") << false;
        QTest::newRow("undo") << true;
    }
    void manyComeBackBesideTheEditor()
    {
        QFETCH(bool, byUndo);
        deleteAll();
        const auto ids = trashed();
        QCOMPARE(ids.size(), 63);
        add("99", "New", "I am new.", "Welcome.");
        m_page->activate();
        m_page->list().setCurrentId(QString::fromStdString(id(0)));
        const Held held(*m_desk);
        if (byUndo) {
            menuUndo();
            QVERIFY2(m_page->notice().text().contains(QStringLiteral("One moment")), qPrintable(m_page->notice().text()));
            // Nothing is swallowed without a word.
            QCoreApplication::processEvents();
            menuUndo();
            QVERIFY2(m_page->notice().text().contains(QStringLiteral("still at work")), qPrintable(m_page->notice().text()));
        } else {
            QMetaObject::invokeMethod(&m_page->trash(), "bringBackWanted", Q_ARG(QStringList, ids));
        }
        TurnEditor *editor = edit(0);
        QVERIFY(editor);
        const std::string open = m_page->document().dialogue().id;
        held.release();
        QTRY_COMPARE(m_desk->workspace()->dialogues().count(), int64_t(64));
        QTRY_VERIFY2(m_page->notice().text().contains(byUndo ? QStringLiteral("Undone") : QStringLiteral("brought back")), qPrintable(m_page->notice().text()));
        QVERIFY(m_page->view().editor() == editor);
        QCOMPARE(m_page->document().dialogue().id, open);
        QVERIFY(click("Show it"));
        QVERIFY(m_page->document().dialogue().id != open);
    }

    // A large step of undo waits, and something is done meanwhile: that is not undone in its stead.
    void aStepThatWaitsUndoesNothingElse()
    {
        deleteAll();
        const Held held(*m_desk);
        menuUndo();
        m_page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
        held.release();
        QTRY_VERIFY2(m_page->notice().text().contains(QStringLiteral("Something else")), qPrintable(m_page->notice().text()));
        QCOMPARE(m_desk->workspace()->dialogues().count(), int64_t(1));
        QVERIFY(m_page->view().editor());
    }

    // The progress of an import covers no way out, and what it has to say comes afterwards.
    void progressCoversNothing()
    {
        bool taken = false;
        m_page->notice().showNotice(parts::Tone::Warning, QStringLiteral("decide"), { { QStringLiteral("This"), [&] { taken = true; } } });
        m_page->view().messages()->setFocus();
        import();
        QCOMPARE(m_page->notice().text(), QStringLiteral("decide"));
        QVERIFY(press("This"));
        QVERIFY(taken);
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("Imported")), qPrintable(m_page->notice().text()));
    }

    // Letters that change turns, while the dialogue is behind something else.
    void keysRestBehindATrashAndAReport_data()
    {
        QTest::addColumn<bool>("trash");
        QTest::newRow("trash") << true;
        QTest::newRow("report") << false;
    }
    void keysRestBehindATrashAndAReport()
    {
        QFETCH(bool, trash);
        m_page->view().setCurrentTurn(1);
        const auto before = m_page->document().dialogue();
        if (trash) {
            QMetaObject::invokeMethod(m_page.get(), "showTrash");
        } else {
            m_page->view().messages()->setFocus();
            import(R"({"7": {"whole_dialog": [], "character": {}}})");
        }
        QWidget *place = trash ? static_cast<QWidget *>(&m_page->trash()) : m_page->findChild<dialogues::ImportReport *>();
        QVERIFY(place->isVisible());
        for (QWidget *child : place->findChildren<QWidget *>()) {
            if (!child->isVisible() || !(child->focusPolicy() & Qt::TabFocus) || !child->isEnabled())
                continue;
            child->setFocus();
            for (const Qt::Key key : { Qt::Key_A, Qt::Key_S, Qt::Key_X, Qt::Key_1, Qt::Key_0, Qt::Key_Delete, Qt::Key_N })
                QTest::keyClick(child, key);
        }
        QVERIFY(m_page->document().dialogue() == before);
        QVERIFY(stored(before.id).dialogue.turns == before.turns);
        QVERIFY(!m_page->view().editor());
    }

    // The line says how far it is, and its button ends it: what was done until then is a step of undo, here nothing.
    void manyDeletionsCanBeCancelled()
    {
        for (int i = 0; i < 60; ++i)
            add(std::to_string(10 + i).c_str(), "Many", "Words.", "More words.");
        m_page->activate();
        m_page->list().findChild<QListView *>()->selectAll();
        const Held held(*m_desk);
        QMetaObject::invokeMethod(m_page.get(), "removeSelected");
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("Deleting 63 dialogue")), qPrintable(m_page->notice().text()));
        QVERIFY(press("Cancel"));
        held.release();
        QTRY_VERIFY2(m_page->notice().text().contains(QStringLiteral("Cancelled")), qPrintable(m_page->notice().text()));
        QCOMPARE(m_desk->workspace()->dialogues().count(), int64_t(63));
    }

    // Deleted by another window while somebody types: the editor stays under the keys, and what it holds waits for a decision.
    void aDeletionElsewhereTakesNoEditor()
    {
        const std::string id = m_page->document().dialogue().id;
        auto *editor = edit(0);
        QTest::keyClicks(editor, QStringLiteral(" and"));
        QSignalSpy told(m_desk->workspace(), &workspace::Workspace::dialoguesChanged);
        elsewhere([&](storage::Database &database) {
            storage::DialogueRepository repository(database);
            repository.remove(id, repository.get(id).revision, "someone else");
        });
        QTRY_VERIFY(!told.isEmpty());
        QTest::qWait(100);
        QCOMPARE(m_page->view().editor(), editor);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral(" on"));
        QVERIFY2(editor->text().endsWith(QStringLiteral(" and on")), qPrintable(editor->text()));
        QTest::keyClick(editor, Qt::Key_Return);
        QVERIFY(m_page->hasUnsaved());
        QVERIFY(click("Keep mine"));
        QVERIFY(stored(id).dialogue.turns[0].text.ends_with(" and on"));
    }

    // Two files at once are told apart, and one that is being taken back says so.
    void importsAreNamed()
    {
        QString path[2];
        for (int i = 0; i < 2; ++i) {
            path[i] = QString::fromStdString((m_desk->dir() / ("in" + std::to_string(i) + ".json")).string());
            QFile file(path[i]);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(R"({"7": {"whole_dialog": ["seeker:Hello.", "supporter:Yes."]}})");
        }
        QVERIFY(m_page->list().findChild<QListView *>());
        const Held held(*m_desk);
        QSignalSpy imported(m_page.get(), &DialoguesPage::imported);
        m_page->importPaths({ path[0] });
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("in0.json")), qPrintable(m_page->notice().text()));
        QVERIFY(press("Cancel"));
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("Taking back")), qPrintable(m_page->notice().text()));
        m_page->importPaths({ path[1] });
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("in1.json")), qPrintable(m_page->notice().text()));
        held.release();
        QTRY_COMPARE(imported.size(), 1);
        QCOMPARE(m_desk->workspace()->dialogues().count(), int64_t(4));
    }

private:
    // The bulk lane waits.
    class Held
    {
    public:
        explicit Held(fakes::FakeDesk &desk)
        {
            desk.workspace()->bulk().run(&m_receiver, [gate = m_gate.get_future().share()](const workspace::StorageLane::Context &) { gate.wait(); }, [] {});
        }
        ~Held() { release(); }
        void release() const
        {
            if (!std::exchange(m_isOpen, true))
                m_gate.set_value();
        }

    private:
        QObject m_receiver;
        mutable std::promise<void> m_gate;
        mutable bool m_isOpen = false;
    };

    void import(const char *json = R"({"7": {"whole_dialog": ["seeker:Hello.", "supporter:Yes."], "character": {"Name": "Ada"}}})")
    {
        const QString path = QString::fromStdString((m_desk->dir() / "in.json").string());
        {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(json);
        }
        QSignalSpy imported(m_page.get(), &DialoguesPage::imported);
        m_page->importPaths({ path });
        QTRY_COMPARE(imported.size(), 1);
    }

    void deleteAll()
    {
        for (int i = 0; i < 60; ++i)
            add(std::to_string(10 + i).c_str(), "Many", "Words.", "More words.");
        m_page->activate();
        m_page->list().findChild<QListView *>()->selectAll();
        QCOMPARE(m_page->list().selectedCount(), int64_t(63));
        QMetaObject::invokeMethod(m_page.get(), "removeSelected");
        QTRY_COMPARE(m_desk->workspace()->dialogues().count(), int64_t(0));
        QTRY_VERIFY(m_page->notice().text().contains(QStringLiteral("deleted")));
    }

    QStringList trashed()
    {
        QStringList ids;
        for (const auto &row : m_desk->workspace()->trash().list({ .kind = "dialogue", .limit = -1 }))
            ids << QString::fromStdString(row.id);
        return ids;
    }
};

ATTUNE_TEST(TstBeside)
#include "tst_beside.moc"
