// SPDX-License-Identifier: GPL-3.0-or-later
// predictions.jsonl of real runs of a model of random numbers: what is asked, what is kept, what comes again.
#include "evaluation/predict_recipe.h"
#include "base/files.h"
#include "evaluation/reply_plan.h"
#include "fakes/tiny_run.h"
#include "harness/test_case.h"
#include "run/run_folder.h"
#include "evaluation/spoken.h"

#include <QTemporaryDir>

#include <algorithm>
#include <set>

namespace fs = std::filesystem;
using base::ErrorKind;
using run::Outcome;
using run::PredictSpec;

class TstPredict : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    fs::path m_model;

    PredictSpec spec() const
    {
        PredictSpec spec;
        spec.base_model = m_model.string();
        spec.chat_template = "chatml";
        spec.decoding.max_new_tokens = 10;
        spec.cutoff_len = 512;
        spec.device = "cpu";
        spec.compute_type = run::ComputeType::Fp32;
        spec.threads = 1;
        return spec;
    }
    static std::vector<run::DatasetRow> rows()
    {
        return { spoken::row("a", "s I lost my keys.|u Where did you look?|s Everywhere.|u I am sorry.|s Thanks.|u Of course."),
            spoken::row("b", "u Welcome.|s Hello.|u How are you?|u Tell me."), spoken::row("c", ""),
            spoken::row("d", "s Nobody answers me."), spoken::row("e", "s I am tired.|s So tired.|u Rest a little.") };
    }
    run::RunFolder makeFolder(const PredictSpec &predict, const std::vector<run::DatasetRow> &data) const
    {
        run::JobSpec job;
        job.job = predict;
        return run::RunFolder::create(m_dir.path().toStdString() + "/runs", job, data);
    }
    // One attempt on a folder, as the worker makes it.
    static Outcome work(const run::RunFolder &folder, const base::CancelToken &stop = {})
    {
        const int attempt = run::nextAttempt(folder);
        run::EventWriter events(folder.eventsFile());
        run::JobMonitor monitor(folder, events, attempt, stop);
        return evaluation::predict(folder.spec(), run::readDataset(folder.datasetFile()), monitor);
    }
    std::vector<run::Prediction> replies(const PredictSpec &predict, const std::vector<run::DatasetRow> &data = rows()) const
    {
        const run::RunFolder folder = makeFolder(predict, data);
        if (work(folder) != Outcome::Finished)
            qFatal("not finished");
        return run::readPredictions(folder.predictionsFile());
    }
    static std::vector<std::string> texts(const std::vector<run::Prediction> &predictions)
    {
        std::vector<std::string> texts;
        for (const run::Prediction &prediction : predictions)
            texts.push_back(prediction.prediction);
        return texts;
    }
    static std::vector<std::string> noticesOf(const run::RunFolder &folder)
    {
        std::vector<std::string> notices;
        run::readEvents(folder.eventsFile(), 0, [&](const run::JobEvent &event) {
            if (event.type == "notice")
                notices.push_back(event.fields["text"].get<std::string>());
        });
        return notices;
    }
    size_t promptTokens(const PredictSpec &predict, const dialogue::Dialogue &dialogue) const
    {
        text::RenderOptions options;
        options.cutoff_len = predict.cutoff_len;
        options.merge_consecutive = predict.merge_consecutive;
        const text::Renderer renderer(text::loadModelText(m_model, "chatml"), {}, options);
        return renderer.renderReply(dialogue, dialogue.turns.size(), predict.decoding.max_new_tokens).ids.size();
    }

