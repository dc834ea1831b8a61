// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "samples.h"
#include "storage/profile_repository.h"

#include <SQLiteCpp/Database.h>

#include <ctime>
#include <memory>

using base::ErrorKind;
using samples::dialogueOf;

namespace {

template <typename Call> ErrorKind kindOf(Call call)
{
    try {
        call();
    } catch (const base::Failure &failure) {
        return failure.error().kind;
    }
    return ErrorKind::Internal;
}

} // namespace

class TstDialogueRepository : public QObject
{
    Q_OBJECT

    std::unique_ptr<samples::Folder> m_dir;
    std::unique_ptr<storage::Database> m_database;
    std::unique_ptr<storage::DialogueRepository> m_dialogues;
    std::unique_ptr<storage::ProfileRepository> m_profiles;

    storage::StoredDialogue add(const dialogue::Dialogue &d) { return m_dialogues->add(d, "me"); }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<samples::Folder>();
        m_database = std::make_unique<storage::Database>(storage::Database::create(*m_dir / "a.attune"));
        m_dialogues = std::make_unique<storage::DialogueRepository>(*m_database);
        m_profiles = std::make_unique<storage::ProfileRepository>(*m_database);
    }
    void cleanup()
    {
        m_database.reset();
        m_dir.reset();
    }

    void keepsEverything()
    {
        dialogue::Dialogue d = dialogueOf("1201", "我最近压力很大 \xF0\x9F\x98\x80");
        d.source_style = base::Json { { "space_after_colon", { 0, 1 } } };
        d.turns.at(1).not_learned = true;
        const storage::StoredDialogue stored = add(d);
        const storage::StoredDialogue kept = m_dialogues->get(stored.dialogue.id);
        QVERIFY(kept.dialogue == stored.dialogue);
        QCOMPARE(kept.dialogue.turns.at(1).strategy->label, std::string("Question"));
        QVERIFY(kept.dialogue.turns.at(1).not_learned && !kept.dialogue.turns.at(0).not_learned);
        QVERIFY(kept.dialogue.profile.fields.at(1).value.is_number_integer()); // Age keeps its JSON type
        QCOMPARE(kept.dialogue.source_style, d.source_style);
        QCOMPARE(kept.revision, 1);
        QCOMPARE(kept.profile_revision, 1);
        QCOMPARE(kept.author, std::string("me"));
        QCOMPARE(kept.content_hash, dialogue::contentHash(stored.dialogue));
        QVERIFY(!kept.dialogue.turns.at(0).id.empty());
        QVERIFY(kept.updated.ends_with("Z"));
    }

    void saveRaisesTheRevisionAndKeepsHistory()
    {
        storage::StoredDialogue stored = add(dialogueOf("1", "hello"));
        stored.dialogue.turns[0].text = "hello again";
        storage::StoredDialogue saved = m_dialogues->save(stored, "you");
        QCOMPARE(saved.revision, 2);
        QCOMPARE(m_dialogues->save(saved, "third").revision, 2); // nothing changed, nothing written
        saved.dialogue.turns.pop_back();
        saved.dialogue.turns.push_back({ {}, dialogue::Speaker::Seeker, "more", {} });
        saved = m_dialogues->save(saved, "you");
        QCOMPARE(saved.revision, 3);
        const auto history = m_dialogues->history(saved.dialogue.id);
        QCOMPARE(history.size(), size_t(3));
        QCOMPARE(history.front().author, std::string("you"));
        QCOMPARE(m_dialogues->atRevision(saved.dialogue.id, 1).turns.at(0).text, std::string("hello"));
        QCOMPARE(m_dialogues->atRevision(saved.dialogue.id, 2).turns.size(), size_t(2));
        QCOMPARE(int(kindOf([&] { m_dialogues->atRevision(saved.dialogue.id, 9); })), int(ErrorKind::NotFound));
    }

    void secondDeskGetsAConflict()
    {
        const storage::StoredDialogue stored = add(dialogueOf("1", "hello"));
        storage::Database other = storage::Database::open(*m_dir / "a.attune", storage::Maintenance::None);
        storage::DialogueRepository others(other);
        storage::StoredDialogue mine = m_dialogues->get(stored.dialogue.id);
        storage::StoredDialogue theirs = others.get(stored.dialogue.id);
        theirs.dialogue.turns[0].text = "theirs";
        others.save(theirs, "they");
        mine.dialogue.turns[0].text = "mine";
        QCOMPARE(int(kindOf([&] { m_dialogues->save(mine, "me"); })), int(ErrorKind::Conflict));
        QCOMPARE(int(kindOf([&] { m_dialogues->remove(stored.dialogue.id, 1, "me"); })), int(ErrorKind::Conflict));
        QCOMPARE(m_dialogues->get(stored.dialogue.id).dialogue.turns[0].text, std::string("theirs"));
        others.remove(stored.dialogue.id, 2, "they");
        QCOMPARE(int(kindOf([&] { m_dialogues->save(mine, "me"); })), int(ErrorKind::NotFound));
    }

    // Somebody saves the profile alone while a turn is written: both stay.
    void anEditGoesOnTopOfAnotherProfile()
    {
        storage::StoredDialogue mine = add(dialogueOf("1", "hello"));
        storage::StoredProfile profile = m_profiles->get(mine.dialogue.profile.id);
        profile.profile.fields[0].value = "theirs";
        m_profiles->save(profile, "they");
        mine.dialogue.turns[0].text = "mine";
        const storage::StoredDialogue saved = m_dialogues->save(mine, "me");
        QCOMPARE(saved.revision, 3);
        QCOMPARE(saved.dialogue.profile.displayName(), std::string("theirs"));
        QCOMPARE(m_dialogues->get(saved.dialogue.id).dialogue.turns[0].text, std::string("mine"));
        // Both have changed the profile: that is a conflict.
        storage::StoredDialogue late = mine;
        late.dialogue.profile.fields[0].value = "mine";
        QCOMPARE(int(kindOf([&] { m_dialogues->save(late, "me"); })), int(ErrorKind::Conflict));
    }

    void saveOverHolds_data()
    {
        QTest::addColumn<QByteArray>("theirs");
        for (const char *theirs : { "turn", "profile", "both", "deletion" })
            QTest::newRow(theirs) << QByteArray(theirs);
    }
    void saveOverHolds()
    {
        QFETCH(QByteArray, theirs);
        storage::StoredDialogue mine = add(dialogueOf("1", "hello"));
        const std::string id = mine.dialogue.id;
        if (theirs == "profile" || theirs == "both") {
            storage::StoredProfile profile = m_profiles->get(mine.dialogue.profile.id);
            profile.profile.fields[0].value = "theirs";
            m_profiles->save(profile, "they");
        }
        if (theirs == "turn" || theirs == "both") {
            storage::StoredDialogue other = m_dialogues->get(id);
            other.dialogue.turns[0].text = "theirs";
            m_dialogues->save(other, "they");
        }
        if (theirs == "deletion")
            m_dialogues->remove(id, 1, "they");
        mine.dialogue.turns[0].text = "mine";
        const storage::StoredDialogue saved = m_dialogues->saveOver(mine, "me");
        QCOMPARE(m_dialogues->get(id).dialogue, saved.dialogue);
        QCOMPARE(saved.dialogue.turns[0].text, std::string("mine"));
        QCOMPARE(saved.dialogue.profile.displayName(), std::string(theirs == "profile" || theirs == "both" ? "theirs" : "Kim 1"));
        QVERIFY(saved.revision > 2);
    }

    // A file or another program may give two turns one id: they stay two.
    void doubledTurnIdsStayTwoTurns()
    {
        dialogue::Dialogue d = dialogueOf("1", "first");
        d.turns[0].id = d.turns[1].id = "same";
        storage::StoredDialogue stored = add(d);
        QCOMPARE(m_dialogues->get(stored.dialogue.id).dialogue.turns.size(), size_t(2));
        QCOMPARE(stored.dialogue.turns[0].id, std::string("same"));
        stored.dialogue.turns.push_back({ "same", dialogue::Speaker::Seeker, "third", {} });
        m_dialogues->save(stored, "me");
        const auto kept = m_dialogues->get(stored.dialogue.id).dialogue.turns;
        QCOMPARE(kept.size(), size_t(3));
        QCOMPARE(kept[0].text, std::string("first"));
        QCOMPARE(kept[2].text, std::string("third"));
    }

    void removedDialogueCanComeBack()
    {
        const storage::StoredDialogue stored = add(dialogueOf("1", "hello"));
        m_dialogues->remove(stored.dialogue.id, 1, "me");
        QVERIFY(!m_dialogues->find(stored.dialogue.id));
        QVERIFY(!m_profiles->find(stored.dialogue.profile.id)); // came with it
        QCOMPARE(m_dialogues->list({ .search = "hello" }).size(), size_t(0));
        QVERIFY(m_dialogues->history(stored.dialogue.id).front().deleted);
        const storage::StoredDialogue back = add(m_dialogues->atRevision(stored.dialogue.id, 1));
        QCOMPARE(back.dialogue.id, stored.dialogue.id);
        QCOMPARE(back.revision, 3);
        QCOMPARE(m_dialogues->list({ .search = "hello" }).size(), size_t(1));
    }

    void search_data()
    {
        QTest::addColumn<QByteArray>("search");
        QTest::addColumn<QByteArrayList>("keys");
        QTest::newRow("everything") << QByteArray("") << QByteArrayList { "1", "2", "3" };
        QTest::newRow("word") << QByteArray("anxious") << QByteArrayList { "1" };
        QTest::newRow("any case") << QByteArray("ANXIOUS") << QByteArrayList { "1" };
        QTest::newRow("inside a word") << QByteArray("nxiou") << QByteArrayList { "1" };
        QTest::newRow("two words, any place") << QByteArray("exam anxious") << QByteArrayList { "1" };
        QTest::newRow("words that do not meet") << QByteArray("anxious 压力") << QByteArrayList {};
        QTest::newRow("Chinese, two characters") << QByteArray("压力") << QByteArrayList { "2" };
        QTest::newRow("Chinese, one character") << QByteArray("力") << QByteArrayList { "2" };
        QTest::newRow("Chinese, four characters") << QByteArray("压力很大") << QByteArrayList { "2" };
        QTest::newRow("full width") << QByteArray("ＡＢＣ") << QByteArrayList { "3" };
        QTest::newRow("accents stay") << QByteArray("café") << QByteArrayList { "3" };
        QTest::newRow("sharp s folds") << QByteArray("STRASSE") << QByteArrayList { "3" };
        QTest::newRow("profile") << QByteArray("kim NOISE") << QByteArrayList { "3" };
        QTest::newRow("quotes are text") << QByteArray("\"so\"") << QByteArrayList { "3" };
        QTest::newRow("operators are text") << QByteArray("anxious OR") << QByteArrayList {};
        QTest::newRow("stars are text") << QByteArray("anx*") << QByteArrayList {};
        QTest::newRow("per cent is text") << QByteArray("%") << QByteArrayList {};
        QTest::newRow("only blanks") << QByteArray(" \t ") << QByteArrayList { "1", "2", "3" };
    }
    void search()
    {
        QFETCH(QByteArray, search);
        QFETCH(QByteArrayList, keys);
        add(dialogueOf("1", "I am anxious about it"));
        add(dialogueOf("2", "我最近压力很大，睡不着", "work"));
        add(dialogueOf("3", "he said \"so\" in the café abc straße", "noise"));
        QByteArrayList found;
        for (const storage::DialogueRow &row : m_dialogues->list({ .search = search.toStdString() }))
            found << QByteArray::fromStdString(row.source_key);
        QCOMPARE(found, keys);
        QCOMPARE(m_dialogues->count({ .search = search.toStdString() }), keys.size());
    }

    void searchFollowsEdits()
    {
        storage::StoredDialogue stored = add(dialogueOf("1", "before"));
        stored.dialogue.turns[0].text = "afterwards";
        m_dialogues->save(stored, "me");
        QCOMPARE(m_dialogues->count({ .search = "before" }), 0);
        QCOMPARE(m_dialogues->count({ .search = "afterwards" }), 1);
    }

    void listPagesAndOrders()
    {
        for (int i = 1; i <= 12; ++i) {
            dialogue::Dialogue d = dialogueOf(std::to_string(i), std::string(300, 'x'));
            d.turns.resize(size_t(1 + i % 2));
            d.source_name = i <= 4 ? "a.json" : "b.json";
            add(d);
        }
        using storage::DialogueOrder;
        auto keys = [&](const storage::DialogueQuery &query) {
            std::string text;
            for (const storage::DialogueRow &row : m_dialogues->list(query))
                text += row.source_key + " ";
            return text;
        };
        QCOMPARE(keys({ .limit = 3, .offset = 9 }), std::string("10 11 12 "));
        QCOMPARE(keys({ .order = DialogueOrder::Arrival, .descending = true, .limit = 2 }), std::string("12 11 "));
        QCOMPARE(keys({ .source_name = "b.json", .order = DialogueOrder::Key, .limit = -1 }), std::string("5 6 7 8 9 10 11 12 "));
        QCOMPARE(keys({ .order = DialogueOrder::Turns, .limit = 2 }), std::string("2 4 "));
        QCOMPARE(m_dialogues->count({ .source_name = "a.json" }), 4);
        QCOMPARE(m_dialogues->list().front().first_text.size(), size_t(160));
        const auto sources = m_dialogues->sources();
        QCOMPARE(sources.size(), size_t(2));
        QCOMPARE(sources[1].dialogues, 8);
    }

    void sameFileTwiceIsAddedOnce()
    {
        const std::vector<dialogue::Dialogue> file { dialogueOf("1", "a"), dialogueOf("2", "b") };
        const auto first = m_dialogues->addAll(file, "me");
        QCOMPARE(first.added, 2);
        storage::StoredDialogue edited = m_dialogues->get(first.ids[0]);
        edited.dialogue.turns[0].text = "edited";
        m_dialogues->save(edited, "me");
        std::vector<dialogue::Dialogue> again { dialogueOf("1", "a"), dialogueOf("2", "another b"), dialogueOf("3", "c") };
        const auto second = m_dialogues->addAll(again, "me");
        QCOMPARE(second.already_there, 1); // known though it was edited since
        QCOMPARE(second.added, 2);
        QCOMPARE(m_dialogues->count(), 4);
    }

    void cancelledImportKeepsNothing_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<double>("until");
        QTest::newRow("in its first transaction") << 90 << 0.4;
        QTest::newRow("after several") << 450 << 0.9;
    }
    void cancelledImportKeepsNothing()
    {
        QFETCH(int, count);
        QFETCH(double, until);
        add(dialogueOf("before", "a"));
        const auto rows = [this](const std::string &table) {
            return m_database->connection().execAndGet("SELECT count(*) FROM " + table).getInt();
        };
        const int revisions = rows("revision"), profiles = rows("profile");
        const base::CancelToken cancel;
        std::vector<dialogue::Dialogue> many;
        for (int i = 0; i < count; ++i)
            many.push_back(dialogueOf(std::to_string(i), "a"));
        QCOMPARE(int(kindOf([&] { m_dialogues->addAll(many, "me", [&](double done) { if (done > until) cancel.cancel(); }, cancel); })),
            int(ErrorKind::Cancelled));
        QCOMPARE(m_dialogues->count(), 1);
        QCOMPARE(rows("revision"), revisions);
        QCOMPARE(rows("profile"), profiles);
        QCOMPARE(m_dialogues->list({ .search = "a" }).size(), size_t(1));
    }

    // A long import holds the database for a moment at a time; what somebody has made of one of its dialogues is kept.
    void othersSaveDuringAnImport()
    {
        storage::Database theirs = storage::Database::open(m_database->folder(), storage::Maintenance::None);
        storage::DialogueRepository their(theirs);
        std::vector<dialogue::Dialogue> many;
        for (int i = 0; i < 450; ++i)
            many.push_back(dialogueOf(std::to_string(i), "a"));
        const base::CancelToken cancel;
        std::string edited;
        m_database->onCommitted([&] {
            if (!edited.empty() || their.count() == 0)
                return;
            storage::StoredDialogue first = their.get(their.ids({ .limit = 1 })[0]);
            first.dialogue.turns[0].text = "their words";
            edited = their.save(first, "they").dialogue.id;
            cancel.cancel();
        });
        QCOMPARE(int(kindOf([&] { m_dialogues->addAll(many, "me", {}, cancel); })), int(ErrorKind::Cancelled));
        m_database->onCommitted({});
        QVERIFY(!edited.empty());
        QCOMPARE(m_dialogues->ids(), std::vector<std::string> { edited });
        QCOMPARE(m_dialogues->get(edited).dialogue.turns[0].text, std::string("their words"));
        QCOMPARE(m_dialogues->addAll(many, "me").already_there, 1); // the rest comes with the next import
        QCOMPARE(m_dialogues->count(), 450);
    }

    void sharedProfileChangesBothDialogues()
    {
        storage::StoredDialogue first = add(dialogueOf("1", "a"));
        dialogue::Dialogue second = dialogueOf("2", "b");
        second.profile.id = first.dialogue.profile.id;
        second.profile.fields.clear(); // the kept ones count
        const storage::StoredDialogue shared = add(second);
        QCOMPARE(shared.dialogue.profile, first.dialogue.profile);
        QCOMPARE(m_profiles->usedBy(first.dialogue.profile.id).size(), size_t(2));

        first.dialogue.profile.fields[0].value = "Noa";
        first = m_dialogues->save(first, "me");
        QCOMPARE(first.profile_revision, 2);
        const storage::StoredDialogue after = m_dialogues->get(shared.dialogue.id);
        QCOMPARE(after.dialogue.profile.displayName(), std::string("Noa"));
        QCOMPARE(after.revision, 2);
        QVERIFY(after.content_hash != shared.content_hash);
        QCOMPARE(m_dialogues->count({ .search = "noa" }), 2);
    }

    void profilesCanBeExchangedAndTakenAway()
    {
        storage::StoredDialogue stored = add(dialogueOf("1", "a"));
        const std::string own = stored.dialogue.profile.id;
        const storage::StoredProfile other = m_profiles->add({ {}, { { "Name", "Sam" } } }, "me");
        stored = m_dialogues->setProfile(stored.dialogue.id, 1, other.profile.id, "me");
        QCOMPARE(stored.dialogue.profile.displayName(), std::string("Sam"));
        QVERIFY(!m_profiles->find(own)); // came with the dialogue, used by none
        stored = m_dialogues->setProfile(stored.dialogue.id, 2, {}, "me");
        QVERIFY(stored.dialogue.profile.id.empty());
        QCOMPARE(stored.profile_revision, 0);
        QVERIFY(m_profiles->find(other.profile.id)); // made by hand, stays
        // Undo: the old profile comes back under its own id.
        storage::StoredDialogue undone = stored;
        undone.dialogue.profile = { own, { { "Name", "Kim 1" } } };
        QCOMPARE(m_dialogues->save(undone, "me").dialogue.profile.id, own);
    }

    void manyDialoguesStayFast()
    {
        // Enough to see quadratic behaviour.
        std::vector<dialogue::Dialogue> many;
        for (int i = 0; i < 1000; ++i) {
            dialogue::Dialogue d = dialogueOf(std::to_string(i), "number " + std::to_string(i));
            for (int t = 0; t < 10; ++t)
                d.turns.push_back({ {}, t % 2 ? dialogue::Speaker::Supporter : dialogue::Speaker::Seeker, "I think that it is so", {} });
            many.push_back(d);
        }
        // Processor time, and of one half against the other: a busy machine and a sanitizer make more of both.
        const auto half = many.begin() + ptrdiff_t(many.size() / 2);
        const auto worked = [&](std::vector<dialogue::Dialogue> part) {
            const std::clock_t begun = std::clock();
            m_dialogues->addAll(part, "me");
            return double(std::clock() - begun);
        };
        const double first = worked({ many.begin(), half });
        const double second = worked({ half, many.end() });
        QVERIFY2(second < 4 * first, "the second 500 dialogues took more than four times as much as the first");
        QCOMPARE(m_dialogues->list({ .search = "number 777" }).size(), size_t(1));
    }
};

ATTUNE_TEST(TstDialogueRepository)
#include "tst_dialogue_repository.moc"
