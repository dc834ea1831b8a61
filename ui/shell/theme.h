// SPDX-License-Identifier: GPL-3.0-or-later
// Fusion with our own light and dark palettes, one accent, and the style sheet of resources/themes on top.
#pragma once

#include "ui/parts/setting.h"

#include <QPalette>
#include <QString>

class QApplication;

namespace shell {

// "system" (the lightness of the palette at start), "light", "dark"
extern const parts::Setting<QString> kTheme;

// Style, fonts, icon theme, fields that the wheel leaves alone; once, before any widget. Remembers the system's palette for "system".
void prepareLook(QApplication &application);
// Palette and style sheet; at any time.
void applyTheme(QApplication &application, const QString &choice);

QPalette lightPalette();
QPalette darkPalette();
// The style sheet with its names filled in; exposed for the test that no name is left over.
QString styleSheetFor(const QPalette &palette);

} // namespace shell
