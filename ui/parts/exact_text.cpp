// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/exact_text.h"

#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextLayout>

#include <algorithm>

namespace parts {

namespace {
constexpr QChar kParagraph(0x2029);

// What QTextDocument takes for the end of a block, besides CR and LF.
bool isBlockEnd(QChar ch) { return ch == kParagraph || ch == QChar(0xfdd0) || ch == QChar(0xfdd1); }
} // namespace

QString plainText(const QTextDocument &document)
{
    QString text = document.toRawText();
    for (QChar &ch : text) {
        if (isBlockEnd(ch))
            ch = QLatin1Char('\n');
    }
    return text;
}

ExactText::ExactText(QPlainTextEdit *edit)
    : m_edit(edit)
{
    load(plainText(*edit->document()));
    edit->installEventFilter(this);
    connect(edit->document(), &QTextDocument::contentsChange, this, [this](int position, int, int) { follow(position); });
}

void ExactText::load(const QString &text)
{
    m_loaded = text;
    m_raw.clear();
    m_ends.clear();
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar ch = text[i];
        End end = ch == QLatin1Char('\n') ? End::LineFeed : ch == kParagraph ? End::Paragraph : End::None;
        if (ch == QLatin1Char('\r')) {
            end = i + 1 < text.size() && text[i + 1] == QLatin1Char('\n') ? End::Both : End::Return;
            i += end == End::Both;
        }
        m_raw += end == End::None && !isBlockEnd(ch) ? ch : QChar(QLatin1Char('\n'));
        m_ends.push_back(end);
    }
    m_loadedRaw = m_raw;
    // Whoever hears of the change asks for the text at once.
    m_isLoading = true;
    m_edit->setPlainText(text);
    m_isLoading = false;
    if (const QString now = plainText(*m_edit->document()); now != m_raw) {
        m_raw = now;
        m_loadedRaw = m_raw;
        m_ends.assign(size_t(now.size()), End::None);
    }
}

// What stands before and behind the change keeps its ends. `position` tells which of several equal characters it was.
void ExactText::follow(int position)
{
    if (m_isLoading)
        return;
    const QString now = plainText(*m_edit->document());
    if (now == m_raw)
        return;
    const qsizetype shorter = std::min(now.size(), m_raw.size());
    const qsizetype most = std::min<qsizetype>(shorter, position);
    qsizetype head = 0;
    while (head < most && now[head] == m_raw[head])
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && now[now.size() - 1 - tail] == m_raw[m_raw.size() - 1 - tail])
        ++tail;
    const auto from = m_ends.begin() + head;
    m_ends.insert(m_ends.erase(from, m_ends.end() - tail), size_t(now.size() - head - tail), End::None);
    m_raw = now;
}

QString ExactText::text() const
{
    if (m_raw == m_loadedRaw)
        return m_loaded;
    QString text;
    text.reserve(m_raw.size());
    for (qsizetype i = 0; i < m_raw.size(); ++i) {
        switch (m_ends[size_t(i)]) {
        case End::Both:
            text += QLatin1String("\r\n");
            break;
        case End::Return:
            text += QLatin1Char('\r');
            break;
        case End::Paragraph:
            text += kParagraph;
            break;
        default:
            text += m_raw[i];
        }
    }
    return text;
}

bool ExactText::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->matches(QKeySequence::InsertLineSeparator) && !m_edit->isReadOnly()) {
        const QTextLayout *layout = m_edit->textCursor().block().layout();
        if (layout && !layout->preeditAreaText().isEmpty())
            return true; // the input method's
        m_edit->textCursor().insertText(QStringLiteral("\n"));
        m_edit->ensureCursorVisible();
        return true;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace parts
