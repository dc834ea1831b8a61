// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/notice_bar.h"

#include "ui/parts/icons.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace parts {

namespace {

constexpr int kLeastWidth = 70 * kGrid; // of one that floats
constexpr int kTightWidth = 44 * kGrid; // where more would cover what stands to the right of its place
constexpr int kHeadHeight = 7 * kGrid; // of what it lies in: to cover a title is better than to cover what stands below
constexpr int kMostTightHeight = 12 * kGrid; // a sentence that is longer takes the room to the right rather than the page below

const char *iconOf(Tone tone)
{
    switch (tone) {
    case Tone::Negative:
        return "dialog-error";
    case Tone::Warning:
        return "dialog-warning";
    case Tone::Positive:
        return "dialog-ok";
    default:
        return "dialog-information";
    }
}
} // namespace

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(bodyLabel({}, this))
    , m_actions(new QHBoxLayout)
    , m_close(iconButton("window-close", tr("Close this message"), this))
{
    setProperty("panel", QLatin1String("notice"));
    setAccessibleName(tr("Message"));
    m_close->setFocusPolicy(Qt::TabFocus);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_icon->setFixedSize(16, 16);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->setSpacing(kGrid);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addLayout(m_actions);
    layout->addWidget(m_close);
    connect(m_close, &QToolButton::clicked, this, &NoticeBar::clear);
    hide();
}

void NoticeBar::floatOver(QWidget *place)
{
    m_place = place;
    place->installEventFilter(this);
    parentWidget()->installEventFilter(this);
    settleDown();
}

void NoticeBar::floatAcross(QWidget *place, int below)
{
    m_below = below;
    floatOver(place);
}

bool NoticeBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move || event->type() == QEvent::Show)
        settleDown();
    return QFrame::eventFilter(watched, event);
}

// The coloured edge takes its share of the width, which the layout alone does not know.
int NoticeBar::neededHeight(int width) const { return std::max(layout()->totalHeightForWidth(width), layout()->totalMinimumSize().height()); }

// Right edge and middle of the place; a sentence that does not fit covers what is to the left and below, and pushes nothing.
void NoticeBar::settleDown()
{
    if (!m_place || isHidden())
        return;
    const QRect place(m_place->mapTo(parentWidget(), QPoint()), m_place->size());
    if (m_below >= 0) {
        setGeometry(place.left(), place.top() + m_below, place.width(), neededHeight(place.width()));
        raise();
        return;
    }
    const int most = std::min(std::max(place.width(), kLeastWidth), parentWidget()->width() - 2 * kGrid);
    int width = std::min(most, std::max(place.right() + 1 - kGrid, kTightWidth));
    if (neededHeight(width) > kHeadHeight)
        width = std::max(width, std::min(place.right() + 1 - kGrid, parentWidget()->width() - 2 * kGrid));
    if (neededHeight(width) > kMostTightHeight)
        width = std::max(width, most);
    const int needed = neededHeight(width);
    const int left = std::max(kGrid, place.right() + 1 - width);
    const int top = std::max(0, place.center().y() - needed / 2);
    setGeometry(left, top, width, needed);
    raise();
}

void NoticeBar::put(Tone tone, const QString &text)
{
    setTone(this, tone);
    m_icon->setPixmap(icon(iconOf(tone), tone).pixmap(QSize(16, 16), devicePixelRatioF()));
    m_text->setText(text);
}

QWidget *NoticeBar::addAction(const QString &text, std::function<void()> run)
{
    QPushButton *button = quietButton(text, this);
    // By the keyboard alone: the button goes with the message, and whoever clicks it is at work elsewhere.
    button->setFocusPolicy(Qt::TabFocus);
    m_actions->addWidget(button);
    connect(button, &QPushButton::clicked, this, std::move(run));
    button->show(); // the bar may be there already; a layout would show it later only
    return button;
}

void NoticeBar::tellCovered()
{
    const QString now = m_showsWork || isHidden() ? QString() : workText();
    if (std::exchange(m_covered, now) != now)
        Q_EMIT coveredWork(now);
}

void NoticeBar::announce()
{
    show();
    settleDown();
    tellCovered();
    QAccessibleEvent announced(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&announced);
}

