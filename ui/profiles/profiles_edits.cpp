// SPDX-License-Identifier: GPL-3.0-or-later
// What people do to profiles and how it is kept: saves, conflicts, undo, drafts, deletions and the trash.
#include "ui/parts/error_text.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/profile_fields.h"
#include "ui/parts/search_field.h"
#include "ui/parts/text_format.h"
#include "ui/parts/trash_view.h"
#include "ui/profiles/profile_form.h"
#include "ui/profiles/profiles_page.h"
#include "workspace/workspace.h"

#include <QListView>
#include <QStackedWidget>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace profiles {

namespace {

QVariantMap linkTo(const std::string &profile) { return { { QString::fromLatin1(parts::link::kProfile), parts::fromUtf8(profile) } }; }

} // namespace

void ProfilesPage::save()
{
    m_pause->stop();
    afterSave(m_unsaved.save([this] {
        storage::StoredProfile edited = m_stored;
        edited.profile = m_document.profile();
        storage::StoredProfile saved;
        // Typing on in a field is one step, however often it is saved meanwhile.
        const bool isTyping = m_lastChange.edit == "field";
        const QString key = isTyping ? QStringLiteral("%1/%2").arg(m_document.step()).arg(parts::fromUtf8(m_lastChange.name)) : QString();
        const int64_t joins = isTyping && key == m_lastKey ? m_lastEdit : 0;
        const int64_t number = m_history.record(m_lastChange.edit, [&] {
            saved = desk().workspace()->profiles().save(edited, desk().workspace()->author());
            m_drafts.forgetAll(edited.profile.id);
        }, m_lastChange.name, joins);
        m_stored = saved;
        m_lastKey = key;
        m_lastEdit = number;
    }));
}

void ProfilesPage::keepMine()
{
    m_unsaved.forget();
    afterSave(m_unsaved.save([this] {
        auto &repository = desk().workspace()->profiles();
        const std::string &author = desk().workspace()->author();
        storage::StoredProfile mine = m_stored;
        mine.profile = m_document.profile();
        storage::StoredProfile saved;
        m_history.record(m_lastChange.edit.empty() ? "field" : m_lastChange.edit, [&] {
            const auto theirs = repository.find(mine.profile.id);
            mine.revision = theirs ? theirs->revision : 0; // the other version stays in the history
            saved = theirs ? repository.save(mine, author) : repository.add(mine.profile, author);
            m_drafts.forgetAll(mine.profile.id);
        }, m_lastChange.name);
        m_stored = saved;
    }));
}

void ProfilesPage::afterSave(bool saved)
{
    m_isDirty = !saved;
    if (saved)
        m_document.undoStack().clear();
    else
        m_drafts.write(); // a crash must not take what waits for a decision
    showState();
}

// Against the field as it is saved now. What the draft was based on may be gone.
bool ProfilesPage::isStale(const storage::Draft &draft) const
{
    if (draft.base_revision == m_stored.revision)
        return false;
    try {
        return desk().workspace()->profiles().atRevision(draft.object_id, draft.base_revision).text(draft.field) != m_stored.profile.text(draft.field);
    } catch (const std::exception &) {
        return true; // it hides no other draft
    }
}

