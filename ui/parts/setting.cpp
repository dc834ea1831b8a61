// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/setting.h"

#include <QCryptographicHash>
#include <QSettings>

namespace parts {

Settings::Settings(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_folder(folder)
{
    if (!m_folder.isEmpty())
        m_preferences = std::make_unique<QSettings>(m_folder + QStringLiteral("/preferences.ini"), QSettings::IniFormat);
    setSession({});
}

Settings::~Settings() = default;

void Settings::setSession(const QString &workspaceFolder)
{
    if (m_folder.isEmpty())
        return;
    const QByteArray hash = QCryptographicHash::hash(workspaceFolder.toUtf8(), QCryptographicHash::Sha256).toHex().left(12);
    const QString name = workspaceFolder.isEmpty() ? QStringLiteral("none") : QString::fromLatin1(hash);
    m_session = std::make_unique<QSettings>(QStringLiteral("%1/sessions/%2.ini").arg(m_folder, name), QSettings::IniFormat);
}

QVariant Settings::read(Drawer drawer, const char *key) const
{
    const QString name = QString::fromLatin1(key);
    if (const auto found = m_forNow.constFind(name); found != m_forNow.constEnd())
        return *found;
    if (m_folder.isEmpty())
        return m_memory[int(drawer)].value(name);
    return (drawer == Drawer::Preferences ? m_preferences : m_session)->value(name);
}

void Settings::write(Drawer drawer, const char *key, const QVariant &value)
{
    const QString name = QString::fromLatin1(key);
    const QVariant before = read(drawer, key);
    m_forNow.remove(name);
    if (read(drawer, key) != value) {
        if (m_folder.isEmpty())
            m_memory[int(drawer)].insert(name, value);
        else
            (drawer == Drawer::Preferences ? m_preferences : m_session)->setValue(name, value);
    }
    if (before != value)
        Q_EMIT changed(name);
}

} // namespace parts
