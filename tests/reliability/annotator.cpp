// SPDX-License-Identifier: GPL-3.0-or-later
// An annotator to be killed: opens a workspace in the real window and types, without end, by key events.
//     annotator WORKSPACE SEED
// Each line on stdout is true when it is printed: `ready`; `typed SECONDS TURN TEXT` (a key was typed; the editor's whole text, JSON);
// `saved SECONDS TURN TEXT` (the page says that it is saved). SECONDS of CLOCK_MONOTONIC.
#include "base/clock.h"
#include "base/json.h"
#include "ui/dialogues/dialogue_view.h"
#include "ui/dialogues/dialogues_page.h"
#include "ui/dialogues/turn_editor.h"
#include "ui/parts/message_list.h"
#include "ui/parts/text_format.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QtTest>

#include <cstdio>
#include <ctime>
#include <random>

namespace {

double now()
{
    timespec time {};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

void say(const char *what, const std::string &turn, const std::string &text)
{
    std::printf("%s %.6f %s %s\n", what, now(), turn.c_str(), base::Json(text).dump().c_str());
    std::fflush(stdout);
}

class Annotator
{
public:
    Annotator(shell::MainWindow &window, unsigned seed)
        : m_page(*static_cast<dialogues::DialoguesPage *>(window.showPage(QStringLiteral("dialogues"))))
        , m_random(seed)
    {
    }

    void work()
    {
        for (;;) {
            for (int step = chance(4); step > 0; --step)
                press(m_page.view().messages(), Qt::Key_N);
            const int turns = m_page.document().turnCount();
            if (turns == 0)
                continue;
            m_page.view().setCurrentTurn(chance(turns));
            m_page.view().messages()->setFocus();
            edit();
        }
    }

private:
    int chance(int below) { return int(m_random() % unsigned(below)); }
    void press(QWidget *widget, Qt::Key key)
    {
        QTest::keyClick(widget, key);
        QTest::qWait(5);
    }
    std::string currentTurn() const { return m_page.document().dialogue().turns[size_t(m_page.view().currentTurn())].id; }

    void edit()
    {
        const std::string turn = currentTurn();
        press(m_page.view().messages(), Qt::Key_E);
        auto *editor = qobject_cast<dialogues::TurnEditor *>(QApplication::focusWidget());
        if (!editor)
            return;
        for (int left = 5 + chance(40); left > 0; --left) {
            QTest::keyClick(editor, char('a' + chance(26)));
            say("typed", turn, parts::toUtf8(editor->toPlainText()));
            QTest::qWait(chance(40));
        }
        const std::string text = parts::toUtf8(editor->toPlainText());
        press(editor, Qt::Key_Return);
        if (!m_page.hasUnsaved())
            say("saved", turn, text);
    }

    dialogues::DialoguesPage &m_page;
    std::mt19937 m_random;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (argc != 3)
        return 2;
    shell::prepareLook(application);
    parts::Settings settings { QString() };
    shell::MainWindow window(settings);
    window.resize(1280, 800);
    window.show();
    if (!window.openWorkspace(QString::fromUtf8(argv[1])))
        return 1;
    QApplication::setActiveWindow(&window);
    Annotator annotator(window, unsigned(std::strtoul(argv[2], nullptr, 10)));
    std::printf("ready\n");
    std::fflush(stdout);
    annotator.work();
}
