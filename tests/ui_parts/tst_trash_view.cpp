// SPDX-License-Identifier: GPL-3.0-or-later
// Deleting many for good happens beside the window, takes what the person was asked about and nothing else; the note says what can be chosen.
#include "fakes/fake_desk.h"
#include "harness/test_case.h"
#include "ui/parts/trash_view.h"
#include "workspace/storage_lane.h"

#include <SQLiteCpp/Database.h>

#include <QLabel>
#include <QListView>
#include <QPushButton>

#include <future>

class TstTrashView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<fakes::FakeDesk>();
        m_view = std::make_unique<parts::TrashView>(*m_desk, "dialogue");
        m_view->resize(800, 400);
        m_view->show();
    }
    void cleanup()
    {
        m_view.reset();
        m_desk.reset();
    }

    void manyGoBesideTheWindow_data()
    {
        QTest::addColumn<bool>("all");
        QTest::newRow("emptied") << true;
        QTest::newRow("chosen") << false;
    }
    void manyGoBesideTheWindow()
    {
        QFETCH(bool, all);
        put(60, "2020");
        m_view->reload();
        if (!all)
            m_view->findChild<QListView *>()->selectAll();
        button(all ? "Empty the trash…" : "Delete for good…")->click();
        put(1, "2999"); // after the question
        QObject receiver;
        std::promise<void> gate;
        m_desk->workspace()->bulk().run(&receiver, [open = gate.get_future().share()](const workspace::StorageLane::Context &) { open.wait(); }, [] {});
        button("Delete for good")->click();
        QCOMPARE(m_desk->workspace()->trash().count(), int64_t(61)); // nobody waits for it
        QVERIFY(!button("Empty the trash…")->isEnabled());
        m_view->reload(); // others change the trash meanwhile
        QVERIFY(!button("Empty the trash…")->isEnabled());
        QVERIFY(note().contains(QStringLiteral("Deleting")));
        gate.set_value();
        QTRY_COMPARE(m_desk->workspace()->trash().count(), int64_t(1));
        QTRY_VERIFY(button("Empty the trash…")->isEnabled());
        QCOMPARE(m_view->model().rowCount(), 1);
    }

    void saysHowManyCanBeChosen()
    {
        put(1000, "2020");
        m_view->reload();
        QVERIFY2(!note().contains(QStringLiteral("can be chosen")), qPrintable(note()));
        put(1, "2021");
        m_view->reload();
        QCOMPARE(m_view->model().rowCount(), 1000);
        QVERIFY2(note().contains(QStringLiteral("can be chosen")) && note().contains(QStringLiteral("1000")), qPrintable(note()));
    }

private:
    void put(int count, const char *time)
    {
        const std::string when = time;
        m_desk->workspace()->database().connection().exec(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(count) + ")"
            " INSERT INTO trash (object_id, kind, title, revision, author, time, content, kept)"
            " SELECT '" + when + "-' || i, 'dialogue', 'a title', 2, 'me', '" + when + "', '{}', '{}' FROM n");
    }

    QPushButton *button(const char *text) const
    {
        for (auto *button : m_view->findChildren<QPushButton *>()) {
            if (button->text() == QString::fromUtf8(text))
                return button;
        }
        return nullptr;
    }

    QString note() const
    {
        QString all;
        for (const auto *label : m_view->findChildren<QLabel *>())
            all += label->text() + QLatin1Char('\n');
        return all;
    }

    std::unique_ptr<fakes::FakeDesk> m_desk;
    std::unique_ptr<parts::TrashView> m_view;
};

ATTUNE_TEST(TstTrashView)
#include "tst_trash_view.moc"
