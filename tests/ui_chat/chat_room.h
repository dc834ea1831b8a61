// SPDX-License-Identifier: GPL-3.0-or-later
// The Chat page with a worker that only pretends (fake_serve.py).
#pragma once

#include "base/files.h"
#include "base/json.h"
#include "fakes/fake_desk.h"
#include "fakes/tiny_tokenizer.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer.h"
#include "ui/parts/notice_bar.h"
#include "workspace/workspace.h"

#include <QPushButton>
#include <QtTest>

namespace fakes {

using chat::ChatPage;
using chat::Composer;

inline constexpr int kPatience = 10'000;

struct ChatRoom
{
    explicit ChatRoom(const char *mode = "")
    {
        qputenv("FAKE_SERVE", mode);
        qputenv("ATTUNE_ENGINE", ATTUNE_SOURCE_DIR "/tests/ui_chat/fake_serve.py");
        qputenv("ATTUNE_DATA", ATTUNE_SOURCE_DIR);
        log = desk.dir() / "requests.jsonl";
        qputenv("FAKE_SERVE_LOG", log.c_str());
        const std::filesystem::path model = desk.dir() / "tiny-model";
        writeTinyTokenizer(model);
        base::writeFileAtomically(model / "config.json", "{}");
        desk.workspace()->models().add(model.string());
        make();
        page->open({ { QStringLiteral("model"), QString::fromStdString(model.string()) } });
    }
    void make()
    {
        page = std::make_unique<ChatPage>(desk);
        page->resize(1000, 700);
        page->show();
    }
    // The next window on the workspace.
    void another()
    {
        page.reset();
        desk.kept("chat").reset();
        make();
    }
    void write(const char *text)
    {
        Composer *composer = page->findChild<Composer *>();
        composer->setText(QString::fromUtf8(text));
        QTest::keyClick(composer->editor(), Qt::Key_Return);
    }
    bool settled() { return QTest::qWaitFor([this] { return !page->exchange().isReplying(); }, kPatience); }
    QString said() const
    {
        QStringList turns;
        for (const dialogue::Turn &turn : page->exchange().conversation().dialogue().turns)
            turns << QString::fromUtf8(speakerName(turn.speaker).data()) + QStringLiteral(": ") + QString::fromStdString(turn.text);
        return turns.join(QStringLiteral(" | "));
    }
    // What stands in the database.
    QString kept() const
    {
        const auto stored = desk.workspace()->dialogues().find(page->exchange().conversation().dialogue().id);
        QStringList turns;
        if (stored) {
            for (const dialogue::Turn &turn : stored->dialogue.turns)
                turns << QString::fromStdString(turn.text);
        }
        return turns.join(QStringLiteral(" | "));
    }
    QPushButton *button(const char *text) const
    {
        for (QPushButton *button : page->findChildren<QPushButton *>()) {
            if (button->text() == QLatin1String(text) && button->isVisibleTo(page.get()))
                return button;
        }
        return nullptr;
    }
    parts::NoticeBar *notice() const { return page->findChild<parts::NoticeBar *>(); }
    std::vector<base::Json> requests(const char *what) const
    {
        std::vector<base::Json> found;
        base::forEachLine(log, 0, [&](std::string_view line) {
            const base::Json json = base::parseJson(line, "log");
            if (json["do"] == what)
                found.push_back(json);
        });
        return found;
    }

    FakeDesk desk;
    std::filesystem::path log;
    std::unique_ptr<ChatPage> page;
};

} // namespace fakes
