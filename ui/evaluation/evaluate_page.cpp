// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluation/evaluate_page.h"

#include "ui/evaluation/asked_scoring.h"
#include "ui/evaluation/evaluate_data.h"
#include "ui/evaluation/score_card.h"
#include "ui/parts/data_recipe.h"
#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/presets.h"
#include "ui/parts/setting.h"
#include "ui/parts/text_format.h"
#include "ui/parts/typed_fields.h"

#include "jobs/job_queue.h"
#include "jobs/start.h"
#include "jobs/workspace_jobs.h"
#include "workspace/model_catalog.h"
#include "workspace/prompt_shelf.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>

#include <utility>

namespace evaluation {

namespace {

constexpr int kCountAfter = 300; // milliseconds
constexpr int kReadEvery = 250; // milliseconds between looks for new replies
constexpr int kDataRuns = 20;

} // namespace

struct EvaluatePage::Kept : QObject
{
    Kept(workspace::Workspace &workspace, jobs::WorkspaceJobs &jobs, parts::Settings &settings)
        : scoring(workspace, jobs, settings)
    {
    }

    AskedScoring scoring;
    bool isRead = false; // a form was read before the page went
    QVariantList fields;
    parts::DataPick pick;
    QString watched;
};

EvaluatePage::EvaluatePage(parts::Desk &desk, QWidget *parent)
    : Page(desk, parent)
    , m_replies(replyColumns())
{
    buildPage();
    takeKept();
    m_pause.setSingleShot(true);
    m_pause.setInterval(kCountAfter);
    m_readSoon.setSingleShot(true);
    m_readSoon.setInterval(kReadEvery);
    connect(&m_pause, &QTimer::timeout, this, &EvaluatePage::count);
    connect(&m_readSoon, &QTimer::timeout, this, &EvaluatePage::readReplies);
    connect(m_form, &EvaluateForm::changed, this, [this] {
        m_startWhenCounted = false; // it was meant for the form as it was
        formChanged();
    });
    loadChoices();
    connectWorkspace();
    formChanged();
    watch({});
    if (m_kept->isRead) { // the window was drawn anew
        parts::TypedFields::write(*m_form, m_kept->fields);
        m_form->data().setPick(m_kept->pick);
        if (!m_kept->watched.isEmpty())
            watch(m_kept->watched);
        return;
    }
    const QList<jobs::Job> working = jobs().queue().jobs();
    for (const jobs::Job &job : working) {
        if (job.kind == run::JobKind::Predict) {
            watch(job.run_id);
            return;
        }
    }
    for (const storage::RunRow &row : workspace().runs().list()) { // else the last one that has scores
        if (row.outcome && workspace().scores().latest(row.id)) {
            watch(parts::fromUtf8(row.id));
            return;
        }
    }
}

EvaluatePage::~EvaluatePage() = default;

void EvaluatePage::takeKept()
{
    std::shared_ptr<QObject> &kept = desk().kept(parts::page::kEvaluate);
    m_kept = std::dynamic_pointer_cast<Kept>(kept);
    if (!m_kept) {
        m_kept = std::make_shared<Kept>(workspace(), jobs(), desk().settings());
        kept = m_kept;
    }
    m_scoring = &m_kept->scoring;
    connect(m_score, &QPushButton::clicked, this, [this] {
        if (m_form->validate())
            m_scoring->scoreNow(m_watched, m_form->ask().scoring);
    });
    connect(m_scoring, &AskedScoring::began, this, [this](const QString &runId) {
        if (runId == m_watched)
            m_scores->showState(tr("Scoring …"));
    });
    connect(m_scoring, &AskedScoring::scored, this, [this](const QString &runId, const storage::ScoreSet &scores) {
        if (runId == m_watched)
            showScores(scores);
    });
    connect(m_scoring, &AskedScoring::failed, this, [this](const QString &, const base::Error &error) {
        m_notice->showError(parts::errorText(error));
        showScores();
    });
}

workspace::Workspace &EvaluatePage::workspace() const { return *desk().workspace(); }
jobs::WorkspaceJobs &EvaluatePage::jobs() const { return *desk().jobs(); }

void EvaluatePage::connectWorkspace()
{
    workspace::Workspace &space = workspace();
    hear(&space, &workspace::Workspace::dialoguesChanged, [this] {
        m_dataIsStale = true; // what is asked of them must be counted anew
        choicesChanged();
    });
    hear(&space, &workspace::Workspace::promptsChanged, [this] { choicesChanged(); });
    hear(&space, &workspace::Workspace::modelsChanged, [this] { choicesChanged(); });
    hear(&space, &workspace::Workspace::runsChanged, [this] {
        choicesChanged();
        readEnded();
        showRuns();
    });
    hear(&space, &workspace::Workspace::scoresChanged, [this] { showScores(); });
    hear(&jobs().queue(), &jobs::JobQueue::changed, [this] { showRuns(); });
    hear(&jobs().queue(), &jobs::JobQueue::ended, [this](const QString &runId, run::Outcome outcome) { onEnded(runId, outcome); });
    hear(&jobs().recorder(), &jobs::RunRecorder::news, [this](const jobs::RunNews &news) {
        if (news.run_id == m_watched && !m_readSoon.isActive())
            m_readSoon.start();
    });
}

// A page that nobody sees does not read all dialogues at every word that is edited elsewhere; activate() catches up.
void EvaluatePage::choicesChanged()
{
    if (!isVisible())
        return;
    const QString before = m_form->subject().key();
    loadChoices();
    // Another subject took the place of one that is gone: what was counted was counted for that one.
    if (std::exchange(m_dataIsStale, false) || before != m_form->subject().key())
        formChanged();
}

void EvaluatePage::loadChoices()
{
    try {
        const QSignalBlocker blocker(m_form);
        QList<Subject> subjects;
        for (const workspace::CatalogAdapter &adapter : workspace::catalogAdapters(workspace())) {
            subjects << Subject { tr("%1 (adapter, rank %2)").arg(parts::fromUtf8(adapter.name)).arg(adapter.lora_rank), parts::fromUtf8(adapter.base_model),
                parts::fromUtf8(adapter.path.string()), parts::fromUtf8(adapter.run_id) };
        }
        for (const workspace::CatalogModel &model : workspace::catalogModels(workspace())) {
            if (model.available)
                subjects << Subject { tr("%1 (base model)").arg(parts::fromUtf8(model.name)), parts::fromUtf8(model.key), {}, {} };
        }
        QList<parts::Choice> prompts, runs;
        for (const storage::StoredPrompt &prompt : workspace().prompts().list())
            prompts << parts::Choice { parts::fromUtf8(prompt.id), parts::fromUtf8(prompt.name) };
        for (const text::PromptTemplate &preset : parts::presetPrompts())
            prompts << parts::Choice { parts::fromUtf8(preset.id), parts::fromUtf8(preset.name) };
        for (const storage::RunRow &row : workspace().runs().list()) {
            if (row.spec.kind() == run::JobKind::Train && runs.size() < kDataRuns)
                runs << parts::Choice { parts::fromUtf8(row.id), tr("as in %1").arg(parts::fromUtf8(row.name)) };
        }
        const auto counted = workspace().dialogues().sources();
        m_form->setPrompts(prompts, parts::fromUtf8(workspace::resolvePrompt({}, nullptr).id));
        m_form->setDataRuns(runs);
        m_form->data().setSources(parts::dataSources(counted), !workspace::guessFileSplit(counted).empty());
        m_form->setSubjects(subjects);
    } catch (const std::exception &e) {
        m_notice->showError(parts::errorText(e));
    }
}

void EvaluatePage::formChanged()
{
    const bool valid = m_form->validate();
    m_counted.reset();
    m_amount.clear();
    m_refusal = valid ? QString() : tr("Not allowed yet: %1").arg(m_form->wrongFields().join(QStringLiteral(", ")));
    showStart();
    m_pause.start();
}

// The button, and beside it why it cannot be pressed or what pressing it begins.
void EvaluatePage::showStart()
{
    m_start->setEnabled(m_refusal.isEmpty());
    m_startNote->setText(!m_refusal.isEmpty() ? m_refusal
            : m_startWhenCounted              ? tr("Starts as soon as the dialogues are counted.")
            : m_amount.isEmpty()              ? tr("Counting dialogues …")
                                              : m_amount);
    parts::setTone(m_startNote, m_refusal.isEmpty() ? parts::Tone::Muted : parts::Tone::Negative);
    m_start->setToolTip(m_startNote->text());
}

void EvaluatePage::count()
{
    const EvaluateAsk ask = m_form->ask();
    m_counting.start(
        [ask, folder = workspace().folder()](const base::CancelToken &cancel) {
            storage::Database database = storage::Database::open(folder, storage::Maintenance::None);
            workspace::Frozen frozen = freezeFor(database, ask, cancel);
            const size_t known = workspace::trainedOn(database, ask.spec.adapter, frozen).size();
            return std::pair { std::move(frozen), known };
        },
        [this, ask](std::pair<workspace::Frozen, size_t> counted) {
            auto &[frozen, known] = counted;
            const Amount amount = amountOf(frozen, ask.spec);
            m_amount = tr("%1 replies in %n dialogue(s)", nullptr, int(amount.dialogues)).arg(parts::countText(amount.replies));
            for (const QString &note : parts::dataNotes(frozen))
                m_amount += QLatin1Char('\n') + note;
            if (known > 0)
                m_amount += QLatin1Char('\n') + tr("The adapter was trained on %1 of these dialogues: scores on them are too good.").arg(parts::countText(int(known)));
            if (amount.replies == 0 && m_refusal.isEmpty())
                m_refusal = tr("There is nothing to answer: choose another part or other dialogues.");
            m_form->setAmount(m_amount);
            m_counted = std::move(frozen);
            settled();
        },
        [this](const QString &why) {
            m_form->setAmount({});
            if (m_refusal.isEmpty())
                m_refusal = why;
            settled();
        });
}

// What the form asks for is counted, or refused.
void EvaluatePage::settled()
{
    showStart();
    if (!std::exchange(m_ready, true))
        Q_EMIT ready();
    if (std::exchange(m_startWhenCounted, false) && m_refusal.isEmpty())
        reallyStart();
}

void EvaluatePage::start()
{
    if (!m_refusal.isEmpty())
        return;
    if (m_counted) {
        reallyStart();
        return;
    }
    m_startWhenCounted = true;
    showStart();
    if (m_pause.isActive()) {
        m_pause.stop();
        count();
    }
}

void EvaluatePage::reallyStart()
{
    EvaluateAsk ask = m_form->ask();
    try {
        if (ask.prompt.isEmpty()) {
            const storage::RunRow row = workspace().runs().get(parts::toUtf8(m_form->subject().run));
            if (const auto *spec = std::get_if<run::TrainSpec>(&row.spec.job)) {
                ask.spec.prompt = spec->prompt;
                ask.spec.chat_template = spec->chat_template;
                ask.spec.merge_consecutive = spec->merge_consecutive;
            }
        } else {
            ask.spec.prompt = text::toJson(workspace::resolvePrompt(parts::toUtf8(ask.prompt), &workspace().prompts()));
        }
        const QString id = parts::fromUtf8(jobs::startPrediction(jobs(), ask.spec, *m_counted, parts::toUtf8(ask.name)));
        m_scoring->await(id, ask.scoring); // as asked, and not by itself as well
        m_notice->clear();
        watch(id);
    } catch (const base::Failure &failure) {
        const QString sentence = parts::errorText(failure.error());
        if (!m_form->showProblem(parts::fromUtf8(failure.error().subject), sentence))
            m_notice->showError(sentence);
    } catch (const std::exception &e) {
        m_notice->showError(parts::errorText(e));
    }
}

void EvaluatePage::open(const QVariantMap &link)
{
    const QString run = link.value(QLatin1String(parts::link::kRun)).toString();
    const QString adapter = link.value(QLatin1String(parts::link::kAdapter)).toString();
    const QString model = link.value(QLatin1String(parts::link::kModel)).toString();
    if (!run.isEmpty()) {
        const auto row = workspace().runs().find(parts::toUtf8(run));
        if (row && row->spec.kind() == run::JobKind::Predict)
            watch(run);
        else
            m_form->chooseSubjectOfRun(run);
    } else if (!adapter.isEmpty()) {
        m_form->chooseSubject(adapter);
    } else if (!model.isEmpty()) {
        m_form->chooseSubject(model);
    }
    if (const QString prompt = link.value(QLatin1String(parts::link::kPrompt)).toString(); !prompt.isEmpty())
        m_form->choosePrompt(prompt);
}

// What was typed is there when the window was drawn anew.
void EvaluatePage::settle()
{
    m_kept->fields = parts::TypedFields::read(*m_form);
    m_kept->pick = m_form->data().pick();
    m_kept->watched = m_watched;
    m_kept->isRead = true;
}

void EvaluatePage::activate()
{
    choicesChanged();
    readEnded();
    showRuns();
}

} // namespace evaluation
