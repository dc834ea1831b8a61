// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/icons.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>

namespace parts {

namespace {

QString ownDrawing(const QString &name) { return QStringLiteral(":/icons/attune/%1.svg").arg(name); }

QIcon drawing(const QString &name)
{
    if (QFile::exists(ownDrawing(name)))
        return QIcon(ownDrawing(name));
    if (QIcon::hasThemeIcon(name))
        return QIcon::fromTheme(name);
    return QIcon(ownDrawing(QStringLiteral("unknown")));
}

// Breeze's action icons are one-coloured drawings, so colouring their shape is enough for every theme and state.
class TonedEngine : public QIconEngine
{
public:
    TonedEngine(QString name, Tone tone)
        : m_name(std::move(name))
        , m_tone(tone)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const double ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        painter->drawPixmap(rect, colored(rect.size(), ratio, mode, state));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override { return colored(size, 1.0, mode, state); }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        return colored(size / scale, scale, mode, state);
    }

    QIconEngine *clone() const override { return new TonedEngine(*this); }
    QString iconName() override { return m_name; }
    bool isNull() override { return false; }
    QString key() const override { return QStringLiteral("attune-toned"); }

private:
    QPixmap colored(const QSize &size, double ratio, QIcon::Mode mode, QIcon::State state) const
    {
        QPixmap shape = drawing(m_name).pixmap(size, ratio, QIcon::Normal, state);
        if (shape.isNull())
            return shape;
        QPainter painter(&shape);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(QRectF(QPointF(0, 0), QSizeF(size)), color(mode));
        return shape;
    }

    QColor color(QIcon::Mode mode) const
    {
        const Look look = currentLook();
        QColor color = look.of(m_tone);
        if (mode == QIcon::Disabled)
            color.setAlphaF(0.4f);
        return color;
    }

    QString m_name;
    Tone m_tone;
};

} // namespace

void installIconTheme(bool dark)
{
    QIcon::setThemeSearchPaths({ QStringLiteral("/usr/share/icons"), QStringLiteral("/usr/local/share/icons"), QStringLiteral(":/icons") });
    QIcon::setThemeName(dark ? QStringLiteral("breeze-dark") : QStringLiteral("breeze"));
    QIcon::setFallbackThemeName(QStringLiteral("breeze"));
}

QIcon icon(const char *name, Tone tone) { return icon(QString::fromLatin1(name), tone); }
QIcon icon(const QString &name, Tone tone) { return QIcon(new TonedEngine(name, tone)); }

bool hasIcon(const QString &name) { return QFile::exists(ownDrawing(name)) || QIcon::hasThemeIcon(name); }

} // namespace parts
