// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/headless.h"
#include "attune_verbs/progress.h"
#include "attune_verbs/verbs.h"

#include "base/json.h"
#include "storage/repair.h"
#include "storage/run_repository.h"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <iostream>
#include <memory>

namespace verbs {

namespace {

namespace fs = std::filesystem;

struct Options
{
    std::string workspace;
    std::string from;
    bool yes = false;
    bool json = false;
};

// A damaged workspace may have lost the file by which workspaces are found.
fs::path folderOf(const Options &options)
{
    const char *named = std::getenv("ATTUNE_WORKSPACE");
    const fs::path given = !options.workspace.empty() ? options.workspace : named ? named : "";
    return !given.empty() && storage::isRepairable(given) ? fs::absolute(given).lexically_normal() : workspace::findWorkspace(given);
}

// The backup to go back to; nothing: none is good.
std::optional<size_t> chosen(const storage::RepairPlan &plan, const std::string &from)
{
    if (from.empty())
        return plan.newest_good;
    for (size_t i = 0; i < plan.backups.size(); ++i) {
        if (plan.backups[i].file.filename() == fs::path(from).filename())
            return i;
    }
    throw base::Failure(base::ErrorKind::NotFound, "The backup " + from, "backups/", { { "remedy", "attune repair lists what is there." } });
}

base::Json toJson(const std::optional<storage::NewerWork> &newer)
{
    if (!newer)
        return base::Json();
    return { { "states", newer->states }, { "prompts", newer->prompts }, { "drafts", newer->drafts }, { "others", newer->others }, { "last", newer->last } };
}

base::Json toJson(const storage::RepairPlan &plan, size_t i)
{
    base::Json json { { "file", plan.backups[i].file.string() }, { "time", plan.backups[i].time }, { "good", plan.contents[i].good },
        { "last_change", plan.contents[i].last_change }, { "revisions", plan.contents[i].revisions }, { "newer", toJson(plan.newer[i]) } };
    if (!plan.contents[i].good)
        json["reason"] = plan.contents[i].reason;
    return json;
}

std::string newerText(const std::optional<storage::NewerWork> &newer)
{
    if (!newer)
        return "what is newer cannot be read";
    if (newer->isNothing())
        return "nothing is newer";
    std::string text;
    const auto add = [&text](int64_t count, const char *one, const char *many) {
        if (count > 0)
            text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + (count == 1 ? one : many);
    };
    add(newer->states, "saved state", "saved states");
    add(newer->prompts, "version of a prompt", "versions of prompts");
    add(newer->others, "name or model", "names and models");
    add(newer->drafts, "draft", "drafts");
    return "newer: " + text + (newer->last.empty() ? "" : "; the last of " + newer->last);
}

void tell(const fs::path &folder, const storage::RepairPlan &plan)
{
    std::cout << folder.string() << (plan.damaged ? " is damaged: " + plan.reason : " is whole") << '\n';
    for (size_t i = 0; i < plan.backups.size(); ++i) {
        std::cout << "  " << plan.backups[i].file.filename().string() << "  "
                  << (plan.contents[i].good ? newerText(plan.newer[i]) : "not good: " + plan.contents[i].reason) << '\n';
    }
    if (plan.backups.empty())
        std::cout << "  no backups\n";
}

void repair(const Options &options)
{
    const Headless headless;
    const fs::path folder = folderOf(options);
    const storage::RepairPlan plan = [&] {
        ProgressLine line("Reading the workspace and its backups");
        return storage::planRepair(folder, [&](double done) {
            headless.cancel().throwIfCancelled("The repair");
            line.show(done);
        });
    }();
    const auto backup = chosen(plan, options.from);
    const bool needed = plan.damaged || !options.from.empty();
    base::Json json { { "workspace", folder.string() }, { "damaged", plan.damaged }, { "reason", plan.reason },
        { "last_change", plan.last_change }, { "backups", base::Json::array() }, { "restored", base::Json() } };
    for (size_t i = 0; i < plan.backups.size(); ++i)
        json["backups"].push_back(toJson(plan, i));
    if (!options.json)
        tell(folder, plan);
    if (needed && options.yes) {
        const auto file = backup ? std::optional(plan.backups[*backup].file) : std::nullopt;
        const fs::path aside = storage::restore(folder, file);
        json["restored"] = file ? file->string() : "";
        json["moved_to"] = aside.string();
        if (!options.json) {
            std::cout << (file ? "Went back to " + file->filename().string() : std::string("Made an empty workspace, as no backup is good")) << ". "
                      << (aside.empty() ? std::string("Nothing was in its place") : "What was there is in " + aside.string()) << '\n';
        }
    }
    if (options.yes) {
        storage::Database database = storage::Database::open(folder);
        const storage::RebuildReport report = storage::rebuildRuns(database);
        json["runs"] = report.runs;
        json["problems"] = report.problems;
        if (!options.json) {
            std::cout << report.runs << (report.runs == 1 ? " run" : " runs") << " read from their folders again\n";
            for (const std::string &problem : report.problems)
                std::cout << "  " << problem << '\n';
        }
    } else if (!options.json) {
        std::cout << "Nothing was changed. "
                  << (!needed      ? "--yes reads its runs from their folders again"
                          : backup ? "--yes goes back to " + plan.backups[*backup].file.filename().string()
                                   : "No backup is good: --yes makes an empty workspace with the runs that are there")
                  << (needed ? "; what is there now is kept in backups/.\n" : ".\n");
    }
    if (options.json)
        std::cout << base::toLine(json) << '\n';
}

} // namespace

void addRepair(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand(
        "repair", "Looks whether a workspace is whole, goes back to a backup if it is not, and reads its runs from their folders again");
    addWorkspaceOption(*verb, options->workspace);
    verb->add_option("--from", options->from, "The backup to go back to, also when nothing is damaged; default: the newest good one");
    verb->add_flag("--yes", options->yes, "Does it; without, it says what it would do");
    verb->add_flag("--json", options->json, "One JSON object on stdout");
    verb->callback([options] { repair(*options); });
}

} // namespace verbs
