// SPDX-License-Identifier: GPL-3.0-or-later
// How the program's command line opens the window or draws a page of it. Each makes its own QApplication; no Qt object
// may exist before.
#pragma once

#include <filesystem>
#include <string>

namespace shell {

struct WindowOptions
{
    std::filesystem::path workspace; // empty: the one opened last, else Home without one
    bool sample = false; // open the sample workspace (`workspace`, when it is named), made when needed
    std::string theme; // "", "system", "light", "dark"; empty: the preference
    std::string locale; // "", "system", "en", "zh_CN"
};

// Returns when the window was closed.
int startWindow(int &argc, char **argv, const WindowOptions &options);

struct ScreenshotOptions
{
    std::string page; // "home", "dialogues", ...
    std::filesystem::path file; // .png
    std::filesystem::path workspace; // empty: without one
    int width = 1280;
    int height = 800;
    std::string theme = "light";
    std::string locale = "en";
    std::string link; // what the page opens: "key=value,key=value"
};

// Draws one page of the window, offscreen, as soon as the page says that its content is there.
// Throws base::Failure{Usage, NotAWorkspace, FileUnwritable, ...}.
void takeScreenshot(int &argc, char **argv, const ScreenshotOptions &options);

} // namespace shell
