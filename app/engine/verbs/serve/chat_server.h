// SPDX-License-Identifier: GPL-3.0-or-later
// The protocol of `attune-engine serve`: JSON lines, requests in, events out.
//
//   {"id":1,"do":"load","model":PATH_OR_NAME,"adapter":"","threads":0}
//   {"id":2,"do":"reply","dialogue":{...},"prompt":{...},"chat_template":"","decoding":{...},"cutoff_len":2048,
//    "merge_consecutive":true}
//   {"id":3,"do":"cancel","target":2}
//   {"id":4,"do":"quit"}                                          the end of the input does the same
//
//   hello   {engine, torch, device, compute_type, isa, threads, cuda}     first line
//   loading {id, done, total}                                     at most ten a second
//   loaded  {id, model, adapter, parameters, seconds}
//   text    {id, text}                                            pieces, about every 30 ms
//   reply   {id, text, finish_reason, prompt_tokens, reused_tokens, new_tokens, tokens_per_second, first_token_seconds,
//            seconds}
//   error   {id, error: {kind, subject, place, params, sentence}} the answer to a request that failed
// Every event has v, seq, t and type. Each load and reply is answered once, by loaded, reply or error.
#pragma once

#include "engine_verbs/serve/chat_model.h"
#include "engine_verbs/serve/request_queue.h"

namespace verbs {

class ChatServer
{
public:
    // Reads from one descriptor and writes to the other until the input ends. Throws FileUnwritable as soon as an event cannot be
    // written: nobody hears what is answered.
    void serve(int in, int out);

private:
    void hello();
    void answer(const Request &request);
    void load(const Request &request);
    void reply(const Request &request);

    EventStream *m_events = nullptr; // while serving
    ChatModel m_model;
    int m_threads = 0;
};

} // namespace verbs
