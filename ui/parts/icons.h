// SPDX-License-Identifier: GPL-3.0-or-later
// Icons by their freedesktop name: from the Breeze theme where it has them, from our own drawings (:/icons/attune) where
// it has not. Painted in the palette's colours at paint time, so one QIcon serves light and dark. Never null.
#pragma once

#include "ui/parts/look.h"

#include <QIcon>

namespace parts {

// Sets the theme's search paths; once, after the QGuiApplication was made. `dark` chooses breeze-dark for colourful icons.
void installIconTheme(bool dark);

// An icon in one colour, chosen by tone; Plain follows the text colour, also when disabled or selected.
QIcon icon(const char *name, Tone tone = Tone::Plain);
QIcon icon(const QString &name, Tone tone = Tone::Plain);

// Whether a drawing of that name exists (theme or own). Tests ask it for every name in the sources.
bool hasIcon(const QString &name);

} // namespace parts
