// SPDX-License-Identifier: GPL-3.0-or-later
// Models: what is on this machine (the embedded model, folders and files that the person added), what is known beyond it,
// and for each its card, its faults and what of it fits.
#pragma once

#include "ui/models/model_check.h"
#include "ui/models/model_row.h"
#include "ui/parts/page.h"

class QSortFilterProxyModel;
class QStackedWidget;
class QMenu;
class QTableView;

namespace parts {
class NoticeBar;
class PageHeader;
} // namespace parts

namespace models {

class ModelPanel;

class ModelsPage : public parts::Page
{
    Q_OBJECT

public:
    explicit ModelsPage(parts::Desk &desk, QWidget *parent = nullptr);

    void open(const QVariantMap &link) override;
    void activate() override;
    void settle() override;
    bool isReady() const override { return m_check.isIdle(); }

    // Adds a folder or .gguf file; refuses with a sentence what is no model.
    void addModel(const QString &path);
    void removeModel(const QString &key);
    void chooseTemplate(const QString &key, const QString &name);
    const parts::RowModel<ModelRow> &rows() const { return m_model; }
    QAbstractItemModel *model() { return &m_model; }
    void select(const QString &key);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *buildHeader();
    QWidget *buildContent();
    void load();
    void check(const QString &key);
    void showReport(const QString &key, const run::ModelReport &report);
    void showCurrent();
    void showCount();
    void chooseFile();
    void chooseFolder();
    QString currentKey() const;

    parts::RowModel<ModelRow> m_model;
    ModelCheck m_check;
    QSortFilterProxyModel *m_sorted = nullptr;
    QMenu *m_add = nullptr; // of the button that adds a model
    parts::PageHeader *m_header = nullptr;
    parts::NoticeBar *m_notice = nullptr;
    QTableView *m_view = nullptr;
    ModelPanel *m_panel = nullptr;
};

} // namespace models
