// SPDX-License-Identifier: GPL-3.0-or-later
// Undo and redo from the database: across dialogues, after a restart, beside what others do.
#include "harness/test_case.h"
#include "samples.h"
#include "storage/draft_repository.h"
#include "storage/edit_log.h"
#include "storage/profile_repository.h"
#include "storage/trash_repository.h"

#include <SQLiteCpp/Database.h>

#include <memory>

using base::ErrorKind;
using samples::dialogueOf;
using storage::EditScope;

class TstEditLog : public QObject
{
    Q_OBJECT

    std::unique_ptr<samples::Folder> m_dir;
    std::unique_ptr<storage::Database> m_database;
    std::unique_ptr<storage::DialogueRepository> m_dialogues;
    std::unique_ptr<storage::ProfileRepository> m_profiles;
    std::unique_ptr<storage::EditLog> m_log;

    void open()
    {
        m_database.reset();
        m_database = std::make_unique<storage::Database>(storage::Database::open(*m_dir / "a.attune"));
        m_dialogues = std::make_unique<storage::DialogueRepository>(*m_database);
        m_profiles = std::make_unique<storage::ProfileRepository>(*m_database);
        m_log = std::make_unique<storage::EditLog>(*m_database);
    }
    std::string text(const std::string &id, size_t turn = 0) { return m_dialogues->get(id).dialogue.turns.at(turn).text; }
    int64_t write(const std::string &id, size_t turn, const std::string &words, const std::string &author = "me")
    {
        return m_log->record("text", author, [&] {
            auto edited = m_dialogues->get(id);
            edited.dialogue.turns.at(turn).text = words;
            m_dialogues->save(edited, author);
        });
    }
    storage::Edit undo() { return m_log->undo("me", EditScope::Dialogues); }
    storage::Edit redo() { return m_log->redo("me", EditScope::Dialogues); }
    template <typename Call> int kindOf(Call call)
    {
        try {
            call();
        } catch (const base::Failure &failure) {
            return int(failure.error().kind);
        }
        return -1;
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<samples::Folder>();
        storage::Database::create(*m_dir / "a.attune");
        open();
    }
    void cleanup()
    {
        m_database.reset();
        m_dir.reset();
    }

    void acrossDialoguesAndAfterARestart()
    {
        const std::string a = m_dialogues->add(dialogueOf("a", "a0"), "me").dialogue.id;
        const std::string b = m_dialogues->add(dialogueOf("b", "b0"), "me").dialogue.id;
        QCOMPARE(m_log->undoable("me", EditScope::Dialogues).size(), size_t(0)); // an import is no edit
        write(a, 0, "a1");
        write(b, 0, "b1");
        write(a, 0, "a2");
        open();
        QCOMPARE(undo().parts.at(0).object_id, a);
        QCOMPARE(text(a), std::string("a1"));
        open();
        QCOMPARE(undo().parts.at(0).object_id, b);
        QCOMPARE(text(b), std::string("b0"));
        undo();
        QCOMPARE(text(a), std::string("a0"));
        QCOMPARE(m_dialogues->revisionOf(a), int64_t(5)); // undoing makes new ones
        QCOMPARE(kindOf([&] { undo(); }), int(ErrorKind::NotFound));
        open();
        QCOMPARE(m_log->redoable("me", EditScope::Dialogues).size(), size_t(3));
        redo();
        redo();
        redo();
        QCOMPARE(text(a), std::string("a2"));
        QCOMPARE(text(b), std::string("b1"));
        undo();
        write(b, 0, "b2"); // ends what could be redone
        QCOMPARE(m_log->redoable("me", EditScope::Dialogues).size(), size_t(0));
        QCOMPARE(m_log->undoable("me", EditScope::Dialogues).size(), size_t(3));
    }

