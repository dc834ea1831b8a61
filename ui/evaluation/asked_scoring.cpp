// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluation/asked_scoring.h"

#include "ui/parts/text_format.h"

#include "jobs/workspace_jobs.h"
#include "workspace/scoring.h"
#include "workspace/storage_lane.h"
#include "workspace/workspace.h"

namespace evaluation {

AskedScoring::AskedScoring(workspace::Workspace &workspace, jobs::WorkspaceJobs &jobs, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
{
    // What goes wrong here keeps nobody else from this news.
    connect(&jobs.queue(), &jobs::JobQueue::ended, this, [this](const QString &runId, run::Outcome outcome) {
        try {
            onEnded(runId, outcome);
        } catch (const base::Failure &failure) {
            Q_EMIT failed(runId, failure.error());
        } catch (const std::exception &exception) {
            Q_EMIT failed(runId, base::Error { base::ErrorKind::Internal, exception.what(), {}, {} });
        }
    });
}

void AskedScoring::await(const QString &runId, const ScoringAsk &ask)
{
    if (ask.isPlain())
        return; // as every prediction is scored
    m_awaited.insert(runId, ask);
    if (auto claim = storage::Claim::take(m_workspace.database(), workspace::scoringClaim(parts::toUtf8(runId))))
        m_claims.insert(runId, std::make_shared<storage::Claim>(std::move(*claim)));
}

void AskedScoring::onEnded(const QString &runId, run::Outcome outcome)
{
    const bool isAwaited = m_awaited.contains(runId);
    const ScoringAsk ask = m_awaited.take(runId);
    if (isAwaited && outcome == run::Outcome::Finished)
        scoreNow(runId, ask);
    else
        m_claims.remove(runId);
}

void AskedScoring::scoreNow(const QString &runId, const ScoringAsk &ask)
{
    metrics::ScoringResources resources;
    resources.vector_file = ask.vector_file.isEmpty() ? workspace::defaultVectorFile() : std::filesystem::path(parts::toUtf8(ask.vector_file));
    if (ask.g_score) {
        resources.g_score = *ask.g_score / 100;
        resources.g_score_source = "entered by hand";
    }
    m_working.insert(runId);
    workspace::Task *task = m_workspace.bulk().run(
        this, [runId, resources, held = m_claims.value(runId).get()](const workspace::StorageLane::Context &context) {
            return workspace::scoreRun(context.database, parts::toUtf8(runId), resources, context.progress, context.cancel, held);
        },
        [this, runId](storage::ScoreSet scores) {
            m_claims.remove(runId);
            m_working.remove(runId);
            Q_EMIT scored(runId, scores);
        });
    connect(task, &workspace::Task::failed, this, [this, runId](const base::Error &error) {
        m_claims.remove(runId);
        m_working.remove(runId);
        Q_EMIT failed(runId, error);
    });
    Q_EMIT began(runId);
}

} // namespace evaluation
