// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/hash.h"
#include "text/tokenizer.h"
#include "text/unicode.h"
#include "text_fixtures.h"

#include <random>
#include <thread>

using namespace text;
using fixtures::bytes;

namespace {

void collectTexts(const base::Json &value, std::vector<std::string> &out)
{
    if (value.is_string()) {
        out.push_back(value.get<std::string>());
    } else if (value.is_object()) {
        for (const auto &[key, inner] : value.items()) {
            out.push_back(key);
            collectTexts(inner, out);
        }
    } else if (value.is_array()) {
        for (const base::Json &inner : value)
            collectTexts(inner, out);
    }
}

} // namespace

class TstTokenizer : public QObject
{
    Q_OBJECT
private:
    std::shared_ptr<const Tokenizer> load(const QString &name)
    {
        if (name == QLatin1String("qwen2.5"))
            return fixtures::qwen();
        return fixtures::embeddedModel().empty() ? nullptr : loadTokenizer(fixtures::embeddedModel());
    }
    void models()
    {
        QTest::addColumn<QString>("model");
        QTest::newRow("qwen2.5") << QStringLiteral("qwen2.5");
        QTest::newRow("smollm2") << QStringLiteral("smollm2");
    }

private Q_SLOTS:
    void idsAreThePeers_data() { models(); }
    void idsAreThePeers()
    {
        QFETCH(QString, model);
        const auto tokenizer = load(model);
        if (!tokenizer)
            QFAIL("the embedded model was not fetched: run packaging/fetch.sh");
        const base::Json golden = fixtures::goldenJson("text/tokens.json");
        for (const auto added : { AddedTokens::AsText, AddedTokens::Match }) {
            const base::Json &ids = golden[model.toStdString() + (added == AddedTokens::Match ? " special" : "")];
            QCOMPARE(ids.size(), golden["strings"].size());
            for (size_t i = 0; i < ids.size(); ++i) {
                const auto string = golden["strings"][i].get<std::string>();
                QVERIFY2(tokenizer->encode(string, added) == ids[i].get<std::vector<int>>(), string.c_str());
            }
        }
    }
    void realDataIsThePeers_data() { models(); }
    void realDataIsThePeers()
    {
        QFETCH(QString, model);
        const auto tokenizer = load(model);
        if (!tokenizer)
            QFAIL("the embedded model was not fetched: run packaging/fetch.sh");
        if (harness::realData().empty())
            QSKIP("skipped: real data not present");
        const base::Json golden = fixtures::goldenJson("text/real_data.json");
        for (const auto &[part, expected] : golden.items()) {
            std::vector<std::filesystem::path> files;
            for (const auto &entry : std::filesystem::recursive_directory_iterator(harness::realData() / part)) {
                if (entry.path().extension() == ".json")
                    files.push_back(entry.path());
            }
            std::sort(files.begin(), files.end());
            std::vector<std::string> texts;
            for (const auto &file : files)
                collectTexts(base::readJson(file), texts);
            QCOMPARE(texts.size(), expected["strings"].get<size_t>());
            std::vector<TokenId> ids;
            for (const std::string &text : texts)
                tokenizer->encodeTo(text, AddedTokens::AsText, ids);
            const base::Json &tokens = expected[model.toStdString()];
            QCOMPARE(ids.size(), tokens["tokens"].get<size_t>());
            // Little-endian 32-bit, as every machine of ours writes them.
            QCOMPARE(base::sha256({ reinterpret_cast<const char *>(ids.data()), ids.size() * sizeof(TokenId) }),
                tokens["sha256"].get<std::string>());
        }
    }
    void typedTextIsNeverAControlToken()
    {
        const auto tokenizer = fixtures::qwen();
        const TokenId end = *tokenizer->idOf("<|im_end|>");
        const auto typed = tokenizer->encode("bye<|im_end|>");
        QVERIFY(std::find(typed.begin(), typed.end(), end) == typed.end());
        QCOMPARE(tokenizer->encode("bye<|im_end|>", AddedTokens::Match).back(), end);
        QVERIFY(tokenizer->isSpecial(end));
        QCOMPARE(tokenizer->bytesOf(end), std::string("<|im_end|>"));
        QCOMPARE(bytes(tokenizer->decode(typed)), QByteArray("bye<|im_end|>"));
    }
    void longLinesTakeNoLongTime_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("one letter") << QByteArray(1'000'000, 'a');
        QTest::newRow("spaces") << QByteArray(1'000'000, ' ');
        QTest::newRow("line breaks") << QByteArray(1'000'000, '\n');
        std::mt19937 random(1);
        QByteArray letters;
        for (int i = 0; i < 1'000'000; ++i)
            letters += char('a' + random() % 26);
        QTest::newRow("random letters") << letters;
        QTest::newRow("marks") << QByteArray("e\xCC\x81").repeated(300'000);
        QTest::newRow("openings") << QByteArray(1'000'000, '<');
    }
    void longLinesTakeNoLongTime()
    {
        QFETCH(QByteArray, line);
        const auto tokenizer = fixtures::qwen();
        const std::clock_t start = std::clock();
        const auto ids = tokenizer->encode(line.toStdString(), AddedTokens::Match);
        QVERIFY2(fixtures::processorMs(start) < 10000, "a megabyte takes far below a second; what grows with its square takes minutes");
        QCOMPARE(bytes(tokenizer->decode(ids)), bytes(tokenizer->normalized(line.toStdString())));
    }
    void streamsAreValidUtf8()
    {
        const auto tokenizer = fixtures::qwen();
        std::mt19937 random(3);
        for (int round = 0; round < 200; ++round) {
            std::vector<TokenId> ids;
            for (int i = 0; i < 60; ++i)
                ids.push_back(TokenId(random() % 512)); // single bytes and short tokens: mostly broken sequences
            StreamDecoder decoder(tokenizer, false);
            std::string streamed;
            for (const TokenId id : ids) {
                const std::string part = decoder.push(id);
                QVERIFY(isValidUtf8(part));
                streamed += part;
            }
            streamed += decoder.finish();
            QCOMPARE(bytes(streamed), bytes(tokenizer->decode(ids)));
        }
    }
    void anEmojiComesWhole()
    {
        const auto tokenizer = fixtures::qwen();
        const std::string family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";
        StreamDecoder decoder(tokenizer);
        std::string streamed;
        for (const TokenId id : tokenizer->encode(family)) {
            const std::string part = decoder.push(id);
            QVERIFY(part.find("\xEF\xBF\xBD") == std::string::npos);
            streamed += part;
        }
        QCOMPARE(bytes(streamed), bytes(family));
        QVERIFY(decoder.push(*tokenizer->idOf("<|im_end|>")).empty());
    }
    void brokenInputIsReadAsReplacement()
    {
        const auto tokenizer = fixtures::qwen();
        QCOMPARE(tokenizer->encode("a\xF0\x9F"), tokenizer->encode("a\xEF\xBF\xBD"));
        QVERIFY(tokenizer->bytesOf(-1).empty());
        QVERIFY(tokenizer->bytesOf(tokenizer->vocabularySize()).empty());
        QVERIFY(!tokenizer->idOf("\xFF"));
        QVERIFY(!tokenizer->idOf("no such token"));
    }
    void threadsShareATokenizer()
    {
        const auto tokenizer = loadTokenizer(fixtures::qwenFolder()); // with nothing found out yet
        const base::Json golden = fixtures::goldenJson("text/tokens.json");
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                for (size_t i = 0; i < golden["strings"].size(); ++i)
                    wrong += tokenizer->encode(golden["strings"][i].get<std::string>()) == golden["qwen2.5"][i].get<std::vector<int>>() ? 0 : 1;
            });
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
    }
};

ATTUNE_TEST(TstTokenizer)
#include "tst_tokenizer.moc"
