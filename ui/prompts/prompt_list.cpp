// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_list.h"

#include "ui/parts/look.h"
#include "ui/parts/text_format.h"
#include "ui/parts/two_line_delegate.h"

#include <QBoxLayout>
#include <QListView>
#include <QToolButton>

namespace prompts {

namespace {

QString noteOf(const ShelfRow &row)
{
    if (row.isBroken)
        return PromptList::tr("has mistakes");
    //: a prompt template that comes with Attune
    return row.isPreset ? PromptList::tr("preset") : PromptList::tr("version %1 · %2").arg(row.version).arg(parts::whenText(row.saved));
}

QString tipOf(const ShelfRow &row)
{
    const QString about = row.isPreset ? PromptList::tr("Comes with Attune; saving a change makes a template of your own")
                                       : PromptList::tr("Version %1, saved %2").arg(row.version).arg(parts::whenText(row.saved));
    return QStringLiteral("%1\n%2").arg(parts::fromUtf8(row.prompt.name), about);
}

} // namespace

std::vector<parts::Column<ShelfRow>> promptColumns()
{
    parts::Column<ShelfRow> name { PromptList::tr("Prompt template"), [](const ShelfRow &row) { return parts::fromUtf8(row.prompt.name); } };
    name.toolTip = tipOf;
    name.other = [](const ShelfRow &row, int role) { return role == parts::NoteRole ? QVariant(noteOf(row)) : QVariant(); };
    return { name };
}

PromptList::PromptList(QWidget *parent)
    : QFrame(parent)
    , m_model(promptColumns(), [](const ShelfRow &row) { return parts::fromUtf8(row.prompt.id); })
{
    m_view = new QListView;
    parts::dressList(m_view);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setModel(&m_model);
    m_view->setAccessibleName(tr("Prompt templates"));
    setFocusProxy(m_view);
    QToolButton *add = parts::iconButton("list-add", tr("New prompt template"));
    m_duplicate = parts::iconButton("edit-copy", tr("Duplicate the prompt template"));
    m_remove = parts::iconButton("edit-delete", tr("Delete the prompt template"));
    auto *bar = new QHBoxLayout;
    parts::setGaps(bar, 0);
    bar->setContentsMargins(parts::kGrid, parts::kGrid / 2, parts::kGrid, parts::kGrid / 2);
    bar->addWidget(add);
    bar->addWidget(m_duplicate);
    bar->addStretch();
    bar->addWidget(m_remove);
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 0);
    box->addWidget(m_view, 1);
    box->addWidget(parts::separator(Qt::Horizontal));
    box->addLayout(bar);

    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        updateActions();
        if (!m_isFilling && !current().isEmpty())
            Q_EMIT chosen(current());
    });
    connect(add, &QToolButton::clicked, this, &PromptList::newWanted);
    connect(m_duplicate, &QToolButton::clicked, this, &PromptList::duplicateWanted);
    connect(m_remove, &QToolButton::clicked, this, &PromptList::removeWanted);
    updateActions();
}

void PromptList::setRows(std::vector<ShelfRow> rows)
{
    const QString before = current();
    m_isFilling = true;
    m_model.setRows(std::move(rows));
    m_isFilling = false;
    setCurrent(before);
}

void PromptList::setCurrent(const QString &id)
{
    m_isFilling = true;
    if (const int row = m_model.findKey(id); row >= 0)
        m_view->setCurrentIndex(m_model.index(row, 0));
    else
        m_view->setCurrentIndex({});
    m_isFilling = false;
    updateActions();
}

QString PromptList::current() const { return m_view->currentIndex().data(parts::KeyRole).toString(); }

QString PromptList::firstId() const { return m_model.index(0, 0).data(parts::KeyRole).toString(); }

const ShelfRow *PromptList::currentRow() const
{
    const QModelIndex index = m_view->currentIndex();
    return m_model.isRow(index.row()) ? &m_model.row(index.row()) : nullptr;
}

const ShelfRow *PromptList::findRow(const QString &id) const
{
    const int row = m_model.findKey(id);
    return row >= 0 ? &m_model.row(row) : nullptr;
}

QString PromptList::freeName(const QString &wanted) const
{
    QString name = wanted;
    const auto isTaken = [&] {
        for (int row = 0; row < m_model.rowCount(); ++row) {
            if (parts::fromUtf8(m_model.row(row).prompt.name) == name)
                return true;
        }
        return false;
    };
    for (int i = 2; isTaken(); ++i)
        name = QStringLiteral("%1 %2").arg(wanted).arg(i);
    return name;
}

void PromptList::updateActions()
{
    const ShelfRow *row = currentRow();
    m_duplicate->setEnabled(row != nullptr);
    m_remove->setEnabled(row && !row->isPreset);
}

} // namespace prompts
