// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/train_page.h"

#include "ui/parts/error_text.h"
#include "ui/parts/flow_layout.h"
#include "ui/parts/look.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/presets.h"
#include "ui/parts/run_words.h"
#include "ui/parts/setting.h"
#include "ui/parts/text_format.h"
#include "ui/training/preflight_card.h"
#include "ui/training/run_panel.h"
#include "ui/training/train_form.h"

#include "jobs/job_queue.h"
#include "jobs/machine_report.h"
#include "jobs/model_catalog.h"
#include "jobs/prompt_shelf.h"
#include "jobs/start.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

namespace training {

namespace {

constexpr int kCountAfter = 300; // milliseconds after the last change
constexpr int kEndedShown = 3; // ended runs among the chips

const parts::Setting<QString> kLastSpec { parts::Drawer::Session, "training/spec", {} };
const parts::Setting<QString> kLastPrompt { parts::Drawer::Session, "training/prompt", {} };
const parts::Setting<QString> kLastPick { parts::Drawer::Session, "training/data", {} };

QString pickText(const parts::DataPick &pick)
{
    return QStringLiteral("%1\n%2\n%3\n%4").arg(pick.source, pick.search).arg(pick.by_file).arg(pick.seed);
}

parts::DataPick pickFromText(const QString &text)
{
    const QStringList lines = text.split(QLatin1Char('\n'));
    if (lines.size() != 4)
        return {};
    return { lines[0], lines[1], lines[2].toInt() != 0, lines[3].toInt() };
}

} // namespace

TrainPage::TrainPage(parts::Desk &desk, QWidget *parent)
    : Page(desk, parent)
{
    m_header = new parts::PageHeader(tr("Train"));
    m_notice = new parts::NoticeBar;
    auto *splitter = new QSplitter(Qt::Horizontal);
    splitter->addWidget(buildForm());
    splitter->addWidget(buildRight());
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({ 448, 640 });
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 0);
    box->addWidget(m_header);
    box->addWidget(m_notice);
    box->addWidget(splitter, 1);

    m_pause.setSingleShot(true);
    m_pause.setInterval(kCountAfter);
    connect(&m_pause, &QTimer::timeout, this, &TrainPage::askCounts);
    connect(m_form, &TrainForm::changed, this, &TrainPage::formChanged);
    connect(m_form, &TrainForm::browseWanted, this, &TrainPage::browse);
    connect(&m_counter, &TokenCounter::counting, m_card, &PreflightCard::showCounting);
    connect(&m_counter, &TokenCounter::counted, this, &TrainPage::showPlan);
    connect(&m_counter, &TokenCounter::refused, this, [this](const QString &why) {
        m_startWhenCounted = false;
        m_card->showReason(why);
        m_form->data().setUnknown(why);
        m_start->setEnabled(false);
        m_ready = true;
        Q_EMIT ready();
    });
    loadChoices();
    restoreForm();
    connectWorkspace();
    showRuns();
    const QList<jobs::Job> working = workspace().queue().jobs();
    for (const jobs::Job &job : working) {
        if (job.kind == run::JobKind::Train) {
            watch(job.run_id);
            break;
        }
    }
}

TrainPage::~TrainPage() = default;

jobs::Workspace &TrainPage::workspace() const { return *desk().workspace(); }

QWidget *TrainPage::buildForm()
{
    m_form = new TrainForm;
    auto *inside = new QWidget;
    auto *margin = new QVBoxLayout(inside);
    parts::setGaps(margin, 0, 2);
    margin->addWidget(m_form);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inside);
    scroll->setMinimumWidth(432);
    m_start = parts::primaryButton(tr("Start training"));
    m_startNote = parts::mutedLabel({});
    connect(m_start, &QPushButton::clicked, this, &TrainPage::start);
    auto *foot = new QWidget;
    auto *row = new QHBoxLayout(foot);
    parts::setGaps(row, 2, 2);
    row->addWidget(m_startNote, 1);
    row->addWidget(m_start);
    auto *column = new QWidget;
    auto *box = new QVBoxLayout(column);
    parts::setGaps(box, 0);
    box->addWidget(scroll, 1);
    box->addWidget(parts::separator(Qt::Horizontal));
    box->addWidget(foot);
    return column;
}

