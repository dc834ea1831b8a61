// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/predict_recipe.h"

#include "evaluation/reply_plan.h"

#include "base/clock.h"
#include "base/files.h"
#include "inference/generator.h"
#include "nn/lora_folder.h"
#include "run/adapter_place.h"
#include "run/model_card.h"
#include "training/machine.h"

#include <torch/torch.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace evaluation {

namespace fs = std::filesystem;
using run::Outcome;

namespace {

constexpr const char *kCutoff = "cutoff"; // as a finish reason

text::Renderer makeRenderer(const run::PredictSpec &spec, const fs::path &model, int cutoffLen)
{
    text::RenderOptions options;
    options.cutoff_len = cutoffLen;
    options.merge_consecutive = spec.merge_consecutive;
    const text::PromptTemplate prompt
        = spec.prompt.empty() ? text::PromptTemplate {} : text::promptFromJson(spec.prompt, "prompt");
    return text::Renderer(text::loadModelText(model, spec.chat_template), prompt, options);
}

std::shared_ptr<nn::Transformer> loadModel(
    const run::PredictSpec &spec, std::shared_ptr<const nn::Weights> weights, const training::Machine &machine, const run::JobMonitor &monitor)
{
    nn::LoadOptions options;
    options.type = machine.torchType();
    options.device = machine.torchDevice();
    const bool packed = options.device.is_cpu() && options.type == at::kFloat;
    options.form = packed ? nn::WeightForm::Packed : nn::WeightForm::Dense;
    options.progress = [&monitor](int64_t, int64_t) { monitor.stopToken().throwIfCancelled("the run"); };
    auto model = std::make_shared<nn::Transformer>(std::move(weights), options);
    if (const fs::path adapter = run::resolveAdapter(monitor.folder(), spec); !adapter.empty())
        nn::loadAdapter(adapter).attach(*model);
    return model;
}

// Its prompt did not fit; a reply that was cut in its middle has the same reason, but tokens.
bool wasTooLong(const run::Prediction &prediction) { return prediction.finish_reason == kCutoff && prediction.new_tokens == 0; }

// Replies of an earlier attempt, by dialogue and turn.
using Kept = std::map<std::pair<std::string, std::string>, run::Prediction>;

// A line that a disk spoilt is passed over with a notice and taken out of the file, and so is half a line at its end, which
// a crash leaves: those replies are made again.
Kept readKept(const fs::path &folder, run::JobMonitor &monitor)
{
    Kept kept;
    const fs::path file = run::RunFolder(folder).predictionsFile();
    const std::string name = monitor.folder().predictionsFile().string();
    std::error_code ec;
    if (!fs::exists(file, ec))
        return kept;
    std::string whole;
    int64_t number = 0;
    base::forEachLine(file, 0, [&](std::string_view line) {
        const std::string subject = name + ", line " + std::to_string(++number);
        try {
            run::Prediction prediction = run::predictionFromJson(base::parseJson(line, subject), subject);
            kept[{ prediction.dialogue_id, prediction.turn_id }] = std::move(prediction);
            whole.append(line).push_back('\n');
        } catch (const base::Failure &) {
            monitor.notice({ run::NoticeKind::UnreadableReply, { { "file", name }, { "line", std::to_string(number) } }, {}, {} });
        }
    });
    if (whole.size() != fs::file_size(file))
        base::writeFileAtomically(file, whole);
    return kept;
}

class PredictRecipe
{
public:
    PredictRecipe(const run::JobSpec &job, const std::vector<run::DatasetRow> &rows, run::JobMonitor &monitor)
        : m_spec(std::get<run::PredictSpec>(job.job))
        , m_rows(rows)
        , m_monitor(monitor)
    {
    }

