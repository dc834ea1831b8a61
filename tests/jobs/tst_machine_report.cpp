// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/bench_workspace.h"
#include "fakes/fetched_vectors.h"

#include "jobs/engine_program.h"
#include "jobs/machine_report.h"

class TstMachineReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatIsThereAndHowToMendTheRest()
    {
        bench::useFakeEngine("normal");
        const jobs::MachineReport report = jobs::readMachine();
        QVERIFY(!report.cpu.empty());
        QVERIFY(report.cores > 0 && report.threads >= report.cores);
        QVERIFY(report.memory_bytes > report.memory_available_bytes && report.memory_available_bytes > 0);
        QVERIFY(report.disk_free_bytes > 0);
        QCOMPARE(report.part(jobs::MachinePart::Engine).state, jobs::PartState::Good);
        for (const jobs::PartReport &part : report.parts) {
            QVERIFY(!part.detail.empty());
            QCOMPARE(part.state == jobs::PartState::Good, part.remedy.empty());
        }
        QCOMPARE(toJson(report)["parts"]["engine"]["state"], "good");
    }

    void theOfficialVectorsAreThereOrAreToBeFetched()
    {
        const auto vectors = [] { return jobs::readMachine().part(jobs::MachinePart::Vectors); };
        {
            const fakes::FetchedVectors fetched;
            QCOMPARE(vectors().state, jobs::PartState::Good);
            QVERIFY(vectors().detail.ends_with("/vectors/glove.6B.50d.vectors"));
            qputenv("ATTUNE_VECTORS", "/nowhere.txt");
            QCOMPARE(vectors().state, jobs::PartState::Optional);
            QVERIFY(vectors().detail.starts_with("/nowhere.txt does not exist"));
        }
        const fakes::FetchedVectors notFetched(false);
        QCOMPARE(vectors().state, jobs::PartState::Optional);
        QVERIFY(vectors().detail.find("glove.6B.50d.vectors does not exist") != std::string::npos);
        QVERIFY(vectors().remedy.find("packaging/fetch.sh") != std::string::npos);
    }

    void missingThingsAreNamed()
    {
        qputenv("ATTUNE_ENGINE", "/nowhere/engine");
        qputenv("ATTUNE_TORCH_DIR", "/nowhere/torch");
        qputenv("ATTUNE_WORDNET", "/nowhere/wordnet");
        qputenv("ATTUNE_CACHE", "/nowhere/cache");
        const jobs::MachineReport report = jobs::readMachine();
        using jobs::MachinePart;
        for (const MachinePart part : { MachinePart::Engine, MachinePart::Torch, MachinePart::WordNet, MachinePart::EmbeddedModel })
            QVERIFY2(report.part(part).state == jobs::PartState::Missing, std::string(jobs::partName(part)).c_str());
        QVERIFY(!jobs::findEngine());
        for (const char *name : { "ATTUNE_TORCH_DIR", "ATTUNE_WORDNET", "ATTUNE_CACHE" })
            qunsetenv(name);
    }
};

ATTUNE_TEST(TstMachineReport)
#include "tst_machine_report.moc"
