// SPDX-License-Identifier: GPL-3.0-or-later
// The real worker as a process on a run folder, with a model of random numbers: started, signalled, killed, and asked
// what it left behind.
#pragma once

#include "base/files.h"
#include "fakes/tiny_run.h"
#include "modelfile/safetensors.h"
#include "run/run_folder.h"

#include <QProcess>
#include <QStringList>
#include <QTest>

#include <csignal>
#include <fstream>
#include <functional>
#include <vector>

namespace engine {

namespace fs = std::filesystem;

inline run::JobSpec tinyTraining(const fs::path &model, int64_t steps)
{
    run::TrainSpec train;
    train.base_model = model.string();
    train.chat_template = "chatml";
    train.lora_rank = 8;
    train.lora_dropout = 0.1; // so that the generator's state counts
    train.learning_rate = 5e-3;
    train.max_steps = steps;
    train.gradient_accumulation_steps = 2;
    train.cutoff_len = 128;
    train.eval_steps = 5;
    train.save_steps = 1;
    train.device = "cpu";
    train.compute_type = run::ComputeType::Fp32;
    train.threads = 1;
    run::JobSpec spec;
    spec.name = "tiny training";
    spec.job = std::move(train);
    return spec;
}

inline run::JobSpec tinyPrediction(const fs::path &model)
{
    run::PredictSpec predict;
    predict.base_model = model.string();
    predict.chat_template = "chatml";
    predict.decoding.max_new_tokens = 12;
    predict.cutoff_len = 512;
    predict.device = "cpu";
    predict.compute_type = run::ComputeType::Fp32;
    predict.threads = 1;
    run::JobSpec spec;
    spec.name = "tiny prediction";
    spec.job = std::move(predict);
    return spec;
}

// All of them in the test split, so that all are answered.
inline std::vector<run::DatasetRow> testDialogues(int count)
{
    std::vector<run::DatasetRow> rows = fakes::tinyDataset(count);
    for (run::DatasetRow &row : rows)
        row.split = run::Split::Test;
    return rows;
}

struct Ended
{
    int code = -1; // -2: by a signal
    QByteArray out;
    QByteArray err;
};

// `attune-engine run FOLDER`, killed with everything it started when the object goes.
class Worker
{
public:
    explicit Worker(const fs::path &folder, const QStringList &more = {})
    {
        m_process.setStandardInputFile(QProcess::nullDevice());
        m_process.start(QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune-engine"),
            QStringList { QStringLiteral("run"), QString::fromStdString(folder.string()) } + more);
        m_process.waitForStarted();
    }
    ~Worker()
    {
        m_process.kill(); // the computing child dies with it
        m_process.waitForFinished();
    }

    pid_t pid() const { return pid_t(m_process.processId()); } // 0 when it has ended
    // The computing process; 0 before it is there and after it has gone.
    pid_t child() const
    {
        if (pid() <= 0)
            return 0;
        const std::string id = std::to_string(pid());
        std::ifstream in("/proc/" + id + "/task/" + id + "/children");
        pid_t child = 0;
        in >> child;
        return child;
    }
    void signal(int number) const { signal(pid(), number); }
    // To no process when there is none: 0 would be this test's own group.
    static void signal(pid_t pid, int number)
    {
        if (pid > 0)
            ::kill(pid, number);
    }

    // Looks every 200 microseconds; false when the process ended before, or after a minute.
    bool waitUntil(const std::function<bool()> &holds)
    {
        for (int i = 0; i < 300000; ++i) {
            if (holds())
                return true;
            if (i % 50 == 0 && m_process.waitForFinished(0))
                return holds();
            QTest::qSleep(0);
            ::usleep(200);
        }
        return false;
    }
    Ended end()
    {
        if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(120000))
            return { -3, {}, "did not end" };
        return { m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -2, m_process.readAllStandardOutput(),
            m_process.readAllStandardError() };
    }

private:
    QProcess m_process;
};

inline Ended runToTheEnd(const fs::path &folder, const QStringList &more = {}) { return Worker(folder, more).end(); }

inline std::vector<run::JobEvent> eventsOf(const run::RunFolder &folder)
{
    std::vector<run::JobEvent> events;
    std::error_code ec;
    if (fs::exists(folder.eventsFile(), ec))
        run::readEvents(folder.eventsFile(), 0, [&](const run::JobEvent &event) { events.push_back(event); });
    return events;
}

inline std::vector<run::JobEvent> eventsOf(const run::RunFolder &folder, const std::string &type)
{
    std::vector<run::JobEvent> events = eventsOf(folder);
    std::erase_if(events, [&](const run::JobEvent &event) { return event.type != type; });
    return events;
}

// Numbers without a gap, from 1.
inline bool isNumberedWithoutGaps(const run::RunFolder &folder)
{
    int64_t seq = 0;
    for (const run::JobEvent &event : eventsOf(folder)) {
        if (event.seq != ++seq)
            return false;
    }
    return seq > 0;
}

inline int64_t stepsDone(const run::RunFolder &folder)
{
    int64_t step = 0;
    for (const run::JobEvent &event : eventsOf(folder, "progress"))
        step = base::field<int64_t>(event.fields, "step", "event");
    return step;
}

// The `finished` event's outcome and error.
inline std::string lastOutcome(const run::RunFolder &folder)
{
    const auto events = eventsOf(folder);
    return events.empty() || events.back().type != "finished" ? "" : base::field<std::string>(events.back().fields, "outcome", "event");
}

inline std::string lastSentence(const run::RunFolder &folder)
{
    const auto events = eventsOf(folder);
    if (events.empty() || !events.back().fields.contains("error"))
        return {};
    return base::field<std::string>(events.back().fields["error"], "sentence", "event");
}

inline std::string adapterBytes(const run::RunFolder &folder) { return base::readFile(folder.adapterDir() / "adapter_model.safetensors"); }

// Every folder that has the name of a whole checkpoint must be one. Returns what is wrong, or nothing.
inline std::string faultOfCheckpoints(const run::RunFolder &folder)
{
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder.checkpointsDir(), ec)) {
        if (!entry.path().extension().empty())
            continue;
        try {
            modelfile::SafetensorsFile(entry.path() / "adapter_model.safetensors");
            modelfile::SafetensorsFile(entry.path() / "optimizer.safetensors");
            base::readJson(entry.path() / "adapter_config.json");
            const base::Json state = base::readJson(entry.path() / "train_state.json");
            const auto step = std::to_string(base::field<int64_t>(state, "step", "state"));
            if (!entry.path().filename().string().ends_with(step))
                return entry.path().string() + " holds step " + step;
        } catch (const std::exception &error) {
            return error.what();
        }
    }
    return {};
}

// Folders of checkpoints that were being written.
inline int tornCheckpoints(const run::RunFolder &folder)
{
    int torn = 0;
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder.checkpointsDir(), ec))
        torn += entry.path().extension() == ".partial";
    return torn;
}

} // namespace engine
