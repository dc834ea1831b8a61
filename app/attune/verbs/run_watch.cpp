// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/run_watch.h"

#include "attune_verbs/progress.h"
#include "base/numbers.h"
#include "jobs/job_queue.h"
#include "jobs/run_recorder.h"

#include <cmath>
#include <iostream>
#include <map>
#include <optional>

namespace verbs {

namespace {

std::string duration(double seconds)
{
    const auto whole = static_cast<int64_t>(std::lround(seconds));
    if (whole < 60)
        return std::to_string(whole) + " s";
    return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
}

// What the last news said, for one line.
struct Latest
{
    std::string stage = "starting";
    double step = 0;
    double total = 0;
    std::optional<double> eta;
    std::map<std::string, double> metrics;

    void take(const jobs::RunNews &news)
    {
        if (news.stage)
            stage = news.stage->toStdString();
        if (news.step)
            step = static_cast<double>(*news.step);
        if (news.total)
            total = static_cast<double>(*news.total);
        if (news.eta_seconds)
            eta = news.eta_seconds;
        for (const jobs::RunNews::Point &point : news.points) {
            if (point.value)
                metrics[point.metric] = *point.value;
        }
    }

    std::string text() const
    {
        std::string text = stage;
        if (total > 0)
            text += " " + base::toFixed(step, 0) + "/" + base::toFixed(total, 0);
        for (const char *name : { "loss", "eval_loss" }) {
            if (const auto found = metrics.find(name); found != metrics.end())
                text += std::string("  ") + name + " " + base::toFixed(found->second, 4);
        }
        if (const auto speed = metrics.find("tokens_per_second"); speed != metrics.end())
            text += "  " + base::toFixed(speed->second, 0) + " tok/s";
        if (eta && *eta >= 0)
            text += "  " + duration(*eta) + " left";
        return text;
    }
};

std::string holderOf(const jobs::SlotUser &user)
{
    const std::string run = user.run.toStdString();
    return user.workspace.isEmpty() ? run : run + " of " + user.workspace.toStdString();
}

} // namespace

void watchRun(const Headless &headless, jobs::WorkspaceJobs &jobs, const std::string &runId)
{
    const QString id = QString::fromStdString(runId);
    ProgressLine progress(jobs.workspace().runs().get(runId).name);
    Latest latest;
    QObject context;
    QObject::connect(&jobs.recorder(), &jobs::RunRecorder::news, &context, [&](const jobs::RunNews &news) {
        if (news.run_id != id)
            return;
        latest.take(news);
        progress.show(latest.total > 0 ? latest.step / latest.total : 0, latest.text());
        for (const run::Notice &notice : news.notices)
            std::cerr << '\n' << run::noticeText(notice) << '\n';
    });
    std::string waitsFor;
    QObject::connect(&jobs.queue(), &jobs::JobQueue::changed, &context, [&] {
        const auto job = jobs.queue().job(id);
        std::string whose = job && job->waits_for ? holderOf(*job->waits_for) : std::string();
        if (!whose.empty() && whose != waitsFor)
            std::cerr << "\nWaiting for the device: " << whose << ". Ctrl-C takes the run out of the line; twice, it waits by itself.\n";
        waitsFor = std::move(whose);
    });
    headless.waitUntil([&] { return !jobs.queue().job(id).has_value(); },
        [&] {
            std::cerr << "\nStopping after this step; press Ctrl-C again to let it work on by itself.\n";
            try {
                jobs.queue().stop(id);
            } catch (const base::Failure &failure) { // it waits on; an event loop carries no exception
                std::cerr << failure.what() << '\n';
            }
        });

    const storage::RunRow row = jobs.workspace().runs().get(runId);
    if (row.outcome == run::Outcome::Stopped)
        throw base::Failure(base::ErrorKind::Cancelled, "The run " + row.name);
    if (row.outcome != run::Outcome::Finished) {
        throw base::Failure(row.error.value_or(base::Error { base::ErrorKind::WorkerLost, row.name, {}, {} }));
    }
}

} // namespace verbs
