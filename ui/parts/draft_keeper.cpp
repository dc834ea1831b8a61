// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/draft_keeper.h"

#include "run/process_identity.h"
#include "ui/parts/error_text.h"
#include "ui/parts/text_format.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <utility>

namespace parts {

namespace {

// In another window, now.
bool isBeingTyped(const storage::Draft &draft)
{
    const base::Json json = base::Json::parse(draft.owner, nullptr, false);
    const auto owner = json.is_discarded() ? std::nullopt : run::processFromJson(json);
    return owner && *owner != run::thisProcess() && run::isAlive(*owner);
}

} // namespace

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
    storage::Draft draft { objectId, field, m_kind, toUtf8(text), baseRevision, m_desk.workspace()->author(), {}, base::toLine(run::toJson(run::thisProcess())) };
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
    m_desk.workspace()->drafts().forget(objectId, field);
}

void DraftKeeper::forgetAll(const std::string &objectId)
{
    std::erase_if(m_typed, [&](const storage::Draft &d) { return d.object_id == objectId; });
    m_desk.workspace()->drafts().forgetAll(objectId);
}

std::vector<storage::Draft> DraftKeeper::of(const std::string &objectId) const
{
    std::vector<storage::Draft> drafts = m_desk.workspace()->drafts().of(objectId);
    std::erase_if(drafts, isBeingTyped);
    return drafts;
}

std::optional<storage::Draft> DraftKeeper::newest() const
{
    auto draft = m_desk.workspace()->drafts().newest(m_kind);
    return draft && !isBeingTyped(*draft) ? draft : std::nullopt;
}

} // namespace parts
