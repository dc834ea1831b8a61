// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "harness/test_case.h"
#include "run/dataset.h"

#include <QTemporaryDir>

using namespace run;

class TstDataset : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    std::filesystem::path file(const char *name) const { return std::filesystem::path(m_dir.path().toStdString()) / name; }

private Q_SLOTS:
    void everyRowIsRead_data()
    {
        QTest::addColumn<QByteArray>("end");
        QTest::newRow("as written") << QByteArray("\n");
        QTest::newRow("without the last newline") << QByteArray();
    }
    void everyRowIsRead()
    {
        QFETCH(QByteArray, end);
        std::vector<DatasetRow> rows(2);
        rows[1].split = Split::Test;
        for (DatasetRow &row : rows) {
            row.dialogue.id = "d";
            row.dialogue.turns = { { "t", dialogue::Speaker::Seeker, "Hello.", {} } };
        }
        writeDataset(file("dataset.jsonl"), rows);
        std::string text = base::readFile(file("dataset.jsonl"));
        text.pop_back();
        base::writeFileAtomically(file("dataset.jsonl"), text + end.toStdString());
        const std::vector<DatasetRow> back = readDataset(file("dataset.jsonl"));
        QCOMPARE(back.size(), rows.size());
        QCOMPARE(back[1].split, Split::Test);
    }
    void aBrokenRowIsNamed()
    {
        base::writeFileAtomically(file("broken.jsonl"), R"({"split":"train")");
        try {
            readDataset(file("broken.jsonl"));
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QVERIFY2(std::string(failure.what()).find("line 1") != std::string::npos, failure.what());
        }
        QVERIFY_EXCEPTION_THROWN(readDataset(file("none.jsonl")), base::Failure);
    }
    // Replies are appended one by one: a half one at the end is no fault.
    void aTornReplyIsNoReply()
    {
        const std::string line = base::toLine(toJson(Prediction { "d", "t", 1, "", "", "r", "p", "stop" }));
        base::writeFileAtomically(file("predictions.jsonl"), line + "\n" + line.substr(0, 20));
        QCOMPARE(readPredictions(file("predictions.jsonl")).size(), size_t(1));
    }
};

ATTUNE_TEST(TstDataset)
#include "tst_dataset.moc"
