// SPDX-License-Identifier: GPL-3.0-or-later
// Tokenizer files that are strange, broken or of a kind we do not know.
#include "base/files.h"
#include "text/tokenizer_json.h"
#include "text_fixtures.h"

#include <QTemporaryDir>

#include <random>

using namespace text;
using base::ErrorKind;
using base::Json;

namespace {

// A small tokenizer of the GPT-2 kind: all bytes, and the merges of "hello".
Json smallTokenizer()
{
    Json vocabulary = Json::object();
    int id = 0;
    const std::string printable = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    for (const char c : printable)
        vocabulary[std::string(1, c)] = id++;
    vocabulary["\u0120"] = id++;
    vocabulary["he"] = id++;
    vocabulary["ll"] = id++;
    vocabulary["hell"] = id++;
    vocabulary["hello"] = id++;
    return Json { { "added_tokens", Json::array({ Json { { "id", id }, { "content", "<end>" }, { "special", true } } }) },
        { "normalizer", nullptr },
        { "pre_tokenizer", { { "type", "ByteLevel" }, { "add_prefix_space", false }, { "use_regex", true } } },
        { "decoder", { { "type", "ByteLevel" } } },
        { "model", { { "type", "BPE" }, { "vocab", vocabulary }, { "merges", { "h e", "l l", "he ll", "hell o" } } } } };
}

} // namespace

