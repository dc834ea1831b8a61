// SPDX-License-Identifier: GPL-3.0-or-later
// Where things stand on the page and where its buttons lead.
#include "ui/evaluation/evaluate_page.h"

#include "ui/evaluation/score_card.h"
#include "ui/parts/elided_label.h"
#include "ui/parts/empty_page.h"
#include "ui/parts/error_text.h"
#include "ui/parts/flow_layout.h"
#include "ui/parts/form_beside.h"
#include "ui/parts/look.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/text_format.h"

#include "jobs/job_queue.h"
#include "jobs/workspace_jobs.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>

namespace evaluation {

std::vector<parts::Column<run::Prediction>> EvaluatePage::replyColumns()
{
    using Row = run::Prediction;
    const auto utf8 = [](std::string Row::*member) { return [member](const Row &row) { return parts::fromUtf8(row.*member).simplified(); }; };
    const auto whole = [](std::string Row::*member) { return [member](const Row &row) { return parts::fromUtf8(row.*member); }; };
    return {
        { tr("Dialogue"), utf8(&Row::source_key) },
        { tr("Seeker"), utf8(&Row::seeker), Qt::AlignLeft, {}, whole(&Row::seeker) },
        { tr("Reference"), utf8(&Row::reference), Qt::AlignLeft, {}, whole(&Row::reference) },
        { tr("Reply"), utf8(&Row::prediction), Qt::AlignLeft, {}, whole(&Row::prediction) },
        { tr("Tokens"), [](const Row &row) { return parts::countText(row.new_tokens); }, Qt::AlignRight,
            [](const Row &row) { return QVariant(qlonglong(row.new_tokens)); },
            [](const Row &row) { return parts::fromUtf8(row.finish_reason); } },
    };
}

void EvaluatePage::buildPage()
{
    m_header = new parts::PageHeader(tr("Evaluate"));
    m_notice = new parts::NoticeBar(this);
    QWidget *form = buildForm();
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 0);
    box->addWidget(m_header);
    box->addWidget(parts::formBeside(form, buildRight()), 1);
    m_notice->floatOver(m_header->noticePlace());
}

QWidget *EvaluatePage::buildForm()
{
    m_form = new EvaluateForm;
    m_start = parts::primaryButton(tr("Start evaluation"));
    m_startNote = parts::mutedLabel({});
    connect(m_start, &QPushButton::clicked, this, &EvaluatePage::start);
    return parts::formColumn(m_form, m_startNote, m_start);
}

QWidget *EvaluatePage::buildHead()
{
    auto *head = new QWidget;
    auto *box = new QVBoxLayout(head);
    parts::setGaps(box, 1);
    auto *line = new QHBoxLayout;
    parts::setGaps(line, 1);
    m_title = parts::elidedStrong();
    m_title->setProperty("scale", QLatin1String("heading"));
    m_state = new QLabel;
    m_stop = parts::plainButton(tr("Stop"));
    m_stop->setToolTip(tr("Ends after the reply at hand; the replies so far are kept"));
    m_stopNow = parts::dangerButton(tr("Stop now"));
    m_stopNow->setToolTip(tr("Ends the worker at once; the reply at hand is lost"));
    line->addWidget(m_title, 1);
    line->addWidget(m_state);
    line->addWidget(m_stop);
    line->addWidget(m_stopNow);
    box->addLayout(line);
    m_facts = parts::mutedLabel({});
    box->addWidget(m_facts);
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(6);
    m_progress->setAccessibleName(tr("Replies made"));
    box->addWidget(m_progress);
    m_made = parts::mutedLabel({});
    box->addWidget(m_made);
    m_end = parts::bodyLabel({});
    box->addWidget(m_end);
    box->addWidget(buildAfter());
    connect(m_stop, &QPushButton::clicked, this, [this] { jobs().queue().stop(m_watched); });
    connect(m_stopNow, &QPushButton::clicked, this, [this] { jobs().queue().stopNow(m_watched); });
    return head;
}

// What can be done with an ended run.
QWidget *EvaluatePage::buildAfter()
{
    m_after = new QWidget;
    auto *row = new parts::FlowLayout(m_after, parts::kGrid);
    m_resume = parts::plainButton(tr("Resume"));
    m_score = parts::plainButton(tr("Score again"));
    m_score->setToolTip(tr("With the word vectors and the G-Score of the form; earlier scores are kept beside the new ones"));
    m_inRuns = parts::plainButton(tr("Show in Runs"));
    for (QPushButton *button : { m_resume, m_score, m_inRuns })
        row->addWidget(button);
    connect(m_resume, &QPushButton::clicked, this, [this] {
        try {
            jobs().queue().resume(m_watched);
            watch(m_watched);
        } catch (const std::exception &e) {
            m_notice->showError(parts::errorText(e));
        }
    });
    connect(m_inRuns, &QPushButton::clicked, this, [this] { desk().goTo(parts::page::kRuns, { { QLatin1String(parts::link::kRun), m_watched } }); });
    return m_after;
}

QWidget *EvaluatePage::buildRight()
{
    m_chips = new parts::RunChips;
    m_chips->setAccessibleName(tr("Evaluations"));
    connect(m_chips, &parts::RunChips::picked, this, &EvaluatePage::watch);
    m_scores = new ScoreCard;
    connect(m_scores, &ScoreCard::metricPicked, this, [this](const QString &metric) {
        desk().goTo(parts::page::kRuns, { { QLatin1String(parts::link::kRun), m_watched }, { QLatin1String(parts::link::kMetric), metric } });
    });
    buildTable();
    m_hint = new parts::EmptyPage("office-chart-bar", tr("Let a model answer dialogues it has not seen."),
        tr("Replies appear here as they are made, scores at the end."));
    m_running = new QWidget;
    auto *run = new QVBoxLayout(m_running);
    parts::setGaps(run, 2);
    run->addWidget(buildHead());
    run->addWidget(m_scores);
    run->addWidget(m_table, 1);
    auto *right = new QWidget;
    auto *box = new QVBoxLayout(right);
    parts::setGaps(box, 2, 2);
    box->addWidget(m_chips);
    box->addWidget(m_hint, 1);
    box->addWidget(m_running, 1);
    return right;
}

void EvaluatePage::buildTable()
{
    m_table = new QTableView;
    parts::dressTable(m_table);
    m_table->setModel(&m_replies);
    m_table->setAccessibleName(tr("Replies"));
    m_table->setSortingEnabled(false);
    // Three lines of each text: one would say too little where three texts share the width.
    m_table->setWordWrap(true);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->setDefaultSectionSize(8 * parts::kGrid);
    QHeaderView *header = m_table->horizontalHeader();
    for (int column = 1; column <= 3; ++column)
        header->setSectionResizeMode(column, QHeaderView::Stretch);
    for (const int column : { 0, 4 })
        m_table->setColumnWidth(column, header->fontMetrics().horizontalAdvance(m_replies.headerData(column, Qt::Horizontal).toString()) + 4 * parts::kGrid);
    connect(m_table, &QTableView::activated, this, &EvaluatePage::openDialogue);
}

void EvaluatePage::openDialogue(const QModelIndex &index)
{
    const run::Prediction &reply = m_replies.row(index.row());
    desk().goTo(parts::page::kDialogues,
        { { QLatin1String(parts::link::kDialogue), parts::fromUtf8(reply.dialogue_id) }, { QLatin1String(parts::link::kTurn), parts::fromUtf8(reply.turn_id) } });
}

} // namespace evaluation
