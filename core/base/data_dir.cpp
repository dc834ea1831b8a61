// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/data_dir.h"

#include <cstdlib>

namespace base {

namespace fs = std::filesystem;

namespace {

fs::path fromEnvironment(const char *name)
{
    const char *value = std::getenv(name);
    return value && *value ? fs::absolute(value).lexically_normal() : fs::path();
}

} // namespace

fs::path programDir()
{
    std::error_code ec;
    const fs::path self = fs::read_symlink("/proc/self/exe", ec);
    return ec ? fs::current_path() : self.parent_path();
}

fs::path dataDir()
{
    const fs::path chosen = fromEnvironment("ATTUNE_DATA");
    return chosen.empty() ? (programDir() / ".." / "share" / "attune").lexically_normal() : chosen;
}

fs::path cacheDir()
{
    if (const fs::path chosen = fromEnvironment("ATTUNE_CACHE"); !chosen.empty())
        return chosen;
    const char *xdg = std::getenv("XDG_CACHE_HOME");
    if (xdg && fs::path(xdg).is_absolute()) // the XDG specification has others ignored
        return fs::path(xdg) / "attune";
    return fromEnvironment("HOME") / ".cache" / "attune";
}

} // namespace base