private Q_SLOTS:
    void initTestCase() { m_model = fakes::writeTinyFolder(m_dir.path().toStdString() + "/tiny"); }

    void oneLineAReplyInOrder()
    {
        const auto lines = replies(spec());
        std::vector<std::string> turns;
        for (const run::Prediction &line : lines) {
            turns.push_back(line.turn_id);
            QVERIFY(line.finish_reason == "stop" || line.finish_reason == "length");
            QVERIFY(line.new_tokens >= 1 && line.new_tokens <= 10);
            QVERIFY(line.finish_reason != "length" || line.new_tokens == 10);
            QVERIFY(line.seconds > 0);
            QCOMPARE(line.revision, int64_t(3));
        }
        // Not the empty dialogue, not the one without a reply, not the greeting before the first word.
        QCOMPARE(turns, (std::vector<std::string> { "a-1", "a-3", "a-5", "b-2", "e-2" }));
        QCOMPARE(lines[3].reference, std::string("How are you?\nTell me."));
        QCOMPARE(lines[3].seeker, std::string("Hello."));
        QCOMPARE(lines[4].seeker, std::string("So tired."));
    }

    void whatStandsBeforeAReply_data()
    {
        QTest::addColumn<bool>("own");
        QTest::newRow("gold") << false;
        QTest::newRow("own") << true;
    }
    void whatStandsBeforeAReply()
    {
        QFETCH(bool, own);
        PredictSpec predict = spec();
        predict.history = own ? run::History::Own : run::History::Gold;
        const std::vector<run::DatasetRow> data { rows()[0] };
        const auto lines = replies(predict, data);
        QCOMPARE(lines.size(), size_t(3));
        dialogue::Dialogue before = data[0].dialogue;
        for (size_t i = 0; i < lines.size(); ++i) {
            dialogue::Dialogue seen = before;
            seen.turns.resize(2 * i + 1);
            QCOMPARE(size_t(lines[i].prompt_tokens), promptTokens(predict, seen));
            if (own)
                before.turns[2 * i + 1].text = lines[i].prediction;
        }
    }

    // The cache keeps what was read already; it must not change what is said.
    void aDialogueSaysTheSameAsItsRepliesAlone()
    {
        const auto whole = replies(spec(), { rows()[0] });
        for (size_t i = 0; i < whole.size(); ++i) {
            run::DatasetRow part = rows()[0];
            part.dialogue.turns.resize(2 * i + 2);
            // Earlier turns of the supporter are asked, too; the last is the one to compare.
            QCOMPARE(replies(spec(), { part }).back().prediction, whole[i].prediction);
        }
    }

    void limits_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::newRow("1") << 1;
        QTest::newRow("3") << 3;
        QTest::newRow("25") << 25;
    }
    void limits()
    {
        QFETCH(int, tokens);
        PredictSpec predict = spec();
        predict.decoding.max_new_tokens = tokens;
        for (const run::Prediction &line : replies(predict)) {
            QVERIFY(line.new_tokens <= tokens);
            QCOMPARE(line.finish_reason == "length", line.new_tokens == tokens && line.finish_reason != "stop");
        }
    }

    // A stop text ends the reply before it, wherever the model would have said it.
    void stopWords()
    {
        PredictSpec predict = spec();
        predict.decoding.max_new_tokens = 40;
        predict.decoding.do_sample = true;
        predict.decoding.temperature = 2;
        const auto free = replies(predict);
        const auto found = std::find_if(free.begin(), free.end(), [](const run::Prediction &line) {
            return line.prediction.size() > 12 && line.prediction.find_first_of(" \n") == std::string::npos;
        });
        const run::Prediction &chosen = found == free.end() ? free.front() : *found;
        QVERIFY(chosen.prediction.size() > 8);
        // Whole characters from the middle of it.
        const QString text = QString::fromStdString(chosen.prediction);
        const std::string stop = text.mid(text.size() / 2, 2).toStdString();
        predict.decoding.stop = { "never said by anybody", stop };
        const auto stopped = replies(predict);
        QCOMPARE(stopped.size(), free.size());
        bool shorter = false;
        for (size_t i = 0; i < free.size(); ++i) {
            QVERIFY(stopped[i].prediction.find(stop) == std::string::npos);
            const size_t at = free[i].prediction.find(stop);
            if (at == std::string::npos) {
                QCOMPARE(stopped[i].prediction, free[i].prediction);
                continue;
            }
            QVERIFY(free[i].prediction.starts_with(stopped[i].prediction));
            QVERIFY(stopped[i].prediction.size() <= at);
            QCOMPARE(stopped[i].finish_reason, std::string("stop"));
            shorter = true;
        }
        QVERIFY(shorter);
    }

    void seeds()
    {
        PredictSpec predict = spec();
        predict.decoding.do_sample = true;
        predict.decoding.temperature = 1.5;
        predict.decoding.max_new_tokens = 30;
        const auto first = texts(replies(predict));
        QCOMPARE(texts(replies(predict)), first);
        predict.decoding.seed = 43;
        QVERIFY(texts(replies(predict)) != first);
        // Greedy replies do not depend on it.
        predict.decoding.do_sample = false;
        const auto greedy = texts(replies(predict));
        predict.decoding.seed = 7;
        QCOMPARE(texts(replies(predict)), greedy);
        // The same words in two dialogues: numbers of their own.
        predict.decoding.do_sample = true;
        const auto twins = texts(replies(predict, { spoken::row("x", "s Hi.|u Yes."), spoken::row("y", "s Hi.|u Yes.") }));
        QVERIFY(twins[0] != twins[1]);
    }

    void resumedAfterEveryReply_data()
    {
        QTest::addColumn<bool>("own");
        QTest::addColumn<bool>("sample");
        QTest::newRow("gold, greedy") << false << false;
        QTest::newRow("gold, sampled") << false << true;
        QTest::newRow("own, greedy") << true << false;
        QTest::newRow("own, sampled") << true << true;
    }
    void resumedAfterEveryReply()
    {
        QFETCH(bool, own);
        QFETCH(bool, sample);
        PredictSpec predict = spec();
        predict.history = own ? run::History::Own : run::History::Gold;
        predict.decoding.do_sample = sample;
        predict.decoding.temperature = 1.5;
        const auto expected = replies(predict);
        const run::RunFolder folder = makeFolder(predict, rows());
        std::string content;
        for (const run::Prediction &line : expected)
            content += base::toLine(run::toJson(line)) + "\n";
        const auto lineEnd = [&](size_t lines) {
            size_t at = 0;
            for (; lines > 0; --lines)
                at = content.find('\n', at) + 1;
            return at;
        };
        for (size_t kept = 0; kept <= expected.size(); ++kept) {
            const run::RunFolder again = folder.copyTo(folder.path().string() + "-" + std::to_string(kept));
            // As an interrupted attempt leaves it: whole lines and the beginning of the next.
            base::writeFileAtomically(again.predictionsFile(), content.substr(0, lineEnd(kept)) + content.substr(lineEnd(kept), 25));
            run::EventWriter(again.eventsFile()).write("started");
            QCOMPARE(work(again), Outcome::Finished);
            const auto lines = run::readPredictions(again.predictionsFile());
            QCOMPARE(lines.size(), expected.size());
            for (size_t i = 0; i < lines.size(); ++i) {
                QCOMPARE(lines[i].turn_id, expected[i].turn_id);
                QCOMPARE(lines[i].prediction, expected[i].prediction);
                QCOMPARE(lines[i].prompt_tokens, expected[i].prompt_tokens);
            }
            int64_t from = -1;
            run::readEvents(again.eventsFile(), 0, [&](const run::JobEvent &event) {
                if (event.type == "resumed")
                    from = event.fields["from_step"].get<int64_t>();
            });
            QCOMPARE(from, int64_t(kept));
        }
    }

    void askedToStopBeforeItBegan()
    {
        const run::RunFolder folder = makeFolder(spec(), rows());
        const base::CancelToken stop;
        stop.cancel();
        try {
            QCOMPARE(work(folder, stop), Outcome::Stopped);
        } catch (const base::Failure &failure) { // while the model was loaded
            QCOMPARE(failure.error().kind, ErrorKind::Cancelled);
        }
        QVERIFY(!fs::exists(folder.predictionsFile()));
        QCOMPARE(work(folder), Outcome::Finished);
        QCOMPARE(run::readPredictions(folder.predictionsFile()).size(), size_t(5));
    }

    // A prompt that does not fit gets an empty line that says so; a resumed run counts it, too.
    void promptsThatDoNotFit()
    {
        PredictSpec predict = spec();
        predict.cutoff_len = 110;
        const std::vector<run::DatasetRow> data { spoken::row("short", "s Hi.|u Yes."),
            spoken::row("long", "s " + std::string(300, 'x') + "|u Yes."), spoken::row("again", "s Hi.|u Yes.") };
        const run::RunFolder folder = makeFolder(predict, data);
        QCOMPARE(work(folder), Outcome::Finished);
        const auto lines = run::readPredictions(folder.predictionsFile());
        QCOMPARE(lines.size(), size_t(3));
        QCOMPARE(lines[1].finish_reason, std::string("cutoff"));
        QVERIFY(lines[1].prediction.empty());
        QCOMPARE(lines[1].reference, std::string("Yes."));
        QCOMPARE(lines[0].prediction, lines[2].prediction); // greedy, the same words
        QCOMPARE(noticesOf(folder).size(), size_t(1));
        QVERIFY(noticesOf(folder)[0].find("1 ") == 0);
        QCOMPARE(work(folder), Outcome::Finished);
        QCOMPARE(noticesOf(folder).size(), size_t(2));
        QCOMPARE(noticesOf(folder)[1], noticesOf(folder)[0]);
        QCOMPARE(run::readPredictions(folder.predictionsFile()).size(), size_t(3));
    }

    // A cutoff length beyond the model's own context: old turns go, as they do for a cutoff length.
    void theModelsContextIsACutoffToo()
    {
        PredictSpec predict = spec();
        predict.base_model = fakes::writeTinyFolder(m_dir.path().toStdString() + "/short", { .context = 110 }).string();
        std::string words = "s Hi.";
        for (int i = 0; i < 6; ++i)
            words += "|u Yes, do tell me.|s And so on.";
        const std::vector<run::DatasetRow> data { spoken::row("long", words + "|u Yes."),
            spoken::row("one turn", "s " + std::string(300, 'x') + "|u Yes.") };
        const run::RunFolder folder = makeFolder(predict, data);
        QCOMPARE(work(folder), Outcome::Finished);
        const auto lines = run::readPredictions(folder.predictionsFile());
        QCOMPARE(lines.size(), size_t(8));
        for (size_t i = 0; i < 7; ++i) {
            QVERIFY(lines[i].new_tokens > 0);
            QVERIFY(lines[i].prompt_tokens <= 100);
        }
        QCOMPARE(lines[7].finish_reason, std::string("cutoff"));
        QCOMPARE(noticesOf(folder).size(), size_t(1));
        QVERIFY2(noticesOf(folder)[0].find("the model's context of 110 tokens") != std::string::npos, noticesOf(folder)[0].c_str());
    }

    void aSpoiltLineIsMadeAgain_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("no JSON") << QByteArray("{\"dialogue_id\": \0\0\0", 20);
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no reply") << QByteArray("{\"dialogue_id\": \"a\", \"turn_id\": \"a-3\"}");
        QTest::newRow("no text") << QByteArray("\"\xff\xfe\"");
    }
    void aSpoiltLineIsMadeAgain()
    {
        QFETCH(QByteArray, line);
        const run::RunFolder folder = makeFolder(spec(), rows());
        QCOMPARE(work(folder), Outcome::Finished);
        auto expected = texts(run::readPredictions(folder.predictionsFile()));
        std::vector<std::string> lines;
        base::forEachLine(folder.predictionsFile(), 0, [&](std::string_view text) { lines.emplace_back(text); });
        lines[1] = line.toStdString();
        std::string content;
        for (const std::string &text : lines)
            content += text + "\n";
        base::writeFileAtomically(folder.predictionsFile(), content);
        QCOMPARE(work(folder), Outcome::Finished);
        QCOMPARE(noticesOf(folder).size(), size_t(1));
        QVERIFY2(noticesOf(folder)[0].find("predictions.jsonl, line 2") != std::string::npos, noticesOf(folder)[0].c_str());
        std::rotate(expected.begin() + 1, expected.begin() + 2, expected.end()); // made last
        QCOMPARE(texts(run::readPredictions(folder.predictionsFile())), expected);
    }

    void nothingToAnswerIsRefused_data()
    {
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("no dialogues") << QByteArray("-");
        QTest::newRow("no turns") << QByteArray();
        QTest::newRow("no supporter") << QByteArray("s Hi.|s Anybody?");
        QTest::newRow("supporter alone") << QByteArray("u Hello.");
    }
    void nothingToAnswerIsRefused()
    {
        QFETCH(QByteArray, words);
        std::vector<run::DatasetRow> data;
        if (words != "-")
            data.push_back(spoken::row("d", words.toStdString()));
        const run::RunFolder folder = makeFolder(spec(), data);
        try {
            work(folder);
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, ErrorKind::WrongShape);
            QVERIFY(std::string(failure.what()).find("at least one supporter turn") != std::string::npos);
        }
        QVERIFY(!fs::exists(folder.predictionsFile()));
    }
};

ATTUNE_TEST(TstPredict)
#include "tst_predict.moc"
