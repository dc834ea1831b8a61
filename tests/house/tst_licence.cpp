// SPDX-License-Identifier: GPL-3.0-or-later
// Every source file says its licence in one line.
#include "base/files.h"
#include "harness/test_case.h"

#include <set>

namespace fs = std::filesystem;

class TstLicence : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everySourceFileHasAnSpdxLine()
    {
        int checked = 0;
        const fs::path root = ATTUNE_SOURCE_DIR;
        for (const char *top : { "core", "ui", "app", "tests", "cmake", "packaging", "resources/schema" }) {
            if (!fs::exists(root / top))
                continue;
            for (const auto &entry : fs::recursive_directory_iterator(root / top)) {
                const std::string extension = entry.path().extension().string();
                static const std::set<std::string> kinds { ".cpp", ".h", ".cmake", ".sh", ".py", ".sql" };
                if (!entry.is_regular_file()
                    || (!kinds.contains(extension) && entry.path().filename() != "CMakeLists.txt"))
                    continue;
                const std::string head = base::readFile(entry.path()).substr(0, 400);
                QVERIFY2(head.find("SPDX-License-Identifier: GPL-3.0-or-later") != std::string::npos, entry.path().c_str());
                ++checked;
            }
        }
        QVERIFY(checked > 30);
    }
};

ATTUNE_TEST(TstLicence)
#include "tst_licence.moc"
