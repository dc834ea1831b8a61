// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_start.h"

#include "base/error.h"
#include "base/files.h"
#include "ui/parts/recent_workspaces.h"
#include "ui/parts/text_format.h"
#include "ui/shell/application.h"
#include "ui/shell/end_signals.h"
#include "ui/shell/language.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme.h"

#include <QBuffer>
#include <QEventLoop>
#include <QStandardPaths>
#include <QTimer>

namespace shell {

namespace {

constexpr int kReadyTimeoutMs = 20000;

void nameApplication()
{
    QCoreApplication::setApplicationName(QStringLiteral("attune"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ATTUNE_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Attune"));
    QGuiApplication::setDesktopFileName(QStringLiteral("attune"));
}

void override(parts::Settings &settings, const parts::Setting<QString> &setting, const std::string &value)
{
    if (!value.empty())
        settings.setForNow(setting, parts::fromUtf8(value));
}

QString preferencesFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + QStringLiteral("/attune");
}

QVariantMap linkOf(const std::string &text)
{
    QVariantMap link;
    for (const QString &pair : parts::fromUtf8(text).split(QLatin1Char(','), Qt::SkipEmptyParts))
        link.insert(pair.section(QLatin1Char('='), 0, 0), pair.section(QLatin1Char('='), 1));
    return link;
}

// Runs the event loop until the page has its content, and once more so that layouts and deferred painting are done.
bool waitUntilReady(parts::Page &page)
{
    QEventLoop loop;
    bool inTime = true;
    QObject::connect(&page, &parts::Page::ready, &loop, &QEventLoop::quit, Qt::QueuedConnection);
    QTimer::singleShot(kReadyTimeoutMs, &loop, [&] {
        inTime = false;
        loop.quit();
    });
    if (!page.isReady())
        loop.exec();
    QTimer::singleShot(0, &loop, &QEventLoop::quit);
    loop.exec();
    return inTime;
}

} // namespace

int startWindow(int &argc, char **argv, const WindowOptions &options)
{
    nameApplication();
    Application application(argc, argv);
    prepareLook(application);
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/attune/attune.svg")));
    parts::Settings settings(preferencesFolder());
    override(settings, kTheme, options.theme);
    override(settings, kLanguage, options.locale);
    MainWindow window(settings);
    QObject::connect(&application, &Application::failed, &window, &MainWindow::showError);
    const EndSignals signalled;
    QObject::connect(&signalled, &EndSignals::asked, &window, &MainWindow::closeUnasked);
    const QString named = parts::fromUtf8(options.workspace.string());
    const QStringList recent = parts::recentWorkspaces(settings);
    if (options.sample)
        window.openSample(named);
    else if (!named.isEmpty())
        window.openWorkspace(named);
    else if (!recent.isEmpty())
        window.openWorkspace(recent.first());
    window.show();
    return application.exec();
}

void takeScreenshot(int &argc, char **argv, const ScreenshotOptions &options)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    nameApplication();
    Application application(argc, argv);
    prepareLook(application);
    parts::Settings settings { QString() };
    override(settings, kTheme, options.theme);
    override(settings, kLanguage, options.locale);
    MainWindow window(settings);
    if (!options.workspace.empty() && !window.openWorkspace(parts::fromUtf8(options.workspace.string())))
        throw base::Failure(base::ErrorKind::NotAWorkspace, options.workspace.string());
    window.resize(options.width, options.height);
    window.show();
    parts::Page *page = window.showPage(parts::fromUtf8(options.page), linkOf(options.link));
    if (!page) {
        const std::string known = parts::toUtf8(window.pageIds().join(QStringLiteral(", ")));
        throw base::Failure(base::ErrorKind::Usage, "screenshot", {},
            { { "reason", "there is no page " + options.page + (options.workspace.empty() ? " without a workspace" : "") + "; known: " + known } });
    }
    if (!waitUntilReady(*page))
        throw base::Failure(base::ErrorKind::Internal, "screenshot", {}, { { "reason", "the page " + options.page + " did not become ready" } });
    QByteArray picture;
    QBuffer buffer(&picture);
    if (!window.grab().save(&buffer, "PNG"))
        throw base::Failure(base::ErrorKind::FileUnwritable, options.file.string(), {}, { { "reason", "the picture could not be made" } });
    base::writeFileAtomically(options.file, std::string_view(picture.constData(), size_t(picture.size())));
}

} // namespace shell
