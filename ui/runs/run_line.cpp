// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_line.h"

#include "run/adapter_place.h"
#include "ui/parts/look.h"
#include "ui/parts/metric_words.h"
#include "ui/parts/number_edit.h"
#include "ui/parts/run_words.h"
#include "ui/parts/text_format.h"
#include "ui/parts/working_time.h"
#include "workspace/run_truth.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QIcon>
#include <QPainter>
#include <QPixmap>

#include <algorithm>
#include <limits>

namespace runs {

using parts::fromUtf8;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(runs::RunLine)
};

void takeTraining(RunLine &line, const run::TrainSpec &spec, storage::RunRepository &repository, const std::string &id)
{
    line.rank = spec.lora_rank;
    line.alpha = spec.lora_alpha;
    line.learning_rate = spec.learning_rate;
    if (spec.max_steps <= 0)
        line.epochs = spec.num_train_epochs;
    line.loss = repository.lastMetric(id, "loss");
    line.eval_loss = repository.lastMetric(id, "eval_loss");
}

void takeScores(RunLine &line, const storage::ScoreSet &set)
{
    line.definition = fromUtf8(set.definition);
    line.score_set = set.id;
    line.replies = set.replies;
    for (const storage::ScoreValue &value : set.values) {
        if (value.value)
            line.scores[fromUtf8(value.metric)] = *value.value;
    }
    for (const QString &metric : parts::scoreNames()) {
        if (!line.scores.contains(metric))
            line.lacking << metric;
    }
    const auto total = set.value("total");
    (line.lacking.isEmpty() ? line.total : line.partial_total) = total;
    line.scores.erase(QStringLiteral("total"));
}

// The training whose adapter answered. By its id; older specs name only a place, which is looked for where the workspace lies now.
const storage::RunRow *madeAdapterOf(const storage::RunRow &row, const run::PredictSpec &spec, const std::vector<storage::RunRow> &rows)
{
    if (spec.adapter.empty())
        return nullptr;
    const std::filesystem::path place = run::resolveAdapter(run::RunFolder(row.folder), spec);
    const auto made = std::find_if(rows.begin(), rows.end(), [&](const storage::RunRow &other) {
        const bool isIt = spec.adapter_run.empty() ? !other.adapter.empty() && other.adapter.lexically_normal() == place
                                                   : other.id == spec.adapter_run;
        return isIt && std::holds_alternative<run::TrainSpec>(other.spec.job);
    });
    return made == rows.end() ? nullptr : &*made;
}

QString optionalText(const std::optional<double> &value, int decimals)
{
    return value ? parts::decimalText(*value, decimals) : QString();
}

QVariant optionalKey(const std::optional<double> &value)
{
    return value ? *value : -std::numeric_limits<double>::infinity();
}

QString exactText(const std::optional<double> &value) { return value ? parts::numberText(*value) : QString(); }

QIcon swatchIcon(const QColor &color)
{
    QPixmap pixmap(20, 20);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    if (color.isValid()) {
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(QRectF(1, 1, 8, 8));
    }
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected); // not tinted by the selection
    return icon;
}

RunColumn textColumn(const char *key, const QString &title, QString RunLine::*member, const QString &about = {})
{
    return { QLatin1String(key), {},
        { title, [member](const RunLine &l) { return l.*member; }, Qt::AlignLeft, {}, [member](const RunLine &l) { return l.*member; }, {}, {}, about } };
}

RunColumn numberColumn(const char *key, const QString &title, std::optional<double> RunLine::*member, int decimals, const QString &about)
{
    return { QLatin1String(key), {},
        { title,
            [member, decimals](const RunLine &l) { return decimals < 0 ? exactText(l.*member) : optionalText(l.*member, decimals); },
            Qt::AlignRight, [member](const RunLine &l) { return optionalKey(l.*member); }, {}, {}, {}, about } };
}

