// SPDX-License-Identifier: GPL-3.0-or-later
// attune repair: what it tells, what it leaves alone, and what it meets in the place of a workspace.
#include "base/files.h"
#include "base/json.h"
#include "harness/test_case.h"
#include "storage/prompt_repository.h"
#include "storage/repair.h"
#include "storage/run_repository.h"
#include "verbs/program.h"

#include <SQLiteCpp/Database.h>

#include <QDir>
#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;

class TstRepairVerb : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    fs::path workspace() const { return m_dir.filePath(QStringLiteral("study.attune")).toStdString(); }
    fs::path database() const { return workspace() / "workspace.db"; }
    Said attune(const QString &words) const
    {
        return runProgram(QStringLiteral("attune"), words.split(QLatin1Char(' ')) << QStringLiteral("--workspace") << QString::fromStdString(workspace().string()));
    }
    QString dialogues(int count) const
    {
        std::string text;
        for (int i = 0; i < count; ++i)
            text += "{\"messages\":[{\"role\":\"user\",\"content\":\"I lost my job " + std::to_string(i)
                + "\"},{\"role\":\"assistant\",\"content\":\"I hear you.\"}]}\n";
        const QString file = m_dir.filePath(QStringLiteral("%1.jsonl").arg(count));
        base::writeFileAtomically(file.toStdString(), text);
        return file;
    }
    int total() const
    {
        const Said said = attune(QStringLiteral("list --json"));
        return said.code == 0 ? base::parseJson(said.out.toStdString(), "stdout")["total"].get<int>() : -1;
    }
    static std::string bytesOf(const fs::path &file)
    {
        std::ifstream in(file, std::ios::binary);
        return { std::istreambuf_iterator<char>(in), {} };
    }

