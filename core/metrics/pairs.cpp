// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/pairs.h"

#include <fmt/format.h>

#include <unordered_map>

namespace metrics {

using base::ErrorKind;
using base::Failure;
using dialogue::Dialogue;
using dialogue::Speaker;
using dialogue::Turn;

namespace {

using ByKey = std::unordered_map<std::string, const Dialogue *>;

// Nothing when a key is empty or stands twice.
ByKey byKey(const std::vector<Dialogue> &dialogues)
{
    ByKey keys;
    for (const Dialogue &dialogue : dialogues) {
        if (dialogue.source_key.empty() || !keys.emplace(dialogue.source_key, &dialogue).second)
            return {};
    }
    return keys;
}

class Pairing
{
public:
    Pairing(const std::string &references, const std::string &predictions)
        : m_references(references)
        , m_predictions(predictions)
    {
    }

    std::vector<ReplyPair> pair(const std::vector<Dialogue> &reference, const std::vector<Dialogue> &prediction)
    {
        if (reference.size() != prediction.size())
            throw mismatch("", fmt::format("{} dialogues as in {}", reference.size(), m_references),
                fmt::format("{}", prediction.size()));
        const ByKey predictionKeys = byKey(prediction);
        const bool keyed = predictionKeys.size() == reference.size() && byKey(reference).size() == reference.size();
        std::vector<ReplyPair> pairs;
        for (size_t i = 0; i < reference.size(); ++i) {
            const Dialogue *other = &prediction[i];
            if (keyed) {
                const auto found = predictionKeys.find(reference[i].source_key);
                if (found == predictionKeys.end())
                    throw mismatch("", fmt::format("a dialogue {} as in {}", reference[i].source_key, m_references), "none");
                other = found->second;
            }
            pairTurns(reference[i], *other, i, pairs);
        }
        return pairs;
    }

private:
    Failure mismatch(const std::string &place, const std::string &expected, const std::string &found) const
    {
        return Failure(ErrorKind::WrongShape, m_predictions, place, { { "expected", expected }, { "found", found } });
    }

    void pairTurns(const Dialogue &reference, const Dialogue &prediction, size_t number, std::vector<ReplyPair> &pairs) const
    {
        const std::string place = "dialogue " + (reference.source_key.empty() ? std::to_string(number + 1) : reference.source_key);
        if (reference.turns.size() != prediction.turns.size())
            throw mismatch(place, fmt::format("{} turns as in {}", reference.turns.size(), m_references),
                fmt::format("{}", prediction.turns.size()));
        for (size_t i = 0; i < reference.turns.size(); ++i) {
            const Turn &right = reference.turns[i];
            const Turn &given = prediction.turns[i];
            const std::string turnPlace = fmt::format("{}, turn {}", place, i + 1);
            if (right.speaker != given.speaker)
                throw mismatch(turnPlace, fmt::format("the {} as in {}", speakerName(right.speaker), m_references),
                    std::string(speakerName(given.speaker)));
            if (right.speaker != Speaker::Supporter)
                continue;
            if (right.text.empty())
                throw Failure(ErrorKind::InvalidValue, "A reference reply of " + m_references, turnPlace,
                    { { "value", "\"\"" }, { "expected", "blank replies, as in the task's test file, cannot be scored against" } });
            pairs.push_back({ { right.text, given.text }, i > 0 ? reference.turns[i - 1].text : std::string(), reference.source_key,
                reference.id, right.id, static_cast<int>(i) });
        }
    }

    const std::string &m_references;
    const std::string &m_predictions;
};

} // namespace

std::vector<ReplyPair> pairsFromPesc(const std::vector<Dialogue> &reference, const std::vector<Dialogue> &prediction,
    const std::string &references, const std::string &predictions)
{
    return Pairing(references, predictions).pair(reference, prediction);
}

std::vector<TextPair> textsOf(const std::vector<ReplyPair> &pairs)
{
    std::vector<TextPair> texts;
    texts.reserve(pairs.size());
    for (const ReplyPair &pair : pairs)
        texts.push_back(pair.text);
    return texts;
}

} // namespace metrics
