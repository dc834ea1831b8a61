// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/known_templates.h"

namespace text {

namespace {

struct Fingerprint
{
    std::string_view sha256;
    std::string_view name;
};

// Made by `tests/peers/text_fingerprints.sh` from the models' own files.
constexpr Fingerprint kFingerprints[] {
    { "4f3d0af9b160ddb595e60c3852f4610219a27c35e2305ee2651dcd061e831a39", "qwen2.5" },
    { "13444740fcb73d3dc59e7777bf20a464b9094109b3a8162449350a303edba998", "smollm2" },
};

} // namespace

std::vector<ChatTemplate> knownTemplates()
{
    const std::vector<std::string> chatMl { "<|im_start|>", "<|im_end|>" };
    const std::vector<std::string> llama3 { "<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>" };
    return {
        { "qwen2.5", TemplateFamily::ChatMl, "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.", "<|im_end|>", chatMl },
        { "smollm2", TemplateFamily::ChatMl, "You are a helpful AI assistant named SmolLM, trained by Hugging Face", "<|im_end|>", chatMl },
        { "chatml", TemplateFamily::ChatMl, "", "<|im_end|>", chatMl },
        { "qwen3-no-thinking", TemplateFamily::Qwen3, "", "<|im_end|>", chatMl },
        { "llama-3", TemplateFamily::Llama3, "", "<|eot_id|>", llama3 },
    };
}

std::optional<std::string_view> nameOfFingerprint(std::string_view sha256)
{
    for (const Fingerprint &fingerprint : kFingerprints) {
        if (fingerprint.sha256 == sha256)
            return fingerprint.name;
    }
    return std::nullopt;
}

std::vector<std::string> marksOf(const ChatTemplate &chat)
{
    std::vector<std::string> marks = chat.controlTokens();
    if (chat.family() == TemplateFamily::Qwen3)
        marks.insert(marks.end(), { "</think>", "enable_thinking" });
    if (!chat.defaultSystem().empty())
        marks.push_back(chat.defaultSystem());
    return marks;
}

} // namespace text