QString scoreToolTip(const RunLine &line, const QString &metric)
{
    if (line.definition.isEmpty())
        return line.kind == run::JobKind::Predict ? Words::tr("Not scored under this definition") : Words::tr("A training has no replies; evaluate its adapter");
    if (!line.score(metric))
        return Words::tr("Missing; see the run's details");
    QString text = Words::tr("%1, %2 replies").arg(line.definition, parts::countText(line.replies));
    if (metric == QLatin1String("total_partial")) {
        QStringList names;
        for (const QString &name : line.lacking)
            names << parts::metricTitle(name);
        text += QLatin1Char('\n') + Words::tr("Without %1").arg(names.join(QStringLiteral(", ")));
    }
    return text + QLatin1Char('\n') + Words::tr("Click for the replies behind it");
}

RunColumn scoreColumn(const QString &metric)
{
    return { metric, metric,
        { parts::metricShortTitle(metric), [metric](const RunLine &l) { return optionalText(l.score(metric), 2); }, Qt::AlignRight,
            [metric](const RunLine &l) { return optionalKey(l.score(metric)); },
            [metric](const RunLine &l) { return scoreToolTip(l, metric); }, {}, {},
            parts::metricTitle(metric) + QLatin1Char('\n') + parts::metricFormula(metric) } };
}

} // namespace

QString RunLine::stateText() const
{
    if (folder_gone)
        return Words::tr("folder gone");
    if (outcome)
        return parts::outcomeTitle(*outcome);
    if (state == storage::RunState::Queued)
        return Words::tr("waits");
    const QString doing = stage.isEmpty() ? Words::tr("at work") : parts::stageTitle(stage);
    return progress ? QStringLiteral("%1, %2 %").arg(doing).arg(int(100 * *progress)) : doing;
}

std::optional<double> RunLine::score(const QString &metric) const
{
    if (metric == QLatin1String("total"))
        return total;
    if (metric == QLatin1String("total_partial"))
        return partial_total;
    const auto found = scores.find(metric);
    return found == scores.end() ? std::nullopt : std::optional(found->second);
}

