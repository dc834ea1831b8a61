// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/presets.h"

#include <QLocale>

#include <algorithm>

namespace parts {

std::vector<text::PromptTemplate> presetPrompts()
{
    std::vector<text::PromptTemplate> presets = text::presetPrompts(text::presetFolder());
    const std::string own = QLocale().language() == QLocale::Chinese ? "zh" : "en";
    std::stable_partition(presets.begin(), presets.end(), [&](const text::PromptTemplate &preset) { return preset.language == own; });
    return presets;
}

} // namespace parts
