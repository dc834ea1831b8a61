// SPDX-License-Identifier: GPL-3.0-or-later
// Which dialogues a run takes and how they are split: by a seed (8:1:1, dialogues of one situation together) or by file (the
// official train, validation and test files).
#pragma once

#include "ui/parts/field_form.h"

#include <QList>
#include <QString>
#include <QWidget>

#include <array>

class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace parts {

struct DataPick
{
    QString source; // a file's name; empty: all
    QString search; // words that must occur; empty: all
    bool by_file = false;
    int seed = 42;

    bool operator==(const DataPick &) const = default;
};

struct DataSource
{
    QString name;
    qint64 dialogues = 0;
};

class DataChoice : public QWidget
{
    Q_OBJECT

public:
    explicit DataChoice(QWidget *parent = nullptr);

    void setSources(const QList<DataSource> &sources, bool canSplitByFile);
    DataPick pick() const;
    void setPick(const DataPick &pick);
    // What the pick gives: sizes of train, validation and test, and what is odd about it.
    void setSizes(const std::array<size_t, 3> &sizes, const QString &note);
    void setUnknown(const QString &why); // counting, or why it cannot be used
    FieldForm &form() { return *m_form; }

Q_SIGNALS:
    void changed();

private:
    FieldForm *m_form = nullptr;
    QComboBox *m_source = nullptr;
    QLineEdit *m_search = nullptr;
    QComboBox *m_split = nullptr;
    QSpinBox *m_seed = nullptr;
    QLabel *m_sizes = nullptr;
};

} // namespace parts
