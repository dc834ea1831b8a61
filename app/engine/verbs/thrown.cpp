// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/thrown.h"

#include <new>

namespace verbs {

namespace {

// libtorch tells of a failed allocation in words only.
bool tellsOfMemory(const std::string &text)
{
    return text.find("can't allocate memory") != std::string::npos || text.find("out of memory") != std::string::npos;
}

} // namespace

base::Error errorFromThrown(const std::exception &thrown, const std::string &job, const std::string &remedy)
{
    if (dynamic_cast<const std::bad_alloc *>(&thrown))
        return { base::ErrorKind::OutOfMemory, job, {}, { { "remedy", remedy } } };
    const std::string text = thrown.what();
    const std::string reason = text.substr(0, text.find('\n'));
    if (tellsOfMemory(text))
        return { base::ErrorKind::OutOfMemory, job, {}, { { "reason", reason }, { "remedy", remedy } } };
    return { base::ErrorKind::Internal, job, {}, { { "reason", reason } } };
}

} // namespace verbs
