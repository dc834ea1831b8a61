// SPDX-License-Identifier: GPL-3.0-or-later
// The model of a chat: loaded once, its adapter exchanged, replies made.
#pragma once

#include "inference/generator.h"

#include "base/json.h"
#include "dialogue/dialogue.h"
#include "text/model_text.h"
#include "text/prompt_template.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace verbs {

// What is asked for a reply to the end of a dialogue.
struct ReplyRequest
{
    dialogue::Dialogue dialogue;
    text::PromptTemplate prompt;
    std::string chat_template; // empty: the model's own
    run::DecodingSettings decoding;
    int cutoff_len = 2048;
    bool merge_consecutive = true;
};

// Throws for absent and wrong fields.
ReplyRequest replyRequestFromJson(const base::Json &json);

// On one thread.
class ChatModel
{
public:
    using Progress = std::function<void(int64_t done, int64_t total)>;

    // `model`: folder, file or known name; `adapter`: PEFT folder or empty. The same model with another adapter only
    // exchanges the adapter. After a failure nothing is loaded. Throws what resolving, opening and attaching throw.
    void load(const std::string &model, const std::string &adapter, const Progress &progress);

    bool isLoaded() const { return m_model != nullptr; }
    const std::string &name() const { return m_name; }
    int64_t parameters() const { return m_model->parameters(); }

    // Throws MissingResource without a model, and what rendering and generating throw.
    inference::Generated reply(
        const ReplyRequest &request, const std::function<void(std::string_view)> &onText, const base::CancelToken &cancel);

private:
    void unload();
    void exchangeAdapter(const std::string &adapter);
    const text::ModelText &modelText(const std::string &chatTemplate);

    std::string m_name;
    std::string m_adapter;
    std::shared_ptr<nn::Transformer> m_model;
    std::map<std::string, text::ModelText> m_texts; // by template name
    std::unique_ptr<inference::Generator> m_generator;
};

} // namespace verbs
