// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/look.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>

namespace parts {

namespace {

QColor mix(const QColor &a, const QColor &b, double shareOfB)
{
    const auto channel = [shareOfB](int x, int y) { return int(x * (1 - shareOfB) + y * shareOfB + 0.5); };
    return QColor(channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue()));
}

// Okabe and Ito's order of colours that colour-blind readers tell apart, lightened or darkened for the background.
QList<QColor> seriesColors(bool dark)
{
    if (dark) {
        return { QColor(0x4cb3c4), QColor(0xf0a94e), QColor(0xb79cf0), QColor(0x7cc98f), QColor(0xf08a8a), QColor(0x7fb2f0),
            QColor(0xe3d26f), QColor(0xd59ac4) };
    }
    return { QColor(0x0f7b8f), QColor(0xd97a06), QColor(0x7453c9), QColor(0x2f8f4e), QColor(0xc8423f), QColor(0x2f6fc4),
        QColor(0x9a7d0a), QColor(0xa8487f) };
}

} // namespace

QColor Look::of(Tone tone) const
{
    switch (tone) {
    case Tone::Plain:
        return text;
    case Tone::Muted:
        return muted;
    case Tone::Accent:
        return accent;
    case Tone::Positive:
        return positive;
    case Tone::Warning:
        return warning;
    case Tone::Negative:
        return negative;
    }
    return text;
}

QColor Look::wash(const QColor &color) const { return mix(surface, color, dark ? 0.20 : 0.12); }

Look lookOf(const QPalette &palette)
{
    Look look;
    look.window = palette.color(QPalette::Active, QPalette::Window);
    look.surface = palette.color(QPalette::Active, QPalette::Base);
    look.text = palette.color(QPalette::Active, QPalette::Text);
    look.accent = palette.color(QPalette::Active, QPalette::Link);
    look.dark = look.window.lightness() < 128;
    look.sunken = palette.color(QPalette::Active, QPalette::AlternateBase);
    look.muted = palette.color(QPalette::Active, QPalette::PlaceholderText);
    look.border = mix(look.window, look.text, look.dark ? 0.14 : 0.13);
    look.hover = mix(look.surface, look.text, look.dark ? 0.07 : 0.045);
    look.selection = mix(look.surface, look.accent, look.dark ? 0.24 : 0.14);
    look.accentText = look.dark ? QColor(0x0b1a1d) : QColor(Qt::white);
    look.seeker = mix(look.surface, look.text, look.dark ? 0.10 : 0.055);
    look.supporter = mix(look.surface, look.accent, look.dark ? 0.22 : 0.13);
    look.positive = look.dark ? QColor(0x6fcf97) : QColor(0x1f7a3d);
    look.warning = look.dark ? QColor(0xf0b44e) : QColor(0x9a5b00);
    look.negative = look.dark ? QColor(0xf28b82) : QColor(0xb3261e);
    look.series = seriesColors(look.dark);
    return look;
}

Look currentLook() { return lookOf(QApplication::palette()); }

namespace {
QFont scaled(double factor, QFont::Weight weight)
{
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * factor);
    font.setWeight(weight);
    return font;
}
} // namespace

QFont titleFont() { return scaled(1.55, QFont::DemiBold); }
QFont headingFont() { return scaled(1.12, QFont::DemiBold); }
QFont smallFont() { return scaled(0.9, QFont::Normal); }
QFont strongFont() { return scaled(1.0, QFont::DemiBold); }

QFont codeFont()
{
    QFont font(QStringList { QStringLiteral("Noto Sans Mono"), QStringLiteral("DejaVu Sans Mono"), QStringLiteral("Noto Sans Mono CJK SC") },
        -1);
    font.setStyleHint(QFont::Monospace);
    font.setPointSizeF(QApplication::font().pointSizeF() * 0.95);
    return font;
}

} // namespace parts
