// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogues/dialogue_document.h"

#include "base/uuid.h"
#include "ui/parts/change_value.h"
#include "ui/parts/text_format.h"

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

void DialogueDocument::changeTurn(int index, dialogue::Turn turn, const QString &words)
{
    if (m_dialogue.turns[size_t(index)] == turn)
        return;
    const auto apply = [](DialogueDocument &document, const TurnAt &value) {
        document.m_dialogue.turns[size_t(value.index)] = value.turn;
        Q_EMIT document.changed({ DialogueChange::What::Turn, value.index });
    };
    m_stack.push(new parts::ChangeValue<DialogueDocument, TurnAt>(
        *this, { index, m_dialogue.turns[size_t(index)] }, { index, std::move(turn) }, apply, words));
}

void DialogueDocument::changeTurns(Turns turns, int before, int after, const QString &words)
{
    const auto apply = [](DialogueDocument &document, const TurnsAt &value) {
        document.m_dialogue.turns = value.turns;
        Q_EMIT document.changed({ DialogueChange::What::Turns, value.index });
    };
    m_stack.push(new parts::ChangeValue<DialogueDocument, TurnsAt>(
        *this, { before, m_dialogue.turns }, { after, std::move(turns) }, apply, words));
}

void DialogueDocument::setText(int index, const QString &text)
{
    if (!isTurn(index))
        return;
    dialogue::Turn turn = m_dialogue.turns[size_t(index)];
    turn.text = parts::toUtf8(text.trimmed());
    changeTurn(index, std::move(turn), tr("edit text"));
}

void DialogueDocument::setStrategy(int index, const std::optional<dialogue::Strategy> &strategy)
{
    if (!isTurn(index))
        return;
    dialogue::Turn turn = m_dialogue.turns[size_t(index)];
    turn.strategy = strategy;
    changeTurn(index, std::move(turn), tr("change strategy"));
}

void DialogueDocument::setNotLearned(int index, bool notLearned)
{
    if (!isTurn(index) || m_dialogue.turns[size_t(index)].speaker != dialogue::Speaker::Supporter)
        return;
    dialogue::Turn turn = m_dialogue.turns[size_t(index)];
    turn.not_learned = notLearned;
    changeTurn(index, std::move(turn), notLearned ? tr("mark as no example") : tr("mark as example"));
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
    changeTurn(index, std::move(turn), tr("exchange speaker"));
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
    turns.insert(turns.begin() + index + 1, std::move(turn));
    changeTurns(std::move(turns), index, index + 1, tr("add turn"));
    return index + 1;
}

void DialogueDocument::remove(int index)
{
    if (!isTurn(index))
        return;
    Turns turns = m_dialogue.turns;
    turns.erase(turns.begin() + index);
    changeTurns(std::move(turns), index, std::min(index, turnCount() - 2), tr("delete turn"));
}

void DialogueDocument::move(int from, int to)
{
    if (!isTurn(from) || !isTurn(to) || from == to)
        return;
    Turns turns = m_dialogue.turns;
    dialogue::Turn turn = std::move(turns[size_t(from)]);
    turns.erase(turns.begin() + from);
    turns.insert(turns.begin() + to, std::move(turn));
    changeTurns(std::move(turns), from, to, tr("move turn"));
}

} // namespace dialogues
