// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/hash.h"
#include "harness/test_case.h"
#include "samples.h"
#include "storage/sql.h"
#include "storage/prompt_repository.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

namespace fs = std::filesystem;
using base::ErrorKind;

namespace {

// What SQLite itself says, beside our code.
class Raw
{
public:
    explicit Raw(const fs::path &file) { sqlite3_open(file.c_str(), &m_db); }
    ~Raw() { sqlite3_close(m_db); }
    bool run(const std::string &sql) { return sqlite3_exec(m_db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK; }
    std::string value(const std::string &sql)
    {
        std::string text;
        sqlite3_exec(
            m_db, sql.c_str(),
            [](void *out, int, char **values, char **) {
                *static_cast<std::string *>(out) = values[0] ? values[0] : "";
                return 0;
            },
            &text, nullptr);
        return text;
    }

private:
    sqlite3 *m_db = nullptr;
};

ErrorKind kindOfOpening(const fs::path &folder, std::string *sentence = nullptr)
{
    try {
        storage::Database::open(folder);
    } catch (const base::Failure &failure) {
        if (sentence)
            *sentence = failure.what();
        return failure.error().kind;
    }
    return ErrorKind::Internal;
}

size_t backupCount(const fs::path &folder)
{
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

} // namespace

class TstDatabase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void freshWorkspaceHasTheNewestSchema()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "deep/er/study.attune";
        storage::Database::create(folder);
        QVERIFY(storage::Database::isWorkspace(folder));
        QVERIFY(fs::is_directory(folder / "runs"));
        Raw raw(folder / "workspace.db");
        QCOMPARE(raw.value("PRAGMA user_version"), std::to_string(storage::schemaVersion()));
        QCOMPARE(raw.value("PRAGMA journal_mode"), std::string("wal"));
        QCOMPARE(raw.value("PRAGMA integrity_check"), std::string("ok"));
        QCOMPARE(kindOfOpening(folder), ErrorKind::Internal); // opens again
    }

    void creatingTwiceIsRefused()
    {
        const samples::Folder dir;
        storage::Database::create(dir / "a.attune");
        QVERIFY_EXCEPTION_THROWN(storage::Database::create(dir / "a.attune"), base::Failure);
        QVERIFY(storage::Database::isWorkspace(dir / "a.attune"));
    }

    void closingLeavesNoWal()
    {
        const samples::Folder dir;
        {
            storage::Database database = storage::Database::create(dir / "a.attune");
            storage::DialogueRepository(database).add(samples::dialogueOf("1", "hello"), "me");
            QVERIFY(fs::file_size(dir / "a.attune/workspace.db-wal") > 0);
        }
        QVERIFY(!fs::exists(dir / "a.attune/workspace.db-wal"));
    }

    // A workspace of the first version, with somebody's work in it.
    void olderWorkspaceIsBroughtUpToDate()
    {
        const samples::Folder dir;
        fs::copy(fs::path(ATTUNE_SOURCE_DIR) / "tests/golden/workspace_schema3", dir / "a.attune", fs::copy_options::recursive);
        std::string id;
        {
            // Back to the first schema, as a workspace that has seen neither of the next two.
            Raw raw(dir / "a.attune/workspace.db");
            id = raw.value("SELECT id FROM dialogue WHERE source_name = 'chat'");
            QVERIFY(raw.run("ALTER TABLE turn DROP COLUMN not_learned"));
            QVERIFY(raw.run("ALTER TABLE known_model DROP COLUMN chat_template"));
            QVERIFY(raw.run("PRAGMA user_version = 1"));
        }
        storage::Database database = storage::Database::open(dir / "a.attune");
        QCOMPARE(backupCount(database.backupsDir()), size_t(1));
        storage::DialogueRepository dialogues(database);
        storage::StoredDialogue stored = dialogues.get(id);
        QCOMPARE(stored.dialogue.turns.size(), size_t(2));
        QVERIFY(!stored.dialogue.turns[1].not_learned);
        // What it had before it learned of the mark is still its hash.
        QCOMPARE(stored.content_hash, dialogue::contentHash(stored.dialogue));
        stored.dialogue.turns[1].not_learned = true;
        dialogues.save(stored, "me");
        QVERIFY(dialogues.get(id).dialogue.turns[1].not_learned);
    }

