// SPDX-License-Identifier: GPL-3.0-or-later
// The list follows the person: in place after an edit, at the hit after a search, whole when all is selected, calm when nothing changed.
#include "fakes/fake_desk.h"
#include "harness/test_case.h"
#include "ui/dialogues/dialogue_list.h"
#include "ui/dialogues/dialogue_view.h"
#include "ui/dialogues/dialogues_page.h"
#include "ui/parts/message_list.h"
#include "ui/parts/search_field.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QPlainTextEdit>
#include <QScrollBar>

using dialogues::DialoguesPage;

class TstDialogueList : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_desk = std::make_unique<fakes::FakeDesk>(); }
    void cleanup()
    {
        m_page.reset();
        m_desk.reset();
    }

    void nextGoesOnInPlace_data()
    {
        QTest::addColumn<QString>("search");
        QTest::addColumn<QString>("edit");
        QTest::newRow("last changed") << QString() << QStringLiteral("something else");
        QTest::newRow("a search that finds it no more") << QStringLiteral("river") << QStringLiteral("nothing of the kind");
    }
    void nextGoesOnInPlace()
    {
        QFETCH(QString, search);
        QFETCH(QString, edit);
        for (int i = 0; i < 6; ++i)
            add(QString::number(i), QStringLiteral("the river"));
        show();
        orderBy(1); // last changed: 5 4 3 2 1 0
        if (!search.isEmpty())
            find(search, 6);
        openFirst();
        m_page->list().step(1);
        m_page->list().step(1);
        QCOMPARE(openKey(), QStringLiteral("3"));
        m_page->document().setText(0, edit);
        QCoreApplication::processEvents();
        QCOMPARE(openKey(), QStringLiteral("3"));
        m_page->list().reload(); // and sorted anew
        if (!search.isEmpty())
            QTRY_COMPARE(m_page->list().total(), int64_t(5));
        QCOMPARE(openKey(), QStringLiteral("3"));
        QTest::keyClick(focused(), Qt::Key_N);
        QCOMPARE(openKey(), QStringLiteral("2"));
        QTest::keyClick(focused(), Qt::Key_N);
        QCOMPARE(openKey(), QStringLiteral("1"));
    }

    void previousGoesOnInPlaceToo()
    {
        for (int i = 0; i < 5; ++i)
            add(QString::number(i), QStringLiteral("the river"));
        show();
        orderBy(1);
        openFirst();
        m_page->list().step(1);
        m_page->list().step(1);
        QCOMPARE(openKey(), QStringLiteral("2"));
        m_page->document().setText(0, QStringLiteral("changed"));
        m_page->list().reload();
        QTest::keyClick(focused(), Qt::Key_P);
        QCOMPARE(openKey(), QStringLiteral("3"));
    }

    // The row of the edited one shows the edit; nothing is read again, nothing moves.
    void aSaveChangesOneRow()
    {
        for (int i = 0; i < 5; ++i)
            add(QString::number(i), QStringLiteral("the river"));
        show();
        orderBy(1);
        openFirst();
        m_page->list().step(1);
        auto &model = m_page->list().model();
        QSignalSpy loaded(&m_page->list(), &dialogues::DialogueList::loaded), gone(&model, &QAbstractItemModel::rowsRemoved),
            come(&model, &QAbstractItemModel::rowsInserted), reset(&model, &QAbstractItemModel::modelReset),
            changed(&model, &QAbstractItemModel::dataChanged);
        m_page->document().setText(0, QStringLiteral("edited"));
        m_page->document().insertAfter(0);
        QCoreApplication::processEvents();
        QCOMPARE(loaded.size() + gone.size() + come.size() + reset.size(), 0);
        QVERIFY(!changed.isEmpty());
        for (const auto &change : changed) {
            QCOMPARE(change[0].toModelIndex().row(), 1);
            QCOMPARE(change[1].toModelIndex().row(), 1);
        }
        QVERIFY(model.index(1).data(parts::NoteRole).toString().contains(QStringLiteral("3 turn")));
    }

    // E edits the turn that the search of now has found.
    void anotherSearchMovesToItsTurn()
    {
        add(QStringLiteral("a"), QStringLiteral("the river was high"), QStringLiteral("and the bridge?"));
        add(QStringLiteral("b"), QStringLiteral("the river was low"), QStringLiteral("good."));
        show();
        find(QStringLiteral("river"), 2);
        QCOMPARE(m_page->view().currentTurn(), 0);
        find(QStringLiteral("bridge"), 1);
        QCOMPARE(openKey(), QStringLiteral("a"));
        QCOMPARE(m_page->view().currentTurn(), 1);
    }

    // What somebody writes in is not taken away by a search that ends late.
    void aLateSearchTakesNoEditorAway()
    {
        add(QStringLiteral("a"), QStringLiteral("the river was high"));
        add(QStringLiteral("b"), QStringLiteral("the bridge is old"));
        show();
        auto *field = m_page->findChild<parts::SearchField *>();
        field->setText(QStringLiteral("bridge"));
        Q_EMIT field->returnPressed();
        m_page->view().messages()->setFocus();
        QTest::keyClick(m_page->view().messages(), Qt::Key_E);
        auto *editor = m_page->view().messages()->findChild<QPlainTextEdit *>();
        QVERIFY(editor && editor->hasFocus());
        QTRY_COMPARE(m_page->list().total(), int64_t(1));
        QCOMPARE(openKey(), QStringLiteral("a"));
        QCOMPARE(m_page->view().messages()->editedIndex(), 0);
        QVERIFY2(countText().contains(QStringLiteral("not among them")), qPrintable(countText()));
        editor->setPlainText(QStringLiteral("the river was very high"));
        m_page->settle();
        QCOMPARE(m_page->document().dialogue().turns[0].text, std::string("the river was very high"));
    }

    void allIsAllAndOutlivesARefresh()
    {
        std::vector<dialogue::Dialogue> many;
        for (int i = 0; i < 300; ++i)
            many.push_back(made(QString::number(i), QStringLiteral("the river %1").arg(i)));
        m_desk->workspace()->dialogues().addAll(many, "me");
        show();
        auto *view = listView();
        view->setFocus();
        QTest::keySequence(view, QKeySequence::SelectAll);
        QCOMPARE(m_page->list().selectedCount(), int64_t(300));
        QVERIFY2(countText().contains(QStringLiteral("300 of 300")), qPrintable(countText()));
        // Another window adds one and changes one: they are no part of what was selected.
        elsewhere([&](storage::DialogueRepository &repository) {
            repository.add(made(QStringLiteral("new"), QStringLiteral("a new one")), "they");
            auto theirs = repository.get(repository.ids({ .limit = 1, .offset = 100 })[0]);
            theirs.dialogue.turns[0].text = "theirs";
            repository.save(theirs, "they");
        });
        m_page->list().reload();
        QCOMPARE(m_page->list().total(), int64_t(301));
        QCOMPARE(m_page->list().selectedCount(), int64_t(300));
        QCOMPARE(m_page->list().selectedIds().size(), 300);
        QCOMPARE(m_desk->workspace()->dialogues().numbers(m_page->list().selection()).size(), size_t(300));
        orderBy(3);
        QCOMPARE(m_page->list().selectedCount(), int64_t(300));
    }

    void theOpenOneStaysWithAHint()
    {
        add(QStringLiteral("a"), QStringLiteral("the river"));
        add(QStringLiteral("b"), QStringLiteral("the bridge"));
        show();
        find(QStringLiteral("bridge"), 1);
        QCOMPARE(openKey(), QStringLiteral("b"));
        QVERIFY(!countText().contains(QStringLiteral("not among them")));
        m_page->document().setText(0, QStringLiteral("a ford"));
        QTRY_COMPARE(m_page->list().total(), int64_t(0));
        QCOMPARE(openKey(), QStringLiteral("b"));
        QVERIFY2(countText().contains(QStringLiteral("not among them")), qPrintable(countText()));
        m_page->document().setText(0, QStringLiteral("the bridge")); // fits again
        QTRY_COMPARE(m_page->list().total(), int64_t(1));
        QTRY_VERIFY(!countText().contains(QStringLiteral("not among them")));
    }

    // What is seen stays where it is seen when rows come above it.
    void thePlaceStaysUnderTheEye()
    {
        std::vector<dialogue::Dialogue> many;
        for (int i = 0; i < 100; ++i)
            many.push_back(made(QString::number(i), QStringLiteral("the river")));
        m_desk->workspace()->dialogues().addAll(many, "me");
        show();
        orderBy(1);
        auto *view = listView();
        view->verticalScrollBar()->setValue(view->verticalScrollBar()->maximum() / 2);
        const QString seen = view->indexAt({ 20, 60 }).data(parts::KeyRole).toString();
        elsewhere([&](storage::DialogueRepository &repository) {
            for (int i = 0; i < 7; ++i)
                repository.add(made(QStringLiteral("new"), QStringLiteral("a new one")), "they");
        });
        m_page->list().reload();
        QCOMPARE(m_page->list().total(), int64_t(107));
        QCOMPARE(view->indexAt({ 20, 60 }).data(parts::KeyRole).toString(), seen);
    }

    // Longer than what is read at once: the beginning, then all; a link leads anywhere in it.
    void aLongListIsOneList()
    {
        std::vector<dialogue::Dialogue> many;
        for (int i = 0; i < 5200; ++i) {
            dialogue::Dialogue d;
            d.source_key = std::to_string(i);
            d.source_name = i % 2 ? "odd.json" : "even.json";
            d.turns = { { {}, dialogue::Speaker::Seeker, "r" + std::to_string(i), {} } };
            many.push_back(std::move(d));
        }
        const auto added = m_desk->workspace()->dialogues().addAll(many, "me");
        show();
        QAbstractItemModelTester tester(&m_page->list().model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        QCOMPARE(m_page->list().total(), int64_t(5200));
        QVERIFY(m_page->list().model().rowCount() >= 5000);
        QTRY_COMPARE(m_page->list().model().rowCount(), 5200);
        m_page->open({ { QStringLiteral("dialogue"), QString::fromStdString(added.ids[5100]) } });
        QCOMPARE(openKey(), QStringLiteral("5100"));
        QCOMPARE(listView()->currentIndex().row(), 5100);
        QVERIFY(listView()->viewport()->rect().intersects(listView()->visualRect(listView()->currentIndex())));
        auto *source = m_page->list().findChildren<QComboBox *>().first();
        source->setCurrentIndex(2);
        Q_EMIT source->activated(2);
        QTRY_COMPARE(m_page->list().model().rowCount(), 2600);
        QVERIFY2(openKey().toInt() % 2 == 1, qPrintable(openKey()));
    }

    // One row is one item with one name.
    void aScreenReaderReadsRows()
    {
        add(QStringLiteral("a"), QStringLiteral("the river"));
        add(QStringLiteral("b"), QStringLiteral("the bridge"));
        show();
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(listView());
        QVERIFY(list);
        QCOMPARE(list->childCount(), 2);
        const QString name = list->child(1)->text(QAccessible::Name);
        QVERIFY2(name.contains(QStringLiteral("the bridge")) && name.contains(QStringLiteral("2 turn")), qPrintable(name));
    }

private:
    static dialogue::Dialogue made(const QString &key, const QString &seeker, const QString &supporter = QStringLiteral("I see."))
    {
        dialogue::Dialogue d;
        d.source_key = key.toStdString();
        d.source_name = "test.json";
        d.turns = { { {}, dialogue::Speaker::Seeker, seeker.toStdString(), {} }, { {}, dialogue::Speaker::Supporter, supporter.toStdString(), {} } };
        return d;
    }
    void add(const QString &key, const QString &seeker, const QString &supporter = QStringLiteral("I see."))
    {
        m_desk->workspace()->dialogues().add(made(key, seeker, supporter), "test");
        QTest::qWait(2); // times differ
    }
    void show()
    {
        m_page = std::make_unique<DialoguesPage>(*m_desk);
        m_page->resize(1100, 700);
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->activate();
    }
    void orderBy(int index)
    {
        auto *order = m_page->list().findChildren<QComboBox *>().last();
        order->setCurrentIndex(index);
        Q_EMIT order->activated(index);
    }
    void openFirst()
    {
        m_page->list().setCurrentId(m_page->list().model().keyAt(0));
        m_page->view().messages()->setFocus();
    }
    void find(const QString &words, int64_t expected)
    {
        auto *field = m_page->findChild<parts::SearchField *>();
        field->setText(words);
        Q_EMIT field->returnPressed();
        QTRY_COMPARE(m_page->list().total(), expected);
        m_page->view().messages()->setFocus();
    }
    void elsewhere(const std::function<void(storage::DialogueRepository &)> &act)
    {
        auto other = storage::Database::open(m_desk->workspace()->folder(), storage::Maintenance::None);
        storage::DialogueRepository repository(other);
        act(repository);
    }
    QListView *listView() { return m_page->list().findChild<QListView *>(); }
    static QWidget *focused() { return QApplication::focusWidget(); }
    QString openKey() { return QString::fromStdString(m_page->document().dialogue().source_key); }
    QString countText()
    {
        QString text;
        for (const QLabel *label : m_page->list().findChildren<QLabel *>())
            text += label->text();
        return text;
    }

    std::unique_ptr<fakes::FakeDesk> m_desk;
    std::unique_ptr<DialoguesPage> m_page;
};

ATTUNE_TEST(TstDialogueList)
#include "tst_dialogue_list.moc"
