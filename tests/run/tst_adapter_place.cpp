// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "harness/test_case.h"
#include "run/adapter_place.h"

#include <QTemporaryDir>

using namespace run;
namespace fs = std::filesystem;

class TstAdapterPlace : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    fs::path path(const std::string &name) const { return fs::path(m_dir.path().toStdString()) / name; }
    fs::path makeAdapter(const std::string &name) const
    {
        fs::create_directories(path(name));
        base::writeFileAtomically(path(name) / "adapter_config.json", "{}");
        return path(name);
    }
    static PredictSpec with(const fs::path &adapter)
    {
        PredictSpec spec;
        spec.adapter = adapter.string();
        return spec;
    }
    static void compare(const fs::path &found, const fs::path &expected) { QCOMPARE(found.string(), expected.string()); }

private Q_SLOTS:
    void noneIsNone() { QVERIFY(resolveAdapter(RunFolder(path("w/runs/p")), {}).empty()); }

    void aRelativePlaceCountsFromTheRunsFolder()
    {
        const fs::path adapter = makeAdapter("w.attune/runs/t/adapter");
        compare(resolveAdapter(RunFolder(path("w.attune/runs/p")), with("../t/adapter")), adapter);
        // A name for it is not needed to be there: the one who opens it says what is missing.
        compare(resolveAdapter(RunFolder(path("w.attune/runs/p")), with("../gone/adapter")), path("w.attune/runs/gone/adapter"));
    }

    void anAbsolutePlaceOfAMovedWorkspaceIsFound_data()
    {
        QTest::addColumn<QString>("named");
        QTest::addColumn<QString>("found"); // empty: as named
        QTest::newRow("moved") << "/old/w.attune/runs/t2/adapter" << "new/runs/t2/adapter";
        QTest::newRow("a checkpoint") << "/old/w.attune/runs/t2/checkpoints/step-000010" << "new/runs/t2/checkpoints/step-000010";
        QTest::newRow("runs above") << "/runs/old/runs/t2/adapter" << "new/runs/t2/adapter";
        QTest::newRow("another run") << "/old/w.attune/runs/t3/adapter" << "";
        QTest::newRow("no run") << "/old/adapters/t2/adapter" << "";
        QTest::newRow("the runs themselves") << "/old/w.attune/runs" << "";
    }
    void anAbsolutePlaceOfAMovedWorkspaceIsFound()
    {
        QFETCH(QString, named);
        QFETCH(QString, found);
        makeAdapter("new/runs/t2/adapter");
        makeAdapter("new/runs/t2/checkpoints/step-000010");
        compare(resolveAdapter(RunFolder(path("new/runs/p")), with(named.toStdString())),
            found.isEmpty() ? fs::path(named.toStdString()) : path(found.toStdString()));
    }

    void anAbsolutePlaceThatIsThereIsTaken()
    {
        const fs::path other = makeAdapter("other/runs/t4/adapter");
        makeAdapter("here/runs/t4/adapter");
        compare(resolveAdapter(RunFolder(path("here/runs/p")), with(other)), other);
    }

    void itIsWrittenRelativeWithinTheWorkspace()
    {
        QCOMPARE(adapterPlace(path("w/runs"), path("w/runs/t/adapter")), std::string("../t/adapter"));
        QCOMPARE(adapterPlace(path("w/runs"), path("v/runs/t/adapter")), path("v/runs/t/adapter").string());
        QCOMPARE(adapterPlace(path("w/runs"), path("w/runs-of-old/t")), path("w/runs-of-old/t").string());
        QCOMPARE(adapterPlace(path("w/runs"), {}), std::string());
    }

    void aCopyFindsTheSameAdapter_data()
    {
        QTest::addColumn<QString>("target");
        QTest::newRow("beside it") << "w2/runs/again";
        QTest::newRow("elsewhere") << "elsewhere";
    }
    void aCopyFindsTheSameAdapter()
    {
        QFETCH(QString, target);
        const fs::path adapter = makeAdapter("w2/runs/t/adapter");
        JobSpec spec;
        spec.job = with("../t/adapter");
        std::get<PredictSpec>(spec.job).base_model = "m";
        const RunFolder folder = RunFolder::create(path("w2/runs"), spec, {});
        const RunFolder copy = folder.copyTo(path(target.toStdString()));
        compare(resolveAdapter(copy, std::get<PredictSpec>(copy.spec().job)), adapter);
    }
};

ATTUNE_TEST(TstAdapterPlace)
#include "tst_adapter_place.moc"
