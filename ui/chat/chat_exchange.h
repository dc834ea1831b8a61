// SPDX-License-Identifier: GPL-3.0-or-later
// What happens in a chat: turns are said, replies asked for, streamed, stopped and asked for again, and all of it is kept
// as a dialogue. The page shows it; nothing here is a widget.
#pragma once

#include "jobs/chat_session.h"
#include "ui/chat/chat_archive.h"
#include "ui/chat/conversation.h"

#include <QHash>

#include <optional>

namespace chat {

// What a reply is asked for with.
struct Ask
{
    QString model; // key of the catalogue or a path
    QString adapter; // empty: the base model
    text::PromptTemplate prompt;
    jobs::ChatOptions options;
};

// How a reply came to be, for the small line below it. Of this session only.
struct ReplyNote
{
    QString finish_reason; // as in jobs::ChatReply, or "broken"
    double tokens_per_second = 0;
    double first_token_seconds = 0;
};

// ui thread only. Methods throw what the workspace throws, unless they say otherwise.
class ChatExchange : public QObject
{
    Q_OBJECT

public:
    explicit ChatExchange(workspace::Workspace &workspace, QObject *parent = nullptr);
    ~ChatExchange() override;

    const Conversation &conversation() const { return m_conversation; }
    Conversation &conversation() { return m_conversation; }
    jobs::ChatSession &session() { return m_session; }
    const jobs::ChatSession &session() const { return m_session; }
    bool isReplying() const { return m_request != 0; }
    bool isUnanswered() const; // the seeker spoke last
    double loadingDone() const { return m_loadingDone; } // 0 to 1
    const ReplyNote *note(const std::string &turnId) const;

    void startNew(const dialogue::Profile &profile);
    void resume(const std::string &dialogueId); // goes on in place
    // Goes on from another dialogue under a new identity; `turnId` empty: after its last turn.
    void continueCopy(const dialogue::Dialogue &source, const std::string &turnId);
    void setProfile(const dialogue::Profile &profile);
    // The profile as it is now: its fields may have been edited elsewhere.
    void refreshProfile();
    // Another page or desk has saved this dialogue since.
    bool isOutdated() const { return !isReplying() && !isUnkept() && m_archive.isOutdated(); }
    bool isDeleted() const { return !isReplying() && !isUnkept() && m_archive.isDeleted(); }
    // What could not be kept stands in the workspace, word for word: it was deleted and brought back.
    bool isBack() const;
    // Whether something of the conversation could not be kept. It stays, and each turn tries again.
    bool isUnkept() const { return m_isUnkept; }
    void keep(); // says how it went by a signal
    // After a conflict: this one becomes a chat of its own.
    void keepAsNew();
    // Gives up what could not be kept, and shows what is stored; a new chat when that was deleted.
    void discard();
    // A reply under way is ended, and what has arrived of it is kept.
    void endReply();

    // What is not in the workspace yet: a chat that could not be kept, or with a reply under way.
    std::optional<dialogue::Dialogue> unkept() const;
    const ChatArchive &archive() const { return m_archive; }
    // Takes up what another window left: what is in the workspace meanwhile is not asked about again.
    void takeUp(const dialogue::Dialogue &dialogue, const std::string &profile, int64_t revision);

    void load(const QString &model, const QString &adapter);
    void say(dialogue::Speaker speaker, const QString &text); // keeps it; asks for nothing
    void reword(int turn, const QString &text); // what followed is forgotten
    void ask(const Ask &ask); // for the supporter's next turn
    void askAgain(Ask ask); // another reply, by another seed, in place of the supporter's last turn
    void stop();

Q_SIGNALS:
    void stateChanged(); // of the session, its loading, or a reply's end
    // The conversation holds what was said before; `whileReplying`: a reply was under way or waited for the model.
    void failed(const base::Error &error, bool whileReplying);
    // The conversation could not be kept: Conflict and NotFound, it was saved or deleted elsewhere and nothing was overwritten.
    void keepingFailed(const base::Error &error);
    void kept();
    void answeredNothing();

private:
    void leave();
    void finish(int request, const jobs::ChatReply &reply);
    void fail(int request, const base::Error &error);
    void noteReply(const ReplyNote &note);

    workspace::Workspace &m_workspace;
    Conversation m_conversation;
    ChatArchive m_archive;
    jobs::ChatSession m_session;
    QHash<QString, ReplyNote> m_notes;
    bool m_isAsking = false; // a failure that comes at once waits until there is a request it belongs to
    std::optional<base::Error> m_earlyFailure;
    bool m_isUnkept = false;
    int m_request = 0; // 0: none under way
    int m_attempt = 0; // of the reply under way
    double m_loadingDone = 0;
};

} // namespace chat
