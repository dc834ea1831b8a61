// SPDX-License-Identifier: GPL-3.0-or-later
// An import is whole or not there: when it fails, when it is killed, when the disk is full and stays so.
#include "harness/test_case.h"
#include "samples.h"
#include "storage/draft_repository.h"
#include "storage/sql.h"

#include <QScopeGuard>

#include <csignal>
#include <sys/prctl.h>
#include <sys/wait.h>
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

// Runs an import that stops for good after a third: killed where it is, or stopped between two of its transactions. The child's
// process is returned, dead or (stopped) alive.
pid_t startImport(const std::filesystem::path &folder, int signal)
{
    const pid_t parent = ::getpid(), child = ::fork();
    if (child != 0)
        return child;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // a stopped child would keep ctest waiting for it
    if (::getppid() != parent)
        ::_exit(1);
    try {
        storage::Database database = storage::Database::open(folder);
        bool isTime = false;
        database.onCommitted([&] {
            if (isTime)
                ::raise(signal);
        });
        storage::DialogueRepository(database).addAll(many(300), "me", [&](double done) {
            isTime = done > 0.3;
            if (isTime && signal == SIGKILL)
                ::raise(signal);
        });
    } catch (...) {
    }
    ::_exit(0);
}

} // namespace

class TstImportJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWholeImportLeavesNoJournal()
    {
        const samples::Folder dir;
        storage::Database database = storage::Database::create(dir / "a.attune");
        storage::DialogueRepository dialogues(database);
        QCOMPARE(dialogues.addAll(many(200), "me").added, 200);
        QCOMPARE(dialogues.addAll(many(200), "me").already_there, 200);
        QCOMPARE(rowsIn(database, "import"), 0);
        QCOMPARE(rowsIn(database, "import_part"), 0);
    }

    void aKilledImportIsTakenBackAtTheNextOpening()
    {
        const samples::Folder dir;
        const auto folder = dir / "a.attune";
        std::string mine, written;
        {
            storage::Database database = storage::Database::create(folder);
            mine = storage::DialogueRepository(database).add(samples::dialogueOf("1", "mine"), "me").dialogue.id;
        }
        ::waitpid(startImport(folder, SIGKILL), nullptr, 0);
        {
            // A lane's connection changes nothing by being opened; somebody edits what is half there.
            storage::Database database = storage::Database::open(folder, storage::Maintenance::None);
            storage::DialogueRepository dialogues(database);
            QVERIFY(dialogues.count() >= 50);
            storage::StoredDialogue edited = dialogues.get(dialogues.ids({ .search = "imported" }).front());
            edited.dialogue.turns[0].text = "edited by me";
            dialogues.save(edited, "me");
            storage::Draft draft;
            draft.object_id = dialogues.ids({ .search = "imported" }).front();
            draft.field = "turn:" + dialogues.get(draft.object_id).dialogue.turns[0].id;
            draft.kind = "dialogue";
            draft.text = "half a sentence";
            draft.author = "me";
            storage::DraftRepository(database).keep({ draft });
            written = draft.object_id;
        }
        storage::Database database = storage::Database::open(folder);
        QCOMPARE(database.cutImports().size(), size_t(1));
        QVERIFY(database.cutImports()[0].dialogues >= 48);
        storage::DialogueRepository dialogues(database);
        QVERIFY(dialogues.find(written).has_value()); // somebody is writing in it
        QCOMPARE(storage::DraftRepository(database).of(written).size(), size_t(1));
        dialogues.remove(written, 1, "me");
        QCOMPARE(dialogues.count(), 2);
        QCOMPARE(dialogues.list({ .search = "edited by me" }).size(), size_t(1));
        QVERIFY(dialogues.find(mine).has_value());
        QCOMPARE(rowsIn(database, "import"), 0);
        QCOMPARE(rowsIn(database, "import_part"), 0);
        QCOMPARE(rowsIn(database, "profile"), 2);
        QCOMPARE(dialogues.addAll(many(300), "me").added, 299); // the edited one is known
    }

    void anImportThatIsAtWorkIsLeftAlone()
    {
        const samples::Folder dir;
        const auto folder = dir / "a.attune";
        storage::Database::create(folder);
        const pid_t child = startImport(folder, SIGSTOP);
        QVERIFY(child > 0);
        auto ended = qScopeGuard([child] {
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
        });
        int status = 0;
        QCOMPARE(::waitpid(child, &status, WUNTRACED), child);
        QVERIFY(WIFSTOPPED(status));
        {
            storage::Database database = storage::Database::open(folder);
            QVERIFY(storage::DialogueRepository(database).count() >= 50);
            QCOMPARE(rowsIn(database, "import"), 1);
        }
        ended.dismiss();
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        storage::Database database = storage::Database::open(folder);
        QCOMPARE(storage::DialogueRepository(database).count(), 0);
    }

    void whatFailsIsTakenBackAtOnce()
    {
        const samples::Folder dir;
        storage::Database database = storage::Database::create(dir / "a.attune");
        storage::DialogueRepository dialogues(database);
        const base::CancelToken cancel;
        const auto stop = [&](double done) {
            if (done > 0.5)
                cancel.cancel();
        };
        QVERIFY_EXCEPTION_THROWN(dialogues.addAll(many(300), "me", stop, cancel), base::Failure);
        QCOMPARE(dialogues.count(), 0);
        QCOMPARE(rowsIn(database, "import"), 0);
        QCOMPARE(rowsIn(database, "revision"), 0);
    }
};

ATTUNE_TEST(TstImportJournal)
#include "tst_import_journal.moc"
