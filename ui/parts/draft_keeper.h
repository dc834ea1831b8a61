// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps what is typed and not saved in the workspace, within a second: a crash or a power cut loses at most that. Writing happens beside
// the typing and touches no editor, so an input method composes undisturbed; what it has not committed is not text yet.
//     typing:            m_drafts->typed(id, "turn:…", text, revision);
//     saved or given up: m_drafts->forget(id, "turn:…");
#pragma once

#include "storage/draft_repository.h"
#include "ui/parts/page.h"

#include <QObject>
#include <QTimer>

namespace parts {

// Drafts belong to the process that types them. Those of a window that lives are its own; what one left that has ended is taken over by
// the first that looks, the newest of a place first, and the others of that place when it is dealt with: so none is lost.
std::string draftOwner(); // this process
bool isLeftBehind(const storage::Draft &draft); // its window has ended
// Nothing when all of them are being typed elsewhere.
std::optional<storage::Draft> newestDraft(const storage::DraftRepository &drafts, const std::string &kind);
// One a field, ours by now. Not in a transaction.
std::vector<storage::Draft> takeOverDrafts(storage::DraftRepository &drafts, const std::string &objectId);

// ui thread; lives no longer than the workspace.
class DraftKeeper : public QObject
{
    Q_OBJECT

public:
    static constexpr int kDelay = 600; // milliseconds from the first key that is not written

    // `kind` of the objects: "dialogue", "profile", "prompt", "chat".
    DraftKeeper(Desk &desk, const char *kind, QObject *parent);
    ~DraftKeeper() override; // writes what is left

    void typed(const std::string &objectId, const std::string &field, const QString &text, int64_t baseRevision);
    void write(); // now
    void forget(const std::string &objectId, const std::string &field);
    void forgetAll(const std::string &objectId);
    std::vector<storage::Draft> of(const std::string &objectId) const; // those that are written; not those of another window that lives
    std::optional<storage::Draft> newest() const; // the same
    bool hasFailed() const { return m_hasFailed && !m_typed.empty(); } // something stands nowhere but on the page

Q_SIGNALS:
    void failed(const QString &sentence); // once, until a write succeeds again

private:
    Desk &m_desk;
    const char *m_kind;
    std::vector<storage::Draft> m_typed; // and not written
    QTimer m_delay;
    bool m_hasFailed = false;
};

} // namespace parts
