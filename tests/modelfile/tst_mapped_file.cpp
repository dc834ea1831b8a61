// SPDX-License-Identifier: GPL-3.0-or-later
// A model file that another program cuts or overwrites while it is mapped: no signal, a sentence.
#include "base/files.h"
#include "fakes/tiny_model.h"
#include "harness/test_case.h"
#include "modelfile/gguf.h"
#include "modelfile/safetensors.h"

#include <QTemporaryDir>

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using base::ErrorKind;
using namespace modelfile;
namespace fs = std::filesystem;

namespace {

constexpr size_t kSize = 40 * 4096 + 123;

uint64_t sumOf(std::span<const std::byte> bytes)
{
    uint64_t sum = 0;
    for (const std::byte byte : bytes)
        sum += static_cast<uint64_t>(byte);
    return sum;
}

template <typename File> std::optional<base::Error> fault(const File &file)
{
    try {
        file.check();
        return std::nullopt;
    } catch (const base::Failure &failure) {
        return failure.error();
    }
}

} // namespace

class TstMappedFile : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    fs::path path(const char *name = "model") const { return fs::path(m_dir.path().toStdString()) / name; }
    fs::path make(const char *name = "model") const
    {
        base::writeFileAtomically(path(name), std::string(kSize, '\x01'));
        // So that a write that comes at once has another time.
        fs::last_write_time(path(name), fs::file_time_type::clock::now() - std::chrono::hours(1));
        return path(name);
    }
    static void overwrite(const fs::path &file, const std::string &content)
    {
        std::fstream(file, std::ios::in | std::ios::out | std::ios::binary) << content;
    }

