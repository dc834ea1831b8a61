// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluation/evaluate_page.h"

#include "ui/evaluation/score_card.h"
#include "ui/parts/data_recipe.h"
#include "ui/parts/empty_page.h"
#include "ui/parts/error_text.h"
#include "ui/parts/flow_layout.h"
#include "ui/parts/look.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/presets.h"
#include "ui/parts/run_words.h"
#include "ui/parts/text_format.h"

#include "jobs/job_queue.h"
#include "jobs/model_catalog.h"
#include "jobs/prompt_shelf.h"
#include "jobs/scoring.h"
#include "jobs/start.h"
#include "jobs/storage_thread.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>

namespace evaluation {

namespace {

constexpr int kCountAfter = 300; // milliseconds
constexpr int kReadEvery = 250; // milliseconds between looks for new replies
constexpr int kEndedShown = 3;
constexpr int kDataRuns = 20;

std::vector<parts::Column<run::Prediction>> replyColumns()
{
    using Row = run::Prediction;
    const auto utf8 = [](std::string Row::*member) { return [member](const Row &row) { return parts::fromUtf8(row.*member).simplified(); }; };
    const auto whole = [](std::string Row::*member) { return [member](const Row &row) { return parts::fromUtf8(row.*member); }; };
    return {
        { EvaluatePage::tr("Dialogue"), utf8(&Row::source_key) },
        { EvaluatePage::tr("Seeker"), utf8(&Row::seeker), Qt::AlignLeft, {}, whole(&Row::seeker) },
        { EvaluatePage::tr("Reference"), utf8(&Row::reference), Qt::AlignLeft, {}, whole(&Row::reference) },
        { EvaluatePage::tr("Reply"), utf8(&Row::prediction), Qt::AlignLeft, {}, whole(&Row::prediction) },
        { EvaluatePage::tr("Tokens"), [](const Row &row) { return parts::countText(row.new_tokens); }, Qt::AlignRight,
            [](const Row &row) { return QVariant(qlonglong(row.new_tokens)); },
            [](const Row &row) { return parts::fromUtf8(row.finish_reason); } },
    };
}

// The frozen data of the asked part.
jobs::Frozen freezeFor(storage::Database &database, const EvaluateAsk &ask, const base::CancelToken &cancel)
{
    if (ask.data_run.isEmpty())
        return jobs::onlyPart(jobs::freeze(database, parts::recipeOf(ask.pick, database), cancel), ask.part);
    const storage::RunRow row = storage::RunRepository(database).get(parts::toUtf8(ask.data_run));
    return jobs::onlyPart(jobs::frozenOf(run::RunFolder(row.folder)), ask.part);
}

qint64 repliesOf(const jobs::Frozen &frozen, const run::PredictSpec &spec)
{
    qint64 replies = 0, dialogues = 0;
    for (const run::DatasetRow &row : frozen.rows) {
        if (spec.max_dialogues > 0 && dialogues++ >= spec.max_dialogues)
            break;
        qint64 here = 0;
        for (const dialogue::Turn &turn : row.dialogue.turns)
            here += turn.speaker == dialogue::Speaker::Supporter;
        replies += spec.max_replies_per_dialogue > 0 ? std::min<qint64>(here, spec.max_replies_per_dialogue) : here;
    }
    return replies;
}

QString factsOf(const run::JobSpec &job)
{
    const auto *spec = std::get_if<run::PredictSpec>(&job.job);
    if (!spec)
        return {};
    const run::DecodingSettings &d = spec->decoding;
    const QString decoding = d.do_sample
        ? EvaluatePage::tr("temperature %1, top_p %2, seed %3").arg(d.temperature).arg(d.top_p).arg(d.seed)
        : EvaluatePage::tr("greedy");
    return EvaluatePage::tr("%1 · %2 · at most %3 new tokens · history %4 · %5")
        .arg(parts::fromUtf8(spec->base_model).section(QLatin1Char('/'), -1), decoding)
        .arg(d.max_new_tokens)
        .arg(spec->history == run::History::Gold ? QStringLiteral("gold") : QStringLiteral("own"), parts::fromUtf8(job.split_recipe));
}

} // namespace

EvaluatePage::EvaluatePage(parts::Desk &desk, QWidget *parent)
    : Page(desk, parent)
    , m_replies(replyColumns())
{
    m_header = new parts::PageHeader(tr("Evaluate"));
    m_notice = new parts::NoticeBar;
    auto *splitter = new QSplitter(Qt::Horizontal);
    splitter->addWidget(buildForm());
    splitter->addWidget(buildRight());
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
    m_readSoon.setSingleShot(true);
    m_readSoon.setInterval(kReadEvery);
    connect(&m_pause, &QTimer::timeout, this, &EvaluatePage::count);
    connect(&m_readSoon, &QTimer::timeout, this, &EvaluatePage::readReplies);
    connect(m_form, &EvaluateForm::changed, this, &EvaluatePage::formChanged);
    loadChoices();
    connectWorkspace();
    formChanged();
    watch({});
    const QList<jobs::Job> working = workspace().queue().jobs();
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

jobs::Workspace &EvaluatePage::workspace() const { return *desk().workspace(); }

QWidget *EvaluatePage::buildForm()
{
    m_form = new EvaluateForm;
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
    m_start = parts::primaryButton(tr("Start evaluation"));
    connect(m_start, &QPushButton::clicked, this, &EvaluatePage::start);
    auto *foot = new QWidget;
    auto *row = new QHBoxLayout(foot);
    parts::setGaps(row, 2, 2);
    row->addStretch();
    row->addWidget(m_start);
    auto *column = new QWidget;
    auto *box = new QVBoxLayout(column);
    parts::setGaps(box, 0);
    box->addWidget(scroll, 1);
    box->addWidget(parts::separator(Qt::Horizontal));
    box->addWidget(foot);
    return column;
}

QWidget *EvaluatePage::buildHead()
{
    auto *head = new QWidget;
    auto *box = new QVBoxLayout(head);
    parts::setGaps(box, 1);
    auto *line = new QHBoxLayout;
    parts::setGaps(line, 1);
    m_title = parts::headingLabel({});
    m_state = new QLabel;
    m_stop = parts::plainButton(tr("Stop"));
    m_stop->setToolTip(tr("Ends after the reply at hand; the replies so far are kept"));
    m_stopNow = parts::dangerButton(tr("Stop now"));
    m_resume = parts::plainButton(tr("Resume"));
    m_score = parts::plainButton(tr("Score again"));
    m_score->setToolTip(tr("With the word vectors and the G-Score of the form; earlier scores are kept beside the new ones"));
    m_inRuns = parts::plainButton(tr("Show in Runs"));
    line->addWidget(m_title);
    line->addWidget(m_state);
    line->addStretch();
    for (QPushButton *button : { m_stop, m_stopNow, m_resume, m_score, m_inRuns })
        line->addWidget(button);
    box->addLayout(line);
    m_facts = parts::mutedLabel({});
    box->addWidget(m_facts);
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(6);
    m_progress->setAccessibleName(tr("Replies made"));
    box->addWidget(m_progress);
    m_end = parts::bodyLabel({});
    box->addWidget(m_end);
    connect(m_stop, &QPushButton::clicked, this, [this] { workspace().queue().stop(m_watched); });
    connect(m_stopNow, &QPushButton::clicked, this, [this] { workspace().queue().stopNow(m_watched); });
    connect(m_resume, &QPushButton::clicked, this, [this] {
        try {
            workspace().queue().resume(m_watched);
            watch(m_watched);
        } catch (const std::exception &e) {
            m_notice->showError(parts::errorText(e));
        }
    });
    connect(m_score, &QPushButton::clicked, this, [this] {
        if (m_form->validate())
            scoreAs(m_watched, m_form->ask().scoring);
    });
    connect(m_inRuns, &QPushButton::clicked, this, [this] { desk().goTo(parts::page::kRuns, { { QLatin1String(parts::link::kRun), m_watched } }); });
    return head;
}

QWidget *EvaluatePage::buildRight()
{
    auto *chips = new QWidget;
    m_chipRow = new parts::FlowLayout(chips, parts::kGrid);
    m_scores = new ScoreCard;
    connect(m_scores, &ScoreCard::metricPicked, this, [this](const QString &metric) {
        desk().goTo(parts::page::kRuns, { { QLatin1String(parts::link::kRun), m_watched }, { QLatin1String(parts::link::kMetric), metric } });
    });
    m_table = new QTableView;
    parts::dressTable(m_table);
    m_table->setModel(&m_replies);
    m_table->setAccessibleName(tr("Replies"));
    m_table->setSortingEnabled(false);
    QHeaderView *header = m_table->horizontalHeader();
    for (int column = 1; column <= 3; ++column)
        header->setSectionResizeMode(column, QHeaderView::Stretch);
    connect(m_table, &QTableView::doubleClicked, this, [this](const QModelIndex &index) {
        const run::Prediction &reply = m_replies.row(index.row());
        desk().goTo(parts::page::kDialogues,
            { { QLatin1String(parts::link::kDialogue), parts::fromUtf8(reply.dialogue_id) }, { QLatin1String(parts::link::kTurn), parts::fromUtf8(reply.turn_id) } });
    });
    m_hint = new parts::EmptyPage("office-chart-bar", tr("Let a model answer dialogues it has not seen."),
        tr("Replies appear here as they are made, scores at the end."));
    m_running = new QWidget;
    auto *run = new QVBoxLayout(m_running);
    parts::setGaps(run, 2);
    run->addWidget(buildHead());
    run->addWidget(m_scores);
    run->addWidget(m_table, 1);
    auto *right = new QWidget;
    auto *box = new QVBoxLayout(right);
    parts::setGaps(box, 2, 2);
    box->addWidget(chips);
    box->addWidget(m_hint, 1);
    box->addWidget(m_running, 1);
    return right;
}

void EvaluatePage::connectWorkspace()
{
    jobs::Workspace &space = workspace();
    connect(&space, &jobs::Workspace::dialoguesChanged, this, [this] {
        loadChoices();
        formChanged();
    });
    connect(&space, &jobs::Workspace::promptsChanged, this, &EvaluatePage::loadChoices);
    connect(&space, &jobs::Workspace::modelsChanged, this, &EvaluatePage::loadChoices);
    connect(&space, &jobs::Workspace::runsChanged, this, [this] {
        loadChoices();
        showRuns();
    });
    connect(&space, &jobs::Workspace::scoresChanged, this, &EvaluatePage::showScores);
    connect(&space.queue(), &jobs::JobQueue::changed, this, &EvaluatePage::showRuns);
    connect(&space.queue(), &jobs::JobQueue::ended, this, &EvaluatePage::onEnded);
    connect(&space.recorder(), &jobs::RunRecorder::news, this, [this](const jobs::RunNews &news) {
        if (news.run_id == m_watched && !m_readSoon.isActive())
            m_readSoon.start();
    });
}

void EvaluatePage::loadChoices()
{
    try {
        const bool blocked = m_form->blockSignals(true);
        QList<Subject> subjects;
        for (const jobs::CatalogAdapter &adapter : jobs::catalogAdapters(workspace())) {
            subjects << Subject { tr("%1 (adapter, rank %2)").arg(parts::fromUtf8(adapter.name)).arg(adapter.lora_rank), parts::fromUtf8(adapter.base_model),
                parts::fromUtf8(adapter.path.string()), parts::fromUtf8(adapter.run_id) };
        }
        for (const jobs::CatalogModel &model : jobs::catalogModels(workspace())) {
            if (model.available)
                subjects << Subject { tr("%1 (base model)").arg(parts::fromUtf8(model.name)), parts::fromUtf8(model.key), {}, {} };
        }
        QList<NamedChoice> prompts, runs;
        for (const storage::StoredPrompt &prompt : workspace().prompts().list())
            prompts << NamedChoice { parts::fromUtf8(prompt.id), parts::fromUtf8(prompt.name) };
        for (const text::PromptTemplate &preset : parts::presetPrompts())
            prompts << NamedChoice { parts::fromUtf8(preset.id), parts::fromUtf8(preset.name) };
        for (const storage::RunRow &row : workspace().runs().list()) {
            if (row.spec.kind() == run::JobKind::Train && runs.size() < kDataRuns)
                runs << NamedChoice { parts::fromUtf8(row.id), tr("as in %1").arg(parts::fromUtf8(row.name)) };
        }
        const auto counted = workspace().dialogues().sources();
        QList<parts::DataSource> sources;
        for (const storage::SourceCount &source : counted)
            sources << parts::DataSource { parts::fromUtf8(source.source_name), source.dialogues };
        m_form->setPrompts(prompts, parts::fromUtf8(jobs::resolvePrompt({}, &workspace().prompts()).id));
        m_form->setDataRuns(runs);
        m_form->data().setSources(sources, !jobs::guessFileSplit(counted).empty());
        m_form->setSubjects(subjects);
        m_form->blockSignals(blocked);
    } catch (const std::exception &e) {
        m_notice->showError(parts::errorText(e));
    }
}

void EvaluatePage::formChanged()
{
    const bool valid = m_form->validate();
    m_start->setEnabled(valid);
    m_pause.start();
}

void EvaluatePage::count()
{
    const EvaluateAsk ask = m_form->ask();
    const auto settled = [this] {
        if (!m_ready) {
            m_ready = true;
            Q_EMIT ready();
        }
    };
    m_counting.start(
        [ask, folder = workspace().folder()](const base::CancelToken &cancel) {
            storage::Database database = storage::Database::open(folder, storage::Maintenance::None);
            const jobs::Frozen frozen = freezeFor(database, ask, cancel);
            return std::pair { frozen.sizes, repliesOf(frozen, ask.spec) };
        },
        [this, ask, settled](std::pair<std::array<size_t, 3>, qint64> amount) {
            size_t dialogues = amount.first[0] + amount.first[1] + amount.first[2];
            if (ask.spec.max_dialogues > 0)
                dialogues = std::min(dialogues, size_t(ask.spec.max_dialogues));
            m_form->setAmount(tr("%1 dialogues, %2 replies will be made.").arg(parts::countText(qint64(dialogues)), parts::countText(amount.second)));
            settled();
        },
        [this, settled](const QString &why) {
            m_form->setAmount(why);
            settled();
        });
}

void EvaluatePage::start()
{
    if (!m_form->validate())
        return;
    EvaluateAsk ask = m_form->ask();
    try {
        const Subject who = m_form->subject();
        if (ask.prompt.isEmpty()) {
            const storage::RunRow row = workspace().runs().get(parts::toUtf8(who.run));
            if (const auto *spec = std::get_if<run::TrainSpec>(&row.spec.job)) {
                ask.spec.prompt = spec->prompt;
                ask.spec.chat_template = spec->chat_template;
                ask.spec.merge_consecutive = spec->merge_consecutive;
            }
        } else {
            ask.spec.prompt = text::toJson(jobs::resolvePrompt(parts::toUtf8(ask.prompt), &workspace().prompts()));
        }
        const jobs::Frozen data = freezeFor(workspace().database(), ask, {});
        const QString id = parts::fromUtf8(jobs::startPrediction(workspace(), ask.spec, data, parts::toUtf8(ask.name)));
        m_scoring.insert(id, ask.scoring);
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

void EvaluatePage::showRuns()
{
    while (QLayoutItem *item = m_chipRow->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    const auto add = [this](const QString &id, const QString &title, const QString &state) {
        auto *chip = new QToolButton;
        chip->setText(state.isEmpty() ? title : title + QStringLiteral("  ") + state);
        chip->setToolTip(chip->text());
        chip->setCheckable(true);
        chip->setChecked(id == m_watched);
        connect(chip, &QToolButton::clicked, this, [this, id] { watch(id); });
        m_chipRow->addWidget(chip);
    };
    QSet<QString> shown;
    for (const jobs::Job &job : workspace().queue().jobs()) {
        if (job.kind != run::JobKind::Predict)
            continue;
        shown << job.run_id;
        const bool queued = job.state == jobs::JobState::Queued;
        add(job.run_id, job.name, queued ? tr("waits") : job.total > 0 ? QStringLiteral("%1 %").arg(100 * job.step / job.total) : tr("starting"));
    }
    int ended = 0;
    for (const storage::RunRow &row : workspace().runs().list()) {
        const QString id = parts::fromUtf8(row.id);
        if (row.spec.kind() != run::JobKind::Predict || shown.contains(id) || !row.outcome || (ended >= kEndedShown && id != m_watched))
            continue;
        ++ended;
        add(id, parts::fromUtf8(row.name), parts::outcomeTitle(*row.outcome));
    }
    refresh();
}

void EvaluatePage::watch(const QString &runId)
{
    if (runId != m_watched)
        m_replies.setRows({});
    m_watched = runId;
    m_hint->setVisible(runId.isEmpty());
    m_running->setVisible(!runId.isEmpty());
    showRuns();
    readReplies();
    showScores();
}

void EvaluatePage::refresh()
{
    if (m_watched.isEmpty())
        return;
    const auto row = workspace().runs().find(parts::toUtf8(m_watched));
    if (!row)
        return;
    const auto job = workspace().queue().job(m_watched);
    const bool ended = !job && row->outcome.has_value();
    const bool queued = job && job->state == jobs::JobState::Queued;
    const bool stopping = job && job->state == jobs::JobState::Stopping;
    m_title->setText(parts::fromUtf8(row->name));
    m_facts->setText(factsOf(row->spec));
    m_state->setText(ended ? parts::outcomeTitle(*row->outcome)
            : queued       ? tr("waiting for its turn")
            : stopping     ? tr("stopping after this reply")
                           : parts::stageTitle(job ? job->stage : parts::fromUtf8(row->stage)));
    parts::setTone(m_state, ended ? parts::outcomeTone(*row->outcome) : parts::Tone::Accent);
    m_end->setVisible(ended && *row->outcome != run::Outcome::Finished);
    if (ended)
        m_end->setText(parts::outcomeSentence(run::JobKind::Predict, *row->outcome, row->error, false));
    const qint64 total = job ? job->total : row->total;
    m_progress->setVisible(!ended && !queued);
    m_progress->setRange(0, int(total));
    m_progress->setValue(int(m_replies.rowCount()));
    m_stop->setVisible(!ended && !stopping);
    m_stopNow->setVisible(stopping);
    m_resume->setVisible(ended && parts::canResume(*row->outcome));
    m_score->setVisible(ended && m_replies.rowCount() > 0);
    m_inRuns->setVisible(ended);
}

void EvaluatePage::readReplies()
{
    if (!m_watched.isEmpty()) {
        const auto fresh = workspace().runs().predictions(parts::toUtf8(m_watched), -1, m_replies.rowCount());
        const bool first = m_replies.rowCount() == 0;
        m_replies.appendRows(fresh);
        if (!fresh.empty() && !first && workspace().queue().job(m_watched))
            m_table->scrollToBottom();
    }
    refresh();
}

void EvaluatePage::showScores()
{
    if (m_watched.isEmpty())
        return;
    const auto latest = workspace().scores().latest(parts::toUtf8(m_watched));
    m_scores->setVisible(latest || !workspace().queue().job(m_watched));
    if (latest)
        m_scores->showScores(*latest);
    else
        m_scores->showState(m_replies.rowCount() == 0 ? tr("There are no replies to score.") : tr("Not scored yet."));
}

void EvaluatePage::onEnded(const QString &runId, run::Outcome outcome)
{
    if (runId == m_watched) {
        readReplies();
        showScores();
        if (outcome == run::Outcome::Finished && !workspace().scores().latest(parts::toUtf8(runId)))
            m_scores->showState(tr("Scoring …"));
    }
    const ScoringAsk asked = m_scoring.take(runId);
    if (outcome == run::Outcome::Finished && !asked.isPlain())
        scoreAs(runId, asked);
}

void EvaluatePage::scoreAs(const QString &runId, const ScoringAsk &ask)
{
    metrics::ScoringResources resources;
    resources.vector_file = ask.vector_file.isEmpty() ? jobs::defaultVectorFile() : std::filesystem::path(parts::toUtf8(ask.vector_file));
    if (ask.g_score) {
        resources.g_score = *ask.g_score / 100;
        resources.g_score_source = "entered by hand";
    }
    if (runId == m_watched)
        m_scores->showState(tr("Scoring …"));
    jobs::Task *task = workspace().background().run(
        this, [runId, resources](const jobs::StorageThread::Context &context) {
            return jobs::scoreRun(context.database, parts::toUtf8(runId), resources, context.progress, context.cancel);
        },
        [this, runId](storage::ScoreSet scores) {
            if (runId == m_watched)
                m_scores->showScores(scores);
        });
    connect(task, &jobs::Task::failed, this, [this](const base::Error &error) {
        m_notice->showError(parts::errorText(error));
        showScores();
    });
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

void EvaluatePage::activate()
{
    loadChoices();
    showRuns();
}

QString EvaluatePage::stateText() const { return m_state->text(); }

} // namespace evaluation
