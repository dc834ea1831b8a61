// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "run/memory_need.h"

#include <limits>

using namespace run;

namespace {
ModelCard card(const char *id)
{
    for (const ModelCard &card : readModelCards(std::filesystem::path(ATTUNE_SOURCE_DIR) / "models")) {
        if (card.id == id)
            return card;
    }
    return {};
}
} // namespace

class TstMemoryNeed : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // The count in a card must follow from its shape: a mistyped width would make every estimate wrong.
    void parametersFollowFromTheShape()
    {
        for (const ModelCard &c : readModelCards(std::filesystem::path(ATTUNE_SOURCE_DIR) / "models")) {
            const int64_t q = c.num_attention_heads * c.head_dim, kv = c.num_key_value_heads * c.head_dim;
            const int64_t bias = c.family == "qwen2" ? q + 2 * kv : 0;
            const int64_t layer = 2 * c.hidden_size * q + 2 * c.hidden_size * kv + 3 * c.hidden_size * c.intermediate_size
                + 2 * c.hidden_size + bias;
            const int64_t embedding = c.vocab_size * c.hidden_size * (c.tie_word_embeddings ? 1 : 2);
            QVERIFY2(embedding + c.num_hidden_layers * layer + c.hidden_size == c.parameters, c.id.c_str());
            QVERIFY2(c.family != "qwen2" || c.bytes == 2 * c.parameters, c.id.c_str());
        }
    }
    void loraCountsAsPeftDoes()
    {
        // peft's print_trainable_parameters for r=16 on all seven linears.
        QCOMPARE(loraParameters(card("smollm2-135m-instruct"), 16), int64_t(4'884'480));
        QCOMPARE(loraParameters(card("qwen2.5-0.5b-instruct"), 16), int64_t(8'798'208));
        QCOMPARE(loraParameters(card("qwen2.5-0.5b-instruct"), 8), int64_t(4'399'104));
    }
    void needs_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<MemoryQuestion>("question");
        QTest::addColumn<double>("gigabytes"); // the table of models/README.md
        const auto q = [](MemoryUse use, bool bf16, int tokens = 2048) { return MemoryQuestion { use, bf16, tokens, 16 }; };
        const QString small = QStringLiteral("smollm2-135m-instruct"), seven = QStringLiteral("qwen2.5-7b-instruct");
        QTest::newRow("135M chat fp32") << small << q(MemoryUse::Chat, false) << 1.1;
        QTest::newRow("135M lora 512") << small << q(MemoryUse::Lora, false, 512) << 2.0;
        QTest::newRow("7B chat bf16") << seven << q(MemoryUse::Chat, true) << 15.8;
        QTest::newRow("7B lora bf16") << seven << q(MemoryUse::Lora, true) << 29.0;
        QTest::newRow("7B full fp32") << seven << q(MemoryUse::Full, false) << 146.9;
    }
    void needs()
    {
        QFETCH(QString, id);
        QFETCH(MemoryQuestion, question);
        QFETCH(double, gigabytes);
        const double need = double(memoryNeed(card(id.toUtf8().constData()), question)) / 1e9;
        QVERIFY2(qAbs(need - gigabytes) < 0.051, qPrintable(QString::number(need)));
    }
    void anAbsurdShapeFitsNowhere_data()
    {
        QTest::addColumn<MemoryUse>("use");
        QTest::newRow("chat") << MemoryUse::Chat;
        QTest::newRow("lora") << MemoryUse::Lora;
        QTest::newRow("full") << MemoryUse::Full;
    }
    void anAbsurdShapeFitsNowhere()
    {
        QFETCH(MemoryUse, use);
        const int64_t huge = std::numeric_limits<int64_t>::max() / 3;
        ModelCard card;
        card.parameters = card.hidden_size = card.intermediate_size = card.num_hidden_layers = huge;
        card.num_attention_heads = card.num_key_value_heads = card.head_dim = card.vocab_size = huge;
        QCOMPARE(memoryNeed(card, { use, true, 2048, 16 }), std::numeric_limits<int64_t>::max());
        card.head_dim = -1;
        QVERIFY(memoryNeed(card, { use, true, 2048, 16 }) > 0);
    }
    void anUnknownShapeNeedsNothing() { QCOMPARE(memoryNeed(ModelCard {}, {}), int64_t(0)); }
};

ATTUNE_TEST(TstMemoryNeed)
#include "tst_memory_need.moc"
