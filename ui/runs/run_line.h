// SPDX-License-Identifier: GPL-3.0-or-later
// A run as the table shows it: the newest scores under one scoring definition, and, for a run of replies, the settings of the
// training whose adapter it used.
#pragma once

#include "storage/run_repository.h"
#include "storage/score_repository.h"
#include "ui/parts/row_model.h"

#include <QString>
#include <QStringList>

#include <map>
#include <optional>
#include <vector>

namespace runs {

struct RunLine
{
    QString id;
    QString name;
    run::JobKind kind = run::JobKind::Train;
    QString model;
    QString adapter; // name of the training that made it; empty: the base model
    QString data_hash; // SHA-256 of the frozen data
    std::optional<int> rank;
    std::optional<double> alpha;
    std::optional<double> learning_rate;
    std::optional<double> epochs;
    std::optional<double> loss; // the last one
    std::optional<double> eval_loss;
    QString definition; // of the scores; empty: none under the asked definition
    qint64 score_set = 0;
    qint64 replies = 0;
    std::map<QString, double> scores; // "bleu_4" ...; what is missing is not in it
    std::optional<double> total; // complete only
    std::optional<double> partial_total; // with something missing
    QStringList lacking; // metrics that the partial total is without
    storage::RunState state = storage::RunState::Queued;
    std::optional<run::Outcome> outcome;
    QString stage;
    std::optional<double> progress; // 0 to 1
    QString started; // UTC
    std::optional<double> seconds;
    QString folder;
    bool folder_gone = false; // somebody moved or deleted it

    QString stateText() const;
    std::optional<double> score(const QString &metric) const; // also "total", "total_partial"
};

// All runs, newest first, with their newest scores under `definition`. Reads only; any thread with its own connection.
std::vector<RunLine> readRunLines(storage::Database &database, const QString &definition);
// The scoring definitions that any run has scores under, the official one always among them.
QStringList readDefinitions(storage::Database &database);

// A column with the name by which it is remembered; metric columns carry the metric's name.
struct RunColumn
{
    QString key; // "name", "lora_rank", "bleu_4"
    QString metric; // empty: no score
    parts::Column<RunLine> column;
};
// `swatch` gives the colour of a selected run, an invalid one for the others.
std::vector<RunColumn> runColumns(std::function<QColor(const QString &id)> swatch);

} // namespace runs
