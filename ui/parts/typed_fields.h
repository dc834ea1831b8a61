// SPDX-License-Identifier: GPL-3.0-or-later
// What was typed and chosen in the fields of a form, half-typed numbers too, for the same form drawn anew (another language).
#pragma once

#include <QObject>
#include <QVariantList>

class QWidget;

namespace parts {

class Desk;

// Kept at Desk::kept(), which outlives the page.
class TypedFields : public QObject
{
    Q_OBJECT

public:
    static QVariantList read(const QWidget &form);
    // Nothing when the form has other fields than the one that was read. Emits the fields' signals.
    static void write(QWidget &form, const QVariantList &values);

    // The form's fields and a word of the page's own (what it watched), kept for the page of this name.
    static void keep(Desk &desk, const char *page, const QWidget &form, const QString &word = {});
    // Gives them back; returns the word. Null when nothing was kept.
    static QString giveBack(Desk &desk, const char *page, QWidget &form);

private:
    QVariantList m_values;
    QString m_word;
};

} // namespace parts
