// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/train_page.h"

#include "ui/parts/data_recipe.h"
#include "ui/parts/error_text.h"
#include "ui/parts/file_dialog.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/presets.h"
#include "ui/parts/run_chips.h"
#include "ui/parts/text_format.h"
#include "ui/parts/typed_fields.h"
#include "ui/training/preflight_card.h"
#include "ui/training/run_panel.h"
#include "ui/training/train_form.h"

#include "jobs/job_queue.h"
#include "jobs/machine_report.h"
#include "jobs/start.h"
#include "jobs/workspace_jobs.h"
#include "workspace/model_catalog.h"
#include "workspace/prompt_shelf.h"

#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>

#include <algorithm>

namespace training {

namespace {

constexpr int kCountAfter = 300; // milliseconds after the last change

} // namespace

TrainPage::TrainPage(parts::Desk &desk, QWidget *parent)
    : Page(desk, parent)
{
    buildPage();
    m_pause.setSingleShot(true);
    m_pause.setInterval(kCountAfter);
    connect(&m_pause, &QTimer::timeout, this, &TrainPage::askCounts);
    connect(m_form, &TrainForm::changed, this, [this] {
        m_startWhenCounted = false; // it was meant for the form as it was
        formChanged();
    });
    connect(m_form, &TrainForm::browseWanted, this, &TrainPage::browse);
    connect(&m_counter, &TokenCounter::counting, m_card, &PreflightCard::showCounting);
    connect(&m_counter, &TokenCounter::counted, this, &TrainPage::showPlan);
    connect(&m_counter, &TokenCounter::refused, this, &TrainPage::showRefusal);
    loadChoices();
    restoreForm();
    connectWorkspace();
    readEnded();
    showRuns();
    if (const QString watched = parts::TypedFields::giveBack(this->desk(), parts::page::kTrain, *m_form); !watched.isNull()) {
        watch(watched); // the window was drawn anew
        return;
    }
    const QList<jobs::Job> working = jobs().queue().jobs();
    for (const jobs::Job &job : working) {
        if (job.kind == run::JobKind::Train) {
            watch(job.run_id);
            break;
        }
    }
}

TrainPage::~TrainPage() = default;

workspace::Workspace &TrainPage::workspace() const { return *desk().workspace(); }
jobs::WorkspaceJobs &TrainPage::jobs() const { return *desk().jobs(); }

void TrainPage::connectWorkspace()
{
    workspace::Workspace &space = workspace();
    hear(&space, &workspace::Workspace::dialoguesChanged, [this] {
        ++m_edition;
        choicesChanged();
    });
    hear(&space, &workspace::Workspace::promptsChanged, [this] { choicesChanged(); });
    hear(&space, &workspace::Workspace::modelsChanged, [this] { choicesChanged(); });
    hear(&space, &workspace::Workspace::runsChanged, [this] {
        readEnded();
        showRuns();
    });
    hear(&jobs().queue(), &jobs::JobQueue::changed, [this] { showRuns(); });
    hear(&jobs().queue(), &jobs::JobQueue::ended, [this](const QString &id, run::Outcome) {
        readEnded();
        if (id == m_watched)
            watch(id); // as it was recorded
    });
    hear(&jobs().recorder(), &jobs::RunRecorder::news, [this](const jobs::RunNews &news) { m_panel->news(news); });
}

// A page that nobody sees does not read all dialogues at every word that is edited elsewhere; activate() catches up.
void TrainPage::choicesChanged()
{
    m_isStale = !isVisible();
    if (m_isStale)
        return;
    loadChoices();
    formChanged();
}

void TrainPage::loadChoices()
{
    try {
        const QSignalBlocker blocker(m_form);
        QList<parts::Choice> models, prompts;
        for (const workspace::CatalogModel &model : workspace::catalogModels(workspace())) {
            if (model.available)
                models << parts::Choice { parts::fromUtf8(model.key), parts::fromUtf8(model.name), parts::fromUtf8(model.key) };
        }
        for (const storage::StoredPrompt &prompt : workspace().prompts().list())
            prompts << parts::Choice { parts::fromUtf8(prompt.id), parts::fromUtf8(prompt.name) };
        for (const text::PromptTemplate &preset : parts::presetPrompts())
            prompts << parts::Choice { parts::fromUtf8(preset.id), parts::fromUtf8(preset.name), tr("comes with Attune") };
        m_form->setModels(models);
        m_form->setPrompts(prompts);
        const auto counted = workspace().dialogues().sources();
        m_form->data().setSources(parts::dataSources(counted), !workspace::guessFileSplit(counted).empty());
    } catch (const std::exception &e) {
        m_notice->showError(parts::errorText(e));
    }
}

void TrainPage::formChanged()
{
    const bool valid = m_form->validate();
    m_planLine.clear();
    m_refusal = valid ? QString() : tr("Not allowed yet: %1").arg(m_form->wrongFields().join(QStringLiteral(", ")));
    showStart();
    if (valid) {
        m_pause.start();
    } else {
        m_startWhenCounted = false;
        m_pause.stop();
        // There is nothing to count, and nothing more will come; unless the form is only being filled.
        QMetaObject::invokeMethod(this, [this] {
            if (!m_refusal.isEmpty())
                becomeReady();
        }, Qt::QueuedConnection);
    }
}

// The button, and beside it why it cannot be pressed or what pressing it begins.
void TrainPage::showStart()
{
    m_start->setEnabled(m_refusal.isEmpty());
    m_startNote->setText(!m_refusal.isEmpty() ? m_refusal
            : m_startWhenCounted              ? tr("Starts as soon as the tokens are counted.")
            : m_planLine.isEmpty()            ? tr("Counting tokens …")
                                              : m_planLine);
    const bool warns = m_counter.answer() && m_counter.answer()->counts.isMostlyUnusable() && !m_planLine.isEmpty();
    parts::setTone(m_startNote, !m_refusal.isEmpty() ? parts::Tone::Negative : warns ? parts::Tone::Warning : parts::Tone::Muted);
    m_start->setToolTip(m_startNote->text());
}

void TrainPage::askCounts()
{
    try {
        CountQuestion question;
        question.workspace = workspace().folder();
        question.pick = m_form->data().pick();
        question.prompt = workspace::resolvePrompt(parts::toUtf8(m_form->promptId()), &workspace().prompts());
        question.spec = m_form->spec();
        // As the run will have it: what a person chose for the model.
        if (question.spec.chat_template.empty())
            question.spec.chat_template = workspace().models().chatTemplateOf(question.spec.base_model);
        question.edition = m_edition;
        m_counter.ask(question);
    } catch (const std::exception &e) {
        showRefusal(parts::errorText(e));
    }
}

// The data, the prompt or the model cannot be used.
void TrainPage::showRefusal(const QString &why)
{
    m_startWhenCounted = false;
    m_refusal = why;
    m_card->showReason(why);
    m_form->data().setUnknown({});
    showStart();
    becomeReady();
}

void TrainPage::becomeReady()
{
    if (!std::exchange(m_ready, true))
        Q_EMIT ready();
}

std::optional<run::ModelCard> TrainPage::cardOf(const std::string &model) const
{
    for (const workspace::CatalogModel &known : workspace::catalogModels(workspace())) {
        if (known.key == model)
            return known.card;
    }
    return {};
}

std::optional<double> TrainPage::speedOf(const std::string &model) const
{
    for (const storage::RunRow &row : workspace().runs().list()) {
        const auto *spec = std::get_if<run::TrainSpec>(&row.spec.job);
        if (!spec || spec->base_model != model)
            continue;
        for (const QList<QPointF> &curve : pointsOf(row.id, "tokens_per_second")) {
            if (const auto speed = typicalSpeed(curve))
                return speed;
        }
    }
    return {};
}

void TrainPage::showPlan()
{
    const auto &answer = m_counter.answer();
    if (!answer)
        return;
    const run::TrainSpec spec = m_form->spec();
    const MachineFacts machine { jobs::readMachine().memory_available_bytes, cardOf(spec.base_model), speedOf(spec.base_model) };
    const QStringList odd = parts::dataNotes(answer->frozen);
    const Plan planned = plan(answer->counts, spec, machine);
    m_card->showPlan(answer->counts, planned, spec, machine, odd);
    m_form->data().setSizes(answer->frozen.sizes, odd.join(QLatin1Char('\n')));
    m_planLine = tr("%Ln step(s)", nullptr, int(planned.steps));
    if (planned.seconds)
        m_planLine = tr("%1, about %2").arg(m_planLine, parts::durationText(*planned.seconds));
    // Few dialogues learned by heart look like a great success.
    if (answer->counts.isMostlyUnusable())
        m_planLine = tr("%1, on %2 of %3 dialogues: the rest does not fit into cutoff_len")
                         .arg(m_planLine, parts::countText(answer->counts.usable()), parts::countText(answer->counts.dialogues[0]));
    if (answer->counts.train_lengths.empty())
        m_refusal = tr("Nothing to learn from: no training dialogue fits into cutoff_len beside the prompt. Raise it, or take a shorter prompt.");
    showStart();
    becomeReady();
    if (std::exchange(m_startWhenCounted, false) && m_refusal.isEmpty())
        reallyStart();
}

void TrainPage::start()
{
    if (!m_refusal.isEmpty())
        return;
    if (m_pause.isActive()) {
        m_pause.stop();
        askCounts();
    }
    if (m_counter.answer()) {
        reallyStart();
        return;
    }
    m_startWhenCounted = true;
    showStart();
    if (!m_counter.isCounting())
        askCounts();
}

void TrainPage::reallyStart()
{
    try {
        run::TrainSpec spec = m_form->spec();
        const text::PromptTemplate prompt = workspace::resolvePrompt(parts::toUtf8(m_form->promptId()), &workspace().prompts());
        spec.prompt = text::toJson(prompt);
        const std::string id = jobs::startTraining(jobs(), spec, m_counter.answer()->frozen, parts::toUtf8(m_form->runName()));
        m_notice->clear();
        m_form->setRunName({});
        settle();
        watch(parts::fromUtf8(id));
    } catch (const base::Failure &failure) {
        const QString sentence = parts::errorText(failure.error());
        if (!m_form->showProblem(parts::fromUtf8(failure.error().subject), sentence))
            m_notice->showError(sentence);
    } catch (const std::exception &e) {
        m_notice->showError(parts::errorText(e));
    }
}

void TrainPage::browse()
{
    QFileDialog *dialog = parts::newFileDialog(this, tr("A model's folder"));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly, false);
    dialog->setNameFilter(tr("Models (*.gguf config.json)"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        try {
            workspace().models().add(parts::toUtf8(path));
            loadChoices();
            m_form->chooseModel(path);
        } catch (const std::exception &e) {
            m_notice->showError(parts::errorText(e));
        }
    });
    dialog->open();
}

void TrainPage::open(const QVariantMap &link)
{
    if (const QString run = link.value(QLatin1String(parts::link::kRun)).toString(); !run.isEmpty())
        watch(run);
    if (const QString model = link.value(QLatin1String(parts::link::kModel)).toString(); !model.isEmpty()) {
        m_form->chooseModel(model);
        watch({});
    }
    if (const QString prompt = link.value(QLatin1String(parts::link::kPrompt)).toString(); !prompt.isEmpty()) {
        m_form->choosePrompt(prompt);
        watch({});
    }
}

void TrainPage::activate()
{
    if (std::exchange(m_isStale, false)) {
        loadChoices();
        formChanged();
    }
    readEnded();
    showRuns();
}

} // namespace training
