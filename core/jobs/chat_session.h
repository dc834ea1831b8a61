// SPDX-License-Identifier: GPL-3.0-or-later
// A model to talk to: the worker as a child (`attune-engine serve`), JSON lines on its stdin and stdout. It dies with
// this process. One base model is loaded once; adapters are swapped. A child that crashes, writes garbage or says nothing becomes
// an error, never a hang. ui thread only. The protocol stands in README.md.
#pragma once

#include "base/error.h"
#include "base/json.h"
#include "dialogue/dialogue.h"
#include "run/job_spec.h"
#include "text/prompt_template.h"

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QString>
#include <QTimer>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace jobs {

// What the worker said of itself.
struct EngineHello
{
    QString engine; // version
    QString torch;
    QString device;
    QString compute_type;
    int threads = 0;
    QString cuda; // empty, or why there is none
};

struct LoadedModel
{
    QString model;
    QString adapter; // as asked for; empty: the base model
    qint64 parameters = 0;
    double seconds = 0;
};

struct ChatReply
{
    QString text;
    QString finish_reason; // "stop", "length", "cutoff", "cancelled"
    qint64 prompt_tokens = 0;
    qint64 reused_tokens = 0; // of the prompt, found in the cache
    qint64 new_tokens = 0;
    double tokens_per_second = 0;
    double first_token_seconds = 0;
};

struct ChatOptions
{
    run::DecodingSettings decoding;
    std::string chat_template; // empty: recognised from the model
    int cutoff_len = 2048; // tokens of prompt and reply together
    std::optional<bool> merge_consecutive; // turns of one speaker in a row; nothing: as the adapter was trained, else merged
};

// Whether the training that made this adapter merged consecutive turns: a chat must show the model what it was shown
// then. True for an adapter from elsewhere and for none. Never throws.
bool wasTrainedMerged(const std::filesystem::path &adapter);

struct ChatTimes
{
    std::chrono::milliseconds hello { 60000 }; // until the first line
    std::chrono::milliseconds silence { 300000 }; // without a line while a request is open
    std::chrono::milliseconds quit { 3000 }; // from "quit" to terminate, and from that to kill
};

class ChatSession : public QObject
{
    Q_OBJECT

public:
    enum class State { Off, Starting, Idle, Loading, Replying };

    explicit ChatSession(QObject *parent = nullptr, const ChatTimes &times = {});
    ~ChatSession() override; // the child is told to quit and killed at the latest with this process

    State state() const { return m_state; }
    // The model that is loaded; empty names while there is none.
    const LoadedModel &loadedModel() const { return m_loaded; }

    // Starts the child when needed. The same model and adapter again: loaded() comes at once. `model` as
    // run::resolveModel takes it. Another one while a reply is under way: that one is stopped first. threads 0: the machine's cores.
    void load(const QString &model, const QString &adapter = {}, int threads = 0);

    // Asks for the supporter's turn that follows the dialogue's last one. One at a time; a model must be loaded (or loading:
    // then it waits, as it does for the end of a reply that was stopped). Returns the request's number, which textArrived and replied carry.
    int reply(const dialogue::Dialogue &dialogue, const text::PromptTemplate &prompt, const ChatOptions &options = {});
    // Ends the reply under way; replied() comes with what there is and finish_reason "cancelled".
    void stop();
    // Ends the child and frees its memory. Harmless when it is off.
    void shutDown();

Q_SIGNALS:
    void stateChanged(jobs::ChatSession::State state);
    void greeted(const jobs::EngineHello &hello);
    void loading(double done); // 0 to 1
    void loaded(const jobs::LoadedModel &model);
    void textArrived(int request, const QString &piece); // whole characters only
    void replied(int request, const jobs::ChatReply &reply);
    // request 0: it concerns the child or the loading. After WorkerCrashed the state is Off; load() starts anew.
    void failed(int request, const base::Error &error);

private:
    void startChild();
    void send(const base::Json &request);
    void sendWaiting();
    void readOutput();
    void takeLine(const QByteArray &line);
    void takeEvent(const std::string &type, const base::Json &fields);
    void takeReply(const base::Json &fields);
    void takeError(int id, const base::Json &fields);
    void childEnded(int exitCode, QProcess::ExitStatus status);
    void fail(const base::Error &error);
    void setState(State state);
    void watchSilence();

    ChatTimes m_times;
    std::unique_ptr<QProcess> m_child;
    QTimer m_silence;
    State m_state = State::Off;
    QByteArray m_buffer;
    QByteArray m_log; // the end of the child's stderr
    LoadedModel m_loaded;
    LoadedModel m_wanted;
    int m_threads = 0;
    bool m_loadWaiting = false;
    base::Json m_replyWaiting; // null: none
    int m_nextId = 0;
    int m_loadId = 0;
    int m_replyId = 0;
    int m_cancelled = 0; // the reply that was asked to stop
    int m_garbage = 0; // lines in a row that were no events
};

} // namespace jobs
