// SPDX-License-Identifier: GPL-3.0-or-later
// The worker as the window starts it: a child that is written to and read from.
#include "base/json.h"
#include "dialogue/dialogue.h"
#include "engine/worker.h"
#include "fakes/tiny_model.h"
#include "fakes/tiny_run.h"
#include "harness/test_case.h"
#include "text/prompt_template.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <fstream>

namespace {

using base::Json;
namespace fs = std::filesystem;

class Child
{
public:
    Child()
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune-engine"), { QStringLiteral("serve") });
        m_process.waitForStarted();
    }
    ~Child()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    void send(const Json &request) { sendRaw(base::toLine(request) + "\n"); }
    void sendRaw(const std::string &line)
    {
        m_process.write(line.data(), qint64(line.size()));
        m_process.waitForBytesWritten();
    }
    void closeInput() { m_process.closeWriteChannel(); }
    bool ended() { return m_process.state() == QProcess::NotRunning || m_process.waitForFinished(20000); }
    int exitCode() const { return m_process.exitCode(); }
    bool isAlive() const { return m_process.state() == QProcess::Running; }
    void terminate() { m_process.terminate(); }

    // The next event; an empty object after 60 s or at the end.
    Json next()
    {
        QElapsedTimer timer;
        timer.start();
        while (!m_process.canReadLine() && timer.elapsed() < 60000) {
            if (!m_process.waitForReadyRead(1000) && m_process.state() == QProcess::NotRunning && !m_process.canReadLine())
                return Json::object();
        }
        const Json event = base::parseJson(m_process.readLine().toStdString(), "event");
        m_sequenceHolds = m_sequenceHolds && event["v"] == 1 && event["seq"] == ++m_seq;
        return event;
    }
    // The next event of this type, or of type error; others are kept in `before`.
    Json until(const std::string &type, std::vector<Json> *before = nullptr)
    {
        for (;;) {
            const Json event = next();
            if (event.empty() || event["type"] == type || event["type"] == "error")
                return event;
            if (before)
                before->push_back(event);
        }
    }
    bool sequenceHolds() const { return m_sequenceHolds; }

private:
    QProcess m_process;
    int m_seq = 0;
    bool m_sequenceHolds = true;
};

