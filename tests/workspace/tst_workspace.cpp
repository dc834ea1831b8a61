// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/bench_workspace.h"
#include "run/adapter_place.h"
#include "storage/sql.h"
#include "workspace/model_catalog.h"
#include "workspace/prompt_shelf.h"
#include "workspace/run_data.h"
#include "workspace/sample_workspace.h"
#include "workspace/storage_lane.h"

#include <atomic>
#include <set>
#include <unistd.h>

namespace fs = std::filesystem;
using base::ErrorKind;

class TstWorkspace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { bench::useFakeEngine("normal"); }

    void findsTheNearest()
    {
        const QTemporaryDir dir;
        const fs::path root = fs::canonical(dir.path().toStdString());
        storage::Database::create(root / "study.attune");
        fs::create_directories(root / "study.attune/runs/one");
        const fs::path before = fs::current_path();
        fs::current_path(root / "study.attune/runs/one");
        QCOMPARE(workspace::findWorkspace(), root / "study.attune");
        fs::current_path(root); // the only one inside
        QCOMPARE(workspace::findWorkspace(), root / "study.attune");
        storage::Database::create(root / "other.attune");
        QVERIFY_EXCEPTION_THROWN(workspace::findWorkspace(), base::Failure); // a choice
        QCOMPARE(workspace::findWorkspace("other.attune"), root / "other.attune");
        qputenv("ATTUNE_WORKSPACE", (root / "other.attune").c_str());
        QCOMPARE(workspace::findWorkspace(), root / "other.attune");
        qunsetenv("ATTUNE_WORKSPACE");
        QVERIFY_EXCEPTION_THROWN(workspace::findWorkspace(root / "none"), base::Failure);
        fs::current_path(before);
    }

    void ownWritesAreTold()
    {
        bench::Bench bench;
        QCoreApplication::processEvents(); // what the making of it queued
        QSignalSpy dialogues(bench.workspace.get(), &workspace::Workspace::dialoguesChanged);
        QSignalSpy prompts(bench.workspace.get(), &workspace::Workspace::promptsChanged);
        for (int i = 0; i < 5; ++i)
            bench.workspace->dialogues().add(bench::dialogueOf(100 + i), "me");
        QCOMPARE(dialogues.size(), 0); // not inside the call
        QTRY_COMPARE(dialogues.size(), 1); // together
        QCOMPARE(prompts.size(), 0);
    }

    // Once, and again when it happens again; nothing is saved meanwhile.
    void aLostFolderIsToldOnce()
    {
        bench::Bench bench;
        QSignalSpy lost(bench.workspace.get(), &workspace::Workspace::lost);
        const fs::path folder = bench.workspace->folder();
        fs::rename(folder, folder.string() + "-moved");
        QTRY_COMPARE(lost.size(), 1);
        QTest::qWait(1200);
        QCOMPARE(lost.size(), 1);
        QVERIFY_EXCEPTION_THROWN(bench.workspace->dialogues().add(bench::dialogueOf(100), "me"), base::Failure);
        fs::rename(folder.string() + "-moved", folder);
        try {
            bench.workspace->dialogues().add(bench::dialogueOf(101), "me");
        } catch (const std::exception &exception) {
            QFAIL(exception.what());
        }
    }

    // A desk that ends before its lane came to the day's backup makes it by itself.
    void aShortLifeMakesTheDaysBackup()
    {
        const QTemporaryDir dir;
        const fs::path folder = fs::path(dir.path().toStdString()) / "a.attune";
        {
            const auto workspace = workspace::Workspace::create(folder);
            workspace->dialogues().add(bench::dialogueOf(1), "me");
        }
        QCOMPARE(std::distance(fs::directory_iterator(folder / "backups"), {}), 1);
        { // nothing is written: nothing is copied
            const auto workspace = workspace::Workspace::open(folder);
        }
        QCOMPARE(std::distance(fs::directory_iterator(folder / "backups"), {}), 1);
    }

    void othersWritesAreTold()
    {
        bench::Bench bench;
        QCoreApplication::processEvents();
        QSignalSpy prompts(bench.workspace.get(), &workspace::Workspace::promptsChanged);
        QSignalSpy dialogues(bench.workspace.get(), &workspace::Workspace::dialoguesChanged);
        storage::Database other = storage::Database::open(bench.path() / "a.attune", storage::Maintenance::None);
        storage::StoredPrompt prompt;
        prompt.name = "p";
        prompt.content_hash = "h";
        storage::PromptRepository(other).add(prompt, "you");
        QTRY_COMPARE(prompts.size(), 1);
        QCOMPARE(dialogues.size(), 0);
    }

    // Changes are told from the event loop, where nobody would catch what a reader of them throws.
    void aReaderThatFailsIsTold()
    {
        bench::Bench bench;
        QCoreApplication::processEvents();
        QSignalSpy failed(bench.workspace.get(), &workspace::Workspace::backgroundFailed);
        connect(bench.workspace.get(), &workspace::Workspace::dialoguesChanged, this,
            [] { throw base::Failure(ErrorKind::FileUnreadable, "workspace.db"); });
        bench.workspace->dialogues().add(bench::dialogueOf(100), "me");
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].value<base::Error>().kind, ErrorKind::FileUnreadable);
    }

    void importRunsBesideTheUiThread()
    {
        bench::Bench bench;
        base::writeFileAtomically(bench.path() / "new.jsonl",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"},{\"role\":\"assistant\",\"content\":\"hi\"}]}\n");
        workspace::ImportSummary got;
        workspace::Task *task = bench.workspace->importFiles(bench.workspace.get(),
            { bench.path() / "new.jsonl", bench.path() / "missing.json" }, [&](const workspace::ImportSummary &summary) { got = summary; });
        QSignalSpy finished(task, &workspace::Task::finished);
        QVERIFY(got.files.empty());
        QVERIFY(finished.wait());
        QCOMPARE(got.files.size(), size_t(2));
        QCOMPARE(got.added(), 1);
        QVERIFY(got.files[1].error && got.files[1].error->kind == ErrorKind::FileMissing);
        QCOMPARE(bench.workspace->dialogues().count(), 21);
    }

    void tasksCanBeCancelledAndDropped()
    {
        bench::Bench bench;
        const auto slow = [](const workspace::StorageLane::Context &context) {
            for (int i = 0; i < 1000; ++i) {
                QThread::msleep(5);
                context.progress(i / 1000.0);
                context.cancel.throwIfCancelled("slow work");
            }
            return 1;
        };
        bool done = false;
        workspace::Task *task = bench.workspace->bulk().run(this, slow, [&](int) { done = true; });
        QSignalSpy progress(task, &workspace::Task::progress);
        QSignalSpy cancelled(task, &workspace::Task::cancelled);
        QVERIFY(progress.wait());
        task->cancel();
        QVERIFY(cancelled.wait());
        auto receiver = std::make_unique<QObject>();
        bench.workspace->bulk().run(receiver.get(), slow, [&](int) { done = true; });
        receiver.reset(); // cancels
        bench.workspace->bulk().run(this, [](const auto &) { return 1; }, [](int) {});
        bench.close(); // with work waiting: does not hang
        QTest::qWait(20);
        QVERIFY(!done);
    }

    // Closing waits for no statement: this one would never end.
    void closingEndsWhatRuns()
    {
        bench::Bench bench;
        std::atomic<bool> runs = false;
        workspace::Task *task = bench.workspace->bulk().run(
            bench.workspace.get(),
            [&runs](const workspace::StorageLane::Context &context) {
                storage::Query endless(context.database, "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c");
                runs = true;
                endless.next();
            },
            [] {});
        QVERIFY(task);
        QTRY_VERIFY(runs);
        bench.close();
    }

    // A search that nobody waits for any more makes room for the next one.
    void aCancelledSearchEnds()
    {
        bench::Bench bench;
        std::atomic<bool> runs = false;
        workspace::Task *task = bench.workspace->interactive().run(
            bench.workspace.get(),
            [&runs](const workspace::StorageLane::Context &context) {
                context.endWithCancel();
                storage::Query endless(context.database, "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c");
                runs = true;
                endless.next();
            },
            [] {});
        QSignalSpy cancelled(task, &workspace::Task::cancelled);
        QTRY_VERIFY(runs);
        task->cancel();
        QTRY_COMPARE(cancelled.size(), 1);
        int64_t found = 0;
        bench.workspace->interactive().run(
            bench.workspace.get(), [](const workspace::StorageLane::Context &context) { return storage::DialogueRepository(context.database).count(); },
            [&found](int64_t count) { found = count; });
        QTRY_COMPARE(found, int64_t(20));
    }

    // What this desk saved is told by number; what a lane or another desk did is not.
    void changesAreToldByNumber()
    {
        bench::Bench bench;
        QCoreApplication::processEvents();
        std::vector<std::optional<std::vector<int64_t>>> told;
        connect(bench.workspace.get(), &workspace::Workspace::dialoguesChanged, this, [&] { told.push_back(bench.workspace->changedDialogues()); });
        auto stored = bench.workspace->dialogues().get(bench.workspace->dialogues().ids()[3]);
        stored.dialogue.turns[0].text = "mine";
        bench.workspace->dialogues().save(stored, "me");
        QTRY_COMPARE(told.size(), size_t(1));
        QCOMPARE(told[0], std::optional(std::vector { *bench.workspace->dialogues().numberOf(stored.dialogue.id) }));
        {
            auto other = storage::Database::open(bench.workspace->folder(), storage::Maintenance::None);
            storage::DialogueRepository(other).add(bench::dialogueOf(500), "they");
        }
        QTRY_COMPARE(told.size(), size_t(2));
        QVERIFY(!told[1]);
    }

    void failuresArriveAsErrors()
    {
        bench::Bench bench;
        workspace::Task *task = bench.workspace->bulk().run(
            this, [](const auto &) -> int { throw std::runtime_error("foreign"); }, [](int) {});
        QSignalSpy failed(task, &workspace::Task::failed);
        QVERIFY(failed.wait());
        QCOMPARE(failed[0][0].value<base::Error>().kind, ErrorKind::Internal);
    }

    void sampleHasDialogues()
    {
        const QTemporaryDir dir;
        const auto workspace = workspace::createSampleWorkspace(dir.path().toStdString() + "/sample.attune");
        QVERIFY(workspace->dialogues().count() >= 60);
        storage::DialogueQuery chinese;
        chinese.language = "zh";
        QVERIFY(workspace->dialogues().count(chinese) >= 12);
        QCOMPARE(workspace->name(), QStringLiteral("sample"));
    }

    void sampleIsWholeOrNotThere()
    {
        const QTemporaryDir dir;
        const fs::path folder = fs::path(dir.path().toStdString()) / "sample.attune";
        storage::Database::create(folder.string() + ".partial"); // of a start that was cut off
        workspace::createSampleWorkspace(folder);
        QVERIFY(!fs::exists(folder.string() + ".partial"));
        QVERIFY_EXCEPTION_THROWN(workspace::createSampleWorkspace(folder), base::Failure); // what is there stays
        QVERIFY(workspace::Workspace::open(folder)->dialogues().count() >= 60);
        const QByteArray data = qgetenv("ATTUNE_DATA");
        const auto back = qScopeGuard([&] { qputenv("ATTUNE_DATA", data); });
        const fs::path bad = fs::path(dir.path().toStdString()) / "data";
        fs::create_directories(bad / "resources/samples");
        base::writeFileAtomically(bad / "resources/samples/cut.json", "{\"1\": ");
        qputenv("ATTUNE_DATA", QByteArray::fromStdString(bad.string()));
        const fs::path other = fs::path(dir.path().toStdString()) / "other.attune";
        QVERIFY_EXCEPTION_THROWN(workspace::createSampleWorkspace(other), base::Failure);
        QVERIFY(!fs::exists(other));
    }

    // The shipped runs join their replies to these dialogues, so ids are the same everywhere.
    void sampleHasTheSameIdsEverywhere()
    {
        const QTemporaryDir dir;
        const auto idsOf = [&dir](const char *name) {
            const auto workspace = workspace::createSampleWorkspace(dir.path().toStdString() + "/" + name + ".attune");
            std::set<std::string> ids;
            size_t turns = 0;
            storage::DialogueQuery all;
            all.limit = -1;
            for (const auto &stored : workspace->dialogues().getAll(all)) {
                ids.insert(stored.dialogue.id);
                ids.insert(stored.dialogue.profile.id);
                for (const dialogue::Turn &turn : stored.dialogue.turns)
                    ids.insert(turn.id);
                turns += stored.dialogue.turns.size() + 2;
            }
            return std::pair(ids, turns);
        };
        const auto first = idsOf("one"), second = idsOf("two");
        QVERIFY(first.first == second.first);
        QCOMPARE(first.first.size(), first.second); // no two are equal
    }

    // A number leads to its replies, a reply to its dialogue: also for the runs that come with the sample.
    void sampleRunsLeadToItsDialogues()
    {
        const QTemporaryDir dir;
        const auto workspace = workspace::createSampleWorkspace(dir.path().toStdString() + "/sample.attune");
        size_t trainings = 0, replies = 0, adapted = 0;
        for (const storage::RunRow &row : workspace->runs().list()) {
            QVERIFY2(row.outcome == run::Outcome::Finished, row.name.c_str());
            const auto changes = workspace::changesSince(workspace->database(), row.id);
            QVERIFY2(changes.edited.empty() && changes.deleted.empty() && changes.older_split, row.name.c_str());
            if (row.kind == run::JobKind::Train) {
                ++trainings;
                QVERIFY(*workspace->runs().lastMetric(row.id, "eval_loss") < *workspace->runs().firstMetric(row.id, "eval_loss"));
                continue;
            }
            QVERIFY(workspace->scores().latest(row.id)->value("rouge_l").has_value());
            const auto spec = run::RunFolder(row.folder).spec();
            const auto &predict = std::get<run::PredictSpec>(spec.job);
            QVERIFY(fs::path(predict.adapter).is_relative()); // the workspace may be moved
            const fs::path adapter = run::resolveAdapter(run::RunFolder(row.folder), predict);
            adapted += !adapter.empty();
            QVERIFY2(adapter.empty() || adapter.string().starts_with(workspace->folder().string()), adapter.c_str());
            for (const run::Prediction &prediction : workspace->runs().predictions(row.id)) {
                const auto dialogue = workspace->dialogues().get(prediction.dialogue_id).dialogue;
                const bool said = std::any_of(dialogue.turns.begin(), dialogue.turns.end(), [&](const dialogue::Turn &turn) {
                    return turn.id == prediction.turn_id && prediction.reference.find(turn.text) != std::string::npos;
                });
                QVERIFY2(said, prediction.turn_id.c_str());
                ++replies;
            }
        }
        QCOMPARE(trainings, size_t(1));
        QCOMPARE(adapted, size_t(1));
        QVERIFY(replies >= 40);
    }

    void promptsByName()
    {
        bench::Bench bench;
        text::PromptTemplate prompt = workspace::resolvePrompt({}, &bench.workspace->prompts());
        QCOMPARE(prompt.id, std::string("supporter-four-part"));
        prompt.id.clear();
        prompt.name = "mine";
        const auto stored = bench.workspace->prompts().add(workspace::toStored(prompt), "me");
        QCOMPARE(workspace::resolvePrompt("mine", &bench.workspace->prompts()).id, stored.id);
        QVERIFY(workspace::toPrompt(stored).sections == prompt.sections);
        try {
            workspace::resolvePrompt("nobody's", &bench.workspace->prompts());
            QFAIL("an unknown prompt was found");
        } catch (const base::Failure &failure) {
            QVERIFY(std::string(failure.what()).find("mine") != std::string::npos);
        }
    }

    void catalogNamesWhatIsThere()
    {
        bench::Bench bench;
        bench.workspace->models().add(bench.model(), "my model");
        const auto models = workspace::catalogModels(*bench.workspace);
        QVERIFY(models.size() >= 2);
        QCOMPARE(models.back().name, std::string("my model"));
        QVERIFY(models.back().available);
        for (const workspace::CatalogModel &model : models)
            QVERIFY(model.available || !model.why_not.empty());
        fs::remove(bench.model());
        QVERIFY(!workspace::catalogModels(*bench.workspace).back().available);
    }
};

ATTUNE_TEST(TstWorkspace)
#include "tst_workspace.moc"
