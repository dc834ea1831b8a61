// SPDX-License-Identifier: GPL-3.0-or-later
// Texts of turns that were typed and not saved: how they are kept, offered and forgotten.
#include "base/json.h"
#include "ui/dialogues/dialogue_view.h"
#include "ui/dialogues/dialogues_page.h"
#include "ui/dialogues/turn_editor.h"
#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/text_format.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <utility>

namespace dialogues {

namespace {
const std::string kTurnField = "turn:";
const std::string kWhole = "dialogue"; // all turns: what else than a text is changed has no field of its own

bool differOnlyInText(const std::vector<dialogue::Turn> &a, const std::vector<dialogue::Turn> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](dialogue::Turn x, const dialogue::Turn &y) {
        x.text = y.text;
        return x == y;
    });
}

dialogue::Dialogue wholeOf(const storage::Draft &draft)
{
    return dialogue::dialogueFromJson(base::parseJson(draft.text, "The draft"), "The draft");
}
} // namespace

void DialoguesPage::forgetTexts(const dialogue::Dialogue &dialogue)
{
    for (const storage::Draft &draft : desk().workspace()->drafts().of(dialogue.id)) {
        const auto isIn = [&](const dialogue::Turn &turn) { return draft.owner == parts::draftOwner() && draft.field == kTurnField + turn.id && draft.text == turn.text; };
        if (std::any_of(dialogue.turns.begin(), dialogue.turns.end(), isIn))
            m_drafts.forget(draft.object_id, draft.field);
    }
}

// In the transaction of the save, so nothing is taken over here: what is saved is no draft any more.
void DialoguesPage::forgetSaved(const dialogue::Dialogue &saved)
{
    forgetTexts(saved);
    if (std::exchange(m_keepsWhole, false))
        m_drafts.forget(saved.id, kWhole);
}

// A crash must not take what waits for a decision, or for space on the disk.
void DialoguesPage::keepDrafts()
{
    if (m_keepsWhole || !differOnlyInText(m_document.dialogue().turns, m_stored.dialogue.turns)) {
        m_keepsWhole = true;
        m_drafts.typed(m_stored.dialogue.id, kWhole, parts::fromUtf8(base::toLine(dialogue::toJson(m_document.dialogue()))), m_stored.revision);
        m_drafts.write();
        if (!m_drafts.hasFailed())
            forgetTexts(m_document.dialogue());
        return;
    }
    for (const dialogue::Turn &turn : m_document.dialogue().turns) {
        const auto &kept = m_stored.dialogue.turns;
        const auto same = std::find_if(kept.begin(), kept.end(), [&](const dialogue::Turn &k) { return k.id == turn.id; });
        if (same == kept.end() ? !turn.text.empty() : same->text != turn.text)
            m_drafts.typed(m_stored.dialogue.id, kTurnField + turn.id, parts::fromUtf8(turn.text), m_stored.revision);
    }
    m_drafts.write();
}

// Against the turn as it is saved now. What the draft was based on may be gone.
bool DialoguesPage::isStale(const storage::Draft &draft, const dialogue::Turn &turn)
{
    if (draft.base_revision == m_stored.revision || draft.base_revision <= 0)
        return draft.base_revision != m_stored.revision;
    try {
        const auto base = desk().workspace()->dialogues().atRevision(draft.object_id, draft.base_revision).turns;
        return std::none_of(base.begin(), base.end(), [&](const dialogue::Turn &t) { return t.id == turn.id && t.text == turn.text; });
    } catch (const std::exception &) {
        return true; // it hides no other draft
    }
}

DialoguesPage::Offer DialoguesPage::markDrafts()
{
    Offer offer;
    QHash<QString, DialogueView::Draft> shown;
    for (const storage::Draft &draft : m_drafts.of(m_stored.dialogue.id)) {
        if (draft.field == kWhole) {
            offer.whole = draft;
            continue;
        }
        const std::string turn = draft.field.starts_with(kTurnField) ? draft.field.substr(kTurnField.size()) : std::string();
        const int index = m_document.indexOf(turn);
        if (index < 0) {
            offer.ofAGoneTurn = draft;
            continue;
        }
        const dialogue::Turn &now = m_document.dialogue().turns[size_t(index)];
        if (now.text == draft.text) {
            m_drafts.forget(draft.object_id, draft.field);
            continue;
        }
        const bool stale = isStale(draft, now);
        shown.insert(parts::fromUtf8(turn), { parts::fromUtf8(draft.text), stale });
        if (!offer.newest || draft.time > offer.newest->time) {
            offer.newest = draft;
            offer.isStale = stale;
        }
    }
    m_view->setDrafts(shown);
    return offer;
}

