// SPDX-License-Identifier: GPL-3.0-or-later
// How the page is put together: header, talk, settings, and who answers whom.
#include "ui/chat/chat_choices.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/chat_settings.h"
#include "ui/chat/composer.h"
#include "ui/chat/talk_view.h"
#include "ui/parts/page_header.h"
#include "ui/parts/setting.h"
#include "ui/parts/text_format.h"
#include "workspace/prompt_shelf.h"
#include "workspace/workspace.h"

#include <QBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

namespace chat {

using parts::Tone;

namespace {

constexpr char kNeverChosen[] = "never"; // no id of a template
const parts::Setting<bool> kShowSettings { parts::Drawer::Session, "chat/show_settings", true };
const parts::Setting<QString> kModel { parts::Drawer::Session, "chat/model", {} };
const parts::Setting<QString> kPrompt { parts::Drawer::Session, "chat/prompt", QLatin1String(kNeverChosen) };
constexpr int kSettingsWidth = 37 * parts::kGrid;

} // namespace

ChatPage::ChatPage(parts::Desk &desk, QWidget *parent)
    : Page(desk, parent)
    , m_drafts(*desk.workspace())
    , m_notice(new parts::NoticeBar(this))
    , m_unsaved(*m_notice, tr("This chat was changed elsewhere in the meantime. What is on the page is not saved yet; nothing was overwritten."),
          tr("This chat was deleted elsewhere in the meantime. What is on the page is not saved yet."),
          { [this] { m_exchange->keep(); }, [this] { keepMine(); }, [this] { discardMine(); }, tr("Keep this one as a new chat") })
{
    takeExchange();
    m_settings = new ChatSettings(desk.settings());
    m_settings->setFixedWidth(kSettingsWidth);
    m_line = parts::separator(Qt::Vertical);
    auto *row = new QHBoxLayout;
    parts::setGaps(row, 0);
    m_talk = new TalkView;
    row->addWidget(m_talk, 1);
    row->addWidget(m_line);
    row->addWidget(m_settings);
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 0);
    box->addWidget(buildHeader());
    box->addLayout(row, 1);
    m_notice->floatOver(m_header->noticePlace());
    loadLists();
    m_settings->chooseModel(desk.settings().value(kModel));
    const QString prompt = desk.settings().value(kPrompt);
    // Never chosen before: the one that Train and Evaluate begin with, too.
    if (prompt == QLatin1String(kNeverChosen))
        attempt([this] { m_settings->choosePrompt(parts::fromUtf8(workspace::resolvePrompt({}, nullptr).id)); });
    else
        m_settings->choosePrompt(prompt);
    connectTalk();
    connectSettings();
    connectExchange();
    takeDraft();
    hearNews();
    showConversation();
}

QWidget *ChatPage::buildHeader()
{
    m_header = new parts::PageHeader(tr("Chat"));
    QPushButton *fresh = parts::plainButton(tr("New chat"));
    fresh->setShortcut(QKeySequence::New);
    fresh->setToolTip(tr("Begin another chat; this one is kept (Ctrl+N)"));
    QPushButton *chats = parts::plainButton(tr("Chats"));
    m_chats = new QMenu(chats);
    parts::giveMenu(chats, m_chats);
    m_settingsToggle = parts::iconButton("configure", tr("Show or hide the settings beside the chat"));
    m_settingsToggle->setCheckable(true);
    m_annotate = parts::iconButton("dialogues", tr("Open this chat in Dialogues"));
    m_header->addControl(m_annotate);
    m_header->addControl(fresh);
    m_header->addControl(chats);
    m_header->addControl(m_settingsToggle);
    connect(m_annotate, &QToolButton::clicked, this, [this] { annotate({}); });
    connect(fresh, &QPushButton::clicked, this, &ChatPage::startNew);
    connect(m_chats, &QMenu::aboutToShow, this, &ChatPage::fillChats);
    return m_header;
}

