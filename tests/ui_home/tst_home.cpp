// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/fake_desk.h"
#include "harness/test_case.h"
#include "ui/home/home_page.h"
#include "ui/home/machine_card.h"
#include "ui/parts/recent_workspaces.h"
#include "ui/parts/row_button.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>

ATTUNE_GUI_TESTS

class TstHome : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void becomesReadyWithTheMachine()
    {
        fakes::FakeDesk desk;
        home::HomePage page(desk);
        QSignalSpy ready(&page, &parts::Page::ready);
        page.activate();
        QTRY_VERIFY(page.isReady());
        QVERIFY(ready.size() >= 1);
    }

    void offersTheSampleAndTheImport()
    {
        fakes::FakeDesk desk;
        home::HomePage page(desk);
        page.activate();
        button(page, "Open the sample")->click();
        QCOMPARE(desk.samples, 1);
        button(page, "Import…")->click();
        QCOMPARE(desk.visit().page, QStringLiteral("dialogues"));
        QCOMPARE(desk.visit().link.value(QStringLiteral("action")).toString(), QStringLiteral("import"));
        button(page, "Add a model…")->click();
        QCOMPARE(desk.visit().page, QStringLiteral("models"));
    }

    void offersAChatWhereThereAreDialogues()
    {
        fakes::FakeDesk desk;
        dialogue::Dialogue talk;
        talk.turns = { { "", dialogue::Speaker::Seeker, "I feel lost.", {} } };
        desk.workspace()->dialogues().add(talk, "me");
        home::HomePage page(desk);
        page.activate();
        QVERIFY(!button(page, "Open the sample"));
        button(page, "Chat")->click();
        QCOMPARE(desk.visit().page, QStringLiteral("chat"));
    }

    void listsRecentWorkspacesThatAreThere()
    {
        fakes::FakeDesk desk;
        const QString other = QString::fromStdString((desk.dir() / "other.attune").string());
        workspace::Workspace::create(other.toStdString()).reset();
        parts::rememberWorkspace(desk.settings(), QString::fromStdString((desk.dir() / "gone.attune").string()));
        parts::rememberWorkspace(desk.settings(), other);
        QCOMPARE(parts::recentWorkspaces(desk.settings()), QStringList { other });
        home::HomePage page(desk);
        page.activate();
        const auto rows = page.findChildren<parts::RowButton *>();
        QCOMPARE(rows.size(), 1);
        rows.first()->click();
        QCOMPARE(desk.opened, other);
    }

    void everyPartHasWords_data()
    {
        QTest::addColumn<int>("part");
        for (int part = 0; part <= int(jobs::MachinePart::Vectors); ++part)
            QTest::addRow("part %d", part) << part;
    }

    // Whatever is missing is said with what to do about it.
    void everyPartHasWords()
    {
        QFETCH(int, part);
        jobs::PartReport report;
        report.part = jobs::MachinePart(part);
        QVERIFY(!home::partTitle(report.part).isEmpty());
        QStringList sentences;
        for (const auto state : { jobs::PartState::Good, jobs::PartState::Missing }) {
            report.state = state;
            QVERIFY(home::partSentence(report).endsWith(QLatin1Char('.')));
            sentences << home::partSentence(report);
        }
        QVERIFY(sentences[0] != sentences[1]);
    }

    void showsAnInventedMachine()
    {
        jobs::MachineReport report;
        report.cpu = "Test CPU";
        report.cores = 2;
        report.isa = { "avx2", "avx512f" };
        report.parts = { { jobs::MachinePart::WordNet, jobs::PartState::Missing, "/usr/share/wordnet", "" } };
        QVERIFY(home::machineSummary(report).startsWith(QStringLiteral("Test CPU")));
        QVERIFY(home::machineSummary(report).contains(QStringLiteral("AVX-512")));
        home::MachineCard card;
        card.setReport(report);
        QStringList texts;
        for (const QLabel *label : card.findChildren<QLabel *>())
            texts << label->text();
        QVERIFY(texts.join(QLatin1Char(' ')).contains(QStringLiteral("wordnet-base")));
    }

private:
    static QPushButton *button(QWidget &page, const char *text)
    {
        for (auto *found : page.findChildren<QPushButton *>()) {
            if (found->text() == QString::fromUtf8(text))
                return found;
        }
        return nullptr;
    }
};

ATTUNE_TEST(TstHome)
#include "tst_home.moc"
