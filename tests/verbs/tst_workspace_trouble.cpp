// SPDX-License-Identifier: GPL-3.0-or-later
// Workspaces in trouble, as verbs meet them: given their own files, damaged, on media that cannot be written or are full. Each ends in
// a sentence, and nothing is lost.
#include "base/files.h"
#include "base/json.h"
#include "harness/test_case.h"
#include "verbs/program.h"

#include <QDir>
#include <QTemporaryDir>

#include <filesystem>
#include <unistd.h>

namespace fs = std::filesystem;

class TstWorkspaceTrouble : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    QString place(const char *name) const { return m_dir.filePath(QLatin1String(name)); }
    QString workspace() const { return place("study.attune"); }
    Said attune(QStringList arguments) const { return runProgram(QStringLiteral("attune"), arguments << QStringLiteral("--workspace") << workspace()); }
    int total() const
    {
        const Said said = attune({ QStringLiteral("list"), QStringLiteral("--json") });
        return said.code == 0 ? base::parseJson(said.out.toStdString(), "stdout")["total"].get<int>() : -1;
    }
    QString dialogues(const char *name, int count, int length = 20) const
    {
        std::string text;
        for (int i = 0; i < count; ++i)
            text += "{\"messages\":[{\"role\":\"user\",\"content\":\"" + std::string(name) + std::to_string(i) + std::string(size_t(length), 'a')
                + "\"},{\"role\":\"assistant\",\"content\":\"I hear you.\"}]}" + "\n";
        base::writeFileAtomically(place(name).toStdString(), text);
        return place(name);
    }
    static constexpr int kHangs = -2;
    // In a mount namespace of its own; -1: that is not allowed here.
    static Said inMounts(const QString &script)
    {
        QProcess process;
        const QStringList how = ::geteuid() == 0 ? QStringList { QStringLiteral("-m") } : QStringList { QStringLiteral("-rm") };
        process.start(QStringLiteral("unshare"), how + QStringList { QStringLiteral("--kill-child"), QStringLiteral("sh"), QStringLiteral("-c"), script });
        Said said;
        if (!process.waitForStarted())
            return said;
        if (!process.waitForFinished(120000)) {
            process.kill(); // and, by --kill-child, what it started
            process.waitForFinished();
            said.code = kHangs;
        } else if (process.exitStatus() == QProcess::NormalExit) {
            said.code = process.exitCode();
        }
        said.out = process.readAllStandardOutput();
        said.err = process.readAllStandardError();
        return said;
    }
    // A hang is nothing to skip: the test that follows hangs and fails.
    static bool mountsAreAllowed()
    {
        const int code = inMounts(QStringLiteral("mount -t tmpfs none /mnt")).code;
        return code == 0 || code == kHangs;
    }
    static QString program() { return QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune"); }

private Q_SLOTS:
    // What is large takes a while at its first opening, and nothing else would be seen of it.
    void aLargeOldWorkspaceIsSaidToBeBroughtUpToDate()
    {
        for (const bool isLarge : { false, true }) {
            const QTemporaryDir dir;
            const std::filesystem::path folder = dir.filePath(QStringLiteral("old.attune")).toStdString();
            std::filesystem::copy(std::filesystem::path(ATTUNE_SOURCE_DIR) / "tests/golden/workspace_schema3", folder, std::filesystem::copy_options::recursive);
            if (isLarge)
                std::filesystem::resize_file(folder / "workspace.db", 20 << 20); // SQLite ignores what lies behind its pages
            const QStringList words { QStringLiteral("list"), QStringLiteral("--workspace"), QString::fromStdString(folder.string()) };
            const Said first = runProgram(QStringLiteral("attune"), words);
            QCOMPARE(first.code, 0);
            QCOMPARE(first.err.contains("earlier version"), isLarge);
            const Said second = runProgram(QStringLiteral("attune"), words);
            QCOMPARE(second.code, 0);
            QVERIFY(!second.err.contains("earlier version"));
        }
    }

    void init()
    {
        QDir(workspace()).removeRecursively();
        QCOMPARE(attune({ QStringLiteral("import"), dialogues("five.jsonl", 5) }).code, 0);
    }

    // The day's backup, though the verb ended before anybody waited for it.
    void aShortVerbMakesTheDaysBackup()
    {
        const QDir backups(workspace() + QStringLiteral("/backups"));
        QCOMPARE(backups.entryList({ QStringLiteral("workspace-*.db") }).size(), 1);
        QCOMPARE(attune({ QStringLiteral("import"), dialogues("more.jsonl", 3) }).code, 0);
        QCOMPARE(backups.entryList({ QStringLiteral("workspace-*.db") }).size(), 1);
    }

    void itsOwnFilesAreNoDialogues()
    {
        const Said said = attune({ QStringLiteral("import"), workspace() + QStringLiteral("/workspace.db"), dialogues("more.jsonl", 3) });
        QCOMPARE(said.code, 1);
        QVERIFY2(said.err.contains("workspace.db is a database"), said.err);
        QVERIFY2(said.err.contains("study.attune"), said.err);
        QCOMPARE(total(), 8); // the other file came in
    }

    void nothingIsWrittenOverItsFiles_data()
    {
        QTest::addColumn<QString>("target");
        QTest::newRow("database") << "study.attune/workspace.db";
        QTest::newRow("log") << "study.attune/workspace.db-wal";
        QTest::newRow("index") << "study.attune/workspace.db-shm";
        QTest::newRow("link") << "link.json";
        QTest::newRow("hard link") << "hard.json";
        QTest::newRow("through a folder's link") << "folder/workspace.db";
        QTest::newRow("a backup") << "backup.json";
    }
    void nothingIsWrittenOverItsFiles()
    {
        QFETCH(QString, target);
        const fs::path root = m_dir.path().toStdString();
        for (const char *name : { "link.json", "hard.json", "folder", "backup.json" })
            fs::remove(root / name);
        fs::create_symlink("study.attune/workspace.db", root / "link.json");
        fs::create_hard_link(root / "study.attune/workspace.db", root / "hard.json");
        fs::create_directory_symlink("study.attune", root / "folder");
        const QString backup = QDir(workspace() + QStringLiteral("/backups")).entryList({ QStringLiteral("workspace-*.db") }).value(0);
        fs::create_symlink("study.attune/backups/" + backup.toStdString(), root / "backup.json");
        for (const char *verb : { "export", "screenshot" }) {
            QStringList words { QLatin1String(verb) };
            if (words[0] == QLatin1String("screenshot"))
                words << QStringLiteral("home");
            else
                words << QStringLiteral("--may-leave") << QStringLiteral("yes");
            const Said said = attune(words << m_dir.filePath(target));
            if (said.err.contains("not available") || said.code == 2)
                continue; // built without the window
            QCOMPARE(said.code, 1);
            QVERIFY2(said.err.contains("is a database"), said.err);
        }
        QCOMPARE(total(), 5);
        QVERIFY(base::readFile((root / "study.attune/backups" / backup.toStdString())).starts_with("SQLite format 3"));
    }

    void manyVerbsLoseNothing()
    {
        QProcess process;
        process.start(QStringLiteral("/usr/bin/python3"), { QStringLiteral(ATTUNE_SOURCE_DIR "/tests/reliability/workspace_guard.py"),
                                                              QStringLiteral("--attune"), program(), QStringLiteral("--rounds"), QStringLiteral("1") });
        QVERIFY(process.waitForFinished(300000));
        const QByteArray said = process.readAllStandardOutput() + process.readAllStandardError();
        QVERIFY2(process.exitCode() == 0, said);
        QVERIFY2(said.contains("0 of 1 rounds lost anything"), said);
    }

    void aDamagedOneGoesBackToItsBackup()
    {
        QCOMPARE(attune({ QStringLiteral("import"), dialogues("more.jsonl", 3) }).code, 0);
        const fs::path file = (workspace() + QStringLiteral("/workspace.db")).toStdString();
        fs::resize_file(file, 20000);
        const Said refused = attune({ QStringLiteral("list") });
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.contains("attune repair"), refused.err);
        const Said told = attune({ QStringLiteral("repair") });
        QCOMPARE(told.code, 0);
        QVERIFY2(told.out.contains("--yes"), told.out);
        QCOMPARE(fs::file_size(file), uintmax_t(20000));
        const Said done = attune({ QStringLiteral("repair"), QStringLiteral("--yes"), QStringLiteral("--json") });
        QCOMPARE(done.code, 0);
        const base::Json json = base::parseJson(done.out.toStdString(), "stdout");
        QVERIFY(json["damaged"].get<bool>());
        QVERIFY(fs::exists(fs::path(json["moved_to"].get<std::string>()) / "workspace.db"));
        QCOMPARE(total(), 5);
        QVERIFY(attune({ QStringLiteral("repair") }).out.contains("is whole"));
    }

    void readOnlyMediaAreRead()
    {
        if (!mountsAreAllowed())
            QSKIP("mounts are not allowed here");
        const Said said = inMounts(QStringLiteral("W='%1'; A='%2'; mount --bind $W $W && mount -o remount,bind,ro $W && $A list --json --workspace $W"
                                                  " && $A export --may-leave yes --workspace $W '%3' && $A import '%4' --workspace $W")
                                       .arg(workspace(), program(), place("out.json"), dialogues("more.jsonl", 3)));
        QCOMPARE(said.code, 1);
        QVERIFY2(said.out.contains("\"total\":5"), said.out + said.err);
        QVERIFY(QFileInfo::exists(place("out.json")));
        QVERIFY2(said.err.contains("can only be read"), said.err);
        QCOMPARE(total(), 5);
    }

    void aFullDiskEndsInASentence_data()
    {
        QTest::addColumn<QString>("size");
        QTest::addColumn<QString>("words");
        QTest::newRow("import") << "2m" << "import '%1' --workspace $D/W.attune";
        QTest::newRow("creation") << "8k" << "import '%1' --workspace $D/new.attune";
        QTest::newRow("export") << "1m" << "export --may-leave yes --workspace '%1' $D/out.json";
    }
    void aFullDiskEndsInASentence()
    {
        QFETCH(QString, size);
        QFETCH(QString, words);
        if (!mountsAreAllowed())
            QSKIP("mounts are not allowed here");
        const QString big = dialogues("big.jsonl", 400, 4000);
        const bool exports = words.startsWith(QLatin1String("export"));
        if (exports)
            QCOMPARE(attune({ QStringLiteral("import"), big }).code, 0);
        const QString made = words.contains(QLatin1String("W.attune"))
            ? QStringLiteral("$A import '%1' --workspace $D/W.attune >/dev/null &&").arg(place("five.jsonl"))
            : QString();
        const QString after = words.contains(QLatin1String("W.attune"))
            ? QStringLiteral("mount -o remount,size=64m $D; $A list --json --workspace $D/W.attune;")
            : QString();
        const Said said = inMounts(QStringLiteral("D=/mnt; A='%1'; mount -t tmpfs -o size=%2 none $D && %3 $A %4; code=$?; %5 ls -A $D >&2; exit $code")
                                       .arg(program(), size, made, words.arg(exports ? workspace() : big), after));
        QCOMPARE(said.code, 1);
        // Taking back needs room, too: what stays is said, and goes with the next opening that has some.
        QVERIFY2(said.err.contains("no space left") || (!after.isEmpty() && said.err.contains("could not be taken back")), said.err);
        if (!after.isEmpty())
            QVERIFY2(said.out.contains("\"total\":5"), said.out + said.err);
        QVERIFY2(!said.err.endsWith("out.json\n") && !said.err.contains("partial"), said.err); // what ls lists comes last
    }
};

ATTUNE_TEST(TstWorkspaceTrouble)
#include "tst_workspace_trouble.moc"
