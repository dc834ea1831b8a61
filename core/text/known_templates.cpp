// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/known_templates.h"

namespace text {

namespace {

struct Fingerprint
{
    std::string_view sha256;
    std::string_view name;
};

// qwen2.5 and smollm2: of the models' own files, which tst_chat_template recognises. The others: of the texts that
// tests/peers/text_templates.py collects from packages that quote the models' files, which tst_chat_template recognises where
// they are (ATTUNE_TEMPLATES). One that differs is refused with the nearest name, not misread.
// Llama 3.2 prints today's date and Mistral v3 moves the system message to the last question, so that a prompt is no prefix of
// the training example: not known.
constexpr Fingerprint kFingerprints[] {
    { "4f3d0af9b160ddb595e60c3852f4610219a27c35e2305ee2651dcd061e831a39", "qwen2.5" },
    { "13444740fcb73d3dc59e7777bf20a464b9094109b3a8162449350a303edba998", "smollm2" },
    { "fb32bd10fa06896bf27db23bfa4afeb12b7bae8a13e7463c6acf451fc275a8be", "chatml" },
    { "2388f5314511d2a8fab6d3e6620045e352cc8c58c1a75e39837ca2258e103f4f", "internlm2" },
    { "84242443d55704e17deaf87354261604a216b3b8599c22150cf474820d459c5b", "qwen3-no-thinking" }, // Qwen3, first release
    { "a122b4d5c3979ccb1ded43de3ae68f30efe1dbb523898c6127d0e4542aba89a8", "qwen3-no-thinking" }, // Qwen3, later files
    { "bab4ca8c08041c21161145ea98c6934bcbd1a5cba3a56837adb1108797e2fb89", "qwen3-instruct-2507" },
    { "7ea4e7de24967f443698d327d7672f119a544f963950114861d4599a483afb9b", "llama-2" }, // Llama-2-7b-chat-hf
    { "d4249241fee13037736354e13f0dfa18129e02c4ddc8ea2349d9e0587a4e0bfa", "llama-3" }, // Meta-Llama-3-8B-Instruct
    { "a331b4f07a1db23e328e0209b91b0785e847ae2693d3f28f275bf3ae6d4cb658", "llama-3.1" }, // 3.1 and 3.3 Instruct
    { "66c8ce961151395fbb664827ccf4ba73dc9981f63c56832541bdcf758ab1fd57", "mistral-v0.1" }, // Mistral-7B-Instruct-v0.1
    { "73ef5c46b0d37d16e9a51fb2d9fd7ca726cd6f0c4b959de0756914b15c92c0ba", "mistral-v0.2" }, // v0.2 as first published
    { "90cef0b83bd59db8e0560d6977ce014c8c8f19ac77dcc5294c1c5f607bbe0325", "mistral" }, // v0.1 and v0.2 since they take a system message
};

} // namespace

std::vector<ChatTemplate> knownTemplates()
{
    const std::vector<std::string> chatMl { "<|im_start|>", "<|im_end|>" };
    const std::vector<std::string> sentencePiece { "<s>", "</s>" };
    const std::vector<std::string> llama3 { "<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>" };
    return {
        { "qwen2.5", TemplateFamily::ChatMl, "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.", "<|im_end|>", chatMl },
        { "smollm2", TemplateFamily::ChatMl, "You are a helpful AI assistant named SmolLM, trained by Hugging Face", "<|im_end|>", chatMl },
        { "chatml", TemplateFamily::ChatMl, "", "<|im_end|>", chatMl },
        { "qwen3-no-thinking", TemplateFamily::Qwen3, "", "<|im_end|>", chatMl },
        { "qwen3-instruct-2507", TemplateFamily::ChatMl, "", "<|im_end|>", chatMl },
        { "internlm2", TemplateFamily::ChatMlWithStart, "", "<|im_end|>", { "<s>", "<|im_start|>", "<|im_end|>" } },
        { "llama-3", TemplateFamily::Llama3, "", "<|eot_id|>", llama3 },
        { "llama-3.1", TemplateFamily::Llama31, "", "<|eot_id|>", llama3 },
        { "llama-2", TemplateFamily::Llama2, "", "</s>", sentencePiece },
        { "mistral", TemplateFamily::Mistral, "", "</s>", sentencePiece },
        { "mistral-v0.1", TemplateFamily::MistralSpaced, "", "</s>", sentencePiece },
        { "mistral-v0.2", TemplateFamily::MistralPlain, "", "</s>", sentencePiece },
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
    if (chat.family() == TemplateFamily::Llama2)
        marks = { "[INST]", "<<SYS>>" };
    if (chat.family() == TemplateFamily::ChatMlWithStart)
        marks.front() = "bos_token"; // what a Jinja text calls it
    if (chat.name() == "qwen3-instruct-2507")
        marks.insert(marks.end(), { "<tool_response>", "message.content is string" });
    if (chat.family() == TemplateFamily::Mistral)
        marks = { "[INST]", "[/INST]", "system" };
    if (chat.family() == TemplateFamily::MistralPlain || chat.family() == TemplateFamily::MistralSpaced)
        marks = { "'[INST] '", "[/INST]", "Only user and assistant roles are supported!" };
    if (chat.family() == TemplateFamily::Llama31)
        marks.insert(marks.end(), { "Cutting Knowledge Date", "date_string" });
    if (!chat.defaultSystem().empty())
        marks.push_back(chat.defaultSystem());
    return marks;
}

} // namespace text
