// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/headless.h"
#include "attune_verbs/verbs.h"

#include "base/error.h"
#include "base/json.h"
#include "base/numbers.h"
#include "ui/shell/window_start.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace verbs {

namespace {

constexpr int kMinSide = 320;
constexpr int kMaxSide = 8192;

// "1280x800"
void readSize(const std::string &text, shell::ScreenshotOptions &options)
{
    const size_t cross = text.find('x');
    const auto width = base::toInteger(text.substr(0, cross));
    const auto height = base::toInteger(cross == std::string::npos ? std::string() : text.substr(cross + 1));
    const auto fits = [](const auto &side) { return side && *side >= kMinSide && *side <= kMaxSide; };
    if (!fits(width) || !fits(height)) {
        throw base::Failure(base::ErrorKind::Usage, "screenshot", {},
            { { "reason", "--size is WIDTHxHEIGHT, each from 320 to 8192, not \"" + text + "\"" } });
    }
    options.width = int(*width);
    options.height = int(*height);
}

struct Options
{
    shell::ScreenshotOptions picture;
    std::string size = "1280x800";
    bool json = false;
};

void draw(Options &options)
{
    readSize(options.size, options.picture);
    // The window would say in a message of its own why it did not open.
    if (!options.picture.workspace.empty())
        storage::Database::open(options.picture.workspace);
    int argc = 1;
    char name[] = "attune";
    char *argv[] = { name, nullptr };
    giveRuntimeFolder();
    shell::takeScreenshot(argc, argv, options.picture);
    if (options.json) {
        std::cout << base::toLine({ { "page", options.picture.page }, { "path", options.picture.file.string() },
                         { "width", options.picture.width }, { "height", options.picture.height } })
                  << '\n';
    }
}

} // namespace

void addScreenshot(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand("screenshot", "Draws a page of the window into a PNG file, without a display");
    verb->add_option("PAGE", options->picture.page, "home, dialogues, profiles, prompts, chat, train, evaluate, runs, models ...")->required();
    verb->add_option("FILE", options->picture.file, "The picture, .png")->required();
    verb->add_option("--workspace", options->picture.workspace, "The workspace to show; default: none");
    verb->add_option("--size", options->size, "WIDTHxHEIGHT in pixels")->capture_default_str();
    verb->add_option("--theme", options->picture.theme, "light or dark")->capture_default_str()->check(CLI::IsMember({ "light", "dark" }));
    verb->add_option("--locale", options->picture.locale, "en or zh_CN")->capture_default_str()->check(CLI::IsMember({ "en", "zh_CN" }));
    verb->add_option("--link", options->picture.link, "What the page opens: key=value,key=value with the keys dialogue, run, profile ...");
    verb->add_flag("--json", options->json, "Says what was drawn as one JSON object on stdout");
    verb->callback([options] { draw(*options); });
}

} // namespace verbs
