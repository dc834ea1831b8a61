// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "samples.h"
#include "storage/profile_repository.h"

using base::ErrorKind;

class TstProfileRepository : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void editsAndConflicts()
    {
        const samples::Folder dir;
        storage::Database database = storage::Database::create(dir / "a.attune");
        storage::ProfileRepository profiles(database);
        storage::DialogueRepository dialogues(database);
        const storage::StoredDialogue d = dialogues.add(samples::dialogueOf("1", "hello"), "me");
        storage::StoredProfile profile = profiles.get(d.dialogue.profile.id);
        const storage::StoredProfile old = profile;
        profile.profile.fields.push_back({ "Pet", "a cat named Ösel" });
        profile = profiles.save(profile, "you");
        QCOMPARE(profile.revision, 2);
        QCOMPARE(profile.author, std::string("you"));
        // The dialogue's content has changed with it.
        const storage::StoredDialogue after = dialogues.get(d.dialogue.id);
        QCOMPARE(after.revision, 2);
        QCOMPARE(after.dialogue.profile.text("Pet"), std::string("a cat named Ösel"));
        QCOMPARE(after.content_hash, dialogue::contentHash(after.dialogue));
        QCOMPARE(dialogues.count({ .search = "ösel" }), 1);
        QCOMPARE(profiles.save(profile, "you").revision, 2); // nothing changed
        QCOMPARE(dialogues.get(d.dialogue.id).revision, 2);

        storage::StoredProfile late = old;
        late.profile.fields[0].value = "Other";
        try {
            profiles.save(late, "me");
            QFAIL("the conflict was not seen");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, ErrorKind::Conflict);
        }
    }

    void usedOnesStay()
    {
        const samples::Folder dir;
        storage::Database database = storage::Database::create(dir / "a.attune");
        storage::ProfileRepository profiles(database);
        storage::DialogueRepository dialogues(database);
        const storage::StoredDialogue d = dialogues.add(samples::dialogueOf("1", "hello"), "me");
        try {
            profiles.remove(d.dialogue.profile.id, 1, "me");
            QFAIL("a profile in use was removed");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, ErrorKind::InvalidValue);
        }
        const storage::StoredProfile free = profiles.add({ {}, { { "Name", "Zoe" } } }, "me");
        profiles.remove(free.profile.id, 1, "me");
        QVERIFY(!profiles.find(free.profile.id));
    }

    void listsBySearch()
    {
        const samples::Folder dir;
        storage::Database database = storage::Database::create(dir / "a.attune");
        storage::ProfileRepository profiles(database);
        profiles.add({ {}, { { "Nickname", "zed" }, { "situation", "夜里睡不着" } } }, "me");
        profiles.add({ {}, { { "Name", "amy" }, { "situation", "lost a job" } } }, "me");
        profiles.add({ {}, { { "situation", "no name" } } }, "me");
        const auto all = profiles.list();
        QCOMPARE(all.size(), size_t(3));
        QCOMPARE(all[0].name, std::string("amy"));
        QCOMPARE(all[2].name, std::string()); // without a name last
        QCOMPARE(profiles.count({ .search = "睡不" }), 1);
        QCOMPARE(profiles.count({ .search = "JOB" }), 1);
        QCOMPARE(profiles.list({ .limit = 1, .offset = 1 }).at(0).name, std::string("zed"));
    }
};

ATTUNE_TEST(TstProfileRepository)
#include "tst_profile_repository.moc"
