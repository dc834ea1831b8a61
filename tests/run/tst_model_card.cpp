// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "run/model_card.h"

using namespace run;

namespace {

// Every trainable number, from the shape alone (models/README.md).
int64_t countedParameters(const ModelCard &card)
{
    const int64_t h = card.hidden_size, f = card.intermediate_size;
    const int64_t q = card.num_attention_heads * card.head_dim, kv = card.num_key_value_heads * card.head_dim;
    const int64_t biases = card.family == "qwen2" ? q + 2 * kv : 0;
    const int64_t layer = 2 * h * q + 2 * h * kv + 3 * h * f + 2 * h + biases;
    return card.vocab_size * h * (card.tie_word_embeddings ? 1 : 2) + card.num_hidden_layers * layer + h;
}

std::vector<ModelCard> shippedCards() { return readModelCards(std::filesystem::path(ATTUNE_SOURCE_DIR) / "models"); }

} // namespace

class TstModelCard : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void shippedCardsAreWhole()
    {
        const auto cards = shippedCards();
        QVERIFY(cards.size() >= 8);
        for (const ModelCard &card : cards) {
            QVERIFY2(!card.licence.empty() && !card.source.empty(), card.id.c_str());
            QVERIFY2(card.num_hidden_layers > 0 && card.hidden_size > 0 && card.context_length > 0, card.id.c_str());
        }
    }
    void parametersFollowFromTheShape()
    {
        for (const ModelCard &card : shippedCards()) {
            QVERIFY2(card.parameters == countedParameters(card), card.id.c_str());
            if (card.family == "qwen2") // published in bf16
                QVERIFY2(card.bytes == 2 * card.parameters, card.id.c_str());
        }
    }
    // Two of the family are not free for every use: their cards must say so.
    void licencesOfTheFamily_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QByteArray>("licence");
        for (const char *size : { "0.5b", "1.5b", "7b", "14b", "32b" })
            QTest::newRow(size) << QByteArray("qwen2.5-") + size + "-instruct" << QByteArray("Apache-2.0");
        QTest::newRow("3b") << QByteArray("qwen2.5-3b-instruct") << QByteArray("Qwen Research License");
        QTest::newRow("72b") << QByteArray("qwen2.5-72b-instruct") << QByteArray("Qwen License");
    }
    void licencesOfTheFamily()
    {
        QFETCH(QByteArray, id);
        QFETCH(QByteArray, licence);
        for (const ModelCard &card : shippedCards()) {
            if (card.id == id.toStdString()) {
                QCOMPARE(QByteArray::fromStdString(card.licence), licence);
                return;
            }
        }
        QFAIL("there is no such card");
    }
    void namesAndPathsLeadToFiles()
    {
        qputenv("ATTUNE_DATA", ATTUNE_SOURCE_DIR);
        QCOMPARE(resolveModel(ATTUNE_SOURCE_DIR), std::filesystem::path(ATTUNE_SOURCE_DIR));
        try {
            resolveModel("no-such-model");
            QFAIL("must not be found");
        } catch (const base::Failure &failure) {
            QVERIFY2(std::string(failure.what()).find("smollm2-135m-instruct") != std::string::npos, failure.what());
        }
        try {
            resolveModel("qwen2.5-0.5b-instruct");
            QFAIL("its weights are not here");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, base::ErrorKind::MissingResource);
        }
    }
};

ATTUNE_TEST(TstModelCard)
#include "tst_model_card.moc"
