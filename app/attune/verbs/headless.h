// SPDX-License-Identifier: GPL-3.0-or-later
// What every verb with a workspace begins with: an application without a window, the workspace, Ctrl-C.
#pragma once

#include "attune_verbs/interrupt.h"
#include "jobs/workspace_jobs.h"
#include "workspace/workspace.h"

#include <QCoreApplication>

#include <functional>
#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace verbs {

// Adds --workspace to a verb.
void addWorkspaceOption(CLI::App &verb, std::string &workspace);

// A spec's field as an option under its own name and with dashes: --lora_rank and --lora-rank.
std::string optionNames(const std::string &field);

// A verb takes up its own run only, for another desk may be minding the queue, and scores it itself.
jobs::JobOptions verbOptions();

// Where pictures are drawn without a session, Qt would complain on stderr and choose this folder itself.
void giveRuntimeFolder();

class Headless
{
public:
    enum class Draws { Nothing, Pictures }; // pictures need the offscreen platform's fonts and painters

    explicit Headless(Draws draws = Draws::Nothing);

    const base::CancelToken &cancel() const { return m_cancel; }

    // Opens what findWorkspace finds; `make` creates the named folder when there is no workspace in it yet.
    std::unique_ptr<workspace::Workspace> openWorkspace(const std::string &given, bool make = false) const;

    // Runs the event loop until `done` is true. The first Ctrl-C calls `interrupted` once; a second ends the process.
    // Returns false when it was interrupted.
    bool waitUntil(const std::function<bool()> &done, const std::function<void()> &interrupted) const;

private:
    int m_argc = 1;
    char m_name[7] = "attune";
    char *m_argv[2] = { m_name, nullptr };
    base::CancelToken m_cancel = cancelOnInterrupt();
    std::unique_ptr<QCoreApplication> m_application;
};

} // namespace verbs