private Q_SLOTS:
    void init()
    {
        QDir(QString::fromStdString(workspace().string())).removeRecursively();
        QCOMPARE(attune(QStringLiteral("import ") + dialogues(5)).code, 0);
        QCOMPARE(storage::backupsOf(workspace()).size(), size_t(1)); // of the day
    }

    void lookingChangesNothing()
    {
        std::string id;
        {
            storage::Database database = storage::Database::open(workspace());
            run::JobSpec spec;
            spec.name = "waits";
            run::TrainSpec train;
            train.base_model = "smollm2-135m-instruct";
            spec.job = train;
            dialogue::Dialogue d;
            d.id = "d1";
            d.turns = { { "t1", dialogue::Speaker::Seeker, "hello", {} }, { "t2", dialogue::Speaker::Supporter, "I hear you.", {} } };
            id = storage::RunRepository(database).add(run::RunFolder::create(database.runsDir(), spec, { { run::Split::Train, 1, d } })).id;
        }
        const std::string before = bytesOf(database());
        for (const char *words : { "repair", "repair --json" }) {
            const Said said = attune(QString::fromUtf8(words));
            QCOMPARE(said.code, 0);
            QVERIFY2(said.out.contains("is whole") || said.out.contains("\"damaged\":false"), said.out);
            QVERIFY2(!said.out.contains("read from their folders again\n") && !said.out.contains("\"runs\""), said.out);
            QVERIFY(bytesOf(database()) == before);
        }
        const auto state = [&] {
            storage::Database database = storage::Database::open(workspace());
            return storage::RunRepository(database).get(id).state;
        };
        QCOMPARE(int(state()), int(storage::RunState::Queued));
        const Said done = attune(QStringLiteral("repair --yes"));
        QCOMPARE(done.code, 0);
        QVERIFY2(done.out.contains("1 run read from their folders again"), done.out);
        QCOMPARE(int(state()), int(storage::RunState::Queued));
    }

    void whatIsNewerIsTold()
    {
        QVERIFY2(attune(QStringLiteral("repair")).out.contains("nothing is newer"), "");
        {
            storage::Database database = storage::Database::open(workspace());
            storage::StoredPrompt prompt;
            prompt.name = "mine";
            prompt.content_hash = "h";
            storage::PromptRepository(database).add(prompt, "me");
        }
        const Said told = attune(QStringLiteral("repair"));
        QVERIFY2(told.out.contains("newer: 1 version of a prompt; the last of 20"), told.out);
        const base::Json json = base::parseJson(attune(QStringLiteral("repair --json")).out.toStdString(), "stdout");
        QCOMPARE(json["backups"][0]["newer"]["prompts"].get<int>(), 1);
        QCOMPARE(json["backups"][0]["newer"]["states"].get<int>(), 0);
    }

    void anotherProgramsDatabaseStays()
    {
        fs::remove(database());
        {
            SQLite::Database other(database().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            other.exec("PRAGMA application_id = 77; CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)");
        }
        const std::string before = bytesOf(database());
        const Said said = attune(QStringLiteral("repair --yes"));
        QCOMPARE(said.code, 1);
        QVERIFY2(said.err.contains("is not an Attune workspace"), said.err);
        QVERIFY(bytesOf(database()) == before);
    }

    void aSpoiltMarkIsRepaired()
    {
        {
            SQLite::Database other(database().string(), SQLite::OPEN_READWRITE);
            other.exec("PRAGMA application_id = 77");
        }
        QCOMPARE(attune(QStringLiteral("repair --yes")).code, 0);
        QCOMPARE(total(), 5);
    }

    void aHalfMadeOneIsMadeAnew_data()
    {
        QTest::addColumn<bool>("isEmpty");
        QTest::newRow("an empty file") << true;
        QTest::newRow("nothing but a header") << false;
    }
    void aHalfMadeOneIsMadeAnew()
    {
        QFETCH(bool, isEmpty);
        fs::remove_all(workspace());
        fs::create_directories(workspace() / "runs");
        if (isEmpty) {
            std::ofstream(database()).flush();
        } else {
            SQLite::Database other(database().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            other.exec("PRAGMA application_id = 1098151022; VACUUM"); // ours
        }
        QCOMPARE(attune(QStringLiteral("list")).code, 1);
        const Said said = attune(QStringLiteral("import ") + dialogues(5));
        QVERIFY2(said.code == 0, said.err);
        QCOMPARE(total(), 5);
    }

    void whateverStandsInItsPlace_data()
    {
        using Harm = std::function<void(const fs::path &)>;
        QTest::addColumn<Harm>("harm");
        QTest::newRow("folder") << Harm([](const fs::path &f) { fs::remove(f); fs::create_directory(f); });
        QTest::newRow("pipe") << Harm([](const fs::path &f) { fs::remove(f); ::mkfifo(f.c_str(), 0644); });
        QTest::newRow("link to a device") << Harm([](const fs::path &f) { fs::remove(f); fs::create_symlink("/dev/full", f); });
        QTest::newRow("link to nothing") << Harm([](const fs::path &f) { fs::remove(f); fs::create_symlink("nowhere", f); });
        QTest::newRow("nothing") << Harm([](const fs::path &f) { fs::remove(f); });
        QTest::newRow("empty") << Harm([](const fs::path &f) { fs::resize_file(f, 0); });
        QTest::newRow("cut") << Harm([](const fs::path &f) { fs::resize_file(f, 9000); });
        QTest::newRow("text") << Harm([](const fs::path &f) { std::ofstream(f) << std::string(5000, 'x'); });
        QTest::newRow("a trigger in it") << Harm([](const fs::path &f) {
            SQLite::Database(f.string(), SQLite::OPEN_READWRITE).exec("CREATE TRIGGER t AFTER INSERT ON dialogue BEGIN DELETE FROM turn; END");
        });
    }
    void whateverStandsInItsPlace()
    {
        QFETCH(const std::function<void(const fs::path &)>, harm);
        harm(database());
        for (const char *words : { "list", "repair" }) {
            const Said said = attune(QString::fromUtf8(words));
            QVERIFY2(said.out.contains("is damaged") || said.err.contains("is damaged"), said.out + said.err);
        }
        const Said done = attune(QStringLiteral("repair --yes"));
        if (QByteArray(QTest::currentDataTag()) == "link to a device") {
            QCOMPARE(done.code, 1); // what a link leads to is not set aside
            QVERIFY2(done.err.contains("it is a link to /dev/full"), done.err);
            QVERIFY(fs::is_symlink(database()));
            return;
        }
        QVERIFY2(done.code == 0, done.err);
        QCOMPARE(total(), 5);
        QVERIFY(attune(QStringLiteral("repair")).out.contains("is whole"));
    }

    void aFullDiskChangesNothing()
    {
        QProcess process;
        const QStringList how = ::geteuid() == 0 ? QStringList { QStringLiteral("-m") } : QStringList { QStringLiteral("-rm") };
        const QString script = QStringLiteral("mount -t tmpfs -o size=2m none /mnt || exit 77; A='%1'; $A import '%2' --workspace /mnt/w.attune >/dev/null || exit 78;"
                                              " dd if=/dev/zero of=/mnt/rest bs=4096 2>/dev/null; truncate -s -100K /mnt/rest; B=$(ls /mnt/w.attune/backups);"
                                              " $A repair --yes --from $B --workspace /mnt/w.attune; code=$?; $A list --json --workspace /mnt/w.attune;"
                                              " ls -A /mnt/w.attune /mnt/w.attune/backups; exit $code")
                                   .arg(QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune"), dialogues(5));
        process.start(QStringLiteral("unshare"), how + QStringList { QStringLiteral("sh"), QStringLiteral("-c"), script });
        QVERIFY(process.waitForFinished(120000));
        if (process.exitCode() == 77)
            QSKIP("mounts are not allowed here");
        const QByteArray out = process.readAllStandardOutput(), err = process.readAllStandardError();
        QVERIFY2(process.exitCode() == 1 && err.contains("no space left"), out + err);
        QVERIFY2(out.contains("\"total\":5"), out + err);
        QVERIFY2(!out.contains("restored-") && !out.contains("damaged-") && !out.contains("partial"), out);
    }
};

ATTUNE_TEST(TstRepairVerb)
#include "tst_repair_verb.moc"
