// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/workspace_source.h"

#include "ui/parts/text_format.h"
#include "workspace/freeze.h"
#include "workspace/model_catalog.h"
#include "workspace/workspace.h"

#include <QCoreApplication>

namespace prompts {

namespace {
constexpr int kMostDialogues = 500; // in the combo; others come by a link

QString titleOf(const storage::DialogueRow &row)
{
    QStringList words;
    if (!row.source_key.empty())
        words << parts::fromUtf8(row.source_key);
    if (!row.profile_name.empty())
        words << parts::fromUtf8(row.profile_name);
    words << (row.situation.empty() ? parts::fromUtf8(row.first_text) : parts::fromUtf8(row.situation)).simplified().left(60);
    return words.join(QStringLiteral(" · "));
}
} // namespace

DialogueSource workspaceSource(workspace::Workspace &workspace)
{
    DialogueSource source;
    source.one = [&workspace](const QString &id) { return workspace.dialogues().get(parts::toUtf8(id)).dialogue; };
    // Runs on a pool thread, so it needs a connection of its own.
    source.all = [folder = workspace.folder()](const base::CancelToken &cancel) {
        storage::Database database = storage::Database::open(folder, storage::Maintenance::None);
        // The data set as a run takes it: without chats.
        std::vector<storage::SourceCount> left;
        return workspace::dialoguesOf(database, {}, left, cancel);
    };
    source.chats = [&workspace] {
        qint64 chats = 0;
        for (const storage::SourceCount &counted : workspace.dialogues().sources())
            chats += workspace::isChat(counted.source_name) ? counted.dialogues : 0;
        return chats;
    };
    return source;
}

QList<Choice> dialogueChoices(workspace::Workspace &workspace)
{
    QList<Choice> choices;
    storage::DialogueQuery query;
    query.limit = kMostDialogues;
    for (const storage::DialogueRow &row : workspace.dialogues().list(query))
        choices.append({ parts::fromUtf8(row.id), titleOf(row), titleOf(row) });
    return choices;
}

QList<Choice> modelChoices(workspace::Workspace &workspace)
{
    QList<Choice> choices;
    for (const workspace::CatalogModel &model : workspace::catalogModels(workspace)) {
        if (model.available)
            choices.append({ parts::fromUtf8(model.key), parts::fromUtf8(model.name), parts::fromUtf8(model.key), model.chat_template });
    }
    return choices;
}

} // namespace prompts
