// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chat_exchange.h"

#include "ui/chat/chat_draft.h"
#include "workspace/workspace.h"

#include <QSignalBlocker>

#include <algorithm>
#include <utility>

namespace chat {

using dialogue::Speaker;

ChatExchange::ChatExchange(workspace::Workspace &workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_archive(workspace)
{
    using jobs::ChatSession;
    connect(&m_session, &ChatSession::stateChanged, this, &ChatExchange::stateChanged);
    connect(&m_session, &ChatSession::loaded, this, &ChatExchange::stateChanged);
    connect(&m_session, &ChatSession::loading, this, [this](double done) {
        m_loadingDone = done;
        Q_EMIT stateChanged();
    });
    connect(&m_session, &ChatSession::textArrived, this, [this](int request, const QString &piece) {
        if (request == m_request)
            m_conversation.appendReply(piece);
    });
    connect(&m_session, &ChatSession::replied, this, &ChatExchange::finish);
    connect(&m_session, &ChatSession::failed, this, &ChatExchange::fail);
}

// What has arrived of a reply is kept, here at the latest. Where that fails it is in the drafts.
ChatExchange::~ChatExchange()
{
    m_session.disconnect(this); // it may still speak while it is taken down
    const QSignalBlocker silent(this);
    endReply();
}

bool ChatExchange::isUnanswered() const
{
    return !m_conversation.isEmpty() && m_conversation.dialogue().turns.back().speaker == Speaker::Seeker;
}

const ReplyNote *ChatExchange::note(const std::string &turnId) const
{
    const auto found = m_notes.constFind(QString::fromStdString(turnId));
    return found == m_notes.constEnd() ? nullptr : &*found;
}

void ChatExchange::endReply()
{
    if (m_request == 0)
        return;
    m_session.stop();
    m_request = 0;
    noteReply({ QStringLiteral("cancelled"), 0, 0 });
    m_conversation.endReply();
    keep();
    Q_EMIT stateChanged();
}

// Another dialogue takes the place of this one: a reply under way is no longer wanted.
void ChatExchange::leave()
{
    endReply();
    m_notes.clear();
    m_attempt = 0;
    m_isUnkept = false;
}

std::optional<dialogue::Dialogue> ChatExchange::unkept() const
{
    const bool isArriving = m_conversation.isReplying() && !m_conversation.dialogue().turns.back().text.empty();
    if (isArriving)
        return m_conversation.dialogue();
    return m_isUnkept ? std::optional(m_conversation.settled()) : std::nullopt;
}

void ChatExchange::takeUp(const dialogue::Dialogue &dialogue, const std::string &profile, int64_t revision)
{
    leave();
    const auto stored = m_workspace.dialogues().find(dialogue.id);
    if (stored && isStored(dialogue, stored->dialogue)) {
        m_conversation.load(m_archive.resume(dialogue.id));
        return;
    }
    m_archive.takeUp(dialogue.id, profile, revision);
    m_conversation.load(dialogue);
    keep();
}

void ChatExchange::discard()
{
    m_isUnkept = false;
    const std::string id = m_conversation.dialogue().id;
    if (m_archive.isKept() && m_workspace.dialogues().find(id))
        resume(id);
    else
        startNew(m_conversation.dialogue().profile);
}

bool ChatExchange::isBack() const
{
    const auto stored = m_isUnkept && m_archive.isKept() ? m_workspace.dialogues().find(m_conversation.dialogue().id) : std::nullopt;
    return stored && stored->dialogue.turns == m_conversation.settled().turns;
}

void ChatExchange::startNew(const dialogue::Profile &profile)
{
    leave();
    m_archive.startNew();
    m_conversation.startNew(profile);
}

void ChatExchange::resume(const std::string &dialogueId)
{
    static_cast<void>(m_workspace.dialogues().get(dialogueId)); // one that is gone is nothing to leave this one for
    leave();
    m_conversation.load(m_archive.resume(dialogueId));
}

void ChatExchange::continueCopy(const dialogue::Dialogue &source, const std::string &turnId)
{
    leave();
    m_archive.startNew();
    int turns = -1;
    for (size_t i = 0; i < source.turns.size(); ++i) {
        if (source.turns[i].id == turnId)
            turns = int(i) + 1;
    }
    m_conversation.load(source, true, turns);
}

void ChatExchange::setProfile(const dialogue::Profile &profile)
{
    m_conversation.setProfile(profile);
    keep();
}

void ChatExchange::refreshProfile()
{
    const dialogue::Profile &profile = m_conversation.dialogue().profile;
    const auto stored = profile.id.empty() || isReplying() ? std::nullopt : m_workspace.profiles().find(profile.id);
    if (stored && !(stored->profile == profile))
        m_conversation.setProfile(stored->profile);
}

void ChatExchange::keepAsNew()
{
    m_archive.startNew();
    m_conversation.load(m_conversation.settled(), true);
    keep();
}

void ChatExchange::load(const QString &model, const QString &adapter)
{
    m_loadingDone = 0;
    m_session.load(model, adapter);
}

void ChatExchange::say(Speaker speaker, const QString &text)
{
    m_conversation.addTurn(speaker, text);
    m_attempt = 0;
    keep();
}

void ChatExchange::reword(int turn, const QString &text)
{
    m_conversation.reword(turn, text);
    m_attempt = 0;
    keep();
}

void ChatExchange::ask(const Ask &ask)
{
    if (m_conversation.isEmpty() || isReplying())
        return;
    text::check(ask.prompt);
    // Before the request: the answer's turn is not part of what is asked.
    const dialogue::Dialogue asked = m_conversation.settled();
    m_conversation.beginReply();
    m_isAsking = true;
    load(ask.model, ask.adapter);
    if (!m_earlyFailure)
        m_request = m_session.reply(asked, ask.prompt, ask.options);
    m_isAsking = false;
    if (const std::optional<base::Error> failure = std::exchange(m_earlyFailure, {}))
        fail(m_request, *failure);
    Q_EMIT stateChanged();
}

void ChatExchange::askAgain(Ask again)
{
    text::check(again.prompt);
    if (!m_conversation.isEmpty() && !isUnanswered()) {
        m_conversation.dropReply();
        ++m_attempt;
    }
    again.options.decoding.seed += m_attempt;
    ask(again);
}

void ChatExchange::stop() { m_session.stop(); }

void ChatExchange::keep()
{
    try {
        m_archive.save(m_conversation.settled());
        m_isUnkept = false;
        Q_EMIT kept();
    } catch (const base::Failure &failure) {
        m_isUnkept = true;
        Q_EMIT keepingFailed(failure.error());
    }
}

void ChatExchange::noteReply(const ReplyNote &note)
{
    if (m_conversation.isReplying())
        m_notes.insert(QString::fromStdString(m_conversation.dialogue().turns.back().id), note);
}

void ChatExchange::finish(int request, const jobs::ChatReply &reply)
{
    if (request != m_request)
        return;
    m_request = 0;
    noteReply({ reply.finish_reason, reply.new_tokens > 0 ? reply.tokens_per_second : 0, reply.first_token_seconds });
    const bool said = m_conversation.endReply(reply.text);
    keep();
    Q_EMIT stateChanged();
    if (!said && reply.finish_reason != QLatin1String("cancelled"))
        Q_EMIT answeredNothing();
}

void ChatExchange::fail(int request, const base::Error &error)
{
    if (m_isAsking) {
        m_earlyFailure = error;
        return;
    }
    // What was said until the worker died is kept; an empty turn is not.
    const bool whileReplying = m_conversation.isReplying() && (request == m_request || request == 0);
    if (whileReplying) {
        m_request = 0;
        noteReply({ QStringLiteral("broken"), 0, 0 });
        m_conversation.endReply();
        keep();
    }
    Q_EMIT stateChanged();
    Q_EMIT failed(error, whileReplying);
}

} // namespace chat
