// SPDX-License-Identifier: GPL-3.0-or-later
// The menu's Undo and Redo for what stands in the workspace's log of edits: a QUndoStack that is only a view of it, so that undo goes on from
// one dialogue to another and after a restart.
#pragma once

#include "base/error.h"
#include "storage/edit_log.h"
#include "ui/parts/page.h"

#include <QUndoStack>

#include <functional>

namespace parts {

QString editWords(const storage::Edit &edit); // "edit text", "delete 3 dialogues", in the person's language

// ui thread; lives no longer than the workspace.
class EditHistory : public QObject
{
    Q_OBJECT

public:
    EditHistory(Desk &desk, storage::EditScope scope, QObject *parent);

    QUndoStack &stack() { return m_stack; }
    // Asked before each step: false when an open editor has taken it as its own, or when it must not be now.
    void setGuard(std::function<bool(bool isUndo)> guard) { m_guard = std::move(guard); }

    // EditLog::record; throws what `work` throws. With `joins`, it goes on with the last edit if that is this one.
    int64_t record(const std::string &what, const std::function<void()> &work, const std::string &place = {}, int64_t joins = 0);
    // Another desk may have edited under the same name.
    void reload();
    bool isWorking() const { return m_isBeside; } // since `working`; until `stepped` or `refused`

Q_SIGNALS:
    void working(); // a step through very many dialogues goes on beside the window; stepped comes later
    void stepped(const storage::Edit &edit, bool isUndo);
    void refused(const QString &sentence);

private:
    class Step;
    void step(Step &step, bool isUndo);
    bool take(bool isUndo, int64_t number); // true: it was the step of this number
    void takeBeside(bool isUndo, int64_t number);
    void refuse(const base::Error &error, bool isUndo, const QString &words);
    void drop(bool isUndo); // the log's next one
    void fill();
    void fillLater();

    Desk &m_desk;
    storage::EditScope m_scope;
    std::function<bool(bool)> m_guard;
    QUndoStack m_stack;
    bool m_isFilling = false; // the stack alone is moved
    bool m_isStepping = false;
    bool m_isBeside = false; // a step goes on on the bulk lane
    bool m_isLate = false; // the stack is not what the log is
};

} // namespace parts
