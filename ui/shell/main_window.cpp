// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/notice_bar.h"
#include "ui/shell/language.h"
#include "ui/shell/preferences_page.h"
#include "ui/shell/running_bar.h"
#include "ui/shell/running_jobs.h"
#include "ui/shell/shortcuts_page.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/theme.h"
#include "ui/shell/window_desk.h"
#include "jobs/workspace_jobs.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QBoxLayout>
#include <QScreen>
#include <QShortcut>
#include <QStackedWidget>
#include <QTimer>

namespace shell {

namespace {

const parts::Setting<QByteArray> kGeometry { parts::Drawer::Preferences, "shell/geometry", {} };
const parts::Setting<QString> kOpenPage { parts::Drawer::Session, "shell/page", QString() };
constexpr char kPreferencesPage[] = "preferences";
constexpr char kShortcutsPage[] = "shortcuts";

// Pages that are the window's own and stand outside the order of the work.
std::vector<PageRow> ownPages()
{
    return {
        { kShortcutsPage, MainWindow::tr("Shortcuts"), "input-keyboard", false,
            [](parts::Desk &desk) { return new ShortcutsPage(desk); } },
        { kPreferencesPage, MainWindow::tr("Preferences"), "configure", false,
            [](parts::Desk &desk) { return new PreferencesPage(desk); } },
    };
}

bool isOwnPage(const QString &id) { return id == QLatin1String(kPreferencesPage) || id == QLatin1String(kShortcutsPage); }

} // namespace

MainWindow::MainWindow(parts::Settings &settings, QWidget *parent)
    : QMainWindow(parent)
    , m_settings(settings)
    , m_desk(std::make_unique<WindowDesk>(*this))
{
    applyLanguage(settings.value(kLanguage));
    applyTheme(*qApp, settings.value(kTheme));
    setMinimumSize(840, 520); // a screen of 1280x800 at a scale of 1.5
    resize(QSize(1280, 800).boundedTo(screen()->availableSize())); // the first start, also on a scaled screen
    restoreGeometry(settings.value(kGeometry));
    rebuild();
    connect(&settings, &parts::Settings::changed, this, [this](const QString &key) {
        if (key == QLatin1String(kTheme.key)) {
            applyTheme(*qApp, m_settings.value(kTheme));
        } else if (key == QLatin1String(kLanguage.key)) {
            // After the event, for the page whose button was pressed is among what is drawn again; and after a second click of somebody who
            // clicks twice, for in the new language another button may lie there.
            QTimer::singleShot(QApplication::doubleClickInterval(), this, &MainWindow::drawAnew);
        }
    });
}

MainWindow::~MainWindow()
{
    m_settings.disconnect(this);
    closeWorkspace();
}

void MainWindow::rebuild()
{
    const QString shown = currentPage() ? currentPage()->objectName() : QString();
    m_running.reset(); // it feeds the bar that goes now
    dropPages();
    m_table = pageTable();
    for (PageRow &row : ownPages())
        m_table.push_back(std::move(row));
    buildBody();
    buildMenus();
    updateWorkspaceWords();
    if (shown.isEmpty() || !showPage(shown))
        showPage(QString::fromLatin1(parts::page::kHome));
    connectRunning();
}

void MainWindow::buildBody()
{
    auto *body = new QWidget(this);
    body->setAccessibleName(QStringLiteral("Attune"));
    m_sidebar = new Sidebar(body);
    m_notice = new parts::NoticeBar(body);
    m_stack = new QStackedWidget(body);
    m_stack->setAccessibleName(tr("Page"));
    m_bar = new RunningBar(body);

    auto *right = new QVBoxLayout;
    parts::setGaps(right, 0);
    right->addWidget(m_stack, 1);
    m_notice->floatAcross(m_stack, 7 * parts::kGrid); // below the pages' heads, where they say their own; nothing moves under the pointer
    auto *middle = new QHBoxLayout;
    parts::setGaps(middle, 0);
    middle->addWidget(m_sidebar);
    middle->addLayout(right, 1);
    auto *layout = new QVBoxLayout(body);
    parts::setGaps(layout, 0);
    layout->addLayout(middle, 1);
    layout->addWidget(m_bar);
    setCentralWidget(body); // deletes the one before
    buildSidebar();
}

void MainWindow::buildSidebar()
{
    int number = 1;
    for (const PageRow &row : m_table) {
        const QString id = QString::fromLatin1(row.id);
        if (id == QLatin1String(kPreferencesPage))
            m_sidebar->addFooter(id, row.title, row.icon, QStringLiteral("Ctrl+,"));
        else if (id != QLatin1String(kShortcutsPage))
            m_sidebar->addPage(id, row.title, row.icon, QStringLiteral("Alt+%1").arg(number++));
    }
    connect(m_sidebar, &Sidebar::chosen, this, [this](const QString &id) { showPage(id); });
}

QStringList MainWindow::pageIds() const
{
    QStringList ids;
    for (const PageRow &row : m_table)
        ids << QString::fromLatin1(row.id);
    return ids;
}

parts::Page *MainWindow::currentPage() const { return m_stack ? qobject_cast<parts::Page *>(m_stack->currentWidget()) : nullptr; }

parts::Page *MainWindow::showPage(const QString &id, const QVariantMap &link)
{
    const auto row = std::find_if(m_table.begin(), m_table.end(), [&](const PageRow &r) { return id == QLatin1String(r.id); });
    if (row == m_table.end() || (row->needsWorkspace && !workspace())) {
        if (currentPage())
            m_sidebar->setCurrent(currentPage()->objectName());
        return nullptr;
    }
    if (parts::Page *before = currentPage(); before && before->objectName() != id)
        guarded([&] { before->settle(); });
    parts::Page *shown = m_pages.contains(id) ? m_pages.value(id) : makePage(*row);
    if (!shown) {
        m_sidebar->setCurrent(currentPage() ? currentPage()->objectName() : QString());
        return nullptr;
    }
    m_undo.setActiveStack(nullptr);
    const bool isOther = m_stack->currentWidget() != shown;
    if (isOther && currentPage() && !isOwnPage(currentPage()->objectName()))
        m_pageBefore = currentPage()->objectName();
    QWidget *lastFocus = shown->focusWidget();
    m_stack->setCurrentWidget(shown);
    m_sidebar->setCurrent(id);
    if (m_workspace)
        m_settings.set(kOpenPage, id);
    // A page says itself what has the focus (its proxy), and is found again as it was left. Without that Qt would give it to
    // the first button.
    if (isOther || !shown->isAncestorOf(QApplication::focusWidget()))
        (lastFocus ? lastFocus : shown)->setFocus();
    guarded([&] {
        shown->activate();
        if (!link.isEmpty())
            shown->open(link);
    });
    return shown;
}

// Null when it could not be made (a damaged row of the database): told, and the page before stays.
parts::Page *MainWindow::makePage(const PageRow &row)
{
    parts::Page *page = nullptr;
    try {
        page = row.make(*m_desk);
    } catch (const std::exception &exception) {
        showError(parts::errorText(exception));
        return nullptr;
    }
    const QString id = QString::fromLatin1(row.id);
    page->setObjectName(id);
    page->setAccessibleName(row.title);
    m_stack->addWidget(page);
    m_pages.insert(id, page);
    connect(page, &parts::Page::failed, this, &MainWindow::showError);
    for (const parts::NoticeBar *notice : page->findChildren<parts::NoticeBar *>()) {
        connect(notice, &parts::NoticeBar::coveredWork, this, [this, id](const QString &text) {
            m_covered[id] = text;
            showStanding();
        });
    }
    if (isOwnPage(id))
        addWayBack(page);
    return page;
}

void MainWindow::addWayBack(parts::Page *page)
{
    auto *back = new QShortcut(Qt::Key_Escape, page);
    back->setContext(Qt::WidgetWithChildrenShortcut);
    connect(back, &QShortcut::activated, this, [this] { showPage(m_pageBefore.isEmpty() ? QString::fromLatin1(parts::page::kHome) : m_pageBefore); });
}

// What a page throws is told, and ends neither the window nor what other pages do.
bool MainWindow::guarded(const std::function<void()> &work)
{
    try {
        work();
        return true;
    } catch (const std::exception &exception) {
        showError(parts::errorText(exception));
        return false;
    }
}

void MainWindow::dropPages()
{
    if (currentPage())
        guarded([this] { currentPage()->settle(); });
    m_undo.setActiveStack(nullptr);
    for (parts::Page *page : std::as_const(m_pages))
        delete page;
    m_pages.clear();
    m_covered.clear();
}

void MainWindow::showError(const QString &sentence) { m_notice->showError(sentence); }

} // namespace shell
