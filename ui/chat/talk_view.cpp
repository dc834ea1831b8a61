// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/talk_view.h"

#include "ui/chat/composer.h"
#include "ui/parts/empty_page.h"
#include "ui/parts/icons.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>

namespace chat {

namespace {
constexpr int kProgressSteps = 1000;
} // namespace

TalkView::TalkView(QWidget *parent)
    : QWidget(parent)
{
    m_composer = new Composer;
    m_list = new parts::MessageList;
    m_list->setCurrentVisible(false);
    m_list->setAccessibleName(tr("The chat"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(buildEmpty());
    m_stack->addWidget(m_list);
    m_progress = new QProgressBar;
    m_progress->setRange(0, kProgressSteps);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Loading the model"));
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 0);
    box->addWidget(m_stack, 1);
    box->addWidget(m_progress);
    box->addWidget(buildStatus());
    box->addWidget(m_composer);
    connect(m_composer, &Composer::sent, this, &TalkView::sent);
    connect(m_composer, &Composer::stopWanted, this, &TalkView::stopWanted);
    connect(m_composer, &Composer::escaped, this, [this] {
        if (m_leaveEdit->isVisibleTo(this))
            Q_EMIT leaveEditWanted();
    });
    connect(m_composer, &Composer::lastWanted, this, [this] {
        if (m_edit->isVisibleTo(this))
            Q_EMIT editWanted();
    });
    connect(m_list, &parts::MessageList::menuRequested, this, &TalkView::showMenu);
    connect(m_composer->editor(), &QPlainTextEdit::textChanged, this, [this] {
        if (!m_composer->editor()->document()->isEmpty())
            Q_EMIT writingBegan();
    });
}

QWidget *TalkView::buildEmpty()
{
    auto *empty = new parts::EmptyPage("dialog-messages", tr("Talk to a model"),
        tr("Write as the seeker below and the model answers as the supporter. Every chat is kept as a dialogue."));
    const auto offer = [&](const QString &opening) {
        empty->addButton(opening, "edit-comment", [this, opening] {
            m_composer->setSpeaker(dialogue::Speaker::Seeker);
            m_composer->setText(opening);
        });
    };
    offer(tr("I quit my job and now I feel lost."));
    offer(tr("My best friend stopped talking to me."));
    return empty;
}

QWidget *TalkView::buildStatus()
{
    m_status = parts::mutedLabel({});
    m_status->setWordWrap(false);
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_again = parts::quietButton(tr("Regenerate"));
    m_edit = parts::quietButton(tr("Edit last message"));
    m_edit->setToolTip(tr("The key Up in the empty field does the same"));
    m_leaveEdit = parts::quietButton(tr("Leave it as it was"));
    m_leaveEdit->setToolTip(tr("Esc"));
    m_unload = parts::quietButton(tr("Free the memory"));
    m_unload->setToolTip(tr("Ends the model's process; it is loaded again with the next message"));
    auto *status = new QWidget;
    auto *row = new QHBoxLayout(status);
    row->setContentsMargins(2 * parts::kGrid, parts::kGrid / 2, parts::kGrid, parts::kGrid / 2);
    row->setSpacing(0);
    row->addWidget(m_status, 1);
    for (QPushButton *button : { m_again, m_edit, m_leaveEdit, m_unload })
        row->addWidget(button);
    // These buttons hide with the click: what is typed next belongs to the message, not to whatever Qt finds next to them.
    for (QPushButton *button : { m_again, m_unload })
        connect(button, &QPushButton::clicked, m_composer->editor(), qOverload<>(&QWidget::setFocus));
    connect(m_again, &QPushButton::clicked, this, &TalkView::askAgainWanted);
    connect(m_edit, &QPushButton::clicked, this, &TalkView::editWanted);
    connect(m_leaveEdit, &QPushButton::clicked, this, &TalkView::leaveEditWanted);
    connect(m_unload, &QPushButton::clicked, this, &TalkView::unloadWanted);
    return status;
}

void TalkView::showMenu(int index, const QPoint &globalPosition)
{
    const parts::Message &message = m_list->message(index);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(parts::icon("edit-copy"), tr("Copy text"), this, [text = message.text] { QApplication::clipboard()->setText(text); });
    menu->addAction(parts::icon("dialogues"), tr("Open in Dialogues"), this, [this, id = message.id] { Q_EMIT annotateWanted(id); });
    menu->popup(globalPosition);
}

void TalkView::setMessages(const QList<parts::Message> &messages)
{
    m_list->setMessages(messages);
    m_stack->setCurrentIndex(messages.isEmpty() ? 0 : 1);
}

void TalkView::appendToLast(const QString &text) { m_list->appendText(m_list->count() - 1, text); }

void TalkView::scrollToEnd() { m_list->scrollToEnd(); }

void TalkView::setState(const TalkState &state)
{
    m_status->setText(state.words);
    m_progress->setVisible(state.isLoading);
    // A range of nothing is Qt's way to say "busy".
    m_progress->setRange(0, state.loadingDone < 0 ? 0 : kProgressSteps);
    m_progress->setValue(int(kProgressSteps * qMax(0.0, state.loadingDone)));
    m_composer->setState(state.canSend, state.isReplying);
    m_again->setText(state.isUnanswered ? tr("Let the model answer") : tr("Regenerate"));
    m_again->setVisible(state.canAskAgain);
    m_edit->setVisible(state.canEdit);
    m_leaveEdit->setVisible(state.isEditing);
    m_unload->setVisible(state.canUnload);
}

} // namespace chat
