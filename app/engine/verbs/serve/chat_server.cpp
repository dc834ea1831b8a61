// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/serve/chat_server.h"

#include "engine_verbs/thrown.h"

#include "base/clock.h"
#include "base/error.h"
#include "nn/device.h"

#include <string>
#include <thread>

namespace verbs {

namespace {

constexpr double kTextSeconds = 0.03;
constexpr double kProgressSeconds = 0.1;

// Collects pieces of text so that a fast model does not send hundreds of lines a second. The first piece goes at once.
class TextSender
{
public:
    TextSender(EventStream &events, int64_t id)
        : m_events(events)
        , m_id(id)
    {
    }
    void add(std::string_view piece)
    {
        m_text += piece;
        if (base::steadySeconds() - m_last >= kTextSeconds)
            flush();
    }
    void flush()
    {
        if (!m_text.empty())
            m_events.send("text", { { "id", m_id }, { "text", m_text } });
        m_text.clear();
        m_last = base::steadySeconds();
    }

private:
    EventStream &m_events;
    int64_t m_id;
    std::string m_text;
    double m_last = -1;
};

constexpr int kMostThreads = 1024; // as in a run's spec

int threadsOf(const Request &request)
{
    const int threads = base::fieldOr<int>(request.json, "threads", 0, "request");
    if (threads < 0 || threads > kMostThreads)
        throw base::Failure(base::ErrorKind::InvalidValue, "threads", "request",
            { { "value", std::to_string(threads) }, { "expected", "0 to " + std::to_string(kMostThreads) } });
    return threads;
}

} // namespace

void ChatServer::serve(int in, int out)
{
    RequestQueue *listener = nullptr;
    EventStream events(out, [&listener] { listener->end(); });
    RequestQueue queue(events);
    listener = &queue;
    m_events = &events;
    m_threads = nn::setThreads(0);
    hello();
    std::thread reader([&queue, in] { queue.readFrom(in); });
    while (const auto request = queue.next()) {
        answer(*request);
        queue.done(request->id);
    }
    reader.join();
    m_events = nullptr;
    events.requireWhole();
}

void ChatServer::hello()
{
    base::Json fields;
    fields["engine"] = ATTUNE_VERSION;
    fields["torch"] = nn::torchVersion();
    const c10::Device device = nn::deviceFromName("auto");
    fields["device"] = device.str();
    fields["compute_type"] = nn::computeTypeName(nn::defaultComputeType(device));
    fields["isa"] = nn::isaName(nn::activeIsa());
    fields["threads"] = m_threads;
    fields["cuda"] = nn::loadCuda().text;
    m_events->send("hello", fields);
}

void ChatServer::answer(const Request &request)
{
    try {
        if (request.what == "load")
            load(request);
        else
            reply(request);
    } catch (const base::Failure &failure) {
        m_events->sendError(request.id, failure.error());
    } catch (const std::exception &thrown) {
        m_events->sendError(request.id, errorFromThrown(thrown, "the chat"));
    }
}

void ChatServer::load(const Request &request)
{
    const double start = base::steadySeconds();
    const std::string subject = "request";
    m_threads = nn::setThreads(threadsOf(request));
    double last = 0;
    const auto progress = [&](int64_t done, int64_t total) {
        request.cancel.throwIfCancelled("Loading");
        if (done < total && base::steadySeconds() - last < kProgressSeconds)
            return;
        last = base::steadySeconds();
        m_events->send("loading", { { "id", request.id }, { "done", done }, { "total", total } });
    };
    const auto adapter = base::fieldOr<std::string>(request.json, "adapter", "", subject);
    m_model.load(base::field<std::string>(request.json, "model", subject), adapter, progress);
    m_events->send("loaded",
        { { "id", request.id }, { "model", m_model.name() }, { "adapter", adapter },
            { "parameters", m_model.parameters() }, { "seconds", base::steadySeconds() - start } });
}

void ChatServer::reply(const Request &request)
{
    TextSender sender(*m_events, request.id);
    const auto result = m_model.reply(
        replyRequestFromJson(request.json), [&](std::string_view piece) { sender.add(piece); }, request.cancel);
    sender.flush();
    base::Json fields;
    fields["id"] = request.id;
    fields["text"] = result.text;
    fields["finish_reason"] = inference::finishReasonName(result.finish_reason);
    fields["prompt_tokens"] = result.prompt_tokens;
    fields["reused_tokens"] = result.reused_tokens;
    fields["new_tokens"] = result.new_tokens;
    fields["tokens_per_second"] = result.tokensPerSecond();
    fields["first_token_seconds"] = result.first_token_seconds;
    fields["seconds"] = result.seconds;
    m_events->send("reply", fields);
}

} // namespace verbs
