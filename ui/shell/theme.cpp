// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"

#include "ui/parts/icons.h"
#include "ui/parts/look.h"
#include "ui/parts/plain_tool_tips.h"
#include "ui/parts/wheel_guard.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QRegularExpression>
#include <QStyleFactory>

namespace shell {

const parts::Setting<QString> kTheme { parts::Drawer::Preferences, "shell/theme", QStringLiteral("system") };

namespace {

bool systemIsDark = false; // written once, in prepareLook

struct Colors
{
    QRgb window, surface, sunken, text, muted, faint, accent, accentText;
};

QPalette paletteOf(const Colors &c)
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, QRgb color) { palette.setColor(role, QColor(color)); };
    set(QPalette::Window, c.window);
    set(QPalette::WindowText, c.text);
    set(QPalette::Base, c.surface);
    set(QPalette::AlternateBase, c.sunken);
    set(QPalette::Text, c.text);
    set(QPalette::Button, c.surface);
    set(QPalette::ButtonText, c.text);
    set(QPalette::BrightText, c.accentText);
    set(QPalette::Highlight, c.accent);
    set(QPalette::HighlightedText, c.accentText);
    set(QPalette::Link, c.accent);
    set(QPalette::LinkVisited, c.accent);
    set(QPalette::ToolTipBase, c.text);
    set(QPalette::ToolTipText, c.surface);
    set(QPalette::PlaceholderText, c.muted);
    set(QPalette::Light, c.surface);
    set(QPalette::Midlight, c.window);
    set(QPalette::Mid, c.faint);
    set(QPalette::Dark, c.muted);
    set(QPalette::Shadow, c.text);
    for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
        palette.setColor(QPalette::Disabled, role, QColor(c.faint));
    return palette;
}

} // namespace

QPalette lightPalette()
{
    return paletteOf({ 0xfff8f7f4, 0xffffffff, 0xfff0eeea, 0xff20242a, 0xff666b73, 0xffa3a7ad, 0xff0f7285, 0xffffffff });
}

QPalette darkPalette()
{
    return paletteOf({ 0xff1c1e21, 0xff232629, 0xff17191b, 0xffe7e5e0, 0xffa2a7ad, 0xff6a6f75, 0xff58c1d2, 0xff0b1a1d });
}

QString styleSheetFor(const QPalette &palette)
{
    const parts::Look look = parts::lookOf(palette);
    const double pt = QApplication::font().pointSizeF();
    const auto size = [pt](double factor) { return QString::number(pt * factor, 'f', 1) + QStringLiteral("pt"); };
    const auto between = [](const QColor &a, const QColor &b, double share) {
        return QColor::fromRgbF(float(a.redF() * (1 - share) + b.redF() * share), float(a.greenF() * (1 - share) + b.greenF() * share),
            float(a.blueF() * (1 - share) + b.blueF() * share));
    };
    const QHash<QString, QString> values {
        { QStringLiteral("window"), look.window.name() },
        { QStringLiteral("surface"), look.surface.name() },
        { QStringLiteral("sunken"), look.sunken.name() },
        { QStringLiteral("border"), look.border.name() },
        { QStringLiteral("hairline"), between(look.surface, look.border, 0.45).name() },
        { QStringLiteral("control"), between(look.surface, look.text, look.dark ? 0.24 : 0.20).name() },
        { QStringLiteral("thumb"), between(look.surface, look.text, look.dark ? 0.28 : 0.22).name() },
        { QStringLiteral("text"), look.text.name() },
        { QStringLiteral("muted"), look.muted.name() },
        { QStringLiteral("faint"), palette.color(QPalette::Disabled, QPalette::Text).name() },
        { QStringLiteral("hover"), look.hover.name() },
        { QStringLiteral("selection"), look.selection.name() },
        { QStringLiteral("accent"), look.accent.name() },
        { QStringLiteral("accent_text"), look.accentText.name() },
        { QStringLiteral("accent_hover"), between(look.accent, look.dark ? QColor(Qt::white) : QColor(Qt::black), 0.12).name() },
        { QStringLiteral("positive"), look.positive.name() },
        { QStringLiteral("warning"), look.warning.name() },
        { QStringLiteral("negative"), look.negative.name() },
        { QStringLiteral("wash_accent"), look.wash(look.accent).name() },
        { QStringLiteral("wash_positive"), look.wash(look.positive).name() },
        { QStringLiteral("wash_warning"), look.wash(look.warning).name() },
        { QStringLiteral("wash_negative"), look.wash(look.negative).name() },
        { QStringLiteral("tip"), palette.color(QPalette::ToolTipBase).name() },
        { QStringLiteral("tip_text"), palette.color(QPalette::ToolTipText).name() },
        { QStringLiteral("title_pt"), size(1.5) },
        { QStringLiteral("heading_pt"), size(1.12) },
        { QStringLiteral("small_pt"), size(0.92) },
        { QStringLiteral("mode"), look.dark ? QStringLiteral("dark") : QStringLiteral("light") },
        { QStringLiteral("inverse"), look.dark ? QStringLiteral("light") : QStringLiteral("dark") },
    };
    QFile file(QStringLiteral(":/themes/attune.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QString source = QString::fromUtf8(file.readAll());
    QString filled;
    qsizetype from = 0;
    static const QRegularExpression name(QStringLiteral("@([a-z_]+)"));
    for (auto it = name.globalMatch(source); it.hasNext();) {
        const auto match = it.next();
        filled += QStringView(source).mid(from, match.capturedStart() - from);
        filled += values.value(match.captured(1), match.captured(0));
        from = match.capturedEnd();
    }
    return filled + source.mid(from);
}

void prepareLook(QApplication &application)
{
    systemIsDark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QFont font = QApplication::font();
    font.setFamilies({ QStringLiteral("Inter"), QStringLiteral("Noto Sans CJK SC"), QStringLiteral("Noto Sans") });
    font.setPointSizeF(10);
    application.setFont(font);
    new parts::WheelGuard(application);
    new parts::PlainToolTips(application);
}

void applyTheme(QApplication &application, const QString &choice)
{
    const bool dark = choice == QLatin1String("dark") || (choice == QLatin1String("system") && systemIsDark);
    const QPalette palette = dark ? darkPalette() : lightPalette();
    parts::installIconTheme(dark);
    application.setPalette(palette);
    application.setStyleSheet(styleSheetFor(palette));
}

} // namespace shell
