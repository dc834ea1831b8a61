// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/recent_workspaces.h"

#include <QFileInfo>

namespace parts {

namespace {
const Setting<QStringList> kRecent { Drawer::Preferences, "home/recent", {} };
constexpr int kKept = 10;
} // namespace

void rememberWorkspace(Settings &settings, const QString &folder)
{
    QStringList folders = settings.value(kRecent);
    folders.removeAll(folder);
    folders.prepend(folder);
    settings.set(kRecent, QStringList(folders.mid(0, kKept)));
}

QStringList recentWorkspaces(const Settings &settings)
{
    QStringList there;
    for (const QString &folder : settings.value(kRecent)) {
        if (QFileInfo::exists(folder + QStringLiteral("/workspace.db")))
            there << folder;
    }
    return there;
}

} // namespace parts
