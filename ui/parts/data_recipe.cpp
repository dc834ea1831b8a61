// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/data_recipe.h"

#include "ui/parts/number_edit.h"
#include "ui/parts/text_format.h"

#include <QCoreApplication>

namespace parts {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(parts::DataRecipe)
};

QString listed(const QStringList &names) { return names.join(Words::tr(", ", "between names")); }

QString listed(const std::vector<std::string> &names)
{
    QStringList all;
    for (const std::string &name : names)
        all << fromUtf8(name);
    return listed(all);
}

QString seededWords(const run::SplitRecord &split)
{
    const QString ratios = QStringLiteral("%1:%2:%3").arg(numberText(split.ratios[0]), numberText(split.ratios[1]), numberText(split.ratios[2]));
    if (split.version > 1)
        return Words::tr("seed %1, %2").arg(QString::number(split.seed), ratios);
    return split.grouped ? Words::tr("seed %1, %2 by situation, older split").arg(QString::number(split.seed), ratios)
                         : Words::tr("seed %1, %2, older split").arg(QString::number(split.seed), ratios);
}

QString fileWords(const run::SplitRecord &split)
{
    QStringList files;
    for (const auto &[file, part] : split.files)
        files << QStringLiteral("%1 %2").arg(fromUtf8(file), partTitle(part));
    return Words::tr("by file: %1").arg(listed(files));
}

} // namespace

workspace::FreezeRecipe recipeOf(const DataPick &pick, storage::Database &database)
{
    workspace::FreezeRecipe recipe;
    recipe.filter.search = toUtf8(pick.search);
    if (pick.sources) {
        for (const QString &source : *pick.sources)
            recipe.sources.only.push_back(toUtf8(source));
        recipe.sources.nothing = pick.sources->isEmpty();
    }
    recipe.seeded.seed = uint64_t(pick.seed);
    if (pick.by_file) {
        recipe.split_by = run::SplitBy::File;
        recipe.by_file = workspace::guessFileSplit(storage::DialogueRepository(database).sources());
    }
    return recipe;
}

QList<DataSource> dataSources(const std::vector<storage::SourceCount> &sources)
{
    QList<DataSource> all;
    for (const storage::SourceCount &source : sources)
        all << DataSource { fromUtf8(source.source_name), source.dialogues, workspace::isChat(source.source_name) };
    return all;
}

QString partTitle(run::Split part)
{
    switch (part) {
    case run::Split::Train:
        return Words::tr("train");
    case run::Split::Validation:
        return Words::tr("validation");
    case run::Split::Test:
        return Words::tr("test");
    }
    return {};
}

QString splitWords(const run::SplitRecord &split)
{
    QStringList words;
    if (split.by == run::SplitBy::Seed)
        words << seededWords(split);
    else if (split.by == run::SplitBy::File)
        words << fileWords(split);
    else if (!split.sentence.empty())
        words << fromUtf8(split.sentence);
    if (!split.sources.empty())
        words << Words::tr("only %1").arg(listed(split.sources));
    if (!split.without_sources.empty())
        words << Words::tr("without %1").arg(listed(split.without_sources));
    if (!split.search.empty())
        words << Words::tr("with the words “%1”").arg(fromUtf8(split.search));
    if (!split.language.empty())
        words << Words::tr("language %1").arg(fromUtf8(split.language));
    if (split.part)
        words << Words::tr("the part %1 only").arg(partTitle(*split.part));
    if (split.cut_to_tokens > 0)
        words << Words::tr("cut to %1 training tokens").arg(countText(split.cut_to_tokens));
    return listed(words);
}

QStringList dataNotes(const workspace::Frozen &frozen)
{
    QStringList notes, sources, empty;
    if (frozen.split.by == run::SplitBy::File)
        notes << Words::tr("Split %1").arg(fileWords(frozen.split));
    for (const storage::SourceCount &source : frozen.sources_left_out)
        sources << QStringLiteral("%1 (%2)").arg(fromUtf8(source.source_name), countText(source.dialogues));
    if (!sources.isEmpty())
        notes << Words::tr("Not taken: %1").arg(listed(sources));
    for (const run::Split part : frozen.empty_parts)
        empty << partTitle(part);
    if (!empty.isEmpty())
        notes << Words::tr("No dialogue falls into: %1. A part is never filled from another one; more dialogues or another seed may fill it.").arg(listed(empty));
    if (!frozen.leaks.empty())
        notes << Words::tr("%n situation(s) or near-duplicate(s) stand in more than one part: scores on them are too good.", nullptr, int(frozen.leaks.size()));
    if (frozen.left_out > 0)
        notes << Words::tr("%n dialogue(s) are left out: without a supporter's reply, with an empty turn, or of no part.", nullptr, int(frozen.left_out));
    return notes;
}

} // namespace parts
