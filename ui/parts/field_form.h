// SPDX-License-Identifier: GPL-3.0-or-later
// Fields of a spec in a column: the field's own name (not translated), its editor, what it means as a tooltip, and, where
// something is wrong, one sentence right below it.
#pragma once

#include "base/error.h"

#include <QHash>
#include <QWidget>

class QGridLayout;
class QLabel;
class QToolButton;

namespace parts {

// What is wrong with a field's value, to stand below the field: its name is not repeated.
QString problemText(const base::Error &error);

class FieldForm : public QWidget
{
    Q_OBJECT

public:
    explicit FieldForm(QWidget *parent = nullptr);

    // `name` as in the spec; shown as it is.
    void addField(const char *name, QWidget *field, const QString &meaning);
    // A field of the window's own, with a translated title.
    void addTitled(const char *name, const QString &title, QWidget *field, const QString &meaning = {});
    void addWide(QWidget *widget); // over both columns

    bool hasField(const QString &name) const { return m_rows.contains(name); }
    void setProblem(const QString &name, const QString &sentence); // also marks the field
    void clearProblems();
    QString problem(const QString &name) const; // what stands below the field

private:
    struct Row
    {
        QWidget *field;
        QLabel *problem;
    };
    void addRow(const QString &name, QLabel *label, QWidget *field, const QString &meaning);
    static void mark(QWidget *field, bool wrong);

    QGridLayout *m_grid = nullptr;
    QHash<QString, Row> m_rows;
};

// A title that shows and hides what is below it.
class Fold : public QWidget
{
    Q_OBJECT

public:
    Fold(const QString &title, QWidget *content, QWidget *parent = nullptr);
    void setOpen(bool open);
    bool isOpen() const;

Q_SIGNALS:
    void toggled(bool open);

private:
    QToolButton *m_button = nullptr;
    QWidget *m_content = nullptr;
};

} // namespace parts
