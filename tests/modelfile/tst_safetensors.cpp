// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "harness/test_case.h"
#include "modelfile/safetensors.h"

#include <QTemporaryDir>

#include <cstring>
#include <fstream>

using base::ErrorKind;
using namespace modelfile;

namespace {

TensorView view(const std::string &name, ElementType type, std::vector<int64_t> shape, const std::string &data)
{
    return { name, *safetensorsType(type), std::move(shape), std::as_bytes(std::span(data)) };
}

std::string file(const std::string &header, const std::string &data)
{
    const uint64_t length = header.size();
    std::string out(reinterpret_cast<const char *>(&length), 8);
    return out + header + data;
}

std::string entry(const char *dtype, const char *shape, const char *offsets)
{
    return std::string("{\"a\":{\"dtype\":\"") + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
}

} // namespace

class TstSafetensors : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writesWhatItReads()
    {
        const std::string floats = "12345678", halves = "abcdef";
        const auto path = dir() / "model.safetensors";
        writeSafetensors(path, { view("h", ElementType::F16, { 3 }, halves), view("f", ElementType::F32, { 1, 2 }, floats) },
            { { "format", "pt" } });
        const SafetensorsFile read(path);
        QCOMPARE(read.metadata().at("format"), std::string("pt"));
        QCOMPARE(read.tensors().size(), size_t(2));
        QCOMPARE(read.tensors()[0].name, std::string("f")); // larger elements first
        QCOMPARE(read.findTensor("f")->shape, (std::vector<int64_t> { 1, 2 }));
        QCOMPARE(std::memcmp(read.findTensor("h")->data.data(), halves.data(), 6), 0);
        QCOMPARE(reinterpret_cast<uintptr_t>(read.findTensor("f")->data.data()) % 4, uintptr_t(0));
    }
    void equalTensorsGiveEqualBytes()
    {
        const std::string data = "1234";
        const auto a = view("a", ElementType::F32, { 1 }, data), b = view("b", ElementType::F32, {}, data);
        writeSafetensors(dir() / "1", { a, b });
        writeSafetensors(dir() / "2", { b, a });
        QCOMPARE(base::readFile(dir() / "1"), base::readFile(dir() / "2"));
    }
    void wrongSizesAreNotWritten()
    {
        QCOMPARE(kindOf([&] { writeSafetensors(dir() / "x", { view("a", ElementType::F32, { 2 }, "1234") }); }), ErrorKind::Internal);
        QVERIFY(!std::filesystem::exists(dir() / "x"));
    }
    void badFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("kind");
        const auto row = [](const char *name, const std::string &bytes, ErrorKind kind) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << int(kind);
        };
        row("empty", "", ErrorKind::TruncatedFile);
        row("cut header", file(entry("F32", "[1]", "[0,4]"), "1234").substr(0, 30), ErrorKind::TruncatedFile);
        row("absurd header length", std::string(8, '\xff') + "{}", ErrorKind::TruncatedFile);
        row("not json", file("{\"a\":", ""), ErrorKind::NotJson);
        row("a list", file("[]", ""), ErrorKind::CorruptFile);
        row("cut data", file(entry("F32", "[1]", "[0,4]"), "12"), ErrorKind::TruncatedFile);
        row("size of another type", file(entry("F32", "[1]", "[0,2]"), "1234"), ErrorKind::CorruptFile);
        row("end before begin", file(entry("F32", "[0]", "[4,0]"), "1234"), ErrorKind::CorruptFile);
        row("negative size", file(entry("F32", "[-1]", "[0,4]"), "1234"), ErrorKind::CorruptFile);
        row("overflow", file(entry("F32", "[4294967296,4294967296]", "[0,0]"), ""), ErrorKind::CorruptFile);
        row("negative offset", file(entry("F32", "[1]", "[-4,0]"), "1234"), ErrorKind::CorruptFile);
        row("unknown dtype", file(entry("Q9", "[1]", "[0,4]"), "1234"), ErrorKind::UnsupportedModel);
        row("no shape", file("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", "1234"), ErrorKind::MissingField);
        row("overlap",
            file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                 "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}",
                "123456"),
            ErrorKind::CorruptFile);
        row("deep nesting", file(std::string(100000, '['), ""), ErrorKind::NotJson);
    }
    void badFilesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, kind);
        const auto path = save("bad.safetensors", bytes.toStdString());
        try {
            SafetensorsFile read(path);
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QCOMPARE(int(failure.error().kind), kind);
            QVERIFY2(std::string(failure.what()).find("bad.safetensors") != std::string::npos, failure.what());
        }
    }
    void readsShards()
    {
        const std::string one = "1111", two = "2222";
        const auto folder = dir() / "sharded";
        std::filesystem::create_directory(folder);
        writeSafetensors(folder / "x-1.safetensors", { view("a", ElementType::F32, { 1 }, one) });
        writeSafetensors(folder / "x-2.safetensors", { view("b", ElementType::F32, { 1 }, two) });
        const auto index = folder / "model.safetensors.index.json";
        base::writeFileAtomically(index, R"({"weight_map":{"b":"x-2.safetensors","a":"x-1.safetensors"}})");
        const SafetensorsFolder read(folder);
        QCOMPARE(read.tensors().size(), size_t(2));
        QCOMPARE(char(read.tensors()[0].data[0]), '2');
        QCOMPARE(read.files().size(), size_t(2));

        base::writeFileAtomically(index, R"({"weight_map":{"c":"x-1.safetensors"}})");
        QCOMPARE(kindOf([&] { SafetensorsFolder f(folder); }), ErrorKind::CorruptFile);
        base::writeFileAtomically(index, R"({"weight_map":{"c":"../x-1.safetensors"}})");
        QCOMPARE(kindOf([&] { SafetensorsFolder f(folder); }), ErrorKind::CorruptFile);
        base::writeFileAtomically(index, R"({"weight_map":{"c":"x-3.safetensors"}})");
        QCOMPARE(kindOf([&] { SafetensorsFolder f(folder); }), ErrorKind::FileMissing);
        base::writeFileAtomically(index, R"({"weight_map":{"c":5}})");
        QCOMPARE(kindOf([&] { SafetensorsFolder f(folder); }), ErrorKind::CorruptFile);

        // A whole file needs no index.
        writeSafetensors(folder / "model.safetensors", { view("d", ElementType::F32, { 1 }, one) });
        QCOMPARE(SafetensorsFolder(folder).tensors().at(0).name, std::string("d"));
    }

private:
    std::filesystem::path dir() const { return m_dir.path().toStdString(); }
    std::filesystem::path save(const char *name, const std::string &bytes)
    {
        std::ofstream(dir() / name, std::ios::binary) << bytes;
        return dir() / name;
    }
    static ErrorKind kindOf(const std::function<void()> &action)
    {
        try {
            action();
        } catch (const base::Failure &failure) {
            return failure.error().kind;
        }
        return ErrorKind::Cancelled;
    }

    QTemporaryDir m_dir;
};

ATTUNE_TEST(TstSafetensors)
#include "tst_safetensors.moc"
