// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/chat_layout.h"

#include "base/error.h"
#include "text/unicode.h"

namespace text {

namespace {

// Collects the pieces of one conversation.
class Layout
{
public:
    Layout(const ChatTemplate &chat, const std::vector<Message> &messages, bool generation, History history)
        : m_chat(chat), m_messages(messages), m_generation(generation), m_history(history)
    {
    }

    std::vector<Piece> run()
    {
        if (m_messages.empty())
            refuse("there are no messages");
        switch (m_chat.family()) {
        case TemplateFamily::ChatMl: chatMl(); break;
        case TemplateFamily::Qwen3: qwen3(); break;
        case TemplateFamily::Llama3: llama3(); break;
        default: refuse("it is not laid out yet");
        }
        return std::move(m_pieces);
    }

private:
    [[noreturn]] void refuse(const std::string &reason) const
    {
        throw base::Failure(base::ErrorKind::UnsupportedTemplate, m_chat.name(), {}, { { "reason", reason } });
    }

    void put(PieceKind kind, std::string text, bool fresh = false)
    {
        m_pieces.push_back({ kind, m_message, m_role, std::move(text), fresh });
    }
    void enter(int message, Role role)
    {
        m_message = message;
        m_role = role;
    }
    const Message &message(size_t i)
    {
        enter(static_cast<int>(i), m_messages[i].role);
        return m_messages[i];
    }

    void chatMlTurn(const std::string &content, const std::string &behindHeader = {})
    {
        put(PieceKind::Header, "<|im_start|>" + std::string(roleName(m_role)) + "\n" + behindHeader);
        put(PieceKind::Content, content);
        put(PieceKind::End, "<|im_end|>");
        put(PieceKind::Newline, "\n");
    }

    void chatMl()
    {
        if (m_messages[0].role != Role::System && !m_chat.defaultSystem().empty()) {
            enter(-1, Role::System);
            chatMlTurn(m_chat.defaultSystem());
        }
        for (size_t i = 0; i < m_messages.size(); ++i)
            chatMlTurn(message(i).content);
        if (m_generation) {
            enter(-1, Role::Assistant);
            put(PieceKind::Header, "<|im_start|>assistant\n");
        }
    }

    // The model's own template shows a thinking block, here an empty one, only in a reply that follows the last question
    // and ends the conversation.
    void qwen3()
    {
        const std::string noThinking = "<think>\n\n</think>\n\n";
        size_t lastQuery = m_messages.size() - 1;
        for (size_t i = m_messages.size(); i-- > 0;) {
            const std::string &content = m_messages[i].content;
            if (m_messages[i].role == Role::User
                && !(content.starts_with("<tool_response>") && content.ends_with("</tool_response>"))) {
                lastQuery = i;
                break;
            }
        }
        for (size_t i = 0; i < m_messages.size(); ++i) {
            const Message &current = message(i);
            if (current.role != Role::Assistant) {
                chatMlTurn(current.content);
                continue;
            }
            if (m_history == History::AsModel && current.content.find("</think>") != std::string::npos)
                refuse("a reply holds the mark </think>, which the template would take apart");
            const bool last = i > lastQuery && i + 1 == m_messages.size();
            std::string_view content = current.content;
            if (last && m_history == History::AsModel)
                content.remove_prefix(std::min(content.find_first_not_of('\n'), content.size()));
            chatMlTurn(std::string(content), last || m_history == History::Uniform ? noThinking : std::string());
        }
        if (m_generation) {
            enter(-1, Role::Assistant);
            put(PieceKind::Header, "<|im_start|>assistant\n" + noThinking);
        }
    }

    void llama3Header() { put(PieceKind::Header, "<|start_header_id|>" + std::string(roleName(m_role)) + "<|end_header_id|>\n\n"); }

    void llama3()
    {
        enter(-1, Role::System);
        put(PieceKind::Start, "<|begin_of_text|>");
        for (size_t i = 0; i < m_messages.size(); ++i) {
            const Message &current = message(i);
            llama3Header();
            put(PieceKind::Content, std::string(trimmed(current.content)));
            put(PieceKind::End, "<|eot_id|>");
        }
        if (m_generation) {
            enter(-1, Role::Assistant);
            llama3Header();
        }
    }

    const ChatTemplate &m_chat;
    const std::vector<Message> &m_messages;
    bool m_generation;
    History m_history;
    int m_message = -1;
    Role m_role = Role::System;
    std::vector<Piece> m_pieces;
};

} // namespace

std::vector<Piece> layOut(const ChatTemplate &chat, const std::vector<Message> &messages, bool generation, History history)
{
    return Layout(chat, messages, generation, history).run();
}

} // namespace text
