// SPDX-License-Identifier: GPL-3.0-or-later
// Chat: talk to a model, with an adapter, a profile and a prompt beside it. Every chat is kept as a dialogue.
#pragma once

#include "ui/chat/chat_draft.h"
#include "ui/chat/chat_exchange.h"
#include "ui/parts/error_text.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page.h"
#include "ui/parts/unsaved.h"

#include <QTimer>

#include <memory>
#include <vector>

class QFrame;
class QMenu;
class QToolButton;

namespace parts {
class PageHeader;
} // namespace parts

namespace chat {

class ChatSettings;
class TalkView;

class ChatPage : public parts::Page
{
    Q_OBJECT

public:
    explicit ChatPage(parts::Desk &desk, QWidget *parent = nullptr);
    ~ChatPage() override;

    void open(const QVariantMap &link) override;
    void activate() override;

    void settle() override;
    void endWork() override;
    bool hasUnsaved() const override { return bool(m_unsaved); }

    ChatExchange &exchange() { return *m_exchange; }

private:
    QWidget *buildHeader();
    void connectTalk();
    void connectSettings();
    void connectExchange();

    // One catch for all actions: what goes wrong becomes a notice.
    template <typename Action> void attempt(Action action)
    {
        try {
            action();
        } catch (const std::exception &exception) {
            m_notice->showError(parts::errorText(exception));
        }
    }
    void takeExchange();
    void hearNews();
    void takeDraft();
    void takeLeft();
    void offerLeft();
    void writeDraft();
    bool mayLeave(); // false: this chat could not be kept, and stays
    void loadLists();
    void lookForOtherDesks();
    void fillChats();
    void startNew();
    void resume(const QString &dialogueId);
    void follow(const QString &dialogueId, const QString &turnId);
    void chooseProfile();

    void send(dialogue::Speaker speaker, const QString &text);
    void annotate(const QString &turnId); // in Dialogues; empty: from the start
    void loadModel();
    Ask currentAsk() const;
    void askAgain();
    void editLast();
    void cancelEdit();

    void showFailure(const base::Error &error, bool whileReplying);
    void keepMine();
    void discardMine();
    void showConversation();
    void showState();
    QString stateText() const;

    std::shared_ptr<ChatExchange> m_exchange; // outlives the page when the window is drawn anew
    ChatDrafts m_drafts;
    std::vector<ChatDrafts::Left> m_left; // messages of other windows, to be decided about
    QTimer m_draftSoon;
    int m_edited = -1; // turn that is being reworded

    parts::PageHeader *m_header = nullptr;
    parts::NoticeBar *m_notice = nullptr;
    parts::Unsaved m_unsaved;
    TalkView *m_talk = nullptr;
    ChatSettings *m_settings = nullptr;
    QFrame *m_line = nullptr;
    QMenu *m_chats = nullptr;
    QToolButton *m_annotate = nullptr;
    QToolButton *m_settingsToggle = nullptr;
};

} // namespace chat