    Outcome run()
    {
        prepare();
        m_monitor.stage("predicting");
        showProgress();
        for (const PlannedDialogue &planned : m_plan) {
            if (!answer(planned))
                return Outcome::Stopped;
        }
        if (m_tooLong > 0)
            m_monitor.notice({ m_cutoff < m_spec.cutoff_len ? run::NoticeKind::PromptTooLongForModel : run::NoticeKind::PromptTooLongForCutoff,
                { { "count", std::to_string(m_tooLong) }, { "tokens", std::to_string(m_cutoff) } }, {}, {} });
        return Outcome::Finished;
    }

private:
    void prepare()
    {
        run::check(m_spec);
        const training::Machine machine = training::setUpMachine(m_spec.device, m_spec.compute_type, m_spec.threads);
        m_monitor.started(training::toEvent(machine));
        const fs::path path = run::resolveModel(m_spec.base_model);
        m_monitor.stage("loading model");
        const auto weights = nn::Weights::open(path);
        m_cutoff = static_cast<int>(std::min<int64_t>(m_spec.cutoff_len, weights->config().max_position_embeddings));
        m_renderer.emplace(makeRenderer(m_spec, path, m_cutoff));
        m_plan = planReplies(*m_renderer, m_rows, m_spec);
        m_total = countReplies(m_plan);
        if (m_total == 0)
            throw base::Failure(base::ErrorKind::WrongShape, "dataset.jsonl", {},
                { { "expected", "at least one supporter turn to answer" } });
        m_generator.emplace(loadModel(m_spec, weights, machine, m_monitor), m_renderer->model().tokenizer);
        m_monitor.within([this](const fs::path &folder) { m_kept = readKept(folder, m_monitor); });
        if (m_monitor.attempt() > 1)
            m_monitor.resumed(static_cast<int64_t>(m_kept.size()));
    }

    // False when it was asked to stop.
    bool answer(const PlannedDialogue &planned)
    {
        History history(planned.row->dialogue, m_spec.history);
        for (const text::ReplyPoint &point : planned.points) {
            m_monitor.look();
            if (m_monitor.stopWanted())
                return false;
            run::Prediction prediction = describeReply(*planned.row, point);
            const auto kept = m_kept.find({ prediction.dialogue_id, prediction.turn_id });
            if (kept != m_kept.end()) {
                prediction = kept->second;
                m_tooLong += wasTooLong(prediction);
            } else {
                if (!generate(history, point, prediction))
                    return false;
                m_monitor.within([&prediction](const fs::path &folder) {
                    base::appendToFile(run::RunFolder(folder).predictionsFile(), base::toLine(run::toJson(prediction)) + "\n", true);
                });
                m_pace.stepDone(prediction.seconds);
            }
            history.say(point, prediction.prediction);
            ++m_done;
            showProgress();
        }
        return true;
    }

    // False when it was asked to stop before the reply was whole: half a reply is not kept.
    bool generate(const History &history, const text::ReplyPoint &point, run::Prediction &prediction)
    {
        inference::GenerateRequest request;
        request.decoding = m_spec.decoding;
        // Each reply draws numbers of its own, whatever was made before it: a resumed run says the same.
        request.decoding.seed += m_done;
        request.stop_ids = m_renderer->model().stopIds;
        request.cutoff_len = m_cutoff;
        const int reserve = std::min(m_spec.decoding.max_new_tokens, m_cutoff / 2);
        try {
            request.prompt = m_renderer->renderReply(history.dialogue(), history.turnsBefore(point), reserve).ids;
            const inference::Generated generated = m_generator->generate(request, {}, m_monitor.stopToken());
            if (generated.finish_reason == inference::FinishReason::Cancelled)
                return false;
            prediction.prediction = generated.text;
            prediction.finish_reason = inference::finishReasonName(generated.finish_reason);
            prediction.prompt_tokens = generated.prompt_tokens;
            prediction.new_tokens = generated.new_tokens;
            prediction.seconds = generated.seconds;
        } catch (const base::Failure &failure) {
            if (failure.error().kind != base::ErrorKind::TooLong)
                throw;
            prediction.finish_reason = kCutoff;
            ++m_tooLong;
        }
        return true;
    }

    void showProgress()
    {
        m_monitor.prediction(m_done, m_total);
        m_monitor.progress(m_done, m_total, m_pace.remaining(m_total - m_done));
    }

    const run::PredictSpec &m_spec;
    const std::vector<run::DatasetRow> &m_rows;
    run::JobMonitor &m_monitor;
    std::optional<text::Renderer> m_renderer;
    std::optional<inference::Generator> m_generator;
    std::vector<PlannedDialogue> m_plan;
    Kept m_kept;
    run::PaceMeter m_pace;
    int64_t m_done = 0;
    int64_t m_total = 0;
    int64_t m_tooLong = 0;
    int m_cutoff = 0; // tokens of prompt and reply: the spec's, or the model's context where that is shorter
};

} // namespace

Outcome predict(const run::JobSpec &spec, const std::vector<run::DatasetRow> &rows, run::JobMonitor &monitor)
{
    const c10::InferenceMode inference;
    return PredictRecipe(spec, rows, monitor).run();
}

} // namespace evaluation
