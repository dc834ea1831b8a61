// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/worker_process.h"

#include "base/files.h"
#include "base/guarded_files.h"
#include "jobs/engine_program.h"

#include <QDir>
#include <QProcess>
#include <QProcessEnvironment>

#include <csignal>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace jobs {

namespace fs = std::filesystem;

namespace {

constexpr uint64_t kLogEnd = 500; // bytes

QString toQt(const fs::path &path) { return QString::fromStdString(path.string()); }

// The worker stands in the run's folder, from where a relative place would be another one.
QProcessEnvironment workerEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : { "ATTUNE_CACHE", "ATTUNE_DATA", "ATTUNE_LOCK_DIR", "ATTUNE_TORCH_DIR" }) {
        const QString place = environment.value(QLatin1String(name));
        if (!place.isEmpty())
            environment.insert(QLatin1String(name), QDir::cleanPath(QDir::current().absoluteFilePath(place)));
    }
    return environment;
}

// A run's folder may come from somebody else, and Qt opens what a link leads to.
QString logOf(const run::RunFolder &folder)
{
    base::refuseToWrite(folder.logFile());
    std::error_code ec;
    return fs::is_symlink(folder.logFile(), ec) ? QProcess::nullDevice() : toQt(folder.logFile());
}

std::optional<pid_t> workerOf(const run::RunFolder &folder)
{
    const auto lock = run::readLock(folder);
    return lock && run::isAlive(*lock) ? std::optional(static_cast<pid_t>(lock->pid)) : std::nullopt;
}

std::vector<pid_t> childrenOf(pid_t pid)
{
    const std::string number = std::to_string(pid);
    std::ifstream in("/proc/" + number + "/task/" + number + "/children");
    std::vector<pid_t> children;
    for (pid_t child = 0; in >> child;)
        children.push_back(child);
    return children;
}

} // namespace

qint64 startWorker(const run::RunFolder &folder)
{
    QProcess process;
    process.setProgram(toQt(requireEngine()));
    process.setArguments({ QStringLiteral("run"), toQt(folder.path()) });
    process.setWorkingDirectory(toQt(folder.path()));
    process.setProcessEnvironment(workerEnvironment());
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(logOf(folder), QIODevice::Append);
    qint64 pid = 0;
    // Qt starts it by a double fork in a new session: no signal of this terminal or window reaches it.
    if (!process.startDetached(&pid)) {
        throw base::Failure(base::ErrorKind::WorkerCrashed, folder.path().filename().string(), {},
            { { "reason", "it could not be started: " + process.errorString().toStdString() } });
    }
    return pid;
}

bool isProcessThere(qint64 pid)
{
    std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    if (pid <= 0 || !std::getline(in, text))
        return false;
    const size_t close = text.rfind(')');
    return close != std::string::npos && close + 2 < text.size() && text[close + 2] != 'Z' && text[close + 2] != 'X';
}

bool terminateWorker(const run::RunFolder &folder)
{
    const auto pid = workerOf(folder);
    return pid && ::kill(*pid, SIGTERM) == 0;
}

void killWorker(const run::RunFolder &folder, bool itself)
{
    const auto pid = workerOf(folder);
    if (!pid)
        return;
    const std::vector<pid_t> children = childrenOf(*pid);
    for (const pid_t child : children)
        ::kill(child, SIGKILL);
    if (itself || children.empty())
        ::kill(*pid, SIGKILL);
}

std::string endOfLog(const run::RunFolder &folder)
{
    std::string text;
    try {
        text = base::endOfFile(folder.logFile(), kLogEnd);
    } catch (const base::Failure &) {
        return {}; // none was written
    }
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ')
        text.pop_back();
    return text;
}

} // namespace jobs
