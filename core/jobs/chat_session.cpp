// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/chat_session.h"

#include "jobs/engine_program.h"
#include "run/job_event.h"
#include "run/model_card.h"
#include "run/run_folder.h"

#include <QCoreApplication>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace jobs {

using base::ErrorKind;
using base::Failure;
using base::Json;

namespace {

constexpr qsizetype kLongestLine = 8 << 20; // bytes
constexpr qsizetype kLogKept = 4000; // bytes of the child's stderr
constexpr int kGarbageLines = 20; // in a row, until the child is given up

QString qtText(const Json &object, const char *name)
{
    return QString::fromStdString(base::fieldOr<std::string>(object, name, "", "event"));
}

template <typename T> T number(const Json &object, const char *name) { return base::fieldOr<T>(object, name, T {}, "event"); }

std::string lastLines(const QByteArray &log)
{
    const QList<QByteArray> lines = log.trimmed().split('\n');
    QByteArray text;
    for (qsizetype i = std::max<qsizetype>(0, lines.size() - 3); i < lines.size(); ++i)
        text += (text.isEmpty() ? "" : " | ") + lines[i].trimmed();
    return text.toStdString();
}

base::Error crashed(const std::string &reason)
{
    return { ErrorKind::WorkerCrashed, "the chat", {}, { { "reason", reason } } };
}

// Children that end by themselves; with the program at the latest.
class Leaving : public QObject
{
public:
    static Leaving *here()
    {
        QCoreApplication *application = QCoreApplication::instance();
        const auto all = application ? application->children() : QObjectList();
        for (QObject *child : all) {
            if (auto *found = dynamic_cast<Leaving *>(child))
                return found;
        }
        return application ? new Leaving(application) : nullptr;
    }
    ~Leaving() override
    {
        constexpr int kKilled = 1000; // milliseconds, of which it needs one or two
        for (QProcess *child : findChildren<QProcess *>()) {
            child->disconnect();
            child->kill();
            child->waitForFinished(kKilled);
        }
    }

private:
    using QObject::QObject;
};

} // namespace

ChatSession::ChatSession(QObject *parent, const ChatTimes &times)
    : QObject(parent)
    , m_times(times)
{
    m_silence.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        fail(crashed(m_state == State::Starting ? "it did not begin to speak" : "it stopped answering"));
    });
}

ChatSession::~ChatSession()
{
    disconnect();
    shutDown();
}

void ChatSession::load(const QString &model, const QString &adapter, int threads)
{
    std::string path;
    try {
        path = run::resolveModel(model.toStdString()).string();
        if (!m_child)
            startChild();
    } catch (const Failure &failure) {
        Q_EMIT failed(0, failure.error());
        return;
    }
    const QString place = QString::fromStdString(path);
    const bool isThere = (m_state == State::Idle || m_state == State::Replying) && !m_loadWaiting;
    if (isThere && m_loaded.model == place && m_loaded.adapter == adapter && m_threads == threads) {
        Q_EMIT loaded(m_loaded);
        return;
    }
    m_wanted = { place, adapter, 0, 0 };
    m_threads = threads;
    m_loadWaiting = true;
    if (m_state == State::Replying)
        stop();
    sendWaiting();
}

bool wasTrainedMerged(const std::filesystem::path &adapter)
{
    // Our own adapters lie in their run's folder: <run>/adapter or <run>/checkpoints/step-000200.
    const std::filesystem::path above = adapter.parent_path();
    for (const std::filesystem::path &folder : { above, above.parent_path() }) {
        std::error_code ec;
        if (folder.empty() || !std::filesystem::exists(folder / "spec.json", ec))
            continue;
        try {
            const run::JobSpec spec = run::RunFolder(folder).spec();
            const auto *training = std::get_if<run::TrainSpec>(&spec.job);
            return !training || training->merge_consecutive;
        } catch (const Failure &) {
            return true; // not one of ours
        }
    }
    return true;
}

int ChatSession::reply(const dialogue::Dialogue &dialogue, const text::PromptTemplate &prompt, const ChatOptions &options)
{
    const int id = ++m_nextId;
    const bool ends = m_state == State::Replying && m_cancelled == m_replyId; // nobody waits for its last word any more
    const bool comes = m_loadWaiting || m_state == State::Loading || ends;
    const bool busy = (m_state == State::Replying && !ends) || !m_replyWaiting.is_null();
    if (busy || (!comes && m_state != State::Idle) || (!comes && m_loaded.model.isEmpty())) {
        const base::Error error { ErrorKind::Usage, "Chat", {},
            { { "reason", busy ? "a reply is under way already" : "no model is loaded" } } };
        QMetaObject::invokeMethod(this, [this, id, error] { Q_EMIT failed(id, error); }, Qt::QueuedConnection);
        return id;
    }
    Json conversation = toJson(dialogue);
    conversation.erase("source_style");
    m_replyWaiting = Json { { "id", id }, { "do", "reply" }, { "dialogue", std::move(conversation) },
        { "prompt", toJson(prompt) }, { "chat_template", options.chat_template }, { "decoding", toJson(options.decoding) },
        { "cutoff_len", options.cutoff_len },
        { "merge_consecutive", options.merge_consecutive.value_or(wasTrainedMerged(m_wanted.adapter.toStdString())) } };
    sendWaiting();
    return id;
}