QWidget *TrainPage::buildRight()
{
    m_chips = new QWidget;
    m_chipRow = new parts::FlowLayout(m_chips, parts::kGrid);
    m_card = new PreflightCard;
    m_panel = new RunPanel;
    m_right = new QStackedWidget;
    m_right->addWidget(m_card);
    m_right->addWidget(m_panel);
    auto *right = new QWidget;
    auto *box = new QVBoxLayout(right);
    parts::setGaps(box, 2, 2);
    box->addWidget(m_chips);
    box->addWidget(m_right, 1);
    connect(m_panel, &RunPanel::stopWanted, this, [this](const QString &id) { workspace().queue().stop(id); });
    connect(m_panel, &RunPanel::stopNowWanted, this, [this](const QString &id) { workspace().queue().stopNow(id); });
    connect(m_panel, &RunPanel::resumeWanted, this, [this](const QString &id) {
        try {
            workspace().queue().resume(id);
            watch(id);
        } catch (const std::exception &e) {
            m_notice->showError(parts::errorText(e));
        }
    });
    connect(m_panel, &RunPanel::showInRunsWanted, this, [this](const QString &id) { desk().goTo(parts::page::kRuns, { { QLatin1String(parts::link::kRun), id } }); });
    connect(m_panel, &RunPanel::evaluateWanted, this, [this](const QString &id) { desk().goTo(parts::page::kEvaluate, { { QLatin1String(parts::link::kRun), id } }); });
    connect(m_panel, &RunPanel::chatWanted, this, [this](const QString &id) {
        if (const auto row = workspace().runs().find(parts::toUtf8(id))) {
            const auto *spec = std::get_if<run::TrainSpec>(&row->spec.job);
            desk().goTo(parts::page::kChat,
                { { QLatin1String(parts::link::kModel), spec ? parts::fromUtf8(spec->base_model) : QString() },
                    { QLatin1String(parts::link::kAdapter), parts::fromUtf8(row->adapter.string()) } });
        }
    });
    connect(m_panel, &RunPanel::repeatWanted, this, &TrainPage::takeSettings);
    return right;
}

void TrainPage::connectWorkspace()
{
    jobs::Workspace &space = workspace();
    connect(&space, &jobs::Workspace::dialoguesChanged, this, [this] {
        ++m_edition;
        loadChoices();
        formChanged();
    });
    connect(&space, &jobs::Workspace::promptsChanged, this, [this] {
        loadChoices();
        formChanged();
    });
    connect(&space, &jobs::Workspace::modelsChanged, this, &TrainPage::loadChoices);
    connect(&space, &jobs::Workspace::runsChanged, this, &TrainPage::showRuns);
    connect(&space.queue(), &jobs::JobQueue::changed, this, &TrainPage::showRuns);
    connect(&space.queue(), &jobs::JobQueue::ended, this, [this](const QString &id) {
        if (id == m_watched)
            watch(id); // as it was recorded
    });
    connect(&space.recorder(), &jobs::RunRecorder::news, m_panel, &RunPanel::news);
}

