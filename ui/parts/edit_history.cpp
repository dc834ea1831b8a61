// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/edit_history.h"

#include "storage/dialogue_repository.h"
#include "ui/parts/error_text.h"
#include "ui/parts/profile_fields.h"
#include "ui/parts/text_format.h"
#include "workspace/storage_lane.h"
#include "workspace/task.h"
#include "workspace/workspace.h"

#include <QUndoCommand>

#include <utility>

namespace parts {

class EditHistory::Step : public QUndoCommand
{
public:
    Step(EditHistory &history, const storage::Edit &edit)
        : QUndoCommand(editWords(edit))
        , m_number(edit.number)
        , m_history(history)
    {
    }
    int64_t number() const { return m_number; }
    void undo() override { m_history.step(*this, true); }
    void redo() override { m_history.step(*this, false); }

private:
    int64_t m_number;
    EditHistory &m_history;
};

QString editWords(const storage::Edit &edit)
{
    const std::string &what = edit.what;
    if (what == "text")
        return EditHistory::tr("edit text");
    if (what == "strategy")
        return EditHistory::tr("change strategy");
    if (what == "not_learned")
        return EditHistory::tr("mark as no example");
    if (what == "learned")
        return EditHistory::tr("mark as example");
    if (what == "speaker")
        return EditHistory::tr("exchange speaker");
    if (what == "add_turn")
        return EditHistory::tr("add turn");
    if (what == "delete_turn")
        return EditHistory::tr("delete turn");
    if (what == "move_turn")
        return EditHistory::tr("move turn");
    if (what == "add_dialogue")
        return EditHistory::tr("new dialogue");
    if (what == "profile")
        return EditHistory::tr("new profile for the dialogue");
    if (what == "add_profile")
        return EditHistory::tr("new profile");
    if (what == "delete_profile")
        return EditHistory::tr("delete profile");
    if (what == "field" && !edit.parts.empty())
        return EditHistory::tr("edit %1").arg(profileFieldLabel(edit.parts.front().place));
    if (what == "add_field")
        return EditHistory::tr("add field");
    if (what == "rename_field")
        return EditHistory::tr("rename field");
    if (what == "remove_field")
        return EditHistory::tr("remove field");
    if (what == "delete_dialogues")
        return EditHistory::tr("delete %n dialogue(s)", nullptr, int(edit.dialogues));
    if (what == "corrections")
        return EditHistory::tr("take %n new revision(s)", nullptr, int(edit.dialogues));
    if (what == "bring_back")
        return EditHistory::tr("bring back from the trash");
    return EditHistory::tr("change");
}

namespace {

constexpr int64_t kAtOnce = 50; // dialogues; a step through more happens beside the window

QString titleOf(workspace::Workspace &workspace, const std::string &id)
{
    if (const auto found = workspace.dialogues().find(id))
        return dialogueTitle(found->dialogue);
    const auto profile = workspace.profiles().find(id);
    return profile ? profileTitle(profile->profile) : fromUtf8(id);
}

} // namespace

EditHistory::EditHistory(Desk &desk, storage::EditScope scope, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_scope(scope)
{
    fill();
}

int64_t EditHistory::record(const std::string &what, const std::function<void()> &work, const std::string &place, int64_t joins)
{
    workspace::Workspace &workspace = *m_desk.workspace();
    const int64_t number = workspace.edits().record(what, workspace.author(), work, place, joins);
    if (number == 0)
        return 0;
    if (m_isStepping) { // what was typed is kept before the step
        m_isLate = true;
        return number;
    }
    const auto *top = m_stack.index() > 0 ? static_cast<const Step *>(m_stack.command(m_stack.index() - 1)) : nullptr;
    if (top && top->number() == number && !m_stack.canRedo())
        return number;
    const auto newest = workspace.edits().undoable(workspace.author(), m_scope, 1);
    if (newest.empty() || newest[0].number != number) { // of the other scope
        fillLater();
        return number;
    }
    m_isFilling = true;
    m_stack.push(new Step(*this, newest[0]));
    m_isFilling = false;
    return number;
}

void EditHistory::reload()
{
    if (m_isStepping)
        return;
    try {
        workspace::Workspace &workspace = *m_desk.workspace();
        const auto undo = workspace.edits().undoable(workspace.author(), m_scope, 1);
        const auto redo = workspace.edits().redoable(workspace.author(), m_scope);
        const int index = m_stack.index();
        const auto numberAt = [this](int at) { return at >= 0 && at < m_stack.count() ? static_cast<const Step *>(m_stack.command(at))->number() : 0; };
        if (numberAt(index - 1) != (undo.empty() ? 0 : undo[0].number) || numberAt(index) != (redo.empty() ? 0 : redo[0].number))
            fill();
    } catch (const std::exception &exception) {
        Q_EMIT refused(errorText(exception));
    }
}

void EditHistory::fill()
{
    m_isLate = false;
    try {
        workspace::Workspace &workspace = *m_desk.workspace();
        const auto undo = workspace.edits().undoable(workspace.author(), m_scope);
        const auto redo = workspace.edits().redoable(workspace.author(), m_scope);
        m_isFilling = true;
        m_stack.clear();
        for (auto edit = undo.rbegin(); edit != undo.rend(); ++edit)
            m_stack.push(new Step(*this, *edit));
        for (const storage::Edit &edit : redo)
            m_stack.push(new Step(*this, edit));
        m_stack.setIndex(int(undo.size()));
    } catch (const std::exception &exception) {
        Q_EMIT refused(errorText(exception));
    }
    m_isFilling = false;
}

// Not while the stack is in the middle of a step of its own.
void EditHistory::fillLater()
{
    if (!std::exchange(m_isLate, true) || m_isStepping)
        QMetaObject::invokeMethod(this, [this] { fill(); }, Qt::QueuedConnection);
}

void EditHistory::drop(bool isUndo)
{
    workspace::Workspace &workspace = *m_desk.workspace();
    try {
        const auto next = isUndo ? workspace.edits().undoable(workspace.author(), m_scope, 1) : workspace.edits().redoable(workspace.author(), m_scope);
        if (!next.empty())
            workspace.edits().drop(next[0].number);
    } catch (const std::exception &exception) {
        Q_EMIT refused(errorText(exception));
    }
}

bool EditHistory::take(bool isUndo, int64_t number)
{
    workspace::Workspace &workspace = *m_desk.workspace();
    const auto next = isUndo ? workspace.edits().undoable(workspace.author(), m_scope, 1) : workspace.edits().redoable(workspace.author(), m_scope);
    if (!next.empty() && next[0].dialogues > kAtOnce) {
        takeBeside(isUndo, next[0].number);
        return false;
    }
    // What the menu named, or nothing: another window of the same person may have edited since.
    const storage::Edit edit = isUndo ? workspace.edits().undo(workspace.author(), m_scope, number) : workspace.edits().redo(workspace.author(), m_scope, number);
    if (edit.number == 0)
        return false;
    Q_EMIT stepped(edit, isUndo);
    return true;
}

void EditHistory::takeBeside(bool isUndo, int64_t number)
{
    m_isBeside = true;
    Q_EMIT working();
    workspace::Task *task = m_desk.workspace()->bulk().run(
        this,
        [isUndo, number, author = m_desk.workspace()->author(), scope = m_scope](const workspace::StorageLane::Context &context) {
            storage::EditLog log(context.database);
            return isUndo ? log.undo(author, scope, number) : log.redo(author, scope, number);
        },
        [this, isUndo](const storage::Edit &edit) {
            m_isBeside = false;
            fill();
            if (edit.number != 0)
                Q_EMIT stepped(edit, isUndo);
            else
                Q_EMIT refused(tr("Something else was done while the step waited, so nothing was undone or done again."));
        });
    task->setAwaited();
    connect(task, &workspace::Task::failed, this, [this, isUndo](const base::Error &error) {
        m_isBeside = false;
        refuse(error, isUndo, isUndo ? m_stack.undoText() : m_stack.redoText());
        fill();
    });
}

// One that cannot be is told once and passed over: it would stand before all that came earlier.
void EditHistory::refuse(const base::Error &error, bool isUndo, const QString &words)
{
    if (error.kind != base::ErrorKind::Conflict && error.kind != base::ErrorKind::NotFound) {
        Q_EMIT refused(errorText(error));
        return;
    }
    try {
        const QString title = titleOf(*m_desk.workspace(), error.param("object"));
        Q_EMIT refused(error.kind == base::ErrorKind::Conflict
                ? tr("“%1” was changed elsewhere since, so “%2” was left as it is. Nothing was overwritten.").arg(title, words)
                : tr("What “%1” changed was deleted elsewhere since, so it was left as it is.").arg(words));
    } catch (const std::exception &exception) {
        Q_EMIT refused(errorText(exception));
    }
    drop(isUndo);
}

void EditHistory::step(Step &step, bool isUndo)
{
    if (m_isFilling)
        return;
    m_isStepping = true;
    bool isDone = false;
    try {
        if (m_isBeside)
            Q_EMIT refused(tr("The step before is still at work. Undo and redo go on when it is done."));
        else if (!m_guard || m_guard(isUndo))
            isDone = take(isUndo, step.number()) && !m_isLate;
    } catch (const base::Failure &failure) {
        refuse(failure.error(), isUndo, step.text());
    } catch (const std::exception &exception) {
        Q_EMIT refused(errorText(exception));
    }
    m_isStepping = false;
    if (!isDone) {
        m_isLate = false;
        fillLater();
    }
}

} // namespace parts
