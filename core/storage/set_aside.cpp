// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/set_aside.h"

#include "base/clock.h"
#include "base/files.h"
#include "storage/database_file.h"
#include "storage/database_watch.h"
#include "storage/new_database.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <unistd.h>

namespace storage {

namespace fs = std::filesystem;
using base::Failure;

namespace {

// In the order in which they are taken away: a database never stands there without its log, as then it could be opened and look whole.
constexpr std::array<std::string_view, 4> kNames { "workspace.db", "workspace.db-journal", "workspace.db-wal", "workspace.db-shm" };

bool isThere(const fs::path &path)
{
    std::error_code ec;
    return fs::exists(fs::symlink_status(path, ec));
}

bool isSame(const fs::path &a, const fs::path &b)
{
    std::error_code ec;
    return isThere(a) && isThere(b) && fs::equivalent(a, b, ec) && !ec;
}

bool move(const fs::path &from, const fs::path &to)
{
    if (::rename(from.c_str(), to.c_str()) == 0)
        return true;
    const int error = errno;
    if (error != EXDEV)
        return false;
    try {
        copyBytes(from, to);
    } catch (const Failure &) {
        errno = error;
        return false;
    }
    return ::unlink(from.c_str()) == 0;
}

fs::path newFolderIn(const fs::path &backups)
{
    std::string time = base::utcNow();
    std::replace(time.begin(), time.end(), ':', '-'); // folders are copied to other systems
    fs::path folder = backups / ("damaged-" + time);
    for (int i = 2; isThere(folder); ++i)
        folder = backups / ("damaged-" + time + "-" + std::to_string(i));
    return folder;
}

} // namespace

SetAside::SetAside(const fs::path &workspace)
    : m_folder(workspace)
{
    dropCutOff();
    m_aside = begunOne();
    if (!m_aside.empty())
        return;
    m_isNew = true;
    const fs::path backups = m_folder / "backups";
    m_aside = newFolderIn(backups);
    std::error_code ec;
    m_madeBackups = fs::create_directory(backups, ec);
    if (!fs::create_directory(m_aside, ec)) {
        goBack();
        base::throwWriteError(m_aside, ec ? ec.value() : EEXIST);
    }
}

SetAside::~SetAside()
{
    if (!m_done)
        goBack();
}

void SetAside::keep()
{
    std::error_code ec;
    for (const std::string_view name : kNames) {
        const fs::path from = m_folder / name;
        if (fs::is_regular_file(fs::symlink_status(from, ec)) && !isThere(m_aside / name))
            (void)::link(from.c_str(), (m_aside / name).c_str());
    }
    base::syncPath(m_aside);
    base::syncPath(m_aside.parent_path());
}

void SetAside::takeAway()
{
    for (const std::string_view name : kNames) {
        const fs::path from = m_folder / name;
        const fs::path to = m_aside / name;
        if (!isThere(from))
            continue;
        if (isSame(from, to) ? ::unlink(from.c_str()) != 0 : !move(from, to))
            base::throwWriteError(from, errno);
        m_taken.push_back(name);
        base::syncPath(m_folder);
    }
}

fs::path SetAside::done()
{
    m_done = true;
    std::error_code ec;
    if (!fs::is_empty(m_aside, ec))
        return m_aside;
    fs::remove(m_aside, ec);
    return {};
}

std::vector<fs::path> SetAside::folders() const
{
    std::vector<fs::path> found;
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(m_folder / "backups", ec)) {
        if (entry.path().filename().string().starts_with("damaged-") && entry.is_directory(ec))
            found.push_back(entry.path());
    }
    return found;
}

// A kill before anything was taken away left links to what is still in its place.
void SetAside::dropCutOff() const
{
    for (const fs::path &folder : folders()) {
        if (!isSame(m_folder / kNames[0], folder / kNames[0]))
            continue;
        for (const std::string_view name : kNames) {
            if (isSame(m_folder / name, folder / name))
                ::unlink((folder / name).c_str());
        }
        std::error_code ec;
        fs::remove(folder, ec);
    }
}

// A kill while it was taken away left the log of what is in the folder already.
fs::path SetAside::begunOne() const
{
    if (isThere(m_folder / kNames[0]))
        return {};
    for (const fs::path &folder : folders()) {
        const auto isIn = [&](std::string_view name) { return isSame(m_folder / name, folder / name); };
        const auto hasPlace = [&](std::string_view name) { return !isThere(m_folder / name) || !isThere(folder / name) || isIn(name); };
        if (std::any_of(kNames.begin(), kNames.end(), isIn) && std::all_of(kNames.begin(), kNames.end(), hasPlace))
            return folder;
    }
    return {};
}

void SetAside::goBack()
{
    std::error_code ec;
    // The database last: not before its log.
    for (auto name = m_taken.rbegin(); name != m_taken.rend(); ++name) {
        if (!isThere(m_folder / *name) && ::link((m_aside / *name).c_str(), (m_folder / *name).c_str()) != 0)
            move(m_aside / *name, m_folder / *name);
    }
    if (!m_isNew)
        return;
    for (const std::string_view name : kNames) {
        if (isSame(m_folder / name, m_aside / name))
            ::unlink((m_aside / name).c_str());
    }
    fs::remove(m_aside, ec); // unless something had to stay in it
    if (m_madeBackups)
        fs::remove(m_folder / "backups", ec);
}

void setLogAside(const fs::path &workspace)
{
    const FolderLock lock(workspace);
    if (!hasLog(workspace) || otherProcessWith(workspace) != 0)
        return;
    const fs::path folder = newFolderIn(workspace / "backups");
    std::error_code ec;
    fs::create_directories(folder, ec);
    if (ec)
        base::throwWriteError(folder, ec.value());
    if (!move(workspace / kNames[2], folder / kNames[2]))
        base::throwWriteError(folder / kNames[2], errno);
    base::syncPath(folder);
    base::syncPath(workspace);
    fs::remove(workspace / kNames[3], ec);
}

} // namespace storage
