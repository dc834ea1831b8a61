// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluate: lets a base model or an adapter answer dialogues, shows the replies as they come and the scores at the end.
#pragma once

#include "ui/evaluation/evaluate_form.h"
#include "ui/parts/latest_job.h"
#include "ui/parts/page.h"
#include "ui/parts/row_model.h"
#include "ui/parts/run_chips.h"

#include "jobs/run_recorder.h"
#include "workspace/freeze.h"
#include "workspace/workspace.h"

#include <QTimer>

#include <memory>
#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;
class QTableView;

namespace parts {
class ElidedLabel;
class NoticeBar;
class PageHeader;
}

namespace evaluation {

class AskedScoring;
class ScoreCard;

class EvaluatePage : public parts::Page
{
    Q_OBJECT

public:
    explicit EvaluatePage(parts::Desk &desk, QWidget *parent = nullptr);
    ~EvaluatePage() override;

    void open(const QVariantMap &link) override;
    void activate() override;
    void settle() override;
    bool isReady() const override { return m_ready; }

    EvaluateForm &form() { return *m_form; }
    ScoreCard &scores() { return *m_scores; }
    const parts::RowModel<run::Prediction> &replies() const { return m_replies; }
    QString watched() const { return m_watched; }
    QString stateText() const;
    void start(); // what the button does

private:
    struct Kept; // what outlives the page
    void takeKept();
    static std::vector<parts::Column<run::Prediction>> replyColumns();
    void buildPage();
    QWidget *buildForm();
    QWidget *buildRight();
    QWidget *buildHead();
    QWidget *buildAfter();
    void buildTable();
    void openDialogue(const QModelIndex &index);
    void connectWorkspace();
    void choicesChanged();
    void loadChoices();
    void formChanged();
    void count();
    void settled();
    void showStart();
    void reallyStart();
    void readEnded();
    void showRuns(); // the chips
    void watch(const QString &runId);
    void refresh();
    void showProgress(qint64 total, bool works);
    void readReplies();
    void showScores();
    void showScores(const storage::ScoreSet &scores);
    void onEnded(const QString &runId, run::Outcome outcome);
    workspace::Workspace &workspace() const;
    jobs::WorkspaceJobs &jobs() const;

    EvaluateForm *m_form = nullptr;
    parts::PageHeader *m_header = nullptr;
    parts::NoticeBar *m_notice = nullptr;
    parts::RunChips *m_chips = nullptr;
    QWidget *m_running = nullptr; // everything about the watched run
    QWidget *m_hint = nullptr; // what the page is for, while none is watched
    parts::ElidedLabel *m_title = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_facts = nullptr;
    QLabel *m_end = nullptr;
    QProgressBar *m_progress = nullptr;
    QLabel *m_made = nullptr; // how many replies, how long still
    QWidget *m_after = nullptr; // what can be done with an ended run
    ScoreCard *m_scores = nullptr;
    QTableView *m_table = nullptr;
    QPushButton *m_start = nullptr;
    QLabel *m_startNote = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_stopNow = nullptr;
    QPushButton *m_resume = nullptr;
    QPushButton *m_score = nullptr;
    QPushButton *m_inRuns = nullptr;
    parts::RowModel<run::Prediction> m_replies;
    parts::LatestJob m_counting;
    QTimer m_pause;
    QTimer m_readSoon;
    QString m_watched;
    QList<parts::RunChip> m_ended; // the last of them, newest first
    QString m_refusal; // why it cannot be started; empty: it can
    QString m_amount; // what starting it makes, once it is counted
    std::optional<workspace::Frozen> m_counted; // the data of the form as it is
    std::shared_ptr<Kept> m_kept;
    AskedScoring *m_scoring = nullptr; // the kept one
    bool m_startWhenCounted = false;
    bool m_dataIsStale = false; // dialogues changed since they were counted
    bool m_ready = false;
};

} // namespace evaluation
