// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "base/hash.h"
#include "base/uuid.h"
#include "harness/test_case.h"

#include <QTemporaryDir>

#include <csignal>
#include <functional>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace base;

class TstFiles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writesWholeFiles()
    {
        const std::filesystem::path path = std::filesystem::path(m_dir.path().toStdString()) / "a.txt";
        writeFileAtomically(path, "one");
        writeFileAtomically(path, "two");
        QCOMPARE(readFile(path), std::string("two"));
        QCOMPARE(std::distance(std::filesystem::directory_iterator(path.parent_path()), {}), 1);
    }
    void readsFilesOfEverySize()
    {
        const std::filesystem::path path = std::filesystem::path(m_dir.path().toStdString()) / "size.bin";
        for (const size_t size : { size_t(0), size_t(1), size_t(4095), size_t(4096), size_t(4097), size_t(1) << 20 }) {
            std::string content(size, 'x');
            for (size_t i = 0; i < size; ++i)
                content[i] = static_cast<char>(i * 31);
            writeFileAtomically(path, content);
            QVERIFY(readFile(path) == content);
        }
        QVERIFY(readFile("/proc/self/status").starts_with("Name:")); // says that its size is 0
        std::filesystem::remove(path);
    }
    void aFailedWriteKeepsTheOldFile_data()
    {
        QTest::addColumn<bool>("whole");
        QTest::newRow("written anew") << true;
        QTest::newRow("appended to") << false;
    }
    // The system's limit of a file's size stops a write in the middle, as a full disk does.
    void aFailedWriteKeepsTheOldFile()
    {
        QFETCH(bool, whole);
        const QTemporaryDir dir;
        const std::filesystem::path path = std::filesystem::path(dir.path().toStdString()) / "old.txt";
        writeFileAtomically(path, "old\n");
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        rlimit small = before;
        small.rlim_cur = 10;
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        bool failed = false;
        try {
            if (whole)
                writeFileAtomically(path, std::string(100, 'x'));
            else
                appendToFile(path, std::string(100, 'x'));
        } catch (const Failure &) {
            failed = true;
        }
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(failed);
        QCOMPARE(readFile(path), std::string("old\n"));
        QCOMPARE(std::distance(std::filesystem::directory_iterator(path.parent_path()), {}), 1);
    }
    void whatCannotBeReadIsSaid()
    {
        const std::filesystem::path folder = m_dir.path().toStdString(); // opens like a file, and fails when it is read
        const auto kindOf = [](const std::function<void()> &action) {
            try {
                action();
            } catch (const Failure &failure) {
                return failure.error().kind;
            }
            return ErrorKind::Internal;
        };
        QCOMPARE(kindOf([&] { forEachLine(folder, 0, [](std::string_view) {}); }), ErrorKind::FileUnreadable);
        QCOMPARE(kindOf([&] { sha256OfFile(folder); }), ErrorKind::FileUnreadable);
        QCOMPARE(kindOf([&] { sha256OfFile(folder / "none"); }), ErrorKind::FileMissing);
    }
    void aFullDiskIsNamed()
    {
        // /dev/full is the kernel's own full disk.
        try {
            appendToFile("/dev/full", "x");
            QFAIL("writing to a full disk must fail");
        } catch (const Failure &failure) {
            QCOMPARE(failure.error().kind, ErrorKind::DiskFull);
        }
    }
    void missingFolderIsNamed()
    {
        try {
            writeFileAtomically("/no/such/folder/file", "x");
            QFAIL("must fail");
        } catch (const Failure &failure) {
            QCOMPARE(failure.error().kind, ErrorKind::FileUnwritable);
            QCOMPARE(failure.error().subject, std::string("/no/such/folder/file"));
        }
    }
    void linksAreFollowedAndKept_data()
    {
        QTest::addColumn<QString>("link"); // what the output's name leads to
        QTest::addColumn<QString>("file"); // where the content is to be
        QTest::newRow("a file") << "real.txt" << "real.txt";
        QTest::newRow("in another folder") << "sub/real.txt" << "sub/real.txt";
        QTest::newRow("nothing yet") << "sub/new.txt" << "sub/new.txt";
        QTest::newRow("a link") << "second" << "sub/real.txt";
    }
    void linksAreFollowedAndKept()
    {
        QFETCH(QString, link);
        QFETCH(QString, file);
        const QTemporaryDir dir;
        const std::filesystem::path folder = dir.path().toStdString();
        std::filesystem::create_directory(folder / "sub");
        writeFileAtomically(folder / "real.txt", "old");
        writeFileAtomically(folder / "sub/real.txt", "old");
        std::filesystem::create_symlink("sub/real.txt", folder / "second");
        std::filesystem::create_symlink(link.toStdString(), folder / "out");
        writeFileAtomically(folder / "out", "new");
        QVERIFY(std::filesystem::is_symlink(folder / "out"));
        QVERIFY(std::filesystem::is_symlink(folder / "second"));
        QCOMPARE(readFile(folder / file.toStdString()), std::string("new"));
        for (const auto &entry : std::filesystem::recursive_directory_iterator(folder))
            QVERIFY(entry.path().string().find(".partial") == std::string::npos);
    }
    void aRingOfLinksIsAnError()
    {
        const std::filesystem::path folder = m_dir.path().toStdString();
        std::filesystem::create_symlink("ring-b", folder / "ring-a");
        std::filesystem::create_symlink("ring-a", folder / "ring-b");
        QVERIFY_EXCEPTION_THROWN(writeFileAtomically(folder / "ring-a", "x"), Failure);
    }
    void devicesArePassedToAsTheyAre()
    {
        writeFileAtomically("/dev/null", "x");
        QVERIFY(std::filesystem::is_character_file("/dev/null"));
        QVERIFY(!std::filesystem::is_symlink("/dev/null"));
        try {
            writeFileAtomically("/dev/full", "x");
            QFAIL("writing to a full disk must fail");
        } catch (const Failure &failure) {
            QCOMPARE(failure.error().kind, ErrorKind::DiskFull);
        }
        QVERIFY(std::filesystem::is_character_file("/dev/full"));
    }
    void pipesAreWrittenInto()
    {
        const std::filesystem::path pipe = std::filesystem::path(m_dir.path().toStdString()) / "pipe";
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        std::string heard;
        std::thread reader([&] { heard = readFile(pipe); });
        writeFileAtomically(pipe, "through the pipe");
        reader.join();
        QCOMPARE(heard, std::string("through the pipe"));
        QVERIFY(std::filesystem::is_fifo(pipe));
    }
    // As /dev/stdout is when a shell has led it into a file: what stands there already stays.
    void anOpenDescriptorKeepsItsPlace()
    {
        const std::filesystem::path path = std::filesystem::path(m_dir.path().toStdString()) / "led-into";
        const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT, 0644);
        QCOMPARE(::write(fd, "first ", 6), ssize_t(6));
        for (const char *name : { "/dev/fd/", "/proc/self/fd/" })
            writeFileAtomically(name + std::to_string(fd), "second ");
        QCOMPARE(::write(fd, "third", 5), ssize_t(5));
        ::close(fd);
        QCOMPARE(readFile(path), std::string("first second second third"));
    }
    void tornTailIsNotDelivered()
    {
        const std::filesystem::path path = std::filesystem::path(m_dir.path().toStdString()) / "lines";
        writeFileAtomically(path, "a\nb\ntorn");
        std::vector<std::string> lines;
        const auto add = [&lines](std::string_view line) { lines.emplace_back(line); };
        const uint64_t offset = forEachLine(path, 0, add);
        QCOMPARE(lines, (std::vector<std::string> { "a", "b" }));
        appendToFile(path, " no more\n");
        forEachLine(path, offset, add);
        QCOMPARE(lines.back(), std::string("torn no more"));
    }
    void sha256OfKnownText()
    {
        QCOMPARE(sha256("abc"), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }
    void uuidsDiffer()
    {
        const std::string a = newUuid();
        QCOMPARE(a.size(), size_t(36));
        QCOMPARE(a[14], '4');
        QVERIFY(a != newUuid());
    }
    // By hand: the first 16 bytes of sha256("attune") with the bits of version 8 and of the variant.
    void namedUuidsAreTheSameEverywhere()
    {
        QCOMPARE(namedUuid("attune"), std::string("2d769791-545d-8b49-bf77-1dfeb592047d"));
        QVERIFY(namedUuid("attune") != namedUuid("attune "));
    }

private:
    QTemporaryDir m_dir;
};

ATTUNE_TEST(TstFiles)
#include "tst_files.moc"
