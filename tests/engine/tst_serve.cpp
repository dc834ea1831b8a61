// SPDX-License-Identifier: GPL-3.0-or-later
// The worker that answers in a chat: what it says, what it refuses, how it ends.
#include "engine/serving_worker.h"
#include "engine/worker.h"
#include "fakes/tiny_model.h"
#include "fakes/tiny_run.h"
#include "harness/test_case.h"

#include <QTemporaryDir>

#include <algorithm>
#include <fstream>

namespace fs = std::filesystem;
using base::Json;
using engine::question;
using Child = engine::ServingWorker;

class TstServe : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_model = m_dir.filePath(QStringLiteral("tiny.gguf")).toStdString();
        fakes::writeTinyModel(m_model);
    }
    void wholeConversation()
    {
        Child child;
        const Json hello = child.next();
        QCOMPARE(hello["type"], Json("hello"));
        for (const char *field : { "engine", "torch", "device", "compute_type", "threads", "cuda" })
            QVERIFY2(hello.contains(field), field);

        child.send({ { "id", 1 }, { "do", "load" }, { "model", m_model }, { "adapter", "" }, { "threads", 2 } });
        std::vector<Json> before;
        const Json loaded = child.until("loaded", &before);
        QCOMPARE(loaded["id"], Json(1));
        QVERIFY(loaded["parameters"].get<int64_t>() > 10000);
        QVERIFY(!before.empty() && before.back()["type"] == "loading");

        child.send(question(2, { "Hello" }, 30));
        std::vector<Json> pieces;
        const Json reply = child.until("reply", &pieces);
        QCOMPARE(reply["id"], Json(2));
        QCOMPARE(reply["finish_reason"], Json("length"));
        QCOMPARE(reply["new_tokens"], Json(30));
        std::string text;
        for (const Json &piece : pieces) {
            QCOMPARE(piece["type"], Json("text"));
            text += piece["text"].get<std::string>();
        }
        QVERIFY(text.find(reply["text"].get<std::string>()) != std::string::npos);

        // The same beginning is not read again.
        child.send(question(3, { "Hello", "I hear you", "And now?" }, 5));
        const Json second = child.until("reply");
        QVERIFY(second["reused_tokens"].get<int>() >= reply["prompt_tokens"].get<int>() - 1);
        // Greedy replies repeat.
        child.send(question(4, { "Hello" }, 30));
        QCOMPARE(child.until("reply")["text"], reply["text"]);

        child.send({ { "id", 5 }, { "do", "quit" } });
        QVERIFY(child.ended());
        QCOMPARE(child.exitCode(), 0);
        QVERIFY(child.sequenceHolds());
    }
    // Turns of one speaker in a row stand in the prompt as the adapter's training had them.
    void consecutiveTurnsAreMergedOrKept()
    {
        Child child;
        child.send({ { "id", 1 }, { "do", "load" }, { "model", m_model } });
        child.until("loaded");
        Json merged = question(2, { "Hello", "I hear you", "And now?" }, 1);
        merged["dialogue"]["turns"][1]["speaker"] = "seeker";
        Json kept = merged;
        kept["id"] = 3;
        kept["merge_consecutive"] = false;
        child.send(merged);
        const int fewer = child.until("reply")["prompt_tokens"].get<int>();
        child.send(kept);
        const int more = child.until("reply")["prompt_tokens"].get<int>();
        QVERIFY2(more > fewer, std::to_string(more - fewer).c_str());
    }
    // Old turns go when they do not fit the model's own context, whatever the cutoff length.
    void longConversationsAreCutToTheModelsContext()
    {
        const auto model = fakes::writeTinyFolder(m_dir.path().toStdString() + "/short", { .context = 128 });
        Child child;
        child.send({ { "id", 1 }, { "do", "load" }, { "model", model.string() } });
        child.until("loaded");
        std::vector<std::string> turns { "Hello" };
        while (turns.size() < 21)
            turns.push_back("And then?");
        child.send(question(2, turns, 20));
        const Json reply = child.until("reply");
        QCOMPARE(reply["type"], Json("reply"));
        QVERIFY(reply["prompt_tokens"].get<int>() <= 108);
    }
    void cancelIsHeardDuringAReply()
    {
        Child child;
        child.send({ { "id", 1 }, { "do", "load" }, { "model", m_model } });
        child.until("loaded");
        child.send(question(2, { "Hello" }, 4000));
        child.until("text");
        child.send({ { "id", 3 }, { "do", "cancel" }, { "target", 2 } });
        QCOMPARE(child.until("reply").value("finish_reason", ""), std::string("cancelled"));
    }
    void endOfInputEndsIt()
    {
        Child child;
        child.send({ { "id", 1 }, { "do", "load" }, { "model", m_model } });
        child.until("loaded");
        child.send(question(2, { "Hello" }, 4000));
        child.until("text");
        child.closeInput();
        QVERIFY(child.ended());
        QCOMPARE(child.exitCode(), 0);
    }
    void failuresAreAnswered()
    {
        const std::string bare = m_dir.filePath(QStringLiteral("bare.gguf")).toStdString();
        fakes::writeTinyModel(bare, false);
        const std::string cut = m_dir.filePath(QStringLiteral("cut.gguf")).toStdString();
        QFile::copy(QString::fromStdString(m_model), QString::fromStdString(cut));
        QFile::resize(QString::fromStdString(cut), 20000);

        Child child;
        const auto expect = [&](int id, const char *kind) {
            const Json event = child.until("error");
            QCOMPARE(event["id"], Json(id));
            QCOMPARE(event["error"]["kind"], Json(kind));
            QVERIFY(event["error"]["sentence"].get<std::string>().size() > 10);
        };
        child.send(question(1, { "Hello" }, 5));
        expect(1, "missing_resource");
        child.sendRaw("{nonsense\n");
        expect(0, "not_json");
        child.send({ { "id", 2 }, { "do", "dance" } });
        expect(2, "invalid_value");
        child.send({ { "id", 3 }, { "do", "load" } });
        expect(3, "missing_field");
        child.send({ { "id", 4 }, { "do", "load" }, { "model", "/no/such/model" } });
        expect(4, "not_found");
        child.send({ { "id", 5 }, { "do", "load" }, { "model", bare } });
        expect(5, "missing_tokenizer");
        child.send({ { "id", 6 }, { "do", "load" }, { "model", cut } });
        expect(6, "truncated_file");
        child.send({ { "id", 7 }, { "do", "load" }, { "model", m_model }, { "adapter", "/no/such/adapter" } });
        expect(7, "file_missing");
        for (const int threads : { -1, 200000 }) {
            child.send({ { "id", 11 }, { "do", "load" }, { "model", m_model }, { "threads", threads } });
            expect(11, "invalid_value");
        }
        // And it still works.
        child.send({ { "id", 8 }, { "do", "load" }, { "model", m_model } });
        QCOMPARE(child.until("loaded")["id"], Json(8));
        child.send({ { "id", 9 }, { "do", "reply" }, { "dialogue", 5 }, { "prompt", Json::object() } });
        expect(9, "wrong_shape");
        child.send(question(10, { "Hello" }, 3));
        QCOMPARE(child.until("reply")["new_tokens"], Json(3));
    }

    // The embedding's rows are read from the mapped file.
    void aModelThatIsCutIsASentence_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QByteArray>("kind"); // empty: harmless
        QTest::newRow("cut") << "cut" << QByteArray("truncated_file");
        QTest::newRow("emptied") << "emptied" << QByteArray("unknown_format");
        QTest::newRow("filled with other bytes") << "garbage" << QByteArray("unknown_format");
        QTest::newRow("written again") << "again" << QByteArray();
        QTest::newRow("deleted") << "deleted" << QByteArray();
        QTest::newRow("replaced") << "replaced" << QByteArray();
    }
    void aModelThatIsCutIsASentence()
    {
        QFETCH(QString, change);
        QFETCH(QByteArray, kind);
        const QString model = m_dir.filePath(QStringLiteral("changing.gguf"));
        const std::string whole = base::readFile(m_model);
        base::writeFileAtomically(model.toStdString(), whole);
        std::filesystem::last_write_time(model.toStdString(), std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
        Child child;
        child.send({ { "id", 1 }, { "do", "load" }, { "model", model.toStdString() } });
        QCOMPARE(child.until("loaded")["type"], Json("loaded"));
        child.send(question(2, { "Hello" }, 5));
        const Json before = child.until("reply");
        if (change == QLatin1String("cut"))
            QFile::resize(model, 300);
        else if (change == QLatin1String("emptied"))
            QFile::resize(model, 0);
        else if (change == QLatin1String("garbage"))
            std::ofstream(model.toStdString(), std::ios::binary) << std::string(whole.size(), 'x');
        else if (change == QLatin1String("again"))
            std::ofstream(model.toStdString(), std::ios::binary) << whole;
        else if (change == QLatin1String("deleted"))
            QFile::remove(model);
        else
            base::writeFileAtomically(model.toStdString(), "another file");
        child.send(question(3, { "Something else, with other bytes" }, 5));
        const Json after = child.until("reply");
        QVERIFY(child.isAlive());
        QCOMPARE(after["id"], Json(3));
        if (kind.isEmpty()) {
            QCOMPARE(after["type"], Json("reply"));
        } else {
            QCOMPARE(after["type"], Json("error"));
            QCOMPARE(after["error"]["kind"], Json(kind.toStdString()));
            QVERIFY(after["error"]["sentence"].get<std::string>().find("changing.gguf") != std::string::npos);
            // When a good copy is there, the next reply is made from it.
            base::writeFileAtomically(model.toStdString(), whole);
        }
        child.send(question(4, { "Hello" }, 5));
        QCOMPARE(child.until("reply")["text"], before["text"]);
    }
    void aModelThatIsCutDuringAReplyIsASentence()
    {
        const QString model = m_dir.filePath(QStringLiteral("cut-late.gguf"));
        base::writeFileAtomically(model.toStdString(), base::readFile(m_model));
        Child child;
        child.send({ { "id", 1 }, { "do", "load" }, { "model", model.toStdString() } });
        child.until("loaded");
        child.send(question(2, { "Hello" }, 4000));
        child.until("text");
        QFile::resize(model, 300);
        const Json answer = child.until("reply");
        QVERIFY(child.isAlive());
        QCOMPARE(answer["type"], Json("error"));
        QCOMPARE(answer["error"]["kind"], Json("truncated_file"));
        child.send({ { "id", 3 }, { "do", "load" }, { "model", m_model } });
        QCOMPARE(child.until("loaded")["type"], Json("loaded"));
    }
    void sigtermEndsIt_data()
    {
        QTest::addColumn<bool>("replies");
        QTest::newRow("at rest") << false;
        QTest::newRow("during a reply") << true;
    }
    void sigtermEndsIt()
    {
        QFETCH(bool, replies);
        Child child;
        child.next();
        if (replies) {
            child.send({ { "id", 1 }, { "do", "load" }, { "model", m_model } });
            child.until("loaded");
            child.send(question(2, { "Hello" }, 4000));
            child.until("text");
        }
        child.terminate();
        QVERIFY(child.ended());
    }
    // Nobody hears what is answered: it ends at once, although its input stays open.
    void whatCannotBeSaidIsAnError()
    {
        QProcess process;
        process.setStandardOutputFile(QStringLiteral("/dev/full"));
        process.start(QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune-engine"), { QStringLiteral("serve") });
        QVERIFY(process.waitForStarted());
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("There is no space left for The standard output"));
    }

private:
    fs::path path(const std::string &name) const { return fs::path(m_dir.path().toStdString()) / name; }

    QTemporaryDir m_dir;
    std::string m_model;
};

ATTUNE_TEST(TstServe)
#include "tst_serve.moc"