void TrainPage::loadChoices()
{
    try {
        const bool blocked = m_form->blockSignals(true);
        QList<FormChoice> models, prompts;
        for (const jobs::CatalogModel &model : jobs::catalogModels(workspace())) {
            if (model.available)
                models << FormChoice { parts::fromUtf8(model.key), parts::fromUtf8(model.name), parts::fromUtf8(model.key) };
        }
        for (const storage::StoredPrompt &prompt : workspace().prompts().list())
            prompts << FormChoice { parts::fromUtf8(prompt.id), parts::fromUtf8(prompt.name) };
        for (const text::PromptTemplate &preset : parts::presetPrompts())
            prompts << FormChoice { parts::fromUtf8(preset.id), parts::fromUtf8(preset.name), tr("comes with Attune") };
        m_form->setModels(models);
        m_form->setPrompts(prompts);
        QList<parts::DataSource> sources;
        const auto counted = workspace().dialogues().sources();
        for (const storage::SourceCount &source : counted)
            sources << parts::DataSource { parts::fromUtf8(source.source_name), source.dialogues };
        m_form->data().setSources(sources, !jobs::guessFileSplit(counted).empty());
        m_form->blockSignals(blocked);
    } catch (const std::exception &e) {
        m_notice->showError(parts::errorText(e));
    }
}

void TrainPage::restoreForm()
{
    parts::Settings &settings = desk().settings();
    const QString spec = settings.value(kLastSpec);
    try {
        if (!spec.isEmpty()) {
            const run::JobSpec job = run::jobSpecFromJson(base::parseJson(parts::toUtf8(spec), "the last settings"), "the last settings");
            if (const auto *train = std::get_if<run::TrainSpec>(&job.job))
                m_form->setSpec(*train);
        } else {
            run::TrainSpec first = m_form->spec();
            first.learning_rate = 3e-4;
            m_form->setSpec(first);
        }
    } catch (const std::exception &) {
        // Settings of another version: begin anew.
    }
    m_form->choosePrompt(parts::fromUtf8(jobs::resolvePrompt({}, &workspace().prompts()).id));
    m_form->choosePrompt(settings.value(kLastPrompt));
    if (const QString pick = settings.value(kLastPick); !pick.isEmpty())
        m_form->data().setPick(pickFromText(pick));
    formChanged();
}

void TrainPage::settle()
{
    run::JobSpec job;
    job.job = m_form->spec();
    try {
        run::check(job);
        desk().settings().set(kLastSpec, parts::fromUtf8(base::toLine(run::toJson(job))));
    } catch (const std::exception &) {
        // Half-typed numbers are not worth keeping.
    }
    desk().settings().set(kLastPrompt, m_form->promptId());
    desk().settings().set(kLastPick, pickText(m_form->data().pick()));
}

void TrainPage::formChanged()
{
    const bool valid = m_form->validate();
    m_start->setEnabled(valid);
    m_startNote->setText(valid ? QString() : tr("Mend what is marked above."));
    m_startWhenCounted = false;
    if (valid)
        m_pause.start();
    else
        m_pause.stop();
}

void TrainPage::askCounts()
{
    try {
        CountQuestion question;
        question.workspace = workspace().folder();
        question.pick = m_form->data().pick();
        question.prompt = jobs::resolvePrompt(parts::toUtf8(m_form->promptId()), &workspace().prompts());
        question.spec = m_form->spec();
        // As the run will have it: what a person chose for the model.
        if (question.spec.chat_template.empty())
            question.spec.chat_template = workspace().models().chatTemplateOf(question.spec.base_model);
        question.edition = m_edition;
        m_counter.ask(question);
    } catch (const std::exception &e) {
        m_card->showReason(parts::errorText(e));
    }
}

