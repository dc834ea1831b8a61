// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/job.h"

#include "engine_verbs/thrown.h"

#include "base/hash.h"
#include "evaluation/predict_recipe.h"
#include "nn/device.h"
#include "run/job_monitor.h"
#include "training/train_recipe.h"

#include <cstdio>
#include <filesystem>

namespace verbs {

using base::ErrorKind;
using run::Outcome;

namespace {

constexpr const char *kMemoryRemedy = "Lower the cutoff length or the batch size, or choose a smaller model.";

std::vector<run::DatasetRow> readFrozenDataset(const run::RunFolder &folder, const run::JobSpec &spec)
{
    if (base::sha256OfFile(folder.datasetFile()) != spec.dataset_sha256)
        throw base::Failure(ErrorKind::CorruptFile, folder.datasetFile().string(), {},
            { { "reason", "it is not the file that was frozen with spec.json; bring that one back or start a new run" } });
    return run::readDataset(folder.datasetFile());
}

Outcome runJob(const run::RunFolder &folder, const std::shared_ptr<const run::FolderWatch> &watch, const base::CancelToken &stop)
{
    const run::JobSpec spec = folder.spec();
    const int attempt = run::nextAttempt(folder);
    run::EventWriter events(*watch);
    run::JobMonitor monitor(folder, events, attempt, stop, watch);
    try {
        const std::vector<run::DatasetRow> rows = readFrozenDataset(folder, spec);
        stop.throwIfCancelled("the run");
        const Outcome outcome = spec.kind() == run::JobKind::Train ? training::train(spec, rows, monitor)
                                                                   : evaluation::predict(spec, rows, monitor);
        monitor.requireFolder();
        return outcome;
    } catch (...) {
        monitor.requireFolder(); // whatever failed for want of it
        throw;
    }
}

// Whether a fault lies in the request itself, not in the file of a model or an adapter that can be brought again.
bool isOfTheRequest(const std::string &name, const run::RunFolder &folder)
{
    for (const std::string &own : { folder.specFile().string(), folder.datasetFile().string(), std::string("dataset.jsonl") }) {
        if (name.starts_with(own))
            return true;
    }
    return false;
}

// A value is named with the file that it stands in, or is a setting of the request.
bool standsInAnotherFile(const base::Error &error, const run::RunFolder &folder)
{
    std::error_code ec;
    return error.place.find('/') != std::string::npos && std::filesystem::exists(error.place, ec)
        && !isOfTheRequest(error.place, folder);
}

JobEnd endFrom(const base::Error &error, const run::RunFolder &folder) { return { outcomeOf(error, folder), error }; }

} // namespace

Outcome outcomeOf(const base::Error &error, const run::RunFolder &folder)
{
    switch (error.kind) {
    case ErrorKind::Cancelled:
        return Outcome::Stopped;
    case ErrorKind::OutOfMemory:
        return Outcome::OutOfMemory;
    case ErrorKind::Diverged:
        return Outcome::Diverged;
    case ErrorKind::WorkerCrashed:
        return Outcome::Crashed;
    case ErrorKind::InvalidValue:
        return standsInAnotherFile(error, folder) ? Outcome::Failed : Outcome::InvalidData;
    case ErrorKind::EmptyDialogue:
    case ErrorKind::UnknownSpeaker:
    case ErrorKind::TemplateSyntax:
        return Outcome::InvalidData;
    case ErrorKind::NotJson:
    case ErrorKind::WrongShape:
    case ErrorKind::MissingField:
    case ErrorKind::UnknownFormat:
    case ErrorKind::CorruptFile:
    case ErrorKind::TooLong:
        return isOfTheRequest(error.subject, folder) ? Outcome::InvalidData : Outcome::Failed;
    default:
        return Outcome::Failed;
    }
}

base::Json toJson(const JobEnd &end)
{
    base::Json json { { "outcome", run::outcomeName(end.outcome) } };
    if (end.error && end.outcome != Outcome::Stopped)
        json["error"] = run::errorToJson(*end.error);
    return json;
}

JobEnd jobEndFromJson(const base::Json &json)
{
    JobEnd end;
    end.outcome = run::outcomeFromName(base::field<std::string>(json, "outcome", "report")).value_or(Outcome::Failed);
    if (json.contains("error"))
        end.error = run::errorFromJson(json["error"]);
    return end;
}

JobEnd workOn(const run::RunFolder &folder, const std::shared_ptr<const run::FolderWatch> &watch, const base::CancelToken &stop)
{
    const std::string name = "the run " + folder.path().filename().string();
    try {
        nn::loadCuda();
        return { runJob(folder, watch, stop), std::nullopt };
    } catch (const base::Failure &failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return endFrom(failure.error(), folder);
    } catch (const std::exception &thrown) {
        std::fprintf(stderr, "%s\n", thrown.what());
        return endFrom(errorFromThrown(thrown, name, kMemoryRemedy), folder);
    }
}

} // namespace verbs
