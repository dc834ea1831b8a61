// SPDX-License-Identifier: GPL-3.0-or-later
// What people do to dialogues and how it is kept: saves, conflicts, undo, drafts, deletions and the trash.
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
#include <QStackedWidget>
#include <QTextDocument>

#include <algorithm>

namespace dialogues {

namespace {

constexpr size_t kMany = 50; // deleting more happens beside the window
const std::string kTurnField = "turn:";

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

// In the transaction of the save: what is saved is no draft any more.
void DialoguesPage::forgetSaved(const dialogue::Dialogue &saved)
{
    for (const storage::Draft &draft : m_drafts.of(saved.id)) {
        const auto isSaved = [&](const dialogue::Turn &turn) { return draft.field == kTurnField + turn.id && draft.text == turn.text; };
        if (std::any_of(saved.turns.begin(), saved.turns.end(), isSaved))
            m_drafts.forget(draft.object_id, draft.field);
    }
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

// A crash must not take what waits for a decision, or for space on the disk.
void DialoguesPage::keepDrafts()
{
    for (const dialogue::Turn &turn : m_document.dialogue().turns) {
        const auto &kept = m_stored.dialogue.turns;
        const auto same = std::find_if(kept.begin(), kept.end(), [&](const dialogue::Turn &k) { return k.id == turn.id; });
        if (same == kept.end() ? !turn.text.empty() : same->text != turn.text)
            m_drafts.typed(m_stored.dialogue.id, kTurnField + turn.id, parts::fromUtf8(turn.text), m_stored.revision);
    }
    m_drafts.write();
}

void DialoguesPage::discardMine()
{
    m_unsaved.forget();
    try {
        m_drafts.forgetAll(m_stored.dialogue.id);
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    showDialogue(parts::fromUtf8(m_stored.dialogue.id));
    m_list->reload();
}

// Texts that were typed and not saved, since a crash or because somebody left them. `inPlace`: the page has just come back, and so does
// the editor.
void DialoguesPage::offerDrafts(bool inPlace)
{
    if (!m_document.isOpen() || m_unsaved || m_view->editor() || m_isRestoring)
        return;
    try {
        QHash<QString, DialogueView::Draft> shown;
        std::optional<storage::Draft> first;
        auto &repository = desk().workspace()->dialogues();
        for (const storage::Draft &draft : m_drafts.of(m_stored.dialogue.id)) {
            const std::string turn = draft.field.starts_with(kTurnField) ? draft.field.substr(kTurnField.size()) : std::string();
            const int index = m_document.indexOf(turn);
            if (index >= 0 && m_document.dialogue().turns[size_t(index)].text == draft.text) {
                m_drafts.forget(draft.object_id, draft.field);
                continue;
            }
            if (index < 0) {
                draftOfAGoneTurn(draft);
                continue;
            }
            bool isStale = draft.base_revision != m_stored.revision;
            if (isStale && draft.base_revision > 0) {
                const auto base = repository.atRevision(draft.object_id, draft.base_revision).turns;
                isStale = std::none_of(base.begin(), base.end(), [&](const dialogue::Turn &t) { return t.id == turn && t.text == m_document.dialogue().turns[size_t(index)].text; });
            }
            shown.insert(parts::fromUtf8(turn), { parts::fromUtf8(draft.text), isStale });
            if (!first || draft.time > first->time)
                first = draft;
        }
        m_view->setDrafts(shown);
        if (!first)
            return;
        const QString turn = parts::fromUtf8(first->field.substr(kTurnField.size()));
        showDraft(*first, shown.value(turn).isStale);
        if (inPlace)
            m_view->editTurn(turn);
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void DialoguesPage::showDraft(const storage::Draft &draft, bool isStale)
{
    const QString turn = parts::fromUtf8(draft.field.substr(kTurnField.size()));
    const QString when = parts::whenText(draft.time);
    m_notice->showNotice(isStale ? parts::Tone::Warning : parts::Tone::Accent,
        isStale ? tr("Written %1 and not saved; the turn was changed since. Both stand on the page.").arg(when) : tr("Written %1 and not saved yet.").arg(when),
        { { tr("Go on with what was written"), [this, turn] {
               if (!m_view->editor())
                   m_view->editTurn(turn);
               else
                   m_view->editor()->setFocus();
           } },
            { tr("Discard"), [this, draft] {
                 try {
                     m_view->settle();
                     m_drafts.forget(draft.object_id, draft.field);
                     m_view->setDrafts({});
                     offerDrafts(false);
                 } catch (const std::exception &exception) {
                     m_notice->showError(parts::errorText(exception));
                 }
             } } });
}

void DialoguesPage::draftOfAGoneTurn(const storage::Draft &draft)
{
    m_notice->showNotice(parts::Tone::Warning, tr("Written %1 for a turn that is gone: “%2”").arg(parts::whenText(draft.time), parts::fromUtf8(draft.text)),
        { { tr("Add it as a turn"), [this, draft] {
               const int at = m_document.insertAfter(m_document.turnCount() - 1);
               m_document.setText(at, parts::fromUtf8(draft.text));
               if (!m_unsaved)
                   m_drafts.forget(draft.object_id, draft.field);
           } },
            { tr("Discard"), [this, draft] { m_drafts.forget(draft.object_id, draft.field); } } });
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
    m_list->reload();
    const auto part = std::find_if(edit.parts.begin(), edit.parts.end(), [](const storage::EditPart &p) { return p.kind == "dialogue"; });
    const auto found = part == edit.parts.end() ? std::nullopt : desk().workspace()->dialogues().find(part->object_id);
    const QString words = parts::editWords(edit);
    if (!found) {
        if (part != edit.parts.end() && m_document.dialogue().id == part->object_id)
            showDialogue(m_list->currentId());
        m_notice->showInfo(isUndo ? tr("Undone: %1.").arg(words) : tr("Done again: %1.").arg(words));
    } else if (m_document.dialogue().id == found->dialogue.id) {
        const int before = m_view->currentTurn();
        m_stored = *found;
        const int at = [&] {
            const auto &turns = m_stored.dialogue.turns;
            const auto turn = std::find_if(turns.begin(), turns.end(), [&](const dialogue::Turn &t) { return t.id == part->place; });
            return turn == turns.end() ? before : int(turn - turns.begin());
        }();
        m_document.take(m_stored.dialogue, at);
    } else {
        open(linkTo(found->dialogue.id, part->place));
        m_notice->showInfo((isUndo ? tr("Undone in “%1”: %2.") : tr("Done again in “%1”: %2.")).arg(parts::dialogueTitle(found->dialogue), words));
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
        m_notice->showInfo(tr("This dialogue has no profile yet."), tr("Make one"), [this] { makeProfile(); });
    else
        desk().goTo(parts::page::kProfiles, { { QString::fromLatin1(parts::link::kProfile), id } });
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
        editProfile();
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
    const auto work = [ids, author = desk().workspace()->author()](storage::Database &database) {
        storage::DialogueRepository repository(database);
        for (const std::string &id : ids) {
            if (const int64_t revision = repository.revisionOf(id); revision > 0)
                repository.remove(id, revision, author);
        }
    };
    // Whoever deletes what could not be saved has given it up.
    const auto after = [this, ids] {
        if (std::find(ids.begin(), ids.end(), m_stored.dialogue.id) != ids.end())
            m_unsaved.forget();
        removed(int(ids.size()), ids);
    };
    if (ids.size() <= kMany) {
        try {
            m_history.record("delete_dialogues", [&] { work(desk().workspace()->database()); });
            after();
        } catch (const std::exception &exception) {
            m_notice->showError(parts::errorText(exception));
        }
        return;
    }
    m_notice->showInfo(tr("Deleting…"));
    workspace::Task *task = desk().workspace()->bulk().run(
        this,
        [work, author = desk().workspace()->author()](const workspace::StorageLane::Context &context) {
            storage::EditLog(context.database).record("delete_dialogues", author, [&] { work(context.database); });
        },
        [this, after] {
            m_history.reload();
            after();
        });
    connect(task, &workspace::Task::failed, this, [this](const base::Error &error) { m_notice->showError(parts::errorText(error)); });
}

void DialoguesPage::removed(int count, const std::vector<std::string> &ids)
{
    m_list->reload();
    m_notice->showInfo(tr("%n dialogue(s) deleted. The trash keeps them.", nullptr, count), tr("Bring back"), [this, ids] { bringBack(ids); });
}

void DialoguesPage::bringBack(const std::vector<std::string> &ids)
{
    try {
        m_history.record("bring_back", [&] { desk().workspace()->trash().bringBack(ids, desk().workspace()->author()); });
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    m_list->reload();
    showPlace();
    if (!ids.empty())
        open(linkTo(ids.front()));
    m_list->setFocus(Qt::OtherFocusReason);
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
    connect(desk().workspace(), &workspace::Workspace::trashChanged, this, [this] {
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
