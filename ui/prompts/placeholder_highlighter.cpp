// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/placeholder_highlighter.h"

#include "ui/parts/look.h"

#include <QGuiApplication>
#include <QPalette>
#include <QRegularExpression>
#include <QTextDocument>

namespace prompts {

PlaceholderHighlighter::PlaceholderHighlighter(QTextDocument *document)
    : QSyntaxHighlighter(document)
{
}

void PlaceholderHighlighter::setMistakes(const QVector<int> &positions)
{
    if (positions == m_mistakes)
        return;
    m_mistakes = positions;
    rehighlight();
}

void PlaceholderHighlighter::highlightBlock(const QString &text)
{
    static const QRegularExpression field(QStringLiteral(R"(\{\{.*?\}\})"));
    static const QRegularExpression optional(QStringLiteral(R"(\[\[|\]\])"));
    const parts::Look look = parts::lookOf(QGuiApplication::palette());
    QTextCharFormat fieldFormat;
    fieldFormat.setForeground(look.accent);
    fieldFormat.setBackground(look.wash(look.accent));
    QTextCharFormat optionalFormat;
    optionalFormat.setForeground(look.series.value(2));
    for (auto match = field.globalMatch(text); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        setFormat(int(found.capturedStart()), int(found.capturedLength()), fieldFormat);
    }
    for (auto match = optional.globalMatch(text); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        setFormat(int(found.capturedStart()), int(found.capturedLength()), optionalFormat);
    }
    const int start = currentBlock().position();
    for (const int mistake : m_mistakes) {
        if (mistake >= start && mistake <= start + text.size())
            mark(text, mistake - start);
    }
}

// From the mistake to the end of its field or word.
void PlaceholderHighlighter::mark(const QString &text, int mistake)
{
    int from = qMin(mistake, qMax(0, int(text.size()) - 1));
    int end = int(text.indexOf(QStringLiteral("}}"), from));
    end = end < 0 ? int(text.size()) : end + 2;
    QTextCharFormat format;
    for (int i = from; i < end; ++i) {
        format = this->format(i);
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(parts::lookOf(QGuiApplication::palette()).negative);
        setFormat(i, 1, format);
    }
}

} // namespace prompts
