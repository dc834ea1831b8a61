// SPDX-License-Identifier: GPL-3.0-or-later
// The one way to a file dialog. Qt's own opens every file that it lists, to tell its type, as soon as a folder is shown or typed;
// in a workspace's folder that drops the locks on workspace.db (base/guarded_files.h). This one tells types by what
// the folder says, and is never a native dialog, which would go around it. Not modal; deletes itself.
#pragma once

class QFileDialog;
class QString;
class QWidget;

namespace parts {

QFileDialog *newFileDialog(QWidget *parent, const QString &title);

} // namespace parts
