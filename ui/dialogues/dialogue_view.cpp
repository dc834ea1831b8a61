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

parts::Message DialogueView::messageOf(const dialogue::Turn &turn) const
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
    if (m_drafts.contains(message.id)) {
        message.note = tr("Something was written here and not saved: Enter goes on with it");
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
    // The current turn's outline tells whether the keys act on it.
    connect(qApp, &QApplication::focusChanged, m_messages->widget(), [canvas = m_messages->widget()] { canvas->update(); });
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
    else if (change.index >= 0 || !change.edit.empty())
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

void DialogueView::setDrafts(const QHash<QString, Draft> &drafts)
{
    QSet<QString> touched(m_drafts.keyBegin(), m_drafts.keyEnd());
    m_drafts = drafts;
    touched += QSet<QString>(m_drafts.keyBegin(), m_drafts.keyEnd());
    for (const QString &turn : std::as_const(touched)) {
        const int i = m_messages->indexOf(turn);
        if (i >= 0 && i < m_document.turnCount() && i != m_messages->editedIndex())
            m_messages->updateMessage(i, messageOf(m_document.dialogue().turns[size_t(i)]));
    }
}

void DialogueView::editCurrent()
{
    const int index = currentTurn();
    if (index >= 0 && m_messages->editedIndex() != index)
        editTurn(m_messages->message(index).id);
}

void DialogueView::editTurn(const QString &turnId)
{
    settle();
    const int index = m_messages->indexOf(turnId);
    if (index < 0 || !setCurrentTurn(turnId))
        return;
    const QString original = m_messages->message(index).text;
    if (!m_drafts.contains(turnId)) {
        openEditor(turnId, new TurnEditor(original, original), tr("Enter keeps it · Shift+Enter: new line · Esc leaves it"));
        return;
    }
    const Draft draft = m_drafts.value(turnId); // until it is kept or given up
    auto *editor = new TurnEditor(draft.text, original);
    editor->setLaidAside(draft.isStale ? TurnEditor::Aside::Always : TurnEditor::Aside::UntilTouched);
    if (draft.isStale)
        editor->setToolTip(tr("Saved now: “%1”").arg(original)); // the line below has room for its beginning
    openEditor(turnId, editor, draft.isStale ? tr("Changed since you wrote this · Enter keeps yours · Esc leaves what is saved: “%1”").arg(original)
                                             : tr("Not saved yet · Enter keeps it · Esc gives it up"));
}

void DialogueView::editTurn(const QString &turnId, const QString &text)
{
    settle();
    const int index = m_messages->indexOf(turnId);
    if (index < 0 || !setCurrentTurn(turnId))
        return;
    openEditor(turnId, new TurnEditor(text, m_messages->message(index).text), tr("Enter keeps it · Shift+Enter: new line · Esc leaves it"));
    Q_EMIT typed(turnId, text);
}

void DialogueView::closeEditor(const QString &turnId)
{
    const int at = m_messages->indexOf(turnId);
    if (at < 0)
        return;
    m_messages->setEditor(at, nullptr);
    if (at < m_document.turnCount())
        m_messages->updateMessage(at, messageOf(m_document.dialogue().turns[size_t(at)]));
}

void DialogueView::openEditor(const QString &turnId, TurnEditor *editor, const QString &note)
{
    parts::Message message = m_messages->message(currentTurn());
    message.note = note;
    message.noteTone = parts::Tone::Muted;
    m_messages->updateMessage(currentTurn(), message);
    connect(editor, &TurnEditor::typed, this, [this, turnId, editor] { Q_EMIT typed(turnId, editor->text()); });
    connect(editor, &TurnEditor::kept, this, [this, turnId, editor](const QString &kept) {
        const bool hadFocus = editor->hasFocus();
        const bool isChanged = editor->isChanged();
        const int at = m_messages->indexOf(turnId);
        m_drafts.remove(turnId);
        closeEditor(turnId);
        if (isChanged)
            m_document.setText(at, kept);
        if (hadFocus)
            m_messages->setFocus();
        Q_EMIT editorClosed(turnId, false);
    });
    connect(editor, &TurnEditor::laidAside, this, [this, turnId, editor] {
        if (const auto draft = m_drafts.find(turnId); draft != m_drafts.end())
            draft->text = editor->text();
        closeEditor(turnId);
        Q_EMIT editorClosed(turnId, true);
    });
    connect(editor, &TurnEditor::cancelled, this, [this, turnId, editor] {
        const QString written = editor->text();
        const bool isChanged = editor->isChanged();
        m_drafts.remove(turnId);
        closeEditor(turnId);
        m_messages->setFocus();
        Q_EMIT editorClosed(turnId, false);
        if (isChanged)
            Q_EMIT textLeft(turnId, written);
    });
    connect(editor, &TurnEditor::heightChanged, editor, [this, editor] {
        m_messages->editorHeightChanged();
        followCursor(*editor);
    }, Qt::QueuedConnection);
    connect(editor, &TurnEditor::cursorPositionChanged, editor, [this, editor] { followCursor(*editor); });
    m_editor = editor;
    m_messages->setEditor(currentTurn(), editor);
}

// One that was left may still wait for its deletion.
TurnEditor *DialogueView::editor() const { return m_messages->editedIndex() < 0 ? nullptr : m_editor.data(); }

// A long turn is higher than the page, which scrolls in the field's stead.
void DialogueView::followCursor(const TurnEditor &editor)
{
    if (m_messages->editedIndex() < 0)
        return;
    const QPoint at = editor.viewport()->mapTo(m_messages->widget(), editor.cursorRect().center());
    m_messages->QScrollArea::ensureVisible(at.x(), at.y(), 0, editor.cursorRect().height() + parts::kGrid);
}

bool DialogueView::setCurrentTurn(const QString &turnId)
{
    const int index = m_messages->indexOf(turnId);
    if (index >= 0)
        setCurrentTurn(index);
    return index >= 0;
}

void DialogueView::settle()
{
    // One that was left may still wait for its deletion; it keeps nothing any more.
    for (TurnEditor *editor : m_messages->findChildren<TurnEditor *>())
        editor->leave();
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
    // Whoever deletes turn after turn goes on with turns: the focus must not fall to the list of dialogues.
    m_messages->setFocus();
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

// The dialogue may change while the menu is open (another desk saves): its actions know the turn by its id, not by its place.
void DialogueView::showMenu(int index, const QPoint &globalPosition)
{
    const QString id = m_messages->message(index).id;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("Turn"));
    const auto add = [&](const char *icon, const QString &text, auto action) {
        connect(menu->addAction(parts::icon(icon), text), &QAction::triggered, this, [this, id, action] {
            if (setCurrentTurn(id))
                action();
        });
    };
    add("document-edit", tr("Edit text"), [this] { editCurrent(); });
    connect(menu->addAction(parts::icon("edit-copy"), tr("Copy text")), &QAction::triggered, this,
        [text = m_messages->message(index).text] { QApplication::clipboard()->setText(text); });
    add("exchange-positions", tr("Exchange speaker"), [this] { m_document.exchangeSpeaker(currentTurn()); });
    const dialogue::Turn &turn = m_document.dialogue().turns[size_t(index)];
    if (turn.speaker == dialogue::Speaker::Supporter)
        add(turn.not_learned ? "dialog-ok" : "dialog-cancel", turn.not_learned ? tr("Learn from this turn") : tr("Do not learn from this turn"),
            [this] { toggleNotLearned(); });
    menu->addSeparator();
    add("list-add", tr("Add a turn below"), [this] { addBelow(); });
    add("arrow-up", tr("Move up"), [this] { moveCurrent(-1); });
    add("arrow-down", tr("Move down"), [this] { moveCurrent(1); });
    add("edit-delete", tr("Delete turn"), [this] { removeCurrent(); });
    menu->addSeparator();
    add("code-context", tr("Open in Prompts"), [this, id] { Q_EMIT promptRequested(id); });
    add("dialog-messages", tr("Chat from here"), [this, id] { Q_EMIT chatRequested(id); });
    menu->popup(globalPosition);
}

} // namespace dialogues