// Texts that were typed and not saved, since a crash or because somebody left them. `inPlace`: the page has just come back, and so does
// the editor.
void DialoguesPage::offerDrafts(bool inPlace)
{
    if (!m_document.isOpen() || m_unsaved || m_view->editor() || m_isRestoring)
        return;
    try {
        const Offer offer = markDrafts();
        if (offer.whole) {
            showWhole(*offer.whole);
        } else if (offer.newest) {
            showDraft(*offer.newest, offer.isStale);
            if (inPlace)
                m_view->editTurn(m_offered);
        } else if (offer.ofAGoneTurn) {
            draftOfAGoneTurn(*offer.ofAGoneTurn);
        }
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

// A draft first, so that it is not lost whatever has become of its dialogue and its turn.
void DialoguesPage::goOnWith(const storage::Draft &draft)
{
    const QString turn = parts::fromUtf8(draft.field.substr(kTurnField.size()));
    m_drafts.typed(draft.object_id, draft.field, parts::fromUtf8(draft.text), draft.base_revision);
    m_drafts.write();
    if (!bringUp(draft.object_id))
        return;
    m_view->settle();
    const int index = m_document.indexOf(parts::toUtf8(turn));
    if (index >= 0 && !isStale(draft, m_document.dialogue().turns[size_t(index)])) {
        m_view->editTurn(turn, parts::fromUtf8(draft.text)); // as if it had not been left
        return;
    }
    offerDrafts(false);
    if (index >= 0)
        m_view->editTurn(turn);
}

void DialoguesPage::showDraft(const storage::Draft &draft, bool isStale)
{
    m_offered = parts::fromUtf8(draft.field.substr(kTurnField.size()));
    const QString when = parts::whenText(draft.time);
    m_notice->showNotice(isStale ? parts::Tone::Warning : parts::Tone::Accent,
        isStale ? tr("Written %1 and not saved; the turn was changed since. Both stand on the page.").arg(when) : tr("Written %1 and not saved yet.").arg(when),
        { { tr("Go on with what was written"), [this, id = draft.object_id, turn = m_offered] {
               if (!bringUp(id))
                   return;
               if (m_view->editor())
                   m_view->editor()->setFocus();
               else if (m_document.indexOf(parts::toUtf8(turn)) >= 0)
                   m_view->editTurn(turn);
               else
                   offerDrafts(false);
           } },
            { tr("Discard"), [this, draft] {
                 try {
                     m_view->settle();
                     m_drafts.forget(draft.object_id, draft.field);
                     offerDrafts(false);
                 } catch (const std::exception &exception) {
                     m_notice->showError(parts::errorText(exception));
                 }
             } } });
    m_notice->bind(parts::fromUtf8(draft.object_id));
}

void DialoguesPage::forgetOffered(const storage::Draft &draft)
{
    try {
        m_drafts.forget(draft.object_id, draft.field);
        m_notice->leave(parts::fromUtf8(draft.object_id));
        offerDrafts(false);
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void DialoguesPage::showWhole(const storage::Draft &draft)
{
    m_offered.clear();
    m_notice->showNotice(parts::Tone::Warning, tr("Changes to the turns of this dialogue were made %1 and not saved.").arg(parts::whenText(draft.time)),
        { { tr("Take them up"), [this, draft] { takeUpWhole(draft); } },
            { tr("Discard"), [this, draft] { forgetOffered(draft); } } });
    m_notice->bind(parts::fromUtf8(draft.object_id));
}

// Saved as an edit of the revision that it was made of: what others did since is merged, or stands beside it with the ways out.
void DialoguesPage::takeUpWhole(const storage::Draft &draft)
{
    if (!bringUp(draft.object_id))
        return;
    m_view->settle();
    if (m_unsaved)
        return;
    try {
        const dialogue::Dialogue kept = wholeOf(draft);
        dialogue::Dialogue mine = m_stored.dialogue;
        mine.turns = kept.turns;
        mine.profile = kept.profile; // as it was then: a newer one is no conflict
        m_notice->clear();
        m_keepsWhole = true;
        m_stored.revision = draft.base_revision;
        m_document.take(std::move(mine), 0);
        save({ DialogueChange::What::Turns, 0, "change" });
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void DialoguesPage::draftOfAGoneTurn(const storage::Draft &draft)
{
    m_offered.clear();
    m_notice->showNotice(parts::Tone::Warning, tr("Written %1 for a turn that is gone: “%2”").arg(parts::whenText(draft.time), parts::fromUtf8(draft.text)),
        { { tr("Add it as a turn"), [this, draft] {
               if (!bringUp(draft.object_id))
                   return;
               m_view->settle();
               m_document.setText(m_document.insertAfter(m_document.turnCount() - 1), parts::fromUtf8(draft.text));
               if (!m_unsaved)
                   forgetOffered(draft);
           } },
            { tr("Discard"), [this, draft] { forgetOffered(draft); } } });
    m_notice->bind(parts::fromUtf8(draft.object_id));
}

} // namespace dialogues
