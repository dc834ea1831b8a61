// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_details.h"

#include "base/files.h"
#include "ui/parts/look.h"
#include "ui/parts/run_words.h"
#include "ui/parts/text_format.h"
#include "workspace/run_truth.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QDesktopServices>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QTableView>
#include <QUrl>

namespace runs {

using parts::fromUtf8;

namespace {
constexpr uint64_t kLogTail = 64 * 1024; // bytes
constexpr int kMostBeside = 4; // specs side by side
constexpr int kSettingWidth = 26 * parts::kGrid;
constexpr size_t kNamed = 5; // dialogues; the tooltip names more
constexpr size_t kNamedInToolTip = 100;

QString namesOf(const std::vector<workspace::ChangedDialogue> &changed, size_t most)
{
    QStringList names;
    for (size_t i = 0; i < std::min({ most, changed.size(), kNamedInToolTip }); ++i)
        names << fromUtf8(changed[i].name);
    if (names.size() < qsizetype(changed.size()))
        names << QStringLiteral("…");
    return QLatin1Char(' ') + names.join(QStringLiteral(" · "));
}

std::vector<parts::Column<SpecLine>> columns(const std::vector<storage::RunRow> &rows)
{
    std::vector<parts::Column<SpecLine>> all;
    const auto name = [](const SpecLine &l) { return l.field.startsWith(QLatin1String("job.")) ? l.field.mid(4) : l.field; };
    all.push_back({ RunDetails::tr("Setting"), name, Qt::AlignLeft, {}, [](const SpecLine &l) { return l.field; } });
    for (size_t i = 0; i < rows.size(); ++i) {
        all.push_back({ fromUtf8(rows[i].name), [i](const SpecLine &l) { return l.values.value(qsizetype(i)).simplified(); }, Qt::AlignLeft, {},
            [i](const SpecLine &l) { return l.values.value(qsizetype(i)); }, {},
            [](const SpecLine &l, int role) -> QVariant {
                return role == Qt::FontRole && l.differs ? QVariant(parts::strongFont()) : QVariant();
            } });
    }
    return all;
}

} // namespace

RunDetails::RunDetails(QWidget *parent)
    : QWidget(parent)
{
    m_none = parts::mutedLabel(tr("Select a run in the table; select two or more to compare their settings."));
    m_all = new QWidget;
    m_name = new QLineEdit;
    m_name->setAccessibleName(tr("Name of the run"));
    m_name->setToolTip(tr("Press Enter to rename"));
    m_facts = parts::bodyLabel({});
    m_changes = parts::bodyLabel({});
    parts::setTone(m_changes, parts::Tone::Warning);
    m_changes->hide();
    m_moved = parts::bodyLabel({});
    m_moved->hide();
    m_folder = parts::mutedLabel({});
    m_folder->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QPushButton *openFolder = parts::plainButton(tr("Open the folder"));
    m_differences = new QCheckBox(tr("Differences only"));
    m_differences->setChecked(true);
    m_table = new QTableView;
    parts::dressTable(m_table);
    m_table->setSortingEnabled(false);
    m_table->horizontalHeader()->setTextElideMode(Qt::ElideRight);
    m_table->setAccessibleName(tr("Settings of the selected runs"));
    m_log = new QPlainTextEdit;
    m_log->setReadOnly(true);
    m_log->setFont(parts::codeFont());
    m_log->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_log->setAccessibleName(tr("End of the worker's log"));

    auto *left = new QWidget;
    auto *specs = new QVBoxLayout(left);
    parts::setGaps(specs, 1);
    specs->addWidget(m_differences);
    specs->addWidget(m_table, 1);
    auto *right = new QWidget;
    auto *about = new QVBoxLayout(right);
    parts::setGaps(about, 1);
    about->setContentsMargins(2 * parts::kGrid, 0, 0, 0);
    auto *naming = new QHBoxLayout;
    parts::setGaps(naming, 1);
    naming->addWidget(m_name, 1);
    naming->addWidget(openFolder);
    about->addLayout(naming);
    about->addWidget(m_facts);
    about->addWidget(m_changes);
    about->addWidget(m_moved);
    about->addWidget(m_folder);
    about->addWidget(parts::mutedLabel(tr("End of the worker's log")));
    about->addWidget(m_log, 1);
    auto *splitter = new QSplitter(Qt::Horizontal);
    splitter->addWidget(left);
    splitter->addWidget(right);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({ 560, 480 });
    auto *inner = new QVBoxLayout(m_all);
    parts::setGaps(inner, 0);
    inner->addWidget(splitter);
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 0);
    box->addWidget(m_none);
    box->addWidget(m_all, 1);
    m_all->hide();

    connect(m_differences, &QCheckBox::toggled, this, &RunDetails::refreshTable);
    connect(m_name, &QLineEdit::editingFinished, this, [this] {
        const QString name = m_name->text().trimmed();
        const bool isOther = !m_named.isEmpty() && !name.isEmpty() && name != m_nameBefore;
        const QString id = m_named;
        if (isOther && !m_rows.empty() && fromUtf8(m_rows.front().id) == id)
            m_rows.front().name = parts::toUtf8(name);
        fillName();
        if (isOther)
            Q_EMIT renamed(id, name);
    });
    connect(openFolder, &QPushButton::clicked, this, [this] {
        if (!m_rows.empty())
            QDesktopServices::openUrl(QUrl::fromLocalFile(fromUtf8(m_rows.front().folder.string())));
    });
}

