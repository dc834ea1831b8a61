// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/serve/file_marks.h"

#include <sys/stat.h>

namespace verbs {

FileMarks::FileMarks(const std::filesystem::path &place)
{
    std::error_code ec;
    if (!std::filesystem::is_directory(place, ec)) {
        add(place);
        return;
    }
    for (std::filesystem::directory_iterator it(place, ec), end; !ec && it != end; it.increment(ec))
        add(it->path());
}

void FileMarks::add(const std::filesystem::path &file)
{
    struct stat info {};
    if (::stat(file.c_str(), &info) == 0 && S_ISREG(info.st_mode))
        m_files[file.string()] = { info.st_dev, info.st_ino, info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec };
}

} // namespace verbs
