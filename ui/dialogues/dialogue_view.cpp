// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogues/dialogue_view.h"

#include "ui/dialogues/strategy_bar.h"
#include "ui/dialogues/turn_editor.h"
#include "ui/parts/icons.h"
#include "ui/parts/message_list.h"
#include "ui/parts/strategies.h"
#include "ui/parts/text_format.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QMenu>
#include <QShortcut>

namespace dialogues {

parts::Message DialogueView::messageOf(const dialogue::Turn &turn)
{
    const bool isSupporter = turn.speaker == dialogue::Speaker::Supporter;
    parts::Message message;
    message.id = parts::fromUtf8(turn.id);
    message.side = isSupporter ? parts::Message::Side::Right : parts::Message::Side::Left;
    message.author = isSupporter ? tr("Supporter") : tr("Seeker");
    message.text = parts::fromUtf8(turn.text);
    if (turn.strategy)
        message.chips << parts::strategyName(*turn.strategy);
    if (turn.not_learned) {
        message.note = tr("No example: a training on chosen turns does not learn this reply");
        message.noteTone = parts::Tone::Warning;
    }
    if (turn.text.empty()) {
        message.note = tr("This turn has no text yet");
        message.noteTone = parts::Tone::Warning;
    }
    return message;
}

DialogueView::DialogueView(DialogueDocument &document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_messages(new parts::MessageList(this))
    , m_strategies(new StrategyBar(this))
{
    m_messages->setAccessibleName(tr("Turns of the dialogue"));
    m_messages->setEditsOnDoubleClick(true);
    auto *layout = new QVBoxLayout(this);
    parts::setGaps(layout, 0);
    layout->addWidget(m_messages, 1);
    layout->addWidget(m_strategies);
    connect(&m_document, &DialogueDocument::changed, this, &DialogueView::showChange);
    connect(m_messages, &parts::MessageList::currentChanged, this, &DialogueView::showStrategy);
    connect(m_messages, &parts::MessageList::activated, this, &DialogueView::editCurrent);
    connect(m_messages, &parts::MessageList::menuRequested, this, &DialogueView::showMenu);
    connect(m_strategies, &StrategyBar::chosen, this, &DialogueView::giveStrategy);
    for (const int step : { -1, 1 }) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::ALT | (step < 0 ? Qt::Key_Up : Qt::Key_Down)), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, step] { moveCurrent(step); });
    }
}

int DialogueView::currentTurn() const { return m_messages->currentIndex(); }
void DialogueView::setCurrentTurn(int index) { m_messages->setCurrentIndex(index); }

void DialogueView::showChange(const DialogueChange &change)
{
    if (change.what == DialogueChange::What::Turn) {
        m_messages->updateMessage(change.index, messageOf(m_document.dialogue().turns[size_t(change.index)]));
    } else {
        QList<parts::Message> messages;
        for (const dialogue::Turn &turn : m_document.dialogue().turns)
            messages.append(messageOf(turn));
        m_messages->setMessages(messages);
    }
    if (change.what == DialogueChange::What::Opened)
        m_messages->setCurrentIndex(m_document.turnCount() > 0 ? 0 : -1);
    else
        m_messages->setCurrentIndex(change.index);
    showStrategy();
}

void DialogueView::showStrategy()
{
    const int index = currentTurn();
    if (index < 0 || index >= m_document.turnCount()) {
        m_strategies->setStrategy({}, false);
        return;
    }
    const dialogue::Turn &turn = m_document.dialogue().turns[size_t(index)];
    m_strategies->setStrategy(turn.strategy, turn.speaker == dialogue::Speaker::Supporter);
}

