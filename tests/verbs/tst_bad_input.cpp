// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that people, disks and networks do to files: one sentence with the thing, the place and the way out, exit
// code 1, and the workspace as it was.
#include "base/files.h"
#include "base/hash.h"
#include "base/json.h"
#include "harness/test_case.h"
#include "verbs/program.h"

#include <QTemporaryDir>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <memory>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;

namespace {

const QString kAttune = QStringLiteral("attune");

// JSON with single quotes: moc loses its way in raw strings that hold half a value.
std::string json(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

std::string pesc(const std::string &turns, const std::string &character = "{}")
{
    return json("{'1': {'whole_dialog': ") + turns + json(", 'character': ") + character + "}}";
}

std::string repeated(const std::string &text, int times)
{
    std::string out;
    for (int i = 0; i < times; ++i)
        out += text;
    return out;
}

std::string randomBytes(size_t count)
{
    std::mt19937 random(3);
    std::string bytes(count, '\0');
    for (char &byte : bytes)
        byte = char(random());
    return bytes;
}

struct Case
{
    const char *name;
    std::string content;
    std::vector<const char *> says;
    int added = 0; // 0: refused
};

const std::vector<Case> &cases()
{
    const std::string good = json("['seeker:hello', 'supporter:hi']");
    static const std::vector<Case> all {
        { "nothing", "", { "it is empty" } },
        { "a picture", "\x89PNG\r\n" + randomBytes(5000), { "line 1", "save it as UTF-8" } },
        { "zeros", std::string(4096, '\0'), { "not valid JSON", "line 1, column 1" } },
        { "UTF-16", std::string("\xFF\xFE{\0\"\0", 6), { "line 1, column 1", "save it as UTF-8" } },
        { "Latin-1", pesc("[\"seeker:h\xE9llo\"]"), { "line 1, column", "save it as UTF-8" } },
        { "NUL byte", pesc(std::string("[\"seeker:a\0b\"]", 14)), { "line 1, column", "control character" } },
        { "cut", pesc(good).substr(0, 40), { "not valid JSON", "line 1, column" } },
        { "another shape", json("{'name': 'x', 'version': 2}"), { "no format that Attune knows", "PESC" } },
        { "a list of numbers", "[" + repeated("1,", 100000) + "1]", { "no format that Attune knows", "PESC" } },
        { "empty dialogue", pesc("[]"), { "dialogue 1", "no turns", "Remove it or add its turns" } },
        { "no speaker", pesc("[\"seeker:a\", \"hello\"]"), { "dialogue 1, turn 2", "does not say who speaks", "\"supporter:\"" } },
        { "no role", json("{'messages': [{'content': 'a'}]}"), { "dialogue 1, turn 1", "\"role\"", "Add it" } },
        { "10,000 levels", pesc(good, json("{'x': ") + std::string(10000, '[') + std::string(10000, ']') + "}"), { "levels of brackets", "at most 64" } },
        { "a million levels, never closed", std::string(1000000, '['), { "not valid JSON", "column 1000001" } },
        { "a number out of range", pesc(good, json("{'Age': 1e999}")), {}, 1 }, // its digits are kept
        { "an endless number", pesc(good, json("{'Age': ") + std::string(5000, '9') + "}"), {}, 1 },
        { "byte order mark", "\xEF\xBB\xBF" + pesc(good), {}, 1 },
        { "Windows line ends", "{\r\n\"1\": {\r\n\"whole_dialog\": [\r\n\"seeker:a\",\r\n\"supporter:b\"]}}\r\n", {}, 1 },
        { "escaped NUL", pesc(json("['seeker:a\\u0000b', 'supporter:b']")), {}, 1 },
        { "the same key twice", json("{'1': {'whole_dialog': ['seeker:a']}, '1': {'whole_dialog': ['seeker:b']}}"), {}, 2 },
        { "a line of a megabyte", pesc("[\"seeker:" + std::string(1000000, 'x') + "\", \"supporter:b\"]"), {}, 1 },
    };
    return all;
}

} // namespace

class TstBadInput : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;

