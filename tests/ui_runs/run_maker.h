// SPDX-License-Identifier: GPL-3.0-or-later
// Runs as workers leave them: folders with events and replies, recorded and scored, without any worker.
#pragma once

#include "base/files.h"
#include "base/json.h"
#include "run/adapter_place.h"
#include "run/run_folder.h"
#include "workspace/scoring.h"
#include "workspace/workspace.h"

#include <string>
#include <vector>

namespace fakes {

inline run::DatasetRow answeredRow(int number)
{
    run::DatasetRow row;
    row.split = run::Split::Test;
    row.dialogue.id = "dialogue-" + std::to_string(number);
    row.dialogue.source_key = std::to_string(number);
    row.dialogue.turns = { { "s" + std::to_string(number), dialogue::Speaker::Seeker, "I failed my exam, number " + std::to_string(number), {} },
        { "r" + std::to_string(number), dialogue::Speaker::Supporter, "That must hurt a lot, tell me what happened", {} } };
    return row;
}

class RunMaker
{
public:
    explicit RunMaker(workspace::Workspace &workspace)
        : m_workspace(workspace)
    {
    }

    // One that has ended, with a falling loss of `steps` points.
    QString training(const char *name, int rank = 16, int steps = 10, run::Outcome outcome = run::Outcome::Finished)
    {
        run::JobSpec job;
        job.name = name;
        run::TrainSpec spec;
        spec.base_model = "/models/tiny";
        spec.lora_rank = rank;
        spec.lora_alpha = 2 * rank;
        spec.num_train_epochs = 2;
        job.job = spec;
        const run::RunFolder folder = make(job, 3);
        run::EventWriter events(folder.eventsFile());
        start(events);
        events.write("metric", run::metricFields("eval_loss", 3.0, 0, 1));
        for (int step = 1; step <= steps; ++step) {
            events.write("metric", run::metricFields("loss", 1.5 + 1.0 / step, step, 1));
            events.write("progress", base::Json { { "step", step }, { "total", steps }, { "eta_seconds", 0 } });
        }
        events.write("metric", run::metricFields("eval_loss", 1.75, steps, 1));
        if (outcome == run::Outcome::Finished) {
            std::filesystem::create_directories(folder.adapterDir());
            base::writeFileAtomically(folder.adapterDir() / "adapter_config.json", "{}");
            events.write("adapter", base::Json { { "path", "adapter" } });
        }
        events.write("finished", base::Json { { "outcome", run::outcomeName(outcome) } });
        return keep(folder);
    }

    // Replies that are worse the later they come, and their scores.
    QString evaluation(const char *name, const QString &training = {}, int replies = 3, bool scored = true, bool absolute = true)
    {
        run::JobSpec job;
        job.name = name;
        run::PredictSpec spec;
        spec.base_model = "/models/tiny";
        if (!training.isEmpty())
            spec.adapter = m_workspace.runs().get(training.toStdString()).adapter.string();
        if (!absolute) { // as jobs::startPrediction writes it
            spec.adapter = run::adapterPlace(m_workspace.database().runsDir(), spec.adapter);
            spec.adapter_run = training.toStdString();
        }
        job.job = spec;
        const run::RunFolder folder = make(job, replies);
        run::EventWriter events(folder.eventsFile());
        start(events);
        std::string lines;
        const char *const said[] { "That must hurt a lot, tell me what happened", "That must hurt, what happened", "No idea" };
        for (int i = 0; i < replies; ++i) {
            run::Prediction reply;
            reply.dialogue_id = "dialogue-" + std::to_string(i);
            reply.turn_id = "r" + std::to_string(i);
            reply.source_key = std::to_string(i);
            reply.seeker = "I failed my exam, number " + std::to_string(i);
            reply.reference = "That must hurt a lot, tell me what happened";
            reply.prediction = said[std::min(i, 2)];
            reply.finish_reason = "stop";
            reply.new_tokens = 5;
            lines += base::toLine(run::toJson(reply)) + "\n";
        }
        base::writeFileAtomically(folder.predictionsFile(), lines);
        events.write("prediction", base::Json { { "done", replies }, { "total", replies } });
        events.write("finished", base::Json { { "outcome", "finished" } });
        const QString id = keep(folder);
        if (scored)
            workspace::scoreRun(m_workspace.database(), id.toStdString(), {});
        return id;
    }

private:
    run::RunFolder make(const run::JobSpec &job, int dialogues)
    {
        std::vector<run::DatasetRow> rows;
        for (int i = 0; i < dialogues; ++i)
            rows.push_back(answeredRow(i));
        return run::RunFolder::create(m_workspace.database().runsDir(), job, rows);
    }
    void start(run::EventWriter &events)
    {
        events.write("started", base::Json { { "device", "cpu" }, { "compute_type", "fp32" }, { "threads", 2 }, { "isa", "avx2" }, { "torch", "none" }, { "pid", 1 } });
        events.write("stage", base::Json { { "name", "training" } });
    }
    QString keep(const run::RunFolder &folder)
    {
        const storage::RunRow row = m_workspace.runs().add(folder);
        m_workspace.runs().record(row.id);
        return QString::fromStdString(row.id);
    }

    workspace::Workspace &m_workspace;
};

} // namespace fakes
