// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/data_dir.h"
#include "base/error_text.h"
#include "fakes/vector_file_writer.h"
#include "harness/test_case.h"
#include "metrics/scoring.h"
#include "metrics/vector_file.h"

#include <QFile>

#include <functional>
#include <limits>
#include <random>

using namespace metrics;
namespace fs = std::filesystem;

namespace {

// 0.1f is not 0.1: float32 must come through bit for bit.
const fakes::VectorFileParts kTiny { { { "feel", { -.75f, .5f, .1f } }, { "i", { .5f, -1, .25f } }, { "sad", { -2, -.25f, 1.5f } },
    { "tired", { -1, .75f, 1e-30f } }, { "\u96e3\u904e", { 3, 2, 1 } } } };

} // namespace

class TstVectorFile : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    fs::path write(const std::string &bytes) const
    {
        QFile file(m_dir.filePath(QStringLiteral("tiny.vectors")));
        file.remove(); // ext4 brings a file that is emptied and written anew to the disk at once, and thousands are written here
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes.data(), qint64(bytes.size())) != qint64(bytes.size()))
            qFatal("no file of vectors could be written");
        return file.fileName().toStdString();
    }

private Q_SLOTS:
    void crcIsTheUsualOne()
    {
        QCOMPARE(crc32("123456789"), 0xCBF43926u);
        QCOMPARE(crc32("456789", crc32("123")), 0xCBF43926u);
        QCOMPARE(crc32("The quick brown fox jumps over the lazy dog"), 0x414FA339u);
        QCOMPARE(crc32(""), 0u);
    }
    void findsItsWords()
    {
        const VectorFile file(write(fakes::vectorFile(kTiny)));
        QCOMPARE(file.size(), size_t(5));
        QCOMPARE(file.dimensions(), size_t(3));
        QCOMPARE(file.name(), std::string("tiny"));
        QCOMPARE(file.sources().size(), size_t(2));
        QCOMPARE(file.sources()[1].sha256, std::string("22"));
        for (const auto &[word, vector] : kTiny.rows) {
            const auto row = file.find(word);
            QVERIFY2(row.has_value(), word.c_str());
            std::vector<double> numbers(3);
            file.read(*row, numbers);
            for (size_t i = 0; i < 3; ++i)
                QCOMPARE(numbers[i], double(vector[i]));
        }
        for (const char *absent : { "", "a", "fee", "feels", "I", "sadd", "\u96e3", "\xFF\xFF" })
            QVERIFY2(!file.find(absent), absent);
    }
    // The one file and the text of the same numbers give the same scores to the last bit.
    void equalsItsText()
    {
        std::string text;
        for (const auto &[word, vector] : kTiny.rows) {
            text += word;
            for (const float number : vector)
                text += ' ' + QByteArray::number(double(number), 'g', 17).toStdString();
            text += '\n';
        }
        const fs::path path = write(fakes::vectorFile(kTiny));
        QVERIFY(VectorFile::isOne(path));
        const VectorTable table = VectorTable::load(path);
        const VectorTable fromText = VectorTable::parse(text, "tiny.txt");
        QCOMPARE(table.size(), fromText.size());
        const std::vector<std::string> texts { "i feel sad", "you feel tired", "tired", "\u96e3\u904e i", "unknown" };
        for (const std::string &a : texts) {
            for (const std::string &b : texts)
                QCOMPARE(vectorExtrema(a, b, table), vectorExtrema(a, b, fromText));
        }
    }
    void onlyTheWordsThatAreAskedFor()
    {
        const std::unordered_set<std::string> words { "sad", "absent" };
        double last = 0;
        VectorTableOptions options;
        options.only = &words;
        options.progress = [&](double done) { last = done; };
        const VectorTable table = VectorTable::load(write(fakes::vectorFile(kTiny)), options);
        QCOMPARE(table.size(), size_t(1));
        QCOMPARE(table.find("sad")[0], -2.0);
        QCOMPARE(last, 1.0);
        options.max_words = 0;
        QVERIFY_EXCEPTION_THROWN(VectorTable::load(write(fakes::vectorFile(kTiny)), options), base::Failure);
    }
    // A score says which vectors made it: those files that the one file was made of.
    void aScoreNamesWhatItWasMadeOf()
    {
        ScoringResources resources;
        resources.vector_file = write(fakes::vectorFile(kTiny));
        const Scores scores = scoresFromJson(toJson(scorePairs({ { "i feel sad", "i feel tired" } }, resources)), "scores");
        QVERIFY(scores.value(Metric::VectorExtrema));
        const base::Json &vectors = scores.provenance["vectors"];
        QCOMPARE(vectors["name"].get<std::string>(), std::string("tiny"));
        QCOMPARE(vectors["dimensions"].get<int>(), 3);
        QCOMPARE(vectors["sources"][0]["name"].get<std::string>(), std::string("a.npy"));
        QCOMPARE(vectors["sources"][0]["sha256"].get<std::string>(), std::string("11"));
        QCOMPARE(vectors["sources"][1]["sha256"].get<std::string>(), std::string("22"));
    }
    void brokenFiles_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("sentence");
        const std::string good = fakes::vectorFile(kTiny);
        const size_t offsets = 64 + (kTiny.description.size() + 7) / 8 * 8;
        const auto row = [](const char *name, const std::string &file, const char *kind, const char *sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(file) << QByteArray(kind) << QByteArray(sentence);
        };
        const auto with = [&](const std::function<void(std::string &)> &change, bool isSigned = true) {
            std::string file = good;
            change(file);
            if (isSigned)
                fakes::sign(file, kTiny);
            return file;
        };
        const auto made = [](const std::function<void(fakes::VectorFileParts &)> &change) {
            fakes::VectorFileParts parts = kTiny;
            change(parts);
            return fakes::vectorFile(parts);
        };
        using fakes::overwrite;
        row("empty", "", "unknown_format", "no file of word vectors");
        row("another file", "PK\x03\x04 something", "unknown_format", "no file of word vectors");
        row("newer", made([](auto &parts) { parts.version = 2; }), "unknown_format", "its version is 2");
        row("only the mark", "ATTUNEWV", "truncated_file", "64 bytes expected");
        row("cut in the words", good.substr(0, offsets + 9), "truncated_file", "bytes expected");
        row("cut by one byte", good.substr(0, good.size() - 1), "truncated_file", "bytes expected");
        row("one byte more", good + 'x', "corrupt_file", "1 bytes too many");
        row("a changed word", with([&](std::string &f) { f[f.find("tired")] = 'w'; }, false), "corrupt_file", "the list of words");
        row("a changed offset", with([&](std::string &f) { f[offsets + 4] = 1; }, false), "corrupt_file", "the list of words");
        row("no words", with([](std::string &f) { overwrite(f, 16, uint64_t(0)); }, false), "corrupt_file", "0 words");
        row("no dimensions", with([](std::string &f) { overwrite(f, 12, uint32_t(0)); }, false), "corrupt_file", "0 dimensions");
        row("endless words", with([](std::string &f) { overwrite(f, 16, ~uint64_t(0)); }, false), "too_long", "words");
        row("endless dimensions", with([](std::string &f) { overwrite(f, 12, ~uint32_t(0)); }, false), "too_long", "dimensions");
        row("endless description", with([](std::string &f) { overwrite(f, 24, ~uint64_t(0)); }, false), "too_long", "description");
        row("endless bytes of words", with([](std::string &f) { overwrite(f, 32, ~uint64_t(0) - 100); }, false), "too_long", "bytes of words");
        row("sizes that wrap around", with([](std::string &f) { overwrite(f, 16, uint64_t(1) << 62); }, false), "too_long", "words");
        row("an offset far outside", with([&](std::string &f) { overwrite(f, offsets + 4, ~uint32_t(0)); }), "corrupt_file", "word 1");
        row("offsets that go back", with([&](std::string &f) { overwrite(f, offsets + 8, uint32_t(1)); }), "corrupt_file", "word 2");
        row("a word of no length", with([&](std::string &f) { overwrite(f, offsets + 8, uint32_t(4)); }), "corrupt_file", "word 2");
        row("begins elsewhere", with([&](std::string &f) { overwrite(f, offsets, uint32_t(1)); }), "corrupt_file", "does not fill its place");
        row("out of order", made([](auto &parts) { std::swap(parts.rows[0], parts.rows[1]); }), "corrupt_file", "word 2");
        row("the same word twice", made([](auto &parts) { parts.rows[1].first = "feel"; }), "corrupt_file", "word 2");
        row("no JSON", made([](auto &parts) { parts.description = "{\"name\": "; }), "not_json", "description");
        row("no name", made([](auto &parts) { parts.description = R"({"sources": []})"; }), "missing_field", "name");
        row("no sources", made([](auto &parts) { parts.description = R"({"name": "x"})"; }), "missing_field", "sources");
        row("strange sources", made([](auto &parts) { parts.description = R"({"name": "x", "sources": ["y"]})"; }), "wrong_shape", "description");
        row("a changed number", with([](std::string &f) { f.back() ^= 1; }, false), "corrupt_file", "the vector of word 5");
    }
    void brokenFiles()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, sentence);
        try {
            VectorFile(write(file.toStdString())).table({});
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QVERIFY2(QByteArray::fromStdString(std::string(base::kindName(failure.error().kind))) == kind, failure.what());
            QVERIFY2(QByteArray(failure.what()).contains(sentence), failure.what());
            QVERIFY2(QByteArray(failure.what()).contains("tiny.vectors"), failure.what());
        }
    }
    // Another program cuts or writes it while it is mapped: no number comes of that.
    void changedWhileItIsOpen_data()
    {
        QTest::addColumn<bool>("isCut");
        QTest::newRow("cut") << true;
        QTest::newRow("written over") << false;
    }
    void changedWhileItIsOpen()
    {
        QFETCH(bool, isCut);
        const fs::path path = write(fakes::vectorFile(kTiny));
        const VectorFile file(path);
        QFile other(QString::fromStdString(path.string()));
        QVERIFY(other.open(QIODevice::ReadWrite));
        if (isCut)
            QVERIFY(other.resize(10));
        else
            QCOMPARE(other.write(QByteArray(4096, 'x')), 4096);
        other.close();
        QVERIFY_EXCEPTION_THROWN(file.table({}), base::Failure);
    }
    void aRowThatIsNotFiniteIsPassedOver()
    {
        fakes::VectorFileParts parts = kTiny;
        parts.rows[2].second[1] = std::numeric_limits<float>::quiet_NaN();
        const VectorTable table = VectorTable::load(write(fakes::vectorFile(parts)));
        QCOMPARE(table.size(), size_t(4));
        QVERIFY(!table.find("sad"));
        QCOMPARE(table.passedRowCount(), size_t(1));
        QCOMPARE(table.passedRows()[0].place, std::string("word 3"));
    }
    void mutatedFilesNeverCrash()
    {
        std::mt19937 random(7);
        const std::string good = fakes::vectorFile(kTiny);
        for (int round = 0; round < 2000; ++round) {
            std::string file = good;
            for (int edits = 0; edits < 2; ++edits)
                file[random() % file.size()] = static_cast<char>(random());
            if (round % 2)
                fakes::sign(file, kTiny);
            try {
                vectorExtrema("i feel sad", "you feel tired", VectorFile(write(file)).table({}));
            } catch (const base::Failure &) {
            }
        }
    }
    void theOfficialOnesAreThere()
    {
        const fs::path path = base::cacheDir() / "vectors/glove.6B.50d.vectors";
        if (!fs::exists(path))
            QFAIL("the official word vectors were not fetched: run packaging/fetch.sh");
        const VectorFile file(path);
        QCOMPARE(file.size(), size_t(400000));
        QCOMPARE(file.dimensions(), size_t(50));
        QCOMPARE(file.sources()[0].sha256, std::string("2d85b9db2ad8ddeb2e07474af9c9fb45a925d21c40878d4b365d189f13eb5a15"));
        QCOMPARE(file.sources()[1].sha256, std::string("02fd68e35358e9c8f75300bf0aec89c92de00bb446f1298c0e5de65f5f0e1e39"));
        const std::unordered_set<std::string> words { "the", "sad", "I" };
        VectorTableOptions options;
        options.only = &words;
        const VectorTable table = file.table(options);
        QCOMPARE(table.size(), size_t(2));
        QCOMPARE(table.find("the")[0], double(0.418f)); // the first number of Stanford's file
        QVERIFY(!table.find("I"));
    }
};

ATTUNE_TEST(TstVectorFile)
#include "tst_vector_file.moc"