// Typed in the second before a crash, or left in a conflict. What nobody has changed since stands in the form again, and is saved when a
// person keeps it or writes on.
void ProfilesPage::offerDrafts()
{
    if (!m_document.isOpen() || m_unsaved || m_isDirty || m_isRestoring)
        return;
    try {
        std::vector<storage::Draft> fresh, stale;
        QStringList both;
        for (const storage::Draft &draft : m_drafts.of(m_stored.profile.id)) {
            const std::string now = m_document.profile().text(draft.field);
            if (now == draft.text) {
                m_drafts.forget(draft.object_id, draft.field);
            } else if (!isStale(draft)) {
                fresh.push_back(draft);
            } else {
                stale.push_back(draft);
                both << tr("%1: “%2”, saved now: “%3”").arg(parts::profileFieldLabel(draft.field), parts::fromUtf8(draft.text), parts::fromUtf8(now));
            }
        }
        const std::string id = m_stored.profile.id;
        const parts::NoticeBar::Action discard { tr("Discard"), [this, id] { discardDrafts(id); } };
        if (!stale.empty()) {
            std::vector<storage::Draft> all = stale;
            all.insert(all.end(), fresh.begin(), fresh.end());
            m_notice->showNotice(parts::Tone::Warning,
                tr("Written %1 and not saved; changed elsewhere since. %2").arg(parts::whenText(stale.front().time), both.join(QStringLiteral(" · "))),
                { { tr("Go on with what was written"), [this, id, all] {
                       if (bringUp(id))
                           fill(all);
                   } }, discard });
        } else if (!fresh.empty()) {
            m_isFilling = true;
            fill(fresh);
            m_isFilling = false;
            m_document.undoStack().clear();
            m_hasDraft = true;
            showState();
            m_notice->showNotice(parts::Tone::Accent, tr("Written %1 and not saved yet; it stands in the form again.").arg(parts::whenText(fresh.front().time)),
                { { tr("Keep"), [this, id, field = fresh.front().field] { keepDraft(id, field); } }, discard });
        } else {
            return;
        }
        m_notice->bind(parts::fromUtf8(id));
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void ProfilesPage::fill(const std::vector<storage::Draft> &drafts)
{
    for (const storage::Draft &draft : drafts)
        m_document.setField(draft.field, parts::fromUtf8(draft.text));
}

bool ProfilesPage::bringUp(const std::string &id)
{
    try {
        if (m_document.profile().id != id || m_places->currentWidget() == m_trash)
            open(linkTo(id));
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    return m_document.profile().id == id;
}

// A step of its own.
void ProfilesPage::keepDraft(const std::string &id, const std::string &field)
{
    if (!bringUp(id) || !std::exchange(m_hasDraft, false))
        return;
    m_document.endStep();
    m_lastChange = { ProfileChange::What::Field, field, "field" };
    m_isDirty = true;
    save();
}

void ProfilesPage::discardDrafts(const std::string &id)
{
    try {
        m_drafts.forgetAll(id);
        if (m_document.profile().id == id && std::exchange(m_hasDraft, false))
            m_document.take(m_stored.profile);
        offerDrafts(); // of another window that has ended
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    showState();
}

// What was undone may lie in another profile: that one is shown then, with a word.
void ProfilesPage::showStep(const storage::Edit &edit, bool isUndo)
{
    m_lastKey.clear();
    const auto found = edit.parts.empty() ? std::nullopt : desk().workspace()->profiles().find(edit.parts.front().object_id);
    const QString words = parts::editWords(edit);
    if (found && found->profile.id == m_stored.profile.id && m_document.isOpen()) {
        m_stored = *found;
        m_hasDraft = false;
        m_document.take(found->profile);
        offerDrafts();
        reload();
    } else {
        reload();
        if (found)
            open(linkTo(found->profile.id));
        m_notice->showInfo(found ? (isUndo ? tr("Undone in “%1”: %2.") : tr("Done again in “%1”: %2.")).arg(parts::profileTitle(found->profile), words)
                                 : (isUndo ? tr("Undone: %1.") : tr("Done again: %1.")).arg(words));
    }
    showState();
}

void ProfilesPage::addNew()
{
    if (!mayLeave())
        return;
    try {
        dialogue::Profile made;
        made.fields.push_back({ "Name", base::Json(parts::toUtf8(tr("New profile"))) });
        storage::StoredProfile added;
        m_history.record("add_profile", [&] { added = desk().workspace()->profiles().add(made, desk().workspace()->author()); }, "Name");
        m_search->clear();
        m_query.search.clear();
        reload();
        open(linkTo(added.profile.id));
        m_form->focusFirst();
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void ProfilesPage::removeCurrent()
{
    if (!mayLeave() || !m_document.isOpen())
        return;
    const dialogue::Profile removed = m_stored.profile;
    try {
        m_history.record("delete_profile", [&] { desk().workspace()->profiles().remove(m_stored.profile.id, m_stored.revision, desk().workspace()->author()); });
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
        return;
    }
    m_hasDraft = false;
    m_document.close();
    reload();
    m_notice->showInfo(tr("The profile “%1” was deleted. The trash keeps it.").arg(parts::profileTitle(removed)), tr("Bring back"),
        [this, id = removed.id] { bringBack({ id }); });
}

void ProfilesPage::bringBack(const std::vector<std::string> &ids)
{
    try {
        m_history.record("bring_back", [&] { desk().workspace()->trash().bringBack(ids, desk().workspace()->author()); });
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    reload();
    if (!ids.empty())
        open(linkTo(ids.front()));
    m_list->setFocus(Qt::OtherFocusReason);
}

void ProfilesPage::buildTrash()
{
    m_trash = new parts::TrashView(desk(), "profile", this);
    m_places->addWidget(m_trash);
    connect(m_trash, &parts::TrashView::closed, this, [this] {
        m_places->setCurrentIndex(1);
        reload();
        m_list->setFocus(Qt::OtherFocusReason);
    });
    connect(m_trash, &parts::TrashView::failed, this, [this](const QString &sentence) { m_notice->showError(sentence); });
    connect(m_trash, &parts::TrashView::bringBackWanted, this, [this](const QStringList &chosen) {
        std::vector<std::string> ids;
        for (const QString &id : chosen)
            ids.push_back(parts::toUtf8(id));
        m_places->setCurrentIndex(1);
        bringBack(ids);
    });
    hear(desk().workspace(), &workspace::Workspace::trashChanged, [this] {
        if (m_trash->isVisible())
            m_trash->reload();
    });
}

void ProfilesPage::showTrash()
{
    if (!mayLeave())
        return;
    m_trash->reload();
    m_places->setCurrentWidget(m_trash);
    m_trash->setFocus(Qt::OtherFocusReason);
}

} // namespace profiles
