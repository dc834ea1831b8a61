// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error_text.h"
#include "base/files.h"
#include "base/hash.h"
#include "harness/test_case.h"
#include "metrics/vector_extrema.h"

#include <cmath>
#include <random>

using namespace metrics;

namespace {
const std::string kToy = "i 0.5 -1 0.25 0\nfeel -0.75 0.5 0.5 1\nsad -2 -0.25 1.5 -0.5\ntired -1 0.75 -1.5 0.5\n"
                         "you 0.25 -0.5 0.75 -1.25\nneg -1 -2 -0.5 -0.25\nzero 0 0 0 0\n";
}

class TstVectorExtrema : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void toyTable_data()
    {
        QTest::addColumn<QByteArray>("reference");
        QTest::addColumn<QByteArray>("prediction");
        QTest::addColumn<double>("value");
        QTest::newRow("different") << QByteArray("i feel sad") << QByteArray("you feel tired") << 0.916515139;
        QTest::newRow("equal") << QByteArray("i feel sad") << QByteArray("i feel sad") << 1.0;
        QTest::newRow("case and punctuation have no vectors") << QByteArray("I feel sad") << QByteArray("you feel tired.") << 0.792593924;
        QTest::newRow("all negative") << QByteArray("neg") << QByteArray("sad") << 0.317553674;
        QTest::newRow("unknown") << QByteArray("unknown words") << QByteArray("i feel") << 0.0;
        QTest::newRow("empty") << QByteArray("") << QByteArray("") << 0.0;
        QTest::newRow("zero against zero") << QByteArray("zero") << QByteArray("zero") << 1.0;
        QTest::newRow("zero against another") << QByteArray("zero") << QByteArray("sad") << 0.0;
    }
    void toyTable()
    {
        QFETCH(QByteArray, reference);
        QFETCH(QByteArray, prediction);
        QFETCH(double, value);
        const VectorTable table = VectorTable::parse(kToy, "toy");
        QVERIFY(std::abs(vectorExtrema(reference.toStdString(), prediction.toStdString(), table) - value) < 1e-9);
    }
    void hugeAndTinyNumbers_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("huge") << QByteArray("a 3e300 4e300\nb 4e300 3e300\n");
        QTest::newRow("largest") << QByteArray("a 1.5e308 2e-300\nb 1.44e308 0.42e308\n");
        QTest::newRow("tiny") << QByteArray("a 3e-300 4e-300\nb 4e-300 3e-300\n");
    }
    void hugeAndTinyNumbers()
    {
        QFETCH(QByteArray, file);
        QVERIFY(std::abs(vectorExtrema("a", "b", VectorTable::parse(file.toStdString(), "file")) - 0.96) < 1e-12);
    }
    void loadsGlove()
    {
        QTemporaryDir dir;
        const std::filesystem::path path = std::filesystem::path(dir.path().toStdString()) / "toy.txt";
        base::writeFileAtomically(path, kToy);
        double last = 0;
        VectorTableOptions options;
        options.progress = [&](double done) { last = done; };
        const VectorTable table = VectorTable::load(path, options);
        QCOMPARE(table.size(), size_t(7));
        QCOMPARE(table.dimensions(), size_t(4));
        QCOMPARE(table.name(), std::string("toy.txt"));
        QCOMPARE(table.sha256(), base::sha256(kToy));
        QCOMPARE(table.find("tired")[2], -1.5);
        QVERIFY(!table.find("Tired"));
        QCOMPARE(last, 1.0);
    }
    void loads_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("word2vec") << QByteArray("2 3\na 1 2 3 \nb 4 5 6 \n");
        QTest::newRow("no last newline") << QByteArray("a 1 2 3\nb 4 5 6");
        QTest::newRow("CRLF and tabs") << QByteArray("a\t1\t2\t3\r\nb\t4\t5\t6\r\n");
        QTest::newRow("exponents") << QByteArray("a 1e0 2.0 3\nb 4 5 0.6e1\n");
        QTest::newRow("words with blanks") << QByteArray("a 1 2 3\n. . . 7 8 9\na 4 5 x@y 7 8 9\nb 4 5 6\n");
        QTest::newRow("later wins") << QByteArray("b 9 9 9\na 1 2 3\nb 4 5 6\n");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF" "a 1 2 3\nb 4 5 6\n");
        QTest::newRow("byte order mark before a header") << QByteArray("\xEF\xBB\xBF" "2 3\na 1 2 3\nb 4 5 6\n");
        QTest::newRow("two byte order marks") << QByteArray("\xEF\xBB\xBF\xEF\xBB\xBF" "a 1 2 3\nb 4 5 6\n");
        QTest::newRow("numbers as words") << QByteArray("7 1 1 1\na 1 2 3\nb 4 5 6\n");
    }
    void loads()
    {
        QFETCH(QByteArray, file);
        const VectorTable table = VectorTable::parse(file.toStdString(), "file");
        QCOMPARE(table.dimensions(), size_t(3));
        QCOMPARE(table.find("a")[1], 2.0);
        QCOMPARE(table.find("b")[2], 6.0);
    }
    // One bad row costs its word, and is named.
    void aBadRowIsPassedOver_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("place");
        QTest::addColumn<QByteArray>("reason");
        const QByteArray a("a 1 2 3\n"), b("b 4 5 6\n");
        QTest::newRow("not finite") << a + "bad 1 nan 3\n" + b << QByteArray("line 2") << QByteArray("\"nan\" is not a number");
        QTest::newRow("infinite") << a + "bad 1 -inf 3\n" + b << QByteArray("line 2") << QByteArray("\"-inf\" is not a number");
        QTest::newRow("in the first line") << "bad 1 nan 3\n" + a + b << QByteArray("line 1") << QByteArray("\"nan\" is not a number");
        QTest::newRow("the first line is cut") << "bad 1\n" + a + b << QByteArray("line 1") << QByteArray("1 numbers instead of 3");
        QTest::newRow("the first line is too long") << "bad 1 2 3 4\n" + a + b << QByteArray("line 1") << QByteArray("4 numbers instead of 3");
        QTest::newRow("behind a header") << "3 3\nbad 1 x 3\n" + a + b << QByteArray("line 2") << QByteArray("\"x\" is not a number");
        QTest::newRow("too few numbers") << a + b + "bad 4 5\n" << QByteArray("line 3") << QByteArray("2 numbers instead of 3");
        QTest::newRow("cut at the end") << a + b + "bad 4 5" << QByteArray("line 3") << QByteArray("2 numbers instead of 3");
        QTest::newRow("only a word") << a + "bad\n" + b << QByteArray("line 2") << QByteArray("a word without numbers");
        QTest::newRow("comma") << a + "bad 1,5 2 3\n" + b << QByteArray("line 2") << QByteArray("\"1,5\" is not a number");
    }
    void aBadRowIsPassedOver()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, place);
        QFETCH(QByteArray, reason);
        const std::unordered_set<std::string> words { "a", "b", "bad" };
        VectorTableOptions some;
        some.only = &words;
        for (const VectorTableOptions &options : { VectorTableOptions(), some }) {
            const VectorTable table = VectorTable::parse(file.toStdString(), "file", options);
            QCOMPARE(table.dimensions(), size_t(3));
            QCOMPARE(table.find("a")[1], 2.0);
            QCOMPARE(table.find("b")[2], 6.0);
            QVERIFY(!table.find("bad"));
            QCOMPARE(table.passedRowCount(), size_t(1));
            QCOMPARE(QByteArray::fromStdString(table.passedRows().at(0).place), place);
            QCOMPARE(QByteArray::fromStdString(table.passedRows().at(0).reason), reason);
        }
    }
    void manyBadRowsAreCounted()
    {
        std::string text = "a 1 2\n";
        for (int i = 0; i < 500; ++i)
            text += "word" + std::to_string(i) + " 1 nan\n";
        const VectorTable table = VectorTable::parse(text, "file");
        QCOMPARE(table.passedRowCount(), size_t(500));
        QCOMPARE(table.passedRows().size(), size_t(10));
        QCOMPARE(table.passedRows()[9].place, std::string("line 11"));
    }
    void onlySomeWords()
    {
        const std::unordered_set<std::string> words { "sad", "absent" };
        VectorTableOptions options;
        options.only = &words;
        const VectorTable table = VectorTable::parse(kToy, "toy", options);
        QCOMPARE(table.size(), size_t(1));
        QCOMPARE(table.find("sad")[0], -2.0);
        QCOMPARE(table.sha256(), base::sha256(kToy)); // of the whole file
    }
    void badFiles_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("place");
        QTest::newRow("empty") << QByteArray("") << QByteArray("corrupt_file") << QByteArray("");
        QTest::newRow("comma") << QByteArray("a 1,5 2\n") << QByteArray("corrupt_file") << QByteArray("line 1");
        QTest::newRow("not finite") << QByteArray("a 1 nan\n") << QByteArray("corrupt_file") << QByteArray("line 1");
        QTest::newRow("infinite") << QByteArray("a inf 1\n") << QByteArray("corrupt_file") << QByteArray("line 1");
        QTest::newRow("no row is good") << QByteArray("a 1 x\nb nan 2\n\nc 1 2 3 y\n") << QByteArray("corrupt_file") << QByteArray("line 1");
        QTest::newRow("prose") << QByteArray("The vectors are not here.\nAsk Kim for them.\n") << QByteArray("corrupt_file") << QByteArray("line 1");
        QTest::newRow("only a word") << QByteArray("hello\n") << QByteArray("corrupt_file") << QByteArray("line 1");
        QTest::newRow("binary") << QByteArray("\x00\x01\xFF\xFE\x00 \x03\x04", 8) << QByteArray("corrupt_file") << QByteArray("line 1");
        QTest::newRow("truncated word2vec") << QByteArray("3 2\na 1 2\n") << QByteArray("truncated_file") << QByteArray("");
        QTest::newRow("huge dimensions") << QByteArray("1 999999999999\na 1\n") << QByteArray("too_long") << QByteArray("line 1");
        QTest::newRow("negative header") << QByteArray("-1 -5\na 1\n") << QByteArray("corrupt_file") << QByteArray("line 1");
        QTest::newRow("endless line") << QByteArray(9 << 20, '1') << QByteArray("corrupt_file") << QByteArray("line 1");
    }
    void badFiles()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, place);
        try {
            VectorTable::parse(file.toStdString(), "file");
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QCOMPARE(QByteArray::fromStdString(std::string(base::kindName(failure.error().kind))), kind);
            QCOMPARE(QByteArray::fromStdString(failure.error().place), place);
        }
    }
    void limitsHold()
    {
        VectorTableOptions options;
        options.max_words = 3;
        QVERIFY_EXCEPTION_THROWN(VectorTable::parse(kToy, "toy", options), base::Failure);
        options.max_words = 100;
        options.max_bytes = 64;
        QVERIFY_EXCEPTION_THROWN(VectorTable::parse(kToy, "toy", options), base::Failure);
        QVERIFY_EXCEPTION_THROWN(VectorTable::load("/nowhere.txt"), base::Failure);
        QVERIFY_EXCEPTION_THROWN(VectorTable::load("/tmp"), base::Failure);
    }
    void mutatedFilesNeverCrash()
    {
        std::mt19937 random(4);
        for (int round = 0; round < 3000; ++round) {
            std::string text = kToy;
            for (int edits = 0; edits < 3; ++edits)
                text[random() % text.size()] = static_cast<char>(random());
            try {
                vectorExtrema("i feel sad", "you feel tired", VectorTable::parse(text, "fuzz"));
            } catch (const base::Failure &) {
            }
        }
    }
};

ATTUNE_TEST(TstVectorExtrema)
#include "tst_vector_extrema.moc"
