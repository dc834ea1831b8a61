// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chat_page.h"

#include "ui/chat/chat_choices.h"
#include "ui/chat/chat_messages.h"
#include "ui/chat/chat_settings.h"
#include "ui/chat/composer.h"
#include "ui/chat/talk_view.h"
#include "ui/parts/page_header.h"
#include "ui/parts/text_format.h"
#include "workspace/workspace.h"

#include <QMenu>
#include <QToolButton>

#include <utility>

namespace chat {

using dialogue::Speaker;

ChatPage::~ChatPage()
{
    m_exchange->disconnect(this);
    m_exchange->conversation().disconnect(this);
}

void ChatPage::loadLists()
{
    attempt([this] {
        workspace::Workspace &workspace = *desk().workspace();
        m_settings->setModels(modelChoices(workspace));
        m_settings->setAdapters(adapterChoices(workspace, m_settings->model()));
        m_settings->setPrompts(promptChoices(workspace));
        m_settings->setProfiles(profileChoices(workspace));
    });
}

void ChatPage::activate()
{
    loadLists();
    lookForOtherDesks();
    m_unsaved.show();
    offerLeft();
    showState();
    m_talk->composer().editor()->setFocus();
}

// The dialogue may have been annotated elsewhere meanwhile, the profile changed.
void ChatPage::lookForOtherDesks()
{
    attempt([this] {
        if (m_unsaved && m_exchange->isBack()) {
            m_unsaved.forget();
            m_notice->clear();
            m_exchange->discard();
        } else if (m_exchange->isDeleted()) {
            m_exchange->keep(); // says that it cannot, once, and names the ways out
        } else if (m_exchange->isOutdated() && m_edited < 0) {
            resume(parts::fromUtf8(m_exchange->conversation().dialogue().id));
        }
        m_exchange->refreshProfile();
        m_settings->setProfileSummary(profileSummary(m_exchange->conversation().dialogue().profile));
    });
}

void ChatPage::open(const QVariantMap &link)
{
    const auto value = [&](const char *key) { return link.value(QLatin1String(key)).toString(); };
    const QString dialogueId = value(parts::link::kDialogue);
    const QString profile = value(parts::link::kProfile);
    if (!dialogueId.isEmpty())
        follow(dialogueId, value(parts::link::kTurn));
    if (!value(parts::link::kModel).isEmpty())
        m_settings->chooseModel(value(parts::link::kModel));
    if (!value(parts::link::kAdapter).isEmpty())
        m_settings->chooseAdapter(value(parts::link::kAdapter));
    if (!value(parts::link::kPrompt).isEmpty())
        m_settings->choosePrompt(value(parts::link::kPrompt));
    if (!profile.isEmpty()) {
        m_settings->chooseProfile(profile);
        if (dialogueId.isEmpty())
            startNew();
        else
            chooseProfile();
    }
}

void ChatPage::fillChats()
{
    m_chats->clear();
    m_chats->setToolTipsVisible(true);
    attempt([this] {
        for (const Choice &choice : recentChats(*desk().workspace())) {
            QAction *action = m_chats->addAction(QString(choice.title).replace(QLatin1Char('&'), QStringLiteral("&&")), this, [this, id = choice.id] { resume(id); });
            action->setToolTip(choice.toolTip);
        }
    });
    if (m_chats->isEmpty())
        m_chats->addAction(tr("No chats yet"))->setEnabled(false);
}

bool ChatPage::mayLeave()
{
    m_exchange->endReply();
    if (m_unsaved)
        m_exchange->keep();
    return !m_unsaved;
}

void ChatPage::startNew()
{
    if (!mayLeave())
        return;
    m_notice->clear();
    cancelEdit();
    attempt([this] {
        const dialogue::Profile profile = profileOf(*desk().workspace(), m_settings->profile());
        m_exchange->startNew(profile);
        m_settings->setProfileSummary(profileSummary(profile));
    });
    m_talk->composer().setSpeaker(Speaker::Seeker);
    m_talk->composer().editor()->setFocus();
}

// A chat goes on where it is.
void ChatPage::resume(const QString &dialogueId)
{
    if (!mayLeave())
        return;
    m_notice->clear();
    cancelEdit();
    attempt([&] {
        m_exchange->resume(parts::toUtf8(dialogueId));
        const dialogue::Profile &profile = m_exchange->conversation().dialogue().profile;
        m_settings->chooseProfile(parts::fromUtf8(profile.id));
        m_settings->setProfileSummary(profileSummary(profile));
        m_talk->scrollToEnd();
    });
}

// Any other dialogue is data that a chat must not change: it goes on as a copy.
void ChatPage::follow(const QString &dialogueId, const QString &turnId)
{
    attempt([&] {
        const dialogue::Dialogue source = desk().workspace()->dialogues().get(parts::toUtf8(dialogueId)).dialogue;
        if (source.source_name == "chat" && turnId.isEmpty()) {
            resume(dialogueId);
            return;
        }
        if (!mayLeave())
            return;
        cancelEdit();
        m_exchange->continueCopy(source, parts::toUtf8(turnId));
        m_settings->chooseProfile(parts::fromUtf8(source.profile.id));
        m_settings->setProfileSummary(profileSummary(source.profile));
        m_talk->scrollToEnd();
        m_notice->showInfo(tr("This is a copy: the dialogue it began with stays as it is."));
    });
}

void ChatPage::chooseProfile()
{
    attempt([this] {
        const dialogue::Profile profile = profileOf(*desk().workspace(), m_settings->profile());
        m_exchange->setProfile(profile);
        m_settings->setProfileSummary(profileSummary(profile));
    });
}

void ChatPage::send(Speaker speaker, const QString &text)
{
    if (!m_unsaved)
        m_notice->clear();
    if (m_edited >= 0) {
        speaker = Speaker::Seeker;
        m_exchange->reword(std::exchange(m_edited, -1), text);
    } else {
        m_exchange->say(speaker, text);
    }
    if (speaker == Speaker::Seeker)
        attempt([this] { m_exchange->ask(currentAsk()); });
    else
        m_talk->composer().setSpeaker(Speaker::Seeker);
    m_talk->scrollToEnd();
    showState();
}

void ChatPage::annotate(const QString &turnId)
{
    desk().goTo(parts::page::kDialogues, { { QLatin1String(parts::link::kDialogue), parts::fromUtf8(m_exchange->conversation().dialogue().id) },
                                             { QLatin1String(parts::link::kTurn), turnId } });
}

void ChatPage::loadModel()
{
    if (!m_settings->model().isEmpty())
        m_exchange->load(m_settings->model(), m_settings->adapter());
}

Ask ChatPage::currentAsk() const
{
    Ask ask { m_settings->model(), m_settings->adapter(), promptOf(*desk().workspace(), m_settings->prompt()), {} };
    ask.options.decoding = m_settings->decoding();
    ask.options.chat_template = desk().workspace()->models().chatTemplateOf(parts::toUtf8(m_settings->model()));
    return ask;
}

void ChatPage::askAgain()
{
    if (!m_unsaved)
        m_notice->clear();
    attempt([this] { m_exchange->askAgain(currentAsk()); });
    m_talk->scrollToEnd();
}

void ChatPage::editLast()
{
    m_edited = m_exchange->conversation().lastOf(Speaker::Seeker);
    if (m_edited < 0)
        return;
    m_talk->composer().setSpeaker(Speaker::Seeker);
    m_talk->composer().setText(parts::fromUtf8(m_exchange->conversation().dialogue().turns[size_t(m_edited)].text));
    showState();
}

void ChatPage::cancelEdit()
{
    if (std::exchange(m_edited, -1) >= 0)
        m_talk->composer().setText({});
    showState();
}

// What was asked is still there; starting again asks it again.
void ChatPage::showFailure(const base::Error &error, bool whileReplying)
{
    const std::string nearest = error.param("nearest");
    if (error.kind == base::ErrorKind::UnsupportedTemplate && !nearest.empty()) {
        m_notice->showError(parts::errorText(error), tr("Use %1").arg(parts::fromUtf8(nearest)), [this, nearest] {
            attempt([&] {
                desk().workspace()->models().setChatTemplate(parts::toUtf8(m_settings->model()), nearest);
                askAgain();
            });
        });
        return;
    }
    m_notice->showError(parts::errorText(error), tr("Start again"), [this, whileReplying] {
        if (whileReplying) {
            askAgain();
        } else {
            m_notice->clear();
            loadModel();
        }
    });
}

void ChatPage::keepMine()
{
    m_unsaved.forget();
    attempt([this] {
        m_exchange->keepAsNew();
        writeDraft(); // no window must ask about it again
    });
}

void ChatPage::discardMine()
{
    m_unsaved.forget();
    cancelEdit();
    attempt([this] {
        m_exchange->discard();
        const dialogue::Profile &profile = m_exchange->conversation().dialogue().profile;
        m_settings->chooseProfile(parts::fromUtf8(profile.id));
        m_settings->setProfileSummary(profileSummary(profile));
        writeDraft(); // no window must ask about it again
    });
}

// What is written and chosen here is kept within a second; before the window goes it is kept at once.
void ChatPage::settle() { writeDraft(); }

void ChatPage::endWork()
{
    m_exchange->endReply();
    if (m_unsaved)
        m_exchange->keep(); // perhaps there is room again
    writeDraft();
}

void ChatPage::showConversation()
{
    if (!m_draftSoon.isActive())
        m_draftSoon.start();
    m_talk->setMessages(messagesOf(*m_exchange));
    showState();
}

QString ChatPage::stateText() const
{
    using State = jobs::ChatSession::State;
    const QString model = m_settings->modelTitle();
    if (m_edited >= 0)
        return tr("Editing your last message; what followed is asked for again.");
    if (model.isEmpty())
        return tr("No model is on this machine: add one in Models.");
    switch (m_exchange->session().state()) {
    case State::Off:
        return tr("%1 is loaded with the first message.").arg(model);
    case State::Starting:
        return tr("Starting the engine …");
    case State::Loading:
        return tr("Loading %1 … %2 %").arg(model).arg(qRound(100 * m_exchange->loadingDone()));
    case State::Replying:
        return tr("%1 is answering …").arg(model);
    case State::Idle:
        return tr("%1 is ready.").arg(model);
    }
    return {};
}

void ChatPage::showState()
{
    using State = jobs::ChatSession::State;
    const State state = m_exchange->session().state();
    const Conversation &conversation = m_exchange->conversation();
    const bool hasModel = !m_settings->model().isEmpty();
    const bool isFree = !m_exchange->isReplying() && m_edited < 0;
    TalkState shown;
    shown.words = stateText();
    shown.isLoading = state == State::Starting || state == State::Loading;
    shown.loadingDone = state == State::Starting ? -1 : m_exchange->loadingDone();
    shown.canSend = hasModel;
    shown.isReplying = m_exchange->isReplying();
    shown.isEditing = m_edited >= 0;
    shown.isUnanswered = m_exchange->isUnanswered();
    shown.canAskAgain = isFree && !conversation.isEmpty() && hasModel;
    shown.canEdit = isFree && conversation.lastOf(Speaker::Seeker) >= 0;
    shown.canUnload = isFree && state == State::Idle;
    m_talk->setState(shown);
    m_annotate->setEnabled(!conversation.isEmpty());
    m_header->setNote(m_settings->adapterTitle().isEmpty() ? m_settings->modelTitle()
                                                           : tr("%1 with %2").arg(m_settings->modelTitle(), m_settings->adapterTitle()));
}

} // namespace chat
