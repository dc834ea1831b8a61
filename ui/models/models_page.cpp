// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/models_page.h"

#include "jobs/machine_report.h"
#include "workspace/model_catalog.h"
#include "workspace/workspace.h"

#include "ui/models/model_panel.h"
#include "ui/parts/error_text.h"
#include "ui/parts/file_dialog.h"
#include "ui/parts/icons.h"
#include "ui/parts/last_folder.h"
#include "ui/parts/look.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/setting.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QDesktopServices>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QUrl>

namespace models {

namespace {

const parts::Setting<QByteArray> kSplitter { parts::Drawer::Session, "models/splitter", {} };
const parts::Setting<QString> kModel { parts::Drawer::Session, "models/model", {} };

// What was dropped and is on this machine.
QStringList localPaths(const QMimeData *data)
{
    QStringList paths;
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile())
            paths << url.toLocalFile();
    }
    return paths;
}

} // namespace

ModelsPage::ModelsPage(parts::Desk &desk, QWidget *parent)
    : Page(desk, parent)
    , m_model(modelColumns(), [](const ModelRow &row) { return row.key; })
{
    setAcceptDrops(true);
    m_notice = new parts::NoticeBar(this);
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 0);
    box->addWidget(buildHeader());
    box->addWidget(buildContent(), 1);
    m_notice->floatOver(m_header->noticePlace());
    connect(&m_check, &ModelCheck::checked, this, &ModelsPage::showReport);
    connect(&m_check, &ModelCheck::idle, this, &ModelsPage::ready);
    load();
    const QString last = desk.settings().value(kModel);
    m_view->selectRow(0);
    select(last);
    // Added or taken away elsewhere; a page that nobody sees catches up in activate().
    hear(desk.workspace(), &workspace::Workspace::modelsChanged, [this] {
        if (isVisible())
            load();
    });
}

void ModelsPage::settle() { desk().settings().set(kModel, currentKey()); }

QWidget *ModelsPage::buildHeader()
{
    m_header = new parts::PageHeader(tr("Models"));
    QPushButton *add = parts::primaryButton(tr("Add a model"));
    auto *menu = new QMenu(add);
    m_add = menu;
    menu->addAction(parts::icon("document-open"), tr("GGUF file …"), this, &ModelsPage::chooseFile);
    menu->addAction(parts::icon("folder-open"), tr("Hugging Face folder …"), this, &ModelsPage::chooseFolder);
    parts::giveMenu(add, menu);
    add->setToolTip(tr("Or drag a folder or a .gguf file onto this page"));
    m_header->addControl(add);
    return m_header;
}

QWidget *ModelsPage::buildContent()
{
    m_view = new QTableView;
    parts::dressTable(m_view);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_sorted = parts::sorted(&m_model, this);
    m_view->setModel(m_sorted);
    m_view->setSortingEnabled(false); // the order is: what is here, then what is known
    m_view->setAccessibleName(tr("Models"));
    m_view->setAcceptDrops(false);
    setFocusProxy(m_view);
    QHeaderView *columns = m_view->horizontalHeader();
    columns->setSectionResizeMode(QHeaderView::ResizeToContents);
    columns->setSectionResizeMode(0, QHeaderView::Stretch);
    // Numbers: as wide as their titles, whose padding the contents' width knows nothing of.
    for (const int column : { 1, 2 }) {
        const QString title = m_sorted->headerData(column, Qt::Horizontal).toString();
        columns->setSectionResizeMode(column, QHeaderView::Interactive);
        columns->resizeSection(column, qMax(10 * parts::kGrid, columns->fontMetrics().horizontalAdvance(title) + 4 * parts::kGrid));
    }
    m_panel = new ModelPanel(qint64(jobs::readMachine().memory_bytes));
    auto *splitter = new QSplitter;
    splitter->addWidget(m_view);
    splitter->addWidget(m_panel);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    splitter->setSizes({ 500, 580 });
    splitter->setStretchFactor(1, 1);
    splitter->restoreState(desk().settings().value(kSplitter));
    connect(splitter, &QSplitter::splitterMoved, this,
        [this, splitter] { desk().settings().set(kSplitter, splitter->saveState()); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ModelsPage::showCurrent);
    connect(m_panel, &ModelPanel::chatWanted, this,
        [this](const QString &key) { desk().goTo(parts::page::kChat, { { QLatin1String(parts::link::kModel), key } }); });
    connect(m_panel, &ModelPanel::trainWanted, this,
        [this](const QString &key) { desk().goTo(parts::page::kTrain, { { QLatin1String(parts::link::kModel), key } }); });
    connect(m_panel, &ModelPanel::checkWanted, this, &ModelsPage::check);
    connect(m_panel, &ModelPanel::removeWanted, this, &ModelsPage::removeModel);
    connect(m_panel, &ModelPanel::templateChosen, this, &ModelsPage::chooseTemplate);
    connect(m_panel, &ModelPanel::folderWanted, this,
        [](const QString &path) { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); });
    return splitter;
}

