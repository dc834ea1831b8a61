// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer.h"

#include "ui/parts/exact_text.h"
#include "ui/parts/look.h"
#include "ui/parts/text_height.h"

#include <QAbstractTextDocumentLayout>
#include <QBoxLayout>
#include <QComboBox>
#include <QKeyEvent>
#include <QMimeData>
#include <QPushButton>

namespace chat {

namespace {
constexpr int kMostLines = 8;
// A message is typed by a person; a book pasted by mistake would only be refused later.
constexpr int kMostCharacters = 32'000;
} // namespace

MessageEdit::MessageEdit(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, &MessageEdit::grow);
    grow();
}

void MessageEdit::grow()
{
    const int frame = 14; // padding and border of the style sheet
    setFixedHeight(parts::textHeight(*this, 1, kMostLines) + frame);
}

void MessageEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        grow();
}

void MessageEdit::inputMethodEvent(QInputMethodEvent *event)
{
    QPlainTextEdit::inputMethodEvent(event);
    m_isComposing = !event->preeditString().isEmpty();
}

void MessageEdit::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!m_isComposing && event->key() == Qt::Key_Escape) {
        Q_EMIT escaped();
    } else if (!m_isComposing && event->key() == Qt::Key_Up && document()->isEmpty()) {
        Q_EMIT upFromEmpty();
    } else if (!enter || m_isComposing) {
        QPlainTextEdit::keyPressEvent(event);
    } else if (event->modifiers() & Qt::ShiftModifier) {
        insertPlainText(QStringLiteral("\n"));
        ensureCursorVisible();
    } else {
        Q_EMIT sendWanted();
    }
}

void MessageEdit::insertFromMimeData(const QMimeData *source)
{
    const qsizetype room = kMostCharacters - document()->characterCount();
    insertPlainText(source->text().left(qMax<qsizetype>(0, room)));
}

Composer::Composer(QWidget *parent)
    : QFrame(parent)
{
    setProperty("panel", QLatin1String("bar"));
    m_speaker = new QComboBox;
    m_speaker->addItem(tr("Seeker"), int(dialogue::Speaker::Seeker));
    m_speaker->addItem(tr("Supporter"), int(dialogue::Speaker::Supporter));
    m_speaker->setAccessibleName(tr("Who speaks"));
    m_speaker->setToolTip(tr("Seeker: the model answers. Supporter: you answer instead of the model."));
    m_edit = new MessageEdit;
    m_edit->setToolTip(tr("Enter sends, Shift+Enter makes a new line"));
    m_button = parts::primaryButton({});

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2 * parts::kGrid, parts::kGrid + 4, 2 * parts::kGrid, parts::kGrid + 4);
    row->setSpacing(parts::kGrid);
    row->addWidget(m_speaker, 0, Qt::AlignBottom);
    row->addWidget(m_edit, 1);
    row->addWidget(m_button, 0, Qt::AlignBottom);

    connect(m_edit, &MessageEdit::sendWanted, this, &Composer::send);
    connect(m_edit, &MessageEdit::upFromEmpty, this, &Composer::lastWanted);
    connect(m_edit, &MessageEdit::escaped, this, [this] {
        if (m_isReplying)
            Q_EMIT stopWanted();
        else
            Q_EMIT escaped();
    });
    connect(m_edit, &QPlainTextEdit::textChanged, this, &Composer::refresh);
    connect(m_speaker, &QComboBox::currentIndexChanged, this, &Composer::refresh);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_isReplying)
            Q_EMIT stopWanted();
        else
            send();
        m_edit->setFocus(); // the next thought is written, not clicked
    });
    refresh();
}

dialogue::Speaker Composer::speaker() const { return dialogue::Speaker(m_speaker->currentData().toInt()); }

void Composer::setSpeaker(dialogue::Speaker speaker) { m_speaker->setCurrentIndex(m_speaker->findData(int(speaker))); }

void Composer::setState(bool canSend, bool isReplying)
{
    m_canSend = canSend;
    m_isReplying = isReplying;
    refresh();
}

void Composer::setText(const QString &text)
{
    m_edit->setPlainText(text);
    m_edit->moveCursor(QTextCursor::End);
    m_edit->setFocus();
}

void Composer::send()
{
    const QString text = parts::plainText(*m_edit->document()).trimmed();
    if (text.isEmpty() || m_isReplying || (!m_canSend && speaker() == dialogue::Speaker::Seeker))
        return;
    m_edit->clear();
    Q_EMIT sent(speaker(), text);
}

void Composer::refresh()
{
    const bool asSeeker = speaker() == dialogue::Speaker::Seeker;
    m_edit->setPlaceholderText(asSeeker ? tr("Write as the seeker …")
                                        : tr("Answer as the supporter yourself"));
    m_edit->viewport()->update(); // Qt 6.4 paints a new placeholder only when there was none before
    m_edit->setAccessibleName(asSeeker ? tr("Message of the seeker") : tr("Message of the supporter"));
    m_button->setText(m_isReplying ? tr("Stop") : tr("Send"));
    m_button->setToolTip(m_isReplying ? tr("Ends the reply; what was said is kept (Esc)") : QString());
    m_button->setEnabled(m_isReplying || ((m_canSend || !asSeeker) && !m_edit->document()->isEmpty()));
}

} // namespace chat