void ChatPage::connectTalk()
{
    connect(m_talk, &TalkView::sent, this, &ChatPage::send);
    connect(m_talk, &TalkView::stopWanted, m_exchange.get(), &ChatExchange::stop);
    connect(m_talk, &TalkView::askAgainWanted, this, &ChatPage::askAgain);
    connect(m_talk, &TalkView::editWanted, this, &ChatPage::editLast);
    connect(m_talk, &TalkView::leaveEditWanted, this, &ChatPage::cancelEdit);
    connect(m_talk, &TalkView::annotateWanted, this, &ChatPage::annotate);
    connect(m_talk, &TalkView::unloadWanted, &m_exchange->session(), &jobs::ChatSession::shutDown);
    // Whoever begins to write will soon want an answer.
    connect(m_talk, &TalkView::writingBegan, this, [this] {
        if (m_exchange->session().state() == jobs::ChatSession::State::Off)
            loadModel();
    });
}

void ChatPage::connectSettings()
{
    connect(m_settings, &ChatSettings::modelChanged, this, [this] {
        desk().settings().set(kModel, m_settings->model());
        attempt([this] { m_settings->setAdapters(adapterChoices(*desk().workspace(), m_settings->model())); });
    });
    // A model that is in memory is exchanged at once; otherwise loading waits for the first message.
    const auto exchange = [this] {
        if (m_exchange->session().state() != jobs::ChatSession::State::Off && !m_exchange->isReplying())
            loadModel();
        showState();
    };
    connect(m_settings, &ChatSettings::modelChanged, this, exchange);
    connect(m_settings, &ChatSettings::adapterChanged, this, exchange);
    connect(m_settings, &ChatSettings::promptChanged, this, [this] { desk().settings().set(kPrompt, m_settings->prompt()); });
    connect(m_settings, &ChatSettings::profileChanged, this, &ChatPage::chooseProfile);
    const auto show = [this](bool shown) {
        m_settings->setVisible(shown);
        m_line->setVisible(shown);
        desk().settings().set(kShowSettings, shown);
    };
    show(desk().settings().value(kShowSettings));
    m_settingsToggle->setChecked(desk().settings().value(kShowSettings));
    connect(m_settingsToggle, &QToolButton::toggled, this, show);
}

void ChatPage::connectExchange()
{
    connect(&m_exchange->conversation(), &Conversation::changed, this, &ChatPage::showConversation);
    connect(&m_exchange->conversation(), &Conversation::replyGrew, m_talk, &TalkView::appendToLast);
    const auto draft = [this] {
        if (!m_draftSoon.isActive())
            m_draftSoon.start();
    };
    connect(&m_exchange->conversation(), &Conversation::replyGrew, this, draft);
    connect(m_talk->composer().editor(), &QPlainTextEdit::textChanged, this, draft);
    connect(m_settings, &ChatSettings::profileChanged, this, draft);
    connect(m_settings, &ChatSettings::adapterChanged, this, draft);
    connect(m_exchange.get(), &ChatExchange::stateChanged, this, &ChatPage::showState);
    connect(m_exchange.get(), &ChatExchange::failed, this, &ChatPage::showFailure);
    connect(m_exchange.get(), &ChatExchange::keepingFailed, this, [this](const base::Error &error) {
        // An undecided conflict is told again.
        m_unsaved.save([&] { throw base::Failure(error); });
    });
    connect(m_exchange.get(), &ChatExchange::kept, this, [this] {
        if (!m_unsaved)
            return;
        m_notice->clear();
        m_unsaved.forget();
        attempt([this] { writeDraft(); }); // no window must ask about it again
    });
    connect(m_exchange.get(), &ChatExchange::answeredNothing, this, [this] {
        m_notice->showNotice(Tone::Warning, tr("The model answered with nothing."), tr("Try again"), [this] { askAgain(); });
    });
}

} // namespace chat