// Rows that were checked before keep their report: coming back to the page must not make it flicker.
void ModelsPage::load()
{
    try {
        std::vector<ModelRow> rows;
        QStringList unchecked;
        const auto add = [&](ModelRow row) {
            const int old = m_model.findKey(row.key);
            if (old >= 0 && m_model.row(old).isChecked && m_model.row(old).chatTemplate == row.chatTemplate) {
                row.isChecked = true;
                row.report = m_model.row(old).report;
            } else {
                // The path of an added model may be gone: then the check says so.
                row.report.path = row.origin == Origin::Embedded ? run::resolveModel(parts::toUtf8(row.key))
                                                                 : std::filesystem::path(parts::toUtf8(row.key));
                unchecked << row.key;
            }
            rows.push_back(std::move(row));
        };
        std::vector<ModelRow> known;
        for (const workspace::CatalogModel &model : workspace::catalogModels(*desk().workspace())) {
            if (!model.added_id.empty())
                add(rowOfPath(parts::fromUtf8(model.key), model.chat_template));
            else if (model.available)
                add(rowOfCard(*model.card, Origin::Embedded));
            else
                known.push_back(rowOfCard(*model.card, Origin::KnownOnly));
        }
        rows.insert(rows.end(), known.begin(), known.end());
        const QString current = currentKey();
        m_model.setRows(std::move(rows));
        select(current);
        for (const QString &key : std::as_const(unchecked))
            check(key);
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    showCount();
}

void ModelsPage::activate() { load(); }

void ModelsPage::open(const QVariantMap &link)
{
    if (const QString key = link.value(QLatin1String(parts::link::kModel)).toString(); !key.isEmpty())
        select(key);
    const QString action = link.value(QLatin1String(parts::link::kAction)).toString();
    // A folder or a file? Only the person knows.
    if (action == QLatin1String("add") || action == QLatin1String("import")) {
        const QWidget *button = m_add->parentWidget();
        m_add->popup(button->mapToGlobal(button->rect().bottomLeft()));
    }
}

QString ModelsPage::currentKey() const { return m_view->currentIndex().data(parts::KeyRole).toString(); }

void ModelsPage::select(const QString &key)
{
    const int row = m_model.findKey(key);
    if (row >= 0)
        m_view->setCurrentIndex(m_sorted->mapFromSource(m_model.index(row, 0)));
    else if (!m_view->currentIndex().isValid() && m_model.rowCount() > 0)
        m_view->setCurrentIndex(m_sorted->index(0, 0));
    showCurrent();
}

void ModelsPage::check(const QString &key)
{
    const int index = m_model.findKey(key);
    if (index < 0)
        return;
    ModelRow row = m_model.row(index);
    row.isChecked = false;
    row.report.problems.clear();
    const std::filesystem::path path = row.report.path;
    const std::string chatTemplate = row.chatTemplate;
    m_model.updateRow(index, std::move(row));
    showCurrent();
    m_check.add(key, path, chatTemplate);
}

void ModelsPage::showReport(const QString &key, const run::ModelReport &report)
{
    const int index = m_model.findKey(key);
    if (index < 0)
        return;
    ModelRow row = m_model.row(index);
    const run::ModelCard known = row.report.card;
    row.report = report;
    row.isChecked = true;
    // The embedded model's card is ours; the check only confirms it.
    if (row.origin == Origin::Embedded)
        row.report.card = known;
    m_model.updateRow(index, std::move(row));
    if (currentKey() == key)
        showCurrent();
    showCount();
}

void ModelsPage::showCurrent()
{
    const int index = m_model.findKey(currentKey());
    m_panel->setVisible(index >= 0);
    if (index >= 0)
        m_panel->setRow(m_model.row(index));
}

void ModelsPage::showCount()
{
    int here = 0;
    for (const ModelRow &row : m_model.rows())
        here += row.origin == Origin::KnownOnly ? 0 : 1;
    m_header->setNote(tr("on this machine: %1 · known beyond: %2").arg(here).arg(m_model.rowCount() - here));
}

void ModelsPage::addModel(const QString &path)
{
    try {
        // A file inside a model's folder means the folder.
        std::filesystem::path model = parts::toUtf8(path);
        if (!run::looksLikeModel(model) && run::looksLikeModel(model.parent_path()))
            model = model.parent_path();
        if (!run::looksLikeModel(model)) {
            m_notice->showError(tr("“%1” is no model: choose a folder with config.json and safetensors files, or a .gguf file.").arg(path));
            return;
        }
        const std::string key = std::filesystem::absolute(model).lexically_normal().string();
        desk().workspace()->models().add(key);
        m_notice->clear();
        load();
        select(parts::fromUtf8(key));
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void ModelsPage::removeModel(const QString &key)
{
    try {
        for (const workspace::CatalogModel &model : workspace::catalogModels(*desk().workspace())) {
            if (parts::fromUtf8(model.key) == key && !model.added_id.empty())
                desk().workspace()->models().remove(model.added_id);
        }
        load();
        m_notice->showInfo(tr("“%1” is no longer in the list; its files are where they were.").arg(key), tr("Bring it back"),
            [this, key] { addModel(key); });
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void ModelsPage::chooseTemplate(const QString &key, const QString &name)
{
    try {
        desk().workspace()->models().setChatTemplate(parts::toUtf8(key), parts::toUtf8(name));
        load();
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void ModelsPage::chooseFile()
{
    QFileDialog *dialog = parts::newFileDialog(this, tr("Add a GGUF file"));
    dialog->setNameFilter(tr("GGUF files (*.gguf)"));
    parts::beginInLastFolder(*dialog, desk().settings());
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ModelsPage::addModel);
    dialog->open();
}

void ModelsPage::chooseFolder()
{
    QFileDialog *dialog = parts::newFileDialog(this, tr("Add a model folder"));
    parts::beginInLastFolder(*dialog, desk().settings());
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &ModelsPage::addModel);
    dialog->open();
}

void ModelsPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (!localPaths(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ModelsPage::dropEvent(QDropEvent *event)
{
    for (const QString &path : localPaths(event->mimeData()))
        addModel(path);
    event->acceptProposedAction();
}

} // namespace models
