// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/start_card.h"

#include "ui/parts/icons.h"
#include "ui/parts/look.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace home {

using parts::kGrid;

namespace {

class Tile : public QWidget
{
public:
    Tile(const char *icon, QWidget *parent)
        : QWidget(parent)
        , m_icon(parts::icon(icon, parts::Tone::Accent))
    {
        setFixedSize(5 * kGrid, 5 * kGrid);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const parts::Look look = parts::currentLook();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.wash(look.accent));
        painter.drawRoundedRect(rect(), kGrid, kGrid);
        m_icon.paint(&painter, rect().adjusted(9, 9, -9, -9));
    }

private:
    QIcon m_icon;
};

} // namespace

StartCard::StartCard(const char *icon, const QString &title, const QString &sentence, const QString &button, bool isPrimary,
    std::function<void()> action, QWidget *parent)
    : QFrame(parent)
{
    setProperty("panel", QLatin1String("card"));
    auto *layout = new QVBoxLayout(this);
    parts::setGaps(layout, 1, 2);
    layout->addWidget(new Tile(icon, this));
    layout->addSpacing(kGrid / 2);
    layout->addWidget(parts::headingLabel(title, this));
    QLabel *words = parts::bodyLabel(sentence, this);
    parts::setTone(words, parts::Tone::Muted);
    words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    layout->addWidget(words, 1);
    layout->addSpacing(kGrid / 2);
    QPushButton *go = isPrimary ? parts::primaryButton(button, this) : parts::plainButton(button, this);
    layout->addWidget(go, 0, Qt::AlignLeft);
    connect(go, &QPushButton::clicked, this, [action = std::move(action)] { action(); });
}

} // namespace home
