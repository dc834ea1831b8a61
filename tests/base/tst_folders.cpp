// SPDX-License-Identifier: GPL-3.0-or-later
// A folder that is replaced is whole under its name, wherever the process is killed.
#include "base/files.h"
#include "base/folders.h"
#include "fakes/system_calls.h"
#include "harness/test_case.h"

#include <QTemporaryDir>

using namespace base;
namespace fs = std::filesystem;

class TstFolders : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    fs::path target() const { return fs::path(m_dir.path().toStdString()) / "adapter"; }
    fs::path partial() const { return fs::path(m_dir.path().toStdString()) / "adapter.partial"; }
    static void fill(const fs::path &folder, const std::string &word)
    {
        fs::create_directories(folder / "more");
        for (const char *name : { "a", "b", "more/c" })
            writeFileAtomically(folder / name, word);
    }
    // The word that every file of a whole folder holds, or what is wrong.
    static std::string wordOf(const fs::path &folder)
    {
        try {
            const std::string word = readFile(folder / "a");
            return word == readFile(folder / "b") && word == readFile(folder / "more/c") ? word : "mixed";
        } catch (const Failure &failure) {
            return failure.what();
        }
    }
    void prepare(bool there) const
    {
        for (const fs::path &path : { target(), partial(), asideOf(target()) })
            fs::remove_all(path);
        if (there)
            fill(target(), "old");
        fill(partial(), "new");
    }

private Q_SLOTS:
    void cleanup() { fakes::systemCalls().exchanges = true; }

    void replaces_data()
    {
        QTest::addColumn<bool>("there");
        QTest::addColumn<bool>("exchanges");
        QTest::newRow("one that is there") << true << true;
        QTest::newRow("one that is there, names cannot be exchanged") << true << false;
        QTest::newRow("nothing") << false << true;
        QTest::newRow("nothing, names cannot be exchanged") << false << false;
    }
    void replaces()
    {
        QFETCH(bool, there);
        QFETCH(bool, exchanges);
        fakes::systemCalls().exchanges = exchanges;
        prepare(there);
        putFolderInPlace(partial(), target());
        QCOMPARE(wordOf(target()), std::string("new"));
        QVERIFY(!fs::exists(partial()));
        QVERIFY(!fs::exists(asideOf(target())));
    }

    void wholeWhereverItIsKilled_data()
    {
        QTest::addColumn<bool>("exchanges");
        QTest::newRow("names are exchanged") << true;
        QTest::newRow("names cannot be exchanged") << false;
    }
    void wholeWhereverItIsKilled()
    {
        QFETCH(bool, exchanges);
        fakes::systemCalls().exchanges = exchanges;
        std::string wrong;
        const int kills = fakes::killEverywhere([this] { prepare(true); }, [this] { putFolderInPlace(partial(), target()); },
            [&] {
                if (!exchanges)
                    recoverFolder(target());
                if (const std::string word = wordOf(target()); word != "old" && word != "new")
                    wrong = word;
                recoverFolder(target()); // again: nothing happens
                if (wordOf(target()) != "old" && wordOf(target()) != "new")
                    wrong = "after the recovery: " + wordOf(target());
            });
        QCOMPARE(wrong, std::string());
        QVERIFY2(kills >= 3, std::to_string(kills).c_str());
        QCOMPARE(wordOf(target()), std::string("new"));
    }

    void nothingIsLeftAsideWhenItFails()
    {
        fakes::systemCalls().exchanges = false;
        prepare(true);
        fs::remove_all(partial());
        QVERIFY_EXCEPTION_THROWN(putFolderInPlace(partial(), target()), Failure);
        QCOMPARE(wordOf(target()), std::string("old"));
        QVERIFY(!fs::exists(asideOf(target())));
    }
};

ATTUNE_TEST(TstFolders)
#include "tst_folders.moc"
