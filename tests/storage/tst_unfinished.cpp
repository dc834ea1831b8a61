// SPDX-License-Identifier: GPL-3.0-or-later
// What is half done is nobody's data: an import at work or cut off is neither exported nor frozen nor "there already", and what a process
// left behind is anybody's, though it lives on.
#include "harness/test_case.h"
#include "samples.h"
#include "storage/claim.h"
#include "storage/import_journal.h"
#include "storage/sql.h"

#include <atomic>
#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

std::vector<dialogue::Dialogue> many(int count)
{
    std::vector<dialogue::Dialogue> dialogues;
    for (int i = 0; i < count; ++i)
        dialogues.push_back(samples::dialogueOf("x" + std::to_string(i), "imported"));
    return dialogues;
}

int64_t rowsIn(storage::Database &database, const std::string &table)
{
    storage::Query rows(database, "SELECT count(*) FROM " + table);
    return rows.next() ? rows.number(0) : -1;
}

} // namespace

class TstUnfinished : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Opening takes back only so much at once; what is left belongs to nobody's data all the same.
    void aCutImportIsNoData()
    {
        const samples::Folder dir;
        const auto folder = dir / "a.attune";
        storage::Database::create(folder);
        const pid_t child = ::fork();
        if (child == 0) {
            try {
                storage::Database database = storage::Database::open(folder);
                storage::DialogueRepository(database).addAll(many(300), "me", [](double done) {
                    if (done > 0.6)
                        ::raise(SIGKILL);
                });
            } catch (...) {
            }
            ::_exit(0);
        }
        ::waitpid(child, nullptr, 0);
        storage::Database database = storage::Database::open(folder, storage::Maintenance::None);
        storage::DialogueRepository dialogues(database);
        const std::string mine = dialogues.add(samples::dialogueOf("1", "mine"), "me").dialogue.id;
        storage::takeBackAbandonedImports(database, 20);
        QVERIFY(dialogues.count() > 1);
        const auto all = dialogues.getAll({ .limit = -1 });
        QCOMPARE(all.size(), size_t(1));
        QCOMPARE(all[0].dialogue.id, mine);
        // What somebody has edited meanwhile is theirs.
        auto edited = dialogues.get(dialogues.ids({ .search = "imported" }).front());
        edited.dialogue.turns[0].text = "edited by me";
        dialogues.save(edited, "me");
        QCOMPARE(dialogues.getAll({ .limit = -1 }).size(), size_t(2));
    }

    // The second import of a file waits for the first: what is taken back then was never "there already".
    void theSecondImportOfAFileWaits_data()
    {
        QTest::addColumn<bool>("isCancelled");
        QTest::newRow("the first is cancelled") << true;
        QTest::newRow("the first ends well") << false;
    }
    void theSecondImportOfAFileWaits()
    {
        QFETCH(bool, isCancelled);
        const samples::Folder dir;
        const auto folder = dir / "a.attune";
        storage::Database::create(folder);
        std::atomic<bool> begun = false, goes = false;
        base::CancelToken token;
        std::thread first([&] {
            storage::Database database = storage::Database::open(folder, storage::Maintenance::None);
            try {
                bool waited = false;
                storage::DialogueRepository(database).addAll(many(200), "me", [&](double done) {
                    if (done < 0.5 || std::exchange(waited, true))
                        return;
                    if (isCancelled)
                        token.cancel();
                    begun = true;
                    while (!goes)
                        std::this_thread::yield();
                }, token);
            } catch (const base::Failure &) {
            }
        });
        while (!begun)
            std::this_thread::yield();
        storage::AddedDialogues added;
        std::thread second([&] {
            storage::Database database = storage::Database::open(folder, storage::Maintenance::None);
            added = storage::DialogueRepository(database).addAll(many(200), "you");
        });
        goes = true;
        first.join();
        second.join();
        storage::Database database = storage::Database::open(folder);
        QCOMPARE(storage::DialogueRepository(database).count(), int64_t(200));
        QCOMPARE(added.added, isCancelled ? int64_t(200) : int64_t(0));
        QCOMPARE(rowsIn(database, "import"), int64_t(0));
    }

    void waitingCanBeCancelled()
    {
        const samples::Folder dir;
        storage::Database database = storage::Database::create(dir / "a.attune");
        const storage::ImportJournal first(database, "imported", "me");
        base::CancelToken token;
        token.cancel();
        QVERIFY_EXCEPTION_THROWN(storage::DialogueRepository(database).addAll(many(3), "me", {}, token), base::Failure);
        QCOMPARE(storage::DialogueRepository(database).addAll({ samples::dialogueOf("1", "other"), samples::dialogueOf("2", "other") }, "me").added, 2);
    }

    // A lane that is closed in the middle of its work cannot write any more.
    void whatAStoppedConnectionLeavesIsAnybodys()
    {
        const samples::Folder dir;
        const auto folder = dir / "a.attune";
        storage::Database desk = storage::Database::create(folder);
        {
            storage::Database lane = storage::Database::open(folder, storage::Maintenance::None);
            const auto claim = storage::Claim::take(lane, "score:1");
            QVERIFY(claim.has_value());
            QVERIFY(!storage::Claim::take(desk, "score:1").has_value());
            QVERIFY_EXCEPTION_THROWN(storage::DialogueRepository(lane).addAll(many(100), "me", [&](double done) {
                if (done > 0.4)
                    lane.stop();
            }), base::Failure);
        }
        QCOMPARE(rowsIn(desk, "claim"), int64_t(1));
        QCOMPARE(rowsIn(desk, "import"), int64_t(1));
        // This process knows that it is not at work on them.
        QCOMPARE(storage::abandonedClaims(desk, "score:"), std::vector<std::string> { "score:1" });
        // Others learn it.
        storage::abandonOwnClaims(desk);
        storage::abandonOwnImports(desk);
        QCOMPARE(rowsIn(desk, "claim"), int64_t(0));
        storage::Query owner(desk, "SELECT owner FROM import");
        QVERIFY(owner.next());
        QCOMPARE(owner.text(0), std::string());
        owner.run();
        storage::takeBackAbandonedImports(desk, 500);
        QCOMPARE(rowsIn(desk, "import"), int64_t(0));
        QCOMPARE(rowsIn(desk, "dialogue"), int64_t(0));
    }

    void aLivingClaimIsNotAbandoned()
    {
        const samples::Folder dir;
        storage::Database desk = storage::Database::create(dir / "a.attune");
        const auto claim = storage::Claim::take(desk, "score:1");
        storage::abandonOwnClaims(desk);
        QVERIFY(storage::abandonedClaims(desk, "score:").empty());
        QVERIFY(!storage::Claim::take(desk, "score:1").has_value());
    }
};

ATTUNE_TEST(TstUnfinished)
#include "tst_unfinished.moc"
