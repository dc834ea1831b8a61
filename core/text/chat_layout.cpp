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
            refuse({}, "at least one message", "none");
        switch (m_chat.family()) {
        case TemplateFamily::ChatMl: chatMl(); break;
        case TemplateFamily::ChatMlWithStart: start("<s>"), chatMl(); break;
        case TemplateFamily::Qwen3: qwen3(); break;
        case TemplateFamily::Llama3: llama3(); break;
        case TemplateFamily::Llama31: llama31(); break;
        case TemplateFamily::Llama2: llama2(); break;
        case TemplateFamily::Mistral: mistral(); break;
        case TemplateFamily::MistralPlain: mistralPlain({}); break;
        case TemplateFamily::MistralSpaced: mistralPlain(" "); break;
        }
        return std::move(m_pieces);
    }

private:
    [[noreturn]] void refuse(const std::string &place, const std::string &expected, const std::string &found) const
    {
        throw base::Failure(base::ErrorKind::WrongShape, "The conversation for the chat template " + m_chat.name(), place,
            { { "expected", expected }, { "found", found } });
    }
    [[noreturn]] void refuseMessage(size_t i, const std::string &expected, const std::string &found) const
    {
        refuse("message " + std::to_string(i + 1), expected, found);
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
    void start(const std::string &token)
    {
        enter(-1, Role::System);
        put(PieceKind::Start, token);
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
                refuseMessage(i, "a reply without the mark </think>, where the template would take it apart", "one with it");
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

    void llama3Turn(const std::string &content, const std::string &behindHeader = {})
    {
        put(PieceKind::Header, "<|start_header_id|>" + std::string(roleName(m_role)) + "<|end_header_id|>\n\n" + behindHeader);
        put(PieceKind::Content, std::string(trimmed(content)));
        put(PieceKind::End, "<|eot_id|>");
    }

    void llama3()
    {
        start("<|begin_of_text|>");
        llama3Turns(0);
    }

    void llama3Turns(size_t first)
    {
        for (size_t i = first; i < m_messages.size(); ++i)
            llama3Turn(message(i).content);
        if (m_generation) {
            enter(-1, Role::Assistant);
            put(PieceKind::Header, "<|start_header_id|>assistant<|end_header_id|>\n\n");
        }
    }

    // Always has a system turn, with two lines about dates; the date is the template's own constant.
    void llama31()
    {
        start("<|begin_of_text|>");
        const bool own = m_messages[0].role == Role::System;
        llama3Turn(own ? message(0).content : std::string(), "Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n");
        llama3Turns(own ? 1 : 0);
    }

    // The messages from `first` on must be user, assistant, user, ...
    void checkAlternation(size_t first) const
    {
        for (size_t i = first; i < m_messages.size(); ++i) {
            if (m_messages[i].role != ((i - first) % 2 == 0 ? Role::User : Role::Assistant))
                refuseMessage(i, "the seeker's and the supporter's messages in turn, beginning with the seeker",
                    "a message of the role " + std::string(roleName(m_messages[i].role)));
        }
    }
    // Behind an optional system message; where the others begin.
    size_t checkAlternation() const
    {
        const size_t first = m_messages[0].role == Role::System ? 1 : 0;
        checkAlternation(first);
        return first;
    }

    // In front of every question a start token; the system message stands inside the first question. Pieces are cut before
    // spaces, because a sentencepiece word begins with its space.
    void llama2()
    {
        const size_t first = checkAlternation();
        for (size_t i = first; i < m_messages.size(); ++i) {
            const bool withSystem = i == 1 && first == 1;
            if (m_messages[i].role == Role::Assistant) {
                put(PieceKind::Content, " " + std::string(trimmed(message(i).content)));
                put(PieceKind::End, " </s>");
                continue;
            }
            message(i);
            put(PieceKind::Start, "<s>");
            std::string content(trimmed(m_messages[i].content));
            if (withSystem) {
                message(0);
                put(PieceKind::Header, "[INST] <<SYS>>\n", true);
                put(PieceKind::Content, m_messages[0].content);
                put(PieceKind::Header, content.empty() ? "\n<</SYS>>" : "\n<</SYS>>\n\n");
                // Only the end is trimmed: before the question stands the system message.
                const std::string &whole = message(i).content;
                content = content.empty() ? content : whole.substr(0, whole.find(content) + content.size());
                put(PieceKind::Content, content);
            } else {
                put(PieceKind::Header, "[INST]", true);
                put(PieceKind::Content, " " + content);
            }
            put(PieceKind::Header, " [/INST]");
        }
    }

    void mistral()
    {
        const size_t first = checkAlternation();
        start("<s>");
        for (size_t i = first; i < m_messages.size(); ++i) {
            if (m_messages[i].role == Role::Assistant) {
                put(PieceKind::Content, " " + message(i).content);
                put(PieceKind::End, "</s>");
                continue;
            }
            if (i == 1 && first == 1) {
                message(0);
                put(PieceKind::Header, " [INST]");
                put(PieceKind::Content, " " + m_messages[0].content);
                put(PieceKind::Header, "\n\n");
                put(PieceKind::Content, message(i).content);
            } else {
                message(i);
                put(PieceKind::Header, " [INST]");
                put(PieceKind::Content, " " + m_messages[i].content);
            }
            put(PieceKind::Header, " [/INST]");
        }
    }

    // Mistral's first templates have no place for a system message.
    void mistralPlain(const std::string &behindEnd)
    {
        if (m_messages[0].role == Role::System)
            refuseMessage(0, "no system message, for which it has no place (\"mistral\" is the later layout, with one)", "one");
        checkAlternation(0);
        start("<s>");
        for (size_t i = 0; i < m_messages.size(); ++i) {
            const std::string &content = message(i).content;
            if (m_role == Role::Assistant) {
                put(PieceKind::Content, content);
                put(PieceKind::End, "</s>");
                if (!behindEnd.empty())
                    put(PieceKind::Newline, behindEnd);
                continue;
            }
            put(PieceKind::Header, "[INST]");
            put(PieceKind::Content, " " + content);
            put(PieceKind::Header, " [/INST]");
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