    // Another one has changed something else: it stays. The same turn: nothing is overwritten.
    void besideOthers_data()
    {
        QTest::addColumn<int>("theirs");
        QTest::addColumn<bool>("undone");
        QTest::newRow("another turn") << 1 << true;
        QTest::newRow("the same turn") << 0 << false;
        QTest::newRow("the profile") << 2 << true;
        QTest::newRow("a turn more") << 3 << true;
        QTest::newRow("the turn's strategy") << 4 << false;
        QTest::newRow("deleted") << 5 << false;
    }
    void besideOthers()
    {
        QFETCH(int, theirs);
        QFETCH(bool, undone);
        const auto added = m_dialogues->add(dialogueOf("a", "a0"), "me");
        const std::string id = added.dialogue.id;
        write(id, 0, "a1");
        auto other = m_dialogues->get(id);
        if (theirs <= 1)
            other.dialogue.turns[size_t(theirs)].text = "theirs";
        else if (theirs == 3)
            other.dialogue.turns.push_back({ {}, dialogue::Speaker::Seeker, "theirs", {} });
        else if (theirs == 4)
            other.dialogue.turns[0].strategy = dialogue::Strategy { "esconv-8", "Question" };
        if (theirs == 2) {
            auto profile = m_profiles->get(added.dialogue.profile.id);
            profile.profile.fields[0].value = "theirs";
            m_profiles->save(profile, "you");
        } else if (theirs == 5) {
            m_dialogues->remove(id, other.revision, "you");
        } else {
            m_dialogues->save(other, "you");
        }
        const auto before = m_dialogues->find(id);
        if (undone) {
            undo();
            QCOMPARE(text(id), std::string("a0"));
            if (theirs == 1 || theirs == 3)
                QCOMPARE(m_dialogues->get(id).dialogue.turns.at(theirs == 1 ? 1 : 2).text, std::string("theirs"));
            if (theirs == 2)
                QCOMPARE(m_dialogues->get(id).dialogue.profile.displayName(), std::string("theirs"));
            redo();
            QCOMPARE(text(id), std::string("a1"));
        } else {
            QCOMPARE(kindOf([&] { undo(); }), int(theirs == 5 ? ErrorKind::NotFound : ErrorKind::Conflict));
            QVERIFY(!before || m_dialogues->get(id).dialogue == before->dialogue);
            m_log->drop(m_log->undoable("me", EditScope::Dialogues).at(0).number);
            QCOMPARE(m_log->undoable("me", EditScope::Dialogues).size(), size_t(0));
        }
    }

    // Five hundred deleted at once are one step.
    void deletingManyIsOneStep()
    {
        std::vector<dialogue::Dialogue> many;
        for (int i = 0; i < 500; ++i)
            many.push_back(dialogueOf(std::to_string(i), "text " + std::to_string(i)));
        m_dialogues->addAll(many, "me");
        const auto all = m_dialogues->getAll({ .limit = -1 });
        m_log->record("delete_dialogues", "me", [&] {
            for (const auto &one : all)
                m_dialogues->remove(one.dialogue.id, one.revision, "me");
        });
        QCOMPARE(m_dialogues->count(), 0);
        QCOMPARE(m_log->undoable("me", EditScope::Dialogues).size(), size_t(1));
        open();
        undo();
        QCOMPARE(m_dialogues->count(), 500);
        QCOMPARE(m_profiles->count(), 500);
        const auto back = m_dialogues->getAll({ .limit = -1 });
        for (size_t i = 0; i < all.size(); ++i)
            QVERIFY(back[i].dialogue == all[i].dialogue);
        redo();
        QCOMPARE(m_dialogues->count(), 0);
        QCOMPARE(storage::TrashRepository(*m_database).count(), 500);
    }

    void addingAndBringingBackAreSteps()
    {
        storage::StoredDialogue made;
        m_log->record("add_dialogue", "me", [&] { made = m_dialogues->add(dialogueOf("new", "hello"), "me"); });
        const std::string id = made.dialogue.id;
        undo();
        QVERIFY(!m_dialogues->find(id));
        redo();
        QCOMPARE(m_dialogues->get(id).dialogue, made.dialogue);
        m_log->record("delete_dialogues", "me", [&] { m_dialogues->remove(id, m_dialogues->revisionOf(id), "me"); });
        m_log->record("bring_back", "me", [&] { storage::TrashRepository(*m_database).bringBack({ id }, "me"); });
        undo();
        QVERIFY(!m_dialogues->find(id));
        undo();
        QVERIFY(m_dialogues->find(id));
        // Somebody wrote in it: adding it is not undone.
        auto theirs = m_dialogues->get(id);
        theirs.dialogue.turns[0].text = "theirs";
        m_dialogues->save(theirs, "you");
        QCOMPARE(kindOf([&] { undo(); }), int(ErrorKind::Conflict));
        QVERIFY(m_dialogues->find(id));
    }