void NoticeBar::showNotice(Tone tone, const QString &text, const QList<Action> &actions)
{
    empty();
    put(tone, text);
    for (const Action &action : actions) {
        addAction(action.text, [this, run = action.run] {
            clear();
            if (run)
                run();
        });
    }
    announce();
}

void NoticeBar::tell(Tone tone, const QString &text, const QList<Action> &actions)
{
    if (!isHidden() && !m_showsWork && m_actions->count() > 0) {
        m_waiting.append({ tone, text, actions });
        return;
    }
    showNotice(tone, text, actions);
    m_told = Message { tone, text, actions };
}

void NoticeBar::showNotice(Tone tone, const QString &text, const QString &actionText, std::function<void()> action)
{
    showNotice(tone, text, actionText.isEmpty() ? QList<Action>() : QList<Action> { { actionText, std::move(action) } });
}

void NoticeBar::showError(const QString &text, const QString &actionText, std::function<void()> action)
{
    showNotice(Tone::Negative, text, actionText, std::move(action));
}

void NoticeBar::showInfo(const QString &text, const QString &actionText, std::function<void()> action)
{
    showNotice(Tone::Accent, text, actionText, std::move(action));
}

void NoticeBar::empty()
{
    m_showsWork = false;
    m_close->show();
    m_told.reset();
    m_about.clear();
    m_text->clear();
    while (QLayoutItem *item = m_actions->takeAt(0)) {
        // One of them may be the button whose click is being handled.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

void NoticeBar::clear()
{
    if (m_showsWork)
        return;
    empty();
    hide();
    if (!m_waiting.isEmpty()) {
        const Message next = m_waiting.takeFirst();
        showNotice(next.tone, next.text, next.actions);
        m_told = next;
    } else if (!m_work.isEmpty()) {
        showWork();
    }
    tellCovered();
}

void NoticeBar::leave(const QString &id)
{
    if (!id.isEmpty() && m_about == id)
        clear();
}

QString NoticeBar::workText() const
{
    QStringList sentences;
    for (const Work &work : m_work)
        sentences << work.text;
    return sentences.join(QStringLiteral(" · "));
}

void NoticeBar::showWork()
{
    empty();
    put(Tone::Accent, workText());
    for (Work &work : m_work) {
        if (!work.action.text.isEmpty())
            work.button = addAction(work.action.text, work.action.run);
        if (work.button && m_work.size() > 1) // which of them it ends
            work.button->setToolTip(work.text);
    }
    m_showsWork = true;
    m_close->hide(); // the only way to see it and to end it
    announce();
}

int NoticeBar::begin(const QString &text, const QString &actionText, std::function<void()> action)
{
    m_work.append({ ++m_begun, text, { actionText, std::move(action) } });
    // What was told can wait until this has ended; a message with the ways out of something that is not saved stays.
    if (m_told && m_actions->count() > 0)
        m_waiting.prepend(*m_told);
    if (isHidden() || m_showsWork || m_told || m_actions->count() == 0)
        showWork();
    tellCovered();
    return m_begun;
}

void NoticeBar::goOn(int work, const QString &text)
{
    const auto found = std::find_if(m_work.begin(), m_work.end(), [work](const Work &one) { return one.number == work; });
    if (found == m_work.end())
        return;
    found->text = text;
    if (m_showsWork) {
        m_text->setText(workText());
        settleDown();
    }
    tellCovered();
}

// The buttons of the others stay: one of them may be pressed just now.
void NoticeBar::end(int work)
{
    const auto found = std::find_if(m_work.begin(), m_work.end(), [work](const Work &one) { return one.number == work; });
    if (found == m_work.end())
        return;
    const QPointer<QWidget> button = found->button;
    m_work.erase(found);
    if (!m_showsWork) {
        tellCovered();
        return;
    }
    if (m_work.isEmpty()) {
        m_showsWork = false;
        clear();
        return;
    }
    if (button) {
        m_actions->removeWidget(button);
        button->hide();
        button->deleteLater();
    }
    m_text->setText(workText());
    settleDown();
}

QString NoticeBar::text() const { return isHidden() ? QString() : m_text->text(); }

} // namespace parts
