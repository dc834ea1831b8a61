// SPDX-License-Identifier: GPL-3.0-or-later
// A folder is read with its subfolders, whatever case its files' names are in, and what is not read is named.
#include "base/files.h"
#include "dialogue/format.h"
#include "harness/test_case.h"

#include <filesystem>

using namespace dialogue;
namespace fs = std::filesystem;

class TstFolders : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void areReadWhole()
    {
        QTemporaryDir dir;
        const fs::path folder = dir.path().toStdString();
        const std::string line = R"({"messages": [{"role": "user", "content": "a"}]})";
        fs::create_directories(folder / "sub" / "deeper");
        fs::create_directories(folder / ".git");
        for (const char *name : { "a.json", "B.JSON", "c.jsonl", "d.NDJSON", "sub/e.json", "sub/deeper/f.Json", "g.txt", ".hidden.json", ".git/x.json" })
            base::writeFileAtomically(folder / name, line);
        base::writeFileAtomically(folder / "h.txt", "Client: a\nTherapist: b\n");
        base::writeFileAtomically(folder / "i.csv", "id,role,text\n1,user,a\n");
        base::writeFileAtomically(folder / "j.jsonl.gz", "zz");
        base::writeFileAtomically(folder / "requirements.txt", "numpy\n");
        base::writeFileAtomically(folder / "sub" / "README.md", "# x\n");
        base::writeFileAtomically(folder / "dataset_info.json", R"({"x": {"file_name": "a.json"}})");
        base::writeFileAtomically(folder / "k.json", R"({"x": [1]})");
        const ImportResult result = importDialogues(folder);
        QCOMPARE(result.dialogues.size(), size_t(9));
        QCOMPARE(result.format, std::string("mixed"));
        QCOMPARE(result.left_out, size_t(1)); // k.json
        std::string notRead;
        for (const ImportNote &note : result.notes) {
            if (note.kind == NoteKind::FilesNotRead)
                notRead = noteText(note);
        }
        QCOMPARE(notRead, std::string("4 files of the folder are not read: dataset_info.json, j.jsonl.gz, requirements.txt, sub/README.md"));
    }
    void notesNameTheFileWithItsFolder()
    {
        QTemporaryDir dir;
        const fs::path folder = dir.path().toStdString();
        fs::create_directories(folder / "sub");
        base::writeFileAtomically(folder / "a.json", R"({"messages": [{"role": "user", "content": "a"}]})");
        base::writeFileAtomically(folder / "sub" / "b.json", "[{");
        const ImportResult result = importDialogues(folder);
        QCOMPARE(result.notes.size(), size_t(1));
        QCOMPARE(placeText(result.notes[0].place), std::string("sub/b.json"));
    }
    // One source, whose parts the official split tells apart.
    void partsKeepTheFoldersName()
    {
        QTemporaryDir dir;
        const fs::path folder = fs::path(dir.path().toStdString()) / "set";
        fs::create_directories(folder);
        base::writeFileAtomically(folder / "a.json", R"({"train": [{"messages": [{"role": "user", "content": "a"}]}], "test": [{"messages": [{"role": "user", "content": "b"}]}]})");
        const ImportResult result = importDialogues(folder);
        QCOMPARE(result.dialogues[0].source_name, std::string("set#train"));
        QCOMPARE(result.dialogues[1].source_name, std::string("set#test"));
    }
    void withoutDialoguesIsRefused()
    {
        QTemporaryDir dir;
        base::writeFileAtomically(fs::path(dir.path().toStdString()) / "x.pdf", "zz");
        QVERIFY_EXCEPTION_THROWN(importDialogues(dir.path().toStdString()), base::Failure);
        base::writeFileAtomically(fs::path(dir.path().toStdString()) / "y.txt", "zz");
        QVERIFY_EXCEPTION_THROWN(importDialogues(dir.path().toStdString()), base::Failure);
    }
};

ATTUNE_TEST(TstFolders)
#include "tst_folders.moc"
