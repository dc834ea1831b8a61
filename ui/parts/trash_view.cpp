// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/trash_view.h"

#include "base/clock.h"
#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/text_format.h"
#include "ui/parts/two_line_delegate.h"
#include "workspace/storage_lane.h"
#include "workspace/workspace.h"

#include <QBoxLayout>
#include <QFrame>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QShortcut>

namespace parts {

namespace {

constexpr int64_t kShown = 1000;
constexpr size_t kMany = 50; // deleting more for good happens beside the window

QString titleOf(const storage::TrashRow &row)
{
    const QString title = fromUtf8(row.title).simplified();
    if (!title.isEmpty())
        return title;
    return row.kind == "profile" ? TrashView::tr("Without a name") : TrashView::tr("Empty dialogue");
}

QVariant more(const storage::TrashRow &row, int role)
{
    if (role == NoteRole)
        return TrashView::tr("deleted by %1").arg(fromUtf8(row.author));
    return role == AsideRole ? QVariant(whenText(row.time)) : QVariant();
}

} // namespace

TrashView::TrashView(Desk &desk, const char *kind, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_kind(kind)
    , m_model({ { tr("Title"), titleOf, Qt::AlignLeft, {}, titleOf, {}, more },
                  { tr("Deleted by"), [](const storage::TrashRow &row) { return fromUtf8(row.author); } },
                  { tr("Deleted"), [](const storage::TrashRow &row) { return whenText(row.time); } } },
          [](const storage::TrashRow &row) { return fromUtf8(row.id); })
    , m_list(new QListView(this))
{
    auto *layout = new QVBoxLayout(this);
    setGaps(layout, 0);
    layout->addWidget(buildHead());
    layout->addWidget(separator(Qt::Horizontal, this));
    dressList(m_list);
    m_list->setAccessibleName(tr("Trash"));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setModel(&m_model);
    layout->addWidget(m_list, 1);
    m_question = buildQuestion();
    layout->addWidget(m_question);
    setFocusProxy(m_list);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TrashView::showButtons);
    connect(m_list, &QListView::activated, this, [this] { m_back->click(); });
    const auto key = [this](const QKeySequence &keys, QWidget *where, auto action) {
        auto *shortcut = new QShortcut(keys, where);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    key(Qt::Key_Escape, this, [this] {
        if (m_question->isVisible())
            m_question->hide();
        else
            Q_EMIT closed();
    });
    key(QKeySequence::Delete, m_list, [this] { m_purge->click(); });
    showButtons();
}

QWidget *TrashView::buildHead()
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    setGaps(row, 1, 2);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(headingLabel(tr("Trash"), head));
    m_note = mutedLabel({}, head);
    words->addWidget(m_note);
    row->addLayout(words, 1);
    m_empty = quietButton(tr("Empty the trash…"), head);
    m_purge = plainButton(tr("Delete for good…"), head);
    m_back = plainButton(tr("Bring back"), head);
    QPushButton *done = primaryButton(tr("Done"), head);
    for (QPushButton *button : { m_empty, m_purge, m_back, done })
        row->addWidget(button);
    connect(m_empty, &QPushButton::clicked, this, [this] { ask(true); });
    connect(m_purge, &QPushButton::clicked, this, [this] { ask(false); });
    connect(m_back, &QPushButton::clicked, this, [this] { Q_EMIT bringBackWanted(selectedIds()); });
    connect(done, &QPushButton::clicked, this, &TrashView::closed);
    return head;
}

QFrame *TrashView::buildQuestion()
{
    auto *strip = new QFrame(this);
    strip->setProperty("panel", QLatin1String("notice"));
    setTone(strip, Tone::Negative);
    auto *row = new QHBoxLayout(strip);
    row->setContentsMargins(12, 8, 8, 8);
    row->setSpacing(kGrid);
    m_words = bodyLabel({}, strip);
    QPushButton *keep = plainButton(tr("Keep"), strip);
    QPushButton *gone = dangerButton(tr("Delete for good"), strip);
    row->addWidget(m_words, 1);
    row->addWidget(keep);
    row->addWidget(gone);
    connect(keep, &QPushButton::clicked, strip, &QWidget::hide);
    connect(gone, &QPushButton::clicked, this, &TrashView::purge);
    strip->setFocusProxy(keep);
    strip->hide();
    return strip;
}

void TrashView::reload()
{
    try {
        auto &trash = m_desk.workspace()->trash();
        m_model.setRows(trash.list({ .kind = m_kind, .limit = kShown }));
        const int64_t total = trash.count(m_kind);
        QString note = total == 0 ? tr("The trash is empty.") : tr("%n in the trash; they stay until you delete them for good.", nullptr, int(total));
        if (total > kShown) // select-all chooses what is shown
            note += QLatin1Char(' ') + tr("The %n deleted last are listed and can be chosen.", nullptr, int(kShown));
        m_note->setText(m_isPurging ? tr("Deleting for good…") : note);
    } catch (const std::exception &exception) {
        Q_EMIT failed(errorText(exception));
    }
    m_question->hide();
    if (!m_list->currentIndex().isValid() && m_model.rowCount() > 0)
        m_list->selectionModel()->setCurrentIndex(m_model.index(0, 0), QItemSelectionModel::ClearAndSelect);
    showButtons();
}

QStringList TrashView::selectedIds() const
{
    QStringList ids;
    // Select-all chooses every column of a row.
    for (const QModelIndex &index : m_list->selectionModel()->selectedIndexes()) {
        if (index.column() == 0)
            ids << index.data(KeyRole).toString();
    }
    return ids;
}

void TrashView::ask(bool all)
{
    m_asksForAll = all;
    m_askedAt = base::utcNow();
    m_asked = selectedIds();
    const int count = all ? m_model.rowCount() : int(m_asked.size());
    if (count == 0)
        return;
    m_words->setText((all ? tr("Empty the trash? Nothing in it can be had back then.") : tr("Delete %n for good? That cannot be undone.", nullptr, count))
        + QLatin1Char(' ') + tr("Every earlier state goes with it. Runs and backups that were made before still hold their copies."));
    m_question->show();
    m_question->setFocus();
}

void TrashView::purge()
{
    std::vector<std::string> ids;
    for (const QString &id : m_asked)
        ids.push_back(toUtf8(id));
    try {
        auto &trash = m_desk.workspace()->trash();
        if ((m_asksForAll ? size_t(trash.count(m_kind)) : ids.size()) > kMany)
            purgeBeside(m_asksForAll, ids);
        else if (m_asksForAll)
            trash.purgeAll(m_kind, m_askedAt);
        else
            trash.purge(ids);
    } catch (const std::exception &exception) {
        Q_EMIT failed(errorText(exception));
    }
    reload();
    m_list->setFocus();
}

void TrashView::purgeBeside(bool all, const std::vector<std::string> &ids)
{
    workspace::Task *task = m_desk.workspace()->bulk().run(
        this,
        [all, ids, kind = std::string(m_kind), until = m_askedAt](const workspace::StorageLane::Context &context) {
            storage::TrashRepository trash(context.database);
            return all ? trash.purgeAll(kind, until) : trash.purge(ids);
        },
        [this](int64_t) {
            m_isPurging = false;
            reload();
        });
    task->setAwaited();
    connect(task, &workspace::Task::failed, this, [this](const base::Error &error) {
        m_isPurging = false;
        Q_EMIT failed(errorText(error));
        reload();
    });
    m_isPurging = true;
}

void TrashView::showButtons()
{
    const bool chosen = m_list->selectionModel()->hasSelection();
    m_back->setEnabled(chosen && !m_isPurging);
    m_purge->setEnabled(chosen && !m_isPurging);
    m_empty->setEnabled(m_model.rowCount() > 0 && !m_isPurging);
}

} // namespace parts
