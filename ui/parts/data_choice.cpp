// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/data_choice.h"

#include "ui/parts/form_fields.h"
#include "ui/parts/look.h"
#include "ui/parts/search_field.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

namespace parts {

DataChoice::DataChoice(QWidget *parent)
    : QWidget(parent)
{
    m_source = choiceBox();
    m_source->addItem(tr("All dialogues"), QString());
    auto *search = new SearchField(tr("All of them"));
    m_search = search;
    m_split = choiceBox();
    m_split->addItem(tr("Seeded, 8:1:1 by situation"), false);
    m_split->addItem(tr("By file: train, validation, test"), true);
    m_seed = wholeBox(0, 2'000'000'000);
    m_seed->setValue(42);
    m_sizes = mutedLabel({});
    m_form = new FieldForm;
    m_form->addTitled("dialogues", tr("Dialogues"), m_source, tr("The file they were imported from"));
    m_form->addTitled("filter", tr("With the words"), m_search, tr("Only dialogues whose text or profile contains all of these words"));
    m_form->addTitled("split", tr("Split"), m_split,
        tr("Dialogues of one situation never stand in two parts: a situation seen in training makes every score too good"));
    m_form->addTitled("split_seed", tr("Split seed"), m_seed, tr("The same dialogues and the same seed give the same parts"));
    m_form->addWide(m_sizes);
    auto *box = new QVBoxLayout(this);
    setGaps(box, 0);
    box->addWidget(m_form);
    connect(m_source, &QComboBox::currentIndexChanged, this, &DataChoice::changed);
    connect(search, &SearchField::searched, this, &DataChoice::changed);
    connect(m_seed, &QSpinBox::valueChanged, this, &DataChoice::changed);
    connect(m_split, &QComboBox::currentIndexChanged, this, [this] {
        m_seed->setEnabled(!m_split->currentData().toBool());
        Q_EMIT changed();
    });
}

void DataChoice::setSources(const QList<DataSource> &sources, bool canSplitByFile)
{
    const QSignalBlocker calm(m_source), still(m_split);
    const QString chosen = m_source->currentData().toString();
    m_source->clear();
    m_source->addItem(tr("All dialogues"), QString());
    for (const DataSource &source : sources)
        m_source->addItem(QStringLiteral("%1 (%2)").arg(source.name, countText(source.dialogues)), source.name);
    m_source->setCurrentIndex(std::max(0, m_source->findData(chosen)));
    const bool byFile = m_split->currentData().toBool() && canSplitByFile;
    m_split->clear();
    m_split->addItem(tr("Seeded, 8:1:1 by situation"), false);
    if (canSplitByFile)
        m_split->addItem(tr("By file: train, validation, test"), true);
    m_split->setCurrentIndex(byFile ? 1 : 0);
    m_seed->setEnabled(!byFile);
}

DataPick DataChoice::pick() const
{
    return { m_source->currentData().toString(), m_search->text().trimmed(), m_split->currentData().toBool(), m_seed->value() };
}

void DataChoice::setPick(const DataPick &pick)
{
    const QSignalBlocker a(m_source), b(m_search), c(m_split), d(m_seed);
    m_source->setCurrentIndex(std::max(0, m_source->findData(pick.source)));
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

} // namespace parts
