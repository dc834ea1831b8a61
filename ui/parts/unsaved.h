// SPDX-License-Identifier: GPL-3.0-or-later
// Whether what stands on an editing page is saved. While it is not, the page keeps it open and the notice names the ways out.
#pragma once

#include <QCoreApplication>
#include <QString>

#include <functional>

namespace parts {

class NoticeBar;

// ui thread only; the notice outlives it.
class Unsaved
{
    Q_DECLARE_TR_FUNCTIONS(parts::Unsaved)

public:
    struct WaysOut
    {
        std::function<void()> tryAgain; // saves as before
        std::function<void()> keepMine; // over what another desk saved (that stays in the history), or anew when it was deleted
        std::function<void()> discard; // shows what is stored now
        QString keepWords {}; // "Keep mine" where empty
    };

    // The sentences for a page's own thing: "This dialogue was changed elsewhere…", "… was deleted elsewhere…".
    Unsaved(NoticeBar &notice, QString changed, QString deleted, WaysOut waysOut);

    // Runs `write`. False when it threw: then the person is told with the ways out. A conflict that is not decided yet is only told again.
    bool save(const std::function<void()> &write);
    // Shows the ways out again, if there is need of them.
    void show() const;
    // Saved or given up: nothing is held any more.
    void forget() { m_why = Why::Saved; }

    explicit operator bool() const { return m_why != Why::Saved; }

private:
    enum class Why { Saved, Changed, Deleted, Failed };

    NoticeBar &m_notice;
    QString m_changed;
    QString m_deleted;
    WaysOut m_waysOut;
    Why m_why = Why::Saved;
    QString m_failure; // the sentence of Why::Failed
};

} // namespace parts
