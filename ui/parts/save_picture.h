// SPDX-License-Identifier: GPL-3.0-or-later
// A widget as it looks, into a file: SVG when the name ends so, else PNG at twice the size.
#pragma once

#include <filesystem>

class QWidget;

namespace parts {

// Throws FileUnwritable. The widget need not be shown, but must have its size.
void savePicture(QWidget &widget, const std::filesystem::path &path);

} // namespace parts
