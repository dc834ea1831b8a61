// SPDX-License-Identifier: GPL-3.0-or-later
// The worker as the window starts it for a chat: a child that is written to and read from.
#pragma once

#include "base/json.h"
#include "dialogue/dialogue.h"
#include "text/prompt_template.h"

#include <QElapsedTimer>
#include <QProcess>

#include <string>
#include <vector>

namespace engine {

using base::Json;

class ServingWorker
{
public:
    ServingWorker()
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune-engine"), { QStringLiteral("serve") });
        m_process.waitForStarted();
    }
    ~ServingWorker()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    void send(const Json &request) { sendRaw(base::toLine(request) + "\n"); }
    void sendRaw(const std::string &line)
    {
        m_process.write(line.data(), qint64(line.size()));
        m_process.waitForBytesWritten();
    }
    void closeInput() { m_process.closeWriteChannel(); }
    bool ended() { return m_process.state() == QProcess::NotRunning || m_process.waitForFinished(20000); }
    int exitCode() const { return m_process.exitCode(); }
    bool isAlive() const { return m_process.state() == QProcess::Running; }
    void terminate() { m_process.terminate(); }

    // The next event; an empty object after 60 s or at the end.
    Json next()
    {
        QElapsedTimer timer;
        timer.start();
        while (!m_process.canReadLine() && timer.elapsed() < 60000) {
            if (!m_process.waitForReadyRead(1000) && m_process.state() == QProcess::NotRunning && !m_process.canReadLine())
                return Json::object();
        }
        const Json event = base::parseJson(m_process.readLine().toStdString(), "event");
        m_sequenceHolds = m_sequenceHolds && event["v"] == 1 && event["seq"] == ++m_seq;
        return event;
    }
    // The next event of this type, or of type error; others are kept in `before`.
    Json until(const std::string &type, std::vector<Json> *before = nullptr)
    {
        for (;;) {
            const Json event = next();
            if (event.empty() || event["type"] == type || event["type"] == "error")
                return event;
            if (before)
                before->push_back(event);
        }
    }
    bool sequenceHolds() const { return m_sequenceHolds; }

private:
    QProcess m_process;
    int m_seq = 0;
    bool m_sequenceHolds = true;
};

inline Json question(int id, const std::vector<std::string> &turns, int newTokens)
{
    dialogue::Dialogue dialogue;
    dialogue.id = "d";
    for (size_t i = 0; i < turns.size(); ++i)
        dialogue.turns.push_back({ "t" + std::to_string(i), i % 2 ? dialogue::Speaker::Supporter : dialogue::Speaker::Seeker, turns[i], {} });
    text::PromptTemplate prompt;
    prompt.sections[0].text = "Listen well.";
    return { { "id", id }, { "do", "reply" }, { "dialogue", dialogue::toJson(dialogue) }, { "prompt", text::toJson(prompt) },
        { "chat_template", "chatml" }, { "decoding", { { "max_new_tokens", newTokens } } }, { "cutoff_len", 4096 } };
}

} // namespace engine
