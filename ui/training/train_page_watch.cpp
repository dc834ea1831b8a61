// SPDX-License-Identifier: GPL-3.0-or-later
// The runs on the page: which of them there are, and the one that is watched.
#include "ui/training/train_page.h"

#include "ui/parts/page_header.h"
#include "ui/parts/run_chips.h"
#include "ui/parts/text_format.h"
#include "ui/parts/working_time.h"
#include "ui/training/preflight_card.h"
#include "ui/training/run_panel.h"
#include "ui/training/train_form.h"

#include "jobs/job_queue.h"
#include "jobs/workspace_jobs.h"

#include <QStackedWidget>

#include <algorithm>

namespace training {

namespace {

constexpr int kEndedShown = 3; // ended runs among the chips

} // namespace

void TrainPage::readEnded()
{
    m_ended.clear();
    int others = 0;
    for (storage::RunRow &row : workspace().runs().list()) {
        if (row.spec.kind() != run::JobKind::Train || !row.outcome)
            continue;
        if (parts::fromUtf8(row.id) == m_watched || others++ < kEndedShown)
            m_ended << parts::chipOf(row);
    }
}

// The new one, those that work or wait, the last ended ones.
void TrainPage::showRuns()
{
    QList<parts::RunChip> chips { { {}, tr("New run"), {}, QStringLiteral("list-add"), parts::Tone::Accent } };
    std::optional<jobs::Job> watched;
    int works = 0, waits = 0;
    for (const jobs::Job &job : jobs().queue().jobs()) {
        if (job.run_id == m_watched)
            watched = job;
        if (job.kind != run::JobKind::Train)
            continue;
        ++(job.isWaiting() ? waits : works);
        chips << parts::chipOf(job);
    }
    const qsizetype atWork = chips.size();
    for (const parts::RunChip &chip : std::as_const(m_ended)) {
        const auto same = [&](const parts::RunChip &other) { return other.id == chip.id; };
        if (std::none_of(chips.begin(), chips.begin() + atWork, same)) // a resumed one is at work again
            chips << chip;
    }
    m_chips->setChips(chips, m_watched);
    m_header->setNote(works + waits == 0 ? QString() : tr("at work: %1, waiting: %2").arg(works).arg(waits));
    if (!m_watched.isEmpty())
        m_panel->setJob(watched);
}

void TrainPage::watch(const QString &runId)
{
    m_watched = runId;
    readEnded();
    if (runId.isEmpty()) {
        m_right->setCurrentWidget(m_card);
        showRuns();
        return;
    }
    const std::string id = parts::toUtf8(runId);
    const auto row = workspace().runs().find(id);
    if (!row)
        return;
    m_panel->showRun(*row, pointsOf(id), parts::workingSeconds(workspace().runs(), *row));
    m_right->setCurrentWidget(m_panel);
    showRuns();
}

void TrainPage::takeSettings(const QString &runId)
{
    const auto row = workspace().runs().find(parts::toUtf8(runId));
    if (!row)
        return;
    if (const auto *spec = std::get_if<run::TrainSpec>(&row->spec.job))
        m_form->setSpec(*spec);
    watch({});
}

RunPoints TrainPage::pointsOf(const std::string &run, const std::string &metric) const
{
    RunPoints points;
    for (const std::string &name : metric.empty() ? workspace().runs().metricNames(run) : std::vector<std::string> { metric }) {
        QList<QPointF> &curve = points[parts::fromUtf8(name)];
        for (const storage::MetricPoint &point : workspace().runs().metricPoints(run, name)) {
            if (point.value)
                curve << QPointF(double(point.step), *point.value);
        }
    }
    return points;
}

} // namespace training
