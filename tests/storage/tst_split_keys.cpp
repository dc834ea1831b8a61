// SPDX-License-Identifier: GPL-3.0-or-later
#include "samples.h"

#include "dialogue/split.h"
#include "dialogue/split_key.h"
#include "harness/test_case.h"

#include <sqlite3.h>

#include <map>
#include <random>
#include <set>

namespace {

// Forty words that are drawn for each seed, as one dialogue of two turns without a situation.
dialogue::Dialogue drawn(unsigned seed, const std::string &key = {})
{
    std::mt19937 random(seed);
    dialogue::Dialogue d = samples::dialogueOf(key.empty() ? std::to_string(seed) : key, {}, "");
    for (int i = 0; i < 40; ++i)
        d.turns[0].text += "w" + std::to_string(random() % 100000) + ' ';
    d.turns[0].text.pop_back();
    d.turns[1].text = "I hear you.";
    return d;
}

// The first with its last word changed: one shingle fewer in common on both sides.
dialogue::Dialogue nearTo(dialogue::Dialogue d, const std::string &key)
{
    d.source_key = key;
    d.turns[1].text = "I hear me.";
    return d;
}

void execute(const std::filesystem::path &file, const char *sql)
{
    sqlite3 *raw = nullptr;
    sqlite3_open(file.c_str(), &raw);
    char *error = nullptr;
    if (sqlite3_exec(raw, sql, nullptr, nullptr, &error) != SQLITE_OK)
        qFatal("%s", error);
    sqlite3_close(raw);
}

int64_t count(const std::filesystem::path &file, const char *sql)
{
    sqlite3 *raw = nullptr;
    sqlite3_open(file.c_str(), &raw);
    sqlite3_stmt *statement = nullptr;
    sqlite3_prepare_v2(raw, sql, -1, &statement, nullptr);
    sqlite3_step(statement);
    const int64_t number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(raw);
    return number;
}

} // namespace

