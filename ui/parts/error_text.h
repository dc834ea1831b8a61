// SPDX-License-Identifier: GPL-3.0-or-later
// Errors in the person's language: the templates of base/error_text.h, translated by kind, filled the same way.
#pragma once

#include "base/error.h"

#include <QString>

namespace parts {

QString errorText(const base::Error &error);

// For the one catch of a ui action: the sentence of a Failure, or of any other exception as an internal error.
//     try { ... } catch (const std::exception &e) { m_notice->showError(parts::errorText(e)); }
QString errorText(const std::exception &exception);

} // namespace parts
