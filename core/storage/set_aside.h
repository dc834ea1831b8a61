// SPDX-License-Identifier: GPL-3.0-or-later
// The folder backups/damaged-<time> for a database whose place another one takes, with its log. Nothing is deleted. Internal to
// core/storage.
#pragma once

#include "base/error.h"

#include <filesystem>
#include <string_view>
#include <vector>

namespace storage {

// In two steps: keep() makes it complete there, takeAway() clears the place. Unless done() was reached all goes back. Under a FolderLock.
// A kill leaves what was there whole: in its place, or in the folder and no workspace.db.
class SetAside
{
public:
    // Makes the folder, or takes up the one of a try that was cut off. Throws FileUnwritable, DiskFull.
    explicit SetAside(const std::filesystem::path &workspace);
    ~SetAside();
    SetAside(const SetAside &) = delete;
    SetAside &operator=(const SetAside &) = delete;

    // Links cost no space. Where there are none, the files are moved when they are taken away, each for itself.
    void keep();
    void takeAway(); // throws FileUnwritable, DiskFull
    // The folder; empty when nothing was there.
    std::filesystem::path done();

private:
    void dropCutOff() const;
    std::filesystem::path begunOne() const;
    std::vector<std::filesystem::path> folders() const;
    void goBack();

    std::filesystem::path m_folder;
    std::filesystem::path m_aside;
    bool m_isNew = false;
    bool m_madeBackups = false;
    bool m_done = false;
    std::vector<std::string_view> m_taken;
};

// Moves a log to such a folder that does not belong to the database beside it: at its next opening SQLite would write it into that one.
// Nothing while another process has the workspace open. Throws FileUnwritable, DiskFull.
void setLogAside(const std::filesystem::path &workspace);

} // namespace storage