class TstTokenizerFiles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSmallOneWorks()
    {
        Json json = smallTokenizer();
        auto tokenizer = tokenizerFromJson(json.dump(), "small");
        QCOMPARE(tokenizer->encode("hello").size(), size_t(1));
        QCOMPARE(tokenizer->encode("hello hello<end>", AddedTokens::Match).back(), *tokenizer->idOf("<end>"));
        // Newer files write merges as pairs, and put the model first or last.
        json["model"]["merges"] = Json::array({ { "h", "e" }, { "l", "l" }, { "he", "ll" }, { "hell", "o" } });
        QCOMPARE(tokenizerFromJson(json.dump(), "small")->encode("hello hell"), tokenizer->encode("hello hell"));
        Json model { { "merges", json["model"]["merges"] }, { "vocab", json["model"]["vocab"] } };
        json["model"] = model;
        QCOMPARE(tokenizerFromJson(json.dump(2), "small")->encode("hello hell"), tokenizer->encode("hello hell"));
    }
    void bytesTheVocabularyLacksAreLeftOut()
    {
        const auto tokenizer = tokenizerFromJson(smallTokenizer().dump(), "small");
        QCOMPARE(tokenizer->decode(tokenizer->encode("h\xC3\xA9llo")), std::string("hllo"));
    }
    void refusesByName_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("named");
        const auto row = [](const char *name, const char *pointer, const char *value, const char *named) {
            QTest::newRow(name) << QString::fromUtf8(pointer) << QString::fromUtf8(value) << QString::fromUtf8(named);
        };
        row("unigram", "/model/type", R"("Unigram")", "Unigram");
        row("dropout", "/model/dropout", "0.1", "dropout");
        row("byte fallback", "/model/byte_fallback", "true", "byte_fallback");
        row("suffix", "/model/end_of_word_suffix", R"("</w>")", "end_of_word_suffix");
        row("unknown token", "/model/unk_token", R"("<end>")", "unk_token");
        row("normalizer", "/normalizer", R"({"type":"Lowercase"})", "Lowercase");
        row("nested normalizer", "/normalizer", R"({"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Replace"}]})", "Replace");
        row("metaspace", "/pre_tokenizer", R"({"type":"Metaspace"})", "Metaspace");
        row("prefix space", "/pre_tokenizer/add_prefix_space", "true", "add_prefix_space");
        row("pattern", "/pre_tokenizer", R"({"type":"Split","pattern":{"Regex":"x+"},"behavior":"Isolated"})", "x+");
        row("no bytes", "/pre_tokenizer", "null", "ByteLevel");
        row("decoder", "/decoder", R"({"type":"WordPiece"})", "WordPiece");
    }
    void refusesByName()
    {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QString, named);
        Json json = smallTokenizer();
        json[Json::json_pointer(pointer.toStdString())] = Json::parse(value.toStdString());
        try {
            tokenizerFromJson(json.dump(), "small.json");
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, ErrorKind::UnsupportedTokenizer);
            QVERIFY2(QString::fromUtf8(failure.what()).contains(named), failure.what());
        }
    }
    void brokenOnesGetASentence_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("kind");
        Json json = smallTokenizer();
        const auto row = [](const char *name, const std::string &content, ErrorKind kind) {
            QTest::newRow(name) << QByteArray::fromStdString(content) << int(kind);
        };
        row("empty", "", ErrorKind::NotJson);
        row("cut short", json.dump().substr(0, 200), ErrorKind::NotJson);
        row("an array", "[]", ErrorKind::NotJson);
        row("not UTF-8", "{\"a\": \"\xFF\"}", ErrorKind::NotJson);
        row("deep", std::string(100000, '['), ErrorKind::NotJson);
        row("deep member", "{\"x\":" + std::string(100000, '['), ErrorKind::NotJson);
        row("no model", R"({"version":"1.0"})", ErrorKind::MissingField);
        Json noMerges = json;
        noMerges["model"].erase("merges");
        row("no merges", noMerges.dump(), ErrorKind::MissingField);
        Json badMerge = json;
        badMerge["model"]["merges"].push_back("he xx");
        row("merge of nothing", badMerge.dump(), ErrorKind::CorruptFile);
        Json emptyMerge = json;
        // The last token's merge comes first: the next guess lies behind the vocabulary.
        emptyMerge["model"]["merges"] = Json::array({ { "hell", "o" }, { "", "" } });
        row("merge of empty halves", emptyMerge.dump(), ErrorKind::CorruptFile);
        Json sameId = json;
        sameId["model"]["vocab"]["zz"] = 0;
        row("one id twice", sameId.dump(), ErrorKind::CorruptFile);
        Json hugeId = json;
        hugeId["model"]["vocab"]["zz"] = 2000000000;
        row("huge id", hugeId.dump(), ErrorKind::CorruptFile);
        Json negative = json;
        negative["model"]["vocab"]["zz"] = -5;
        row("negative id", negative.dump(), ErrorKind::CorruptFile);
        Json textId = json;
        textId["model"]["vocab"]["zz"] = "7";
        row("id as text", textId.dump(), ErrorKind::NotJson);
        Json added = json;
        added["added_tokens"][0]["id"] = -1;
        row("added below zero", added.dump(), ErrorKind::CorruptFile);
        Json moved = json;
        moved["added_tokens"][0]["content"] = "he";
        row("added elsewhere", moved.dump(), ErrorKind::CorruptFile);
    }
    void brokenOnesGetASentence()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, kind);
        try {
            tokenizerFromJson(content.toStdString(), "broken.json");
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QCOMPARE(int(failure.error().kind), kind);
        }
    }
    // Any file gives a tokenizer or a Failure.
    void noiseDoesNoHarm()
    {
        const std::string good = smallTokenizer().dump();
        std::mt19937 random(5);
        int accepted = 0;
        for (int round = 0; round < 3000; ++round) {
            std::string content = good;
            for (int edits = 1 + int(random() % 3); edits > 0; --edits) {
                const size_t at = random() % content.size();
                switch (random() % 4) {
                case 0: content.erase(at, random() % 30); break;
                case 1: content.insert(at, content.substr(random() % content.size(), random() % 40)); break;
                case 2: content[at] = char(random() % 256); break;
                default: content.insert(at, std::string(1, "{}[],:\"\\0-e"[random() % 11]));
                }
            }
            try {
                const auto tokenizer = tokenizerFromJson(content, "noise");
                tokenizer->encode("hello <end> hell\xC3\xA9", AddedTokens::Match);
                ++accepted;
            } catch (const base::Failure &) {
            }
        }
        QVERIFY(accepted > 0);
    }
    void aModelWithoutOneIsNamed()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QVERIFY_EXCEPTION_THROWN(loadTokenizer(path), base::Failure);
        QVERIFY_EXCEPTION_THROWN(loadTokenizer(path / "absent.gguf"), base::Failure);
        base::writeFileAtomically(path / "strange.bin", "no tokenizer");
        try {
            loadTokenizer(path / "strange.bin");
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, ErrorKind::UnsupportedTokenizer);
        }
    }
};

ATTUNE_TEST(TstTokenizerFiles)
#include "tst_tokenizer_files.moc"
