// SPDX-License-Identifier: GPL-3.0-or-later
// A workspace with a few dialogues, a model that needs no weights, and the fake worker.
#pragma once

#include "base/files.h"
#include "harness/test_case.h"
#include "jobs/start.h"
#include "jobs/workspace_jobs.h"
#include "workspace/freeze.h"
#include "workspace/workspace.h"

#include <QTemporaryDir>

#include <filesystem>
#include <memory>
#include <string>

namespace bench {

inline void useFakeEngine(const char *mode)
{
    const QByteArray program = QByteArray(ATTUNE_SOURCE_DIR) + "/tests/fakes/fake_engine.py";
    qputenv("ATTUNE_ENGINE", program);
    qputenv("FAKE_ENGINE", mode);
    qputenv("ATTUNE_DATA", QByteArray(ATTUNE_BINARY_DIR) + "/share/attune");
}

inline dialogue::Dialogue dialogueOf(int key, const std::string &situation = {})
{
    dialogue::Dialogue d;
    d.source_key = std::to_string(key);
    d.source_name = key % 2 ? "train.json" : "test.json";
    d.language = "en";
    d.profile.fields = { { "Name", "Kim" }, { "situation", situation.empty() ? "situation " + std::to_string(key) : situation } };
    d.turns = { { {}, dialogue::Speaker::Seeker, "I failed the exam " + std::to_string(key), {} },
        { {}, dialogue::Speaker::Supporter, "That hurts. What happened?", {} },
        { {}, dialogue::Speaker::Seeker, "I could not sleep", {} },
        { {}, dialogue::Speaker::Supporter, "No wonder. Who could you tell?", {} } };
    return d;
}

inline storage::DialogueQuery fromSource(const std::string &name)
{
    storage::DialogueQuery query;
    query.source_name = name;
    return query;
}

inline workspace::FreezeRecipe byFile(const std::map<std::string, run::Split> &files)
{
    workspace::FreezeRecipe recipe;
    recipe.split_by = run::SplitBy::File;
    recipe.by_file = files;
    return recipe;
}

class Bench
{
public:
    explicit Bench(const jobs::JobOptions &options = {})
        : workspace(workspace::Workspace::create(path() / "a.attune"))
        , jobs(std::make_unique<jobs::WorkspaceJobs>(*workspace, options))
    {
        std::filesystem::create_directory(path() / "model");
        std::vector<dialogue::Dialogue> dialogues;
        for (int i = 1; i <= 20; ++i)
            dialogues.push_back(dialogueOf(i));
        workspace->dialogues().addAll(dialogues, "me");
    }

    std::filesystem::path path() const { return m_dir.path().toStdString(); }
    std::string model() const { return (path() / "model").string(); }
    run::TrainSpec training() const
    {
        run::TrainSpec spec;
        spec.base_model = model();
        spec.device = "cpu";
        return spec;
    }
    run::PredictSpec prediction() const
    {
        run::PredictSpec spec;
        spec.base_model = model();
        spec.device = "cpu";
        return spec;
    }
    std::string train(const std::string &name = {}) const
    {
        return jobs::startTraining(*jobs, training(),
            workspace::freeze(workspace->database(), {}), name);
    }
    std::string predict() const
    {
        return jobs::startPrediction(*jobs, prediction(),
            workspace::onlyPart(workspace::freeze(workspace->database(), {}), run::Split::Test));
    }
    storage::RunRow run(const std::string &id) const { return workspace->runs().get(id); }
    void close()
    {
        jobs.reset();
        workspace.reset();
    }
    void reopen(const jobs::JobOptions &options = {})
    {
        close();
        workspace = workspace::Workspace::open(path() / "a.attune");
        jobs = std::make_unique<jobs::WorkspaceJobs>(*workspace, options);
    }
    bool hasEnded(const std::string &id) const { return run(id).state == storage::RunState::Ended; }

private:
    QTemporaryDir m_dir;

public:
    std::unique_ptr<workspace::Workspace> workspace;
    std::unique_ptr<jobs::WorkspaceJobs> jobs;
};

} // namespace bench