class TstSplitKeys : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<samples::Folder> m_dir;
    std::unique_ptr<storage::Database> m_database;
    std::unique_ptr<storage::DialogueRepository> m_dialogues;

    std::filesystem::path file() const { return *m_dir / "a.attune" / "workspace.db"; }
    void open()
    {
        m_database = std::make_unique<storage::Database>(storage::Database::open(*m_dir / "a.attune"));
        m_dialogues = std::make_unique<storage::DialogueRepository>(*m_database);
    }
    std::string keyOf(const dialogue::Dialogue &d) { return m_dialogues->add(d, "me").split_key; }
    std::map<std::string, std::string> keys() const
    {
        std::map<std::string, std::string> keys;
        for (const storage::StoredDialogue &stored : m_dialogues->getAll({ .limit = -1 }))
            keys[stored.dialogue.id] = stored.split_key;
        return keys;
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
        m_dialogues.reset();
        m_database.reset();
    }

    void aNearDuplicateGetsTheKeyThatIsThere()
    {
        const std::string first = keyOf(drawn(1));
        QVERIFY(first.starts_with("content:"));
        QCOMPARE(keyOf(nearTo(drawn(1), "near")), first);
        QVERIFY(keyOf(drawn(2)) != first);
        // Also when its situation would say something else.
        dialogue::Dialogue placed = nearTo(drawn(1), "placed");
        placed.profile.fields.push_back({ "situation", "I moved." });
        QCOMPARE(keyOf(placed), first);
    }
    void aSituationIsAKey()
    {
        dialogue::Dialogue one = drawn(1), other = drawn(2);
        one.profile.fields = { { "situation", "I moved to a loud street." } };
        other.profile.fields = { { "situation", "i moved to a LOUD street" } };
        const std::string key = keyOf(one);
        QVERIFY(key.starts_with("situation:"));
        QCOMPARE(keyOf(other), key);
    }
    void withinOneImportDialoguesAreCompared()
    {
        std::vector<dialogue::Dialogue> all;
        for (unsigned i = 0; i < 60; ++i)
            all.push_back(drawn(i));
        all.push_back(nearTo(drawn(3), "near 3"));
        all.push_back(nearTo(drawn(55), "near 55"));
        const storage::AddedDialogues added = m_dialogues->addAll(all, "me");
        QCOMPARE(added.near_duplicates, int64_t(2));
        QVERIFY(added.near_two_keys.empty());
        const auto byId = keys();
        QCOMPARE(byId.at(added.ids[60]), byId.at(added.ids[3]));
        QCOMPARE(byId.at(added.ids[61]), byId.at(added.ids[55]));
        std::set<std::string> different;
        for (const auto &[id, key] : byId)
            different.insert(key);
        QCOMPARE(different.size(), size_t(60));
    }
    // Two that are not near each other, and one between them that is near to both.
    void oneNearToTwoKeysIsNamed()
    {
        std::vector<std::string> words;
        for (int i = 0; i < 120; ++i)
            words.push_back("word" + std::to_string(i));
        const auto said = [&](const char *key, int from, int to) {
            dialogue::Dialogue d = samples::dialogueOf(key, {}, "");
            d.turns.resize(1);
            for (int i = from; i < to; ++i)
                d.turns[0].text += words[size_t(i)] + " ";
            d.turns[0].text.pop_back();
            return d;
        };
        const std::string left = keyOf(said("left", 0, 102)), right = keyOf(said("right", 18, 120));
        QVERIFY(left != right);
        const storage::AddedDialogues added = m_dialogues->addAll({ said("between", 8, 111) }, "me");
        QCOMPARE(added.near_two_keys.size(), size_t(1));
        QCOMPARE(added.near_two_keys[0].dialogue_id, added.ids[0]);
        QCOMPARE(added.near_two_keys[0].kept_with, std::string("a.json left"));
        QCOMPARE(added.near_two_keys[0].also_near, std::string("a.json right"));
        QCOMPARE(keys().at(added.ids[0]), left);
    }
    void editsChangeNoKey()
    {
        storage::StoredDialogue one = m_dialogues->add(drawn(1), "me");
        const std::string key = one.split_key;
        one.dialogue.turns[0].text = drawn(7).turns[0].text;
        one.dialogue.profile.fields.push_back({ "situation", "another" });
        one = m_dialogues->save(one, "me");
        QCOMPARE(one.split_key, key);
        QCOMPARE(m_dialogues->get(one.dialogue.id).split_key, key);
        // What is compared from now on is what it says now.
        QCOMPARE(keyOf(nearTo(drawn(7), "near 7")), key);
        QVERIFY(keyOf(nearTo(drawn(1), "near 1")) != key);
        QCOMPARE(count(file(), "SELECT count(*) FROM dialogue_band WHERE number = 1"), int64_t(25));
    }
    void emptyOnesAreNoLump()
    {
        dialogue::Dialogue empty = samples::dialogueOf("1", {}, "");
        empty.turns.clear();
        const storage::StoredDialogue one = m_dialogues->add(empty, "me"), other = m_dialogues->add(empty, "me");
        QCOMPARE(one.split_key, "own:" + one.dialogue.id);
        QVERIFY(one.split_key != other.split_key);
    }
    void whatIsDeletedLeavesNoBands()
    {
        const storage::StoredDialogue one = m_dialogues->add(drawn(1), "me");
        m_dialogues->remove(one.dialogue.id, one.revision, "me");
        QCOMPARE(count(file(), "SELECT count(*) FROM dialogue_band"), int64_t(0));
    }
    // A workspace from before there were keys gets those that an import in the same order gives.
    void olderWorkspacesAreFilledAtOpening()
    {
        std::vector<dialogue::Dialogue> all;
        for (unsigned i = 0; i < 1200; ++i)
            all.push_back(i % 3 == 2 ? nearTo(drawn(i - 2), std::to_string(i)) : drawn(i));
        m_dialogues->addAll(all, "me");
        const auto before = keys();
        const int64_t bands = count(file(), "SELECT sum(hash % 1000 * number) FROM dialogue_band");
        cleanup();
        execute(file(), "UPDATE dialogue SET split_key = ''; DELETE FROM dialogue_band");
        open();
        QVERIFY(keys() == before);
        QCOMPARE(count(file(), "SELECT sum(hash % 1000 * number) FROM dialogue_band"), bands);
        QCOMPARE(count(file(), "SELECT count(*) FROM dialogue WHERE split_key = ''"), int64_t(0));
    }
    // Each step adds some, of them near-duplicates of what is there, edits some and deletes some; what stays keeps its part.
    void aSetThatGrowsKeepsEveryPart()
    {
        std::mt19937 random(8);
        std::map<std::string, dialogue::Part> parts;
        std::vector<dialogue::Dialogue> kept;
        unsigned next = 0;
        for (int step = 0; step < 50; ++step) {
            std::vector<dialogue::Dialogue> more;
            for (unsigned n = random() % 30; n > 0; --n) {
                if (!kept.empty() && random() % 4 == 0)
                    more.push_back(nearTo(kept[random() % kept.size()], "near " + std::to_string(next++)));
                else
                    more.push_back(drawn(next++));
            }
            m_dialogues->addAll(more, "me");
            kept.insert(kept.end(), more.begin(), more.end());
            std::map<std::string, std::set<dialogue::Part>> byKey;
            for (storage::StoredDialogue &stored : m_dialogues->getAll({ .limit = -1 })) {
                const dialogue::Part part = dialogue::partOf(stored.split_key, {});
                byKey[stored.split_key].insert(part);
                const auto known = parts.emplace(stored.dialogue.id, part).first;
                QCOMPARE(int(part), int(known->second));
                if (random() % 40 == 0) {
                    m_dialogues->remove(stored.dialogue.id, stored.revision, "me");
                } else if (random() % 20 == 0) {
                    stored.dialogue.turns[0].text = drawn(random()).turns[0].text;
                    m_dialogues->save(stored, "me");
                }
            }
            for (const auto &[key, inParts] : byKey)
                QCOMPARE(inParts.size(), size_t(1));
        }
        QVERIFY(parts.size() > 300);
    }
};

ATTUNE_TEST(TstSplitKeys)
#include "tst_split_keys.moc"
