// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that fills up in the middle of an import, played by a limit on the size of files in a process of its own.
#include "harness/test_case.h"
#include "samples.h"

#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

class TstFullDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void importIsRefusedAndNothingIsLost()
    {
        const samples::Folder dir;
        {
            storage::Database database = storage::Database::create(dir / "a.attune");
            storage::DialogueRepository(database).add(samples::dialogueOf("1", "kept"), "me");
        }
        const pid_t child = fork();
        if (child == 0) {
            std::signal(SIGXFSZ, SIG_IGN); // writing fails with EFBIG instead
            const rlimit limit { 400 * 1024, 400 * 1024 };
            ::setrlimit(RLIMIT_FSIZE, &limit);
            int result = 1;
            try {
                storage::Database database = storage::Database::open(dir / "a.attune");
                storage::DialogueRepository repository(database);
                try {
                    std::vector<dialogue::Dialogue> many;
                    for (int i = 0; i < 500; ++i)
                        many.push_back(samples::dialogueOf("x" + std::to_string(i), std::string(4000, char('a' + i % 26))));
                    repository.addAll(many, "me");
                    result = 2; // the limit was not felt
                } catch (const base::Failure &failure) {
                    // Taken back; or, where there was not even room for that, said: then it goes when the workspace is opened next.
                    const bool isKept = failure.error().kind == base::ErrorKind::ImportKept;
                    result = isKept ? 6 : failure.error().kind == base::ErrorKind::DiskFull ? 3 : 4;
                }
                // The desk goes on: what was there can be read.
                const bool isThere = repository.list({ .search = "kept" }).size() == 1;
                if (isThere && (result == 6 || (result == 3 && repository.count() == 1)))
                    result = 0;
            } catch (...) {
                result = 5;
            }
            ::_exit(result);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 0);
        storage::Database database = storage::Database::open(dir / "a.attune");
        storage::DialogueRepository repository(database);
        QCOMPARE(repository.count(), 1);
        repository.add(samples::dialogueOf("2", "there is room again"), "me");
        QCOMPARE(repository.count(), 2);
    }
};

ATTUNE_TEST(TstFullDisk)
#include "tst_full_disk.moc"
