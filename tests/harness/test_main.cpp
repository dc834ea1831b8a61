// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"

#include <QTemporaryDir>

#include <cstdio>
#include <map>
#include <memory>

namespace harness {

namespace {
// Filled by static initialisers of the test files, so it must be made on first use.
std::map<std::string, Factory> &registry()
{
    static std::map<std::string, Factory> tests;
    return tests;
}
ApplicationFactory &applicationFactory()
{
    static ApplicationFactory factory;
    return factory;
}
} // namespace

bool registerTest(const char *sourceFile, Factory factory)
{
    registry()[std::filesystem::path(sourceFile).stem().string()] = std::move(factory);
    return true;
}

bool registerApplication(ApplicationFactory factory)
{
    applicationFactory() = std::move(factory);
    return true;
}

std::filesystem::path realData()
{
    const auto path = std::filesystem::path(ATTUNE_SOURCE_DIR) / ".." / "shared" / "data";
    std::error_code ec;
    return std::filesystem::is_directory(path, ec) ? path.lexically_normal() : std::filesystem::path();
}

std::filesystem::path golden(const std::string &name)
{
    return std::filesystem::path(ATTUNE_SOURCE_DIR) / "tests" / "golden" / name;
}

bool updateGolden() { return qEnvironmentVariableIntValue("UPDATE_GOLDEN") == 1; }

} // namespace harness

namespace {

// Workers under test wait for no job of the person who tests, and hold none of theirs up.
class OwnLocks
{
public:
    OwnLocks()
    {
        if (!qEnvironmentVariableIsSet("ATTUNE_LOCK_DIR"))
            qputenv("ATTUNE_LOCK_DIR", m_folder.path().toUtf8());
    }

private:
    QTemporaryDir m_folder;
};

} // namespace

int main(int argc, char **argv)
{
    const OwnLocks locks;
    // No word vectors unless a test names some: the same numbers whatever was fetched.
    if (!qEnvironmentVariableIsSet("ATTUNE_VECTORS"))
        qputenv("ATTUNE_VECTORS", "");
    std::string only;
    QStringList arguments { QString::fromLocal8Bit(argv[0]) };
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--only" && i + 1 < argc)
            only = argv[++i];
        else
            arguments << QString::fromLocal8Bit(argv[i]);
    }
    const auto makeApplication = harness::applicationFactory();
    const std::unique_ptr<QCoreApplication> application(
        makeApplication ? makeApplication(argc, argv) : new QCoreApplication(argc, argv));
    int failed = 0;
    int ran = 0;
    for (const auto &[name, make] : harness::registry()) {
        if (!only.empty() && name != only)
            continue;
        const std::unique_ptr<QObject> test(make());
        failed += QTest::qExec(test.get(), arguments);
        ++ran;
    }
    if (ran == 0) {
        std::fprintf(stderr, "no test named %s\n", only.c_str());
        return 2;
    }
    return failed == 0 ? 0 : 1;
}
