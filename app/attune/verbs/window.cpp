// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/verbs.h"

#include "base/error.h"
#include "storage/database.h"
#include "ui/shell/window_start.h"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <memory>

namespace verbs {

namespace {

bool isSet(const char *name)
{
    const char *value = std::getenv(name);
    return value && *value;
}

// Qt would abort without a display; a sentence is kinder.
void refuseWithoutDisplay()
{
    if (isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM"))
        return;
    throw base::Failure(base::ErrorKind::MissingResource, "A display for the window", {},
        { { "reason", "neither DISPLAY nor WAYLAND_DISPLAY is set" },
            { "remedy", "Start it in a desktop session, or use the verbs without a window: attune --help." } });
}

// As `attune import --workspace NEW` does; a path whose parent is not there either is a slip of the keyboard.
void makeNewWorkspace(const std::filesystem::path &folder)
{
    std::error_code ec;
    const std::filesystem::path place = (std::filesystem::absolute(folder, ec).lexically_normal() / "").parent_path();
    if (!folder.empty() && !std::filesystem::exists(place, ec) && std::filesystem::is_directory(place.parent_path(), ec))
        storage::Database::create(place);
}

int openWindow(const shell::WindowOptions &options)
{
    refuseWithoutDisplay();
    if (!options.sample)
        makeNewWorkspace(options.workspace);
    int argc = 1;
    char name[] = "attune";
    char *argv[] = { name, nullptr };
    return shell::startWindow(argc, argv, options);
}

} // namespace

void addWindow(CLI::App &program)
{
    auto options = std::make_shared<shell::WindowOptions>();
    program.add_option("--workspace", options->workspace, "The workspace to open the window on, made when it is new; default: the one opened last");
    program.add_flag("--sample", options->sample, "Open the sample workspace, made when it is not there yet; --workspace says where");
    program.add_option("--theme", options->theme, "system, light or dark")->check(CLI::IsMember({ "system", "light", "dark" }));
    program.add_option("--locale", options->locale, "system, en or zh_CN")->check(CLI::IsMember({ "system", "en", "zh_CN" }));
    program.callback([&program, options] {
        if (program.get_subcommands().empty() && openWindow(*options) != 0)
            throw base::Failure(base::ErrorKind::Internal, "the window");
    });
}

} // namespace verbs
