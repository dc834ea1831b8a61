// SPDX-License-Identifier: GPL-3.0-or-later
// What of a model fits this machine: one row a use with the need, the memory there is, and a bar.
#pragma once

#include "run/memory_need.h"

#include <QWidget>

namespace models {

struct FitRow
{
    QString use; // "LoRA, fp32, 512 tokens"
    qint64 need = 0; // bytes
};

enum class Fit { Fits, Tight, DoesNotFit };
// Tight: above four fifths of the memory, since other programs want some too.
Fit fitOf(qint64 need, qint64 memory);

// The questions worth asking, for a card with a known shape; empty for an unknown one.
QList<FitRow> fitRows(const run::ModelCard &card);

// Paints the rows. Its text is also its accessible description.
class MemoryFit : public QWidget
{
    Q_OBJECT

public:
    explicit MemoryFit(qint64 memory, QWidget *parent = nullptr); // the machine's, in bytes

    void setCard(const run::ModelCard &card);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString needText(const FitRow &row) const;
    int rowHeight() const;

    qint64 m_memory = 0;
    QList<FitRow> m_rows;
};

} // namespace models
