// SPDX-License-Identifier: GPL-3.0-or-later
// Train: a form with what it will do, and the runs that wait, work or have just ended.
#pragma once

#include "ui/parts/page.h"
#include "ui/parts/run_chips.h"
#include "ui/training/run_panel.h"
#include "ui/training/token_counter.h"

#include "jobs/run_recorder.h"
#include "workspace/workspace.h"

#include <QTimer>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace parts {
class NoticeBar;
class PageHeader;
}

namespace training {

class PreflightCard;
class TrainForm;

class TrainPage : public parts::Page
{
    Q_OBJECT

public:
    explicit TrainPage(parts::Desk &desk, QWidget *parent = nullptr);
    ~TrainPage() override;

    void open(const QVariantMap &link) override;
    void activate() override;
    void settle() override;
    bool isReady() const override { return m_ready; }

    TrainForm &form() { return *m_form; }
    RunPanel &panel() { return *m_panel; }
    void start(); // what the button does

private:
    void buildPage();
    QWidget *buildForm();
    QWidget *buildRight();
    void connectPanel();
    void connectWorkspace();
    void choicesChanged();
    void loadChoices();
    void restoreForm();
    void formChanged();
    void askCounts();
    void showPlan();
    void showRefusal(const QString &why);
    void showStart();
    void becomeReady();
    void reallyStart();
    void readEnded();
    void showRuns(); // the chips
    void watch(const QString &runId); // empty: the new run
    void takeSettings(const QString &runId);
    void browse();
    std::optional<run::ModelCard> cardOf(const std::string &model) const;
    std::optional<double> speedOf(const std::string &model) const;
    RunPoints pointsOf(const std::string &run, const std::string &metric = {}) const; // empty: all metrics
    workspace::Workspace &workspace() const;
    jobs::WorkspaceJobs &jobs() const;

    TrainForm *m_form = nullptr;
    PreflightCard *m_card = nullptr;
    RunPanel *m_panel = nullptr;
    QStackedWidget *m_right = nullptr;
    parts::NoticeBar *m_notice = nullptr;
    parts::PageHeader *m_header = nullptr;
    parts::RunChips *m_chips = nullptr;
    QPushButton *m_start = nullptr;
    QLabel *m_startNote = nullptr;
    TokenCounter m_counter;
    QTimer m_pause; // between the last change and counting
    quint64 m_edition = 0;
    QString m_watched;
    QList<parts::RunChip> m_ended; // the last of them, newest first
    QString m_refusal; // why it cannot be started; empty: it can
    QString m_planLine; // what starting it begins, once it is known
    bool m_startWhenCounted = false;
    bool m_isStale = false; // something changed while the page was hidden
    bool m_ready = false;
};

} // namespace training
