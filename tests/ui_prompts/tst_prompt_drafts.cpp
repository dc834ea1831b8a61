// SPDX-License-Identifier: GPL-3.0-or-later
// Templates that several windows are writing at the same time: each has its own draft, and nobody deletes another's.
#include "fakes/fake_desk.h"
#include "harness/test_case.h"
#include "run/process_identity.h"
#include "ui/parts/draft_keeper.h"
#include "ui/prompts/prompt_drafts.h"

#include <QFile>

using prompts::PromptDrafts;

class TstPromptDrafts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void newOnesOfTwoWindows_data()
    {
        QTest::addColumn<bool>("lives");
        QTest::newRow("the other lives") << true;
        QTest::newRow("the other has ended") << false;
    }
    void newOnesOfTwoWindows()
    {
        QFETCH(bool, lives);
        fakes::FakeDesk desk;
        auto &rows = desk.workspace()->drafts();
        PromptDrafts mine(*desk.workspace());
        mine.keep({ named("mine"), 0 });
        // As the other window's.
        storage::Draft theirs = rows.of("new prompt").at(0);
        theirs.owner = other(lives);
        const size_t at = theirs.text.find("mine");
        QVERIFY(at != std::string::npos);
        theirs.text.replace(at, 4, "theirs");
        rows.keep(theirs);
        QCOMPARE(rows.of("new prompt").size(), size_t(2));
        QCOMPARE(mine.find({})->prompt.name, std::string("mine"));
        mine.keep({ named("mine again"), 0 });
        QCOMPARE(rows.of("new prompt").size(), size_t(2));
        mine.forget({});
        QCOMPARE(rows.of("new prompt").size(), size_t(1));
        QCOMPARE(PromptDrafts(*desk.workspace()).newest().has_value(), !lives);
        if (!lives)
            QCOMPARE(PromptDrafts(*desk.workspace()).newest()->prompt.name, std::string("theirs"));
    }

private:
    static text::PromptTemplate named(const char *name)
    {
        text::PromptTemplate prompt;
        prompt.name = name;
        return prompt;
    }

    static std::string other(bool lives)
    {
        run::ProcessIdentity other = run::thisProcess();
        if (lives) {
            other.pid = 1; // whose start time the system knows
            QFile file(QStringLiteral("/proc/1/stat"));
            const QByteArray stat = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
            other.start_time = stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(19).toULongLong();
        } else {
            other.start_time += 1;
        }
        return base::toLine(run::toJson(other));
    }
};

ATTUNE_TEST(TstPromptDrafts)
#include "tst_prompt_drafts.moc"
