// SPDX-License-Identifier: GPL-3.0-or-later
// Tokenizers and chat templates of models, loaded once and kept while the page lives.
#pragma once

#include "text/model_text.h"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace prompts {

// Thread-safe. Shared with the jobs that use it, so that it outlives the page when one is still at work.
class TokenizerCache
{
public:
    // `model` as for run::resolveModel; `chatTemplate` empty: recognised from the model. Loads when needed (some tens of
    // milliseconds to a second), throws what run::resolveModel and text::loadModelText throw. A file that changed since is
    // loaded again.
    std::shared_ptr<const text::ModelText> get(const std::string &model, const std::string &chatTemplate = {});

private:
    struct Entry
    {
        std::filesystem::file_time_type written;
        std::shared_ptr<const text::ModelText> text;
    };
    std::mutex m_mutex;
    std::map<std::pair<std::string, std::string>, Entry> m_entries;
};

} // namespace prompts
