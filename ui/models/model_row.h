// SPDX-License-Identifier: GPL-3.0-or-later
// One model in the list: found on this machine, or only known by its card.
#pragma once

#include "run/model_report.h"
#include "ui/parts/row_model.h"

#include <QString>

namespace models {

enum class Origin { Embedded, Added, KnownOnly };

struct ModelRow
{
    QString key; // what other pages are given: the id of a known model, or a path
    Origin origin = Origin::Added;
    bool isChecked = false; // the report is there
    std::string chatTemplate; // chosen by a person; empty: recognised
    run::ModelReport report; // without a check: the card alone
};

// A row before it was checked.
ModelRow rowOfCard(const run::ModelCard &card, Origin origin);
ModelRow rowOfPath(const QString &path, const std::string &chatTemplate = {});

QString stateText(const ModelRow &row); // "ready", "not here", "no tokenizer", ...
QString parametersText(qint64 parameters); // "135 M", "7.6 B"
QString templateText(const ModelRow &row);
QString languagesText(const run::ModelCard &card);
QString notesText(const run::ModelCard &card); // translated for our own cards

std::vector<parts::Column<ModelRow>> modelColumns();

} // namespace models
