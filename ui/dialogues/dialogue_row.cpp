// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogues/dialogue_row.h"

#include "ui/parts/text_format.h"

#include <QCoreApplication>

namespace dialogues {

namespace {
struct Words
{
    Q_DECLARE_TR_FUNCTIONS(dialogues::DialogueRow)
};
} // namespace

QString rowTitle(const storage::DialogueRow &row)
{
    const QString name = parts::fromUtf8(row.profile_name);
    QString about = parts::fromUtf8(row.situation.empty() ? row.first_text : row.situation).simplified();
    if (name.isEmpty())
        return about.isEmpty() ? Words::tr("Empty dialogue") : about;
    return about.isEmpty() ? name : Words::tr("%1: %2", "name: situation").arg(name, about);
}

QString rowNote(const storage::DialogueRow &row)
{
    QStringList words { Words::tr("%n turn(s)", nullptr, int(row.turn_count)) };
    if (row.strategy_count > 0)
        words << Words::tr("%n strategy(ies)", nullptr, int(row.strategy_count));
    const QString source = parts::fromUtf8(row.source_name);
    const QString key = parts::fromUtf8(row.source_key);
    if (!source.isEmpty() || !key.isEmpty())
        words << QStringLiteral("%1 %2").arg(source, key).simplified();
    if (!row.language.empty())
        words << parts::fromUtf8(row.language);
    if (row.revision > 1)
        words << Words::tr("revision %1").arg(row.revision);
    return words.join(QStringLiteral(" · "));
}

} // namespace dialogues
