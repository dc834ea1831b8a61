// SPDX-License-Identifier: GPL-3.0-or-later
// What happens before the window or its workspace goes: what is open is saved or asked about, and runs that wait get workers.
#include "jobs/job_queue.h"
#include "jobs/workspace_jobs.h"
#include "ui/parts/notice_bar.h"
#include "ui/shell/language.h"
#include "ui/shell/main_window.h"
#include "ui/shell/running_bar.h"
#include "ui/shell/running_jobs.h"
#include "workspace/task.h"
#include "workspace/workspace.h"

#include <QCloseEvent>
#include <QTimer>

#include <algorithm>
#include <iterator>

namespace shell {

namespace {
const parts::Setting<QByteArray> kGeometry { parts::Drawer::Preferences, "shell/geometry", {} };
constexpr char kHeld[] = "held"; // what the window's notice is about
constexpr char kWork[] = "work"; // the same, and what may be let go besides pages
} // namespace

QStringList MainWindow::settleAll(Leaving leaving)
{
    QStringList holding;
    for (const PageRow &row : m_table) {
        parts::Page *page = m_pages.value(QString::fromLatin1(row.id));
        if (!page)
            continue;
        const bool settled = guarded([&] {
            page->settle();
            if (leaving == Leaving::Close)
                page->endWork();
        });
        if (!settled || page->hasUnsaved())
            holding << page->objectName();
    }
    return holding;
}

bool MainWindow::settlePages(Leaving leaving, std::function<void()> goOn, const QStringList &letGo)
{
    const QStringList holding = settleAll(leaving);
    const auto isNew = [&](const QString &id) { return !letGo.contains(id); };
    const auto first = std::find_if(holding.begin(), holding.end(), isNew);
    if (first != holding.end()) {
        showPage(*first);
        askAboutUnsaved(leaving, holding, goOn);
        return false;
    }
    QStringList atWork;
    if (leaving != Leaving::Close || letGo.contains(QLatin1String(kWork)) || awaited(&atWork).empty())
        return true;
    askAboutWork(atWork, letGo, goOn);
    return false;
}

void MainWindow::askAboutUnsaved(Leaving leaving, const QStringList &holding, const std::function<void()> &goOn)
{
    QStringList titles;
    for (const QString &id : holding)
        titles << m_pages.value(id)->accessibleName();
    const QString sentence = titles.size() == 1
        ? tr("%1 holds something that could not be saved yet. Decide on the page what becomes of it, or go on without it.").arg(titles.first())
        : tr("These pages hold something that could not be saved yet: %1. Decide on each what becomes of it, or go on without.")
              .arg(titles.join(tr(", ", "between names of pages")));
    // After the click: what goes on deletes the notice. What has come since is asked about as well.
    m_notice->showNotice(parts::Tone::Warning, sentence, tr("Go on without saving"), [this, leaving, holding, goOn] {
        QMetaObject::invokeMethod(this, [this, leaving, holding, goOn] {
            if (settlePages(leaving, goOn, holding))
                without(holding, goOn);
        }, Qt::QueuedConnection);
    });
    m_notice->bind(QString::fromLatin1(kHeld));
    tellLost();
    const auto holds = [this](const QString &id) { return m_pages.value(id)->hasUnsaved(); };
    if (std::all_of(holding.begin(), holding.end(), holds)) // else one could not even be settled
        watchHeld(holding);
}

void MainWindow::askAboutWork(const QStringList &pages, const QStringList &letGo, const std::function<void()> &goOn)
{
    const auto later = [this](const std::function<void()> &then) { QMetaObject::invokeMethod(this, then, Qt::QueuedConnection); };
    const auto end = [this, later, letGo = letGo + QStringList { QString::fromLatin1(kWork) }, goOn] {
        for (workspace::Task *task : awaited())
            task->cancel();
        later([this, letGo, goOn] {
            if (settlePages(Leaving::Close, goOn, letGo))
                without(letGo, goOn);
        });
    };
    const auto wait = [this, later, letGo, goOn] {
        const auto hasFailed = std::make_shared<bool>(false); // then its page says why, and is to be read
        for (workspace::Task *task : awaited())
            connect(task, &workspace::Task::failed, m_notice, [hasFailed] { *hasFailed = true; });
        whenDone([this, later, letGo, goOn, hasFailed] {
            if (!*hasFailed)
                later([this, letGo, goOn] { without(letGo, goOn); });
        });
    };
    m_notice->showNotice(parts::Tone::Warning,
        tr("%1 is at work on something that you asked for. What is ended now is taken back: nothing of a half import stays.")
            .arg(pages.join(tr(", ", "between names of pages"))),
        { { tr("End it and go on"), end }, { tr("Go on when it is done"), wait } });
    m_notice->bind(QString::fromLatin1(kWork));
    tellLost();
    whenDone([this] { m_notice->leave(QString::fromLatin1(kWork)); });
}

// Once nothing that a person waits for is at work. What has come of it stands on its page.
void MainWindow::whenDone(const std::function<void()> &then)
{
    const auto ended = [this, then] {
        if (awaited().empty())
            then();
    };
    for (workspace::Task *task : awaited())
        connect(task, &QObject::destroyed, m_notice, [this, ended] { QMetaObject::invokeMethod(m_notice, ended, Qt::QueuedConnection); });
}

// The notice is true as long as one of the pages holds something. Each decides in its own way and tells nobody.
void MainWindow::watchHeld(const QStringList &holding)
{
    constexpr int kLook = 200; // milliseconds
    QTimer::singleShot(kLook, m_notice, [this, holding] {
        if (m_notice->about() != QLatin1String(kHeld))
            return;
        const auto holds = [this](const QString &id) {
            const parts::Page *page = m_pages.value(id);
            return page && page->hasUnsaved();
        };
        if (std::any_of(holding.begin(), holding.end(), holds))
            watchHeld(holding);
        else
            m_notice->leave(QString::fromLatin1(kHeld));
    });
}

// `goOn` may close the window, which asks about no page of `letGo`.
void MainWindow::without(const QStringList &letGo, const std::function<void()> &goOn)
{
    m_letGo = letGo;
    goOn();
    m_letGo.clear();
}

void MainWindow::closeUnasked()
{
    without(settleAll(Leaving::Close) + QStringList { QString::fromLatin1(kWork) }, [this] { close(); });
}

// What a person waits for ends with its page.
std::vector<workspace::Task *> MainWindow::awaited(QStringList *pages) const
{
    std::vector<workspace::Task *> tasks;
    for (const PageRow &row : m_table) {
        const parts::Page *page = m_pages.value(QString::fromLatin1(row.id));
        const auto all = page ? page->findChildren<workspace::Task *>() : QList<workspace::Task *>();
        const size_t before = tasks.size();
        std::copy_if(all.begin(), all.end(), std::back_inserter(tasks), [](const workspace::Task *task) { return task->isAwaited(); });
        if (pages && tasks.size() > before)
            *pages << page->accessibleName();
    }
    return tasks;
}

void MainWindow::drawAnew()
{
    QStringList pages;
    // Not before: half a window in another language is hard to read.
    const auto draw = [this] {
        applyLanguage(m_settings.value(kLanguage));
        rebuild();
    };
    if (awaited(&pages).empty()) {
        if (settlePages(Leaving::DrawAnew, draw))
            draw();
        return;
    }
    m_notice->showInfo(tr("%1 is at work on something that you asked for. The window can be drawn in the new language when that is done.")
                           .arg(pages.join(tr(", ", "between names of pages"))));
    whenDone([this] {
        m_notice->showInfo(tr("What was at work is done. The window can be drawn in the new language now."), tr("Draw it anew"),
            [this] { QMetaObject::invokeMethod(this, &MainWindow::drawAnew, Qt::QueuedConnection); });
    });
}

bool MainWindow::mustHandOver() const { return !m_left.empty() || (m_jobs && !m_handedOver && m_jobs->queue().hasQueued()); }

// Runs that wait for their turn get workers that go on without this window. It closes a moment later.
void MainWindow::handOver()
{
    if (std::exchange(m_isLeaving, true))
        return; // it is under way
    const auto goOn = [this, letGo = m_letGo] {
        m_isLeaving = false;
        m_handedOver = true;
        without(letGo, [this] { close(); });
    };
    m_bar->setLast(tr("The runs that wait are handed over …"));
    if (m_jobs && m_jobs->queue().hasQueued())
        m_jobs->queue().handOver([this, goOn] { QMetaObject::invokeMethod(this, goOn, Qt::QueuedConnection); });
    else
        QTimer::singleShot(100, this, goOn); // a workspace that was left before
}

// The queue of a workspace that is left stays until its runs have workers.
void MainWindow::leaveJobs()
{
    m_handedOver = false;
    if (!m_jobs || !m_jobs->queue().hasQueued())
        return;
    m_jobs->disconnect(this);
    m_workspace->disconnect(this);
    jobs::JobQueue &queue = m_jobs->queue();
    m_left.push_back(std::make_unique<Left>(Left { std::move(m_workspace), std::move(m_jobs) }));
    queue.handOver([this, &queue] {
        QMetaObject::invokeMethod(this, [this, &queue] {
            std::erase_if(m_left, [&](const auto &left) { return &left->jobs->queue() == &queue; });
        }, Qt::QueuedConnection);
    });
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!settlePages(Leaving::Close, [this] { close(); }, m_letGo)) {
        event->ignore();
        return;
    }
    if (mustHandOver()) {
        event->ignore();
        handOver();
        return;
    }
    m_settings.set(kGeometry, saveGeometry());
    // Training goes on in its own process; the window finds it again when it is opened the next time.
    event->accept();
}

} // namespace shell