    void newerWorkspaceIsLeftUntouched_data()
    {
        QTest::addColumn<bool>("inWal");
        QTest::newRow("in the file") << false;
        QTest::newRow("only in the WAL") << true;
    }
    void newerWorkspaceIsLeftUntouched()
    {
        QFETCH(bool, inWal);
        const samples::Folder dir;
        storage::Database::create(dir / "a.attune");
        const fs::path file = dir / "a.attune/workspace.db";
        const std::string newer = "PRAGMA user_version = 99";
        const fs::path wal = dir / "a.attune/workspace.db-wal";
        if (inWal) {
            // A newer version that ended without a checkpoint: its WAL is there, its connection is not.
            {
                Raw raw(file);
                QVERIFY(raw.run(newer));
                fs::copy_file(file, dir / "copy");
                fs::copy_file(wal, dir / "copy-wal");
            }
            fs::rename(dir / "copy", file);
            fs::rename(dir / "copy-wal", wal);
        } else {
            QVERIFY(Raw(file).run(newer));
        }
        const std::string before = base::sha256OfFile(file) + (inWal ? base::sha256OfFile(wal) : "");
        std::string sentence;
        QCOMPARE(kindOfOpening(dir / "a.attune", &sentence), ErrorKind::NewerWorkspace);
        QVERIFY(sentence.find("99") != std::string::npos);
        QCOMPARE(base::sha256OfFile(file) + (inWal ? base::sha256OfFile(wal) : ""), before);
        QVERIFY(!fs::exists(dir / "a.attune/backups"));
    }

