// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/conversation.h"

#include "base/uuid.h"

namespace chat {

using dialogue::Speaker;
using dialogue::Turn;

Conversation::Conversation(QObject *parent)
    : QObject(parent)
{
    m_dialogue.id = base::newUuid();
    m_dialogue.source_name = "chat";
}

dialogue::Dialogue Conversation::settled() const
{
    dialogue::Dialogue settled = m_dialogue;
    if (m_isReplying)
        settled.turns.pop_back();
    if (m_isReplying && m_replaced)
        settled.turns.push_back(*m_replaced);
    return settled;
}

void Conversation::startNew(const dialogue::Profile &profile)
{
    m_dialogue = {};
    m_dialogue.id = base::newUuid();
    m_dialogue.source_name = "chat";
    m_dialogue.profile = profile;
    m_isReplying = false;
    m_replaced.reset();
    Q_EMIT changed();
}

void Conversation::load(const dialogue::Dialogue &dialogue, bool asCopy, int turns)
{
    m_dialogue = dialogue;
    m_isReplying = false;
    m_replaced.reset();
    if (turns >= 0 && size_t(turns) < m_dialogue.turns.size())
        m_dialogue.turns.resize(size_t(turns));
    if (asCopy) {
        m_dialogue.id = base::newUuid();
        m_dialogue.source_name = "chat";
        m_dialogue.source_key.clear();
        m_dialogue.source_style = base::Json::object();
        for (Turn &turn : m_dialogue.turns)
            turn.id = base::newUuid();
    }
    Q_EMIT changed();
}

void Conversation::setProfile(const dialogue::Profile &profile)
{
    m_dialogue.profile = profile;
    Q_EMIT changed();
}

void Conversation::addTurn(Speaker speaker, const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return;
    Turn turn;
    turn.id = base::newUuid();
    turn.speaker = speaker;
    turn.text = trimmed.toStdString();
    m_dialogue.turns.push_back(std::move(turn));
    m_replaced.reset();
    Q_EMIT changed();
}

void Conversation::reword(int index, const QString &text)
{
    const QString trimmed = text.trimmed();
    if (index < 0 || index >= count() || trimmed.isEmpty())
        return;
    m_dialogue.turns.resize(size_t(index) + 1);
    m_dialogue.turns.back().text = trimmed.toStdString();
    m_isReplying = false;
    m_replaced.reset();
    Q_EMIT changed();
}

void Conversation::dropReply()
{
    if (m_isReplying || m_dialogue.turns.empty() || m_dialogue.turns.back().speaker != Speaker::Supporter)
        return;
    m_replaced = std::move(m_dialogue.turns.back());
    m_dialogue.turns.pop_back();
    Q_EMIT changed();
}

void Conversation::beginReply()
{
    Turn turn;
    turn.id = base::newUuid();
    turn.speaker = Speaker::Supporter;
    m_dialogue.turns.push_back(std::move(turn));
    m_isReplying = true;
    Q_EMIT changed();
}

void Conversation::appendReply(const QString &text)
{
    if (!m_isReplying || text.isEmpty())
        return;
    m_dialogue.turns.back().text += text.toStdString();
    Q_EMIT replyGrew(text);
}

bool Conversation::endReply(const QString &whole)
{
    if (!m_isReplying)
        return false;
    m_isReplying = false;
    const QString written = QString::fromStdString(m_dialogue.turns.back().text).trimmed();
    const std::string text = (whole.trimmed().isEmpty() ? written : whole.trimmed()).toStdString();
    m_dialogue.turns.back().text = text;
    if (text.empty()) {
        m_dialogue.turns.pop_back();
        if (m_replaced)
            m_dialogue.turns.push_back(std::move(*m_replaced));
    }
    m_replaced.reset();
    Q_EMIT changed();
    return !text.empty();
}

int Conversation::lastOf(Speaker speaker) const
{
    for (int i = count() - 1; i >= 0; --i) {
        if (m_dialogue.turns[size_t(i)].speaker == speaker)
            return i;
    }
    return -1;
}

} // namespace chat
