// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/memory_fit.h"

#include "ui/parts/look.h"
#include "ui/parts/text_format.h"

#include <QPainter>

namespace models {

namespace {

constexpr double kTight = 0.8;

} // namespace

Fit fitOf(qint64 need, qint64 memory)
{
    if (need > memory)
        return Fit::DoesNotFit;
    return double(need) > kTight * double(memory) ? Fit::Tight : Fit::Fits;
}

QList<FitRow> fitRows(const run::ModelCard &card)
{
    using run::MemoryUse;
    QList<FitRow> rows;
    const auto add = [&](const QString &use, MemoryUse kind, bool bf16, qint64 tokens) {
        if (const qint64 need = run::memoryNeed(card, { kind, bf16, tokens, 16 }); need > 0)
            rows.append({ use, need });
    };
    add(MemoryFit::tr("Chat, fp32"), MemoryUse::Chat, false, 2048);
    add(MemoryFit::tr("Chat, bf16"), MemoryUse::Chat, true, 2048);
    add(MemoryFit::tr("LoRA, fp32, cutoff 512"), MemoryUse::Lora, false, 512);
    add(MemoryFit::tr("LoRA, fp32, cutoff 2048"), MemoryUse::Lora, false, 2048);
    add(MemoryFit::tr("LoRA, bf16, cutoff 2048"), MemoryUse::Lora, true, 2048);
    add(MemoryFit::tr("Full fine-tuning, fp32, cutoff 512"), MemoryUse::Full, false, 512);
    return rows;
}

MemoryFit::MemoryFit(qint64 memory, QWidget *parent)
    : QWidget(parent)
    , m_memory(memory)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("What fits this machine"));
}

void MemoryFit::setCard(const run::ModelCard &card)
{
    m_rows = fitRows(card);
    QStringList lines;
    for (const FitRow &row : m_rows)
        lines << row.use + QStringLiteral(": ") + needText(row);
    setAccessibleDescription(lines.join(QLatin1Char('\n')));
    updateGeometry();
    update();
}

int MemoryFit::rowHeight() const { return fontMetrics().height() + 2 * parts::kGrid; }

QSize MemoryFit::sizeHint() const { return QSize(40 * parts::kGrid, int(m_rows.size()) * rowHeight()); }

QString MemoryFit::needText(const FitRow &row) const
{
    const QString need = parts::sizeText(row.need);
    const QString memory = parts::sizeText(m_memory);
    switch (fitOf(row.need, m_memory)) {
    case Fit::Fits:
        return tr("needs about %1 of %2").arg(need, memory);
    case Fit::Tight:
        return tr("needs about %1 of %2: tight").arg(need, memory);
    case Fit::DoesNotFit:
        return tr("needs about %1, there are %2").arg(need, memory);
    }
    return {};
}

void MemoryFit::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const parts::Look look = parts::lookOf(palette());
    int y = 0;
    for (const FitRow &row : m_rows) {
        const Fit fit = fitOf(row.need, m_memory);
        const QColor tone = fit == Fit::Fits ? look.positive : fit == Fit::Tight ? look.warning : look.negative;
        const QRect line(0, y, width(), fontMetrics().height());
        painter.setPen(look.text);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, row.use);
        painter.setPen(fit == Fit::Fits ? look.muted : tone);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, needText(row));
        const QRectF bar(0, line.bottom() + 3, width(), 4);
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.border);
        painter.drawRoundedRect(bar, 2, 2);
        QRectF part = bar;
        part.setWidth(qMax(4.0, bar.width() * qMin(1.0, double(row.need) / double(m_memory))));
        painter.setBrush(tone);
        painter.drawRoundedRect(part, 2, 2);
        y += rowHeight();
    }
}

} // namespace models
