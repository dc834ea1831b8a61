// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "samples.h"
#include "storage/model_repository.h"
#include "storage/prompt_repository.h"

using base::ErrorKind;

class TstPromptRepository : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void versions()
    {
        const samples::Folder dir;
        storage::Database database = storage::Database::create(dir / "a.attune");
        storage::PromptRepository prompts(database);
        storage::StoredPrompt p = prompts.add({ .name = "Warm", .content = { { "a", 1 } }, .content_hash = "h1" }, "me");
        QCOMPARE(p.version, 1);
        p.content["a"] = 2;
        p.content_hash = "h2";
        p = prompts.save(p, "you");
        QCOMPARE(p.version, 2);
        p.name = "Warmer";
        p = prompts.save(p, "you"); // only the name
        QCOMPARE(p.version, 2);
        QCOMPARE(prompts.get(p.id).name, std::string("Warmer"));
        QCOMPARE(prompts.get(p.id, 1).content["a"], 1);
        QCOMPARE(prompts.versions(p.id).size(), size_t(2));
        QCOMPARE(prompts.findByHash("h1")->version, 1);
        QVERIFY(!prompts.findByHash("h3"));
        QCOMPARE(prompts.list().size(), size_t(1));
        storage::StoredPrompt late = p;
        late.version = 1;
        late.content_hash = "h9";
        try {
            prompts.save(late, "me");
            QFAIL("the conflict was not seen");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, ErrorKind::Conflict);
        }
        prompts.remove(p.id);
        QVERIFY(!prompts.find(p.id));
        QVERIFY(prompts.versions(p.id).empty());
    }

    void models()
    {
        const samples::Folder dir;
        storage::Database database = storage::Database::create(dir / "a.attune");
        storage::ModelRepository models(database);
        std::filesystem::create_directory(dir / "Qwen2.5-0.5B");
        const auto added = models.add((dir / "Qwen2.5-0.5B").string() + "/");
        QCOMPARE(added.name, std::string("Qwen2.5-0.5B"));
        QCOMPARE(models.add((dir / "Qwen2.5-0.5B").string()).id, added.id); // the same folder
        QVERIFY_EXCEPTION_THROWN(models.add((dir / "nothing").string()), base::Failure);
        QCOMPARE(models.chatTemplateOf(added.path), std::string());
        models.setChatTemplate(added.path, "chatml");
        QCOMPARE(models.chatTemplateOf(added.path), std::string("chatml"));
        QCOMPARE(models.list()[0].chat_template, std::string("chatml"));
        QCOMPARE(models.add(added.path).chat_template, std::string("chatml")); // added again, it keeps what was chosen
        QVERIFY_EXCEPTION_THROWN(models.setChatTemplate("/elsewhere", "chatml"), base::Failure);
        models.remove(added.id);
        QVERIFY(models.list().empty());
        QCOMPARE(models.chatTemplateOf(added.path), std::string());
    }
};

ATTUNE_TEST(TstPromptRepository)
#include "tst_prompt_repository.moc"
