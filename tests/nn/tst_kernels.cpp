// SPDX-License-Identifier: GPL-3.0-or-later
// Every kernel against the plain one, and that against the dequantized product.
#include "harness/test_case.h"
#include "nn/dequantize.h"
#include "nn/device.h"
#include "nn/kernels/packed_matrix.h"
#include "nn/kernels/rows.h"
#include "nn/ops.h"

#include <torch/torch.h>

#include <cstring>
#include <random>

using modelfile::ElementType;
using nn::Isa;

namespace {

struct Matrix
{
    std::string bytes;
    nn::WeightSource source;
};

uint16_t bits(float value, ElementType type)
{
    return type == ElementType::BF16 ? uint16_t(std::bit_cast<uint32_t>(value) >> 16) : nn::floatToHalf(value);
}

// Random bytes would hold infinite scales, so halves are drawn as numbers.
std::string randomBytes(const modelfile::TypeInfo &type, int64_t count, std::mt19937 &random)
{
    std::normal_distribution<float> normal(0.f, 1.f);
    std::string bytes;
    const auto put = [&](auto value) { bytes.append(reinterpret_cast<const char *>(&value), sizeof value); };
    for (int64_t i = 0; i < count; i += type.block_elements) {
        if (type.type == ElementType::F32)
            put(normal(random));
        else
            put(bits(normal(random), type.type));
        if (type.type == ElementType::Q4_1)
            put(bits(normal(random), type.type));
        while (bytes.size() % size_t(type.block_bytes) != 0)
            bytes.push_back(char(random()));
    }
    return bytes;
}

std::unique_ptr<Matrix> randomMatrix(uint32_t ggufType, int64_t rows, int64_t columns)
{
    std::mt19937 random(static_cast<unsigned>(rows * 7 + columns));
    auto matrix = std::make_unique<Matrix>();
    const auto type = *modelfile::ggufType(ggufType);
    matrix->bytes = randomBytes(type, rows * columns, random);
    matrix->source.view = { "w", type, { rows, columns }, std::as_bytes(std::span(matrix->bytes)) };
    return matrix;
}

at::Tensor dequantized(const nn::WeightSource &source)
{
    at::Tensor out = torch::empty({ source.rows(), source.columns() });
    for (int64_t r = 0; r < source.rows(); ++r)
        nn::dequantizeRow(source.view.type.type, source.row(r), source.columns(), out.data_ptr<float>() + r * source.columns());
    return out;
}

} // namespace