private Q_SLOTS:
    void oneThatLiesStillIsWhole()
    {
        const MappedFile file(make());
        QCOMPARE(sumOf(file.bytes()), uint64_t(kSize));
        QVERIFY(!fault(file));
        base::writeFileAtomically(path("empty"), "");
        QVERIFY(!fault(MappedFile(path("empty"))));
    }

    void aChangeIsASentence_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<int>("kind"); // -1: harmless
        QTest::newRow("cut") << "cut" << int(ErrorKind::TruncatedFile);
        QTest::newRow("emptied") << "emptied" << int(ErrorKind::TruncatedFile);
        QTest::newRow("cut and written anew") << "anew" << int(ErrorKind::CorruptFile);
        QTest::newRow("overwritten") << "overwritten" << int(ErrorKind::CorruptFile);
        QTest::newRow("appended to") << "appended" << int(ErrorKind::CorruptFile);
        QTest::newRow("replaced") << "replaced" << -1;
        QTest::newRow("deleted") << "deleted" << -1;
    }
    void aChangeIsASentence()
    {
        QFETCH(QString, change);
        QFETCH(int, kind);
        const MappedFile file(make());
        QCOMPARE(uint64_t(file.bytes()[0]), uint64_t(1)); // its first page is there
        if (change == QLatin1String("cut"))
            fs::resize_file(path(), 5000);
        else if (change == QLatin1String("emptied"))
            fs::resize_file(path(), 0);
        else if (change == QLatin1String("anew"))
            std::ofstream(path(), std::ios::binary) << std::string(kSize, '\x02');
        else if (change == QLatin1String("overwritten"))
            overwrite(path(), "xyz");
        else if (change == QLatin1String("appended"))
            base::appendToFile(path(), "more");
        else if (change == QLatin1String("replaced"))
            base::writeFileAtomically(path(), "another one");
        else
            fs::remove(path());
        const uint64_t sum = sumOf(file.bytes()); // all of it, and the process goes on
        const auto error = fault(file);
        QCOMPARE(error ? int(error->kind) : -1, kind);
        if (error)
            QCOMPARE(error->subject, path().string());
        else
            QCOMPARE(sum, uint64_t(kSize));
    }

    // What was read as zeros does not become good again when the file grows back.
    void aHoleStaysAFault()
    {
        const MappedFile file(make());
        const auto time = fs::last_write_time(path());
        fs::resize_file(path(), 0);
        QCOMPARE(sumOf(file.bytes()), uint64_t(0));
        fs::resize_file(path(), kSize);
        fs::last_write_time(path(), time);
        QCOMPARE(int(fault(file)->kind), int(ErrorKind::CorruptFile));
        QCOMPARE(sumOf(file.bytes()), uint64_t(0)); // no page comes back
    }

    void onlyTheOneThatWasCutIsDamaged()
    {
        const MappedFile first(make("first")), second(make("second")), third(make("third"));
        fs::resize_file(path("second"), 10);
        QCOMPARE(sumOf(second.bytes()), uint64_t(10));
        QCOMPARE(sumOf(first.bytes()), uint64_t(kSize));
        QCOMPARE(sumOf(third.bytes()), uint64_t(kSize));
        QVERIFY(!fault(first));
        QVERIFY(fault(second));
        QVERIFY(!fault(third));
    }

    void onManyThreadsAtOnce()
    {
        for (int round = 0; round < 30; ++round) {
            const MappedFile file(make());
            std::atomic<uint64_t> sum = 0;
            std::vector<std::jthread> readers;
            for (int i = 0; i < 6; ++i)
                readers.emplace_back([&] { sum += sumOf(file.bytes()); });
            fs::resize_file(path(), size_t(round) * 4096);
            readers.clear();
            QCOMPARE(int(fault(file)->kind), int(ErrorKind::TruncatedFile));
        }
    }

    // Mappings come and go; the list of watched ones is used again.
    void manyOneAfterTheOther()
    {
        make();
        for (int round = 0; round < 200; ++round) {
            std::vector<std::unique_ptr<MappedFile>> files;
            for (int i = 0; i < 5; ++i)
                files.push_back(std::make_unique<MappedFile>(path()));
            QCOMPARE(sumOf(files[size_t(round % 5)]->bytes()), uint64_t(kSize));
        }
        const MappedFile file(path());
        fs::resize_file(path(), 0);
        QCOMPARE(sumOf(file.bytes()), uint64_t(0));
        QVERIFY(fault(file));
    }

    // A fault that is not in a model file is what it was before.
    void otherFaultsStillEndTheProcess()
    {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("skipped: the sanitizer takes the signal and exits");
#endif
        const MappedFile watched(make());
        const fs::path other = make("other");
        const pid_t child = ::fork();
        if (child == 0) {
            qputenv("QTEST_DISABLE_STACK_DUMP", "1"); // Qt Test's own handler comes next
            const int fd = ::open(other.c_str(), O_RDWR);
            auto *bytes = static_cast<char *>(::mmap(nullptr, kSize, PROT_READ, MAP_PRIVATE, fd, 0));
            if (::ftruncate(fd, 0) != 0)
                ::_exit(2);
            volatile char byte = bytes[4096];
            ::_exit(byte == 0 ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status));
        QCOMPARE(WTERMSIG(status), SIGBUS);
    }

    void whatAChangeMadeIsNotBelieved()
    {
        const MappedFile file(make());
        QCOMPARE(readWhole(file, [] { return 7; }), 7);
        QVERIFY_EXCEPTION_THROWN(readWhole(file, []() -> int { throw std::runtime_error("its own"); }), std::runtime_error);
        fs::resize_file(path(), 0);
        QVERIFY_EXCEPTION_THROWN(readWhole(file, [] { return 7; }), base::Failure);
        QVERIFY_EXCEPTION_THROWN(readWhole(file, []() -> int { throw std::runtime_error("its own"); }), base::Failure);
    }

    void bothContainersTell()
    {
        fakes::writeTinyModel(path("tiny.gguf"));
        const std::string data(1 << 16, 'x');
        writeSafetensors(path("tiny.safetensors"), { { "a", *safetensorsType(ElementType::U8), { 1 << 16 }, std::as_bytes(std::span(data)) } });
        const GgufFile gguf(path("tiny.gguf"));
        const SafetensorsFile tensors(path("tiny.safetensors"));
        QVERIFY(!fault(gguf) && !fault(tensors));
        for (const char *name : { "tiny.gguf", "tiny.safetensors" })
            fs::resize_file(path(name), 300);
        sumOf(gguf.tensors().back().data);
        sumOf(tensors.tensors()[0].data);
        QCOMPARE(int(fault(gguf)->kind), int(ErrorKind::TruncatedFile));
        QCOMPARE(int(fault(tensors)->kind), int(ErrorKind::TruncatedFile));
    }
};

ATTUNE_TEST(TstMappedFile)
#include "tst_mapped_file.moc"