void ChatSession::stop()
{
    if (!m_replyWaiting.is_null()) {
        const int id = m_replyWaiting["id"].get<int>();
        m_replyWaiting = nullptr;
        ChatReply none;
        none.finish_reason = QStringLiteral("cancelled");
        QMetaObject::invokeMethod(this, [this, id, none] { Q_EMIT replied(id, none); }, Qt::QueuedConnection);
    } else if (m_state == State::Replying && m_cancelled != m_replyId) {
        m_cancelled = m_replyId;
        send(Json { { "id", ++m_nextId }, { "do", "cancel" }, { "target", m_replyId } });
    }
}

void ChatSession::shutDown()
{
    if (!m_child)
        return;
    m_silence.stop();
    QProcess *child = m_child.release();
    child->disconnect(this);
    child->setParent(Leaving::here());
    child->write("{\"id\":0,\"do\":\"quit\"}\n");
    child->closeWriteChannel();
    // Nobody waits: the child ends by itself, else by force; and surely with this process.
    connect(child, &QProcess::finished, child, &QObject::deleteLater);
    QTimer::singleShot(m_times.quit, child, &QProcess::terminate);
    QTimer::singleShot(2 * m_times.quit, child, &QProcess::kill);
    if (child->state() == QProcess::NotRunning)
        child->deleteLater();
    m_buffer.clear();
    m_log.clear();
    m_loaded = {};
    m_loadWaiting = false;
    m_replyWaiting = nullptr;
    m_garbage = 0;
    setState(State::Off);
}

void ChatSession::startChild()
{
    const QString program = QString::fromStdString(requireEngine().string());
    m_child = std::make_unique<QProcess>();
    // The signal follows the thread that started it; that is the ui thread, which lives as long as the process.
    m_child->setChildProcessModifier([] {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::setpgid(0, 0); // Ctrl-C in a terminal is for this process alone: it stops a reply, not the model
    });
    connect(m_child.get(), &QProcess::readyReadStandardOutput, this, &ChatSession::readOutput);
    connect(m_child.get(), &QProcess::readyReadStandardError, this, [this] {
        m_log = (m_log + m_child->readAllStandardError()).right(kLogKept);
    });
    connect(m_child.get(), &QProcess::finished, this, &ChatSession::childEnded);
    connect(m_child.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(crashed(m_child->errorString().toStdString()));
    });
    setState(State::Starting);
    m_silence.start(m_times.hello);
    m_child->start(program, { QStringLiteral("serve") });
}

void ChatSession::send(const Json &request)
{
    m_child->write(QByteArray::fromStdString(base::toLine(request)) + '\n');
    watchSilence();
}

// What was asked for while the child was not ready for it.
void ChatSession::sendWaiting()
{
    if (m_state != State::Idle)
        return;
    if (std::exchange(m_loadWaiting, false)) {
        m_loadId = ++m_nextId;
        m_loaded = {};
        setState(State::Loading);
        send(Json { { "id", m_loadId }, { "do", "load" }, { "model", m_wanted.model.toStdString() },
            { "adapter", m_wanted.adapter.toStdString() }, { "threads", m_threads } });
    } else if (!m_replyWaiting.is_null()) {
        const Json request = std::exchange(m_replyWaiting, nullptr);
        m_replyId = request["id"].get<int>();
        setState(State::Replying);
        send(request);
    }
}

void ChatSession::readOutput()
{
    m_buffer += m_child->readAllStandardOutput();
    qsizetype begin = 0;
    for (qsizetype end; (end = m_buffer.indexOf('\n', begin)) >= 0; begin = end + 1) {
        takeLine(m_buffer.mid(begin, end - begin));
        if (!m_child)
            return; // it was given up
    }
    m_buffer.remove(0, begin);
    if (m_buffer.size() > kLongestLine)
        fail(crashed("it wrote a line of more than 8 MiB"));
}

void ChatSession::takeLine(const QByteArray &line)
{
    run::JobEvent event;
    try {
        event = run::jobEventFromLine(std::string_view(line.constData(), static_cast<size_t>(line.size())), "the worker");
        m_garbage = 0;
        watchSilence();
        takeEvent(event.type, event.fields);
    } catch (const Failure &failure) {
        // A library's stray line is no reason to give up; a child that only babbles is.
        if (++m_garbage >= kGarbageLines)
            fail(crashed(std::string("it wrote what is no event: ") + failure.what()));
    }
}

