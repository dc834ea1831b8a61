// SPDX-License-Identifier: GPL-3.0-or-later
// Workspaces under test start tests/fakes/fake_engine.py instead of the worker; FAKE_ENGINE names what becomes of it.
#pragma once

#include "harness/test_case.h"
#include "run/run_folder.h"
#include "workspace/workspace.h"

#include <csignal>

namespace fakes {

inline void useFakeWorker(const char *mode)
{
    qputenv("ATTUNE_ENGINE", QByteArray(ATTUNE_SOURCE_DIR) + "/tests/fakes/fake_engine.py");
    qputenv("FAKE_ENGINE", mode);
    qputenv("ATTUNE_DATA", QByteArray(ATTUNE_BINARY_DIR) + "/share/attune");
}

// No worker outlives its test.
inline void endWorkers(workspace::Workspace &workspace)
{
    for (const storage::RunRow &row : workspace.runs().list()) {
        const run::RunFolder folder(row.folder);
        if (run::isWorkerAlive(folder))
            ::kill(static_cast<pid_t>(run::readLock(folder)->pid), SIGKILL);
    }
}

// Some dialogues about different situations, so that all three parts of the split get some.
inline void addDialogues(workspace::Workspace &workspace, int count)
{
    std::vector<dialogue::Dialogue> dialogues;
    for (int i = 1; i <= count; ++i) {
        dialogue::Dialogue d;
        d.source_key = std::to_string(i);
        d.source_name = i % 2 ? "train.json" : "test.json";
        d.language = "en";
        d.profile.fields = { { "Name", "Kim" }, { "situation", "situation " + std::to_string(i) } };
        d.turns = { { {}, dialogue::Speaker::Seeker, "I failed the exam " + std::to_string(i), {} },
            { {}, dialogue::Speaker::Supporter, "That hurts. What happened?", {} },
            { {}, dialogue::Speaker::Seeker, "I could not sleep", {} },
            { {}, dialogue::Speaker::Supporter, "No wonder. Who could you tell?", {} } };
        dialogues.push_back(std::move(d));
    }
    workspace.dialogues().addAll(dialogues, "me");
}

} // namespace fakes