std::optional<run::ModelCard> TrainPage::cardOf(const std::string &model) const
{
    for (const jobs::CatalogModel &known : jobs::catalogModels(workspace())) {
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
        if (const auto speed = workspace().runs().lastMetric(row.id, "tokens_per_second"))
            return speed;
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
    QStringList odd;
    if (!answer->frozen.leaks.empty())
        odd << tr("Situations that stand in more than one part: %1. Scores on them are too good.").arg(answer->frozen.leaks.size());
    if (answer->frozen.left_out > 0)
        odd << tr("Left out for lack of a supporter's reply or of a part: %1 dialogues.").arg(answer->frozen.left_out);
    m_card->showPlan(answer->counts, plan(answer->counts, spec, machine), spec, machine, odd);
    m_form->data().setSizes(answer->frozen.sizes, {});
    m_start->setEnabled(m_form->validate());
    if (!m_ready) {
        m_ready = true;
        Q_EMIT ready();
    }
    if (std::exchange(m_startWhenCounted, false))
        reallyStart();
}

void TrainPage::start()
{
    if (!m_form->validate())
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
    m_startNote->setText(tr("Starts as soon as the tokens are counted."));
    if (!m_counter.isCounting())
        askCounts();
}

void TrainPage::reallyStart()
{
    try {
        run::TrainSpec spec = m_form->spec();
        const text::PromptTemplate prompt = jobs::resolvePrompt(parts::toUtf8(m_form->promptId()), &workspace().prompts());
        spec.prompt = text::toJson(prompt);
        const std::string id = jobs::startTraining(workspace(), spec, m_counter.answer()->frozen, parts::toUtf8(m_form->runName()));
        m_startNote->clear();
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

// One chip a run that waits or works, the last ended ones, and the new one.
void TrainPage::showRuns()
{
    while (QLayoutItem *item = m_chipRow->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    const auto add = [this](const QString &id, const QString &title, const QString &state, parts::Tone tone) {
        auto *chip = new QToolButton;
        chip->setText(state.isEmpty() ? title : title + QStringLiteral("  ") + state);
        chip->setToolTip(chip->text());
        chip->setCheckable(true);
        chip->setChecked(id == m_watched);
        parts::setTone(chip, tone);
        connect(chip, &QToolButton::clicked, this, [this, id] { watch(id); });
        m_chipRow->addWidget(chip);
    };
    add({}, tr("New run"), {}, parts::Tone::Plain);
    QSet<QString> shown;
    std::optional<jobs::Job> watched;
    int works = 0, waits = 0;
    for (const jobs::Job &job : workspace().queue().jobs()) {
        if (job.run_id == m_watched)
            watched = job;
        if (job.kind != run::JobKind::Train)
            continue;
        shown << job.run_id;
        const bool queued = job.state == jobs::JobState::Queued;
        queued ? ++waits : ++works;
        const QString state = queued ? tr("waits") : job.total > 0 ? QStringLiteral("%1 %").arg(100 * job.step / job.total) : tr("starting");
        add(job.run_id, job.name, state, queued ? parts::Tone::Muted : parts::Tone::Accent);
    }
    int ended = 0;
    for (const storage::RunRow &row : workspace().runs().list()) {
        const QString id = parts::fromUtf8(row.id);
        if (row.spec.kind() != run::JobKind::Train || shown.contains(id) || !row.outcome || (ended >= kEndedShown && id != m_watched))
            continue;
        ++ended;
        add(id, parts::fromUtf8(row.name), parts::outcomeTitle(*row.outcome), parts::outcomeTone(*row.outcome));
    }
    m_header->setNote(works + waits == 0 ? QString() : tr("at work: %1, waiting: %2").arg(works).arg(waits));
    if (!m_watched.isEmpty())
        m_panel->setJob(watched);
}

void TrainPage::watch(const QString &runId)
{
    m_watched = runId;
    if (runId.isEmpty()) {
        m_right->setCurrentWidget(m_card);
        showRuns();
        return;
    }
    const std::string id = parts::toUtf8(runId);
    const auto row = workspace().runs().find(id);
    if (!row)
        return;
    RunPoints points;
    for (const std::string &metric : workspace().runs().metricNames(id)) {
        QList<QPointF> &curve = points[parts::fromUtf8(metric)];
        for (const storage::MetricPoint &point : workspace().runs().metricPoints(id, metric)) {
            if (point.value)
                curve << QPointF(double(point.step), *point.value);
        }
    }
    m_panel->showRun(*row, std::move(points));
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

void TrainPage::browse()
{
    auto *dialog = new QFileDialog(this, tr("A model's folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
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

void TrainPage::activate() { showRuns(); }

} // namespace training
