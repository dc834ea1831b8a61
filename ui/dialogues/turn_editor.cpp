// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogues/turn_editor.h"

#include "ui/parts/text_height.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QScrollBar>

#include <utility>

namespace dialogues {

namespace {
constexpr int kFewestLines = 2;
constexpr int kMostLines = 1000; // the page scrolls, not the field
} // namespace

TurnEditor::TurnEditor(const QString &text, const QString &original, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_text(this)
    , m_original(original)
{
    m_text.load(text);
    setAccessibleName(tr("Text of the turn"));
    setFrameShape(QFrame::NoFrame);
    setProperty("panel", QLatin1String("inline"));
    document()->setDocumentMargin(0);
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // a space at the end of a full line would bring it
    setPlaceholderText(tr("Write what is said…"));
    moveCursor(QTextCursor::End);
    // Lines wrap and the page scrolls. What the field scrolled while it had no size yet must not hide the text's beginning.
    for (QScrollBar *bar : { horizontalScrollBar(), verticalScrollBar() })
        connect(bar, &QScrollBar::valueChanged, bar, [bar] { bar->setValue(0); });
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        m_laysAsideUntouched = false;
        Q_EMIT typed();
    });
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, &TurnEditor::measure);
}

void TurnEditor::measure()
{
    const int height = parts::textHeight(*this, kFewestLines, kMostLines);
    if (std::exchange(m_height, height) != height)
        Q_EMIT heightChanged();
}

// Another width wraps the lines otherwise, which the document does not tell.
void TurnEditor::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    measure();
}

QSize TurnEditor::sizeHint() const
{
    return { 400, parts::textHeight(*this, kFewestLines, kMostLines) + 2 };
}

void TurnEditor::keep()
{
    if (std::exchange(m_isDone, true))
        return;
    Q_EMIT kept(text());
}

void TurnEditor::setLaidAside(Aside aside)
{
    m_laysAside = aside == Aside::Always;
    m_laysAsideUntouched = aside == Aside::UntilTouched;
}

void TurnEditor::leave()
{
    if (!m_laysAside && !m_laysAsideUntouched)
        keep();
    else if (!std::exchange(m_isDone, true))
        Q_EMIT laidAside();
}

void TurnEditor::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (m_isComposing && (isEnter || event->key() == Qt::Key_Escape))
        return; // the input method's
    if (isEnter && !(event->modifiers() & Qt::ShiftModifier)) {
        keep();
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        if (!std::exchange(m_isDone, true))
            Q_EMIT cancelled();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void TurnEditor::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    // A menu or another window borrows the focus; the text stays open then.
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        leave();
}

void TurnEditor::inputMethodEvent(QInputMethodEvent *event)
{
    m_isComposing = !event->preeditString().isEmpty();
    QPlainTextEdit::inputMethodEvent(event);
}

} // namespace dialogues
