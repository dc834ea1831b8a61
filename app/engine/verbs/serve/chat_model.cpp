// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/serve/chat_model.h"

#include "base/error.h"
#include "nn/device.h"
#include "nn/lora_folder.h"
#include "run/model_card.h"
#include "text/renderer.h"

#include <algorithm>

namespace verbs {

ReplyRequest replyRequestFromJson(const base::Json &json)
{
    const std::string subject = "request";
    ReplyRequest request;
    request.dialogue = dialogue::dialogueFromJson(base::field<base::Json>(json, "dialogue", subject), subject);
    request.prompt = text::promptFromJson(base::field<base::Json>(json, "prompt", subject), subject);
    request.chat_template = base::fieldOr<std::string>(json, "chat_template", "", subject);
    request.decoding
        = run::decodingFromJson(base::fieldOr<base::Json>(json, "decoding", base::Json::object(), subject), subject);
    request.cutoff_len = base::fieldOr<int>(json, "cutoff_len", request.cutoff_len, subject);
    request.merge_consecutive = base::fieldOr<bool>(json, "merge_consecutive", true, subject);
    return request;
}

void ChatModel::unload()
{
    m_generator.reset();
    m_texts.clear();
    m_model.reset();
    m_name.clear();
    m_adapter.clear();
}

void ChatModel::load(const std::string &model, const std::string &adapter, const Progress &progress)
{
    if (m_name != model || !m_model) {
        unload(); // first, so that two models never share the memory
        nn::LoadOptions options = nn::inferenceOptions(nn::deviceFromName("auto"));
        options.progress = progress;
        const auto path = run::resolveModel(model);
        const auto tokenizer = text::loadTokenizer(path); // first: a model without one is no use here
        m_model = std::make_shared<nn::Transformer>(nn::Weights::open(path), options);
        m_generator = std::make_unique<inference::Generator>(m_model, tokenizer);
        m_name = model;
    }
    try {
        exchangeAdapter(adapter);
    } catch (...) {
        unload();
        throw;
    }
}

void ChatModel::exchangeAdapter(const std::string &adapter)
{
    if (adapter == m_adapter)
        return;
    nn::detachAdapter(*m_model);
    m_generator->forget();
    m_adapter.clear();
    if (!adapter.empty())
        nn::loadAdapter(adapter).attach(*m_model);
    m_adapter = adapter;
}

const text::ModelText &ChatModel::modelText(const std::string &chatTemplate)
{
    const auto found = m_texts.find(chatTemplate);
    if (found != m_texts.end())
        return found->second;
    return m_texts.emplace(chatTemplate, text::loadModelText(run::resolveModel(m_name), chatTemplate)).first->second;
}

inference::Generated ChatModel::reply(
    const ReplyRequest &request, const std::function<void(std::string_view)> &onText, const base::CancelToken &cancel)
{
    if (!m_model)
        throw base::Failure(base::ErrorKind::MissingResource, "A model", {}, { { "remedy", "Load one first." } });
    const text::ModelText &model = modelText(request.chat_template);
    text::RenderOptions options;
    // What the model never learnt to look back over is cut, too.
    const auto cutoff = static_cast<int>(std::min<int64_t>(request.cutoff_len, m_model->config().max_position_embeddings));
    options.cutoff_len = cutoff;
    options.merge_consecutive = request.merge_consecutive;
    const text::Renderer renderer(model, request.prompt, options);
    // Room for the reply, but never more than half of the whole.
    const int reserve = std::min(request.decoding.max_new_tokens, cutoff / 2);
    const text::Rendered prompt
        = renderer.renderReply(request.dialogue, request.dialogue.turns.size(), reserve);
    return m_generator->generate({ prompt.ids, model.stopIds, request.decoding, cutoff }, onText, cancel);
}

} // namespace verbs
