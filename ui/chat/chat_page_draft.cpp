// SPDX-License-Identifier: GPL-3.0-or-later
// What the page keeps for a later window, and what it hears from other pages.
#include "run/adapter_place.h"
#include "ui/chat/chat_choices.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/chat_settings.h"
#include "ui/chat/composer.h"
#include "ui/chat/talk_view.h"
#include "ui/parts/text_format.h"
#include "workspace/workspace.h"

#include <QSignalBlocker>

namespace chat {

namespace {
constexpr int kDraftPauseMs = 500; // what was typed more than a second ago is there after a crash
} // namespace

// The talk goes on where it was when the window was drawn anew: the model stays loaded, a reply goes on arriving.
void ChatPage::takeExchange()
{
    std::shared_ptr<QObject> &kept = desk().kept(parts::page::kChat);
    m_exchange = std::dynamic_pointer_cast<ChatExchange>(kept);
    if (!m_exchange) {
        m_exchange = std::make_shared<ChatExchange>(*desk().workspace());
        kept = m_exchange;
    }
}

void ChatPage::hearNews()
{
    workspace::Workspace *workspace = desk().workspace();
    const auto chosen = [this] {
        if (isVisible())
            loadLists();
    };
    hear(workspace, &workspace::Workspace::modelsChanged, chosen);
    hear(workspace, &workspace::Workspace::promptsChanged, chosen);
    hear(workspace, &workspace::Workspace::runsChanged, chosen); // their adapters
    const auto spoken = [this] {
        if (!isVisible())
            return; // activate() catches up
        m_settings->setProfiles(profileChoices(*desk().workspace()));
        lookForOtherDesks();
    };
    hear(workspace, &workspace::Workspace::dialoguesChanged, spoken);
    hear(workspace, &workspace::Workspace::profilesChanged, spoken);
}

void ChatPage::takeDraft()
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
    attempt([this] {
        const std::optional<ChatDraft> draft = m_drafts.read();
        if (!draft)
            return;
        // By its place in the workspace, which may have been moved.
        run::PredictSpec named;
        named.adapter = parts::toUtf8(draft->adapter);
        const run::RunFolder beside(desk().workspace()->database().runsDir() / "chat");
        m_settings->chooseAdapter(parts::fromUtf8(run::resolveAdapter(beside, named).string()));
        const bool isFresh = m_exchange->conversation().isEmpty() && !m_exchange->isReplying();
        if (isFresh && draft->unkept) {
            m_exchange->takeUp(*draft->unkept, draft->kept_profile, draft->revision);
        } else if (isFresh && desk().workspace()->dialogues().find(draft->dialogue_id)) {
            m_exchange->resume(draft->dialogue_id);
        } else if (isFresh) {
            m_exchange->startNew(profileOf(*desk().workspace(), draft->profile));
        }
        const dialogue::Profile &profile = m_exchange->conversation().dialogue().profile;
        m_settings->chooseProfile(parts::fromUtf8(profile.id));
        m_settings->setProfileSummary(profileSummary(profile));
        m_talk->composer().setSpeaker(draft->speaker);
        m_edited = draft->edited < m_exchange->conversation().count() ? draft->edited : -1;
        if (!draft->composer.isEmpty())
            m_talk->composer().setText(draft->composer);
    });
    if (m_exchange->isUnkept())
        m_exchange->keep(); // and says why not
}

void ChatPage::writeDraft()
{
    m_draftSoon.stop();
    ChatDraft draft;
    draft.composer = m_talk->composer().editor()->toPlainText();
    draft.speaker = m_talk->composer().speaker();
    draft.edited = m_edited;
    draft.adapter = parts::fromUtf8(run::adapterPlace(desk().workspace()->database().runsDir(), parts::toUtf8(m_settings->adapter())));
    draft.profile = m_settings->profile();
    draft.dialogue_id = m_exchange->archive().isKept() ? m_exchange->conversation().dialogue().id : std::string();
    draft.unkept = m_exchange->unkept();
    draft.revision = draft.unkept ? m_exchange->archive().revision() : 0;
    draft.kept_profile = draft.unkept ? m_exchange->archive().profile() : std::string();
    m_drafts.write(draft);
}

} // namespace chat
