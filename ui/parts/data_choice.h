// SPDX-License-Identifier: GPL-3.0-or-later
// Which dialogues a run takes and how they are split: by a seed (8:1:1, dialogues of one situation and near-duplicates together)
// or by file (the official train, validation and test files). Sources are checked one by one; chats are not, unless a person
// checks them.
#pragma once

#include "ui/parts/field_form.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <QWidget>

#include <array>
#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QSpinBox;

namespace parts {

struct DataPick
{
    std::optional<QStringList> sources {}; // those that are checked; nothing: all but chats, also those that come later
    QString search {}; // words that must occur; empty: all
    bool by_file = false;
    int seed = 42;

    bool operator==(const DataPick &) const = default;
};

struct DataSource
{
    QString name;
    qint64 dialogues = 0;
    bool is_chat = false;
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
    QString sizesText() const;

Q_SIGNALS:
    void changed();

private:
    void showSources();
    void sourceChecked();
    bool takes(const DataSource &source) const;

    FieldForm *m_form = nullptr;
    QListWidget *m_list = nullptr;
    QLineEdit *m_search = nullptr;
    QComboBox *m_split = nullptr;
    QSpinBox *m_seed = nullptr;
    QLabel *m_sizes = nullptr;
    QList<DataSource> m_known;
    std::optional<QStringList> m_checked; // as DataPick::sources
};

} // namespace parts
