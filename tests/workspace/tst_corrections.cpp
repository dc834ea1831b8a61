// SPDX-License-Identifier: GPL-3.0-or-later
// The same data again: known by content, whatever the file is called and wherever it stands in it; what differs under the same number
// becomes a revision when somebody says so.
#include "base/files.h"
#include "harness/test_case.h"
#include "storage/edit_log.h"
#include "workspace/import_export.h"

#include <QTemporaryDir>

namespace fs = std::filesystem;

namespace {

std::string line(const std::string &seeker, const std::string &supporter)
{
    return "{\"messages\": [{\"role\": \"user\", \"content\": \"" + seeker + "\"}, {\"role\": \"assistant\", \"content\": \"" + supporter + "\"}]}\n";
}

std::string pesc(const std::string &key, const std::string &reply)
{
    return "{\"" + key + "\": {\"whole_dialog\": [\"seeker:Hello.\", \"supporter:" + reply + "\"], \"character\": {\"Name\": \"Ada\"}}}";
}

} // namespace

class TstCorrections : public QObject
{
    Q_OBJECT

private:
    struct Room
    {
        QTemporaryDir dir;
        storage::Database database { storage::Database::create(at("w.attune")) };

        fs::path at(const char *name) const { return fs::path(dir.path().toStdString()) / name; }
        workspace::FileImport import(const char *name, const std::string &content)
        {
            base::writeFileAtomically(at(name), content);
            return workspace::importInto(database, { at(name) }, "me").files.front();
        }
        int64_t count() { return storage::DialogueRepository(database).count(); }
    };

private Q_SLOTS:
    void knownByContent_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("content");
        QTest::addColumn<int>("added");
        const std::string a = line("Rent.", "I see."), b = line("My dog is ill.", "Oh no.");
        const auto row = [](const char *what, const char *name, const std::string &content, int added) {
            QTest::newRow(what) << QString::fromLatin1(name) << QString::fromStdString(content) << added;
        };
        row("as it was", "data.jsonl", a + b, 0);
        row("a line before", "data.jsonl", line("New.", "Welcome.") + a + b, 1);
        row("grown at its end", "data.jsonl", a + b + line("New.", "Welcome."), 1);
        row("renamed", "other.jsonl", a + b, 0);
        row("another order", "data.jsonl", b + a, 0);
        row("another reply", "data.jsonl", a + line("My dog is ill.", "What did the vet say?"), 1);
    }
    void knownByContent()
    {
        QFETCH(QString, name);
        QFETCH(QString, content);
        QFETCH(int, added);
        Room room;
        QCOMPARE(room.import("data.jsonl", line("Rent.", "I see.") + line("My dog is ill.", "Oh no.")).added, int64_t(2));
        const workspace::FileImport again = room.import(name.toUtf8().constData(), content.toStdString());
        QCOMPARE(again.added, int64_t(added));
        QCOMPARE(room.count(), int64_t(2 + added));
        QVERIFY(again.corrections.empty()); // a line's number is no name
    }

    void twiceInOneFileStaysTwice()
    {
        Room room;
        const std::string twice = line("Rent.", "I see.") + line("Rent.", "I see.");
        QCOMPARE(room.import("data.jsonl", twice).added, int64_t(2));
        QCOMPARE(room.import("data.jsonl", twice).added, int64_t(0));
    }

    void whatWasEditedHereIsKnownEitherWay()
    {
        Room room;
        room.import("a.json", pesc("1201", "Yes."));
        storage::DialogueRepository repository(room.database);
        auto stored = repository.getAll({}).front();
        stored.dialogue.turns[1].text = "Edited.";
        repository.save(stored, "me");
        QCOMPARE(room.import("a.json", pesc("1201", "Yes.")).already_there, int64_t(1)); // as it came in
        QCOMPARE(room.import("b.json", pesc("1201", "Edited.")).already_there, int64_t(1)); // as it is
    }

    void aCorrectionIsOffered()
    {
        Room room;
        room.import("a.json", pesc("1201", "Yes."));
        storage::DialogueRepository repository(room.database);
        auto stored = repository.getAll({}).front();
        stored.dialogue.turns[1].not_learned = true;
        stored = repository.save(stored, "me");
        const workspace::FileImport again = room.import("a.json", pesc("1201", "Yes, of course."));
        QCOMPARE(again.added, int64_t(0));
        QCOMPARE(again.corrections.size(), size_t(1));
        QCOMPARE(again.notes.size(), size_t(1));
        QCOMPARE(dialogue::noteText(again.notes[0]).substr(0, 66), std::string("1 dialogues are here under the same number with other content (1 o"));
        QCOMPARE(repository.get(stored.dialogue.id).dialogue.turns[1].text, std::string("Yes.")); // until somebody says so

        QCOMPARE(workspace::revise(room.database, again.corrections, "me"), int64_t(1));
        const storage::StoredDialogue now = repository.get(stored.dialogue.id);
        QCOMPARE(now.dialogue.turns[1].text, std::string("Yes, of course."));
        QCOMPARE(now.dialogue.turns[1].id, stored.dialogue.turns[1].id);
        QVERIFY(now.dialogue.turns[1].not_learned); // what people marked stays
        QCOMPARE(now.dialogue.profile.id, stored.dialogue.profile.id);
        QCOMPARE(now.revision, stored.revision + 1);
        QCOMPARE(room.count(), int64_t(1));
        QCOMPARE(room.import("a.json", pesc("1201", "Yes, of course.")).already_there, int64_t(1));

        storage::EditLog(room.database).undo("me", storage::EditScope::Dialogues);
        QCOMPARE(repository.get(stored.dialogue.id).dialogue.turns[1].text, std::string("Yes."));
    }

    void aNumberThatStandsTwiceNamesNothing()
    {
        Room room;
        room.import("a.json", pesc("1201", "Yes."));
        const std::string two = pesc("1201", "One.").substr(0, pesc("1201", "One.").size() - 1) + ", " + pesc("1201", "Two.").substr(1);
        const workspace::FileImport again = room.import("a.json", two);
        QVERIFY(again.corrections.empty());
        QCOMPARE(again.added, int64_t(2));
    }
};

ATTUNE_TEST(TstCorrections)
#include "tst_corrections.moc"
