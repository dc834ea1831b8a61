// SPDX-License-Identifier: GPL-3.0-or-later
// What a person decides before dialogues leave the workspace: what the format cannot hold, and whether their sources may leave at all.
// Also shows all sources, to say the same at leisure.
#pragma once

#include "workspace/gate.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace dialogues {

class ExportView : public QWidget
{
    Q_OBJECT

public:
    explicit ExportView(QWidget *parent = nullptr);

    // `file`: its name, without the folder; `format`: its title.
    void ask(const workspace::ExportCheck &check, const QString &file, const QString &format);
    void showSources(const std::vector<storage::Source> &sources);
    // Those of which something else was said than before.
    std::vector<storage::Source> answers() const;
    bool isAsking() const { return m_isAsking; } // else: showing all sources

Q_SIGNALS:
    void confirmed(); // write it; or, of all sources: keep what was said
    void cancelled();

private:
    struct Row
    {
        storage::Source source;
        QComboBox *origin = nullptr;
        QLineEdit *licence = nullptr;
        QComboBox *leaves = nullptr;
    };
    void fill(const std::vector<dialogue::ImportNote> &losses, const std::vector<storage::Source> &sources);
    void addSource(QGridLayout *grid, const storage::Source &source);
    void showState();
    static storage::Source said(const Row &row);

    bool m_isAsking = false;
    QLabel *m_title = nullptr;
    QLabel *m_note = nullptr;
    QPushButton *m_confirm = nullptr;
    QVBoxLayout *m_body = nullptr;
    QLabel *m_state = nullptr;
    std::vector<Row> m_rows;
};

} // namespace dialogues
