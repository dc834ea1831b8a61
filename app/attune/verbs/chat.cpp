// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/headless.h"
#include "attune_verbs/verbs.h"
#include "base/numbers.h"
#include "base/uuid.h"
#include "jobs/chat_session.h"
#include "workspace/prompt_shelf.h"

#include <CLI/CLI.hpp>

#include <QSocketNotifier>

#include <iostream>
#include <unistd.h>

namespace verbs {

namespace {

struct Options
{
    std::string model = "smollm2-135m-instruct";
    std::string adapter;
    std::string prompt;
    std::string workspace;
    std::string profileOf; // a dialogue of the workspace whose profile the seeker takes
    std::string message;
    run::DecodingSettings decoding;
    bool save = false;
    bool json = false;
};

class Conversation : public QObject
{
public:
    Conversation(const Options &options, workspace::Workspace *workspace)
        : m_options(options)
        , m_workspace(workspace)
        , m_prompt(workspace::resolvePrompt(options.prompt, workspace ? &workspace->prompts() : nullptr))
    {
        m_dialogue.id = base::newUuid();
        m_dialogue.source_name = "chat";
        if (!options.profileOf.empty() && workspace)
            m_dialogue.profile = workspace->dialogues().get(options.profileOf).dialogue.profile;
        connect(&m_session, &jobs::ChatSession::loaded, this, [this](const jobs::LoadedModel &model) {
            std::cerr << "Loaded " << model.model.toStdString() << " in " << base::toFixed(model.seconds, 1) << " s\n";
            ask();
        });
        connect(&m_session, &jobs::ChatSession::textArrived, this, [this](int, const QString &piece) {
            if (!m_options.json)
                std::cout << piece.toStdString() << std::flush;
        });
        connect(&m_session, &jobs::ChatSession::replied, this, [this](int, const jobs::ChatReply &reply) { take(reply); });
        connect(&m_session, &jobs::ChatSession::failed, this, [this](int, const base::Error &error) {
            m_error = error;
            tellKept();
            m_done = true;
        });
        m_session.load(QString::fromStdString(options.model), QString::fromStdString(options.adapter));
    }

    bool isDone() const { return m_done; }
    base::Json toJson() const
    {
        return { { "model", m_session.loadedModel().model.toStdString() }, { "adapter", m_session.loadedModel().adapter.toStdString() },
            { "dialogue", m_kept ? base::Json(m_kept->dialogue.id) : base::Json() }, { "replies", m_replies } };
    }
    void stop()
    {
        if (m_session.state() == jobs::ChatSession::State::Replying)
            m_session.stop();
        else
            finish();
    }
    void throwIfFailed() const
    {
        if (m_error)
            throw base::Failure(*m_error);
    }

private:
    // The next thing the seeker says: the option, or a line of stdin.
    void ask()
    {
        if (!m_options.message.empty()) {
            if (m_dialogue.turns.empty())
                return say(m_options.message);
            return finish();
        }
        if (::isatty(STDIN_FILENO) == 1)
            std::cerr << "\nyou> " << std::flush;
        m_input = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
        connect(m_input.get(), &QSocketNotifier::activated, this, [this] { readInput(); });
        takeLine();
    }

    void readInput()
    {
        char piece[4096];
        const ssize_t count = ::read(STDIN_FILENO, piece, sizeof piece);
        if (count > 0)
            m_buffer.append(piece, static_cast<size_t>(count));
        else
            m_inputEnded = true;
        takeLine();
    }

    void takeLine()
    {
        const size_t end = m_buffer.find('\n');
        if (end == std::string::npos && !m_inputEnded)
            return;
        const std::string line = m_buffer.substr(0, end);
        m_buffer.erase(0, end == std::string::npos ? end : end + 1);
        if (m_input)
            m_input.release()->deleteLater();
        if (line.find_first_not_of(" \t\r") != std::string::npos)
            say(line);
        else if (m_inputEnded)
            finish();
        else
            ask();
    }

    void say(const std::string &text)
    {
        m_dialogue.turns.push_back({ base::newUuid(), dialogue::Speaker::Seeker, text, {} });
        jobs::ChatOptions options;
        options.decoding = m_options.decoding;
        m_session.reply(m_dialogue, m_prompt, options);
    }

