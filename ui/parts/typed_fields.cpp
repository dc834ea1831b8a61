// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/typed_fields.h"

#include "ui/parts/exact_text.h"
#include "ui/parts/page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>

namespace parts {

namespace {

// In the order in which the form made them. The fields inside spin boxes and combo boxes are theirs.
QList<QWidget *> fieldsOf(const QWidget &form)
{
    QList<QWidget *> fields;
    for (QWidget *widget : form.findChildren<QWidget *>()) {
        const bool isInner = qobject_cast<QAbstractSpinBox *>(widget->parentWidget()) || qobject_cast<QComboBox *>(widget->parentWidget());
        const bool isField = qobject_cast<QLineEdit *>(widget) || qobject_cast<QAbstractSpinBox *>(widget) || qobject_cast<QComboBox *>(widget)
            || qobject_cast<QCheckBox *>(widget) || qobject_cast<QPlainTextEdit *>(widget);
        if (isField && !isInner)
            fields << widget;
    }
    return fields;
}

// What a combo box shows may be in another language; what it means is not.
QVariant valueOf(const QWidget *field)
{
    if (const auto *combo = qobject_cast<const QComboBox *>(field))
        return combo->currentData().isValid() ? combo->currentData() : QVariant(combo->currentIndex());
    if (const auto *box = qobject_cast<const QDoubleSpinBox *>(field))
        return box->value();
    if (const auto *box = qobject_cast<const QSpinBox *>(field))
        return box->value();
    if (const auto *box = qobject_cast<const QCheckBox *>(field))
        return box->isChecked();
    if (const auto *edit = qobject_cast<const QPlainTextEdit *>(field))
        return plainText(*edit->document());
    if (const auto *edit = qobject_cast<const QLineEdit *>(field))
        return edit->text();
    return {};
}

void setValue(QWidget *field, const QVariant &value)
{
    if (auto *combo = qobject_cast<QComboBox *>(field)) {
        const int byData = combo->findData(value);
        if (byData >= 0)
            combo->setCurrentIndex(byData);
        else if (!combo->currentData().isValid() && value.toInt() < combo->count())
            combo->setCurrentIndex(value.toInt());
    } else if (auto *decimal = qobject_cast<QDoubleSpinBox *>(field)) {
        decimal->setValue(value.toDouble());
    } else if (auto *whole = qobject_cast<QSpinBox *>(field)) {
        whole->setValue(value.toInt());
    } else if (auto *box = qobject_cast<QCheckBox *>(field)) {
        box->setChecked(value.toBool());
    } else if (auto *text = qobject_cast<QPlainTextEdit *>(field)) {
        text->setPlainText(value.toString());
    } else if (auto *edit = qobject_cast<QLineEdit *>(field); edit && edit->text() != value.toString()) {
        edit->setText(value.toString());
        Q_EMIT edit->textEdited(edit->text()); // as a person would
    }
}

} // namespace

QVariantList TypedFields::read(const QWidget &form)
{
    QVariantList values;
    for (const QWidget *field : fieldsOf(form))
        values << valueOf(field);
    return values;
}

void TypedFields::write(QWidget &form, const QVariantList &values)
{
    const QList<QWidget *> fields = fieldsOf(form);
    if (fields.size() != values.size())
        return;
    for (qsizetype i = 0; i < fields.size(); ++i)
        setValue(fields[i], values[i]);
}

void TypedFields::keep(Desk &desk, const char *page, const QWidget &form, const QString &word)
{
    auto kept = std::make_shared<TypedFields>();
    kept->m_values = read(form);
    kept->m_word = word;
    desk.kept(page) = std::move(kept);
}

QString TypedFields::giveBack(Desk &desk, const char *page, QWidget &form)
{
    const auto kept = std::dynamic_pointer_cast<TypedFields>(desk.kept(page));
    if (!kept)
        return {};
    write(form, kept->m_values);
    return kept->m_word.isNull() ? QStringLiteral("") : kept->m_word;
}

} // namespace parts
