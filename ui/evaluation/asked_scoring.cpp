// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluation/asked_scoring.h"

#include "ui/parts/setting.h"
#include "ui/parts/text_format.h"

#include "base/json.h"
#include "jobs/workspace_jobs.h"
#include "workspace/scoring.h"
#include "workspace/storage_lane.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <cmath>

namespace evaluation {

using base::Json;

namespace {

const parts::Setting<QString> kAsked { parts::Drawer::Session, "evaluation/asked_scoring", {} };

Json toJson(const ScoringAsk &ask)
{
    Json json { { "vector_file", parts::toUtf8(ask.vector_file) } };
    if (ask.g_score)
        json["g_score"] = *ask.g_score;
    return json;
}

ScoringAsk askFrom(const Json &json)
{
    ScoringAsk ask;
    ask.vector_file = parts::fromUtf8(base::fieldOr<std::string>(json, "vector_file", "", "the session"));
    if (json.contains("g_score"))
        ask.g_score = base::fieldOr<double>(json, "g_score", 0, "the session");
    return ask;
}

} // namespace

AskedScoring::AskedScoring(workspace::Workspace &workspace, jobs::WorkspaceJobs &jobs, parts::Settings &settings, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_settings(settings)
{
    // What goes wrong here keeps nobody else from this news.
    connect(&jobs.queue(), &jobs::JobQueue::started, this, [this](const QString &runId) {
        guarded(runId, [&] {
            if (m_awaited.contains(runId))
                claim(runId);
        });
    });
    connect(&jobs.queue(), &jobs::JobQueue::ended, this,
        [this](const QString &runId, run::Outcome outcome) { guarded(runId, [&] { onEnded(runId, outcome); }); });
    guarded({}, [this] { takeUp(); });
}

void AskedScoring::guarded(const QString &runId, const std::function<void()> &action)
{
    try {
        action();
    } catch (const base::Failure &failure) {
        Q_EMIT failed(runId, failure.error());
    } catch (const std::exception &exception) {
        Q_EMIT failed(runId, base::Error { base::ErrorKind::Internal, exception.what(), {}, {} });
    }
}

// What an earlier window was asked for and did not come to.
void AskedScoring::takeUp()
{
    const QString text = m_settings.value(kAsked);
    if (text.isEmpty())
        return;
    const Json asked = base::parseJson(parts::toUtf8(text), "the session");
    for (const auto &[id, json] : asked.items()) {
        const auto row = m_workspace.runs().find(id);
        const QString runId = parts::fromUtf8(id);
        if (!row)
            continue; // deleted; brought back, it is scored as any other
        const ScoringAsk ask = askFrom(json);
        const bool isFinished = row->outcome == run::Outcome::Finished;
        if (isFinished && isThere(id, ask))
            continue; // by another window
        m_awaited.insert(runId, ask);
        if (isFinished)
            scoreNow(runId, ask);
        else if (!row->outcome)
            claim(runId);
    }
    remember();
}

bool AskedScoring::isThere(const std::string &runId, const ScoringAsk &ask) const
{
    const auto sets = m_workspace.scores().list(runId);
    return std::any_of(sets.begin(), sets.end(), [&](const storage::ScoreSet &scores) {
        const auto given = scores.value("g_score");
        return (!ask.g_score || (given && std::abs(*given - *ask.g_score) < 1e-9))
            && (ask.vector_file.isEmpty() || scores.value("vector_extrema"));
    });
}

void AskedScoring::remember() const
{
    Json asked = Json::object();
    for (auto it = m_awaited.begin(); it != m_awaited.end(); ++it)
        asked[parts::toUtf8(it.key())] = toJson(it.value());
    m_settings.set(kAsked, asked.empty() ? QString() : parts::fromUtf8(base::toLine(asked)));
}

bool AskedScoring::claim(const QString &runId)
{
    if (m_claims.contains(runId))
        return true;
    auto taken = storage::Claim::take(m_workspace.database(), workspace::scoringClaim(parts::toUtf8(runId)));
    if (taken)
        m_claims.insert(runId, std::make_shared<storage::Claim>(std::move(*taken)));
    return taken.has_value();
}

void AskedScoring::await(const QString &runId, const ScoringAsk &ask)
{
    if (ask.isPlain())
        return; // as every prediction is scored
    m_awaited.insert(runId, ask);
    remember();
    claim(runId);
}

// A stopped one may be resumed: what was asked of it stays, and anybody may score what it has until then.
void AskedScoring::onEnded(const QString &runId, run::Outcome outcome)
{
    if (outcome == run::Outcome::Finished && m_awaited.contains(runId))
        scoreNow(runId, m_awaited.value(runId));
    else
        m_claims.remove(runId);
}

void AskedScoring::scoreNow(const QString &runId, const ScoringAsk &ask)
{
    if (m_working.contains(runId))
        return; // taken up already when the news of its end came late
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
            done(runId);
            Q_EMIT scored(runId, scores);
        });
    connect(task, &workspace::Task::failed, this, [this, runId](const base::Error &error) {
        done(runId);
        Q_EMIT failed(runId, error);
    });
    Q_EMIT began(runId);
}

void AskedScoring::done(const QString &runId)
{
    m_claims.remove(runId);
    m_working.remove(runId);
    if (m_awaited.remove(runId))
        remember();
}

} // namespace evaluation
