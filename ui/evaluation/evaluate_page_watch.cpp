// SPDX-License-Identifier: GPL-3.0-or-later
// The watched run: its replies as they come, where it is, how it ended, its scores.
#include "ui/evaluation/evaluate_page.h"

#include "ui/evaluation/asked_scoring.h"
#include "ui/evaluation/score_card.h"
#include "ui/parts/data_recipe.h"
#include "ui/parts/elided_label.h"
#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/number_edit.h"
#include "ui/parts/page_header.h"
#include "ui/parts/run_words.h"
#include "ui/parts/text_format.h"

#include "jobs/job_queue.h"
#include "jobs/workspace_jobs.h"
#include "workspace/scoring.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>

#include <algorithm>

namespace evaluation {

namespace {

constexpr int kEndedShown = 3;

QString factsOf(const run::JobSpec &job)
{
    const auto *spec = std::get_if<run::PredictSpec>(&job.job);
    if (!spec)
        return {};
    const run::DecodingSettings &d = spec->decoding;
    const QString decoding = d.do_sample
        ? EvaluatePage::tr("temperature %1, top_p %2, seed %3").arg(parts::numberText(d.temperature), parts::numberText(d.top_p)).arg(d.seed)
        : EvaluatePage::tr("greedy");
    return EvaluatePage::tr("%1 · %2 · at most %3 new tokens · history %4 · %5")
        .arg(parts::fromUtf8(spec->base_model).section(QLatin1Char('/'), -1), decoding, QString::number(d.max_new_tokens),
            spec->history == run::History::Gold ? QStringLiteral("gold") : QStringLiteral("own"), parts::splitWords(job.split));
}

// From the time that the replies so far took.
std::optional<double> secondsLeft(const std::vector<run::Prediction> &made, qint64 total)
{
    if (made.empty() || total <= qint64(made.size()))
        return {};
    double seconds = 0;
    for (const run::Prediction &reply : made)
        seconds += reply.seconds;
    return seconds / double(made.size()) * double(total - qint64(made.size()));
}

} // namespace

void EvaluatePage::readEnded()
{
    m_ended.clear();
    int others = 0;
    for (const storage::RunRow &row : workspace().runs().list()) {
        if (row.spec.kind() != run::JobKind::Predict || !row.outcome)
            continue;
        if (parts::fromUtf8(row.id) == m_watched || others++ < kEndedShown)
            m_ended << parts::chipOf(row);
    }
}

// Those that work or wait, the last ended ones.
void EvaluatePage::showRuns()
{
    QList<parts::RunChip> chips;
    for (const jobs::Job &job : jobs().queue().jobs()) {
        if (job.kind == run::JobKind::Predict)
            chips << parts::chipOf(job);
    }
    const qsizetype atWork = chips.size();
    for (const parts::RunChip &chip : std::as_const(m_ended)) {
        const auto same = [&](const parts::RunChip &other) { return other.id == chip.id; };
        if (std::none_of(chips.begin(), chips.begin() + atWork, same)) // a resumed one is at work again
            chips << chip;
    }
    m_chips->setChips(chips, m_watched);
    m_chips->setVisible(!chips.isEmpty());
    m_header->setNote(atWork == 0 ? QString() : tr("at work or waiting: %1").arg(atWork));
    refresh();
}

void EvaluatePage::watch(const QString &runId)
{
    if (runId != m_watched)
        m_replies.setRows({});
    m_watched = runId;
    m_hint->setVisible(runId.isEmpty());
    m_running->setVisible(!runId.isEmpty());
    readEnded();
    showRuns();
    readReplies();
    showScores();
}

void EvaluatePage::refresh()
{
    if (m_watched.isEmpty())
        return;
    const auto row = workspace().runs().find(parts::toUtf8(m_watched));
    if (!row)
        return;
    const auto job = jobs().queue().job(m_watched);
    const bool ended = !job && row->outcome.has_value();
    const bool queued = job && job->isWaiting();
    const bool stopping = job && job->state == jobs::JobState::Stopping;
    m_title->setText(parts::fromUtf8(row->name));
    m_facts->setText(factsOf(row->spec));
    m_state->setText(ended ? parts::outcomeTitle(*row->outcome)
            : queued       ? parts::waitingText(*job)
            : stopping     ? tr("stopping after this reply")
                           : parts::stageTitle(job ? job->stage : parts::fromUtf8(row->stage)));
    parts::setTone(m_state, ended ? parts::outcomeTone(*row->outcome) : parts::Tone::Accent);
    m_end->setVisible(ended && *row->outcome != run::Outcome::Finished);
    if (ended)
        m_end->setText(parts::outcomeSentence(run::JobKind::Predict, *row->outcome, row->error, false));
    showProgress(job ? std::max<qint64>(job->total, row->total) : row->total, !ended && !queued);
    m_stop->setVisible(!ended && !stopping);
    m_stopNow->setVisible(stopping);
    m_resume->setVisible(ended && parts::canResume(*row->outcome));
    m_score->setVisible(ended && m_replies.rowCount() > 0);
    m_inRuns->setVisible(ended);
    m_after->setVisible(ended);
}

void EvaluatePage::showProgress(qint64 total, bool works)
{
    const qint64 made = m_replies.rowCount();
    m_progress->setVisible(works);
    m_progress->setRange(0, int(total));
    m_progress->setValue(int(made));
    const auto left = secondsLeft(m_replies.rows(), total);
    QString text = total > 0 ? tr("%1 of %2 replies").arg(parts::countText(made), parts::countText(total)) : tr("no reply yet");
    if (left)
        text += QStringLiteral(" · ") + tr("%1 left").arg(parts::durationText(*left));
    m_made->setText(text);
    m_made->setVisible(works);
}

void EvaluatePage::readReplies()
{
    if (!m_watched.isEmpty()) {
        const auto fresh = workspace().runs().predictions(parts::toUtf8(m_watched), -1, m_replies.rowCount());
        // Follow the newest reply, unless a person has scrolled away from the end.
        const QScrollBar *bar = m_table->verticalScrollBar();
        const bool atEnd = bar->value() >= bar->maximum();
        m_replies.appendRows(fresh);
        if (!fresh.empty() && atEnd && jobs().queue().job(m_watched))
            m_table->scrollToBottom();
    }
    refresh();
}

void EvaluatePage::showScores()
{
    if (m_watched.isEmpty())
        return;
    const auto latest = workspace().scores().latest(parts::toUtf8(m_watched));
    m_scores->setVisible(latest || !jobs().queue().job(m_watched));
    if (m_scoring->isScoring(m_watched))
        m_scores->showState(tr("Scoring …"));
    else if (latest)
        showScores(*latest);
    else
        m_scores->showState(m_replies.rowCount() == 0 ? tr("There are no replies to score.") : tr("Not scored yet."));
}

void EvaluatePage::showScores(const storage::ScoreSet &scores)
{
    const auto row = workspace().runs().find(scores.run_id);
    m_scores->showScores(scores, row ? workspace::scoresOfFile(*row, scores) : metrics::Scores());
}

void EvaluatePage::onEnded(const QString &runId, run::Outcome outcome)
{
    readEnded();
    if (runId == m_watched) {
        readReplies();
        showScores();
        if (outcome == run::Outcome::Finished && !workspace().scores().latest(parts::toUtf8(runId)))
            m_scores->showState(tr("Scoring …"));
    }
    showRuns();
}

QString EvaluatePage::stateText() const { return m_state->text(); }

} // namespace evaluation
