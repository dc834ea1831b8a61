// SPDX-License-Identifier: GPL-3.0-or-later
// What is deleted is whole in the trash, comes back as it was, and leaves nothing when it is deleted for good.
#include "harness/test_case.h"
#include "samples.h"
#include "storage/draft_repository.h"
#include "storage/edit_log.h"
#include "storage/profile_repository.h"
#include "storage/trash_repository.h"

#include <QProcess>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <memory>

using base::ErrorKind;
using samples::dialogueOf;

class TstTrashRepository : public QObject
{
    Q_OBJECT

    std::unique_ptr<samples::Folder> m_dir;
    std::unique_ptr<storage::Database> m_database;
    std::unique_ptr<storage::DialogueRepository> m_dialogues;
    std::unique_ptr<storage::ProfileRepository> m_profiles;
    std::unique_ptr<storage::TrashRepository> m_trash;

    std::string value(const std::string &sql) { return m_database->connection().execAndGet(sql).getString(); }
    int rows(const std::string &from) { return m_database->connection().execAndGet("SELECT count(*) FROM " + from).getInt(); }
    void remove(const std::string &id) { m_dialogues->remove(id, m_dialogues->revisionOf(id), "me"); }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<samples::Folder>();
        m_database = std::make_unique<storage::Database>(storage::Database::create(*m_dir / "a.attune"));
        m_dialogues = std::make_unique<storage::DialogueRepository>(*m_database);
        m_profiles = std::make_unique<storage::ProfileRepository>(*m_database);
        m_trash = std::make_unique<storage::TrashRepository>(*m_database);
    }
    void cleanup()
    {
        m_database.reset();
        m_dir.reset();
    }

    void comesBackWhole()
    {
        dialogue::Dialogue d = dialogueOf("1201", "我最近压力很大");
        d.source_style = base::Json { { "indent", 4 } };
        d.turns[1].not_learned = true;
        const auto first = m_dialogues->add(d, "me");
        m_dialogues->add(dialogueOf("1202", "later"), "me");
        const std::string id = first.dialogue.id;
        m_database->connection().exec("UPDATE dialogue SET split_key = 'of its import' WHERE id = '" + id + "'");
        storage::StoredDialogue edited = first;
        edited.dialogue.turns[0].text = "edited";
        edited = m_dialogues->save(edited, "me");
        const std::string hash = value("SELECT source_hash FROM dialogue WHERE id = '" + id + "'");
        const auto before = storage::changeCounters(*m_database)[size_t(storage::Changed::Trash)];
        const std::string bands = value("SELECT count(*) || ' ' || sum(hash % 1000) FROM dialogue_band");
        remove(id);
        QVERIFY(storage::changeCounters(*m_database)[size_t(storage::Changed::Trash)] > before);
        QVERIFY(!m_dialogues->find(id));
        const auto list = m_trash->list();
        QCOMPARE(list.size(), size_t(1));
        QCOMPARE(list[0].kind, std::string("dialogue"));
        QCOMPARE(list[0].title, std::string("Kim 1201: exam"));
        QCOMPARE(list[0].author, std::string("me"));

        QCOMPARE(m_trash->bringBack({ id }, "you"), 1);
        QCOMPARE(m_trash->count(), 0);
        const auto back = m_dialogues->get(id);
        QVERIFY(back.dialogue == edited.dialogue); // ids, turns, profile, style
        QCOMPARE(back.revision, 4);
        QCOMPARE(back.author, std::string("you"));
        QCOMPARE(value("SELECT split_key FROM dialogue WHERE id = '" + id + "'"), std::string("of its import"));
        QCOMPARE(value("SELECT source_hash FROM dialogue WHERE id = '" + id + "'"), hash);
        QCOMPARE(value("SELECT count(*) || ' ' || sum(hash % 1000) FROM dialogue_band"), bands);
        QCOMPARE(value("SELECT made_with_dialogue FROM profile WHERE id = '" + back.dialogue.profile.id + "'"), std::string("1"));
        QCOMPARE(m_dialogues->list()[0].id, id); // where it stood
        QCOMPARE(m_dialogues->count({ .search = "edited" }), 1);
        // The same import finds it.
        QCOMPARE(m_dialogues->addAll({ d }, "me").already_there, 1);
        QCOMPARE(m_trash->bringBack({ id }, "you"), 0); // there already
    }

    // Two dialogues share a profile, which is edited between their deletions: its last state comes back with either.
    void aSharedProfileComesAlong_data()
    {
        QTest::addColumn<int>("back");
        QTest::newRow("the first") << 0;
        QTest::newRow("the second") << 1;
    }
    void aSharedProfileComesAlong()
    {
        QFETCH(int, back);
        const auto first = m_dialogues->add(dialogueOf("1", "a"), "me");
        dialogue::Dialogue second = dialogueOf("2", "b");
        second.profile.id = first.dialogue.profile.id;
        const auto other = m_dialogues->add(second, "me");
        const std::string profile = first.dialogue.profile.id;
        remove(first.dialogue.id);
        auto edited = m_profiles->get(profile);
        edited.profile.fields[0].value = "Noa";
        m_profiles->save(edited, "me");
        remove(other.dialogue.id);
        QVERIFY(!m_profiles->find(profile));
        m_trash->bringBack({ back == 0 ? first.dialogue.id : other.dialogue.id }, "me");
        QCOMPARE(m_profiles->get(profile).profile.displayName(), std::string("Noa"));
        QCOMPARE(m_trash->count(), 1);
    }

    void profilesByThemselves()
    {
        const auto made = m_profiles->add({ {}, { { "Name", "Zoe" } } }, "me");
        m_profiles->remove(made.profile.id, 1, "me");
        QCOMPARE(m_trash->count("profile"), 1);
        QCOMPARE(m_trash->count("dialogue"), 0);
        m_trash->bringBack({ made.profile.id }, "me");
        QCOMPARE(m_profiles->get(made.profile.id).profile, made.profile);
        QCOMPARE(m_profiles->get(made.profile.id).revision, 3);
        QCOMPARE(value("SELECT made_with_dialogue FROM profile"), std::string("0"));
    }

    // A profile that is exchanged for another one is deleted by that.
    void anExchangedProfileIsKept()
    {
        const auto d = m_dialogues->add(dialogueOf("1", "a"), "me");
        const auto other = m_profiles->add({ {}, { { "Name", "Sam" } } }, "me");
        m_dialogues->setProfile(d.dialogue.id, 1, other.profile.id, "me");
        QCOMPARE(m_trash->list()[0].id, d.dialogue.profile.id);
        m_trash->bringBack({ d.dialogue.profile.id }, "me");
        QCOMPARE(m_profiles->get(d.dialogue.profile.id).profile, d.dialogue.profile);
    }

    void forGoodIsForGood()
    {
        storage::EditLog log(*m_database);
        storage::DraftRepository drafts(*m_database);
        const auto kept = m_dialogues->add(dialogueOf("1", "stays"), "me");
        storage::StoredDialogue gone;
        log.record("add", "me", [&] { gone = m_dialogues->add(dialogueOf("2", "a secret told in confidence", "secret"), "me"); });
        drafts.keep({ gone.dialogue.id, "turn:" + gone.dialogue.turns[0].id, "dialogue", "a secret, half typed", 1, "me" });
        log.record("delete_dialogues", "me", [&] { remove(gone.dialogue.id); });
        QCOMPARE(m_trash->purge({ gone.dialogue.id }), 1);
        QCOMPARE(m_trash->count(), 0);
        for (const char *table : { "revision WHERE content LIKE '%secret%'", "draft", "edit", "edit_part" })
            QVERIFY2(rows(table) == 0, table);
        QCOMPARE(rows("revision WHERE object_id = '" + gone.dialogue.profile.id + "'"), 0);
        QVERIFY(m_dialogues->find(kept.dialogue.id));
        QVERIFY(!m_dialogues->history(kept.dialogue.id).empty());
        // Nor in the pages that were freed.
        m_database->connection().exec("INSERT INTO dialogue_search (dialogue_search) VALUES ('optimize')");
        m_database->connection().exec("PRAGMA wal_checkpoint(TRUNCATE)");
        // By another process: in this one nothing but SQLite opens it.
        const auto copy = *m_dir / "copy";
        QCOMPARE(QProcess::execute(QStringLiteral("cp"), { QString::fromStdString((*m_dir / "a.attune/workspace.db").string()), QString::fromStdString(copy.string()) }), 0);
        QVERIFY(base::readFile(copy).find("told in confidence") == std::string::npos);
    }

    // By an index: purging many must not look at all the others for each.
    void whoNeedsAProfileIsFoundByIndex()
    {
        SQLite::Statement plan(m_database->connection(),
            "EXPLAIN QUERY PLAN SELECT 1 FROM trash WHERE kind = 'dialogue' AND json_extract(kept, '$.profile_id') = ?");
        QVERIFY(plan.executeStep());
        const std::string says = plan.getColumn(3).getString();
        QVERIFY2(says.find("trash_by_profile") != std::string::npos, says.c_str());
    }

    // More than one transaction; what was deleted after the question stays.
    void manyArePurged()
    {
        std::vector<std::string> ids;
        m_database->transaction([&] {
            for (int i = 0; i < 450; ++i)
                ids.push_back(m_dialogues->add(dialogueOf(std::to_string(i).c_str(), "words"), "me").dialogue.id);
            for (const std::string &id : ids)
                remove(id);
        });
        m_database->connection().exec("UPDATE trash SET time = '2999' WHERE object_id = '" + ids[7] + "'");
        QCOMPARE(m_trash->purgeAll("dialogue", "2998"), 449);
        QCOMPARE(m_trash->count(), 1);
        QVERIFY(m_trash->has(ids[7]));
        QVERIFY(!m_trash->has(ids[8]));
        QCOMPARE(m_trash->purgeAll("dialogue"), 1);
        QCOMPARE(rows("revision"), 0);
    }

    // What the other dialogue of a shared profile needs stays.
    void aSharedProfileIsNotPurged()
    {
        const auto first = m_dialogues->add(dialogueOf("1", "a"), "me");
        dialogue::Dialogue second = dialogueOf("2", "b");
        second.profile.id = first.dialogue.profile.id;
        const auto other = m_dialogues->add(second, "me");
        remove(first.dialogue.id);
        remove(other.dialogue.id);
        m_trash->purge({ first.dialogue.id });
        m_trash->bringBack({ other.dialogue.id }, "me");
        QCOMPARE(m_dialogues->get(other.dialogue.id).dialogue.profile, first.dialogue.profile);
        remove(other.dialogue.id);
        QCOMPARE(m_trash->purgeAll(), 1);
        QCOMPARE(rows("revision"), 0);
    }

    void namedByTheBeginningOfItsId()
    {
        const auto one = m_profiles->add({ "aaaa1111", { { "Name", "A" } } }, "me");
        const auto two = m_profiles->add({ "aaaa2222", { { "Name", "B" } } }, "me");
        m_profiles->remove(one.profile.id, 1, "me");
        m_profiles->remove(two.profile.id, 1, "me");
        QCOMPARE(m_trash->get("aaaa1").title, std::string("A"));
        for (const auto &[start, kind] : { std::pair("aaaa", ErrorKind::InvalidValue), { "b", ErrorKind::NotFound }, { "", ErrorKind::NotFound } }) {
            try {
                m_trash->get(start);
                QFAIL("found");
            } catch (const base::Failure &failure) {
                QCOMPARE(failure.error().kind, kind);
            }
        }
    }
};

ATTUNE_TEST(TstTrashRepository)
#include "tst_trash_repository.moc"
