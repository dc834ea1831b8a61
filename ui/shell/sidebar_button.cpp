// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sidebar_button.h"

#include "ui/parts/icons.h"
#include "ui/parts/look.h"

#include <QPainter>

namespace shell {

using parts::kGrid;

namespace {

void paintGround(QPainter &painter, const QAbstractButton &button, const parts::Look &look, const QRectF &area)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (button.isChecked())
        painter.setBrush(look.selection);
    else if (button.underMouse() && button.isEnabled())
        painter.setBrush(look.hover);
    else
        painter.setBrush(Qt::NoBrush);
    if (button.hasFocus())
        painter.setPen(QPen(look.accent, 1));
    painter.drawRoundedRect(area, 6, 6);
}

} // namespace

SidebarButton::SidebarButton(const QString &title, const char *icon, const QString &shortcut, QWidget *parent)
    : QAbstractButton(parent)
    , m_iconName(QLatin1String(icon))
{
    setText(title);
    setAccessibleName(title);
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    if (!shortcut.isEmpty())
        setToolTip(QStringLiteral("%1 (%2)").arg(title, shortcut));
}

void SidebarButton::setBadge(int count)
{
    if (std::exchange(m_badge, count) != count)
        update();
}

QSize SidebarButton::sizeHint() const { return { 22 * kGrid, 36 }; }

void SidebarButton::paintEvent(QPaintEvent *)
{
    const parts::Look look = parts::currentLook();
    QPainter painter(this);
    paintGround(painter, *this, look, QRectF(rect()).adjusted(0.5, 1.5, -0.5, -1.5));
    const QRect iconRect(12, (height() - 18) / 2, 18, 18);
    parts::icon(m_iconName, isChecked() ? parts::Tone::Accent : parts::Tone::Muted)
        .paint(&painter, iconRect, Qt::AlignCenter, isEnabled() ? QIcon::Normal : QIcon::Disabled);
    QFont font = this->font();
    font.setWeight(isChecked() ? QFont::DemiBold : QFont::Medium);
    painter.setFont(font);
    QColor color = look.text;
    if (!isEnabled())
        color.setAlphaF(0.4f);
    painter.setPen(color);
    painter.drawText(rect().adjusted(42, 0, -kGrid, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
    if (m_badge > 0) {
        const QString count = QString::number(m_badge);
        const QRect badge(width() - 32, (height() - 18) / 2, 22, 18);
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.accent);
        painter.drawRoundedRect(badge, 9, 9);
        painter.setFont(parts::smallFont());
        painter.setPen(look.accentText);
        painter.drawText(badge, Qt::AlignCenter, count);
    }
}

void SidebarButton::enterEvent(QEnterEvent *) { update(); }
void SidebarButton::leaveEvent(QEvent *) { update(); }

WorkspaceButton::WorkspaceButton(QWidget *parent)
    : QAbstractButton(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setWorkspace({}, {});
    connect(this, &QAbstractButton::clicked, this, [this] {
        if (m_menu)
            m_menu->popup(mapToGlobal(QPoint(0, height())));
    });
}

void WorkspaceButton::setWorkspace(const QString &name, const QString &folder)
{
    m_hasWorkspace = !name.isEmpty();
    m_name = name.isEmpty() ? tr("No workspace") : name;
    m_folder = folder.isEmpty() ? tr("Open or create one") : folder;
    setToolTip(folder);
    setAccessibleName(tr("Workspace: %1").arg(m_name));
    update();
}

void WorkspaceButton::setMenu(QMenu *menu) { m_menu = menu; }

QSize WorkspaceButton::sizeHint() const { return { 22 * kGrid, 52 }; }

void WorkspaceButton::paintEvent(QPaintEvent *)
{
    const parts::Look look = parts::currentLook();
    QPainter painter(this);
    paintGround(painter, *this, look, QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    // A tile with the first letter, so that workspaces are told apart at a glance.
    const QRect tile(kGrid, (height() - 34) / 2, 34, 34);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.accent);
    painter.drawRoundedRect(tile, 8, 8);
    painter.setPen(look.accentText);
    painter.setFont(parts::headingFont());
    painter.drawText(tile, Qt::AlignCenter, m_hasWorkspace ? m_name.left(1).toUpper() : QStringLiteral("A"));
    const QRect words = rect().adjusted(52, 8, -24, -8);
    painter.setFont(parts::strongFont());
    painter.setPen(look.text);
    const auto elided = [](const QFont &font, const QString &text, int width, Qt::TextElideMode mode) {
        return QFontMetrics(font).elidedText(text, mode, width);
    };
    painter.drawText(words, Qt::AlignTop, elided(painter.font(), m_name, words.width(), Qt::ElideRight));
    painter.setFont(parts::smallFont());
    painter.setPen(look.muted);
    painter.drawText(words, Qt::AlignBottom, elided(painter.font(), m_folder, words.width(), Qt::ElideMiddle));
    parts::icon("go-down", parts::Tone::Muted).paint(&painter, QRect(width() - 22, (height() - 12) / 2, 12, 12));
}

void WorkspaceButton::enterEvent(QEnterEvent *) { update(); }
void WorkspaceButton::leaveEvent(QEvent *) { update(); }

} // namespace shell
