// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/tokenizer_cache.h"

#include "run/model_card.h"

namespace prompts {

std::shared_ptr<const text::ModelText> TokenizerCache::get(const std::string &model, const std::string &chatTemplate)
{
    const std::filesystem::path path = run::resolveModel(model);
    std::error_code ec;
    const auto written = std::filesystem::last_write_time(path, ec);
    // Loading holds the lock: two previews in a row want the same tokenizer, the second should wait for it.
    const std::scoped_lock lock(m_mutex);
    Entry &entry = m_entries[{ path.string(), chatTemplate }];
    if (!entry.text || entry.written != written) {
        entry.text = std::make_shared<const text::ModelText>(text::loadModelText(path, chatTemplate));
        entry.written = written;
    }
    return entry.text;
}

} // namespace prompts
