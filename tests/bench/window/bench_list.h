// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QApplication;

namespace bench {

// A person's work on Dialogues in a workspace as large as it is.
int list(QApplication &application, const char *workspace, int rounds);
// Files come into a workspace (made when it is not there) while a person works in it; the event thread is watched from outside.
// `closeAfter` > 0: the window is closed that many seconds after the start of the import, and how long that took is said.
int import(QApplication &application, const char *workspace, int fileCount, char **files, double closeAfter);

} // namespace bench
