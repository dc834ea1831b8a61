// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/sample_workspace.h"

#include "base/data_dir.h"
#include "base/files.h"
#include "base/json.h"
#include "base/uuid.h"
#include "dialogue/format.h"
#include "storage/source_repository.h"
#include "storage/dialogue_repository.h"
#include "storage/run_repository.h"

#include <algorithm>

namespace workspace {

namespace fs = std::filesystem;
using base::Json;

namespace {

std::vector<fs::path> sorted(const fs::path &folder, bool (*wanted)(const fs::directory_entry &))
{
    std::vector<fs::path> paths;
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, ec)) {
        if (wanted(entry))
            paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

bool isDialogueFile(const fs::directory_entry &entry)
{
    return entry.path().extension() == ".json" || entry.path().extension() == ".jsonl";
}

bool isRun(const fs::directory_entry &entry)
{
    std::error_code ec;
    return fs::exists(entry.path() / "spec.json", ec);
}

// The same ids on every machine; what the file's layout says of a turn follows it to its new id.
void nameIds(dialogue::Dialogue &dialogue)
{
    const std::string name = "attune sample/" + dialogue.source_name + "/" + dialogue.source_key;
    dialogue.id = base::namedUuid(name);
    if (!dialogue.profile.id.empty())
        dialogue.profile.id = base::namedUuid(name + "/profile");
    Json *styles = dialogue.source_style.contains("turns") ? &dialogue.source_style["turns"] : nullptr;
    Json renamed = Json::object();
    for (size_t i = 0; i < dialogue.turns.size(); ++i) {
        const std::string id = base::namedUuid(name + "/" + std::to_string(i));
        if (styles && styles->contains(dialogue.turns[i].id))
            renamed[id] = (*styles)[dialogue.turns[i].id];
        dialogue.turns[i].id = id;
    }
    if (styles)
        *styles = std::move(renamed);
}

// A shipped spec names its adapter by its place in the workspace; a run's own names it from its folder.
void placeAdapter(const fs::path &run)
{
    const fs::path file = run / "spec.json";
    Json spec = base::readJson(file);
    const auto adapter = base::fieldOr<std::string>(spec["job"], "adapter", "", file.string());
    if (adapter.empty() || fs::path(adapter).is_absolute() || adapter.starts_with(".."))
        return;
    spec["job"]["adapter"] = (fs::path("../..") / adapter).lexically_normal().string();
    base::writeFileAtomically(file, spec.dump(2) + "\n");
}

void copyRun(const fs::path &run, const storage::Database &database)
{
    const fs::path target = database.runsDir() / run.filename();
    std::error_code ec;
    fs::copy(run, target, fs::copy_options::recursive, ec);
    if (ec)
        base::throwWriteError(target, ec.value());
    placeAdapter(target);
}

void fill(const fs::path &folder)
{
    const fs::path samples = base::dataDir() / "resources" / "samples";
    storage::Database database = storage::Database::create(folder);
    storage::DialogueRepository repository(database);
    for (const fs::path &file : sorted(samples, isDialogueFile)) {
        std::vector<dialogue::Dialogue> dialogues = dialogue::importDialogues(file).dialogues;
        std::for_each(dialogues.begin(), dialogues.end(), nameIds);
        repository.addAll(dialogues, "Attune");
    }
    storage::SourceRepository sources(database);
    for (storage::Source &source : sources.list()) { // written by the authors of this program
        source.origin = storage::Origin::SelfWritten;
        source.licence = "GPL-3.0-or-later";
        source.may_leave = true;
        sources.save(source, "Attune");
    }
    for (const fs::path &run : sorted(samples / "runs", isRun))
        copyRun(run, database);
    storage::findNewRuns(database);
}

} // namespace

std::unique_ptr<Workspace> createSampleWorkspace(const fs::path &folder)
{
    const fs::path whole = fs::absolute(folder).lexically_normal();
    std::error_code ec;
    if (fs::exists(whole, ec) && !fs::is_empty(whole, ec)) {
        throw base::Failure(base::ErrorKind::FileUnwritable, whole.string(), {}, { { "reason", "there is something already" } });
    }
    // Beside its place until it is whole: a half-made one would be opened from then on.
    const fs::path partial = whole.string() + ".partial";
    fs::remove_all(partial, ec); // of a start that was cut off
    fill(partial);
    fs::rename(partial, whole, ec);
    if (ec)
        base::throwWriteError(whole, ec.value());
    return Workspace::open(whole);
}

} // namespace workspace
