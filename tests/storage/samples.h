// SPDX-License-Identifier: GPL-3.0-or-later
// Dialogues and run folders made on the spot.
#pragma once

#include "base/files.h"
#include "run/run_folder.h"
#include "storage/database.h"
#include "storage/dialogue_repository.h"

#include <QTemporaryDir>

#include <filesystem>
#include <string>

namespace samples {

class Folder
{
public:
    std::filesystem::path path() const { return m_dir.path().toStdString(); }
    std::filesystem::path operator/(const std::string &name) const { return path() / name; }

private:
    QTemporaryDir m_dir;
};

inline dialogue::Dialogue dialogueOf(const std::string &key, const std::string &first, const std::string &situation = "exam")
{
    dialogue::Dialogue d;
    d.source_key = key;
    d.source_name = "a.json";
    d.language = "en";
    d.profile.fields = { { "Name", "Kim " + key }, { "Age", 23 }, { "situation", situation } };
    d.turns = { { {}, dialogue::Speaker::Seeker, first, {} },
        { {}, dialogue::Speaker::Supporter, "I hear you. What happened?", dialogue::Strategy { "esconv-8", "Question" } } };
    return d;
}

inline run::RunFolder runFolder(const std::filesystem::path &runs, run::JobKind kind = run::JobKind::Train)
{
    run::JobSpec spec;
    spec.name = "a run";
    if (kind == run::JobKind::Train)
        spec.job = run::TrainSpec { .base_model = "smollm2-135m-instruct" };
    else
        spec.job = run::PredictSpec { .base_model = "smollm2-135m-instruct" };
    dialogue::Dialogue d = dialogueOf("1", "hello");
    d.id = "d1";
    d.turns[0].id = "t1";
    d.turns[1].id = "t2";
    return run::RunFolder::create(runs, spec, { { run::Split::Train, 1, d } });
}

// A whole worker's life as lines of events.jsonl.
inline std::string eventLine(int64_t seq, const std::string &type, const std::string &fields)
{
    return "{\"v\":1,\"seq\":" + std::to_string(seq) + ",\"t\":\"2026-11-24T09:15:00.000Z\",\"type\":\"" + type + "\""
        + (fields.empty() ? "" : "," + fields) + "}\n";
}

} // namespace samples
