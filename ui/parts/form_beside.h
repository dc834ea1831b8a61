// SPDX-License-Identifier: GPL-3.0-or-later
// The shape of the pages Train and Evaluate: what is asked at the left, what comes of it at the right.
#pragma once

class QLabel;
class QPushButton;
class QSplitter;
class QWidget;

namespace parts {

// `form` scrolls upright; below it, always in sight, a note and the button that starts.
QWidget *formColumn(QWidget *form, QLabel *note, QPushButton *start);

// Neither side can be dragged away; the right one takes what the window gains.
QSplitter *formBeside(QWidget *form, QWidget *result);

} // namespace parts
