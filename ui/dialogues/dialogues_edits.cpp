// SPDX-License-Identifier: GPL-3.0-or-later
// What people do to dialogues and how it is kept: saves, conflicts, undo, deletions and the trash.
#include "ui/dialogues/dialogue_list.h"
#include "ui/dialogues/dialogue_view.h"
#include "ui/dialogues/dialogues_page.h"
#include "ui/dialogues/turn_editor.h"
#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/message_list.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/profile_fields.h"
#include "ui/parts/text_format.h"
#include "ui/parts/trash_view.h"
#include "workspace/storage_lane.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QPointer>
#include <QStackedWidget>
#include <QTextDocument>

#include <algorithm>
#include <utility>

namespace dialogues {

namespace {

constexpr size_t kMany = 50; // deleting more happens beside the window

QVariantMap linkTo(const std::string &dialogue, const std::string &turn = {})
{
    return { { QString::fromLatin1(parts::link::kDialogue), parts::fromUtf8(dialogue) }, { QString::fromLatin1(parts::link::kTurn), parts::fromUtf8(turn) } };
}

} // namespace

// Called for every change of the document; opening one is no change to save.
void DialoguesPage::save(const DialogueChange &change)
{
    m_lastChange = change;
    afterSave(m_unsaved.save([this, &change] {
        storage::StoredDialogue edited = m_stored;
        edited.dialogue = m_document.dialogue();
        storage::StoredDialogue saved;
        m_history.record(change.edit, [&] {
            saved = desk().workspace()->dialogues().save(edited, desk().workspace()->author());
            forgetSaved(saved.dialogue);
        }, change.turn);
        m_stored = saved;
    }));
}

void DialoguesPage::keepMine()
{
    m_unsaved.forget();
    afterSave(m_unsaved.save([this] {
        storage::StoredDialogue mine = m_stored;
        mine.dialogue = m_document.dialogue();
        storage::StoredDialogue saved;
        m_history.record(m_lastChange.edit.empty() ? "text" : m_lastChange.edit, [&] {
            saved = desk().workspace()->dialogues().saveOver(mine, desk().workspace()->author());
            forgetSaved(saved.dialogue);
        }, m_lastChange.turn);
        m_stored = saved;
    }));
}

void DialoguesPage::afterSave(bool saved)
{
    if (saved) {
        // The profile may have been changed elsewhere meanwhile.
        m_document.takeProfile(m_stored.dialogue.profile);
        // After the step that is being pushed: from now on the log has it.
        QMetaObject::invokeMethod(this, [this] {
            if (!m_unsaved)
                m_document.undoStack().clear();
        }, Qt::QueuedConnection);
    } else {
        keepDrafts();
    }
    showState();
}

void DialoguesPage::discardMine()
{
    m_unsaved.forget();
    m_keepsWhole = false;
    try {
        m_drafts.forgetAll(m_stored.dialogue.id);
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    showDialogue(parts::fromUtf8(m_stored.dialogue.id));
    m_list->reload();
}

// Undo of the menu is the editor's as long as something is typed in it; it never takes that away.
bool DialoguesPage::mayStep(bool isUndo)
{
    if (TurnEditor *editor = m_view->editor()) {
        QTextDocument &text = *editor->document();
        if (isUndo ? text.isUndoAvailable() : text.isRedoAvailable()) {
            isUndo ? editor->undo() : editor->redo();
            return false;
        }
        if (editor->isChanged())
            return false;
    }
    settle();
    return !m_unsaved;
}

// What was undone may lie in another dialogue: that one is shown then, with a word.
void DialoguesPage::showStep(const storage::Edit &edit, bool isUndo)
{
    const bool isLate = m_step > 0;
    m_notice->end(std::exchange(m_step, 0));
    const bool onlyTell = isLate && isBusy();
    if (!onlyTell)
        m_notice->clear();
    m_list->reload();
    const auto part = std::find_if(edit.parts.begin(), edit.parts.end(), [](const storage::EditPart &p) { return p.kind == "dialogue"; });
    const auto found = part == edit.parts.end() ? std::nullopt : desk().workspace()->dialogues().find(part->object_id);
    const QString words = parts::editWords(edit);
    const QString passed = edit.passed == 0 ? QString()
        : QLatin1Char(' ') + tr("%n dialogue(s) were changed by others since and stay as they are.", nullptr, int(edit.passed));
    const QString done = (isUndo ? tr("Undone: %1.").arg(words) : tr("Done again: %1.").arg(words)) + passed;
    if (!found) {
        if (part != edit.parts.end() && m_document.dialogue().id == part->object_id && !m_view->editor())
            showDialogue(m_list->currentId());
        onlyTell ? m_notice->tell(parts::Tone::Accent, done) : m_notice->showInfo(done);
    } else if (onlyTell) {
        m_notice->tell(parts::Tone::Accent, done,
            { { tr("Show it"), [this, id = found->dialogue.id] { bringUp(id); } } });
    } else if (m_document.dialogue().id == found->dialogue.id) {
        const int before = m_view->currentTurn();
        m_stored = *found;
        const int at = [&] {
            const auto &turns = m_stored.dialogue.turns;
            const auto turn = std::find_if(turns.begin(), turns.end(), [&](const dialogue::Turn &t) { return t.id == part->place; });
            return turn == turns.end() ? before : int(turn - turns.begin());
        }();
        m_document.take(m_stored.dialogue, at);
        markDrafts();
    } else {
        open(linkTo(found->dialogue.id, part->place));
        const QString in = (isUndo ? tr("Undone in “%1”: %2.") : tr("Done again in “%1”: %2.")).arg(parts::dialogueTitle(found->dialogue), words) + passed;
        m_notice->showInfo(edit.dialogues > 1 ? done : in);
    }
    showPlace();
    showState();
}

void DialoguesPage::addNew()
{
    if (!mayLeave())
        return;
    try {
        dialogue::Dialogue made;
        made.source_name = "written";
        made.turns.emplace_back();
        storage::StoredDialogue added;
        m_history.record("add_dialogue", [&] { added = desk().workspace()->dialogues().add(made, desk().workspace()->author()); });
        m_list->reload();
        open(linkTo(added.dialogue.id));
        showPlace();
        m_view->setCurrentTurn(0);
        m_view->editCurrent();
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

// The dialogue's own, never the one that happens to be open on Profiles.
void DialoguesPage::editProfile()
{
    if (!mayLeave() || !m_document.isOpen())
        return;
    const QString id = parts::fromUtf8(m_document.dialogue().profile.id);
    if (id.isEmpty())
        tellNoProfile();
    else
        desk().goTo(parts::page::kProfiles, { { QString::fromLatin1(parts::link::kProfile), id } });
}

void DialoguesPage::tellNoProfile()
{
    m_notice->showInfo(tr("This dialogue has no profile yet."), tr("Make one"), [this, id = m_stored.dialogue.id] {
        if (bringUp(id))
            makeProfile();
    });
    m_notice->bind(parts::fromUtf8(m_stored.dialogue.id));
}

void DialoguesPage::makeProfile()
{
    try {
        const std::string &author = desk().workspace()->author();
        storage::StoredDialogue saved;
        m_history.record("profile", [&] {
            dialogue::Profile made;
            made.fields.push_back({ "Name", base::Json(parts::toUtf8(tr("New profile"))) });
            const auto added = desk().workspace()->profiles().add(made, author);
            saved = desk().workspace()->dialogues().setProfile(m_stored.dialogue.id, m_stored.revision, added.profile.id, author);
        });
        m_stored = saved;
        m_document.takeProfile(saved.dialogue.profile);
        showState();
        desk().goTo(parts::page::kProfiles, { { QString::fromLatin1(parts::link::kProfile), parts::fromUtf8(saved.dialogue.profile.id) },
                                                { QString::fromLatin1(parts::link::kAction), QStringLiteral("name") } });
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

// What is deleted is what the focus is in: a turn, or the dialogues that are chosen in the list. Elsewhere nothing is.
void DialoguesPage::deletePressed()
{
    const QWidget *focus = QApplication::focusWidget();
    const parts::MessageList *messages = m_view->messages();
    if (focus && (focus == messages || messages->isAncestorOf(focus)))
        m_view->removeCurrent();
    else if (m_list->hasListFocus() && m_list->selectedCount() > 0)
        removeSelected();
}

void DialoguesPage::removeSelected()
{
    m_view->settle();
    std::vector<std::string> ids;
    for (const QString &id : m_list->selectedIds())
        ids.push_back(parts::toUtf8(id));
    const auto one = [author = desk().workspace()->author()](storage::Database &database, const std::string &id) {
        storage::DialogueRepository repository(database);
        if (const int64_t revision = repository.revisionOf(id); revision > 0)
            repository.remove(id, revision, author);
    };
    // Whoever deletes what could not be saved has given it up.
    editMany("delete_dialogues", ids, one, [this, ids] {
        if (std::find(ids.begin(), ids.end(), m_stored.dialogue.id) != ids.end())
            m_unsaved.forget();
        removed(int(ids.size()), ids);
    });
}

// One edit of dialogues; of many of them beside the window.
void DialoguesPage::editMany(const char *what, const std::vector<std::string> &ids,
    std::function<void(storage::Database &, const std::string &id)> one, std::function<void()> after)
{
    if (ids.size() <= kMany) {
        try {
            m_history.record(what, [&] {
                for (const std::string &id : ids)
                    one(desk().workspace()->database(), id);
            });
            after();
        } catch (const std::exception &exception) {
            m_notice->showError(parts::errorText(exception));
        }
        return;
    }
    workspace::Task *task = desk().workspace()->bulk().run(
        this,
        [what, ids, one = std::move(one), author = desk().workspace()->author()](const workspace::StorageLane::Context &context) {
            storage::EditLog(context.database).recordMany(what, author, ids.size(), [&](size_t i) { one(context.database, ids[i]); },
                context.progress, context.cancel);
        },
        [this, after = std::move(after)] {
            m_history.reload();
            after();
        });
    if (!m_unsaved)
        m_notice->clear();
    const auto words = [count = int(ids.size()), deletes = std::string_view(what) == "delete_dialogues"](double done) {
        return (deletes ? tr("Deleting %n dialogue(s)… %1 %", nullptr, count) : tr("Bringing back %n dialogue(s)… %1 %", nullptr, count)).arg(int(done * 100));
    };
    const int work = m_notice->begin(words(0), tr("Cancel"), [task = QPointer<workspace::Task>(task)] {
        if (task)
            task->cancel();
    });
    await(task, work);
    connect(task, &workspace::Task::progress, this, [this, work, words](double done) { m_notice->goOn(work, words(done)); });
    connect(task, &workspace::Task::cancelled, this, [this] {
        m_history.reload();
        m_list->reload();
        m_notice->tell(parts::Tone::Accent, tr("Cancelled in the middle. What was done until then can be undone."));
    });
}

void DialoguesPage::removed(int count, const std::vector<std::string> &ids)
{
    m_list->reload();
    const QString words = tr("%n dialogue(s) deleted. The trash keeps them.", nullptr, count);
    const QList<parts::NoticeBar::Action> back { { tr("Bring back"), [this, ids] { bringBack(ids); } } };
    if (m_unsaved || ids.size() > kMany)
        m_notice->tell(parts::Tone::Accent, words, back);
    else
        m_notice->showNotice(parts::Tone::Accent, words, back);
}

void DialoguesPage::bringBack(const std::vector<std::string> &ids)
{
    const auto one = [author = desk().workspace()->author()](storage::Database &database, const std::string &id) {
        storage::TrashRepository(database).bringBack({ id }, author);
    };
    editMany("bring_back", ids, one, [this, ids] {
        m_list->reload();
        showPlace();
        if (ids.size() > kMany && isBusy()) {
            m_notice->tell(parts::Tone::Accent, tr("%n dialogue(s) brought back.", nullptr, int(ids.size())),
                { { tr("Show it"), [this, id = ids.front()] { bringUp(id); } } });
            return;
        }
        if (!ids.empty())
            open(linkTo(ids.front()));
        m_list->setFocus(Qt::OtherFocusReason);
    });
}

void DialoguesPage::buildTrash()
{
    m_trash = new parts::TrashView(desk(), "dialogue", this);
    connect(m_trash, &parts::TrashView::closed, this, [this] {
        m_places->setCurrentWidget(m_desktop);
        showPlace();
        m_list->setFocus(Qt::OtherFocusReason);
    });
    connect(m_trash, &parts::TrashView::failed, this, [this](const QString &sentence) { m_notice->showError(sentence); });
    connect(m_trash, &parts::TrashView::bringBackWanted, this, [this](const QStringList &chosen) {
        std::vector<std::string> ids;
        for (const QString &id : chosen)
            ids.push_back(parts::toUtf8(id));
        m_places->setCurrentWidget(m_desktop);
        bringBack(ids);
    });
    hear(desk().workspace(), &workspace::Workspace::trashChanged, [this] {
        if (m_trash->isVisible())
            m_trash->reload();
    });
}

void DialoguesPage::showTrash()
{
    if (!mayLeave())
        return;
    m_trash->reload();
    m_places->setCurrentWidget(m_trash);
    m_trash->setFocus(Qt::OtherFocusReason);
}

} // namespace dialogues
