// SPDX-License-Identifier: GPL-3.0-or-later
// Settings are typed constants declared where they are used:
//     static const parts::Setting<bool> kShowTokens { parts::Drawer::Preferences, "prompts/show_tokens", true };
//     desk().settings().value(kShowTokens);
// Three drawers that are never mixed: preferences belong to the person, the session is layout (per workspace), the
// workspace is the work itself and is kept in its database (core/storage), not here.
#pragma once

#include <QObject>
#include <QVariant>

#include <memory>

class QSettings;

namespace parts {

enum class Drawer { Preferences, Session };

template <typename T> struct Setting
{
    Drawer drawer;
    const char *key; // "room/name"
    T fallback;
};

// ui thread only.
class Settings : public QObject
{
    Q_OBJECT

public:
    // `folder` holds preferences.ini and sessions/<name>.ini; empty keeps everything in memory (tests, screenshots).
    explicit Settings(const QString &folder, QObject *parent = nullptr);
    ~Settings() override;

    // Layout is kept per workspace; call when another one is opened.
    void setSession(const QString &workspaceFolder);

    template <typename T> T value(const Setting<T> &setting) const
    {
        const QVariant found = read(setting.drawer, setting.key);
        return found.isValid() && found.canConvert<T>() ? found.value<T>() : setting.fallback;
    }
    template <typename T> void set(const Setting<T> &setting, const T &value)
    {
        write(setting.drawer, setting.key, QVariant::fromValue(value));
    }
    // For this start only (an option of the command line): nothing is written, until a person chooses with set().
    template <typename T> void setForNow(const Setting<T> &setting, const T &value)
    {
        m_forNow.insert(QString::fromLatin1(setting.key), QVariant::fromValue(value));
        Q_EMIT changed(QString::fromLatin1(setting.key));
    }

Q_SIGNALS:
    void changed(const QString &key);

private:
    QVariant read(Drawer drawer, const char *key) const;
    void write(Drawer drawer, const char *key, const QVariant &value);

    QString m_folder;
    std::unique_ptr<QSettings> m_preferences;
    std::unique_ptr<QSettings> m_session;
    QVariantMap m_memory[2];
    QVariantMap m_forNow;
};

} // namespace parts
