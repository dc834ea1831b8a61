// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/form_fields.h"

#include "ui/parts/look.h"

#include <QAbstractItemView>
#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStyleOption>
#include <QStylePainter>

#include <algorithm>

namespace parts {

namespace {

constexpr int kArrow = 3 * kGrid; // room of the chevron
constexpr int kWidestList = 60 * kGrid;

// QComboBox cuts a long entry in the middle of a letter, and leaves the room of the chevron twice.
class ElidedCombo : public QComboBox
{
public:
    // The list is as wide as its entries want it, not as the field has room for.
    void showPopup() override
    {
        int wanted = 0;
        for (int i = 0; i < count(); ++i)
            wanted = std::max(wanted, fontMetrics().horizontalAdvance(itemText(i)));
        view()->setTextElideMode(Qt::ElideRight);
        view()->setMinimumWidth(std::min(wanted + 5 * kGrid, kWidestList));
        QComboBox::showPopup();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QStylePainter painter(this);
        QStyleOptionComboBox option;
        initStyleOption(&option);
        painter.drawComplexControl(QStyle::CC_ComboBox, option);
        const QRect field = rect().adjusted(kGrid + 2, 0, -kArrow, 0);
        const QString shown = fontMetrics().elidedText(currentText(), Qt::ElideRight, field.width());
        painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::Text));
        painter.drawText(field, Qt::AlignLeft | Qt::AlignVCenter, shown);
    }
};

} // namespace

void addSection(QBoxLayout *box, const QString &title)
{
    box->addSpacing(kGrid);
    box->addWidget(headingLabel(title));
}

QSpinBox *wholeBox(int least, int most, int step)
{
    auto *box = new QSpinBox;
    box->setRange(least, most);
    box->setSingleStep(step);
    return box;
}

QComboBox *choiceBox()
{
    auto *combo = new ElidedCombo;
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(10);
    return combo;
}

void fillChoices(QComboBox *combo, const QList<Choice> &choices, const QString &none)
{
    const QSignalBlocker blocker(combo);
    const QString chosen = combo->currentData().toString();
    combo->clear();
    if (!none.isEmpty())
        combo->addItem(none, QString());
    for (const Choice &choice : choices) {
        combo->addItem(choice.title, choice.id);
        combo->setItemData(combo->count() - 1, choice.toolTip.isEmpty() ? choice.title : choice.toolTip, Qt::ToolTipRole);
    }
    combo->setCurrentIndex(combo->count() == 0 ? -1 : std::max(0, combo->findData(chosen)));
}

void selectData(QComboBox *combo, const QVariant &data)
{
    if (const int index = combo->findData(data); index >= 0)
        combo->setCurrentIndex(index);
}

} // namespace parts
