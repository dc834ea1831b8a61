// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/token_view.h"

#include "ui/parts/look.h"
#include "ui/parts/text_format.h"
#include "ui/prompts/section_editor.h"

#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace prompts {

namespace {
constexpr int kMargin = 8;
constexpr int kPad = 3; // inside a token, left and right
constexpr int kLineGap = 3;
constexpr int kSpanGap = 6;
// Longer than any sensible cutoff; beyond it the widths of QScrollBar and painting stay fine, but reading does not.
constexpr int kMostTokens = 40'000;
} // namespace

QString tokenFace(const std::string &text)
{
    QString face = parts::fromUtf8(text);
    face.replace(QLatin1Char('\n'), QChar(0x21b5));
    face.replace(QLatin1Char('\t'), QChar(0x21e5));
    face.replace(QLatin1Char(' '), QChar(0x00b7));
    return face;
}

QString tokensText(qint64 count)
{
    return count == 1 ? QCoreApplication::translate("prompts::TokenView", "1 token")
                      : QCoreApplication::translate("prompts::TokenView", "%1 tokens").arg(parts::countText(count));
}

QString spanTitle(text::SpanKind kind)
{
    switch (kind) {
    case text::SpanKind::Start:
        return QCoreApplication::translate("prompts::TokenView", "start");
    case text::SpanKind::Header:
        return QCoreApplication::translate("prompts::TokenView", "header");
    case text::SpanKind::System:
        return QCoreApplication::translate("prompts::TokenView", "system message");
    case text::SpanKind::Seeker:
        return QCoreApplication::translate("prompts::TokenView", "seeker");
    case text::SpanKind::Supporter:
        return QCoreApplication::translate("prompts::TokenView", "supporter");
    case text::SpanKind::EndOfTurn:
        return QCoreApplication::translate("prompts::TokenView", "end of turn");
    case text::SpanKind::Newline:
        return QCoreApplication::translate("prompts::TokenView", "newline");
    }
    return {};
}

TokenView::TokenView(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    viewport()->setMouseTracking(true);
    setAccessibleName(tr("Tokens of the chat; the arrow keys move from token to token"));
}

void TokenView::setInspection(const text::DialogueInspection &inspection)
{
    m_inspection = inspection;
    m_hovered = -1;
    if (m_current >= int(inspection.tokens.size()))
        m_current = -1;
    layoutTokens();
}

void TokenView::clear() { setInspection({}); }

int TokenView::faceWidth(const QString &face)
{
    auto found = m_widths.constFind(face);
    if (found == m_widths.constEnd())
        found = m_widths.insert(face, QFontMetrics(parts::codeFont()).horizontalAdvance(face) + 2 * kPad);
    return *found;
}

void TokenView::layoutTokens()
{
    m_boxes.clear();
    m_boxes.reserve(qsizetype(m_inspection.tokens.size()));
    int y = kMargin;
    for (const text::Span &span : m_inspection.rendered.spans) {
        if (m_boxes.size() < kMostTokens)
            placeSpan(span, qMax(120, viewport()->width() - 2 * kMargin), y);
    }
    m_height = y + kMargin;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(3 * parts::kGrid);
    verticalScrollBar()->setRange(0, qMax(0, m_height - viewport()->height()));
    viewport()->update();
}

// A header begins a new block; text, end of turn and newline follow each other; a newline token ends its line.
void TokenView::placeSpan(const text::Span &span, int width, int &y)
{
    const int height = QFontMetrics(parts::codeFont()).height() + 2;
    const bool startsBlock = span.kind == text::SpanKind::Header || span.kind == text::SpanKind::Start || m_boxes.isEmpty();
    int x = kMargin;
    if (startsBlock) {
        if (!m_boxes.isEmpty())
            y += height + kSpanGap;
    } else {
        x = m_boxes.last().rect.right() + 2;
        if (m_boxes.last().face.endsWith(QChar(0x21b5))) {
            x = kMargin;
            y += height + kLineGap;
        }
    }
    for (size_t i = span.begin; i < span.end && i < m_inspection.tokens.size(); ++i) {
        const QString face = tokenFace(m_inspection.tokens[i].text);
        const int wide = qMin(faceWidth(face), width);
        if (x + wide > kMargin + width) {
            x = kMargin;
            y += height + kLineGap;
        }
        m_boxes.append({ QRect(x, y, wide, height), face, int(i) });
        x += wide + 1;
        if (face.endsWith(QChar(0x21b5)) && i + 1 < span.end) {
            x = kMargin;
            y += height + kLineGap;
        }
    }
    if (span.end == m_inspection.tokens.size())
        y += height;
}

int TokenView::firstBoxAt(int y) const
{
    const auto found = std::partition_point(m_boxes.begin(), m_boxes.end(), [y](const Box &box) { return box.rect.bottom() < y; });
    return int(found - m_boxes.begin());
}

void TokenView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const parts::Look look = parts::lookOf(palette());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(event->rect(), look.surface);
    painter.setFont(parts::codeFont());
    const int offset = verticalScrollBar()->value();
    for (int i = firstBoxAt(offset + event->rect().top()); i < m_boxes.size(); ++i) {
        const QRect rect = m_boxes[i].rect.translated(0, -offset);
        if (rect.top() > event->rect().bottom())
            break;
        paintBox(painter, m_boxes[i], rect, look);
    }
}

