// SPDX-License-Identifier: GPL-3.0-or-later
// What a run was asked for: its frozen spec beside those of the other selected runs, its scores' gaps, its folder and log.
#pragma once

#include "storage/run_repository.h"
#include "ui/parts/row_model.h"
#include "ui/runs/spec_compare.h"
#include "workspace/run_data.h"

#include <QWidget>

#include <memory>
#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QTableView;

namespace runs {

class RunDetails : public QWidget
{
    Q_OBJECT

public:
    explicit RunDetails(QWidget *parent = nullptr);

    // The first one is described, the others stand beside it. `gaps`: why scores of the first are missing.
    void showRuns(const std::vector<storage::RunRow> &rows, const QString &gaps);
    // What became of the first one's dialogues since it was frozen; nothing says nothing.
    void setChanges(const workspace::DataChanges &changes);
    QString changesText() const;
    void editName(); // the first one's
    int shownFields() const;
    void setDifferencesOnly(bool on);
    QString logText() const;

Q_SIGNALS:
    void renamed(const QString &runId, const QString &name);

private:
    void refreshTable();
    void fillName();
    void showLog(const run::RunFolder &folder);

    std::vector<storage::RunRow> m_rows;
    std::vector<SpecLine> m_lines;
    std::unique_ptr<parts::RowModel<SpecLine>> m_model;
    QLineEdit *m_name = nullptr;
    QString m_named; // the run whose name stands in m_name
    QString m_nameBefore; // that name, before a person typed
    QLabel *m_facts = nullptr;
    QLabel *m_changes = nullptr;
    QLabel *m_moved = nullptr;
    QLabel *m_folder = nullptr;
    QWidget *m_all = nullptr;
    QLabel *m_none = nullptr;
    QCheckBox *m_differences = nullptr;
    QTableView *m_table = nullptr;
    QPlainTextEdit *m_log = nullptr;
};

} // namespace runs
