// SPDX-License-Identifier: GPL-3.0-or-later
// Edits of many things: in short transactions, between which others save, and one step of undo all the same.
#include "harness/test_case.h"
#include "samples.h"
#include "storage/edit_log.h"
#include "storage/trash_repository.h"

#include <atomic>
#include <memory>
#include <thread>

using samples::dialogueOf;
using storage::EditScope;

namespace {

constexpr int kMany = 120; // with their profiles more parts than one transaction steps through

} // namespace

class TstEditMany : public QObject
{
    Q_OBJECT

    std::unique_ptr<samples::Folder> m_dir;
    std::unique_ptr<storage::Database> m_database;
    std::unique_ptr<storage::DialogueRepository> m_dialogues;
    std::unique_ptr<storage::EditLog> m_log;
    std::vector<std::string> m_ids;

    void remove(size_t i) { m_dialogues->remove(m_ids[i], m_dialogues->revisionOf(m_ids[i]), "me"); }
    int64_t removeAll(const std::function<void(double)> &progress = {}, const base::CancelToken &cancel = {})
    {
        return m_log->recordMany("delete_dialogues", "me", m_ids.size(), [this](size_t i) { remove(i); }, progress, cancel);
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<samples::Folder>();
        m_database = std::make_unique<storage::Database>(storage::Database::create(*m_dir / "a.attune"));
        m_dialogues = std::make_unique<storage::DialogueRepository>(*m_database);
        m_log = std::make_unique<storage::EditLog>(*m_database);
        std::vector<dialogue::Dialogue> dialogues;
        for (int i = 0; i < kMany; ++i)
            dialogues.push_back(dialogueOf(std::to_string(i), "family"));
        m_ids = m_dialogues->addAll(dialogues, "me").ids;
    }
    void cleanup()
    {
        m_log.reset();
        m_dialogues.reset();
        m_database.reset();
        m_dir.reset();
    }

    // In one transaction the other's save would find the database held from the first dialogue to the last.
    void othersSaveBetween()
    {
        storage::Database other = storage::Database::open(*m_dir / "a.attune", storage::Maintenance::None);
        storage::DialogueRepository theirs(other);
        std::atomic<bool> begun = false;
        std::thread desk([&] {
            while (!begun)
                std::this_thread::yield();
            theirs.add(dialogueOf("theirs", "family"), "you");
        });
        int64_t foundAt = -1;
        m_log->recordMany("delete_dialogues", "me", m_ids.size(), [&](size_t i) {
            begun = true;
            if (foundAt < 0 && m_dialogues->count({ .search = "theirs" }) > 0)
                foundAt = int64_t(i);
            remove(i);
        });
        desk.join();
        QVERIFY2(foundAt > 0, "the other's save came when all was done");
        QCOMPARE(m_dialogues->count(), int64_t(1));
        QCOMPARE(m_log->undoable("me", EditScope::Dialogues).size(), size_t(1));
        QCOMPARE(m_log->undoable("me", EditScope::Dialogues)[0].dialogues, int64_t(kMany));
    }

    void oneStepThereAndBack()
    {
        const int64_t number = removeAll();
        QVERIFY(number > 0);
        QCOMPARE(m_dialogues->count(), int64_t(0));
        QCOMPARE(m_log->undo("me", EditScope::Dialogues).passed, int64_t(0));
        QCOMPARE(m_dialogues->ids({ .limit = -1 }), m_ids);
        m_log->redo("me", EditScope::Dialogues);
        QCOMPARE(m_dialogues->count(), int64_t(0));
        m_log->undo("me", EditScope::Dialogues);
        QCOMPARE(m_dialogues->ids({ .limit = -1 }), m_ids);
    }

    void whatIsCutOffCanBeUndone()
    {
        base::CancelToken token;
        QVERIFY_EXCEPTION_THROWN(removeAll([&](double done) {
            if (done > 0.5)
                token.cancel();
        }, token), base::Failure);
        const int64_t left = m_dialogues->count();
        QVERIFY(left > 0 && left < kMany);
        QCOMPARE(m_log->undoable("me", EditScope::Dialogues)[0].dialogues, kMany - left);
        m_log->undo("me", EditScope::Dialogues);
        QCOMPARE(m_dialogues->ids({ .limit = -1 }), m_ids);
    }

    // The step passes over what somebody else has changed, and says how many.
    void whatOthersChangedIsPassedOver()
    {
        removeAll();
        m_log->undo("me", EditScope::Dialogues);
        auto edited = m_dialogues->get(m_ids[7]);
        edited.dialogue.turns[0].text = "changed by somebody";
        m_dialogues->save(edited, "you");
        QCOMPARE(m_log->redo("me", EditScope::Dialogues).passed, int64_t(1));
        QCOMPARE(m_dialogues->ids(), std::vector<std::string> { m_ids[7] });
    }

    // Undone by another window while it goes on: nothing is lost, and what comes after is a step of its own.
    void undoneWhileItGoesOn()
    {
        storage::Database other = storage::Database::open(*m_dir / "a.attune", storage::Maintenance::None);
        storage::EditLog theirs(other);
        std::thread window([&] {
            while (theirs.undoable("me", EditScope::Dialogues).empty())
                std::this_thread::yield();
            theirs.undo("me", EditScope::Dialogues);
        });
        removeAll();
        window.join();
        while (!m_log->undoable("me", EditScope::Dialogues).empty())
            m_log->undo("me", EditScope::Dialogues);
        QCOMPARE(m_dialogues->count(), int64_t(kMany));
    }

    // Another window of the same person was faster: what the menu named is done, or nothing.
    void onlyWhatIsExpected()
    {
        const auto write = [this](size_t i) {
            return m_log->record("text", "me", [&] {
                auto edited = m_dialogues->get(m_ids[i]);
                edited.dialogue.turns[0].text = "mine";
                m_dialogues->save(edited, "me");
            });
        };
        const int64_t here = write(0), there = write(1);
        QCOMPARE(m_log->undo("me", EditScope::Dialogues, here).number, int64_t(0));
        QCOMPARE(m_dialogues->get(m_ids[1]).dialogue.turns[0].text, std::string("mine"));
        QCOMPARE(m_log->undo("me", EditScope::Dialogues, there).number, there);
        QCOMPARE(m_log->redo("me", EditScope::Dialogues, here).number, int64_t(0));
        QCOMPARE(m_log->redo("me", EditScope::Dialogues, there).number, there);
    }
};

ATTUNE_TEST(TstEditMany)
#include "tst_edit_many.moc"
