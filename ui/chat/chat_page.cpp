// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chat_page.h"

#include "jobs/workspace.h"
#include "ui/chat/chat_choices.h"
#include "ui/chat/chat_settings.h"
#include "ui/chat/composer.h"
#include "ui/parts/empty_page.h"
#include "ui/parts/error_text.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/setting.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>

#include <utility>

namespace chat {

using dialogue::Speaker;
using parts::Tone;

namespace {

constexpr char kNeverChosen[] = "never"; // no id of a template
const parts::Setting<bool> kShowSettings { parts::Drawer::Session, "chat/show_settings", true };
const parts::Setting<QString> kModel { parts::Drawer::Session, "chat/model", {} };
const parts::Setting<QString> kPrompt { parts::Drawer::Session, "chat/prompt", QLatin1String(kNeverChosen) };
constexpr int kSettingsWidth = 34 * parts::kGrid;

QString noteText(const ReplyNote &note)
{
    QStringList facts;
    if (note.tokens_per_second > 0) {
        facts << ChatPage::tr("%1 tokens/s").arg(parts::decimalText(note.tokens_per_second, 1));
        facts << ChatPage::tr("first token after %1 s").arg(parts::decimalText(note.first_token_seconds, 2));
    }
    if (note.finish_reason == QLatin1String("length"))
        facts << ChatPage::tr("ended at max_new_tokens");
    else if (note.finish_reason == QLatin1String("cutoff"))
        facts << ChatPage::tr("ended at the cutoff length");
    else if (note.finish_reason == QLatin1String("cancelled"))
        facts << ChatPage::tr("stopped");
    else if (note.finish_reason == QLatin1String("broken"))
        facts << ChatPage::tr("broken off");
    return facts.join(QStringLiteral(" · "));
}

} // namespace

ChatPage::ChatPage(parts::Desk &desk, QWidget *parent)
    : Page(desk, parent)
    , m_exchange(*desk.workspace())
{
    m_notice = new parts::NoticeBar;
    m_settings = new ChatSettings(desk.settings());
    m_settings->setFixedWidth(kSettingsWidth);
    m_line = parts::separator(Qt::Vertical);
    auto *row = new QHBoxLayout;
    parts::setGaps(row, 0);
    row->addWidget(buildTalk(), 1);
    row->addWidget(m_line);
    row->addWidget(m_settings);
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 0);
    box->addWidget(buildHeader());
    box->addWidget(m_notice);
    box->addLayout(row, 1);
    loadLists();
    m_settings->chooseModel(desk.settings().value(kModel));
    const QString prompt = desk.settings().value(kPrompt);
    // Never chosen before: the first one, so that the first reply is a supporter's.
    m_settings->choosePrompt(prompt == QLatin1String(kNeverChosen) ? m_settings->firstPrompt() : prompt);
    connectSettings();
    connectExchange();
    showConversation();
}

ChatPage::~ChatPage() { m_exchange.disconnect(this); }

