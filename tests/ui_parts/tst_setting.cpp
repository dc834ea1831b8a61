// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/parts/setting.h"

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
};

ATTUNE_TEST(TstSetting)
#include "tst_setting.moc"