class TstKernels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(2); }
    void cleanup() { nn::setIsa(nn::cpu().isa); }

    void dequantizesKnownBlocks()
    {
        // d = 0.5, m = -1; nibbles 0..15 low, 15..0 high.
        std::string q4_1("\x00\x38\x00\xbc", 4), q4_0("\x00\x38", 2), q8("\x00\x38", 2);
        for (int i = 0; i < 16; ++i) {
            q4_1.push_back(char(i | (15 - i) << 4));
            q4_0.push_back(char(i | (15 - i) << 4));
        }
        for (int i = 0; i < 32; ++i)
            q8.push_back(char(i - 16));
        float out[32];
        const auto read = [&](ElementType type, const std::string &bytes) {
            nn::dequantizeRow(type, reinterpret_cast<const std::byte *>(bytes.data()), 32, out);
        };
        read(ElementType::Q4_1, q4_1);
        QCOMPARE(out[0], -1.f);
        QCOMPARE(out[15], 6.5f);
        QCOMPARE(out[16], 6.5f);
        QCOMPARE(out[31], -1.f);
        read(ElementType::Q4_0, q4_0);
        QCOMPARE(out[0], -4.f);
        QCOMPARE(out[8], 0.f);
        QCOMPARE(out[31], -4.f);
        read(ElementType::Q8_0, q8);
        QCOMPARE(out[0], -8.f);
        QCOMPARE(out[31], 7.5f);
    }
    void halvesRoundTrip()
    {
        for (uint32_t half = 0; half < 0x7c00; ++half)
            QCOMPARE(nn::floatToHalf(nn::halfToFloat(uint16_t(half))), uint16_t(half));
    }

    void productsEqualTheDequantizedOnes_data()
    {
        QTest::addColumn<uint32_t>("type");
        QTest::addColumn<int>("isa");
        for (const uint32_t type : { 0u, 1u, 30u, 8u, 2u, 3u }) {
            for (const Isa isa : { Isa::Plain, Isa::Avx2, Isa::Avx512 }) {
                const std::string name = std::string(modelfile::ggufType(type)->name) + " " + std::string(nn::isaName(isa));
                QTest::newRow(name.c_str()) << type << int(isa);
            }
        }
    }
    void productsEqualTheDequantizedOnes()
    {
        QFETCH(uint32_t, type);
        QFETCH(int, isa);
        if (Isa(isa) > nn::cpu().isa)
            QSKIP("skipped: this machine lacks the instruction set");
        nn::setIsa(Isa(isa));
        // Rows that fill no tile, one block, many; counts that need every width of group.
        for (const auto &[rows, columns] : { std::pair(1, 32), std::pair(16, 64), std::pair(37, 96), std::pair(200, 576) }) {
            const auto matrix = randomMatrix(type, rows, columns);
            nn::kernels::TileMemory memory;
            const nn::kernels::PackedMatrix packed(matrix->source, memory);
            const at::Tensor w = dequantized(matrix->source).to(at::kDouble);
            for (const int count : { 1, 2, 3, 7, 12, 16, 31 }) {
                torch::manual_seed(count);
                const at::Tensor x = torch::randn({ count, columns });
                at::Tensor y = torch::full({ count, rows }, 1e9f);
                packed.multiply(x.const_data_ptr<float>(), count, y.data_ptr<float>());
                const at::Tensor exact = at::mm(x.to(at::kDouble), w.t());
                // Rounding grows with the sum of magnitudes; quantized offsets cancel, so it is larger than |y|.
                const double scale = at::mm(x.abs().to(at::kDouble), w.abs().t()).max().item<double>() + 8 * columns * 0.1;
                const double worst = (y - exact).abs().max().item<double>();
                QVERIFY2(worst < 2e-6 * scale, qPrintable(QString::number(worst / scale)));
            }
        }
    }
    void oneRowDoesNotDependOnTheOthers_data() { productsEqualTheDequantizedOnes_data(); }
    void oneRowDoesNotDependOnTheOthers()
    {
        QFETCH(uint32_t, type);
        QFETCH(int, isa);
        if (Isa(isa) > nn::cpu().isa)
            QSKIP("skipped: this machine lacks the instruction set");
        nn::setIsa(Isa(isa));
        const auto matrix = randomMatrix(type, 100, 160);
        nn::kernels::TileMemory memory;
        const nn::kernels::PackedMatrix packed(matrix->source, memory);
        const at::Tensor x = torch::randn({ 27, 160 });
        at::Tensor together = torch::empty({ 27, 100 }), alone = torch::empty({ 27, 100 });
        packed.multiply(x.const_data_ptr<float>(), 27, together.data_ptr<float>());
        for (int64_t i = 0; i < 27; ++i)
            packed.multiply(x[i].const_data_ptr<float>(), 1, alone[i].data_ptr<float>());
        QVERIFY(at::equal(together, alone)); // bit for bit
    }
    void stepsEqualAten_data()
    {
        QTest::addColumn<int>("isa");
        for (const Isa isa : { Isa::Plain, Isa::Avx2, Isa::Avx512 })
            QTest::newRow(std::string(nn::isaName(isa)).c_str()) << int(isa);
    }
    void stepsEqualAten()
    {
        QFETCH(int, isa);
        if (Isa(isa) > nn::cpu().isa)
            QSKIP("skipped: this machine lacks the instruction set");
        nn::setIsa(Isa(isa));
        torch::manual_seed(3);
        const at::Tensor x = 4 * torch::randn({ 5, 100 }), up = torch::randn({ 5, 100 }), weight = torch::randn({ 100 });
        const at::Tensor heads = torch::randn({ 5, 6, 64 }), cos = torch::randn({ 5, 32 }), sin = torch::randn({ 5, 32 });
        const at::Tensor extreme = torch::tensor({ -1e4f, -100.f, -88.f, 0.f, 88.f, 100.f, 1e4f });
        const auto both = [](const auto &step) { // with gradients wanted: ATen; without: our kernels
            const at::Tensor aten = step();
            const at::NoGradGuard noGrad;
            const at::Tensor own = step();
            return (aten - own).abs().max().template item<double>() / std::max(1.0, aten.abs().max().template item<double>());
        };
        QVERIFY(both([&] { return nn::rmsNorm(x, weight, 1e-5); }) < 1e-6);
        QVERIFY(both([&] { return nn::gatedSilu(x, up); }) < 1e-6);
        QVERIFY(both([&] { return nn::gatedSilu(extreme, torch::ones({ 7 })); }) < 1e-6);
        QVERIFY(both([&] { return nn::rotate(heads, cos, sin); }) < 1e-6);
        for (const int64_t size : { 16, 64, 80, 128 }) {
            for (const int64_t seen : { 1, 5, 16, 77 }) {
                const int64_t tokens = std::min<int64_t>(seen, 5);
                const at::Tensor q = 3 * torch::randn({ tokens, 6, size });
                const at::Tensor k = torch::randn({ 2, seen + 9, size }).narrow(1, 0, seen), v = torch::randn({ 2, seen, size });
                QVERIFY(both([&] { return nn::causalAttention(q, k, v); }) < 3e-6);
            }
        }
    }
    // Written once and compiled for each instruction set; nothing may be fused into other roundings.
    void stepsAreTheSameBitForBit_data() { stepsEqualAten_data(); }
    void stepsAreTheSameBitForBit()
    {
        QFETCH(int, isa);
        if (Isa(isa) > nn::cpu().isa)
            QSKIP("skipped: this machine lacks the instruction set");
        torch::manual_seed(5);
        const at::NoGradGuard noGrad;
        const at::Tensor x = 4 * torch::randn({ 5, 100 }), up = torch::randn({ 5, 100 }), weight = torch::randn({ 100 });
        const at::Tensor heads = torch::randn({ 5, 6, 64 }), cos = torch::randn({ 5, 32 }), sin = torch::randn({ 5, 32 });
        const at::Tensor q = 3 * torch::randn({ 5, 6, 80 }), k = torch::randn({ 2, 77, 80 }), v = torch::randn({ 2, 77, 80 });
        const auto results = [&](Isa which) {
            nn::setIsa(which);
            return std::vector<at::Tensor> { nn::rmsNorm(x, weight, 1e-5), nn::gatedSilu(x, up), nn::rotate(heads, cos, sin),
                nn::causalAttention(q, k, v) };
        };
        const auto plain = results(Isa::Plain), own = results(Isa(isa));
        for (size_t i = 0; i < plain.size(); ++i)
            QVERIFY2(at::equal(plain[i], own[i]), std::to_string(i).c_str());
    }
    void interleavedHeadsAreUndone()
    {
        // Two heads of 4 rows: the file alternates between the halves of a head.
        const std::vector<float> file { 0, 2, 1, 3, 10, 12, 11, 13 };
        nn::WeightSource source;
        source.view = { "q", *modelfile::ggufType(0), { 8, 1 }, std::as_bytes(std::span(file)) };
        source.interleaved_heads = 2;
        for (int64_t r = 0; r < 8; ++r) {
            float value = 0;
            std::memcpy(&value, source.row(r), sizeof value);
            QCOMPARE(value, float(r < 4 ? r : r + 6));
        }
    }
};

ATTUNE_TEST(TstKernels)
#include "tst_kernels.moc"
