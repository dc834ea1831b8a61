// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/data_recipe.h"

#include "ui/parts/text_format.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace parts {

namespace {
struct Words
{
    Q_DECLARE_TR_FUNCTIONS(parts::DataRecipe)
};
} // namespace

workspace::FreezeRecipe recipeOf(const DataPick &pick, storage::Database &database)
{
    workspace::FreezeRecipe recipe;
    recipe.filter.search = toUtf8(pick.search);
    if (!pick.source.isEmpty())
        recipe.filter.source_name = toUtf8(pick.source);
    recipe.seeded.seed = uint64_t(pick.seed);
    if (pick.by_file) {
        recipe.split_by = workspace::SplitBy::File;
        recipe.by_file = workspace::guessFileSplit(storage::DialogueRepository(database).sources());
    }
    return recipe;
}

QString splitWords(const std::string &recipe)
{
    // As dialogue::SplitRecipe::words and workspace::onlyPart write it.
    static const QRegularExpression form(QStringLiteral("^seed (\\d+), ([\\d.:]+)( by situation)?(?:, (train|validation|test) only)?$"));
    const QString text = fromUtf8(recipe);
    const QRegularExpressionMatch found = form.match(text);
    if (!found.hasMatch())
        return text;
    QString words = found.captured(3).isEmpty() ? Words::tr("seed %1, %2").arg(found.captured(1), found.captured(2))
                                                : Words::tr("seed %1, %2 by situation").arg(found.captured(1), found.captured(2));
    const QString part = found.captured(4);
    if (part == QLatin1String("train"))
        words = Words::tr("%1, train only").arg(words);
    else if (part == QLatin1String("validation"))
        words = Words::tr("%1, validation only").arg(words);
    else if (part == QLatin1String("test"))
        words = Words::tr("%1, test only").arg(words);
    return words;
}

} // namespace parts