    void turnsComeAndGoAndMove()
    {
        const std::string id = m_dialogues->add(dialogueOf("a", "a0"), "me").dialogue.id;
        const auto edit = [&](const std::function<void(std::vector<dialogue::Turn> &)> &change) {
            m_log->record("turns", "me", [&] {
                auto edited = m_dialogues->get(id);
                change(edited.dialogue.turns);
                m_dialogues->save(edited, "me");
            });
        };
        const auto first = m_dialogues->get(id).dialogue.turns;
        edit([](auto &turns) { turns.insert(turns.begin() + 1, { {}, dialogue::Speaker::Supporter, "between", {} }); });
        edit([](auto &turns) { std::swap(turns[0], turns[2]); });
        edit([](auto &turns) { turns.erase(turns.begin()); });
        // Somebody else writes in the turn that stays.
        auto theirs = m_dialogues->get(id);
        theirs.dialogue.turns[0].text = "theirs";
        m_dialogues->save(theirs, "you");
        undo();
        QCOMPARE(m_dialogues->get(id).dialogue.turns.size(), size_t(3));
        QCOMPARE(text(id, 0), first[1].text);
        undo();
        QCOMPARE(text(id, 0), first[0].text);
        QCOMPARE(text(id, 2), first[1].text);
        // The turn that the first step added was changed by somebody else.
        QCOMPARE(kindOf([&] { undo(); }), int(ErrorKind::Conflict));
    }

    void everybodyUndoesTheirOwn()
    {
        const std::string id = m_dialogues->add(dialogueOf("a", "a0"), "me").dialogue.id;
        write(id, 0, "mine");
        write(id, 1, "theirs", "you");
        QCOMPARE(undo().author, std::string("me"));
        QCOMPARE(text(id, 0), std::string("a0"));
        QCOMPARE(text(id, 1), std::string("theirs"));
    }

    // Typing in one field is one step however often it is saved meanwhile.
    void joined()
    {
        const auto made = m_profiles->add({ {}, { { "Name", "L" } } }, "me");
        int64_t number = 0;
        for (const char *name : { "Le", "Len", "Lena" }) {
            number = m_log->record("field", "me", [&] {
                auto edited = m_profiles->get(made.profile.id);
                edited.profile.fields[0].value = name;
                m_profiles->save(edited, "me");
            }, "Name", number);
        }
        QCOMPARE(m_log->undoable("me", EditScope::Profiles).size(), size_t(1));
        const auto edit = m_log->undo("me", EditScope::Profiles);
        QCOMPARE(edit.parts.at(0).place, std::string("Name"));
        QCOMPARE(m_profiles->get(made.profile.id).profile.displayName(), std::string("L"));
        m_log->redo("me", EditScope::Profiles);
        QCOMPARE(m_profiles->get(made.profile.id).profile.displayName(), std::string("Lena"));
    }

    // A profile's edit saves its dialogues once more; that is no step of theirs.
    void aProfilesEditIsOneOfProfiles()
    {
        const auto added = m_dialogues->add(dialogueOf("a", "a0"), "me");
        m_log->record("field", "me", [&] {
            auto edited = m_profiles->get(added.dialogue.profile.id);
            edited.profile.fields[0].value = "Noa";
            m_profiles->save(edited, "me");
        });
        QCOMPARE(m_log->undoable("me", EditScope::Dialogues).size(), size_t(0));
        m_log->undo("me", EditScope::Profiles);
        QCOMPARE(m_dialogues->get(added.dialogue.id).dialogue.profile, added.dialogue.profile);
    }

    void anExchangeOfTheProfileIsUndone()
    {
        const auto added = m_dialogues->add(dialogueOf("a", "a0"), "me");
        const auto other = m_profiles->add({ {}, { { "Name", "Sam" } } }, "me");
        m_log->record("profile", "me", [&] { m_dialogues->setProfile(added.dialogue.id, 1, other.profile.id, "me"); });
        undo();
        QCOMPARE(m_dialogues->get(added.dialogue.id).dialogue.profile, added.dialogue.profile);
        QVERIFY(m_profiles->find(other.profile.id));
        redo();
        QCOMPARE(m_dialogues->get(added.dialogue.id).dialogue.profile.id, other.profile.id);
    }

