// SPDX-License-Identifier: GPL-3.0-or-later
// The Profiles page on a workspace of two profiles, with another desk beside it and ways to begin anew.
#pragma once

#include "fakes/fake_desk.h"
#include "harness/test_case.h"
#include "ui/parts/notice_bar.h"
#include "ui/profiles/profiles_page.h"

#include <QLineEdit>
#include <QPushButton>

class ProfilesCase
{
public:
    void begin()
    {
        m_desk = std::make_unique<fakes::FakeDesk>();
        m_lena = add("Lena");
        m_ole = add("Ole");
        show();
        open(m_lena);
    }

    void end()
    {
        m_page.reset();
        m_desk.reset();
    }

    std::string add(const char *name)
    {
        dialogue::Profile made;
        made.fields = { { "Name", name }, { "situation", "Was laid off." }, { "Pet", "a cat" } };
        return m_desk->workspace()->profiles().add(made, "test").profile.id;
    }

    void show()
    {
        m_page = std::make_unique<profiles::ProfilesPage>(*m_desk);
        m_page->resize(1100, 700);
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->activate();
    }

    void again()
    {
        m_page->settle();
        m_page.reset();
        show();
    }

    void open(const std::string &id) { m_page->open({ { QStringLiteral("profile"), QString::fromStdString(id) } }); }
    std::string name(const std::string &id) { return m_desk->workspace()->profiles().get(id).profile.displayName(); }

    void rename(const std::string &id, const char *name)
    {
        auto other = storage::Database::open(m_desk->workspace()->folder(), storage::Maintenance::None);
        storage::ProfileRepository repository(other);
        auto theirs = repository.get(id);
        theirs.profile.fields[0].value = name;
        repository.save(theirs, "someone else");
    }

    QLineEdit *field(const char *name)
    {
        for (auto *edit : m_page->findChildren<QLineEdit *>()) {
            if (edit->accessibleName() == QLatin1String(name) && edit->isVisible())
                return edit;
        }
        return nullptr;
    }

    void type(const char *name, const char *words)
    {
        auto *edit = field(name);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, QString::fromUtf8(words));
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

    std::unique_ptr<fakes::FakeDesk> m_desk;
    std::unique_ptr<profiles::ProfilesPage> m_page;
    std::string m_lena;
    std::string m_ole;
};
