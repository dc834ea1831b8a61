// SPDX-License-Identifier: GPL-3.0-or-later
// What the page keeps for a later window, and what it hears from other pages.
#include "run/adapter_place.h"
#include "ui/chat/chat_choices.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/chat_settings.h"
#include "ui/chat/composer.h"
#include "ui/chat/talk_view.h"
#include "ui/parts/exact_text.h"
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
        const std::optional<ChatDraft> draft = m_drafts.take();
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
        // By its id: turns may have come and gone before it.
        const Conversation &talk = m_exchange->conversation();
        const int last = talk.lastOf(dialogue::Speaker::Seeker);
        m_edited = last >= 0 && talk.dialogue().turns[size_t(last)].id == draft->edited ? last : -1;
        if (!draft->composer.isEmpty())
            m_talk->composer().setText(draft->composer);
    });
    if (m_exchange->isUnkept())
        m_exchange->keep(); // and says why not
    attempt([this] { takeLeft(); });
}

// Of other windows that are gone, too: what they could not keep is kept, and what was being written in them is offered.
void ChatPage::takeLeft()
{
    int kept = 0;
    std::string newest;
    for (ChatDrafts::Left &left : m_drafts.others()) {
        attempt([&] {
            if (const std::string id = left.draft.unkept ? m_drafts.keepUnkept(left) : std::string(); !id.empty()) {
                ++kept;
                newest = id;
            }
            if (left.draft.composer.trimmed().isEmpty())
                m_drafts.forget(left.field);
            else
                m_left.push_back(std::move(left));
        });
    }
    if (kept > 0 && !m_unsaved) {
        m_notice->showInfo(tr("Another window went with %n chat(s) that were not kept in full: they are among the chats now.", nullptr, kept), tr("Open it"),
            [this, newest] { resume(parts::fromUtf8(newest)); });
    }
    offerLeft();
}

void ChatPage::offerLeft()
{
    if (m_left.empty() || m_unsaved || !m_notice->text().isEmpty())
        return;
    constexpr qsizetype kShown = 80;
    const QString text = m_left.front().draft.composer;
    const QString begin = text.simplified();
    const auto decide = [this](bool take) {
        const ChatDrafts::Left left = m_left.front();
        m_left.erase(m_left.begin());
        attempt([&] {
            if (take) {
                Composer &composer = m_talk->composer();
                const QString before = parts::plainText(*composer.editor()->document());
                composer.setText(before.isEmpty() ? left.draft.composer : before + QLatin1Char('\n') + left.draft.composer);
                writeDraft();
            }
            m_drafts.forget(left.field);
        });
        offerLeft();
    };
    m_notice->showNotice(parts::Tone::Accent,
        tr("Another window went while a message was being written in it: “%1”").arg(begin.size() > kShown ? begin.left(kShown) + QStringLiteral("…") : begin),
        { { tr("Write on here"), [decide] { decide(true); } }, { tr("Discard it"), [decide] { decide(false); } } });
}

void ChatPage::writeDraft()
{
    m_draftSoon.stop();
    ChatDraft draft;
    draft.composer = parts::plainText(*m_talk->composer().editor()->document());
    draft.speaker = m_talk->composer().speaker();
    if (const auto &turns = m_exchange->conversation().dialogue().turns; m_edited >= 0 && size_t(m_edited) < turns.size())
        draft.edited = turns[size_t(m_edited)].id;
    draft.adapter = parts::fromUtf8(run::adapterPlace(desk().workspace()->database().runsDir(), parts::toUtf8(m_settings->adapter())));
    draft.profile = m_settings->profile();
    draft.dialogue_id = m_exchange->archive().isKept() ? m_exchange->conversation().dialogue().id : std::string();
    draft.unkept = m_exchange->unkept();
    draft.revision = draft.unkept ? m_exchange->archive().revision() : 0;
    draft.kept_profile = draft.unkept ? m_exchange->archive().profile() : std::string();
    m_drafts.write(draft);
}

} // namespace chat
