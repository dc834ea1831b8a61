// SPDX-License-Identifier: GPL-3.0-or-later
// How high a text field must be to show its text. Counting lines is not enough: a line with Chinese characters is higher
// than one of Latin letters in the same font.
#pragma once

class QPlainTextEdit;

namespace parts {

// Pixels of the whole text at the field's width with the document's margins, without the frame; at least `fewest` and at
// most `most` lines of the field's font.
int textHeight(const QPlainTextEdit &edit, int fewest, int most);

} // namespace parts
