// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/unsaved.h"

#include "base/error.h"
#include "ui/parts/error_text.h"
#include "ui/parts/notice_bar.h"

#include <utility>

namespace parts {

Unsaved::Unsaved(NoticeBar &notice, QString changed, QString deleted, WaysOut waysOut)
    : m_notice(notice)
    , m_changed(std::move(changed))
    , m_deleted(std::move(deleted))
    , m_waysOut(std::move(waysOut))
{
}

bool Unsaved::save(const std::function<void()> &write)
{
    if (m_why == Why::Changed || m_why == Why::Deleted) {
        show();
        return false;
    }
    const bool wasHeld = m_why != Why::Saved;
    try {
        write();
        m_why = Why::Saved;
        if (wasHeld)
            m_notice.clear();
        return true;
    } catch (const std::exception &exception) {
        const auto *failure = dynamic_cast<const base::Failure *>(&exception);
        const auto kind = failure ? failure->error().kind : base::ErrorKind::Internal;
        m_why = kind == base::ErrorKind::Conflict ? Why::Changed : kind == base::ErrorKind::NotFound ? Why::Deleted : Why::Failed;
        // The window says what became of the workspace, in a notice of its own below this one.
        m_failure = kind == base::ErrorKind::WorkspaceGone ? tr("This is not saved: the workspace is gone.") : errorText(exception);
    }
    show();
    return false;
}

void Unsaved::show() const
{
    const QString keep = m_waysOut.keepWords.isEmpty() ? tr("Keep mine") : m_waysOut.keepWords;
    switch (m_why) {
    case Why::Saved:
        break;
    case Why::Changed:
        m_notice.showNotice(Tone::Warning, m_changed, { { keep, m_waysOut.keepMine }, { tr("Load the other"), m_waysOut.discard } });
        break;
    case Why::Deleted:
        m_notice.showNotice(Tone::Warning, m_deleted, { { keep, m_waysOut.keepMine }, { tr("Discard mine"), m_waysOut.discard } });
        break;
    case Why::Failed:
        m_notice.showNotice(Tone::Negative, m_failure, { { tr("Try again"), m_waysOut.tryAgain }, { tr("Discard mine"), m_waysOut.discard } });
        break;
    }
}

} // namespace parts
