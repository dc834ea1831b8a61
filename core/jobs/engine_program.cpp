// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/engine_program.h"

#include "base/data_dir.h"
#include "base/error.h"

#include <cstdlib>
#include <unistd.h>

namespace jobs {

namespace fs = std::filesystem;

namespace {

fs::path enginePlace()
{
    const char *named = std::getenv("ATTUNE_ENGINE");
    return named && *named ? fs::absolute(named) : base::programDir() / "attune-engine";
}

} // namespace

std::optional<fs::path> findEngine()
{
    const fs::path place = enginePlace();
    std::error_code ec;
    if (fs::is_regular_file(place, ec) && ::access(place.c_str(), X_OK) == 0)
        return place;
    return std::nullopt;
}

fs::path requireEngine()
{
    if (auto engine = findEngine())
        return *engine;
    throw base::Failure(base::ErrorKind::MissingResource, "The worker attune-engine", {},
        { { "reason", enginePlace().string() + " is no program" },
            { "remedy", "Build it with packaging/run.sh, or name it in ATTUNE_ENGINE." } });
}

} // namespace jobs
