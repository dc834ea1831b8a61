// SPDX-License-Identifier: GPL-3.0-or-later
// Names and formulas of metrics and curves as people read them. Metrics are named as in files: "bleu_4" ... "total",
// "loss", "eval_loss", "learning_rate", "grad_norm", "tokens_per_second".
#pragma once

#include <QString>
#include <QStringList>

namespace parts {

// The seven of the official definition, in its order, without the Total.
const QStringList &scoreNames();

QString metricTitle(const QString &name); // "Vector Extrema"; the name itself when unknown
QString metricShortTitle(const QString &name); // for column heads: "Ext"
QString metricFormula(const QString &name); // a tooltip: what it is, how it is computed, what to mind
// Whether every reply has a value of its own (BLEU-4 yes, Distinct-2 no).
bool isPerReply(const QString &name);
// Why a score is missing, as core/metrics says it, in the person's language.
QString missingText(const QString &reason);

} // namespace parts
