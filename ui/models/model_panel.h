// SPDX-License-Identifier: GPL-3.0-or-later
// Everything about one model: its card, what is wrong with it and how to mend it, what of it fits this machine, and
// what can be done with it.
#pragma once

#include "ui/models/model_row.h"

#include <QScrollArea>

class QBoxLayout;
class QGridLayout;
class QLabel;
class QPushButton;

namespace models {

class MemoryFit;

class ModelPanel : public QScrollArea
{
    Q_OBJECT

public:
    explicit ModelPanel(qint64 memory, QWidget *parent = nullptr); // the machine's, in bytes

    void setRow(const ModelRow &row);

Q_SIGNALS:
    void chatWanted(const QString &key);
    void trainWanted(const QString &key);
    void checkWanted(const QString &key);
    void removeWanted(const QString &key);
    void folderWanted(const QString &path);
    void templateChosen(const QString &key, const QString &name); // empty: recognised again

private:
    void buildActions(QBoxLayout *box);
    void showProblems();
    void showFacts();
    void showActions();
    void addFact(const QString &name, const QString &value);
    void addRow(const QString &name, QWidget *field);
    void addHash(const QString &hash);
    void addTemplate();

    ModelRow m_row;
    QLabel *m_name = nullptr;
    QLabel *m_notes = nullptr;
    QLabel *m_problems = nullptr;
    QWidget *m_problemCard = nullptr;
    QWidget *m_factsBox = nullptr;
    QGridLayout *m_facts = nullptr; // made anew for every model
    QLabel *m_fitHeading = nullptr;
    MemoryFit *m_fit = nullptr;
    QPushButton *m_chat = nullptr;
    QPushButton *m_train = nullptr;
    QPushButton *m_check = nullptr;
    QPushButton *m_folder = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_remove = nullptr;
};

} // namespace models
