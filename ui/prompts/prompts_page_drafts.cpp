// SPDX-License-Identifier: GPL-3.0-or-later
// What the page keeps for a later window, and what it hears of other desks.
#include "base/error.h"
#include "ui/parts/error_text.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/text_format.h"
#include "ui/prompts/preview_pane.h"
#include "ui/prompts/prompt_list.h"
#include "ui/prompts/prompts_page.h"
#include "ui/prompts/workspace_source.h"
#include "workspace/workspace.h"

namespace prompts {

namespace {
constexpr int kDraftPauseMs = 500; // what was typed more than a second ago is there after a crash
} // namespace

void PromptsPage::keepDrafts()
{
    m_draftSoon.setSingleShot(true);
    m_draftSoon.setInterval(kDraftPauseMs);
    connect(&m_draftSoon, &QTimer::timeout, this, [this] {
        try {
            writeDraft();
        } catch (const std::exception &exception) {
            tell(exception);
        }
    });
    connect(&m_document, &PromptDocument::changed, this, [this] {
        if (!m_draftSoon.isActive())
            m_draftSoon.start();
    });
}

void PromptsPage::writeDraft()
{
    m_draftSoon.stop();
    if (m_document.isModified())
        m_drafts.keep({ m_document.prompt(), m_document.baseVersion() });
    else if (m_document.undoStack()->count() > 0) // undone up to what is stored; of what was only looked at there is none of ours
        m_drafts.forget(m_document.prompt().id);
}

// What was typed before the window went, over what is stored now.
void PromptsPage::takeDraft(const PromptDraft &draft)
{
    const ShelfRow *row = m_list->findRow(parts::fromUtf8(draft.prompt.id));
    if (row && row->prompt == draft.prompt) {
        m_drafts.forget(draft.prompt.id);
        return;
    }
    if (row) {
        m_document.load(row->prompt, draft.base);
        m_document.setContent(draft.prompt, tr("what was typed before"));
    } else {
        m_document.load(draft.prompt, draft.base, true);
    }
    m_list->setCurrent(parts::fromUtf8(draft.prompt.id));
    showConflict();
    showState();
}

// Another desk has saved or deleted what is edited here: told at once, not only when it is saved.
void PromptsPage::showConflict()
{
    if (m_document.baseVersion() == 0 || m_unsaved)
        return;
    const ShelfRow *row = m_list->findRow(parts::fromUtf8(m_document.prompt().id));
    if (row && row->version == m_document.baseVersion())
        return;
    m_unsaved.save([&] {
        throw base::Failure(row ? base::ErrorKind::Conflict : base::ErrorKind::NotFound, m_document.prompt().name);
    });
}

void PromptsPage::hearNews()
{
    workspace::Workspace *workspace = desk().workspace();
    hear(workspace, &workspace::Workspace::promptsChanged, [this] {
        if (!isVisible())
            return; // activate() catches up
        m_list->setRows(m_shelf.rows());
        lookForOtherDesks();
    });
    hear(workspace, &workspace::Workspace::modelsChanged, [this] {
        if (isVisible())
            m_preview->setModels(modelChoices(*desk().workspace()));
    });
    const auto spoken = [this] {
        if (isVisible())
            m_preview->setDialogues(dialogueChoices(*desk().workspace()));
    };
    hear(workspace, &workspace::Workspace::dialoguesChanged, spoken);
    hear(workspace, &workspace::Workspace::profilesChanged, spoken);
}

// Another window or a verb may have saved or deleted what is on the desk.
void PromptsPage::lookForOtherDesks()
{
    const QString id = parts::fromUtf8(m_document.prompt().id);
    if (m_document.baseVersion() == 0)
        return;
    if (m_document.isModified()) {
        showConflict();
        return;
    }
    const ShelfRow *row = m_list->findRow(id);
    if (!row || row->version != m_document.baseVersion())
        showRow(row ? id : m_list->firstId());
}

void PromptsPage::keepMine()
{
    m_unsaved.forget();
    m_unsaved.save([this] { write(m_shelf.newestVersion(m_document.prompt().id)); }); // theirs stays among the versions
    showState();
}

void PromptsPage::giveUpDraft()
{
    m_unsaved.forget();
    m_draftSoon.stop();
    try {
        m_drafts.forget(m_document.prompt().id);
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void PromptsPage::discardMine()
{
    giveUpDraft();
    loadLists();
    const QString id = parts::fromUtf8(m_document.prompt().id);
    showRow(m_list->findRow(id) ? id : m_list->firstId());
}

} // namespace prompts
