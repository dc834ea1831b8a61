// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/page_table.h"

#include "ui/chat/chat_page.h"
#include "ui/dialogues/dialogues_page.h"
#include "ui/evaluation/evaluate_page.h"
#include "ui/home/home_page.h"
#include "ui/models/models_page.h"
#include "ui/profiles/profiles_page.h"
#include "ui/prompts/prompts_page.h"
#include "ui/runs/runs_page.h"
#include "ui/training/train_page.h"

#include <QCoreApplication>

namespace shell {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(shell::PageTable)
};

template <typename Made> PageRow row(const char *id, const QString &title, const char *icon, bool needsWorkspace = true)
{
    return { id, title, icon, needsWorkspace, [](parts::Desk &desk) -> parts::Page * { return new Made(desk); } };
}

} // namespace

std::vector<PageRow> pageTable()
{
    return {
        row<home::HomePage>(parts::page::kHome, Words::tr("Home"), "go-home", false),
        row<dialogues::DialoguesPage>(parts::page::kDialogues, Words::tr("Dialogues"), "dialogues"),
        row<profiles::ProfilesPage>(parts::page::kProfiles, Words::tr("Profiles"), "user-identity"),
        row<prompts::PromptsPage>(parts::page::kPrompts, Words::tr("Prompts"), "template"),
        row<chat::ChatPage>(parts::page::kChat, Words::tr("Chat"), "edit-comment"),
        row<training::TrainPage>(parts::page::kTrain, Words::tr("Train"), "run-build"),
        row<evaluation::EvaluatePage>(parts::page::kEvaluate, Words::tr("Evaluate"), "office-chart-bar"),
        row<runs::RunsPage>(parts::page::kRuns, Words::tr("Runs"), "view-statistics"),
        row<models::ModelsPage>(parts::page::kModels, Words::tr("Models"), "server-database"),
    };
}

} // namespace shell
