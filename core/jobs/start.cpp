// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/start.h"

#include "jobs/engine_program.h"
#include "jobs/job_queue.h"
#include "jobs/workspace_jobs.h"
#include "run/adapter_place.h"
#include "run/model_card.h"
#include "text/prompt_template.h"
#include "workspace/run_truth.h"
#include "workspace/workspace.h"

#include <algorithm>

namespace jobs {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;

namespace {

// Known names stay names, so that a run can be repeated on another machine; paths become absolute.
std::string placeOfModel(const std::string &model)
{
    const fs::path resolved = run::resolveModel(model);
    std::error_code ec;
    return fs::exists(model, ec) ? resolved.string() : model;
}

// What a person chose for the model goes with the run, unless the spec names another one itself.
template <typename Spec> void chooseTemplate(workspace::Workspace &workspace, Spec &spec)
{
    if (spec.chat_template.empty())
        spec.chat_template = workspace.models().chatTemplateOf(spec.base_model);
}

void checkPrompt(const base::Json &json)
{
    if (!json.empty())
        text::check(text::promptFromJson(json, "the prompt template"));
}

std::string runOfAdapter(workspace::Workspace &workspace, const fs::path &adapter)
{
    for (const storage::RunRow &row : workspace.runs().list()) {
        if (!row.adapter.empty() && (row.adapter / "").lexically_normal() == (adapter / "").lexically_normal())
            return row.id;
    }
    return {};
}

void requirePart(const workspace::Frozen &data, run::Split part)
{
    if (data.sizes[static_cast<size_t>(part)] > 0)
        return;
    throw Failure(ErrorKind::NotFound, "A dialogue to train on", "the training part of the split",
        { { "remedy", "Import more dialogues or change the split's ratios." } });
}

std::string startJob(WorkspaceJobs &jobs, run::JobSpec spec, const workspace::Frozen &data)
{
    requireEngine();
    spec.attune_version = ATTUNE_VERSION;
    spec.split = data.split;
    const run::RunFolder folder = run::RunFolder::create(jobs.workspace().database().runsDir(), std::move(spec), data.rows);
    storage::RunRow row;
    try {
        row = jobs.workspace().runs().add(folder);
    } catch (const Failure &) {
        // A run that nobody has seen must not turn up at the next opening.
        std::error_code ec;
        fs::remove_all(folder.path(), ec);
        throw;
    }
    jobs.queue().enqueue(row.id);
    return row.id;
}

} // namespace

std::string startTraining(WorkspaceJobs &jobs, const run::TrainSpec &spec, const workspace::Frozen &data, const std::string &name)
{
    run::TrainSpec checked = spec;
    run::check(checked);
    checked.base_model = placeOfModel(spec.base_model);
    chooseTemplate(jobs.workspace(), checked);
    checkPrompt(spec.prompt);
    requirePart(data, run::Split::Train);
    run::JobSpec job;
    job.name = name;
    job.job = std::move(checked);
    return startJob(jobs, std::move(job), data);
}

std::string startPrediction(WorkspaceJobs &jobs, const run::PredictSpec &spec, const workspace::Frozen &data, const std::string &name)
{
    run::PredictSpec checked = spec;
    run::check(checked);
    checked.base_model = placeOfModel(spec.base_model);
    chooseTemplate(jobs.workspace(), checked);
    if (!spec.adapter.empty()) {
        const fs::path adapter = fs::absolute(spec.adapter).lexically_normal();
        std::error_code ec;
        if (!fs::exists(adapter / "adapter_config.json", ec)) {
            throw Failure(ErrorKind::FileMissing, (adapter / "adapter_config.json").string(), {},
                { { "remedy", "An adapter is a PEFT folder: adapter_config.json beside adapter_model.safetensors." } });
        }
        // By its place in the workspace, which may be moved, and by the run that made it.
        checked.adapter = run::adapterPlace(jobs.workspace().database().runsDir(), adapter);
        checked.adapter_run = runOfAdapter(jobs.workspace(), adapter);
    }
    checkPrompt(spec.prompt);
    if (data.rows.empty()) {
        throw Failure(ErrorKind::NotFound, "A dialogue to answer", "the chosen part of the split",
            { { "remedy", "Choose another part or change the split's ratios." } });
    }
    run::JobSpec job;
    job.name = name;
    job.job = std::move(checked);
    return startJob(jobs, std::move(job), data);
}

std::string repeatRun(WorkspaceJobs &jobs, const std::string &runId)
{
    const storage::RunRow row = jobs.workspace().runs().get(runId);
    workspace::requireFolder(row);
    const run::RunFolder folder(row.folder);
    run::JobSpec spec = folder.spec();
    // "name", "name (2)", "name (3)"
    const std::string name = spec.name;
    std::vector<std::string> taken;
    for (const storage::RunRow &row : jobs.workspace().runs().list())
        taken.push_back(row.name);
    for (int n = 2; std::find(taken.begin(), taken.end(), spec.name) != taken.end(); ++n)
        spec.name = name + " (" + std::to_string(n) + ")";
    return startJob(jobs, std::move(spec), workspace::frozenOf(folder));
}

} // namespace jobs