void ChatSession::takeEvent(const std::string &type, const Json &f)
{
    const int id = number<int>(f, "id");
    if (type == "hello") {
        m_silence.stop();
        EngineHello hello { qtText(f, "engine"), qtText(f, "torch"), qtText(f, "device"), qtText(f, "compute_type"),
            number<int>(f, "threads"), {} };
        if (const auto cuda = f.find("cuda"); cuda != f.end())
            hello.cuda = QString::fromStdString(cuda->is_string() ? cuda->get<std::string>() : base::toLine(*cuda));
        setState(State::Idle);
        Q_EMIT greeted(hello);
        sendWaiting();
    } else if (type == "loading" && id == m_loadId) {
        const auto total = number<double>(f, "total");
        Q_EMIT loading(total > 0 ? number<double>(f, "done") / total : 0);
    } else if (type == "loaded" && id == m_loadId) {
        m_loaded = { m_wanted.model, m_wanted.adapter, number<qint64>(f, "parameters"), number<double>(f, "seconds") };
        m_silence.stop();
        setState(State::Idle);
        const bool superseded = m_loadWaiting;
        sendWaiting();
        if (!superseded)
            Q_EMIT loaded(m_loaded);
    } else if (type == "text" && id == m_replyId) {
        Q_EMIT textArrived(id, qtText(f, "text"));
    } else if (type == "reply" && id == m_replyId) {
        takeReply(f);
    } else if (type == "error") {
        takeError(id, f);
    }
}

void ChatSession::takeReply(const Json &f)
{
    const int id = std::exchange(m_replyId, 0);
    const ChatReply reply { qtText(f, "text"), qtText(f, "finish_reason"), number<qint64>(f, "prompt_tokens"),
        number<qint64>(f, "reused_tokens"), number<qint64>(f, "new_tokens"), number<double>(f, "tokens_per_second"),
        number<double>(f, "first_token_seconds") };
    m_silence.stop();
    setState(State::Idle);
    Q_EMIT replied(id, reply);
    sendWaiting();
}

void ChatSession::takeError(int id, const Json &f)
{
    const base::Error error = run::errorFromJson(base::fieldOr<Json>(f, "error", Json::object(), "event"));
    if (id == m_replyId && m_state == State::Replying) {
        m_replyId = 0;
        m_silence.stop();
        setState(State::Idle);
        Q_EMIT failed(id, error);
        sendWaiting();
    } else if (id == m_loadId && m_state == State::Loading) {
        m_silence.stop();
        m_loaded = {};
        const int waiting = m_replyWaiting.is_null() ? 0 : m_replyWaiting["id"].get<int>();
        if (!m_loadWaiting)
            m_replyWaiting = nullptr;
        setState(State::Idle);
        Q_EMIT failed(0, error);
        if (waiting && !m_loadWaiting)
            Q_EMIT failed(waiting, error);
        sendWaiting();
    } else if (id == 0) {
        Q_EMIT failed(0, error);
    }
}

void ChatSession::childEnded(int exitCode, QProcess::ExitStatus status)
{
    m_log = (m_log + m_child->readAllStandardError()).right(kLogKept);
    const std::string said = lastLines(m_log);
    if (status == QProcess::CrashExit && exitCode == SIGKILL) {
        fail({ ErrorKind::OutOfMemory, "the chat", {},
            { { "reason", "the system ended the worker" }, { "remedy", "Close other programs or choose a smaller model." } } });
        return;
    }
    std::string reason = status == QProcess::CrashExit ? "signal " + std::to_string(exitCode) : "exit status " + std::to_string(exitCode);
    fail(crashed(said.empty() ? reason : reason + ": " + said));
}

// The child is of no more use: everything that was asked of it fails.
void ChatSession::fail(const base::Error &error)
{
    m_silence.stop();
    const int waiting = m_replyWaiting.is_null() ? 0 : m_replyWaiting["id"].get<int>();
    const int current = m_state == State::Replying ? m_replyId : waiting;
    if (m_child) {
        QProcess *child = m_child.release();
        child->disconnect(this);
        child->kill();
        // It may be this very object that is telling us.
        if (child->state() == QProcess::NotRunning)
            child->deleteLater();
        else
            connect(child, &QProcess::finished, child, &QObject::deleteLater);
    }
    m_buffer.clear();
    m_log.clear();
    m_loaded = {};
    m_loadWaiting = false;
    m_replyWaiting = nullptr;
    m_replyId = 0;
    m_garbage = 0;
    setState(State::Off);
    Q_EMIT failed(current, error);
}

void ChatSession::setState(State state)
{
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}

void ChatSession::watchSilence()
{
    if (m_state == State::Loading || m_state == State::Replying)
        m_silence.start(m_times.silence);
}

} // namespace jobs
