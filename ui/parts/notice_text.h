// SPDX-License-Identifier: GPL-3.0-or-later
// What a run wants people to know (run/notice.h), in the window's language.
#pragma once

#include "run/notice.h"

#include <QString>

namespace parts {

// By its kind; of an older run the sentence as it stands.
QString noticeText(const run::Notice &notice);

} // namespace parts
