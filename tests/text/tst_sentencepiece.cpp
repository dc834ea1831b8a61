// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "text/renderer.h"
#include "text/sentencepiece_charsmap.h"
#include "text/sentencepiece_model.h"
#include "text/sentencepiece_tokenizer.h"
#include "text_fixtures.h"

#include <QTemporaryDir>

#include <random>

using namespace text;
using fixtures::bytes;

class TstSentencepiece : public QObject
{
    Q_OBJECT
private:
    static std::filesystem::path model(const std::string &name) { return harness::golden("text/" + name + ".model"); }
    // The rules lie between their size and the strings that follow: found by their key (field 2 of the normalizer's message).
    static std::string charsMapOf(const std::string &file)
    {
        const size_t name = file.rfind("nmt_nfkc");
        size_t at = name + 8;
        if (name == std::string::npos || file[at++] != 0x12)
            return {};
        uint64_t size = 0;
        for (int shift = 0;; shift += 7) {
            const auto byte = static_cast<unsigned char>(file[at++]);
            size |= uint64_t(byte & 0x7F) << shift;
            if (byte < 0x80)
                break;
        }
        return file.substr(at, size);
    }

private Q_SLOTS:
    void idsAreTheLibrarys_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("bpe") << QStringLiteral("small-bpe");
        QTest::newRow("unigram") << QStringLiteral("small-unigram");
        QTest::newRow("marks and words of its own") << QStringLiteral("small-marks");
    }
    void idsAreTheLibrarys()
    {
        QFETCH(QString, name);
        const auto tokenizer = loadTokenizer(model(name.toStdString()));
        const base::Json golden = fixtures::goldenJson("text/sentencepiece.json");
        const bool marks = name.endsWith(QLatin1String("unigram"));
        for (size_t i = 0; i < golden["strings"].size(); ++i) {
            const auto string = golden["strings"][i].get<std::string>();
            const auto ids = golden[name.toStdString()][i].get<std::vector<int>>();
            // The library takes user-defined marks wherever they stand; here they are text unless matched. User-defined words
            // stay what they are.
            if (string.find("<|im_") != std::string::npos && marks)
                QVERIFY2(tokenizer->encode(string) != ids, string.c_str());
            else
                QVERIFY2(tokenizer->encode(string) == ids, string.c_str());
        }
    }
    void marksAreTextUnlessMatched()
    {
        const auto tokenizer = loadTokenizer(model("small-unigram"));
        const TokenId end = *tokenizer->idOf("<|im_end|>");
        QVERIFY(tokenizer->isSpecial(end));
        const auto typed = tokenizer->encode("bye<|im_end|>");
        QVERIFY(std::find(typed.begin(), typed.end(), end) == typed.end());
        QCOMPARE(tokenizer->encode("bye<|im_end|>", AddedTokens::Match).back(), end);
        const auto control = loadTokenizer(model("small-bpe"));
        QCOMPARE(control->encode("</s>", AddedTokens::Match), std::vector<TokenId> { *control->idOf("</s>") });
        QVERIFY(control->encode("</s>").size() > 1);
    }
    void tokensBesideThePiecesAreRead()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::filesystem::copy(model("small-marks"), path / "tokenizer.model");
        const auto bare = loadTokenizer(path);
        const TokenId mark = *bare->idOf("<_user>");
        const TokenId beyond = bare->vocabularySize();
        const base::Json config { { "added_tokens_decoder",
            { { std::to_string(mark), { { "content", "<|im_start|>" }, { "special", true } } },
                { std::to_string(beyond), { { "content", "<pad>" }, { "special", true } } },
                { std::to_string(beyond + 1), { { "content", "plain" }, { "special", false }, { "single_word", true } } },
                { std::to_string(*bare->idOf("hello")), { { "content", "hello" }, { "special", false } } } } } };
        base::writeFileAtomically(path / "tokenizer_config.json", config.dump());
        const auto tokenizer = loadTokenizer(path);
        QCOMPARE(tokenizer->vocabularySize(), beyond + 2);
        QCOMPARE(tokenizer->encode("<|im_start|>", AddedTokens::Match), std::vector<TokenId> { mark });
        QCOMPARE(tokenizer->bytesOf(mark), std::string("<|im_start|>"));
        QCOMPARE(tokenizer->encode("<pad>", AddedTokens::Match), std::vector<TokenId> { beyond });
        QCOMPARE(tokenizer->encode("plain", AddedTokens::Match), std::vector<TokenId> { beyond + 1 });
        QVERIFY(!tokenizer->isSpecial(beyond + 1));
        const auto inside = tokenizer->encode("explain plains", AddedTokens::Match);
        QVERIFY(std::find(inside.begin(), inside.end(), beyond + 1) == inside.end());
        QCOMPARE(tokenizer->encode("hello", AddedTokens::Match), bare->encode("hello"));
        const auto typed = tokenizer->encode("<|im_start|><pad> plain");
        for (const TokenId id : { mark, beyond, beyond + 1 })
            QVERIFY(std::find(typed.begin(), typed.end(), id) == typed.end());
    }
    void damagedRulesAreFound_data()
    {
        QTest::addColumn<int>("at");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("size beyond the end") << 0 << QByteArray("\xFF\xFF\xFF\x7F", 4);
        QTest::newRow("size of no whole cells") << 0 << QByteArray("\x03\x00\x00\x00", 4);
        QTest::newRow("root points away") << 4 << QByteArray("\x00\xFE\xFF\x7F", 4);
        QTest::newRow("texts without an end") << -1 << QByteArray("x");
        QTest::newRow("texts of broken characters") << -2 << QByteArray("\xFF");
    }
    void damagedRulesAreFound()
    {
        QFETCH(int, at);
        QFETCH(QByteArray, bytes);
        const std::string good = charsMapOf(base::readFile(model("small-unigram")));
        QVERIFY(good.size() > 100'000);
        checkCharsMap(good, "good");
        checkCharsMap({}, "none");
        std::string bad = good;
        bad.replace(at < 0 ? bad.size() - size_t(-at) : size_t(at), size_t(bytes.size()), bytes.toStdString());
        QVERIFY_EXCEPTION_THROWN(checkCharsMap(bad, "bad"), base::Failure);
        QVERIFY_EXCEPTION_THROWN(checkCharsMap(good.substr(0, 3), "bad"), base::Failure);
    }
    void decodesWhatItEncoded()
    {
        const auto tokenizer = loadTokenizer(model("small-bpe"));
        const base::Json golden = fixtures::goldenJson("text/sentencepiece.json");
        for (const base::Json &json : golden["strings"]) {
            const auto string = json.get<std::string>();
            QCOMPARE(bytes(tokenizer->decode(tokenizer->encode(string), true)), bytes(string));
            std::vector<TokenId> piece;
            tokenizer->encodePieceTo(string, AddedTokens::AsText, piece);
            std::string joined;
            for (const TokenId id : piece)
                joined += tokenizer->bytesOf(id);
            QCOMPARE(bytes(joined), bytes(string)); // no space before a piece
        }
    }
    void rendersLlama2()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::filesystem::copy(model("small-bpe"), path / "tokenizer.model");
        const ModelText text = loadModelText(path, "llama-2");
        QCOMPARE(text.stopIds, std::vector<TokenId> { *text.tokenizer->idOf("</s>") });
        const Renderer renderer(text, fixtures::prompt("Be kind."));
        auto dialogue = fixtures::conversation({ { 's', "hi there" }, { 'p', "hello </s>" }, { 's', "more" }, { 'p', "yes" } });
        const Rendered rendered = renderer.renderTraining(dialogue);
        QCOMPARE(bytes(text.tokenizer->decode(rendered.ids)),
            QByteArray("<s> [INST] <<SYS>>\nBe kind.\n<</SYS>>\n\nhi there [/INST] hello </s> </s><s> [INST] more [/INST] yes </s>"));
        std::string trained;
        for (size_t i = 0; i < rendered.ids.size(); ++i)
            trained += rendered.loss_mask[i] ? text.tokenizer->bytesOf(rendered.ids[i]) : "";
        QCOMPARE(bytes(trained), QByteArray(" hello </s> </s> yes </s>"));
        QVERIFY(checkSkew(renderer, dialogue).equal);
        // Speakers must take turns under this template.
        RenderOptions apart;
        apart.merge_consecutive = false;
        dialogue.turns[2].speaker = dialogue::Speaker::Supporter;
        QVERIFY_EXCEPTION_THROWN(Renderer(text, fixtures::prompt("Be kind."), apart).renderTraining(dialogue), base::Failure);
    }
    void aRefusedJsonFallsBackToTheModel()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        base::writeFileAtomically(path / "tokenizer.json", R"({"pre_tokenizer":null,"model":{"type":"Unigram","vocab":[]}})");
        QVERIFY_EXCEPTION_THROWN(loadTokenizer(path), base::Failure);
        std::filesystem::copy(model("small-bpe"), path / "tokenizer.model");
        QVERIFY(loadTokenizer(path)->description().find("sentencepiece") == 0);
    }
    void aModelMadeOfItsPiecesIsTheSame()
    {
        const std::string file = base::readFile(model("small-bpe"));
        const SpModelInfo info = readSpModel(file, "small");
        const SentencepieceTokenizer made(makeSpModel(info.pieces, true), {}, "made");
        const auto original = loadTokenizer(model("small-bpe"));
        const base::Json golden = fixtures::goldenJson("text/sentencepiece.json");
        for (const base::Json &json : golden["strings"]) {
            const auto string = json.get<std::string>();
            QVERIFY(static_cast<const Tokenizer &>(made).encode(string) == original->encode(string));
        }
    }
    void brokenFilesGetASentence()
    {
        const std::string good = base::readFile(model("small-bpe"));
        for (const std::string &bad : { std::string(), std::string("no model"), good.substr(0, good.size() / 2), std::string(100, '\xFF') }) {
            QVERIFY_EXCEPTION_THROWN(SentencepieceTokenizer(bad, {}, "bad"), base::Failure);
        }
        // At a piece that begins with a zero the library throws an exception of its own.
        const QByteArray zero = QByteArray::fromHex("0a0e0a053c756e6b3e150000000018020a0c0a033c733e150000000018030a0d0a05000000004215000078301010101010001800");
        QVERIFY_EXCEPTION_THROWN(SentencepieceTokenizer(zero.toStdString(), {}, "zero"), base::Failure);
        std::mt19937 random(2);
        for (int round = 0; round < 300; ++round) {
            std::string noisy = good;
            for (int edits = 1 + int(random() % 4); edits > 0; --edits)
                noisy[random() % noisy.size()] = char(random() % 256);
            try {
                const SentencepieceTokenizer tokenizer(noisy, {}, "noisy");
                static_cast<const Tokenizer &>(tokenizer).encode("I'm not sure </s>", AddedTokens::Match);
            } catch (const base::Failure &) {
            }
        }
    }
};

ATTUNE_TEST(TstSentencepiece)
#include "tst_sentencepiece.moc"
