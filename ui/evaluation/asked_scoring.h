// SPDX-License-Identifier: GPL-3.0-or-later
// Scoring that was asked for with a prediction, with word vectors or a G-Score of one's own: it waits for the replies, and nobody scores
// them in the usual way meanwhile. Outlives the page when the window is drawn anew; what a window did not come to, the next one takes up.
#pragma once

#include "storage/claim.h"
#include "storage/score_repository.h"
#include "ui/evaluation/evaluate_form.h"

#include "base/error.h"
#include "jobs/job_queue.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <functional>
#include <memory>

namespace jobs {
class WorkspaceJobs;
}

namespace parts {
class Settings;
}

namespace workspace {
class Workspace;
}

namespace evaluation {

// ui thread only; the workspace and its jobs outlive it.
class AskedScoring : public QObject
{
    Q_OBJECT

public:
    AskedScoring(workspace::Workspace &workspace, jobs::WorkspaceJobs &jobs, parts::Settings &settings, QObject *parent = nullptr);

    // When the run finishes, at once or after it was resumed. Throws what the database throws.
    void await(const QString &runId, const ScoringAsk &ask);
    void scoreNow(const QString &runId, const ScoringAsk &ask); // nothing while it is being scored so
    bool isScoring(const QString &runId) const { return m_working.contains(runId); }

Q_SIGNALS:
    void began(const QString &runId);
    void scored(const QString &runId, const storage::ScoreSet &scores);
    void failed(const QString &runId, const base::Error &error);

private:
    void guarded(const QString &runId, const std::function<void()> &action);
    void takeUp();
    void remember() const;
    bool isThere(const std::string &runId, const ScoringAsk &ask) const;
    bool claim(const QString &runId); // false: somebody else scores it
    void onEnded(const QString &runId, run::Outcome outcome);
    void done(const QString &runId);

    workspace::Workspace &m_workspace;
    parts::Settings &m_settings;
    QHash<QString, ScoringAsk> m_awaited;
    QHash<QString, std::shared_ptr<storage::Claim>> m_claims;
    QSet<QString> m_working;
};

} // namespace evaluation
