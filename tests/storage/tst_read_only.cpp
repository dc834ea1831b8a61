// SPDX-License-Identifier: GPL-3.0-or-later
// Workspaces that cannot be written: read all the same, whatever SQLite finds beside them; every change says why it is refused.
#include "harness/test_case.h"
#include "samples.h"
#include "storage/database_file.h"
#include "storage/prompt_repository.h"
#include "storage/sql.h"

#include <csignal>
#include <fcntl.h>
#include <optional>
#include <sys/wait.h>
#include <unistd.h>

namespace fs = std::filesystem;
using base::ErrorKind;

namespace {

// root may write everywhere: while it lives, a test that runs as root is nobody.
class Unprivileged
{
public:
    Unprivileged()
    {
        if (m_root)
            m_root = ::seteuid(65534) == 0;
    }
    // Whether it gets as far as a folder: a private TMPDIR keeps everybody else out.
    static bool reaches(const fs::path &folder)
    {
        const Unprivileged nobody;
        return ::faccessat(AT_FDCWD, folder.c_str(), R_OK | X_OK, AT_EACCESS) == 0;
    }
    ~Unprivileged()
    {
        if (m_root && ::seteuid(0) != 0)
            std::abort();
    }

private:
    bool m_root = ::geteuid() == 0;
};

void makeReadOnly(const fs::path &folder)
{
    fs::permissions(folder.parent_path(), fs::perms(0755));
    for (const fs::directory_entry &entry : fs::recursive_directory_iterator(folder))
        fs::permissions(entry.path(), entry.is_directory() ? fs::perms(0555) : fs::perms(0444));
    fs::permissions(folder, fs::perms(0555));
}

void makeWritable(const fs::path &folder)
{
    fs::permissions(folder, fs::perms(0755));
    for (const fs::directory_entry &entry : fs::recursive_directory_iterator(folder))
        fs::permissions(entry.path(), entry.is_directory() ? fs::perms(0755) : fs::perms(0644));
}

template <typename Action> std::optional<ErrorKind> kindOf(const Action &action)
{
    try {
        action();
    } catch (const base::Failure &failure) {
        return failure.error().kind;
    }
    return std::nullopt;
}

} // namespace

