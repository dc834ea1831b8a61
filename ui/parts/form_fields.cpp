// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/form_fields.h"

#include "ui/parts/look.h"

#include <QAbstractItemView>
#include <QBoxLayout>
#include <QComboBox>
#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStyleOption>
#include <QStylePainter>
#include <QToolTip>

#include <algorithm>
#include <utility>

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

// Written and read the same in every locale. What cannot be taken is told, and the value that stood there when the field was entered
// stays: of 1.5 not the 1 that was a number on the way.
template <typename Box> class NumberBox : public Box
{
public:
    NumberBox()
    {
        QLocale locale = QLocale::c();
        locale.setNumberOptions(QLocale::OmitGroupSeparator | QLocale::RejectGroupSeparator);
        Box::setLocale(locale);
        QObject::connect(this, &Box::editingFinished, this, [this] { m_before = Box::value(); });
    }

    void stepBy(int steps) override
    {
        Box::stepBy(steps);
        m_before = Box::value();
    }
    void fixup(QString &text) const override
    {
        const bool isSpecial = m_before == Box::minimum() && !Box::specialValueText().isEmpty();
        const QString kept = isSpecial ? Box::specialValueText() : Box::prefix() + Box::textFromValue(m_before) + Box::suffix();
        QToolTip::showText(Box::mapToGlobal(QPoint(0, Box::height())),
            QCoreApplication::translate("parts::FormFields", "“%1” is no number that fits here; %2 stays.").arg(text, kept));
        text = kept;
    }

protected:
    void focusInEvent(QFocusEvent *event) override
    {
        m_before = Box::value();
        Box::focusInEvent(event);
    }

private:
    decltype(std::declval<Box>().value()) m_before {};
};

// QSpinBox takes a decimal mark for the mark of thousands: 1.5 would be 15, as it would be if the key did nothing.
class WholeBox : public NumberBox<QSpinBox>
{
public:
    QValidator::State validate(QString &text, int &position) const override
    {
        const bool isSpecial = !specialValueText().isEmpty() && text == specialValueText();
        if (!isSpecial && (text.contains(QLatin1Char('.')) || text.contains(QLatin1Char(','))))
            return QValidator::Intermediate;
        return QSpinBox::validate(text, position);
    }
};

class FractionBox : public NumberBox<QDoubleSpinBox>
{
public:
    QValidator::State validate(QString &text, int &position) const override
    {
        text.replace(QLatin1Char(','), QLatin1Char('.'));
        return QDoubleSpinBox::validate(text, position);
    }
    double valueFromText(const QString &text) const override
    {
        return QDoubleSpinBox::valueFromText(QString(text).replace(QLatin1Char(','), QLatin1Char('.')));
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
    auto *box = new WholeBox;
    box->setRange(least, most);
    box->setSingleStep(step);
    return box;
}

QDoubleSpinBox *fractionBox(double least, double most, double step)
{
    auto *box = new FractionBox;
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
