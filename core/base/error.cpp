// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"

#include "base/error_text.h"

namespace base {

std::string Error::param(const std::string &name) const
{
    for (const auto &[key, value] : params) {
        if (key == name)
            return value;
    }
    return {};
}

Failure::Failure(Error error)
    : m_error(std::move(error))
    , m_sentence(sentence(m_error))
{
}

Failure::Failure(ErrorKind kind, std::string subject, std::string place, Params params)
    : Failure(Error { kind, std::move(subject), std::move(place), std::move(params) })
{
}

} // namespace base
