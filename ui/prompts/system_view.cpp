// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/system_view.h"

#include "ui/parts/look.h"
#include "ui/parts/text_format.h"
#include "ui/prompts/section_editor.h"

#include <QScrollBar>

namespace prompts {

SystemView::SystemView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("The system message as the model gets it"));
}

void SystemView::setSystem(const text::RenderedPrompt &system)
{
    const int position = verticalScrollBar()->value();
    if (system.text != m_system.text || toPlainText().isEmpty())
        setPlainText(parts::fromUtf8(system.text));
    m_system = system;
    paintSections();
    verticalScrollBar()->setValue(position);
}

void SystemView::paintSections()
{
    const parts::Look look = parts::lookOf(palette());
    QList<QTextEdit::ExtraSelection> selections;
    for (const text::SectionSpan &span : m_system.sections) {
        const QVector<int> ends = parts::positionsOfOffsets(m_system.text, { qint64(span.begin), qint64(span.end) });
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document());
        selection.cursor.setPosition(ends[0]);
        selection.cursor.setPosition(ends[1], QTextCursor::KeepAnchor);
        selection.format.setBackground(look.wash(sectionColor(span.section, palette())));
        selections.append(selection);
    }
    setExtraSelections(selections);
}

void SystemView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        paintSections();
}

} // namespace prompts
