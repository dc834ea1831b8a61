// SPDX-License-Identifier: GPL-3.0-or-later
// The model of a chat: loaded once, its adapter exchanged, replies made.
#pragma once

#include "engine_verbs/serve/file_marks.h"
#include "inference/generator.h"
#include "nn/lora.h"

#include "base/json.h"
#include "dialogue/dialogue.h"
#include "text/model_text.h"
#include "text/prompt_template.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
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

    // `model`: folder, file or known name; `adapter`: PEFT folder or empty. What is loaded already and still stands on the disk as
    // it was is kept: the same model with another adapter, or with other content in the same folder, only exchanges the adapter.
    // Throws what resolving, opening and attaching throw. After a failure of the model nothing is loaded, after one of the
    // adapter the model answers as it did before (a new one without an adapter).
    void load(const std::string &model, const std::string &adapter, const Progress &progress);

    bool isLoaded() const { return m_model != nullptr; }
    const std::string &name() const { return m_name; }
    int64_t parameters() const { return m_model->parameters(); }

    // With the adapter as it stands on the disk now; one that has gone from there meanwhile still answers. A model whose file was
    // written into is loaded again first. Throws MissingResource without a model, and what loading, rendering and generating throw.
    inference::Generated reply(
        const ReplyRequest &request, const std::function<void(std::string_view)> &onText, const base::CancelToken &cancel);

private:
    void open(const std::string &model, const Progress &progress);
    void unload();
    void exchangeAdapter(const std::string &adapter);
    bool isWhole() const;
    void followFiles(const base::CancelToken &cancel);
    const text::ModelText &modelText(const std::string &chatTemplate);

    // What is attached to the model; its content is told by a hash, since a folder may be written anew under its name.
    struct Adapter
    {
        std::string folder; // empty: none
        std::string identity;
        FileMarks marks; // with which it had that identity
        std::optional<nn::LoraAdapter> layers;
    };

    std::string m_name; // empty: none was asked for
    std::string m_wanted; // the adapter that was asked for with it
    FileMarks m_marks; // of the model's files
    Adapter m_adapter;
    std::shared_ptr<nn::Transformer> m_model; // may be missing after its file was spoilt
    std::map<std::string, text::ModelText> m_texts; // by template name
    std::unique_ptr<inference::Generator> m_generator;
};

} // namespace verbs
