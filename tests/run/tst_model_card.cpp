// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "run/model_card.h"

using namespace run;

class TstModelCard : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void shippedCardsAreWhole()
    {
        const auto cards = readModelCards(std::filesystem::path(ATTUNE_SOURCE_DIR) / "models");
        QVERIFY(cards.size() >= 8);
        for (const ModelCard &card : cards) {
            QVERIFY2(!card.licence.empty() && !card.source.empty(), card.id.c_str());
            QVERIFY2(card.num_hidden_layers > 0 && card.hidden_size > 0 && card.context_length > 0, card.id.c_str());
        }
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
