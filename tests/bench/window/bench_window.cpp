// SPDX-License-Identifier: GPL-3.0-or-later
// How quickly the window answers; prints one JSON object. QT_QPA_PLATFORM decides where it is drawn ("offscreen" needs no display).
//   bench_window start WORKSPACE              from the start of main to the drawn window with the workspace's last page
//   bench_window type MODEL FILE [TURNS]      from a key press on the Prompts page to the drawn preview, for the longest
//                                             dialogue of the file, repeated until it has TURNS turns; every tab
//   bench_window list WORKSPACE [ROUNDS]      first start, links, saves, keys, pages and searches in the list of dialogues
//   bench_window import WORKSPACE FILE...     what the event thread does while the files come in (make_dialogues.py makes some)
//   bench_window close SECONDS WORKSPACE FILE...   the same, closed after so many seconds
#include "bench_list.h"

#include "base/clock.h"
#include "base/json.h"
#include "dialogue/format.h"
#include "fakes/fake_desk.h"
#include "ui/prompts/preview_pane.h"
#include "ui/prompts/prompt_edit.h"
#include "ui/prompts/prompts_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QTabWidget>
#include <QtTest>

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace {

constexpr int kKeys = 20;

double milliseconds(double since) { return (base::steadySeconds() - since) * 1000; }

// What all threads of this process have worked: on a busy machine it says more than the time that went by.
double workedMilliseconds()
{
    timespec time {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

int start(QApplication &application, double begun, const char *workspace)
{
    shell::prepareLook(application);
    parts::Settings settings { QString() };
    shell::MainWindow window(settings);
    const bool opened = window.openWorkspace(QString::fromUtf8(workspace));
    window.show();
    const bool exposed = QTest::qWaitForWindowExposed(&window);
    window.repaint();
    std::printf("%s\n", base::toLine(base::Json { { "opened", opened }, { "exposed", exposed }, { "start_ms", milliseconds(begun) } }).c_str());
    return opened && exposed ? 0 : 1;
}

dialogue::Dialogue longest(const char *file, size_t turns)
{
    const dialogue::ImportResult read = dialogue::importDialogues(file);
    const auto size = [](const dialogue::Dialogue &dialogue) {
        size_t bytes = 0;
        for (const dialogue::Turn &turn : dialogue.turns)
            bytes += turn.text.size();
        return bytes;
    };
    dialogue::Dialogue found = *std::max_element(read.dialogues.begin(), read.dialogues.end(),
        [&](const dialogue::Dialogue &a, const dialogue::Dialogue &b) { return size(a) < size(b); });
    for (size_t i = 0; found.turns.size() < turns; ++i) {
        dialogue::Turn turn = found.turns[i];
        turn.id.clear();
        turn.text += " " + std::to_string(i); // no two the same: a tokenizer may remember
        found.turns.push_back(turn);
    }
    return found;
}

// One key press until the preview of it is drawn.
double press(prompts::PromptsPage &page, prompts::PromptEdit &edit)
{
    QSignalSpy done(&page.preview(), &prompts::PreviewPane::previewed);
    const double begun = base::steadySeconds();
    QTest::keyClick(&edit, Qt::Key_A);
    while (done.isEmpty())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    page.repaint();
    return milliseconds(begun);
}

int type(const char *model, const char *file, size_t turns)
{
    fakes::FakeDesk desk;
    desk.workspace()->models().add(model);
    const dialogue::Dialogue talk = longest(file, turns);
    const std::string id = desk.workspace()->dialogues().add(talk, "bench").dialogue.id;
    prompts::PromptsPage page(desk);
    page.resize(1072, 740);
    page.show();
    page.preview().chooseModel(QString::fromStdString(std::filesystem::absolute(model).lexically_normal().string()));
    page.preview().chooseDialogue(QString::fromStdString(id));
    auto *edit = page.findChild<prompts::PromptEdit *>();
    edit->setFocus();
    auto *tabs = page.preview().findChild<QTabWidget *>();
    base::Json result { { "turns", talk.turns.size() } };
    for (const int tab : { 0, 1, 2 }) {
        tabs->setCurrentIndex(tab);
        press(page, *edit); // loads the tokenizer
        std::vector<double> times, worked;
        for (int i = 0; i < kKeys; ++i) {
            const double before = workedMilliseconds();
            times.push_back(press(page, *edit));
            worked.push_back(workedMilliseconds() - before);
        }
        result[tabs->tabText(tab).toStdString()] = base::Json { { "median_ms", median(times) },
            { "slowest_ms", *std::max_element(times.begin(), times.end()) }, { "cpu_ms", median(worked) } };
    }
    const prompts::Preview &preview = page.preview().preview();
    result["tokens"] = preview.inspection ? preview.inspection->rendered.cut.full_tokens : 0;
    result["compute_ms"] = preview.seconds * 1000;
    std::printf("%s\n", base::toLine(result).c_str());
    return preview.inspection ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
try {
    const double begun = base::steadySeconds();
    QApplication application(argc, argv);
    const std::string_view what = argc > 1 ? argv[1] : "";
    if (what == "start" && argc == 3)
        return start(application, begun, argv[2]);
    if (what == "type" && (argc == 4 || argc == 5))
        return type(argv[2], argv[3], argc == 5 ? size_t(std::stoul(argv[4])) : 0);
    if (what == "list" && (argc == 3 || argc == 4))
        return bench::list(application, argv[2], argc == 4 ? std::stoi(argv[3]) : 20);
    if (what == "import" && argc >= 4)
        return bench::import(application, argv[2], argc - 3, argv + 3, 0);
    if (what == "close" && argc >= 5)
        return bench::import(application, argv[3], argc - 4, argv + 4, std::stod(argv[2]));
    std::fprintf(stderr,
        "usage: bench_window start WORKSPACE | type MODEL FILE [TURNS] | list WORKSPACE [ROUNDS] | import WORKSPACE FILE... |"
        " close SECONDS WORKSPACE FILE...\n");
    return 2;
} catch (const std::exception &exception) {
    std::fprintf(stderr, "%s\n", exception.what());
    return 1;
}
