// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/text_height.h"

#include <QAbstractTextDocumentLayout>
#include <QPlainTextEdit>
#include <QTextBlock>

#include <cmath>

namespace parts {

int textHeight(const QPlainTextEdit &edit, int fewest, int most)
{
    const int line = edit.fontMetrics().lineSpacing();
    const auto *layout = edit.document()->documentLayout();
    double height = 0;
    for (QTextBlock block = edit.document()->firstBlock(); block.isValid() && height < most * line; block = block.next())
        height += layout->blockBoundingRect(block).height();
    return qBound(fewest * line, int(std::ceil(height)), most * line) + 2 * int(std::ceil(edit.document()->documentMargin()));
}

} // namespace parts
