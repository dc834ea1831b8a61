// SPDX-License-Identifier: GPL-3.0-or-later
// Labels, buttons, panels: plain Qt widgets marked with the properties that the style sheet (resources/themes) knows.
#include "ui/parts/icons.h"
#include "ui/parts/look.h"
#include "ui/parts/two_line_delegate.h"

#include <QBoxLayout>
#include <QFrame>
#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QStyle>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>

namespace parts {

namespace {

const char *toneName(Tone tone)
{
    switch (tone) {
    case Tone::Plain:
        return "plain";
    case Tone::Muted:
        return "muted";
    case Tone::Accent:
        return "accent";
    case Tone::Positive:
        return "positive";
    case Tone::Warning:
        return "warning";
    case Tone::Negative:
        return "negative";
    }
    return "plain";
}

QLabel *label(const QString &text, const char *scale, bool wraps, QWidget *parent)
{
    auto *made = new QLabel(text, parent);
    made->setTextFormat(Qt::PlainText);
    made->setWordWrap(wraps);
    made->setProperty("scale", QLatin1String(scale));
    return made;
}

QPushButton *button(const QString &text, const char *kind, QWidget *parent)
{
    auto *made = new QPushButton(text, parent);
    made->setProperty("kind", QLatin1String(kind));
    made->setAutoDefault(false);
    return made;
}

} // namespace

QLabel *titleLabel(const QString &text, QWidget *parent) { return label(text, "title", false, parent); }
QLabel *headingLabel(const QString &text, QWidget *parent) { return label(text, "heading", false, parent); }
QLabel *bodyLabel(const QString &text, QWidget *parent) { return label(text, "body", true, parent); }

QLabel *mutedLabel(const QString &text, QWidget *parent)
{
    QLabel *made = label(text, "small", true, parent);
    setTone(made, Tone::Muted);
    return made;
}

void setTone(QWidget *widget, Tone tone)
{
    const QLatin1String name(toneName(tone));
    if (widget->property("tone").toString() == name)
        return;
    widget->setProperty("tone", name);
    // The style sheet looks at properties only when it polishes.
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

QPushButton *primaryButton(const QString &text, QWidget *parent) { return button(text, "primary", parent); }
QPushButton *plainButton(const QString &text, QWidget *parent) { return button(text, "plain", parent); }
QPushButton *quietButton(const QString &text, QWidget *parent) { return button(text, "quiet", parent); }
QPushButton *dangerButton(const QString &text, QWidget *parent) { return button(text, "danger", parent); }

void giveMenu(QPushButton *button, QMenu *menu)
{
    button->setProperty("opens", QLatin1String("menu"));
    button->setMenu(menu);
}

QToolButton *iconButton(const char *iconName, const QString &text, QWidget *parent)
{
    auto *made = new QToolButton(parent);
    made->setIcon(icon(iconName));
    made->setIconSize(QSize(16, 16));
    made->setToolTip(text);
    made->setAccessibleName(text);
    made->setAutoRaise(true);
    return made;
}

QFrame *card(QWidget *parent)
{
    auto *made = new QFrame(parent);
    made->setProperty("panel", QLatin1String("card"));
    return made;
}

QFrame *separator(Qt::Orientation orientation, QWidget *parent)
{
    auto *made = new QFrame(parent);
    made->setProperty("panel", QLatin1String("line"));
    if (orientation == Qt::Horizontal)
        made->setFixedHeight(1);
    else
        made->setFixedWidth(1);
    return made;
}

void setGaps(QBoxLayout *layout, int gapSteps, int marginSteps)
{
    layout->setSpacing(gapSteps * kGrid);
    const int margin = marginSteps * kGrid;
    layout->setContentsMargins(margin, margin, margin, margin);
}

void dressTable(QTableView *table)
{
    table->setShowGrid(false);
    table->setFrameShape(QFrame::NoFrame);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setAlternatingRowColors(false);
    table->setSortingEnabled(true);
    table->setWordWrap(false);
    table->setTextElideMode(Qt::ElideRight);
    table->setTabKeyNavigation(false);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(4 * kGrid);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setMinimumHeight(4 * kGrid);
}

void dressTree(QTreeView *tree)
{
    tree->setFrameShape(QFrame::NoFrame);
    tree->setSelectionBehavior(QAbstractItemView::SelectRows);
    tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    tree->setUniformRowHeights(true);
    tree->setSortingEnabled(true);
    tree->header()->setHighlightSections(false);
    tree->header()->setMinimumHeight(4 * kGrid);
}

void dressList(QListView *list)
{
    list->setItemDelegate(new TwoLineDelegate(list));
    list->setFrameShape(QFrame::NoFrame);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setUniformItemSizes(true);
    list->setMouseTracking(true);
}

} // namespace parts
