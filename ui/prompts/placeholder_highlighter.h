// SPDX-License-Identifier: GPL-3.0-or-later
// Shows fields, optional parts and mistakes in a section's text as it is written.
#pragma once

#include "text/prompt_template.h"

#include <QSyntaxHighlighter>

namespace prompts {

class PlaceholderHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    explicit PlaceholderHighlighter(QTextDocument *document);

    // Positions are in QString units from the start of the text.
    void setMistakes(const QVector<int> &positions);

protected:
    void highlightBlock(const QString &text) override;

private:
    void mark(const QString &text, int mistake);

    QVector<int> m_mistakes;
};

} // namespace prompts