    void aFailedEditLeavesNothing()
    {
        const std::string id = m_dialogues->add(dialogueOf("a", "a0"), "me").dialogue.id;
        QCOMPARE(kindOf([&] {
            m_log->record("text", "me", [&] {
                auto edited = m_dialogues->get(id);
                edited.dialogue.turns[0].text = "a1";
                m_dialogues->save(edited, "me");
                throw base::Failure(ErrorKind::DiskFull, "x");
            });
        }), int(ErrorKind::DiskFull));
        QCOMPARE(text(id), std::string("a0"));
        QCOMPARE(m_log->undoable("me", EditScope::Dialogues).size(), size_t(0));
    }

    void theOldestGo()
    {
        const std::string id = m_dialogues->add(dialogueOf("a", "a0"), "me").dialogue.id;
        write(id, 0, "a1");
        // As if nearly as many as are kept had come since.
        m_database->connection().exec("INSERT INTO edit (number, author, time, what) VALUES (" + std::to_string(storage::EditLog::kKept) + ", 'x', '', '')");
        write(id, 0, "a2");
        QCOMPARE(m_log->undoable("me", EditScope::Dialogues).size(), size_t(1));
    }

    void drafts()
    {
        storage::DraftRepository drafts(*m_database);
        const std::string id = m_dialogues->add(dialogueOf("a", "a0"), "me").dialogue.id;
        const auto counters = storage::changeCounters(*m_database);
        drafts.keep({ { id, "turn:1", "dialogue", "我", 1, "me" }, { id, "turn:2", "dialogue", "x", 1, "me" }, { "p", "Name", "profile", "L", 0, "me" } });
        drafts.keep({ id, "turn:1", "dialogue", "我最近", 1, "me" });
        QCOMPARE(storage::changeCounters(*m_database), counters);
        open();
        storage::DraftRepository again(*m_database);
        QCOMPARE(again.of(id).size(), size_t(2));
        QCOMPARE(again.of(id)[0].text, std::string("我最近"));
        QCOMPARE(again.of(id)[0].base_revision, int64_t(1));
        QCOMPARE(again.newestFirst("profile").at(0).field, std::string("Name"));
        QCOMPARE(m_dialogues->revisionOf(id), int64_t(1));
        again.forget(id, "turn:1", {});
        again.forgetAll("p", {});
        QCOMPARE(again.of(id).size(), size_t(1));
        QVERIFY(again.newestFirst("profile").empty());
    }

    // Whoever types has a row of their own, and nobody else's is touched.
    void draftsAreTheirOwners()
    {
        storage::DraftRepository drafts(*m_database);
        drafts.keep({ { "d", "turn:1", "dialogue", "mine", 1, "me", {}, "A" }, { "d", "turn:2", "dialogue", "x", 1, "me", {}, "A" } });
        drafts.keep({ "d", "turn:1", "dialogue", "theirs", 1, "me", {}, "B" });
        QCOMPARE(drafts.of("d").size(), size_t(3));
        drafts.keep({ "d", "turn:1", "dialogue", "mine again", 1, "me", {}, "A" });
        QCOMPARE(drafts.of("d").size(), size_t(3));
        drafts.forget("d", "turn:1", "A");
        QCOMPARE(drafts.of("d").at(0).text, std::string("theirs"));
        drafts.forgetAll("d", "A");
        QCOMPARE(drafts.of("d").size(), size_t(1));
        QVERIFY(drafts.takeOver(drafts.of("d").at(0), "C"));
        QCOMPARE(drafts.of("d").at(0).owner, std::string("C"));
        // Not over one of one's own, and not twice.
        drafts.keep({ "d", "turn:1", "dialogue", "another", 1, "me", {}, "B" });
        storage::Draft of { "d", "turn:1", "dialogue", {}, 1, {}, {}, "B" };
        QVERIFY(!drafts.takeOver(of, "C"));
        of.owner = "gone";
        QVERIFY(!drafts.takeOver(of, "D"));
        QCOMPARE(drafts.of("d").size(), size_t(2));
    }
};

ATTUNE_TEST(TstEditLog)
#include "tst_edit_log.moc"
