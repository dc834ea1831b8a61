// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chat_choices.h"

#include "ui/parts/presets.h"
#include "ui/parts/text_format.h"
#include "workspace/model_catalog.h"
#include "workspace/prompt_shelf.h"
#include "workspace/workspace.h"

#include <QCoreApplication>

namespace chat {

namespace {

constexpr int kMostProfiles = 300;
constexpr int kMostChats = 20;

QString shortened(const std::string &text, int length = 48)
{
    const QString line = parts::fromUtf8(text).simplified();
    return line.size() > length ? line.left(length - 1) + QStringLiteral("…") : line;
}

} // namespace

QList<Choice> modelChoices(workspace::Workspace &workspace)
{
    QList<Choice> choices;
    for (const workspace::CatalogModel &model : workspace::catalogModels(workspace)) {
        if (model.available)
            choices.append({ parts::fromUtf8(model.key), parts::fromUtf8(model.name), parts::fromUtf8(model.key) });
    }
    return choices;
}

QList<Choice> adapterChoices(workspace::Workspace &workspace, const QString &model)
{
    QList<Choice> choices;
    for (const workspace::CatalogAdapter &adapter : workspace::catalogAdapters(workspace, parts::toUtf8(model))) {
        const QString path = parts::fromUtf8(adapter.path.string());
        choices.append({ path, parts::fromUtf8(adapter.name),
            QCoreApplication::translate("chat::ChatChoices", "rank %1, alpha %2, %3")
                .arg(adapter.lora_rank)
                .arg(adapter.lora_alpha)
                .arg(parts::whenText(adapter.created)) });
    }
    return choices;
}

QList<Choice> promptChoices(workspace::Workspace &workspace)
{
    QList<Choice> choices;
    for (const storage::StoredPrompt &prompt : workspace.prompts().list())
        choices.append({ parts::fromUtf8(prompt.id), parts::fromUtf8(prompt.name) });
    for (const text::PromptTemplate &preset : parts::presetPrompts())
        choices.append({ parts::fromUtf8(preset.id), parts::fromUtf8(preset.name),
            QCoreApplication::translate("chat::ChatChoices", "comes with Attune") });
    return choices;
}

QList<Choice> profileChoices(workspace::Workspace &workspace)
{
    QList<Choice> choices;
    storage::ProfileQuery query;
    query.limit = kMostProfiles;
    for (const storage::ProfileRow &row : workspace.profiles().list(query)) {
        const QString name = row.name.empty() ? QCoreApplication::translate("chat::ChatChoices", "No name") : parts::fromUtf8(row.name);
        const QString situation = shortened(row.situation);
        choices.append({ parts::fromUtf8(row.id), situation.isEmpty() ? name : name + QStringLiteral(" · ") + situation,
            parts::fromUtf8(row.situation) });
    }
    return choices;
}

QList<Choice> recentChats(workspace::Workspace &workspace)
{
    QList<Choice> choices;
    storage::DialogueQuery query;
    query.source_name = "chat";
    query.order = storage::DialogueOrder::Updated;
    query.descending = true;
    query.limit = kMostChats;
    for (const storage::DialogueRow &row : workspace.dialogues().list(query)) {
        choices.append({ parts::fromUtf8(row.id), shortened(row.first_text),
            //: number of turns, when it was changed
            QCoreApplication::translate("chat::ChatChoices", "turns: %1, %2").arg(row.turn_count).arg(parts::whenText(row.updated)) });
    }
    return choices;
}

text::PromptTemplate promptOf(workspace::Workspace &workspace, const QString &id)
{
    return id.isEmpty() ? text::PromptTemplate {} : workspace::resolvePrompt(parts::toUtf8(id), &workspace.prompts());
}

dialogue::Profile profileOf(workspace::Workspace &workspace, const QString &id)
{
    return id.isEmpty() ? dialogue::Profile {} : workspace.profiles().get(parts::toUtf8(id)).profile;
}

QString profileSummary(const dialogue::Profile &profile)
{
    QStringList who;
    for (const char *field : { "Age", "Sex", "Occupation" }) {
        if (const std::string value = profile.text(field); !value.empty())
            who << parts::fromUtf8(value);
    }
    QStringList parts { who.join(QStringLiteral(", ")), parts::fromUtf8(profile.text("situation")) };
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

} // namespace chat
