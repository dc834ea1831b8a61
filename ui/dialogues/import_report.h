// SPDX-License-Identifier: GPL-3.0-or-later
// What an import did: a line a file, and below it everything that was odd, by place.
#pragma once

#include "ui/parts/row_model.h"
#include "workspace/import_export.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace dialogues {

struct ReportRow
{
    QString file;
    QString place;
    QString text;
    bool isError = false;
};

QString importSentence(const workspace::ImportSummary &summary); // "Imported 150 dialogues from 1 file."
std::vector<ReportRow> importRows(const workspace::ImportSummary &summary); // refused files first, then the notes

class ImportReport : public QWidget
{
    Q_OBJECT

public:
    explicit ImportReport(QWidget *parent = nullptr);
    void setSummary(const workspace::ImportSummary &summary);
    QAbstractItemModel *model() { return &m_model; }

Q_SIGNALS:
    void closed();
    void reviseWanted();

private:
    parts::RowModel<ReportRow> m_model;
    QLabel *m_title = nullptr;
    QLabel *m_note = nullptr;
    QPushButton *m_revise = nullptr;
    QTableView *m_table = nullptr;
};

} // namespace dialogues
