// SPDX-License-Identifier: GPL-3.0-or-later
// Files are opened in one way (base/guarded_files.h): any other opening could be that of a workspace's database, whose locks its
// closing drops. What opens otherwise is listed here, with the reason why it cannot meet one.
#include "base/files.h"
#include "harness/test_case.h"

#include <map>
#include <regex>

namespace fs = std::filesystem;

class TstOpenings : public QObject
{
    Q_OBJECT

    static const std::map<std::string, std::string> &reasons()
    {
        static const std::map<std::string, std::string> list {
            { "core/base/guarded_files.cpp", "the one opening" },
            { "core/jobs/machine_report.cpp", "files of the system under /proc and /etc" },
            { "core/jobs/worker_process.cpp", "files under /proc" },
            { "core/nn/device.cpp", "files under /proc and /sys" },
            { "core/nn/kernels/tile_memory.cpp", "maps memory, no file" },
            { "core/modelfile/mapped_file.cpp", "maps what the one opening opened" },
            { "core/run/process_identity.cpp", "files under /proc" },
            { "core/run/run_folder.cpp", "holds a folder by O_PATH, whose closing drops nothing" },
            { "core/run/device_slot.cpp", "locks in the machine's lock folder, never through links" },
            { "core/run/lock_folder.cpp", "locks in the machine's lock folder, never through links" },
            { "core/storage/database_watch.cpp", "/proc/locks" },
            { "core/modelfile/bus_guard.cpp", "maps memory, no file" },
            { "core/storage/foreign_schema.cpp", "SQLite itself, in memory" },
            { "core/storage/new_database.cpp", "SQLite itself" },
            { "core/storage/database_file.cpp", "SQLite itself" },
            { "ui/shell/theme.cpp", "a resource of the program" },
            { "app/engine/verbs/openmp_waits.cpp", "files under /proc; the engine opens no workspace" },
            { "app/engine/verbs/oom_evidence.cpp", "files under /proc; the engine opens no workspace" },
            { "app/engine/verbs/worker_process.cpp", "engine.log of a run folder; the engine opens no workspace" },
        };
        return list;
    }

    static std::string withoutComment(std::string_view line)
    {
        const size_t comment = line.find("//");
        return std::string(line.substr(0, comment));
    }

    template <typename Take> static void forEachSource(const Take &take)
    {
        const fs::path root = ATTUNE_SOURCE_DIR;
        for (const char *top : { "core", "ui", "app" }) {
            for (const auto &entry : fs::recursive_directory_iterator(root / top)) {
                const std::string extension = entry.path().extension().string();
                if (extension == ".cpp" || extension == ".h")
                    take(fs::relative(entry.path(), root).generic_string(), entry.path());
            }
        }
    }

private Q_SLOTS:
    void nothingElseOpensFiles()
    {
        static const std::regex opening(
            R"((^|[^\w:])::(open|openat|creat|mmap|truncate|shm_open)\s*\(|\b(fopen|freopen|fopen64|ifstream|ofstream|basic_fstream|filebuf)\b|std::fstream)"
            R"(|\b(copy_file|resize_file)\b|\bQ(File|SaveFile|TemporaryFile)\s+\w+\s*[({]|\bnew Q(File|SaveFile|TemporaryFile)\b)"
            R"(|\bQ(ImageReader|ImageWriter|Movie|SoundEffect|PdfWriter|Printer|MimeDatabase|FileIconProvider|FileSystemModel)\b)"
            R"(|sqlite3_open|SQLite::Database>?\s*[({]\s*\w)");
        QStringList faults;
        forEachSource([&](const std::string &name, const fs::path &path) {
            base::forEachLine(path, 0, [&](std::string_view line) {
                const std::string text = withoutComment(line);
                if (std::regex_search(text, opening) && !reasons().contains(name))
                    faults << QString::fromStdString(name + ": " + text);
            });
        });
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
    }

    // Qt's own dialog opens what it lists.
    void fileDialogsAreMadeInOnePlace()
    {
        static const std::regex made(R"(new QFileDialog\b|QFileDialog::get|QFileDialog \w+[({;]|: public QFileDialog|, public QFileDialog)");
        QStringList faults;
        forEachSource([&](const std::string &name, const fs::path &path) {
            base::forEachLine(path, 0, [&](std::string_view line) {
                if (std::regex_search(withoutComment(line), made) && name != "ui/parts/file_dialog.cpp")
                    faults << QString::fromStdString(name + ": " + std::string(line));
            });
        });
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
    }

    // A reason outlives its file otherwise.
    void everyReasonIsNeeded()
    {
        for (const auto &[name, reason] : reasons()) {
            QVERIFY2(fs::exists(fs::path(ATTUNE_SOURCE_DIR) / name), name.c_str());
            QVERIFY(!reason.empty());
        }
    }
};

ATTUNE_TEST(TstOpenings)
#include "tst_openings.moc"