    void strangersAreRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("kind");
        QTest::newRow("empty") << QByteArray() << int(ErrorKind::NotAWorkspace); // a kill while it was made
        QTest::newRow("text") << QByteArray(5000, 'x') << int(ErrorKind::WorkspaceDamaged);
        QTest::newRow("header only") << QByteArray("SQLite format 3\0", 16) << int(ErrorKind::WorkspaceDamaged);
    }
    void strangersAreRefused()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, kind);
        const samples::Folder dir;
        fs::create_directory(dir / "a.attune");
        std::ofstream(dir / "a.attune/workspace.db", std::ios::binary).write(content.data(), content.size());
        QCOMPARE(int(kindOfOpening(dir / "a.attune")), kind);
        QCOMPARE(fs::file_size(dir / "a.attune/workspace.db"), size_t(content.size()));
    }

    void anotherProgramsDatabaseIsNoWorkspace()
    {
        const samples::Folder dir;
        fs::create_directory(dir / "a.attune");
        QVERIFY(Raw(dir / "a.attune/workspace.db").run("CREATE TABLE t (x)"));
        QCOMPARE(kindOfOpening(dir / "a.attune"), ErrorKind::NotAWorkspace);
        QCOMPARE(kindOfOpening(dir / "nothing"), ErrorKind::NotAWorkspace);
    }

    void damagedPagesAreNamed()
    {
        const samples::Folder dir;
        {
            storage::Database database = storage::Database::create(dir / "a.attune");
            storage::DialogueRepository repository(database);
            for (int i = 0; i < 50; ++i)
                repository.add(samples::dialogueOf(std::to_string(i), std::string(500, 'a')), "me");
        }
        {
            std::fstream file(dir / "a.attune/workspace.db", std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(8192);
            file << std::string(60000, '\xff');
        }
        try {
            storage::Database database = storage::Database::open(dir / "a.attune");
            storage::DialogueRepository(database).getAll({ .limit = -1 });
            QFAIL("the damage was not seen");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, ErrorKind::WorkspaceDamaged);
            QVERIFY(std::string(failure.what()).find("attune repair") != std::string::npos);
        }
    }

    void transactionIsAllOrNothing()
    {
        const samples::Folder dir;
        storage::Database database = storage::Database::create(dir / "a.attune");
        storage::DialogueRepository repository(database);
        try {
            database.transaction([&] {
                repository.add(samples::dialogueOf("1", "hello"), "me");
                throw std::runtime_error("in between");
            });
        } catch (const std::runtime_error &) {
        }
        QCOMPARE(repository.count(), 0);
        repository.add(samples::dialogueOf("1", "hello"), "me"); // the connection is usable
        QCOMPARE(repository.count(), 1);
    }

    void backupsAreWholeAndSevenAreKept()
    {
        const samples::Folder dir;
        storage::Database database = storage::Database::create(dir / "a.attune");
        QVERIFY(!database.backUpDaily()); // nobody's work yet
        storage::DialogueRepository(database).add(samples::dialogueOf("1", "hello"), "me");
        QVERIFY(database.backUpDaily());
        QVERIFY(!database.backUpDaily()); // once a day
        fs::path last;
        for (int i = 0; i < 9; ++i) {
            QTest::qSleep(2); // names hold milliseconds
            last = database.backUp();
        }
        QCOMPARE(backupCount(database.backupsDir()), size_t(7));
        Raw raw(last);
        QCOMPARE(raw.value("SELECT count(*) FROM dialogue"), std::string("1"));
        QCOMPARE(raw.value("PRAGMA user_version"), std::to_string(storage::schemaVersion()));
    }

    void backUpServesAsAWorkspace()
    {
        const samples::Folder dir;
        {
            storage::Database database = storage::Database::create(dir / "a.attune");
            storage::DialogueRepository(database).add(samples::dialogueOf("1", "hello"), "me");
            fs::create_directory(dir / "b.attune");
            fs::copy_file(database.backUp(), dir / "b.attune/workspace.db");
        }
        storage::Database restored = storage::Database::open(dir / "b.attune");
        QCOMPARE(storage::DialogueRepository(restored).list({ .search = "hello" }).size(), size_t(1));
    }

    void otherConnectionsAreNoticed()
    {
        const samples::Folder dir;
        storage::Database mine = storage::Database::create(dir / "a.attune");
        storage::Database other = storage::Database::open(dir / "a.attune", storage::Maintenance::None);
        const int64_t version = mine.dataVersion();
        const auto counters = storage::changeCounters(mine);
        int committed = 0;
        mine.onCommitted([&] { ++committed; });
        storage::DialogueRepository(mine).add(samples::dialogueOf("1", "hello"), "me");
        QCOMPARE(mine.dataVersion(), version); // own commits
        QCOMPARE(committed, 1);
        storage::PromptRepository(other).add({ .name = "p", .content_hash = "h" }, "you");
        QVERIFY(mine.dataVersion() != version);
        QCOMPARE(committed, 1);
        const auto after = storage::changeCounters(mine);
        using storage::Changed;
        QVERIFY(after[size_t(Changed::Dialogues)] > counters[size_t(Changed::Dialogues)]);
        QVERIFY(after[size_t(Changed::Profiles)] > counters[size_t(Changed::Profiles)]);
        QVERIFY(after[size_t(Changed::Prompts)] > counters[size_t(Changed::Prompts)]);
        QCOMPARE(after[size_t(Changed::Runs)], counters[size_t(Changed::Runs)]);
    }

    // A connection holds a lock on the file as long as it lives; opening another one in the same process must not drop
    // it. Otherwise another program that closes takes itself for the last one and deletes the WAL under us.
    void furtherConnectionsKeepTheLock()
    {
        const samples::Folder dir;
        storage::Database mine = storage::Database::create(dir / "a.attune");
        QVERIFY(isLocked(dir / "a.attune/workspace.db"));
        {
            storage::Database other = storage::Database::open(dir / "a.attune", storage::Maintenance::None);
            storage::Database third = storage::Database::open(dir / "a.attune");
        }
        QVERIFY(isLocked(dir / "a.attune/workspace.db"));
    }

    // Whose path and permissions are as they should be: it is only that somebody else is faster.
    void aBusyOneIsSaidToBeBusy()
    {
        const samples::Folder dir;
        storage::Database first = storage::Database::create(dir / "a.attune");
        storage::Database second = storage::Database::open(dir / "a.attune", storage::Maintenance::None);
        second.connection().setBusyTimeout(10);
        first.transaction([&] {
            try {
                storage::DialogueRepository(second).add(samples::dialogueOf("1", "x"), "me");
                QFAIL("it was written");
            } catch (const base::Failure &failure) {
                QCOMPARE(failure.error().kind, ErrorKind::WorkspaceBusy);
                QCOMPARE(failure.error().subject, (dir / "a.attune").string());
            }
        });
        storage::DialogueRepository(second).add(samples::dialogueOf("1", "x"), "me");
    }

    void twoDesksWriteAtTheSameTime()
    {
        const samples::Folder dir;
        storage::Database::create(dir / "a.attune");
        const auto write = [&](const std::string &source) {
            storage::Database database = storage::Database::open(dir / "a.attune", storage::Maintenance::None);
            storage::DialogueRepository repository(database);
            for (int i = 0; i < 40; ++i) {
                dialogue::Dialogue d = samples::dialogueOf(std::to_string(i), "hello");
                d.source_name = source;
                repository.add(d, source);
            }
        };
        std::thread first(write, "first");
        std::thread second(write, "second");
        first.join();
        second.join();
        storage::Database database = storage::Database::open(dir / "a.attune");
        QCOMPARE(storage::DialogueRepository(database).count(), 80);
    }

private:
    static bool isLocked(const std::filesystem::path &file);
};

bool TstDatabase::isLocked(const std::filesystem::path &file)
{
    // A process is never told of its own locks, so a child asks. SQLite's shared lock lies behind the first gigabyte.
    const pid_t child = fork();
    if (child == 0) {
        struct flock lock {};
        lock.l_type = F_WRLCK;
        lock.l_whence = SEEK_SET;
        lock.l_start = 0x40000002;
        lock.l_len = 510;
        const int fd = ::open(file.c_str(), O_RDWR);
        const bool asked = fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0;
        _exit(asked && lock.l_type != F_UNLCK ? 1 : 0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

ATTUNE_TEST(TstDatabase)
#include "tst_database.moc"
