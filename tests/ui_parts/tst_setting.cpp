// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/parts/setting.h"

#include <QDir>
#include <QTemporaryDir>

namespace {
const parts::Setting<QString> kLook { parts::Drawer::Preferences, "test/look", QStringLiteral("system") };
} // namespace

class TstSetting : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsChosenIsKept()
    {
        QTemporaryDir place;
        {
            parts::Settings settings(place.path());
            QSignalSpy changed(&settings, &parts::Settings::changed);
            QCOMPARE(settings.value(kLook), QStringLiteral("system"));
            settings.set(kLook, QStringLiteral("dark"));
            settings.set(kLook, QStringLiteral("dark"));
            QCOMPARE(changed.size(), 1);
        }
        QCOMPARE(parts::Settings(place.path()).value(kLook), QStringLiteral("dark"));
    }
    // An option of one start does not become a habit; a choice made in that window does.
    void whatAStartAsksForIsNotKept()
    {
        QTemporaryDir place;
        {
            parts::Settings settings(place.path());
            settings.setForNow(kLook, QStringLiteral("dark"));
            QCOMPARE(settings.value(kLook), QStringLiteral("dark"));
        }
        QCOMPARE(parts::Settings(place.path()).value(kLook), QStringLiteral("system"));
        {
            parts::Settings settings(place.path());
            settings.setForNow(kLook, QStringLiteral("dark"));
            QSignalSpy changed(&settings, &parts::Settings::changed);
            settings.set(kLook, QStringLiteral("light"));
            QCOMPARE(changed.size(), 1);
            QCOMPARE(settings.value(kLook), QStringLiteral("light"));
        }
        QCOMPARE(parts::Settings(place.path()).value(kLook), QStringLiteral("light"));
        {
            parts::Settings settings(place.path());
            settings.setForNow(kLook, QStringLiteral("dark"));
            settings.set(kLook, QStringLiteral("dark")); // chosen after all
        }
        QCOMPARE(parts::Settings(place.path()).value(kLook), QStringLiteral("dark"));
    }
    // The layout of a workspace goes with it when it is moved; a copy begins with its own.
    void aMovedWorkspaceKeepsItsSession()
    {
        static const parts::Setting<QString> open { parts::Drawer::Session, "test/open", {} };
        QTemporaryDir place;
        QDir dir(place.path());
        QVERIFY(dir.mkpath(QStringLiteral("a.attune")) && dir.mkpath(QStringLiteral("copy.attune")) && dir.mkpath(QStringLiteral("elsewhere")));
        {
            parts::Settings settings(place.path());
            settings.setSession(dir.filePath(QStringLiteral("a.attune")));
            settings.set(open, QStringLiteral("runs"));
            settings.setSession(dir.filePath(QStringLiteral("copy.attune")));
            QVERIFY(settings.value(open).isEmpty());
        }
        QVERIFY(dir.rename(QStringLiteral("a.attune"), QStringLiteral("elsewhere/b.attune")));
        parts::Settings settings(place.path());
        settings.setSession(dir.filePath(QStringLiteral("elsewhere/b.attune")));
        QCOMPARE(settings.value(open), QStringLiteral("runs"));
    }
};

ATTUNE_TEST(TstSetting)
#include "tst_setting.moc"
