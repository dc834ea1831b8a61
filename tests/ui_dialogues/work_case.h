// SPDX-License-Identifier: GPL-3.0-or-later
// The page on a workspace of three dialogues, with another desk beside it and ways to begin anew.
#pragma once

#include "fakes/fake_desk.h"
#include "harness/test_case.h"
#include "ui/dialogues/dialogue_list.h"
#include "ui/dialogues/dialogue_view.h"
#include "ui/dialogues/dialogues_page.h"
#include "ui/dialogues/turn_editor.h"
#include "ui/parts/message_list.h"
#include "ui/parts/notice_bar.h"

#include <QPushButton>

class WorkCase
{
public:
    void begin()
    {
        m_desk = std::make_unique<fakes::FakeDesk>();
        add("1", "Lena", "I lost my job and cannot sleep.", "That must be hard.");
        add("2", "小满", "我和妈妈吵架了，很难过。", "听起来你很委屈。");
        add("3", "Ole", "My dog died on Sunday.", "I am so sorry.");
        show();
    }

    void end()
    {
        m_page.reset();
        m_desk.reset();
    }

    void add(const char *key, const char *name, const char *seeker, const char *supporter)
    {
        dialogue::Dialogue made;
        made.source_key = key;
        made.source_name = "test.json";
        if (*name)
            made.profile.fields = { { "Name", name }, { "situation", seeker } };
        made.turns = { { {}, dialogue::Speaker::Seeker, seeker, {} }, { {}, dialogue::Speaker::Supporter, supporter, {} } };
        m_desk->workspace()->dialogues().add(made, "test");
    }

    void show()
    {
        m_page = std::make_unique<dialogues::DialoguesPage>(*m_desk);
        m_page->resize(1100, 700);
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->activate();
    }

    // The page goes and comes again, as with another language or a restart.
    void again()
    {
        m_page->settle();
        m_page.reset();
        show();
    }

    std::string id(int number) { return m_desk->workspace()->dialogues().list().at(size_t(number)).id; }
    storage::StoredDialogue stored(const std::string &id) { return m_desk->workspace()->dialogues().get(id); }
    std::string text(int number, size_t turn = 0) { return stored(id(number)).dialogue.turns.at(turn).text; }
    std::vector<storage::Draft> drafts(const std::string &id) { return m_desk->workspace()->drafts().of(id); }

    // Through a connection of its own, as another window would.
    void elsewhere(const std::function<void(storage::Database &)> &act)
    {
        auto other = storage::Database::open(m_desk->workspace()->folder(), storage::Maintenance::None);
        act(other);
    }
    void elsewhereTurn(const std::string &id, size_t turn, const char *words)
    {
        elsewhere([&](storage::Database &database) {
            storage::DialogueRepository repository(database);
            auto theirs = repository.get(id);
            theirs.dialogue.turns[turn].text = words;
            repository.save(theirs, "someone else");
        });
    }
    void elsewhereProfile(const std::string &id, const char *name)
    {
        elsewhere([&](storage::Database &database) {
            storage::ProfileRepository repository(database);
            auto theirs = repository.get(storage::DialogueRepository(database).get(id).dialogue.profile.id);
            theirs.profile.fields[0].value = name;
            repository.save(theirs, "someone else");
        });
    }

    dialogues::TurnEditor *edit(int turn)
    {
        m_page->view().setCurrentTurn(turn);
        m_page->view().editCurrent();
        return m_page->view().editor();
    }

    bool click(const char *text)
    {
        for (auto *button : m_page->findChildren<QPushButton *>()) {
            if (button->text() == QString::fromUtf8(text) && button->isVisible()) {
                button->click();
                return true;
            }
        }
        return false;
    }
    // With the pointer: the focus goes to the button before it acts.
    bool press(const char *text)
    {
        for (auto *button : m_page->findChildren<QPushButton *>()) {
            if (button->text() == QString::fromUtf8(text) && button->isVisible()) {
                QTest::mouseClick(button, Qt::LeftButton);
                return true;
            }
        }
        return false;
    }

    // As far as the page can tell: nothing is saved by leaving.
    void killed()
    {
        auto *messages = m_page->view().messages();
        if (messages->editedIndex() >= 0)
            messages->setEditor(messages->editedIndex(), nullptr);
        m_page.reset();
        show();
    }
    // The menu's actions, as the window makes them.
    void menuUndo() { m_desk->undoGroup().undo(); }
    void menuRedo() { m_desk->undoGroup().redo(); }

    std::unique_ptr<fakes::FakeDesk> m_desk;
    std::unique_ptr<dialogues::DialoguesPage> m_page;
};
