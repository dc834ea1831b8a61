// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/headless.h"

#include "storage/import_journal.h"
#include "storage/repair.h"

#ifdef ATTUNE_WINDOW
#include "ui/shell/theme.h"
#endif

#include <CLI/CLI.hpp>

#include <QApplication>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <unistd.h>

namespace verbs {

void addWorkspaceOption(CLI::App &verb, std::string &workspace)
{
    verb.add_option("--workspace", workspace,
        "The workspace folder; default: ATTUNE_WORKSPACE, else the nearest .attune folder above");
}

std::string optionNames(const std::string &field)
{
    std::string dashed = field;
    std::replace(dashed.begin(), dashed.end(), '_', '-');
    return dashed == field ? "--" + field : "--" + field + ",--" + dashed;
}

void giveRuntimeFolder()
{
    if (!qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR"))
        return;
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("runtime-" + std::to_string(::getuid()));
    std::error_code ec;
    std::filesystem::create_directory(folder, ec);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, ec); // Qt takes no other
    if (!ec)
        qputenv("XDG_RUNTIME_DIR", QByteArray::fromStdString(folder.string()));
}

Headless::Headless(Draws draws)
{
    if (draws == Draws::Pictures) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        giveRuntimeFolder();
        auto application = std::make_unique<QApplication>(m_argc, m_argv);
#ifdef ATTUNE_WINDOW
        // Pictures look as the window does.
        shell::prepareLook(*application);
        shell::applyTheme(*application, QStringLiteral("light"));
#endif
        m_application = std::move(application);
    } else {
        m_application = std::make_unique<QCoreApplication>(m_argc, m_argv);
    }
}

jobs::JobOptions verbOptions()
{
    jobs::JobOptions options;
    options.runs_jobs = false;
    options.scores_predictions = false;
    return options;
}

namespace {

// A large workspace of an earlier version takes as long as an import of all its dialogues.
void tellOfUpdate(const std::filesystem::path &folder)
{
    constexpr int64_t kAtOnce = 16 << 20; // bytes: a moment
    if (const int64_t bytes = storage::Database::bytesOfOlder(folder); bytes > kAtOnce) {
        std::fprintf(stderr, "%s (%lld MB) is of an earlier version of Attune and is being brought up to date. This takes a while, once; "
                             "when it is interrupted, the next start goes on with it.\n",
            folder.c_str(), static_cast<long long>(bytes >> 20));
    }
}

} // namespace

std::unique_ptr<workspace::Workspace> Headless::openWorkspace(const std::string &given, bool make) const
{
    if (make && !given.empty() && !storage::isRepairable(given))
        return workspace::Workspace::create(given);
    const std::filesystem::path folder = workspace::findWorkspace(given);
    tellOfUpdate(folder);
    auto workspace = workspace::Workspace::open(folder);
    // A verb reads what is there now, not what a killed import left for the moment.
    if (!workspace->isReadOnly())
        storage::takeBackAbandonedImports(workspace->database(), std::numeric_limits<int64_t>::max());
    return workspace;
}

bool Headless::waitUntil(const std::function<bool()> &done, const std::function<void()> &interrupted) const
{
    QEventLoop loop;
    bool wasInterrupted = false;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (done())
            loop.quit();
        if (m_cancel.isCancelled() && !wasInterrupted) {
            wasInterrupted = true;
            interrupted();
        }
    });
    look.start(50);
    if (!done())
        loop.exec();
    return !wasInterrupted;
}

} // namespace verbs
