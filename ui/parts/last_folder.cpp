// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/last_folder.h"

#include "ui/parts/setting.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

namespace parts {

namespace {

const Setting<QString> kFolder { Drawer::Preferences, "files/last_folder", {} };

QString firstThatExists(const QStringList &folders)
{
    for (const QString &folder : folders) {
        if (!folder.isEmpty() && QDir(folder).exists())
            return folder;
    }
    return {};
}

} // namespace

void beginInLastFolder(QFileDialog &dialog, Settings &settings)
{
    dialog.setDirectory(firstThatExists(
        { settings.value(kFolder), QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation), QDir::homePath() }));
    QObject::connect(&dialog, &QFileDialog::accepted, &settings,
        [&dialog, &settings] {
            // Where the file is: one that was typed with its path leaves the dialog's own folder where it was.
            const QString chosen = dialog.selectedFiles().value(0);
            const bool isFile = dialog.fileMode() != QFileDialog::Directory && !chosen.isEmpty() && !QFileInfo(chosen).isDir();
            settings.set(kFolder, isFile ? QFileInfo(chosen).absolutePath() : dialog.directory().absolutePath());
        });
}

} // namespace parts