template <typename Action> void ChatPage::attempt(Action action)
{
    try {
        action();
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

QWidget *ChatPage::buildHeader()
{
    m_header = new parts::PageHeader(tr("Chat"));
    QPushButton *fresh = parts::plainButton(tr("New chat"));
    fresh->setShortcut(QKeySequence::New);
    QPushButton *chats = parts::plainButton(tr("Chats"));
    m_chats = new QMenu(chats);
    parts::giveMenu(chats, m_chats);
    m_settingsToggle = parts::iconButton("configure", tr("Show or hide the settings beside the chat"));
    m_settingsToggle->setCheckable(true);
    m_header->addControl(fresh);
    m_header->addControl(chats);
    m_header->addControl(m_settingsToggle);
    connect(fresh, &QPushButton::clicked, this, &ChatPage::startNew);
    connect(m_chats, &QMenu::aboutToShow, this, &ChatPage::fillChats);
    return m_header;
}

QWidget *ChatPage::buildTalk()
{
    m_list = new parts::MessageList;
    m_list->setCurrentVisible(false);
    m_list->setAccessibleName(tr("The chat"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(buildEmpty());
    m_stack->addWidget(m_list);
    m_progress = new QProgressBar;
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Loading the model"));
    m_composer = new Composer;
    connect(m_composer, &Composer::sent, this, &ChatPage::send);
    connect(m_composer, &Composer::stopWanted, &m_exchange, &ChatExchange::stop);
    // Whoever begins to write will soon want an answer.
    connect(m_composer->editor(), &QPlainTextEdit::textChanged, this, [this] {
        if (m_exchange.session().state() == jobs::ChatSession::State::Off && !m_composer->editor()->document()->isEmpty())
            loadModel();
    });
    auto *talk = new QWidget;
    auto *box = new QVBoxLayout(talk);
    parts::setGaps(box, 0);
    box->addWidget(m_stack, 1);
    box->addWidget(m_progress);
    box->addWidget(buildStatus());
    box->addWidget(m_composer);
    return talk;
}

QWidget *ChatPage::buildEmpty()
{
    auto *empty = new parts::EmptyPage("dialog-messages", tr("Talk to a model"),
        tr("Write as the seeker below and the model answers as the supporter. Every chat is kept as a dialogue."));
    const auto offer = [&](const QString &opening) {
        empty->addButton(opening, "edit-comment", [this, opening] {
            m_composer->setSpeaker(Speaker::Seeker);
            m_composer->setText(opening);
        });
    };
    offer(tr("I quit my job and now I feel lost."));
    offer(tr("My best friend stopped talking to me."));
    return empty;
}

QWidget *ChatPage::buildStatus()
{
    m_status = parts::mutedLabel({});
    m_status->setWordWrap(false);
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_again = parts::quietButton(tr("Regenerate"));
    m_edit = parts::quietButton(tr("Edit last message"));
    m_cancelEdit = parts::quietButton(tr("Leave it as it was"));
    m_unload = parts::quietButton(tr("Free the memory"));
    m_unload->setToolTip(tr("Ends the model's process; it is loaded again with the next message"));
    auto *status = new QWidget;
    auto *row = new QHBoxLayout(status);
    row->setContentsMargins(2 * parts::kGrid, parts::kGrid / 2, parts::kGrid, parts::kGrid / 2);
    row->setSpacing(0);
    row->addWidget(m_status, 1);
    for (QPushButton *button : { m_again, m_edit, m_cancelEdit, m_unload })
        row->addWidget(button);
    connect(m_again, &QPushButton::clicked, this, &ChatPage::askAgain);
    connect(m_edit, &QPushButton::clicked, this, &ChatPage::editLast);
    connect(m_cancelEdit, &QPushButton::clicked, this, &ChatPage::cancelEdit);
    connect(m_unload, &QPushButton::clicked, &m_exchange.session(), &jobs::ChatSession::shutDown);
    return status;
}

void ChatPage::connectSettings()
{
    connect(m_settings, &ChatSettings::modelChanged, this, [this] {
        desk().settings().set(kModel, m_settings->model());
        attempt([this] { m_settings->setAdapters(adapterChoices(*desk().workspace(), m_settings->model())); });
    });
    // A model that is in memory is exchanged at once; otherwise loading waits for the first message.
    const auto exchange = [this] {
        if (m_exchange.session().state() != jobs::ChatSession::State::Off && !m_exchange.isReplying())
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
    connect(&m_exchange.conversation(), &Conversation::changed, this, &ChatPage::showConversation);
    connect(&m_exchange.conversation(), &Conversation::replyGrew, this,
        [this](const QString &text) { m_list->appendText(m_list->count() - 1, text); });
    connect(&m_exchange, &ChatExchange::stateChanged, this, &ChatPage::showState);
    connect(&m_exchange, &ChatExchange::failed, this, &ChatPage::showFailure);
    connect(&m_exchange, &ChatExchange::conflicted, this, &ChatPage::showConflict);
    connect(&m_exchange, &ChatExchange::keepingFailed, this,
        [this](const base::Error &error) { m_notice->showError(parts::errorText(error)); });
    connect(&m_exchange, &ChatExchange::answeredNothing, this, [this] {
        m_notice->showNotice(Tone::Warning, tr("The model answered with nothing."), tr("Try again"), [this] { askAgain(); });
    });
}

void ChatPage::loadLists()
{
    attempt([this] {
        jobs::Workspace &workspace = *desk().workspace();
        m_settings->setModels(modelChoices(workspace));
        m_settings->setAdapters(adapterChoices(workspace, m_settings->model()));
        m_settings->setPrompts(promptChoices(workspace));
        m_settings->setProfiles(profileChoices(workspace));
    });
}

void ChatPage::activate()
{
    loadLists();
    // The dialogue may have been annotated elsewhere meanwhile.
    attempt([this] {
        if (m_exchange.isOutdated())
            resume(parts::fromUtf8(m_exchange.conversation().dialogue().id));
    });
    showState();
    m_composer->editor()->setFocus();
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
            QAction *action = m_chats->addAction(choice.title, this, [this, id = choice.id] { resume(id); });
            action->setToolTip(choice.toolTip);
        }
    });
    if (m_chats->isEmpty())
        m_chats->addAction(tr("No chats yet"))->setEnabled(false);
}

void ChatPage::startNew()
{
    m_notice->clear();
    cancelEdit();
    attempt([this] {
        const dialogue::Profile profile = profileOf(*desk().workspace(), m_settings->profile());
        m_exchange.startNew(profile);
        m_settings->setProfileSummary(profileSummary(profile));
    });
    m_composer->setSpeaker(Speaker::Seeker);
    m_composer->editor()->setFocus();
}

// A chat goes on where it is.
void ChatPage::resume(const QString &dialogueId)
{
    m_notice->clear();
    cancelEdit();
    attempt([&] {
        m_exchange.resume(parts::toUtf8(dialogueId));
        const dialogue::Profile &profile = m_exchange.conversation().dialogue().profile;
        m_settings->chooseProfile(parts::fromUtf8(profile.id));
        m_settings->setProfileSummary(profileSummary(profile));
        m_list->scrollToEnd();
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
        cancelEdit();
        m_exchange.continueCopy(source, parts::toUtf8(turnId));
        m_settings->chooseProfile(parts::fromUtf8(source.profile.id));
        m_settings->setProfileSummary(profileSummary(source.profile));
        m_list->scrollToEnd();
        m_notice->showInfo(tr("This is a copy: the dialogue it began with stays as it is."));
    });
}

void ChatPage::chooseProfile()
{
    attempt([this] {
        const dialogue::Profile profile = profileOf(*desk().workspace(), m_settings->profile());
        m_exchange.setProfile(profile);
        m_settings->setProfileSummary(profileSummary(profile));
    });
}

void ChatPage::send(Speaker speaker, const QString &text)
{
    m_notice->clear();
    if (m_edited >= 0) {
        speaker = Speaker::Seeker;
        m_exchange.reword(std::exchange(m_edited, -1), text);
    } else {
        m_exchange.say(speaker, text);
    }
    if (speaker == Speaker::Seeker)
        attempt([this] { m_exchange.ask(currentAsk()); });
    else
        m_composer->setSpeaker(Speaker::Seeker);
    m_list->scrollToEnd();
    showState();
}

void ChatPage::loadModel()
{
    if (!m_settings->model().isEmpty())
        m_exchange.load(m_settings->model(), m_settings->adapter());
}

Ask ChatPage::currentAsk() const
{
    Ask ask { m_settings->model(), m_settings->adapter(), promptOf(*desk().workspace(), m_settings->prompt()), {} };
    ask.options.decoding = m_settings->decoding();
    return ask;
}

void ChatPage::askAgain()
{
    m_notice->clear();
    attempt([this] { m_exchange.askAgain(currentAsk()); });
    m_list->scrollToEnd();
}

void ChatPage::editLast()
{
    m_edited = m_exchange.conversation().lastOf(Speaker::Seeker);
    if (m_edited < 0)
        return;
    m_composer->setSpeaker(Speaker::Seeker);
    m_composer->setText(parts::fromUtf8(m_exchange.conversation().dialogue().turns[size_t(m_edited)].text));
    showState();
}

void ChatPage::cancelEdit()
{
    if (std::exchange(m_edited, -1) >= 0)
        m_composer->setText({});
    showState();
}

// What was asked is still there; starting again asks it again.
void ChatPage::showFailure(const base::Error &error, bool whileReplying)
{
    m_notice->showError(parts::errorText(error), tr("Start again"), [this, whileReplying] {
        if (whileReplying) {
            askAgain();
        } else {
            m_notice->clear();
            loadModel();
        }
    });
}

void ChatPage::showConflict()
{
    m_notice->showError(tr("This chat was changed elsewhere meanwhile. Nothing was overwritten."), tr("Keep this one as a new chat"),
        [this] {
            m_notice->clear();
            m_exchange.keepAsNew();
        });
}

parts::Message ChatPage::messageOf(int index) const
{
    const Conversation &conversation = m_exchange.conversation();
    const dialogue::Turn &turn = conversation.dialogue().turns[size_t(index)];
    const bool seeker = turn.speaker == Speaker::Seeker;
    parts::Message message;
    message.id = parts::fromUtf8(turn.id);
    message.side = seeker ? parts::Message::Side::Left : parts::Message::Side::Right;
    message.author = seeker ? tr("Seeker") : tr("Supporter");
    message.text = parts::fromUtf8(turn.text);
    if (turn.strategy)
        message.chips << parts::fromUtf8(turn.strategy->label);
    if (const ReplyNote *note = m_exchange.note(turn.id)) {
        message.note = noteText(*note);
        message.noteTone = note->finish_reason == QLatin1String("stop") ? Tone::Muted : Tone::Warning;
    }
    message.isPending = conversation.isReplying() && index == conversation.count() - 1;
    return message;
}

void ChatPage::showConversation()
{
    QList<parts::Message> messages;
    for (int i = 0; i < m_exchange.conversation().count(); ++i)
        messages.append(messageOf(i));
    m_list->setMessages(messages);
    m_stack->setCurrentIndex(messages.isEmpty() ? 0 : 1);
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
    switch (m_exchange.session().state()) {
    case State::Off:
        return tr("%1 is loaded with the first message.").arg(model);
    case State::Starting:
        return tr("Starting the engine …");
    case State::Loading:
        return tr("Loading %1 … %2 %").arg(model).arg(qRound(100 * m_exchange.loadingDone()));
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
    const State state = m_exchange.session().state();
    m_status->setText(stateText());
    m_header->setNote(m_settings->adapterTitle().isEmpty() ? m_settings->modelTitle()
                                                           : tr("%1 with %2").arg(m_settings->modelTitle(), m_settings->adapterTitle()));
    m_progress->setVisible(state == State::Starting || state == State::Loading);
    // A range of nothing is Qt's way to say "busy".
    m_progress->setRange(0, state == State::Starting ? 0 : 1000);
    m_progress->setValue(int(1000 * m_exchange.loadingDone()));
    m_composer->setState(!m_settings->model().isEmpty(), m_exchange.isReplying());
    showActions();
}

void ChatPage::showActions()
{
    const Conversation &conversation = m_exchange.conversation();
    const bool free = !m_exchange.isReplying() && m_edited < 0;
    m_again->setText(m_exchange.isUnanswered() ? tr("Let the model answer") : tr("Regenerate"));
    m_again->setVisible(free && !conversation.isEmpty() && !m_settings->model().isEmpty());
    m_edit->setVisible(free && conversation.lastOf(Speaker::Seeker) >= 0);
    m_cancelEdit->setVisible(m_edited >= 0);
    m_unload->setVisible(free && m_exchange.session().state() == jobs::ChatSession::State::Idle);
}

} // namespace chat
