// SPDX-License-Identifier: GPL-3.0-or-later
// A real window on a real workspace in a folder of its own.
#pragma once

#include "ui/parts/setting.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QTemporaryDir>
#include <QtTest>

#include <memory>

struct WindowCase
{
    WindowCase()
    {
        shell::prepareLook(*qApp);
        // Other tests of this program may have left another one.
        settings.set(shell::kTheme, QStringLiteral("light"));
        window = std::make_unique<shell::MainWindow>(settings);
    }

    QString folder(const char *name = "study.attune") const { return dir.filePath(QLatin1String(name)); }

    // Two dialogues with profiles, the second one Chinese.
    void openFilled()
    {
        {
            const auto workspace = workspace::Workspace::create(folder().toStdString());
            dialogue::Dialogue first;
            first.source_key = "1";
            first.source_name = "sample.json";
            first.language = "en";
            first.profile.fields = { { "Name", "Lena" }, { "situation", "Was laid off last week." } };
            first.turns = { { {}, dialogue::Speaker::Seeker, "I lost my job.", {} },
                { {}, dialogue::Speaker::Supporter, "That must be hard. What happened?", {} } };
            dialogue::Dialogue second = first;
            second.source_key = "2";
            second.language = "zh";
            second.profile.fields = { { "Name", "小满" }, { "situation", "和母亲吵架了。" } };
            second.turns[0].text = "我和妈妈吵架了，很难过。";
            second.turns[1].text = "听起来你很委屈。";
            workspace->dialogues().add(first, "test");
            workspace->dialogues().add(second, "test");
        }
        QVERIFY(window->openWorkspace(folder()));
    }

    QTemporaryDir dir;
    parts::Settings settings { QString() };
    std::unique_ptr<shell::MainWindow> window;
};
