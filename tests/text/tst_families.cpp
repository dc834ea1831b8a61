// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of byte-level tokenizers, small ones: as tokenizer.json, and as the vocabulary of a GGUF file. Ids and texts are the
// peer's (tests/peers/text_golden.py).
#include "base/files.h"
#include "fakes/gguf_writer.h"
#include "text/tokenizer_json.h"
#include "text_fixtures.h"

#include <QTemporaryDir>

using namespace text;
using base::Json;
using fixtures::bytes;

namespace {

const Json &families()
{
    static const Json golden = fixtures::goldenJson("text/families.json");
    return golden;
}

void compareIds(const Tokenizer &tokenizer, const Json &family, const char *key, AddedTokens added)
{
    const Json &strings = family["strings"];
    QCOMPARE(family[key].size(), strings.size());
    for (size_t i = 0; i < strings.size(); ++i) {
        const auto string = strings[i].get<std::string>();
        QVERIFY2(tokenizer.encode(string, added) == family[key][i].get<std::vector<TokenId>>(), (std::string(key) + ": " + string).c_str());
    }
}

// The vocabulary of a tokenizer.json as a converter writes it into a GGUF file.
fakes::GgufWriter ggufOf(const Json &tokenizer, std::string_view pre)
{
    constexpr int kNormal = 1, kControl = 3, kUserDefined = 4;
    std::vector<std::string> tokens;
    std::vector<int32_t> types;
    const auto put = [&](size_t id, const std::string &text, int32_t type) {
        tokens.resize(std::max(tokens.size(), id + 1));
        types.resize(tokens.size(), kNormal);
        tokens[id] = text;
        types[id] = type;
    };
    for (const auto &[text, id] : tokenizer["model"]["vocab"].items())
        put(id.get<size_t>(), text, kNormal);
    for (const Json &added : tokenizer["added_tokens"])
        put(added["id"].get<size_t>(), added["content"].get<std::string>(), added["special"].get<bool>() ? kControl : kUserDefined);
    std::vector<std::string> merges;
    for (const Json &merge : tokenizer["model"]["merges"])
        merges.push_back(merge.is_array() ? merge[0].get<std::string>() + " " + merge[1].get<std::string>() : merge.get<std::string>());
    fakes::GgufWriter gguf;
    gguf.text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", pre).texts("tokenizer.ggml.tokens", tokens);
    gguf.wholes("tokenizer.ggml.token_type", types).texts("tokenizer.ggml.merges", merges);
    return gguf;
}

} // namespace

class TstFamilies : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void idsAreThePeers_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto &[name, family] : families().items())
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
    void idsAreThePeers()
    {
        QFETCH(QString, name);
        const Json &family = families()[name.toStdString()];
        const auto tokenizer = tokenizerFromJson(family["tokenizer"].dump(), "family");
        compareIds(*tokenizer, family, "text", AddedTokens::AsText);
        compareIds(*tokenizer, family, "special", AddedTokens::Match);
    }
    void textsAreThePeers_data() { idsAreThePeers_data(); }
    void textsAreThePeers()
    {
        QFETCH(QString, name);
        const Json &family = families()[name.toStdString()];
        const auto tokenizer = tokenizerFromJson(family["tokenizer"].dump(), "family");
        for (size_t i = 0; i < family["strings"].size(); ++i) {
            const auto ids = family["special"][i].get<std::vector<TokenId>>();
            // The peer reads an added token's own letters as bytes where they are of the byte alphabet.
            if (family["decoded"][i].get<std::string>().find("\uFFFD") != std::string::npos)
                continue;
            QCOMPARE(bytes(tokenizer->decode(ids)), bytes(family["decoded"][i].get<std::string>()));
            QCOMPARE(bytes(tokenizer->decode(ids, true)), bytes(family["decoded without special"][i].get<std::string>()));
            StreamDecoder stream(tokenizer, true);
            std::string streamed;
            for (const TokenId id : ids)
                streamed += stream.push(id);
            QCOMPARE(bytes(streamed + stream.finish()), bytes(family["decoded without special"][i].get<std::string>()));
        }
    }
    void ggufVocabulariesAreTheSame_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("pre");
        QTest::newRow("qwen2") << QStringLiteral("qwen2") << QStringLiteral("qwen2");
        QTest::newRow("qwen3") << QStringLiteral("qwen3") << QStringLiteral("qwen2");
        QTest::newRow("llama-bpe") << QStringLiteral("llama-bpe") << QStringLiteral("llama-bpe");
        QTest::newRow("smollm") << QStringLiteral("smollm") << QStringLiteral("smollm");
        QTest::newRow("gpt-2") << QStringLiteral("gpt-2") << QStringLiteral("gpt-2");
    }
    void ggufVocabulariesAreTheSame()
    {
        QFETCH(QString, name);
        QFETCH(QString, pre);
        const Json &family = families()[name.toStdString()];
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("vocabulary.gguf")).toStdString();
        ggufOf(family["tokenizer"], pre.toStdString()).save(path);
        const auto tokenizer = loadTokenizer(path);
        QVERIFY(tokenizer->description().find(pre.toStdString()) != std::string::npos);
        compareIds(*tokenizer, family, "text", AddedTokens::AsText);
        compareIds(*tokenizer, family, "special", AddedTokens::Match);
        // Another way of splitting is another tokenizer: the test would see it.
        ggufOf(family["tokenizer"], pre == QLatin1String("gpt-2") ? "llama-bpe" : "gpt-2").save(path);
        const auto other = loadTokenizer(path);
        size_t different = 0;
        for (const Json &string : family["strings"])
            different += other->encode(string.get<std::string>()) == tokenizer->encode(string.get<std::string>()) ? 0 : 1;
        QVERIFY(different > 0);
    }
    void unknownGgufKindsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("pre");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("no way of splitting") << QByteArray("gpt2") << QByteArray() << QByteArray("tokenizer.ggml.pre");
        QTest::newRow("another way of splitting") << QByteArray("gpt2") << QByteArray("starcoder") << QByteArray("starcoder");
        QTest::newRow("default") << QByteArray("gpt2") << QByteArray("default") << QByteArray("default");
        QTest::newRow("another kind") << QByteArray("bert") << QByteArray() << QByteArray("bert");
    }
    void unknownGgufKindsAreNamed()
    {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, pre);
        QFETCH(QByteArray, named);
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("vocabulary.gguf")).toStdString();
        fakes::GgufWriter gguf;
        gguf.text("tokenizer.ggml.model", model.toStdString()).texts("tokenizer.ggml.tokens", { "a", "b" }).texts("tokenizer.ggml.merges", { "a b" });
        if (!pre.isEmpty())
            gguf.text("tokenizer.ggml.pre", pre.toStdString());
        gguf.save(path);
        try {
            loadTokenizer(path);
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, base::ErrorKind::UnsupportedTokenizer);
            QVERIFY2(QByteArray(failure.what()).contains(named), failure.what());
        }
    }
};

ATTUNE_TEST(TstFamilies)
#include "tst_families.moc"
