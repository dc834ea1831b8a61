// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/serve/chat_model.h"

#include "base/error.h"
#include "base/hash.h"
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

namespace {

// Of all bytes of the two files that make an adapter; what is missing is told by the one who reads them.
std::string identityOf(const std::filesystem::path &folder)
{
    std::string identity;
    for (const char *name : { "adapter_config.json", "adapter_model.safetensors" }) {
        std::error_code ec;
        identity += std::filesystem::exists(folder / name, ec) ? base::sha256OfFile(folder / name) : "-";
    }
    return identity;
}

} // namespace

void ChatModel::unload()
{
    m_generator.reset();
    m_texts.clear();
    m_adapter = {};
    m_model.reset();
}

void ChatModel::open(const std::string &model, const Progress &progress)
{
    unload(); // first, so that two models never share the memory
    nn::LoadOptions options = nn::inferenceOptions(nn::deviceFromName("auto"));
    options.progress = progress;
    const auto path = run::resolveModel(model);
    m_marks = FileMarks(path);
    const auto weights = nn::Weights::open(path);
    const auto tokenizer = text::loadTokenizer(path); // before all is loaded: a model without one is no use here
    const auto loaded = std::make_shared<nn::Transformer>(weights, options);
    m_generator = std::make_unique<inference::Generator>(loaded, tokenizer);
    m_model = loaded;
}

void ChatModel::load(const std::string &model, const std::string &adapter, const Progress &progress)
{
    if (!m_model || m_name != model || FileMarks(run::resolveModel(model)) != m_marks) {
        m_name.clear();
        m_wanted.clear();
        open(model, progress);
        m_name = model;
    }
    exchangeAdapter(adapter);
    m_wanted = adapter;
}

// The new one is read and attached before the old one is let go.
void ChatModel::exchangeAdapter(const std::string &adapter)
{
    Adapter next { adapter, {}, {}, {} };
    if (adapter.empty() && m_adapter.folder.empty())
        return;
    if (!adapter.empty()) {
        next.marks = FileMarks(adapter);
        if (adapter == m_adapter.folder && next.marks == m_adapter.marks)
            return;
        next.identity = identityOf(adapter);
        if (adapter == m_adapter.folder && next.identity == m_adapter.identity) {
            m_adapter.marks = next.marks;
            return;
        }
        next.layers = nn::loadAdapter(adapter);
    }
    nn::detachAdapter(*m_model);
    m_generator->forget();
    try {
        if (next.layers)
            next.layers->attach(*m_model);
    } catch (...) {
        if (m_adapter.layers)
            m_adapter.layers->attach(*m_model);
        throw;
    }
    m_adapter = std::move(next);
}

bool ChatModel::isWhole() const
{
    try {
        if (m_model)
            m_model->check();
        return m_model != nullptr;
    } catch (const base::Failure &) {
        return false;
    }
}

void ChatModel::followFiles(const base::CancelToken &cancel)
{
    if (isWhole()) {
        // Of an adapter that is gone there is a copy.
        if (!FileMarks(m_wanted).isEmpty())
            exchangeAdapter(m_wanted);
        return;
    }
    open(m_name, [&cancel](int64_t, int64_t) { cancel.throwIfCancelled("Loading"); });
    try {
        exchangeAdapter(m_wanted);
    } catch (...) {
        unload(); // without its adapter it is not what was asked for
        throw;
    }
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
    if (m_name.empty())
        throw base::Failure(base::ErrorKind::MissingResource, "A model", {}, { { "remedy", "Load one first." } });
    followFiles(cancel);
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