void DialogueView::editCurrent()
{
    const int index = currentTurn();
    if (index < 0 || m_messages->editedIndex() == index)
        return;
    settle();
    auto *editor = new TurnEditor(m_messages->message(index).text);
    const QString id = m_messages->message(index).id;
    const auto close = [this, id] {
        if (const int at = m_messages->indexOf(id); at >= 0)
            m_messages->setEditor(at, nullptr);
    };
    connect(editor, &TurnEditor::kept, this, [this, id, close, editor](const QString &text) {
        const bool hadFocus = editor->hasFocus();
        const int at = m_messages->indexOf(id);
        close();
        m_document.setText(at, text);
        if (hadFocus)
            m_messages->setFocus();
    });
    connect(editor, &TurnEditor::cancelled, this, [this, close] {
        close();
        m_messages->setFocus();
    });
    connect(editor, &TurnEditor::heightChanged, m_messages, &parts::MessageList::editorHeightChanged, Qt::QueuedConnection);
    m_messages->setEditor(index, editor);
}

void DialogueView::settle()
{
    if (auto *editor = m_messages->findChild<TurnEditor *>())
        editor->keep();
}

void DialogueView::addBelow()
{
    if (!m_document.isOpen())
        return;
    settle();
    m_document.insertAfter(currentTurn());
    editCurrent();
}

void DialogueView::removeCurrent()
{
    settle();
    m_document.remove(currentTurn());
}

void DialogueView::moveCurrent(int step)
{
    settle();
    m_document.move(currentTurn(), currentTurn() + step);
}

void DialogueView::stepTurn(int step)
{
    m_messages->setCurrentIndex(std::clamp(currentTurn() + step, 0, std::max(0, m_document.turnCount() - 1)));
}

void DialogueView::giveStrategy(int number)
{
    const int index = currentTurn();
    const auto rows = parts::strategyRows();
    if (index < 0 || number > rows.size()
        || m_document.dialogue().turns[size_t(index)].speaker != dialogue::Speaker::Supporter)
        return;
    if (number <= 0)
        m_document.setStrategy(index, std::nullopt);
    else
        m_document.setStrategy(index, dialogue::Strategy { parts::kStrategyScheme, rows[number - 1].label });
    showStrategy();
}

void DialogueView::toggleNotLearned()
{
    if (const int index = currentTurn(); index >= 0)
        m_document.setNotLearned(index, !m_document.dialogue().turns[size_t(index)].not_learned);
}

void DialogueView::showMenu(int index, const QPoint &globalPosition)
{
    const QString id = m_messages->message(index).id;
    QMenu menu(this);
    menu.setAccessibleName(tr("Turn"));
    const auto add = [&](const char *icon, const QString &text, auto action) {
        connect(menu.addAction(parts::icon(icon), text), &QAction::triggered, this, action);
    };
    add("document-edit", tr("Edit text"), [this] { editCurrent(); });
    add("edit-copy", tr("Copy text"), [this, index] { QApplication::clipboard()->setText(m_messages->message(index).text); });
    add("exchange-positions", tr("Exchange speaker"), [this, index] { m_document.exchangeSpeaker(index); });
    const dialogue::Turn &turn = m_document.dialogue().turns[size_t(index)];
    if (turn.speaker == dialogue::Speaker::Supporter)
        add(turn.not_learned ? "dialog-ok" : "dialog-cancel", turn.not_learned ? tr("Learn from this turn") : tr("Do not learn from this turn"),
            [this] { toggleNotLearned(); });
    menu.addSeparator();
    add("list-add", tr("Add a turn below"), [this] { addBelow(); });
    add("arrow-up", tr("Move up"), [this] { moveCurrent(-1); });
    add("arrow-down", tr("Move down"), [this] { moveCurrent(1); });
    add("edit-delete", tr("Delete turn"), [this] { removeCurrent(); });
    menu.addSeparator();
    add("code-context", tr("Open in Prompts"), [this, id] { Q_EMIT promptRequested(id); });
    add("dialog-messages", tr("Chat from here"), [this, id] { Q_EMIT chatRequested(id); });
    menu.exec(globalPosition);
}

} // namespace dialogues
