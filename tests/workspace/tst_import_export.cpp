// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/bench_workspace.h"

#include "base/hash.h"
#include "workspace/gate.h"

namespace fs = std::filesystem;

class TstImportExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { bench::useFakeEngine("normal"); }

    void refusedFilesDoNotStopTheOthers()
    {
        bench::Bench bench;
        base::writeFileAtomically(bench.path() / "bad.json", "{\"a\":");
        base::writeFileAtomically(bench.path() / "shape.json", "[1,2,3]");
        base::writeFileAtomically(bench.path() / "good.jsonl",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"},{\"role\":\"assistant\",\"content\":\"hi\"}]}\n");
        const workspace::ImportSummary summary = workspace::importInto(bench.workspace->database(),
            { bench.path() / "bad.json", bench.path() / "shape.json", bench.path() / "good.jsonl" }, "me");
        QVERIFY(summary.anyRefused());
        QVERIFY(summary.files[0].error && summary.files[1].error && !summary.files[2].error);
        QCOMPARE(summary.added(), 1);
        QCOMPARE(workspace::importInto(bench.workspace->database(), { bench.path() / "good.jsonl" }, "me").alreadyThere(), 1);
    }

    void exportKeepsTheFilter()
    {
        bench::Bench bench;
        const fs::path file = bench.path() / "out.jsonl";
        workspace::openGate(bench.workspace->database(), {}, "me");
        storage::DialogueQuery query = bench::fromSource("test.json");
        query.limit = 3; // of a page, not of an export
        QCOMPARE(workspace::exportFrom(bench.workspace->database(), file, query), 10);
        std::string content = base::readFile(file);
        QCOMPARE(std::count(content.begin(), content.end(), '\n'), 10);
        QVERIFY_EXCEPTION_THROWN(workspace::exportFrom(bench.workspace->database(), "/proc/nowhere/x.json", {}), base::Failure);
        QVERIFY_EXCEPTION_THROWN(workspace::exportFrom(bench.workspace->database(), file, {}, "unheard-of"), base::Failure);
        // Nothing to export is said, and the file that is there stays.
        QVERIFY_EXCEPTION_THROWN(workspace::exportFrom(bench.workspace->database(), file, bench::fromSource("nowhere")), base::Failure);
        QCOMPARE(base::readFile(file), content);
    }

    void samplesComeBackByteForByte()
    {
        bench::Bench bench;
        const fs::path samples = fs::path(ATTUNE_SOURCE_DIR) / "resources/samples";
        for (const char *name : { "family.json", "chinese.json" }) {
            workspace::importInto(bench.workspace->database(), { samples / name }, "me");
            const fs::path out = bench.path() / name;
            workspace::openGate(bench.workspace->database(), {}, "me");
            workspace::exportFrom(bench.workspace->database(), out, bench::fromSource(name), "pesc");
            QCOMPARE(base::readFile(out), base::readFile(samples / name));
        }
    }

    void realFileComesBackByteForByte()
    {
        const fs::path data = harness::realData();
        if (data.empty() || !fs::exists(data / "pesc/val.json"))
            QSKIP("skipped: real data not present");
        bench::Bench bench;
        const auto summary = workspace::importInto(bench.workspace->database(), { data / "pesc/val.json" }, "me");
        QVERIFY(!summary.anyRefused());
        QCOMPARE(summary.leftOut(), 0);
        workspace::openGate(bench.workspace->database(), {}, "me");
        workspace::exportFrom(bench.workspace->database(), bench.path() / "val.json", bench::fromSource("val.json"), "pesc");
        QCOMPARE(base::sha256OfFile(bench.path() / "val.json"), base::sha256OfFile(data / "pesc/val.json"));
    }
};

ATTUNE_TEST(TstImportExport)
#include "tst_import_export.moc"
