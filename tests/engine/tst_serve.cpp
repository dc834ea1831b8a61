// SPDX-License-Identifier: GPL-3.0-or-later
// The worker as the window starts it: a child that is written to and read from.
#include "base/json.h"
#include "dialogue/dialogue.h"
#include "fakes/tiny_model.h"
#include "fakes/tiny_run.h"
#include "harness/test_case.h"
#include "text/prompt_template.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>

namespace {

using base::Json;

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

private:
    QTemporaryDir m_dir;
    std::string m_model;
};

ATTUNE_TEST(TstServe)
#include "tst_serve.moc"
