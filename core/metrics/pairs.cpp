// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/pairs.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace metrics {

using dialogue::Dialogue;
using dialogue::Speaker;
using dialogue::Turn;

namespace {

// All that the seeker says, without white space; a turn's end is kept.
std::string wordsOf(const Dialogue &dialogue)
{
    std::string words;
    for (const Turn &turn : dialogue.turns) {
        if (turn.speaker != Speaker::Seeker)
            continue;
        std::ranges::copy_if(turn.text, std::back_inserter(words), [](char c) { return c != ' ' && c != '\t' && c != '\n' && c != '\r'; });
        words += '\n';
    }
    return words;
}

std::string placeOf(const std::vector<Dialogue> &all, const Dialogue &dialogue)
{
    return "dialogue " + (dialogue.source_key.empty() ? std::to_string(&dialogue - all.data() + 1) : dialogue.source_key);
}

bool hasSameTurns(const Dialogue &a, const Dialogue &b) { return std::ranges::equal(a.turns, b.turns, {}, &Turn::speaker, &Turn::speaker); }

using Group = std::vector<const Dialogue *>;

// Takes out of `group` the one with this key, else the first.
const Dialogue *takePartner(Group &group, const std::string &key, bool onlyByKey)
{
    const auto sameKey = [&](const Dialogue *other) { return !key.empty() && other->source_key == key; };
    auto found = std::ranges::find_if(group, sameKey);
    if (found == group.end() && !onlyByKey)
        found = group.begin();
    if (found == group.end())
        return nullptr;
    const Dialogue *partner = *found;
    group.erase(found);
    return partner;
}

} // namespace

Pairing pairReplies(const std::vector<Dialogue> &references, const std::vector<Dialogue> &predictions)
{
    std::unordered_map<std::string, Group> byWords;
    for (const Dialogue &prediction : predictions)
        byWords[wordsOf(prediction)].push_back(&prediction);
    std::vector<const Dialogue *> partners(references.size());
    for (const bool onlyByKey : { true, false }) {
        for (size_t i = 0; i < references.size(); ++i) {
            const auto group = byWords.find(wordsOf(references[i]));
            if (!partners[i] && group != byWords.end())
                partners[i] = takePartner(group->second, references[i].source_key, onlyByKey);
        }
    }
    Pairing result;
    for (size_t i = 0; i < references.size(); ++i) {
        const Dialogue &reference = references[i];
        const std::string place = placeOf(references, reference);
        if (!partners[i]) {
            result.unpaired.push_back({ Unpaired::Reason::OtherWords, true, place });
            continue;
        }
        if (!hasSameTurns(reference, *partners[i])) {
            result.unpaired.push_back({ Unpaired::Reason::OtherTurns, true, place });
            continue;
        }
        for (size_t t = 0; t < reference.turns.size(); ++t) {
            const Turn &right = reference.turns[t];
            if (right.speaker != Speaker::Supporter)
                continue;
            if (right.text.empty()) {
                result.unpaired.push_back({ Unpaired::Reason::BlankReference, true, fmt::format("{}, turn {}", place, t + 1) });
                continue;
            }
            result.pairs.push_back({ { right.text, partners[i]->turns[t].text }, t > 0 ? reference.turns[t - 1].text : std::string(),
                reference.source_key, reference.id, right.id, static_cast<int>(t) });
        }
    }
    for (const Dialogue &prediction : predictions) {
        const Group &left = byWords[wordsOf(prediction)];
        if (std::ranges::find(left, &prediction) != left.end())
            result.unpaired.push_back({ Unpaired::Reason::OtherWords, false, placeOf(predictions, prediction) });
    }
    return result;
}

std::string unpairedText(const Unpaired &unpaired)
{
    const char *file = unpaired.isReference ? "references" : "predictions";
    const char *other = unpaired.isReference ? "predictions" : "references";
    switch (unpaired.reason) {
    case Unpaired::Reason::OtherTurns:
        return fmt::format("{} of the {}: its turns are not those of the {}.", unpaired.place, file, other);
    case Unpaired::Reason::BlankReference:
        return fmt::format("{} of the {} is blank; there is nothing to compare with.", unpaired.place, file);
    case Unpaired::Reason::OtherWords:
        break;
    }
    return fmt::format("{} of the {}: no dialogue of the {} has the same words of the seeker.", unpaired.place, file, other);
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
