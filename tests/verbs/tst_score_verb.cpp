// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "base/json.h"
#include "fakes/fetched_vectors.h"
#include "harness/test_case.h"
#include "verbs/program.h"

#include <cmath>

class TstScoreVerb : public QObject
{
    Q_OBJECT
private:
    static QString attune() { return QStringLiteral("attune"); }
    static QString sample() { return QStringLiteral(ATTUNE_SOURCE_DIR "/resources/samples/work.json"); }

private Q_SLOTS:
    void aFileAgainstItselfIsPerfect()
    {
        const Said said = runProgram(attune(), { QStringLiteral("score"), sample(), sample(), QStringLiteral("--json") });
        QVERIFY2(said.code == 0, said.err.constData());
        const base::Json json = base::parseJson(said.out.toStdString(), "stdout");
        QCOMPARE(json["bleu_4"].get<double>(), 100.0);
        QCOMPARE(json["rouge_l"].get<double>(), 100.0);
        QVERIFY(json["meteor"].get<double>() > 99.9 && json["meteor"].get<double>() < 100);
        QVERIFY(json["vector_extrema"].is_null() && json["missing"].contains("vector_extrema"));
        QVERIFY(json["total_partial"].get<bool>());
    }
    // Without --vectors the official ones are used, and with a G-Score the Total is whole.
    void theOfficialVectorsAreTheDefault()
    {
        const fakes::FetchedVectors vectors;
        QStringList arguments { QStringLiteral("score"), sample(), sample(), QStringLiteral("--g-score"), QStringLiteral("100"), QStringLiteral("--json") };
        const Said said = runProgram(attune(), arguments);
        QVERIFY2(said.code == 0, said.err.constData());
        const base::Json json = base::parseJson(said.out.toStdString(), "stdout");
        QVERIFY(json["vector_extrema"].is_number() && json["vector_extrema"].get<double>() > 0);
        QVERIFY(!json["total_partial"].get<bool>() && json["missing"].empty());
        QCOMPARE(json["provenance"]["vectors"]["name"].get<std::string>(), std::string("tiny"));
        QCOMPARE(json["provenance"]["vectors"]["sources"].size(), size_t(2));
        qputenv("ATTUNE_VECTORS", "/nowhere.txt");
        const Said missing = runProgram(attune(), arguments);
        QCOMPARE(missing.code, 1);
        QVERIFY2(missing.err.contains("/nowhere.txt does not exist"), missing.err.constData());
    }
    void aBadRowOfVectorsIsNamed_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("none") << QByteArray("I .1 .2\nyou 1 2\n") << QByteArray();
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBFI .1 .2\nyou 1 2\n") << QByteArray();
        QTest::newRow("one") << QByteArray("I .1 .2\nyou nan 2\n") << QByteArray("mine.txt: 1 row is no vector and was passed over: line 2, \"nan\" is not a number.");
        QTest::newRow("two") << QByteArray("I .1\nyou nan 2\nto 1 2\nthe 3 4\n")
                             << QByteArray("2 rows are no vectors and were passed over: line 1, 1 numbers instead of 2; line 2, \"nan\" is not a number.");
    }
    void aBadRowOfVectorsIsNamed()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, says);
        QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("mine.txt"));
        base::writeFileAtomically(path.toStdString(), file.toStdString());
        const Said said = runProgram(attune(), { QStringLiteral("score"), sample(), sample(), QStringLiteral("--vectors"), path, QStringLiteral("--json") });
        QVERIFY2(said.code == 0, said.err.constData());
        QCOMPARE(said.err.contains("passed over"), !says.isEmpty());
        QVERIFY2(said.err.contains(says), said.err.constData());
        const base::Json json = base::parseJson(said.out.toStdString(), "stdout");
        QVERIFY(json["vector_extrema"].get<double>() > 0);
        QCOMPARE(json["provenance"]["vectors"].contains("passed_rows"), !says.isEmpty());
    }
    // What strangers bring: pairs by the seeker's words, lines of predict and label, plain texts; what is left is named.
    void filesOfStrangers_data()
    {
        QTest::addColumn<QString>("names"); // of the two files
        QTest::addColumn<QByteArray>("references");
        QTest::addColumn<QByteArray>("predictions");
        QTest::addColumn<int>("replies");
        QTest::addColumn<QByteArray>("says");
        const auto line = [](const char *seeker, const char *supporter) {
            return QByteArray("{\"messages\": [{\"role\": \"user\", \"content\": \"") + seeker + "\"}, {\"role\": \"assistant\", \"content\": \"" + supporter + "\"}]}\n";
        };
        const QByteArray cat = line("My cat died.", "I am so sorry about your cat."), exam = line("Exams scare me.", "Exams can feel huge and scary.");
        QTest::newRow("in another order") << QStringLiteral("a.jsonl b.jsonl") << cat + exam << exam + cat << 2 << QByteArray();
        QTest::newRow("a blank line between") << QStringLiteral("a.jsonl b.jsonl") << cat + exam << cat + "\n" + exam << 2 << QByteArray();
        QTest::newRow("one cannot be read") << QStringLiteral("a.jsonl b.jsonl") << cat + exam << cat + "{\"messages\":[{\"role\":\"user\",\"content\":NaN}]}\n" << 1
                                            << QByteArray("b.jsonl, line 2");
        QTest::newRow("one is missing") << QStringLiteral("a.jsonl b.jsonl") << cat + exam << cat << 1 << QByteArray("dialogue 2 of the references");
        QTest::newRow("other words of the seeker") << QStringLiteral("a.jsonl b.jsonl") << cat + exam << cat + line("Rent.", "Rent is heavy.") << 1
                                                   << QByteArray("dialogue 2 of the predictions");
        QTest::newRow("predict and label") << QStringLiteral("p.jsonl")
            << QByteArray("{\"prompt\": \"x\", \"predict\": \"I am sorry about it.\", \"label\": \"I am sorry about it.\"}\n") << QByteArray() << 1 << QByteArray();
        QTest::newRow("two texts") << QStringLiteral("r.txt h.txt") << QByteArray("I am sorry about it.\nRent is heavy.\n") << QByteArray("I am sorry about it.\nRent is heavy.\n") << 2 << QByteArray();
        QTest::newRow("texts of different length") << QStringLiteral("r.txt h.txt") << QByteArray("One.\nTwo.\n") << QByteArray("One.\n") << 0 << QByteArray("2 lines as in");
        QTest::newRow("Chinese") << QStringLiteral("a.jsonl b.jsonl") << line("\xE4\xBD\xA0\xE5\xA5\xBD", "\xE5\x90\xAC\xE8\xB5\xB7\xE6\x9D\xA5\xE4\xBD\xA0")
                                 << line("\xE4\xBD\xA0\xE5\xA5\xBD", "\xE5\x90\xAC\xE8\xB5\xB7\xE6\x9D\xA5\xE4\xBD\xA0") << 1 << QByteArray("is Chinese");
    }
    void filesOfStrangers()
    {
        QFETCH(QString, names);
        QFETCH(QByteArray, references);
        QFETCH(QByteArray, predictions);
        QFETCH(int, replies);
        QFETCH(QByteArray, says);
        QTemporaryDir dir;
        QStringList arguments { QStringLiteral("score"), QStringLiteral("--json") };
        for (const QString &name : names.split(QLatin1Char(' '))) {
            base::writeFileAtomically(dir.filePath(name).toStdString(), (arguments.size() == 2 ? references : predictions).toStdString());
            arguments << dir.filePath(name);
        }
        const Said said = runProgram(attune(), arguments);
        QVERIFY2(said.code == (replies > 0 ? 0 : 1), said.err.constData());
        QVERIFY2(says.isEmpty() ? said.err.isEmpty() : said.err.contains(says), said.err.constData());
        if (replies == 0)
            return;
        const base::Json json = base::parseJson(said.out.toStdString(), "stdout");
        QCOMPARE(json["replies"].get<int>(), replies);
        QVERIFY(json["not_scored"].empty() == (says.isEmpty() || says.contains("Chinese")));
        if (says != "is Chinese")
            QCOMPARE(json["rouge_l"].get<double>(), 100.0);
    }
    void theTasksValidationFileAgainstItself()
    {
        const auto data = harness::realData();
        if (data.empty())
            QSKIP("skipped: real data not present");
        const QString file = QString::fromStdString((data / "pesc" / "val.json").string());
        const Said said = runProgram(attune(), { QStringLiteral("score"), file, file, QStringLiteral("--json") });
        QVERIFY2(said.code == 0, said.err.constData());
        const base::Json json = base::parseJson(said.out.toStdString(), "stdout");
        QCOMPARE(std::round(json["distinct_2"].get<double>() * 100) / 100, 33.02);
        QCOMPARE(std::round(json["distinct_3"].get<double>() * 100) / 100, 59.05);
        QVERIFY(std::abs(json["meteor"].get<double>() - 99.998) < 1e-3);
        QCOMPARE(json["bleu_4"].get<double>(), 100.0);
        QCOMPARE(json["rouge_l"].get<double>(), 100.0);
    }
    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("sentence");
        const QString score = QStringLiteral("score");
        QTest::newRow("no arguments") << QStringList { score } << 2 << QByteArray("REFERENCES is required");
        QTest::newRow("no replies") << QStringList { score, sample() } << 2 << QByteArray("work.json holds dialogues: name the file with the replies");
        QTest::newRow("no file") << QStringList { score, QStringLiteral("/no/such.json"), sample() } << 1
                                 << QByteArray("/no/such.json does not exist");
        QTest::newRow("not a verb") << QStringList { QStringLiteral("scoer") } << 2 << QByteArray("scoer");
        QTest::newRow("G-Score") << QStringList { score, sample(), sample(), QStringLiteral("--g-score"), QStringLiteral("101") } << 1
                                 << QByteArray("--g-score");
        QTest::newRow("other dialogues") << QStringList { score, sample(), QStringLiteral(ATTUNE_SOURCE_DIR "/resources/samples/chinese.json") }
                                         << 1 << QByteArray("");
    }
    void saysWhatIsWrong()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QByteArray, sentence);
        const Said said = runProgram(attune(), arguments);
        QCOMPARE(said.code, code);
        QVERIFY2(said.err.contains(sentence), said.err.constData());
        QVERIFY(said.out.isEmpty());
    }
};

ATTUNE_TEST(TstScoreVerb)
#include "tst_score_verb.moc"
