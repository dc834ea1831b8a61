// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogues/dialogue_document.h"

#include "base/uuid.h"
#include "dialogue/outer_whitespace.h"
#include "ui/parts/change_value.h"
#include "ui/parts/text_format.h"

#include <algorithm>

namespace dialogues {

namespace {

// A turn with its position, or all turns with the one to look at: what the commands carry.
struct TurnAt
{
    int index;
    dialogue::Turn turn;
};

struct TurnsAt
{
    int index;
    std::vector<dialogue::Turn> turns;
};

} // namespace

DialogueDocument::DialogueDocument(QObject *parent)
    : QObject(parent)
{
}

void DialogueDocument::open(dialogue::Dialogue dialogue)
{
    m_stack.clear();
    m_dialogue = std::move(dialogue);
    Q_EMIT changed({});
}

void DialogueDocument::close() { open({}); }

void DialogueDocument::take(dialogue::Dialogue dialogue, int index)
{
    m_stack.clear();
    m_dialogue = std::move(dialogue);
    Q_EMIT changed({ DialogueChange::What::Turns, std::min(index, turnCount() - 1) });
}

int DialogueDocument::indexOf(const std::string &turnId) const
{
    const auto found = std::find_if(m_dialogue.turns.begin(), m_dialogue.turns.end(), [&](const dialogue::Turn &turn) { return turn.id == turnId; });
    return found == m_dialogue.turns.end() ? -1 : int(found - m_dialogue.turns.begin());
}

void DialogueDocument::changeTurn(int index, dialogue::Turn turn, const char *edit, const QString &words)
{
    if (m_dialogue.turns[size_t(index)] == turn)
        return;
    const auto apply = [edit](DialogueDocument &document, const TurnAt &value) {
        document.m_dialogue.turns[size_t(value.index)] = value.turn;
        Q_EMIT document.changed({ DialogueChange::What::Turn, value.index, edit, value.turn.id });
    };
    m_stack.push(new parts::ChangeValue<DialogueDocument, TurnAt>(
        *this, { index, m_dialogue.turns[size_t(index)] }, { index, std::move(turn) }, apply, words));
}

void DialogueDocument::changeTurns(Turns turns, int before, int after, const char *edit, const std::string &turn, const QString &words)
{
    const auto apply = [edit, turn](DialogueDocument &document, const TurnsAt &value) {
        document.m_dialogue.turns = value.turns;
        Q_EMIT document.changed({ DialogueChange::What::Turns, value.index, edit, turn });
    };
    m_stack.push(new parts::ChangeValue<DialogueDocument, TurnsAt>(
        *this, { before, m_dialogue.turns }, { after, std::move(turns) }, apply, words));
}

void DialogueDocument::setText(int index, const QString &text)
{
    if (!isTurn(index))
        return;
    dialogue::Turn turn = m_dialogue.turns[size_t(index)];
    const bool wasTrimmed = dialogue::trimmed(turn.text).text.size() == turn.text.size();
    const std::string written = parts::toUtf8(text);
    turn.text = wasTrimmed ? std::string(dialogue::trimmed(written).text) : written;
    changeTurn(index, std::move(turn), "text", tr("edit text"));
}

void DialogueDocument::setStrategy(int index, const std::optional<dialogue::Strategy> &strategy)
{
    if (!isTurn(index))
        return;
    dialogue::Turn turn = m_dialogue.turns[size_t(index)];
    turn.strategy = strategy;
    changeTurn(index, std::move(turn), "strategy", tr("change strategy"));
}

void DialogueDocument::setNotLearned(int index, bool notLearned)
{
    if (!isTurn(index) || m_dialogue.turns[size_t(index)].speaker != dialogue::Speaker::Supporter)
        return;
    dialogue::Turn turn = m_dialogue.turns[size_t(index)];
    turn.not_learned = notLearned;
    changeTurn(index, std::move(turn), notLearned ? "not_learned" : "learned", notLearned ? tr("mark as no example") : tr("mark as example"));
}

void DialogueDocument::exchangeSpeaker(int index)
{
    if (!isTurn(index))
        return;
    dialogue::Turn turn = m_dialogue.turns[size_t(index)];
    const bool wasSeeker = turn.speaker == dialogue::Speaker::Seeker;
    turn.speaker = wasSeeker ? dialogue::Speaker::Supporter : dialogue::Speaker::Seeker;
    if (!wasSeeker) { // only supporters have strategies, and only they are learned from
        turn.strategy.reset();
        turn.not_learned = false;
    }
    changeTurn(index, std::move(turn), "speaker", tr("exchange speaker"));
}

int DialogueDocument::insertAfter(int index)
{
    if (!isOpen())
        return -1;
    index = std::clamp(index, -1, turnCount() - 1);
    dialogue::Turn turn;
    turn.id = base::newUuid();
    if (index >= 0 && m_dialogue.turns[size_t(index)].speaker == dialogue::Speaker::Seeker)
        turn.speaker = dialogue::Speaker::Supporter;
    Turns turns = m_dialogue.turns;
    const std::string id = turn.id;
    turns.insert(turns.begin() + index + 1, std::move(turn));
    changeTurns(std::move(turns), index, index + 1, "add_turn", id, tr("add turn"));
    return index + 1;
}

void DialogueDocument::remove(int index)
{
    if (!isTurn(index))
        return;
    Turns turns = m_dialogue.turns;
    const std::string id = turns[size_t(index)].id;
    turns.erase(turns.begin() + index);
    changeTurns(std::move(turns), index, std::min(index, turnCount() - 2), "delete_turn", id, tr("delete turn"));
}

void DialogueDocument::move(int from, int to)
{
    if (!isTurn(from) || !isTurn(to) || from == to)
        return;
    Turns turns = m_dialogue.turns;
    dialogue::Turn turn = std::move(turns[size_t(from)]);
    turns.erase(turns.begin() + from);
    const std::string id = turn.id;
    turns.insert(turns.begin() + to, std::move(turn));
    changeTurns(std::move(turns), from, to, "move_turn", id, tr("move turn"));
}

} // namespace dialogues
