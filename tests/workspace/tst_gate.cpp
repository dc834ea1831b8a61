// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing leaves of which nobody has said that it may; the answer is kept.
#include "base/error.h"
#include "harness/test_case.h"
#include "storage/source_repository.h"
#include "workspace/gate.h"
#include "workspace/import_export.h"

#include <QFile>
#include <QTemporaryDir>

namespace fs = std::filesystem;

class TstGate : public QObject
{
    Q_OBJECT

private:
    struct Room
    {
        QTemporaryDir dir;
        fs::path at(const char *name) const { return fs::path(dir.path().toStdString()) / name; }
        storage::Database database { storage::Database::create(at("w.attune")) };

        void add(const std::string &source, int count = 1)
        {
            for (int i = 0; i < count; ++i) {
                dialogue::Dialogue d;
                d.source_name = source;
                d.source_key = std::to_string(i + 1);
                d.turns = { { {}, dialogue::Speaker::Seeker, "Hello.", {} }, { {}, dialogue::Speaker::Supporter, "Yes.", {} } };
                storage::DialogueRepository(database).add(d, "me");
            }
        }
        QString exportSays(const storage::DialogueQuery &query = {})
        {
            try {
                workspace::exportFrom(database, at("out.jsonl"), query);
                return {};
            } catch (const base::Failure &failure) {
                if (failure.error().kind != base::ErrorKind::MayNotLeave)
                    throw;
                return QString::fromUtf8(failure.what());
            }
        }
    };

private Q_SLOTS:
    void unknownOriginIsAskedOnce()
    {
        Room room;
        room.add("talks.json", 2);
        room.add("written");
        const QString said = room.exportSays();
        QVERIFY2(said.contains(QStringLiteral("talks.json")) && said.contains(QStringLiteral("--may-leave")), qPrintable(said));
        QVERIFY2(said.startsWith(QStringLiteral("Dialogues of talks.json may not")), qPrintable(said)); // what is written here is one's own
        QVERIFY(!fs::exists(room.at("out.jsonl")));
        const workspace::Gate gate = workspace::gateOf(room.database, {});
        QCOMPARE(gate.asked.size(), size_t(1));
        QCOMPARE(gate.asked[0].dialogues, int64_t(2));
        workspace::openGate(room.database, {}, "me");
        QCOMPARE(room.exportSays(), QString());
        QVERIFY(fs::exists(room.at("out.jsonl")));
        storage::Database again = storage::Database::open(room.at("w.attune"));
        QVERIFY(workspace::gateOf(again, {}).isOpen());
    }

    void whatMustStayStays()
    {
        Room room;
        room.add("talks.json");
        room.add("other.json");
        storage::SourceRepository sources(room.database);
        storage::Source held = sources.get("talks.json");
        held.may_leave = false;
        held.origin = storage::Origin::RealPeople;
        held.licence = "consent form 12";
        sources.save(held, "me");
        workspace::openGate(room.database, {}, "me"); // answers what was asked, never what was decided
        QVERIFY(room.exportSays().contains(QStringLiteral("talks.json")));
        storage::DialogueQuery query;
        query.source_name = "other.json";
        QCOMPARE(room.exportSays(query), QString());
        const storage::Source kept = storage::SourceRepository(room.database).get("talks.json");
        QCOMPARE(kept.origin, storage::Origin::RealPeople);
        QCOMPARE(kept.licence, std::string("consent form 12"));
        QCOMPARE(kept.may_leave, std::optional(false));
    }

    void aCheckSaysBoth()
    {
        Room room;
        room.add("talks.json");
        auto stored = storage::DialogueRepository(room.database).getAll({});
        stored[0].dialogue.turns[1].strategy = dialogue::Strategy { "esconv-8", "Question" };
        storage::DialogueRepository(room.database).save(stored[0], "me");
        const workspace::ExportCheck check = workspace::checkExport(room.database, {}, "pesc");
        QCOMPARE(check.dialogues, int64_t(1));
        QCOMPARE(check.losses.size(), size_t(1));
        QCOMPARE(check.losses[0].kind, dialogue::NoteKind::StrategiesNotKept);
        QCOMPARE(check.gate.asked.size(), size_t(1));
        QVERIFY(check.hasQuestion());
    }
};

ATTUNE_TEST(TstGate)
#include "tst_gate.moc"