// Neighbours differ a little, so that the borders between tokens can be seen. A section of the prompt has its colour.
QColor TokenView::fillOf(int token, const parts::Look &look) const
{
    const bool odd = token % 2 == 1;
    if (m_inspection.tokens[size_t(token)].loss)
        return odd ? look.selection : look.wash(look.accent);
    for (const text::SectionTokens &section : m_inspection.rendered.sections) {
        if (size_t(token) < section.begin || size_t(token) >= section.end)
            continue;
        QColor color = look.wash(look.series.value(int(section.section)));
        color.setAlphaF(odd ? 0.45f : 1.0f);
        return color;
    }
    return odd ? look.surface : look.hover;
}

void TokenView::paintBox(QPainter &painter, const Box &box, const QRect &rect, const parts::Look &look) const
{
    const text::InspectedToken &token = m_inspection.tokens[size_t(box.token)];
    painter.setPen(Qt::NoPen);
    painter.setBrush(fillOf(box.token, look));
    painter.drawRoundedRect(rect, 2, 2);
    if (token.special) {
        painter.setPen(token.loss ? look.accent : look.border);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
    }
    if (box.token == m_current || box.token == m_hovered) {
        painter.setPen(QPen(look.accent, box.token == m_current ? 2 : 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
    }
    painter.setPen(token.loss ? look.accent : token.special ? look.muted : look.text);
    painter.drawText(rect.adjusted(kPad, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, box.face);
}

int TokenView::tokenAt(const QPoint &viewportPosition) const
{
    const QPoint position = viewportPosition + QPoint(0, verticalScrollBar()->value());
    for (int i = firstBoxAt(position.y()); i < m_boxes.size() && m_boxes[i].rect.top() <= position.y(); ++i) {
        if (m_boxes[i].rect.contains(position))
            return m_boxes[i].token;
    }
    return -1;
}

QString TokenView::describe(int token) const
{
    if (token < 0 || token >= int(m_inspection.tokens.size()))
        return {};
    const text::InspectedToken &it = m_inspection.tokens[size_t(token)];
    const text::Span span = it.span < m_inspection.rendered.spans.size() ? m_inspection.rendered.spans[it.span] : text::Span {};
    QString place = spanTitle(span.kind);
    if (span.first_turn >= 0)
        place = tr("%1, turn %2").arg(place).arg(span.first_turn + 1);
    for (const text::SectionTokens &section : m_inspection.rendered.sections) {
        if (size_t(token) >= section.begin && size_t(token) < section.end)
            place = sectionTitle(section.section);
    }
    return tr("Token %1 · id %2 · “%3” · %4 · %5")
        .arg(token + 1)
        .arg(it.id)
        .arg(parts::fromUtf8(it.text).replace(QLatin1Char('\n'), QChar(0x21b5)), place, it.loss ? tr("carries loss") : tr("no loss"));
}

void TokenView::setCurrentToken(int token)
{
    if (token < -1 || token >= int(m_boxes.size()))
        return;
    m_current = token;
    if (token >= 0) {
        const QRect rect = m_boxes[token].rect;
        QScrollBar *bar = verticalScrollBar();
        if (rect.top() < bar->value())
            bar->setValue(rect.top() - kMargin);
        else if (rect.bottom() > bar->value() + viewport()->height())
            bar->setValue(rect.bottom() - viewport()->height() + kMargin);
        setAccessibleDescription(describe(token));
    }
    viewport()->update();
    Q_EMIT tokenChanged(token);
}

void TokenView::setHovered(int token)
{
    if (token == m_hovered)
        return;
    m_hovered = token;
    viewport()->update();
    Q_EMIT tokenChanged(token >= 0 ? token : m_current);
}

void TokenView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        std::string text;
        for (const text::InspectedToken &token : m_inspection.tokens)
            text += token.text;
        QApplication::clipboard()->setText(parts::fromUtf8(text));
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        setCurrentToken(qMax(0, m_current - 1));
        break;
    case Qt::Key_Right:
        setCurrentToken(qMin(count() - 1, m_current + 1));
        break;
    case Qt::Key_Home:
        setCurrentToken(count() > 0 ? 0 : -1);
        break;
    case Qt::Key_End:
        setCurrentToken(count() - 1);
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

bool TokenView::viewportEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseMove:
        setHovered(tokenAt(static_cast<QMouseEvent *>(event)->pos()));
        break;
    case QEvent::Leave:
        setHovered(-1);
        break;
    case QEvent::MouseButtonPress:
        setCurrentToken(tokenAt(static_cast<QMouseEvent *>(event)->pos()));
        break;
    case QEvent::ToolTip: {
        auto *help = static_cast<QHelpEvent *>(event);
        const int token = tokenAt(help->pos());
        QToolTip::showText(help->globalPos(), describe(token), viewport());
        return true;
    }
    default:
        break;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TokenView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    layoutTokens();
}

void TokenView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) {
        m_widths.clear();
        layoutTokens();
    }
}

} // namespace prompts