std::vector<RunLine> readRunLines(storage::Database &database, const QString &definition)
{
    storage::RunRepository repository(database);
    storage::ScoreRepository scores(database);
    const std::vector<storage::RunRow> rows = repository.list();
    std::vector<RunLine> lines;
    lines.reserve(rows.size());
    for (const storage::RunRow &row : rows) {
        RunLine line;
        line.id = fromUtf8(row.id);
        line.name = fromUtf8(row.name);
        line.kind = row.spec.kind();
        line.data_hash = fromUtf8(row.spec.dataset_sha256);
        const workspace::RunTruth truth = workspace::truthOf(row);
        line.state = truth.state;
        line.outcome = truth.outcome;
        line.folder_gone = truth.folder_gone;
        line.stage = fromUtf8(row.stage);
        if (row.total > 0)
            line.progress = std::min(1.0, double(row.step) / double(row.total));
        line.started = fromUtf8(row.started);
        line.seconds = parts::workingSeconds(repository, row);
        line.folder = fromUtf8(row.folder.string());
        const auto shortModel = [](const std::string &model) { return fromUtf8(model).section(QLatin1Char('/'), -1); };
        if (const auto *train = std::get_if<run::TrainSpec>(&row.spec.job)) {
            line.model = shortModel(train->base_model);
            takeTraining(line, *train, repository, row.id);
        } else if (const auto *predict = std::get_if<run::PredictSpec>(&row.spec.job)) {
            line.model = shortModel(predict->base_model);
            const storage::RunRow *made = madeAdapterOf(row, *predict, rows);
            if (made) {
                line.adapter = fromUtf8(made->name);
                takeTraining(line, std::get<run::TrainSpec>(made->spec.job), repository, made->id);
            } else {
                line.adapter = fromUtf8(std::filesystem::path(predict->adapter).filename().string());
            }
            if (const auto set = scores.latest(row.id, parts::toUtf8(definition)))
                takeScores(line, *set);
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

QStringList readDefinitions(storage::Database &database)
{
    QStringList definitions { QStringLiteral("official@1") };
    storage::ScoreRepository scores(database);
    for (const storage::RunRow &row : storage::RunRepository(database).list()) {
        if (row.spec.kind() != run::JobKind::Predict)
            continue;
        for (const storage::ScoreSet &set : scores.list(row.id)) {
            if (!definitions.contains(fromUtf8(set.definition)))
                definitions << fromUtf8(set.definition);
        }
    }
    return definitions;
}

std::vector<RunColumn> runColumns(std::function<QColor(const QString &)> swatch)
{
    std::vector<RunColumn> columns;
    columns.push_back(textColumn("name", Words::tr("Name"), &RunLine::name));
    columns.back().column.icon = [swatch = std::move(swatch)](const RunLine &l) { return swatchIcon(swatch(l.id)); };
    columns.push_back({ QStringLiteral("kind"), {}, { Words::tr("Kind"), [](const RunLine &l) { return parts::kindTitle(l.kind); } } });
    columns.push_back({ QStringLiteral("state"), {},
        { Words::tr("State"), [](const RunLine &l) { return l.stateText(); }, Qt::AlignLeft, {}, {}, {},
            [](const RunLine &l, int role) -> QVariant {
                if (role == Qt::ForegroundRole && l.folder_gone)
                    return parts::currentLook().of(parts::Tone::Negative);
                if (role != Qt::ForegroundRole || !l.outcome)
                    return {};
                return parts::currentLook().of(parts::outcomeTone(*l.outcome));
            } } });
    columns.push_back({ QStringLiteral("lora_rank"), {},
        { Words::tr("Rank"), [](const RunLine &l) { return l.rank ? QString::number(*l.rank) : QString(); }, Qt::AlignRight,
            [](const RunLine &l) { return QVariant(l.rank.value_or(-1)); }, {}, {}, {}, QStringLiteral("lora_rank") } });
    columns.push_back(numberColumn("lora_alpha", Words::tr("Alpha"), &RunLine::alpha, -1, QStringLiteral("lora_alpha")));
    columns.push_back(numberColumn("learning_rate", QStringLiteral("lr"), &RunLine::learning_rate, -1, QStringLiteral("learning_rate")));
    columns.push_back(numberColumn("loss", Words::tr("Loss"), &RunLine::loss, 3, parts::metricFormula(QStringLiteral("loss"))));
    columns.push_back(numberColumn("eval_loss", Words::tr("Eval loss"), &RunLine::eval_loss, 3, parts::metricFormula(QStringLiteral("eval_loss"))));
    for (const QString &metric : parts::scoreNames())
        columns.push_back(scoreColumn(metric));
    columns.push_back(scoreColumn(QStringLiteral("total")));
    columns.push_back(scoreColumn(QStringLiteral("total_partial")));
    columns.push_back(textColumn("base_model", Words::tr("Model"), &RunLine::model));
    columns.push_back(textColumn("adapter", Words::tr("Adapter"), &RunLine::adapter, Words::tr("The training that made the adapter; empty: the base model")));
    columns.push_back({ QStringLiteral("data"), {},
        { Words::tr("Data"), [](const RunLine &l) { return l.data_hash.left(8); }, Qt::AlignLeft, {}, [](const RunLine &l) { return l.data_hash; }, {}, {},
            Words::tr("Beginning of the SHA-256 of the frozen dialogues: scores compare only where it is the same") } });
    columns.push_back(numberColumn("num_train_epochs", Words::tr("Epochs"), &RunLine::epochs, -1, Words::tr("num_train_epochs; empty where max_steps decided")));
    columns.push_back({ QStringLiteral("started"), {},
        { Words::tr("Started"), [](const RunLine &l) { return parts::whenText(parts::toUtf8(l.started)); }, Qt::AlignLeft,
            [](const RunLine &l) { return QVariant(l.started); }, [](const RunLine &l) { return l.started; } } });
    columns.push_back({ QStringLiteral("duration"), {},
        { Words::tr("Duration"), [](const RunLine &l) { return l.seconds ? parts::durationText(*l.seconds) : QString(); }, Qt::AlignRight,
            [](const RunLine &l) { return optionalKey(l.seconds); } } });
    return columns;
}

} // namespace runs
