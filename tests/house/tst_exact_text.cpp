// SPDX-License-Identifier: GPL-3.0-or-later
// Text of an editor is read to the byte (ui/parts/exact_text.h): toPlainText() makes spaces of U+00A0 and line feeds of U+2028. Where it is
// called all the same nothing of it is stored or sent, and the reason stands here.
#include "base/files.h"
#include "harness/test_case.h"

#include <map>
#include <regex>

namespace fs = std::filesystem;

class TstExactTextHouse : public QObject
{
    Q_OBJECT

    static const std::map<std::string, std::string> &reasons()
    {
        static const std::map<std::string, std::string> list {
            { "ui/parts/exact_text.cpp", "the one reading" },
            { "ui/prompts/system_view.cpp", "asks only whether anything is shown" },
            { "ui/runs/run_details.cpp", "the end of a log, for tests" },
        };
        return list;
    }
    // By file: how often.
    static std::map<std::string, int> calls()
    {
        static const std::regex call(R"(\btoPlainText\s*\()");
        std::map<std::string, int> found;
        const fs::path root = ATTUNE_SOURCE_DIR;
        for (const char *top : { "ui", "app" }) {
            for (const auto &entry : fs::recursive_directory_iterator(root / top)) {
                const std::string extension = entry.path().extension().string();
                if (extension != ".cpp" && extension != ".h")
                    continue;
                base::forEachLine(entry.path(), 0, [&](std::string_view line) {
                    const std::string code(line.substr(0, line.find("//")));
                    if (std::regex_search(code, call))
                        ++found[fs::relative(entry.path(), root).generic_string()];
                });
            }
        }
        return found;
    }

private Q_SLOTS:
    void editorsAreReadToTheByte()
    {
        QStringList faults;
        for (const auto &[file, count] : calls()) {
            if (!reasons().contains(file))
                faults << QString::fromStdString(file);
        }
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
    }
    // A reason outlives what it is for otherwise, and hides the next one.
    void everyReasonIsNeeded()
    {
        const auto found = calls();
        for (const auto &[file, reason] : reasons())
            QVERIFY2(file == "ui/parts/exact_text.cpp" || (found.contains(file) && found.at(file) == 1), file.c_str());
    }
};

ATTUNE_TEST(TstExactTextHouse)
#include "tst_exact_text.moc"
