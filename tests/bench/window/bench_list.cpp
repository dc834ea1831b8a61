// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_list.h"

#include "base/clock.h"
#include "base/json.h"
#include "event_watch.h"
#include "ui/dialogues/dialogue_list.h"
#include "ui/dialogues/dialogue_view.h"
#include "ui/dialogues/dialogues_page.h"
#include "ui/parts/message_list.h"
#include "ui/parts/search_field.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QEventLoop>
#include <QListView>
#include <QScrollBar>
#include <QTimer>
#include <QtTest>

#include <cstdio>
#include <optional>

namespace bench {

namespace {

using dialogues::DialoguesPage;

double since(double begun) { return (base::steadySeconds() - begun) * 1000; }

struct Times
{
    std::vector<double> values;

    base::Json json() const
    {
        std::vector<double> sorted = values;
        std::sort(sorted.begin(), sorted.end());
        return sorted.empty() ? base::Json() : base::Json { { "median_ms", sorted[sorted.size() / 2] }, { "slowest_ms", sorted.back() } };
    }
};

// What an action costs until the window is drawn and everything it queued has been done.
double timed(QWidget &page, const std::function<void()> &action)
{
    const double begun = base::steadySeconds();
    action();
    QCoreApplication::processEvents();
    page.repaint();
    return since(begun);
}

double searched(DialoguesPage &page, const QString &words)
{
    auto *field = page.findChild<parts::SearchField *>();
    QSignalSpy loaded(&page.list(), &dialogues::DialogueList::loaded);
    const double begun = base::steadySeconds();
    field->setText(words);
    Q_EMIT field->returnPressed();
    while (loaded.isEmpty())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    page.repaint();
    return since(begun);
}

void rest(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

// Ids from everywhere in the list, read beforehand.
std::vector<std::string> someIds(workspace::Workspace &workspace, int count)
{
    std::vector<std::string> ids = workspace.dialogues().ids({ .limit = -1 });
    std::vector<std::string> chosen;
    for (int i = 0; i < count && !ids.empty(); ++i)
        chosen.push_back(ids[(ids.size() * size_t(i * 37 % count) + ids.size() / 2) / size_t(count) % ids.size()]);
    return chosen;
}

QVariantMap linkTo(const std::string &id) { return { { QString::fromLatin1(parts::link::kDialogue), QString::fromStdString(id) } }; }

void edit(DialoguesPage &page, int round)
{
    page.document().setText(0, QString::fromStdString(page.document().dialogue().turns[0].text) + QStringLiteral(" %1").arg(round));
}

} // namespace

int list(QApplication &application, const char *workspace, int rounds)
{
    shell::prepareLook(application);
    parts::Settings settings { QString() };
    base::Json result;
    const double begun = base::steadySeconds();
    shell::MainWindow window(settings);
    window.resize(1280, 800);
    if (!window.openWorkspace(QString::fromUtf8(workspace)))
        return 1;
    auto *page = qobject_cast<DialoguesPage *>(window.showPage(QString::fromLatin1(parts::page::kDialogues)));
    window.show();
    (void)QTest::qWaitForWindowExposed(&window);
    window.repaint();
    result["first_start_ms"] = since(begun);
    rest(3000); // a daily backup, what is read in the background
    result["dialogues"] = page->list().total();

    const std::vector<std::string> ids = someIds(*window.workspace(), rounds);
    EventWatch watch;
    Times links, saves, keys, pages, sorts;
    for (int i = 0; i < rounds; ++i) {
        links.values.push_back(timed(*page, [&] { page->open(linkTo(ids[size_t(i)])); }));
        rest(20);
        saves.values.push_back(timed(*page, [&] { edit(*page, i); }));
        rest(20);
        keys.values.push_back(timed(*page, [&] { page->list().step(1); }));
        rest(20);
    }
    auto *view = page->list().findChild<QListView *>();
    for (int i = 0; i < rounds; ++i) {
        pages.values.push_back(timed(*page, [&] { QTest::keyClick(view, i % 3 == 0 ? Qt::Key_End : Qt::Key_PageUp); }));
        rest(20);
    }
    result["link"] = links.json();
    result["save"] = saves.json();
    result["next"] = keys.json();
    result["page"] = pages.json();
    for (const char *words : { "难过", "妈妈", "家", "小满 难过", "restless", "landlord keys", "I", "没有这个词" }) {
        Times times;
        for (int i = 0; i < 5; ++i) {
            times.values.push_back(searched(*page, QString::fromUtf8(words)));
            result["found"][words] = page->list().total();
            searched(*page, {});
        }
        result["search"][words] = times.json();
    }
    watch.stop();
    result["longest_block_ms"] = watch.longestMs();
    result["blocks_over_50_ms"] = watch.over(50);
    std::printf("%s\n", result.dump(1).c_str());
    return 0;
}

int import(QApplication &application, const char *workspace, int fileCount, char **files, double closeAfter)
{
    shell::prepareLook(application);
    parts::Settings settings { QString() };
    shell::MainWindow window(settings);
    window.resize(1280, 800);
    const QString folder = QString::fromUtf8(workspace);
    if (!(QFile::exists(folder + QStringLiteral("/workspace.db")) ? window.openWorkspace(folder) : window.createWorkspace(folder)))
        return 1;
    auto *page = qobject_cast<DialoguesPage *>(window.showPage(QString::fromLatin1(parts::page::kDialogues)));
    window.show();
    (void)QTest::qWaitForWindowExposed(&window);
    rest(1000);
    QStringList paths;
    for (int i = 0; i < fileCount; ++i)
        paths << QString::fromLocal8Bit(files[i]);

    bool isDone = false;
    QObject::connect(page, &DialoguesPage::imported, page, [&] { isDone = true; });
    base::Json result;
    const double begun = base::steadySeconds();
    Times searches, saves, keys;
    std::vector<std::pair<double, const char *>> doing; // since when
    {
        EventWatch watch;
        doing.emplace_back(base::steadySeconds(), "import");
        page->importPaths(paths);
        for (int round = 0; !isDone && (closeAfter <= 0 || since(begun) < closeAfter * 1000); ++round) {
            doing.emplace_back(base::steadySeconds(), "rest");
            rest(400);
            if (!page->document().isOpen()) {
                page->list().step(1);
                continue;
            }
            doing.emplace_back(base::steadySeconds(), round % 5 == 4 ? "search" : round % 5 == 1 ? "save" : "next");
            if (round % 5 == 4) {
                searches.values.push_back(searched(*page, round % 2 ? QStringLiteral("难过") : QStringLiteral("restless")));
                rest(200); // nobody takes it back at once
                searched(*page, {});
            } else if (round % 5 == 1) {
                saves.values.push_back(timed(*page, [&] { edit(*page, round); }));
            } else {
                keys.values.push_back(timed(*page, [&] { page->list().step(1); }));
            }
        }
        watch.stop();
        result["questions"] = watch.questions();
        result["longest_block_ms"] = watch.longestMs();
        result["blocks_over_50_ms"] = watch.over(50);
        result["blocks_while"] = base::Json::object();
        for (const double asked : watch.asked(50)) {
            const auto next = std::upper_bound(doing.begin(), doing.end(), asked, [](double time, const auto &begun) { return time < begun.first; });
            const std::string what = next == doing.begin() ? "before" : std::prev(next)->second;
            result["blocks_while"][what] = result["blocks_while"].value(what, 0) + 1;
        }
    }
    result["seconds"] = since(begun) / 1000;
    result["search"] = searches.json();
    result["save"] = saves.json();
    result["next"] = keys.json();
    result["dialogues"] = page->list().total();
    const double closing = base::steadySeconds();
    window.closeWorkspace();
    result["close_ms"] = since(closing);
    std::printf("%s\n", result.dump(1).c_str());
    return 0;
}

} // namespace bench