    void take(const jobs::ChatReply &reply)
    {
        m_dialogue.turns.push_back({ base::newUuid(), dialogue::Speaker::Supporter, reply.text.toStdString(), {} });
        keep();
        if (m_options.json) {
            m_replies.push_back({ { "text", reply.text.toStdString() }, { "finish_reason", reply.finish_reason.toStdString() },
                { "prompt_tokens", reply.prompt_tokens }, { "reused_tokens", reply.reused_tokens }, { "new_tokens", reply.new_tokens },
                { "tokens_per_second", reply.tokens_per_second }, { "first_token_seconds", reply.first_token_seconds } });
        } else {
            std::cout << std::endl;
            std::cerr << "[" << reply.new_tokens << " tokens, " << base::toFixed(reply.tokens_per_second, 1) << " tok/s]\n";
        }
        // To nobody there is nothing to say.
        if (!std::cout || (m_inputEnded && m_buffer.empty()))
            finish();
        else
            ask();
    }

    // After every reply: the worker's end must not take the chat with it.
    void keep()
    {
        if (!m_options.save || !m_workspace || m_dialogue.turns.empty())
            return;
        try {
            if (!m_kept) {
                m_kept = m_workspace->dialogues().add(m_dialogue, m_workspace->author());
            } else {
                m_kept->dialogue.turns = m_dialogue.turns;
                m_kept = m_workspace->dialogues().save(*m_kept, m_workspace->author());
            }
        } catch (const base::Failure &failure) {
            // The event loop calls this: nobody else would catch it. What cannot be kept is not talked on.
            m_error = failure.error();
            m_done = true;
        }
    }

    void tellKept() const
    {
        if (m_kept)
            std::cerr << "Saved as dialogue " << m_kept->dialogue.id << '\n';
    }

    void finish()
    {
        keep();
        tellKept();
        m_done = true;
    }

    const Options &m_options;
    workspace::Workspace *m_workspace;
    text::PromptTemplate m_prompt;
    dialogue::Dialogue m_dialogue;
    jobs::ChatSession m_session;
    std::unique_ptr<QSocketNotifier> m_input;
    std::string m_buffer;
    base::Json m_replies = base::Json::array();
    std::optional<storage::StoredDialogue> m_kept; // with --save
    std::optional<base::Error> m_error;
    bool m_inputEnded = false;
    bool m_done = false;
};

void chat(const Options &options)
{
    const Headless headless;
    std::unique_ptr<workspace::Workspace> workspace;
    if (options.save || !options.profileOf.empty() || !options.workspace.empty())
        workspace = headless.openWorkspace(options.workspace);
    Conversation conversation(options, workspace.get());
    const bool whole = headless.waitUntil([&] { return conversation.isDone(); }, [&] { conversation.stop(); });
    conversation.throwIfFailed();
    if (options.json)
        std::cout << base::toLine(conversation.toJson()) << std::endl;
    if (!whole)
        throw base::Failure(base::ErrorKind::Cancelled, "The chat");
}

} // namespace

void addChat(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand("chat", "Talks with a model in the terminal, as the seeker; one line a turn");
    verb->add_option("--model", options->model, "A known name, a Hugging Face folder or a .gguf file")->capture_default_str();
    verb->add_option("--adapter", options->adapter, "A PEFT folder");
    verb->add_option("--prompt", options->prompt, "Prompt template: a preset, one of the workspace, or a file");
    addWorkspaceOption(*verb, options->workspace);
    verb->add_option("--profile_of,--profile-of", options->profileOf, "The id of a dialogue whose profile the seeker takes");
    verb->add_option("--message", options->message, "Say this one thing and end");
    verb->add_flag(optionNames("do_sample"), options->decoding.do_sample, "Sample instead of taking the likeliest token");
    verb->add_option("--temperature", options->decoding.temperature, "Of sampling")->capture_default_str();
    verb->add_option(optionNames("top_p"), options->decoding.top_p, "Of sampling")->capture_default_str();
    verb->add_option(optionNames("max_new_tokens"), options->decoding.max_new_tokens, "Tokens a reply")->capture_default_str();
    verb->add_option("--seed", options->decoding.seed, "Of sampling")->capture_default_str();
    verb->add_flag("--save", options->save, "Keep the chat as a dialogue of the workspace");
    verb->add_flag("--json", options->json, "One JSON object on stdout, at the end");
    verb->callback([options] { chat(*options); });
}

} // namespace verbs
