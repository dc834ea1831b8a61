// SPDX-License-Identifier: GPL-3.0-or-later
// Texts of turns that were typed and not saved: how they are kept, offered and forgotten.
#include "ui/dialogues/dialogue_view.h"
#include "ui/dialogues/dialogues_page.h"
#include "ui/dialogues/turn_editor.h"
#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/text_format.h"
#include "workspace/workspace.h"

#include <algorithm>

namespace dialogues {

namespace {
const std::string kTurnField = "turn:";
} // namespace

// In the transaction of the save: what is saved is no draft any more.
void DialoguesPage::forgetSaved(const dialogue::Dialogue &saved)
{
    for (const storage::Draft &draft : m_drafts.of(saved.id)) {
        const auto isSaved = [&](const dialogue::Turn &turn) { return draft.field == kTurnField + turn.id && draft.text == turn.text; };
        if (std::any_of(saved.turns.begin(), saved.turns.end(), isSaved))
            m_drafts.forget(draft.object_id, draft.field);
    }
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

} // namespace dialogues