class TstReadOnly : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        const samples::Folder dir;
        fs::permissions(dir.path(), fs::perms(0755));
        if (!Unprivileged::reaches(dir.path()))
            QSKIP("skipped: root tests this as another user, whom TMPDIR keeps out");
    }

    void canBeReadAndSaysSo_data()
    {
        QTest::addColumn<QString>("state");
        for (const char *state : { "closed well", "killed", "killed, index lost", "older" })
            QTest::newRow(state) << state;
    }
    void canBeReadAndSaysSo()
    {
        QFETCH(QString, state);
        const samples::Folder dir;
        const fs::path folder = dir / "a%b?c#d.attune";
        const fs::path copies = dir / "copies";
        fs::create_directory(copies);
        fs::permissions(copies, fs::perms(0777));
        const QByteArray before = qgetenv("TMPDIR");
        qputenv("TMPDIR", copies.c_str());
        {
            storage::Database database = storage::Database::create(folder);
            storage::DialogueRepository(database).add(samples::dialogueOf("1", "first"), "me");
        }
        if (state.startsWith(QLatin1String("killed"))) {
            const pid_t child = ::fork();
            if (child == 0) {
                storage::Database database = storage::Database::open(folder);
                storage::DialogueRepository(database).add(samples::dialogueOf("2", "second"), "me");
                ::raise(SIGKILL);
            }
            ::waitpid(child, nullptr, 0);
            QVERIFY(fs::file_size(folder / "workspace.db-wal") > 0);
            if (state.endsWith(QLatin1String("lost")))
                fs::remove(folder / "workspace.db-shm");
        }
        makeReadOnly(folder);
        {
            const Unprivileged nobody;
            storage::Database database = storage::Database::open(folder);
            storage::Database lane = storage::Database::open(folder, storage::Maintenance::None);
            QVERIFY(database.isReadOnly());
            QVERIFY(lane.isReadOnly());
            const int64_t expected = state.startsWith(QLatin1String("killed")) ? 2 : 1;
            storage::DialogueRepository dialogues(database);
            QCOMPARE(dialogues.count(), expected);
            QCOMPARE(storage::DialogueRepository(lane).list({ .search = "first" }).size(), size_t(1));
            QCOMPARE(dialogues.getAll({}).size(), size_t(expected));
            QVERIFY(!database.look());
            QVERIFY(!database.backUpDaily());
            QVERIFY(kindOf([&] { dialogues.add(samples::dialogueOf("3", "x"), "me"); }) == ErrorKind::WorkspaceReadOnly);
            QVERIFY(kindOf([&] { storage::PromptRepository(lane).add({ .name = "p", .content_hash = "h" }, "me"); })
                == ErrorKind::WorkspaceReadOnly);
            QVERIFY(kindOf([&] { storage::execute(database.connection(), "DELETE FROM dialogue"); }) == ErrorKind::WorkspaceReadOnly);
            QCOMPARE(dialogues.count(), expected);
        }
        QVERIFY(fs::is_empty(copies));
        before.isEmpty() ? qunsetenv("TMPDIR") : qputenv("TMPDIR", before);
        makeWritable(folder);
        storage::Database database = storage::Database::open(folder);
        QVERIFY(!database.isReadOnly());
        QVERIFY(storage::DialogueRepository(database).count() >= 1);
    }

    // A folder that is shared: the owner opens it after the reader did, and works.
    void theOwnerMayWorkMeanwhile()
    {
        if (::geteuid() != 0)
            QSKIP("needs two users");
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        {
            storage::Database database = storage::Database::create(folder);
            // More than SQLite keeps in memory.
            for (int i = 0; i < 50; ++i)
                storage::DialogueRepository(database).add(samples::dialogueOf(std::to_string(i), std::string(60000, 'a')), "me");
        }
        fs::permissions(dir.path(), fs::perms(0755));
        const Unprivileged nobody;
        storage::Database reader = storage::Database::open(folder);
        QVERIFY(reader.isReadOnly());
        QCOMPARE(storage::DialogueRepository(reader).count(), 50);
        const pid_t child = ::fork();
        if (child == 0) {
            if (::seteuid(0) != 0)
                ::_exit(1);
            {
                storage::Database owner = storage::Database::open(folder);
                storage::DialogueRepository dialogues(owner);
                for (int i = 50; i < 150; ++i)
                    dialogues.add(samples::dialogueOf(std::to_string(i), std::string(20000, 'b')), "me");
                storage::execute(owner.connection(), "PRAGMA wal_checkpoint(TRUNCATE)");
                storage::execute(owner.connection(), "VACUUM");
            }
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        QCOMPARE(storage::DialogueRepository(reader).getAll({}).size(), size_t(50));
        QCOMPARE(QString::fromStdString(reader.connection().execAndGet("PRAGMA integrity_check").getString()), QStringLiteral("ok"));
        storage::Database again = storage::Database::open(folder);
        QVERIFY(storage::DialogueRepository(again).count() >= 50);
    }

    void theFileAloneCanBeReadOnly()
    {
        const samples::Folder dir;
        const fs::path folder = dir / "a.attune";
        storage::Database::create(folder);
        fs::permissions(folder / "workspace.db", fs::perms(0444));
        fs::permissions(dir.path(), fs::perms(0755));
        const Unprivileged nobody;
        QVERIFY(storage::Database::open(folder).isReadOnly());
    }

    void whatCannotBeReadIsSaid()
    {
        const samples::Folder dir;
        storage::Database::create(dir / "a.attune");
        fs::permissions(dir / "a.attune/workspace.db", fs::perms(0));
        fs::permissions(dir.path(), fs::perms(0755));
        const Unprivileged nobody;
        QVERIFY(kindOf([&] { storage::Database::open(dir / "a.attune"); }) == ErrorKind::FileUnreadable);
        QVERIFY(kindOf([&] { storage::Database::create(dir / "b.attune"); }) == ErrorKind::FileUnwritable);
    }
};

ATTUNE_TEST(TstReadOnly)
#include "tst_read_only.moc"
