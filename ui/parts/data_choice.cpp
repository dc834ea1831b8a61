// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/data_choice.h"

#include "ui/parts/form_fields.h"
#include "ui/parts/look.h"
#include "ui/parts/search_field.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QSignalBlocker>
#include <QSpinBox>

namespace parts {

namespace {
constexpr int kMostRows = 5; // of sources at once; more are scrolled
constexpr int kSourceRole = Qt::UserRole;
} // namespace

DataChoice::DataChoice(QWidget *parent)
    : QWidget(parent)
{
    m_list = new QListWidget;
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideMiddle);
    auto *search = new SearchField(tr("All of them"));
    m_search = search;
    m_split = choiceBox();
    m_split->addItem(tr("Seeded, 8:1:1"), false);
    m_split->addItem(tr("By file: train, validation, test"), true);
    m_seed = wholeBox(0, 2'000'000'000);
    m_seed->setValue(42);
    m_sizes = mutedLabel({});
    m_form = new FieldForm;
    m_form->addTitled("dialogues", tr("Dialogues"), m_list, tr("The files they were imported from; Space takes one or leaves it out. Chats are left out unless they are checked"));
    m_form->addTitled("filter", tr("With the words"), m_search, tr("Only dialogues whose text or profile contains all of these words"));
    m_form->addTitled("split", tr("Split"), m_split,
        tr("Dialogues of one situation and near-duplicates never stand in two parts: what was seen in training makes every score too good. A set that grows "
           "keeps its parts"));
    m_form->addTitled("split_seed", tr("Split seed"), m_seed, tr("The same seed gives each dialogue the same part"));
    m_form->addWide(m_sizes);
    auto *box = new QVBoxLayout(this);
    setGaps(box, 0);
    box->addWidget(m_form);
    showSources();
    connect(m_list, &QListWidget::itemChanged, this, &DataChoice::sourceChecked);
    connect(search, &SearchField::searched, this, &DataChoice::changed);
    connect(m_seed, &QSpinBox::valueChanged, this, &DataChoice::changed);
    connect(m_split, &QComboBox::currentIndexChanged, this, [this] {
        m_seed->setEnabled(!m_split->currentData().toBool());
        Q_EMIT changed();
    });
}

bool DataChoice::takes(const DataSource &source) const { return m_checked ? m_checked->contains(source.name) : !source.is_chat; }

void DataChoice::showSources()
{
    const QSignalBlocker calm(m_list);
    const QListWidgetItem *current = m_list->currentItem();
    const QString place = current ? current->data(kSourceRole).toString() : QString();
    m_list->clear();
    for (const DataSource &source : m_known) {
        const QString title = source.is_chat ? tr("Chats (%1)").arg(countText(source.dialogues))
                                             : QStringLiteral("%1 (%2)").arg(source.name, countText(source.dialogues));
        auto *item = new QListWidgetItem(title, m_list);
        item->setData(kSourceRole, source.name);
        item->setToolTip(title);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(takes(source) ? Qt::Checked : Qt::Unchecked);
        if (source.name == place)
            m_list->setCurrentItem(item);
    }
    const int rows = std::clamp(m_list->count(), 1, kMostRows);
    const int height = m_list->count() > 0 ? m_list->sizeHintForRow(0) : m_list->fontMetrics().height();
    m_list->setFixedHeight(rows * height + 2 * m_list->frameWidth());
}

void DataChoice::sourceChecked()
{
    QStringList checked, usual;
    for (int row = 0; row < m_list->count(); ++row) {
        const QListWidgetItem *item = m_list->item(row);
        if (item->checkState() == Qt::Checked)
            checked << item->data(kSourceRole).toString();
        if (!m_known[row].is_chat)
            usual << m_known[row].name;
    }
    m_checked = checked == usual ? std::nullopt : std::optional(checked);
    Q_EMIT changed();
}

void DataChoice::setSources(const QList<DataSource> &sources, bool canSplitByFile)
{
    const QSignalBlocker still(m_split);
    m_known = sources;
    showSources();
    const bool byFile = m_split->currentData().toBool() && canSplitByFile;
    m_split->clear();
    m_split->addItem(tr("Seeded, 8:1:1"), false);
    if (canSplitByFile)
        m_split->addItem(tr("By file: train, validation, test"), true);
    m_split->setCurrentIndex(byFile ? 1 : 0);
    m_seed->setEnabled(!byFile);
}

DataPick DataChoice::pick() const
{
    // A source that is gone is no choice any more.
    std::optional<QStringList> sources;
    if (m_checked) {
        sources.emplace();
        for (const DataSource &source : m_known) {
            if (takes(source))
                *sources << source.name;
        }
    }
    return { sources, m_search->text().trimmed(), m_split->currentData().toBool(), m_seed->value() };
}

void DataChoice::setPick(const DataPick &pick)
{
    const QSignalBlocker b(m_search), c(m_split), d(m_seed);
    m_checked = pick.sources;
    // Of another workspace, where they have other names.
    const bool known = m_checked && std::any_of(m_known.begin(), m_known.end(), [this](const DataSource &source) { return takes(source); });
    if (m_checked && !m_checked->isEmpty() && !known)
        m_checked.reset();
    showSources();
    m_search->setText(pick.search);
    m_split->setCurrentIndex(std::max(0, m_split->findData(pick.by_file)));
    m_seed->setValue(pick.seed);
    m_seed->setEnabled(!pick.by_file);
    Q_EMIT changed();
}

void DataChoice::setSizes(const std::array<size_t, 3> &sizes, const QString &note)
{
    QString text = tr("Train %1 · validation %2 · test %3")
                       .arg(countText(qint64(sizes[0])), countText(qint64(sizes[1])), countText(qint64(sizes[2])));
    if (!note.isEmpty())
        text += QLatin1Char('\n') + note;
    m_sizes->setText(text);
    setTone(m_sizes, Tone::Muted);
}

void DataChoice::setUnknown(const QString &why) { m_sizes->setText(why); }

QString DataChoice::sizesText() const { return m_sizes->text(); }

} // namespace parts