Json question(int id, const std::vector<std::string> &turns, int newTokens)
{
    dialogue::Dialogue dialogue;
    dialogue.id = "d";
    for (size_t i = 0; i < turns.size(); ++i)
        dialogue.turns.push_back({ "t" + std::to_string(i), i % 2 ? dialogue::Speaker::Supporter : dialogue::Speaker::Seeker, turns[i], {} });
    text::PromptTemplate prompt;
    prompt.sections[0].text = "Listen well.";
    return { { "id", id }, { "do", "reply" }, { "dialogue", dialogue::toJson(dialogue) }, { "prompt", text::toJson(prompt) },
        { "chat_template", "chatml" }, { "decoding", { { "max_new_tokens", newTokens } } }, { "cutoff_len", 4096 } };
}

} // namespace

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
    void adaptersAreKnownByTheirContent()
    {
        const auto adapters = makeAdapters();
        const fs::path used = path("used");
        fs::copy(adapters[0], used);
        Child child;
        const auto load = [&](int id, const std::string &adapter) {
            child.send({ { "id", id }, { "do", "load" }, { "model", path("folder").string() }, { "adapter", adapter } });
            std::vector<Json> before;
            Json answer = child.until("loaded", &before);
            answer["loading"] = std::count_if(before.begin(), before.end(), [](const Json &event) { return event["type"] == "loading"; });
            return answer;
        };
        const auto reply = [&](int id) {
            child.send(question(id, { "I lost my keys." }, 40));
            const Json answer = child.until("reply");
            return answer["type"] == "reply" ? answer["text"].get<std::string>() : answer["error"]["sentence"].get<std::string>();
        };
        load(1, adapters[0]);
        const std::string first = reply(2);
        QCOMPARE(load(3, adapters[1])["loading"], Json(0)); // the model stays
        const std::string second = reply(4);
        load(5, "");
        const std::string base = reply(6);
        QVERIFY(first != second && first != base && second != base);

        // Written anew under the same name.
        load(7, used);
        QCOMPARE(reply(8), first);
        fs::copy(adapters[1], used, fs::copy_options::overwrite_existing | fs::copy_options::recursive);
        QCOMPARE(load(9, used)["loading"], Json(0));
        QCOMPARE(reply(10), second);
        fs::copy(adapters[0], used, fs::copy_options::overwrite_existing | fs::copy_options::recursive);
        QCOMPARE(reply(11), first); // without being loaded again
        // The same content is the same adapter: what was read of the conversation is kept.
        fs::last_write_time(used / "adapter_config.json", fs::file_time_type::clock::now());
        child.send(question(12, { "I lost my keys." }, 40));
        QVERIFY(child.until("reply")["reused_tokens"].get<int>() > 0);
        // One that is gone still answers.
        fs::remove_all(used);
        QCOMPARE(reply(13), first);
    }
    void aFailingAdapterLeavesWhatAnswered()
    {
        const auto adapters = makeAdapters();
        const fs::path damaged = path("damaged"), misfit = path("misfit");
        fs::copy(adapters[0], damaged);
        fs::resize_file(damaged / "adapter_model.safetensors", 500);
        fs::copy(adapters[0], misfit);
        Json config = base::readJson(misfit / "adapter_config.json");
        config["r"] = 3;
        base::writeFileAtomically(misfit / "adapter_config.json", config.dump());
        Child child;
        const std::string model = path("folder").string();
        const auto fails = [&](int id, const fs::path &adapter, const std::string &name) {
            child.send({ { "id", id }, { "do", "load" }, { "model", name }, { "adapter", adapter.string() } });
            return child.until("loaded")["type"] == "error";
        };
        const auto reply = [&](int id) {
            child.send(question(id, { "I lost my keys." }, 40));
            return child.until("reply").value("text", std::string("no reply"));
        };
        QVERIFY(fails(1, damaged, model));
        const std::string base = reply(2); // the base is loaded
        QVERIFY(base != "no reply");
        child.send({ { "id", 3 }, { "do", "load" }, { "model", model }, { "adapter", "" } });
        QCOMPARE(child.next()["type"], Json("loaded")); // at once
        QCOMPARE(reply(4), base);
        child.send({ { "id", 5 }, { "do", "load" }, { "model", model }, { "adapter", adapters[0].string() } });
        child.until("loaded");
        const std::string with = reply(6);
        QVERIFY(with != base);
        QVERIFY(fails(7, damaged, model));
        QVERIFY(fails(8, misfit, model));
        QVERIFY(fails(9, path("none"), model));
        QCOMPARE(reply(10), with);
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
    // Two trained adapters of the model in "folder".
    static void negateB(const fs::path &file)
    {
        std::vector<modelfile::TensorView> tensors;
        std::vector<std::vector<std::byte>> values;
        const modelfile::SafetensorsFile read(file);
        for (modelfile::TensorView tensor : read.tensors()) {
            std::vector<std::byte> &bytes = values.emplace_back(tensor.data.begin(), tensor.data.end());
            for (size_t i = 3; tensor.name.find("lora_B") != std::string::npos && i < bytes.size(); i += 4) // of little endian floats
                bytes[i] ^= std::byte { 0x80 };
            tensor.data = bytes;
            tensors.push_back(tensor);
        }
        modelfile::writeSafetensors(file, std::move(tensors), read.metadata());
    }
    std::vector<fs::path> makeAdapters()
    {
        if (m_adapters.empty()) {
            fakes::writeTinyFolder(path("folder"));
            run::JobSpec spec = engine::tinyTraining(path("folder"), 20);
            std::get<run::TrainSpec>(spec.job).learning_rate = 1e-2;
            const run::RunFolder folder = run::RunFolder::create(path("runs"), spec, fakes::tinyDataset());
            [&] { QCOMPARE(engine::runToTheEnd(folder.path()).code, 0); }();
            // The same directions, far and backwards: they answer otherwise, whatever a training learns on this machine.
            for (const bool backwards : { false, true }) {
                const fs::path adapter = path("adapter") / (backwards ? "back" : "forth");
                fs::create_directories(adapter.parent_path());
                fs::copy(folder.adapterDir(), adapter);
                Json config = base::readJson(adapter / "adapter_config.json");
                config["lora_alpha"] = 256;
                base::writeFileAtomically(adapter / "adapter_config.json", config.dump());
                if (backwards)
                    negateB(adapter / "adapter_model.safetensors");
                m_adapters.push_back(adapter);
            }
        }
        return m_adapters;
    }

    QTemporaryDir m_dir;
    std::string m_model;
    std::vector<fs::path> m_adapters;
};

ATTUNE_TEST(TstServe)
#include "tst_serve.moc"
