// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/setting.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

#include <sys/stat.h>

namespace parts {

namespace {

constexpr char kPlace[] = "session/place";
constexpr char kFolder[] = "session/folder";

// Stays the same when a folder is moved on its disk. Empty: it is not there.
QString placeOf(const QString &folder)
{
    struct stat info {};
    if (folder.isEmpty() || ::stat(QFile::encodeName(folder).constData(), &info) != 0)
        return {};
    return QStringLiteral("%1:%2").arg(quint64(info.st_dev)).arg(quint64(info.st_ino));
}

// The layout of a workspace that was moved goes with it.
void takeMovedSession(const QString &sessions, const QString &file, const QString &place)
{
    for (const QString &name : QDir(sessions).entryList({ QStringLiteral("*.ini") }, QDir::Files)) {
        const QSettings other(sessions + name, QSettings::IniFormat);
        const QString folder = other.value(QLatin1String(kFolder)).toString();
        if (other.value(QLatin1String(kPlace)).toString() == place && !QFileInfo::exists(folder)) {
            QFile::copy(sessions + name, file);
            return;
        }
    }
}

} // namespace

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
    const QString sessions = m_folder + QStringLiteral("/sessions/");
    const QString file = sessions + name + QStringLiteral(".ini");
    const QString place = placeOf(workspaceFolder);
    if (!place.isEmpty() && !QFile::exists(file))
        takeMovedSession(sessions, file, place);
    m_session = std::make_unique<QSettings>(file, QSettings::IniFormat);
    if (!place.isEmpty() && (m_session->value(QLatin1String(kPlace)) != place || m_session->value(QLatin1String(kFolder)) != workspaceFolder)) {
        m_session->setValue(QLatin1String(kPlace), place);
        m_session->setValue(QLatin1String(kFolder), workspaceFolder);
    }
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