    fs::path path(const std::string &name) const { return fs::path(m_dir.path().toStdString()) / name; }
    static Said attune(const QStringList &arguments, const fs::path &workspace)
    {
        return runProgram(kAttune, arguments + QStringList { QStringLiteral("--workspace"), QString::fromStdString(workspace.string()) });
    }
    static QString text(const fs::path &file) { return QString::fromStdString(file.string()); }
    static int64_t total(const fs::path &workspace)
    {
        const Said said = attune({ QStringLiteral("list"), QStringLiteral("--json") }, workspace);
        return said.code ? -1 : base::parseJson(said.out.toStdString(), "stdout")["total"].get<int64_t>();
    }
    void makeWorkspace(const fs::path &workspace) const
    {
        QCOMPARE(attune({ QStringLiteral("import"), QStringLiteral(ATTUNE_SOURCE_DIR "/resources/samples/work.json") }, workspace).code, 0);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!runProgram(kAttune, { QStringLiteral("--help") }).out.contains("import"))
            QSKIP("skipped: built without the workspace verbs");
        makeWorkspace(path("a.attune"));
    }

    void importsOrRefuses_data()
    {
        QTest::addColumn<int>("index");
        for (size_t i = 0; i < cases().size(); ++i)
            QTest::newRow(cases()[i].name) << int(i);
    }
    void importsOrRefuses()
    {
        QFETCH(int, index);
        const Case &it = cases()[size_t(index)];
        const fs::path file = path("case.json");
        base::writeFileAtomically(file, it.content);
        // The same content would be known in the next row: what comes in gets a workspace of its own.
        const fs::path workspace = it.added ? path("case" + std::to_string(index) + ".attune") : path("a.attune");
        const int64_t before = it.added ? 0 : total(workspace);
        const Said said = attune({ QStringLiteral("import"), text(file) }, workspace);
        QCOMPARE(said.code, it.added ? 0 : 1);
        QCOMPARE(total(workspace), before + it.added);
        if (it.added)
            return;
        QVERIFY(said.out.isEmpty());
        QCOMPARE(said.err.count('\n'), 1);
        QVERIFY2(said.err.contains("case.json") && said.err.size() < 500, said.err.constData());
        QVERIFY2(QString::fromUtf8(said.err).toUtf8() == said.err, "not UTF-8");
        for (const char *words : it.says)
            QVERIFY2(said.err.contains(words), said.err.constData());
    }

    void oddPaths_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("nothing there") << QByteArray("absent.json") << QByteArray("does not exist. Check the path");
        QTest::newRow("a folder named as a file") << QByteArray("folder.json") << QByteArray("holds no .json, .jsonl");
        QTest::newRow("a pipe") << QByteArray("pipe.json") << QByteArray("not a regular file");
        QTest::newRow("a folder of bad files") << QByteArray("bad") << QByteArray("bad.json");
        QTest::newRow("unreadable") << QByteArray("locked.json") << QByteArray("Permission denied");
    }
    void oddPaths()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, says);
        std::error_code ec;
        fs::create_directory(path("folder.json"), ec);
        fs::create_directory(path("bad"), ec);
        base::writeFileAtomically(path("bad") / "bad.json", "{");
        ::mkfifo(path("pipe.json").c_str(), 0600);
        base::writeFileAtomically(path("locked.json"), "{}");
        fs::permissions(path("locked.json"), fs::perms::none);
        if (name == "locked.json" && ::access(path("locked.json").c_str(), R_OK) == 0)
            QSKIP("skipped: root may read everything");
        const Said said = attune({ QStringLiteral("import"), text(path(name.toStdString())) }, path("a.attune"));
        QCOMPARE(said.code, 1);
        QVERIFY2(said.err.contains(name) && said.err.contains(says) && said.err.count('\n') == 1, said.err.constData());
    }

    void workspacesThatCannotBeOpened_data()
    {
        QTest::addColumn<QByteArray>("how");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("absent") << QByteArray("absent") << QByteArray("is not an Attune workspace. Choose a folder");
        QTest::newRow("a file") << QByteArray("file") << QByteArray("is not an Attune workspace. Choose a folder");
        QTest::newRow("empty database") << QByteArray("empty") << QByteArray("Run attune repair");
        QTest::newRow("garbage") << QByteArray("garbage") << QByteArray("Run attune repair");
        QTest::newRow("cut") << QByteArray("cut") << QByteArray("Run attune repair");
        QTest::newRow("newer") << QByteArray("newer") << QByteArray("written by a newer version of Attune (schema 99");
    }
    void workspacesThatCannotBeOpened()
    {
        QFETCH(QByteArray, how);
        QFETCH(QByteArray, says);
        const fs::path workspace = path(how.toStdString() + ".attune");
        const fs::path database = workspace / "workspace.db";
        if (how == "file") {
            base::writeFileAtomically(workspace, "text");
        } else if (how != "absent") {
            makeWorkspace(workspace);
            std::string content = base::readFile(database);
            if (how == "empty")
                content.clear();
            else if (how == "garbage")
                content = randomBytes(5000);
            else if (how == "cut")
                content.resize(content.size() / 3);
            else
                content.replace(60, 4, std::string("\0\0\0\x63", 4)); // PRAGMA user_version
            std::ofstream(database, std::ios::binary | std::ios::trunc) << content;
        }
        const std::string before = how == "newer" ? base::sha256OfFile(database) : std::string();
        const QString out = text(path("out"));
        for (const QStringList &verb : std::vector<QStringList> { { QStringLiteral("list") }, { QStringLiteral("runs") },
                 { QStringLiteral("export"), out + QStringLiteral(".json") }, { QStringLiteral("inspect"), QStringLiteral("1") },
                 { QStringLiteral("train") }, { QStringLiteral("evaluate") }, { QStringLiteral("chat"), QStringLiteral("--message"), QStringLiteral("a") },
                 { QStringLiteral("screenshot"), QStringLiteral("dialogues"), out + QStringLiteral(".png") } }) {
            const Said said = attune(verb, workspace);
            QVERIFY2(said.code == 1, qPrintable(verb[0]));
            QVERIFY2(said.err.contains(says) && said.err.contains(how), qPrintable(verb[0] + QStringLiteral(": ") + QString::fromUtf8(said.err)));
            QVERIFY2(said.err.count('\n') == 1 && said.out.isEmpty(), said.err.constData());
        }
        QVERIFY(!fs::exists(path("out.json")) && !fs::exists(path("out.png")));
        if (!before.empty())
            QCOMPARE(base::sha256OfFile(database), before); // untouched
        if (how == "absent")
            QVERIFY(!fs::exists(workspace));
    }

    // Several desks on one workspace: nobody waits for ever, nothing is lost, nothing comes twice.
    void desksAtOnce()
    {
        const fs::path workspace = path("shared.attune");
        makeWorkspace(workspace);
        constexpr int kDesks = 4, kDialogues = 150;
        std::vector<std::unique_ptr<QProcess>> desks;
        for (int i = 0; i < kDesks; ++i) {
            std::string content = "{";
            for (int n = 0; n < kDialogues; ++n) {
                const std::string words = std::to_string(i) + " and " + std::to_string(n);
                content += (n ? ",\"" : "\"") + std::to_string(n) + json("':{'whole_dialog':['seeker:") + words + json("','supporter:b']}");
            }
            const fs::path file = path("desk" + std::to_string(i) + ".json");
            base::writeFileAtomically(file, content + "}");
            desks.push_back(std::make_unique<QProcess>());
            desks.back()->start(QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune"),
                { QStringLiteral("import"), text(file), QStringLiteral("--workspace"), text(workspace) });
        }
        for (const auto &desk : desks) {
            QVERIFY(desk->waitForFinished(120000));
            QVERIFY2(desk->exitCode() == 0, desk->readAllStandardError().constData());
        }
        QCOMPARE(total(workspace), int64_t(10 + kDesks * kDialogues));
    }

    // Ctrl-C in the middle of an import: nothing of the file is kept.
    void anInterruptedImportAddsNothing()
    {
        std::string content = "{";
        for (int n = 0; n < 30000; ++n)
            content += (n ? ",\"" : "\"") + std::to_string(n) + json("':{'whole_dialog':['seeker:") + std::to_string(n) + json("','supporter:b']}");
        base::writeFileAtomically(path("many.json"), content + "}");
        const int64_t before = total(path("a.attune"));
        QProcess process;
        process.start(QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune"),
            { QStringLiteral("import"), text(path("many.json")), QStringLiteral("--workspace"), text(path("a.attune")) });
        QVERIFY(process.waitForStarted());
        const auto pid = pid_t(process.processId()); // 0 once it has ended, and that would be this test's own group
        QVERIFY(pid > 0);
        // Once it writes, there is something to take back.
        bool writes = false;
        for (int i = 0; i < 600 && !writes && process.state() == QProcess::Running; ++i) {
            std::error_code ec;
            writes = fs::file_size(path("a.attune") / "workspace.db-wal", ec) > 200000 && !ec;
            if (!writes)
                process.waitForFinished(20);
        }
        QVERIFY(writes);
        ::kill(pid, SIGINT);
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(process.readAllStandardError().contains("was cancelled"));
        QCOMPARE(total(path("a.attune")), before);
    }

    void aTornLastReplyIsScoredToo_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("replies"); // 0: refused
        const QByteArray line = QByteArray::fromStdString(
            json("{'dialogue_id':'a','turn_id':'b','reference':'I hear you well','prediction':'I hear you well'}"));
        QTest::newRow("whole lines") << line + "\n" + line + "\n" << 2;
        QTest::newRow("no newline at the end") << line + "\n" + line << 2;
        QTest::newRow("empty lines") << "\n" + line + "\n\n" << 1;
        QTest::newRow("nothing") << QByteArray() << 0;
        QTest::newRow("half a line") << line + "\n" + line.left(30) << 0;
        QTest::newRow("another shape") << QByteArray("[1,2]") << 0;
    }
    void aTornLastReplyIsScoredToo()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, replies);
        base::writeFileAtomically(path("predictions.jsonl"), content.toStdString());
        const Said said = runProgram(kAttune, { QStringLiteral("score"), text(path("predictions.jsonl")), QStringLiteral("--json") });
        QCOMPARE(said.code, replies ? 0 : 1);
        if (replies)
            QCOMPARE(base::parseJson(said.out.toStdString(), "stdout")["replies"].get<int>(), replies);
        else
            QVERIFY2(said.err.contains("predictions.jsonl") && said.err.count('\n') == 1, said.err.constData());
    }
};

ATTUNE_TEST(TstBadInput)
#include "tst_bad_input.moc"
