// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/job.h"

#include "base/hash.h"
#include "evaluation/predict_recipe.h"
#include "nn/device.h"
#include "run/job_monitor.h"
#include "training/train_recipe.h"

#include <cstdio>
#include <new>

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

Outcome runJob(const run::RunFolder &folder, const base::CancelToken &stop)
{
    const run::JobSpec spec = folder.spec();
    const int attempt = run::nextAttempt(folder);
    run::EventWriter events(folder.eventsFile());
    run::JobMonitor monitor(folder, events, attempt, stop);
    const std::vector<run::DatasetRow> rows = readFrozenDataset(folder, spec);
    return spec.kind() == run::JobKind::Train ? training::train(spec, rows, monitor)
                                              : evaluation::predict(spec, rows, monitor);
}

// libtorch tells of a failed allocation in words only.
bool tellsOfMemory(const std::string &text)
{
    return text.find("can't allocate memory") != std::string::npos || text.find("out of memory") != std::string::npos;
}

// Whether a file's fault lies in the request itself, not in a model or an adapter that can be brought again.
bool isAboutTheRequest(const base::Error &error, const run::RunFolder &folder)
{
    for (const std::string &name : { folder.specFile().string(), folder.datasetFile().string(), std::string("dataset.jsonl") }) {
        if (error.subject.starts_with(name))
            return true;
    }
    return false;
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
        return isAboutTheRequest(error, folder) ? Outcome::InvalidData : Outcome::Failed;
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

JobEnd workOn(const run::RunFolder &folder, const base::CancelToken &stop)
{
    const std::string name = "the run " + folder.path().filename().string();
    try {
        nn::loadCuda();
        return { runJob(folder, stop), std::nullopt };
    } catch (const base::Failure &failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return endFrom(failure.error(), folder);
    } catch (const std::bad_alloc &) {
        return endFrom({ ErrorKind::OutOfMemory, name, {}, { { "remedy", kMemoryRemedy } } }, folder);
    } catch (const std::exception &error) {
        const std::string text = error.what();
        std::fprintf(stderr, "%s\n", text.c_str());
        const std::string reason = text.substr(0, text.find('\n'));
        if (tellsOfMemory(text))
            return endFrom({ ErrorKind::OutOfMemory, name, {}, { { "reason", reason }, { "remedy", kMemoryRemedy } } }, folder);
        return endFrom({ ErrorKind::Internal, name, {}, { { "reason", reason } } }, folder);
    }
}

} // namespace verbs
