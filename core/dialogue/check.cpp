// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/check.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace dialogue {

namespace {

struct OddityName
{
    OddityKind kind;
    std::string_view name;
};

constexpr std::array kNames {
    OddityName { OddityKind::NoTurns, "no_turns" },
    OddityName { OddityKind::EmptyTurn, "empty_turn" },
    OddityName { OddityKind::BlankReply, "blank_reply" },
    OddityName { OddityKind::SameSpeaker, "same_speaker" },
    OddityName { OddityKind::SupporterFirst, "supporter_first" },
    OddityName { OddityKind::SeekerLast, "seeker_last" },
    OddityName { OddityKind::NoProfile, "no_profile" },
    OddityName { OddityKind::MissingField, "missing_field" },
    OddityName { OddityKind::Duplicate, "duplicate" },
    OddityName { OddityKind::RatingArtefact, "rating_artefact" },
};

const OddityName &nameOf(OddityKind kind)
{
    for (const OddityName &named : kNames) {
        if (named.kind == kind)
            return named;
    }
    return kNames.front();
}

class Checking
{
public:
    explicit Checking(const Dialogue &dialogue)
        : m_dialogue(dialogue)
    {
    }

    std::vector<Oddity> run()
    {
        if (m_dialogue.turns.empty())
            add(OddityKind::NoTurns);
        for (size_t i = 0; i < m_dialogue.turns.size(); ++i)
            checkTurn(static_cast<int>(i));
        if (!m_dialogue.turns.empty() && m_dialogue.turns.back().speaker == Speaker::Seeker)
            add(OddityKind::SeekerLast, static_cast<int>(m_dialogue.turns.size()) - 1);
        checkProfile();
        return std::move(m_found);
    }

private:
    void add(OddityKind kind, int turn = -1, std::string detail = {})
    {
        m_found.push_back({ kind, m_dialogue.id, turn, turn < 0 ? std::string() : m_dialogue.turns[static_cast<size_t>(turn)].id,
            std::move(detail) });
    }

    void checkTurn(int number)
    {
        const Turn &turn = m_dialogue.turns[static_cast<size_t>(number)];
        const bool seeker = turn.speaker == Speaker::Seeker;
        if (turn.text.empty())
            add(seeker ? OddityKind::EmptyTurn : OddityKind::BlankReply, number);
        if (number == 0 && !seeker)
            add(OddityKind::SupporterFirst, number);
        if (number > 0 && m_dialogue.turns[static_cast<size_t>(number) - 1].speaker == turn.speaker)
            add(OddityKind::SameSpeaker, number);
        if (seeker && saysRating(turn.text))
            add(OddityKind::RatingArtefact, number);
    }

    void checkProfile()
    {
        std::vector<std::string> missing;
        for (const std::string &name : pescFieldNames()) {
            if (m_dialogue.profile.text(name).empty())
                missing.push_back(name);
        }
        if (missing.size() == pescFieldNames().size()) {
            add(OddityKind::NoProfile);
            return;
        }
        for (std::string &name : missing)
            add(OddityKind::MissingField, -1, std::move(name));
    }

    // "rate" or "rating", and a digit from 1 to 5 by itself within the next 80 bytes.
    static bool saysRating(const std::string &text)
    {
        for (const std::string_view word : { " rate ", " rating ", " give that a ", " give it a " }) {
            for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
                for (size_t i = at + word.size(); i < std::min(text.size(), at + word.size() + 80); ++i) {
                    const bool digit = text[i] >= '1' && text[i] <= '5';
                    const bool alone = text[i - 1] == ' ' && (i + 1 == text.size() || text[i + 1] < '0' || text[i + 1] > '9');
                    if (digit && alone)
                        return true;
                }
            }
        }
        return false;
    }

    const Dialogue &m_dialogue;
    std::vector<Oddity> m_found;
};

} // namespace

std::string_view oddityName(OddityKind kind) { return nameOf(kind).name; }

std::vector<Oddity> checkDialogue(const Dialogue &dialogue) { return Checking(dialogue).run(); }

std::vector<Oddity> checkDialogues(const std::vector<Dialogue> &dialogues)
{
    std::vector<Oddity> found;
    std::unordered_map<std::string, const Dialogue *> seen;
    for (const Dialogue &dialogue : dialogues) {
        for (Oddity &oddity : checkDialogue(dialogue))
            found.push_back(std::move(oddity));
        const auto [earlier, isNew] = seen.emplace(contentHash(dialogue), &dialogue);
        if (isNew)
            continue;
        const Dialogue &first = *earlier->second;
        found.push_back({ OddityKind::Duplicate, dialogue.id, -1, {}, first.source_key.empty() ? first.id : first.source_key });
    }
    return found;
}

} // namespace dialogue
