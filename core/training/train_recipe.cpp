// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/train_recipe.h"

#include "training/evaluation_loss.h"
#include "training/loss.h"
#include "training/schedule.h"
#include "training/train_setup.h"

#include "base/clock.h"
#include "nn/lora_folder.h"

#include <torch/torch.h>

#include <cmath>
#include <span>
#include <utility>

namespace training {

namespace {

class TrainRecipe
{
public:
    TrainRecipe(const run::JobSpec &job, const std::vector<run::DatasetRow> &rows, run::JobMonitor &monitor)
        : m_spec(std::get<run::TrainSpec>(job.job))
        , m_name(job.name)
        , m_monitor(monitor)
        , m(setUpTraining(job, rows, monitor))
        , m_schedule(makeSchedule(m_spec.lr_scheduler_type, m_spec.learning_rate, m_spec.warmup_ratio, m.total_steps))
        , m_head_VC(m.model->slot("lm_head")->linear->weight())
        , m_saved(saveMark())
    {
    }

    run::Outcome run()
    {
        m_monitor.stage("training");
        m_monitor.progress(step(), m.total_steps, -1);
        for (;;) {
            if (evaluationDue())
                evaluate();
            if (m_monitor.stopWanted()) {
                save();
                return run::Outcome::Stopped;
            }
            if (step() >= m.total_steps)
                break;
            takeStep();
            if (saveDue())
                save();
        }
        m_monitor.stage("saving");
        m_monitor.keepEvents();
        m_monitor.within([this](const std::filesystem::path &folder) {
            nn::saveAdapter(run::RunFolder(folder).adapterDir(), m.adapter, m_spec.base_model);
        });
        m_monitor.adapter(m_monitor.folder().adapterDir());
        return run::Outcome::Finished;
    }

private:
    struct StepResult
    {
        double loss = 0; // nats a loss token
        double grad_norm = 0;
        int64_t tokens = 0;
    };

    int64_t step() const { return m.state.step; }

    bool evaluationDue() const
    {
        const bool regular = m_spec.eval_steps > 0 && step() % m_spec.eval_steps == 0;
        return !m.validation.empty() && m.state.last_evaluation != step()
            && (step() == 0 || step() == m.total_steps || regular);
    }

    bool saveDue()
    {
        const bool wished = m_monitor.takeCheckpointWish();
        const bool regular = m_spec.save_steps > 0 && step() % m_spec.save_steps == 0;
        return wished || regular || step() == m.total_steps;
    }

    void evaluate()
    {
        const double start = base::steadySeconds();
        m_monitor.stage("evaluating");
        const auto loss = evaluationLoss(*m.model, m.validation, m_spec.cutoff_len, m_monitor.stopToken());
        if (!loss)
            return; // asked to stop; a resumed run evaluates again
        m_monitor.metric("eval_loss", *loss, step());
        m.state.last_evaluation = step();
        m_evaluationSeconds = base::steadySeconds() - start;
        if (step() < m.total_steps)
            m_monitor.stage("training");
    }

    void takeStep()
    {
        const double start = base::steadySeconds();
        const double rate = m_schedule.learningRate(step());
        const StepResult result = accumulateGradients();
        // Stops before the numbers of the weights are spoilt.
        if (!std::isfinite(result.loss) || !std::isfinite(result.grad_norm)) {
            m_monitor.metric("loss", result.loss, step() + 1);
            const auto kept = m_monitor.folder().latestCheckpoint();
            throw base::Failure(base::ErrorKind::Diverged, m_name, "step " + std::to_string(step() + 1),
                { { "checkpoint", kept ? kept->filename().string() : "" } });
        }
        m.optimizer.step(rate);
        ++m.state.step;
        m.state.position = m.source.position();
        report(result, rate, base::steadySeconds() - start);
    }

    // Forward and backward over the rows of one optimizer step, a micro-batch at a time.
    StepResult accumulateGradients()
    {
        const std::vector<Row> rows = m.source.next();
        int64_t lossTokens = 0;
        for (const Row &row : rows) {
            for (const size_t i : row)
                lossTokens += m.train[i].lossTokens();
        }
        StepResult result;
        m.adapter.setTraining(true);
        const auto micro = static_cast<size_t>(m_spec.per_device_train_batch_size);
        for (size_t from = 0; from < rows.size(); from += micro) {
            const Batch batch = layOut(m.train, std::span(rows).subspan(from, std::min(micro, rows.size() - from)));
            const c10::Device device = m.model->device();
            const at::Tensor hidden_TC = m.model->forward(batch.ids_T.to(device), batch.documents);
            at::Tensor loss = chunkedCrossEntropy(hidden_TC, m_head_VC, batch.labels_T.to(device), lossTokens);
            loss.backward();
            result.loss += loss.item<double>();
            result.tokens += batch.tokens();
        }
        m.adapter.setTraining(false);
        result.grad_norm = m.optimizer.clipGradients(m_spec.max_grad_norm);
        return result;
    }

    void report(const StepResult &result, double rate, double seconds)
    {
        m_pace.stepDone(seconds);
        m.state.loss_sum += result.loss;
        ++m.state.loss_steps;
        if (step() % m_spec.logging_steps == 0 || step() == m.total_steps) {
            m_monitor.metric("loss", m.state.loss_sum / double(m.state.loss_steps), step());
            m_monitor.metric("learning_rate", rate, step());
            m_monitor.metric("grad_norm", result.grad_norm, step());
            m_monitor.metric("tokens_per_second", double(result.tokens) / seconds, step());
            m.state.loss_sum = 0;
            m.state.loss_steps = 0;
        }
        const int64_t left = m.total_steps - step();
        m_monitor.progress(step(), m.total_steps, m_pace.remaining(left, m_evaluationSeconds * double(evaluationsLeft())));
    }

    int64_t evaluationsLeft() const
    {
        if (m.validation.empty())
            return 0;
        const int64_t regular = m_spec.eval_steps > 0 ? (m.total_steps - 1) / m_spec.eval_steps - step() / m_spec.eval_steps : 0;
        return 1 + std::max<int64_t>(regular, 0);
    }

    void save()
    {
        if (step() == 0 || m_saved == saveMark())
            return; // nothing was learnt yet, or it stands there already
        // A run that goes on from here tells nothing of the steps before again.
        m_monitor.keepEvents();
        m_monitor.within([this](const std::filesystem::path &folder) {
            saveCheckpoint(run::RunFolder(folder).checkpointsDir(), m.state, m.adapter, m.optimizer, m.model->device(), m_spec.base_model,
                m_spec.save_total_limit);
        });
        m_monitor.checkpoint(m_monitor.folder().checkpointsDir() / run::checkpointName(step()), step());
        m_saved = saveMark();
    }

    // What changes between two saves.
    std::pair<int64_t, int64_t> saveMark() const { return { step(), m.state.last_evaluation }; }

    const run::TrainSpec &m_spec;
    std::string m_name;
    run::JobMonitor &m_monitor;
    Training m;
    Schedule m_schedule;
    at::Tensor m_head_VC;
    std::pair<int64_t, int64_t> m_saved; // at first: what was resumed from
    run::PaceMeter m_pace;
    double m_evaluationSeconds = 0;
};

} // namespace

run::Outcome train(const run::JobSpec &spec, const std::vector<run::DatasetRow> &rows, run::JobMonitor &monitor)
{
    return TrainRecipe(spec, rows, monitor).run();
}

} // namespace training
