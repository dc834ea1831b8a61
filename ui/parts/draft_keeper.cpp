// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/draft_keeper.h"

#include "run/process_identity.h"
#include "ui/parts/error_text.h"
#include "ui/parts/text_format.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace parts {

std::string draftOwner() { return base::toLine(run::toJson(run::thisProcess())); }

bool isLeftBehind(const storage::Draft &draft)
{
    const base::Json json = base::Json::parse(draft.owner, nullptr, false);
    const auto owner = json.is_discarded() ? std::nullopt : run::processFromJson(json);
    return !owner || (*owner != run::thisProcess() && !run::isAlive(*owner));
}

std::optional<storage::Draft> newestDraft(const storage::DraftRepository &drafts, const std::string &kind)
{
    for (storage::Draft &draft : drafts.newestFirst(kind)) {
        if (draft.owner == draftOwner() || isLeftBehind(draft))
            return std::move(draft);
    }
    return std::nullopt;
}

std::vector<storage::Draft> takeOverDrafts(storage::DraftRepository &drafts, const std::string &objectId)
{
    const std::string owner = draftOwner();
    std::vector<storage::Draft> all = drafts.of(objectId);
    std::vector<storage::Draft> ours;
    std::copy_if(all.begin(), all.end(), std::back_inserter(ours), [&](const storage::Draft &draft) { return draft.owner == owner; });
    for (storage::Draft &draft : all) { // the newest of a field comes first
        const bool isTaken = std::any_of(ours.begin(), ours.end(), [&](const storage::Draft &mine) { return mine.field == draft.field; });
        if (isTaken || !isLeftBehind(draft))
            continue;
        try {
            if (!drafts.takeOver(draft, owner))
                continue; // another window was faster
            draft.owner = owner;
        } catch (const std::exception &) {
            // It can be read all the same.
        }
        ours.push_back(std::move(draft));
    }
    std::sort(ours.begin(), ours.end(), [](const storage::Draft &a, const storage::Draft &b) { return a.field < b.field; });
    return ours;
}

DraftKeeper::DraftKeeper(Desk &desk, const char *kind, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_kind(kind)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(kDelay);
    connect(&m_delay, &QTimer::timeout, this, &DraftKeeper::write);
}

DraftKeeper::~DraftKeeper()
{
    disconnect();
    write();
}

void DraftKeeper::typed(const std::string &objectId, const std::string &field, const QString &text, int64_t baseRevision)
{
    storage::Draft draft { objectId, field, m_kind, toUtf8(text), baseRevision, m_desk.workspace()->author(), {}, draftOwner() };
    const auto before = std::find_if(m_typed.begin(), m_typed.end(), [&](const storage::Draft &d) { return d.object_id == objectId && d.field == field; });
    if (before != m_typed.end())
        *before = std::move(draft);
    else
        m_typed.push_back(std::move(draft));
    // Not begun anew by the next key: who types without a pause is safe too.
    if (!m_delay.isActive())
        m_delay.start();
}

void DraftKeeper::write()
{
    m_delay.stop();
    if (m_typed.empty() || !m_desk.workspace())
        return;
    try {
        m_desk.workspace()->drafts().keep(m_typed);
        m_typed.clear();
        m_hasFailed = false;
    } catch (const std::exception &exception) {
        m_delay.start(); // tried again
        if (!std::exchange(m_hasFailed, true))
            Q_EMIT failed(errorText(exception));
    }
}

void DraftKeeper::forget(const std::string &objectId, const std::string &field)
{
    std::erase_if(m_typed, [&](const storage::Draft &d) { return d.object_id == objectId && d.field == field; });
    m_desk.workspace()->drafts().forget(objectId, field, draftOwner());
}

void DraftKeeper::forgetAll(const std::string &objectId)
{
    std::erase_if(m_typed, [&](const storage::Draft &d) { return d.object_id == objectId; });
    m_desk.workspace()->drafts().forgetAll(objectId, draftOwner());
}

std::vector<storage::Draft> DraftKeeper::of(const std::string &objectId) const { return takeOverDrafts(m_desk.workspace()->drafts(), objectId); }

std::optional<storage::Draft> DraftKeeper::newest() const { return newestDraft(m_desk.workspace()->drafts(), m_kind); }

} // namespace parts
