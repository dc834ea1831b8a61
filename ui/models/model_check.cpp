// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_check.h"

#include <algorithm>

namespace models {

ModelCheck::ModelCheck(QObject *parent)
    : QObject(parent)
{
    connect(&m_job, &parts::LatestJob::finished, this, &ModelCheck::next);
}

void ModelCheck::add(const QString &key, const std::filesystem::path &path, const std::string &chatTemplate)
{
    const bool waits = std::any_of(m_waiting.begin(), m_waiting.end(), [&](const Item &item) { return item.key == key; });
    if (waits)
        return;
    m_waiting.enqueue({ key, path, chatTemplate });
    if (m_current.isEmpty())
        next();
}

void ModelCheck::next()
{
    m_current.clear();
    if (m_waiting.isEmpty()) {
        Q_EMIT idle();
        return;
    }
    const Item item = m_waiting.dequeue();
    m_current = item.key;
    m_job.start(
        [path = item.path, name = item.chatTemplate](const base::CancelToken &cancel) { return run::inspectModel(path, cancel, name); },
        [this, key = item.key](const run::ModelReport &report) { Q_EMIT checked(key, report); });
}

} // namespace models
