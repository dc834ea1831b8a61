// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogues/import_report.h"

#include "ui/dialogues/note_words.h"
#include "ui/parts/error_text.h"
#include "ui/parts/icons.h"
#include "ui/parts/look.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTimer>

#include <algorithm>

namespace dialogues {

using parts::kGrid;

namespace {

constexpr int kMeasuredRows = 100;

} // namespace

QString importSentence(const workspace::ImportSummary &summary)
{
    QStringList words { ImportReport::tr("Imported %n dialogue(s).", nullptr, int(summary.added())) };
    if (summary.alreadyThere() > 0)
        words << ImportReport::tr("%n were here already.", nullptr, int(summary.alreadyThere()));
    if (summary.leftOut() > 0)
        words << ImportReport::tr("%n could not be read.", nullptr, int(summary.leftOut()));
    int refused = 0;
    for (const workspace::FileImport &file : summary.files)
        refused += file.error.has_value();
    if (refused > 0)
        words << ImportReport::tr("%n file(s) were refused; nothing of them was kept.", nullptr, refused);
    return words.join(QLatin1Char(' '));
}

std::vector<ReportRow> importRows(const workspace::ImportSummary &summary)
{
    std::vector<ReportRow> rows;
    for (const workspace::FileImport &file : summary.files) {
        if (file.error)
            rows.push_back({ parts::fromUtf8(file.path.filename().string()), {}, parts::errorText(*file.error), true });
    }
    for (const workspace::FileImport &file : summary.files) {
        for (const dialogue::ImportNote &note : file.notes)
            rows.push_back({ parts::fromUtf8(file.path.filename().string()), placeWords(note.place), noteWords(note), false });
    }
    return rows;
}

ImportReport::ImportReport(QWidget *parent)
    : QWidget(parent)
    , m_model({
          { tr("File"), [](const ReportRow &row) { return row.file; }, Qt::AlignLeft, {}, {},
              [](const ReportRow &row) {
                  return row.isError ? parts::icon("dialog-error", parts::Tone::Negative) : parts::icon("dialog-information", parts::Tone::Muted);
              } },
          { tr("Place"), [](const ReportRow &row) { return row.place; } },
          { tr("What was odd"), [](const ReportRow &row) { return row.text; }, Qt::AlignLeft, {}, [](const ReportRow &row) { return row.text; } },
      })
    , m_title(parts::headingLabel({}, this))
    , m_note(parts::mutedLabel({}, this))
{
    auto *layout = new QVBoxLayout(this);
    parts::setGaps(layout, 0);
    auto *head = new QHBoxLayout;
    parts::setGaps(head, 2, 2);
    auto *words = new QVBoxLayout;
    parts::setGaps(words, 0);
    words->setSpacing(kGrid / 2);
    m_title->setWordWrap(true);
    words->addWidget(m_title);
    words->addWidget(m_note);
    head->addLayout(words, 1);
    m_revise = parts::plainButton(tr("Take %n as new revision(s)", nullptr, 0), this);
    m_revise->hide();
    head->addWidget(m_revise, 0, Qt::AlignTop);
    connect(m_revise, &QPushButton::clicked, this, [this] {
        m_revise->hide();
        Q_EMIT reviseWanted();
    });
    auto *done = parts::primaryButton(tr("Done"), this);
    head->addWidget(done, 0, Qt::AlignTop);
    layout->addLayout(head);
    layout->addWidget(parts::separator(Qt::Horizontal, this));
    auto *table = new QTableView(this);
    table->setAccessibleName(tr("What was odd in the imported files"));
    parts::dressTable(table);
    table->setSortingEnabled(false);
    table->setModel(&m_model);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setColumnWidth(0, 22 * kGrid);
    table->setColumnWidth(1, 26 * kGrid);
    table->setWordWrap(true); // a parser's sentence is long, and its end says where the fault is
    m_table = table;
    layout->addWidget(table, 1);
    connect(done, &QPushButton::clicked, this, &ImportReport::closed);
}

void ImportReport::setSummary(const workspace::ImportSummary &summary)
{
    m_title->setText(importSentence(summary));
    const int corrections = int(summary.corrections().size());
    m_revise->setText(tr("Take %n as new revision(s)", nullptr, corrections));
    m_revise->setVisible(corrections > 0);
    auto rows = importRows(summary);
    const bool refusedOnly = summary.added() + summary.alreadyThere() == 0;
    m_note->setText(rows.empty() ? tr("Nothing was odd.") : refusedOnly ? tr("Nothing was brought in; this is why.") : tr("What follows was noticed while reading; texts were kept as the files have them unless it says otherwise."));
    m_model.setRows(std::move(rows));
    // Once it has its width. Only the first screens' worth is measured; below them one line each has to do, and the tooltip.
    QTimer::singleShot(0, m_table, [this] {
        for (int row = 0; row < std::min(m_model.rowCount(), kMeasuredRows); ++row)
            m_table->resizeRowToContents(row);
    });
}

} // namespace dialogues
