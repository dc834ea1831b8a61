// SPDX-License-Identifier: GPL-3.0-or-later
// Shortcuts of a single key (J, K, 1 to 8) for a page. They rest while a text field has the focus and while an input
// method composes, so that Chinese can be typed and no letter is ever lost.
#pragma once

#include <QHash>
#include <QObject>

#include <functional>

class QWidget;

namespace parts {

class SingleKeys : public QObject
{
    Q_OBJECT

public:
    // Works while the focus is inside `page`.
    explicit SingleKeys(QWidget *page);
    void add(Qt::Key key, std::function<void()> action);
    // They rest, and the keys go where they always would, while this is false: what they act on is not what is shown.
    void setCondition(std::function<bool()> mayAct) { m_mayAct = std::move(mayAct); }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool rests() const;

    QWidget *m_page = nullptr;
    QHash<int, std::function<void()>> m_actions;
    std::function<bool()> m_mayAct;
    bool m_isComposing = false;
};

} // namespace parts