// The name of the run that is described now. A name that is being typed stays with the run that it was begun for.
void RunDetails::fillName()
{
    if (m_rows.empty())
        return;
    const storage::RunRow &first = m_rows.front();
    m_named = fromUtf8(first.id);
    m_nameBefore = fromUtf8(first.name);
    if (m_name->text() != m_nameBefore)
        m_name->setText(m_nameBefore);
    m_name->setModified(false);
}

void RunDetails::editName()
{
    m_name->setFocus(Qt::OtherFocusReason);
    m_name->selectAll();
}

void RunDetails::showRuns(const std::vector<storage::RunRow> &rows, const QString &gaps)
{
    m_rows.assign(rows.begin(), rows.begin() + std::min<qsizetype>(kMostBeside, qsizetype(rows.size())));
    m_none->setVisible(rows.empty());
    m_all->setVisible(!rows.empty());
    if (rows.empty())
        return;
    const storage::RunRow &first = m_rows.front();
    if (!m_name->hasFocus() || !m_name->isModified())
        fillName();
    QStringList facts;
    const workspace::RunTruth truth = workspace::truthOf(first);
    if (truth.folder_gone)
        facts << tr("Its folder is gone: what was recorded of it is shown; it cannot be evaluated, resumed or repeated.");
    else if (truth.outcome)
        facts << parts::outcomeSentence(first.spec.kind(), *truth.outcome, first.error, run::RunFolder(first.folder).latestCheckpoint().has_value());
    QStringList machine;
    for (const char *name : { "device", "compute_type", "threads", "isa", "torch" }) {
        const auto found = first.machine.find(name);
        if (found != first.machine.end())
            machine << QStringLiteral("%1 %2").arg(QLatin1String(name), fromUtf8(found->is_string() ? found->get<std::string>() : base::toLine(*found)));
    }
    if (!machine.isEmpty())
        facts << machine.join(QStringLiteral(" · "));
    if (!gaps.isEmpty())
        facts << gaps;
    m_facts->setText(facts.join(QLatin1Char('\n')));
    m_folder->setText(fromUtf8(first.folder.string()));
    std::vector<base::Json> specs;
    for (const storage::RunRow &row : m_rows)
        specs.push_back(run::toJson(row.spec));
    m_lines = compareSpecs(specs);
    m_differences->setEnabled(m_rows.size() > 1);
    refreshTable();
    showLog(run::RunFolder(first.folder));
}

void RunDetails::refreshTable()
{
    std::vector<SpecLine> lines;
    for (const SpecLine &line : m_lines) {
        if (line.differs || !m_differences->isChecked() || m_rows.size() < 2)
            lines.push_back(line);
    }
    auto model = std::make_unique<parts::RowModel<SpecLine>>(columns(m_rows));
    model->setRows(std::move(lines));
    m_table->setModel(model.get());
    m_model = std::move(model);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Interactive);
    m_table->setColumnWidth(0, kSettingWidth);
}

void RunDetails::showLog(const run::RunFolder &folder)
{
    QString tail;
    try {
        tail = fromUtf8(base::endOfFile(folder.logFile(), kLogTail));
    } catch (const base::Failure &) {
        m_log->setPlainText(tr("There is no log."));
        return;
    }
    m_log->setPlainText(tail.isEmpty() ? tr("The log is empty.") : tail);
    m_log->verticalScrollBar()->setValue(m_log->verticalScrollBar()->maximum());
}

void RunDetails::setChanges(const workspace::DataChanges &changes)
{
    const int edited = int(changes.edited.size()), deleted = int(changes.deleted.size()), moved = int(changes.moved.size());
    QStringList lines, all;
    if (edited > 0) {
        lines << tr("%n of its dialogue(s) were edited since: the run has them as they were.", nullptr, edited) + namesOf(changes.edited, kNamed);
        all << tr("Edited:") + namesOf(changes.edited, changes.edited.size());
    }
    if (deleted > 0) {
        lines << tr("%n of its dialogue(s) were deleted since.", nullptr, deleted) + namesOf(changes.deleted, kNamed);
        all << tr("Deleted:") + namesOf(changes.deleted, changes.deleted.size());
    }
    m_changes->setText(lines.join(QLatin1Char('\n')));
    m_changes->setToolTip(all.join(QLatin1Char('\n')));
    m_changes->setVisible(!lines.isEmpty());
    m_moved->setText(moved == 0 ? QString()
            : changes.older_split
            ? tr("It was split in an older way: %n of its dialogue(s) stand in another part of today's split.", nullptr, moved)
            : tr("%n of its dialogue(s) would stand in another part today.", nullptr, moved) + namesOf(changes.moved, kNamed));
    m_moved->setToolTip(moved == 0 ? QString() : tr("In another part:") + namesOf(changes.moved, changes.moved.size()));
    parts::setTone(m_moved, changes.older_split ? parts::Tone::Muted : parts::Tone::Warning);
    m_moved->setVisible(moved > 0);
}

QString RunDetails::changesText() const { return (m_changes->text() + QLatin1Char('\n') + m_moved->text()).trimmed(); }

int RunDetails::shownFields() const { return m_model ? m_model->rowCount() : 0; }

void RunDetails::setDifferencesOnly(bool on) { m_differences->setChecked(on); }

QString RunDetails::logText() const { return m_log->toPlainText(); }

} // namespace runs
