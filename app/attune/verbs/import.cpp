// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/headless.h"
#include "attune_verbs/progress.h"
#include "attune_verbs/source_options.h"
#include "attune_verbs/verbs.h"
#include "run/job_event.h"
#include "workspace/import_export.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace verbs {

namespace {

struct Options
{
    std::vector<std::string> files;
    std::string workspace;
    std::string format;
    SourceOptions says;
    bool revise = false;
    bool json = false;
};

base::Json noteJson(const dialogue::ImportNote &note)
{
    base::Json params = base::Json::object();
    for (const auto &[name, value] : note.params)
        params[name] = value;
    base::Json json { { "kind", dialogue::noteName(note.kind) }, { "place", dialogue::placeText(note.place) }, { "params", std::move(params) },
        { "text", dialogue::noteText(note) } };
    if (!note.place.file.empty())
        json["file"] = note.place.file;
    if (!note.place.dialogue.empty())
        json["dialogue"] = note.place.dialogue;
    if (note.place.line > 0)
        json["line"] = note.place.line;
    if (!note.place.turns.empty())
        json["turns"] = note.place.turns;
    if (note.error)
        json["error"] = run::errorToJson(*note.error);
    return json;
}

std::string lineOf(const dialogue::ImportNote &note)
{
    const std::string place = dialogue::placeText(note.place);
    return (place.empty() ? place : place + ": ") + dialogue::noteText(note);
}

base::Json toJson(const workspace::ImportSummary &summary)
{
    base::Json files = base::Json::array();
    for (const workspace::FileImport &file : summary.files) {
        base::Json notes = base::Json::array();
        for (const dialogue::ImportNote &note : file.notes)
            notes.push_back(noteJson(note));
        base::Json json { { "path", file.path.string() }, { "format", file.format }, { "added", file.added },
            { "already_there", file.already_there }, { "left_out", file.left_out }, { "notes", std::move(notes) } };
        if (file.error)
            json["error"] = run::errorToJson(*file.error);
        files.push_back(std::move(json));
    }
    return { { "added", summary.added() }, { "already_there", summary.alreadyThere() }, { "left_out", summary.leftOut() },
        { "files", std::move(files) } };
}

void print(const workspace::ImportSummary &summary)
{
    for (const workspace::FileImport &file : summary.files) {
        if (file.error)
            continue;
        std::cout << file.path.string() << ": " << file.added << (file.added == 1 ? " dialogue added" : " dialogues added");
        if (file.already_there > 0)
            std::cout << ", " << file.already_there << " were there already";
        if (file.left_out > 0)
            std::cout << ", " << file.left_out << " could not be read";
        std::cout << " (" << file.format << ")\n";
        constexpr size_t kShown = 20;
        for (size_t i = 0; i < std::min(kShown, file.notes.size()); ++i)
            std::cout << "  " << lineOf(file.notes[i]) << '\n';
        if (file.notes.size() > kShown)
            std::cout << "  and " << file.notes.size() - kShown << " more notes (--json shows all)\n";
    }
}

// The sources that these files made, with their parts ("set.json#train").
void describe(workspace::Workspace &workspace, const workspace::ImportSummary &summary, const SourceOptions &says)
{
    storage::SourceRepository sources(workspace.database());
    for (storage::Source &source : sources.list()) {
        const bool isOne = std::ranges::any_of(summary.files, [&](const workspace::FileImport &file) {
            const std::string name = file.path.has_filename() ? file.path.filename().string() : file.path.parent_path().filename().string();
            return !file.error && (source.name == name || source.name.starts_with(name + "#"));
        });
        if (isOne) {
            says.applyTo(source);
            sources.save(source, workspace.author());
        }
    }
}

void import(const Options &options)
{
    const Headless headless;
    const auto workspace = headless.openWorkspace(options.workspace, true);
    const std::vector<std::filesystem::path> paths(options.files.begin(), options.files.end());
    ProgressLine progress("Importing");
    const workspace::ImportSummary summary = workspace::importInto(workspace->database(), paths, workspace->author(), options.format,
        [&progress](double done) { progress.show(done); }, headless.cancel());
    const std::vector<workspace::Correction> corrections = summary.corrections();
    int64_t revised = 0;
    if (options.revise && !corrections.empty()) {
        revised = workspace::revise(workspace->database(), corrections, workspace->author(), [&progress](double done) { progress.show(done); }, headless.cancel());
        std::cerr << revised << (revised == 1 ? " dialogue is" : " dialogues are") << " a revision further.\n";
    } else if (!corrections.empty()) {
        std::cerr << "attune import --revise takes what differs as new revisions.\n";
    }
    if (options.says.isGiven())
        describe(*workspace, summary, options.says);
    if (options.json) {
        base::Json json = toJson(summary);
        json["corrections"] = corrections.size();
        json["revised"] = revised;
        std::cout << base::toLine(json) << '\n';
    } else {
        print(summary);
    }
    for (const workspace::FileImport &file : summary.files) {
        if (file.error)
            throw base::Failure(*file.error);
    }
}

std::string formatNames()
{
    std::string names;
    for (const dialogue::FormatInfo &format : dialogue::formats())
        names += (names.empty() ? "" : ", ") + format.name;
    return names;
}

} // namespace

void addImport(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand("import", "Brings dialogues from files or folders into a workspace");
    verb->add_option("FILES", options->files, "Files of dialogues (JSON, JSON lines, CSV, text), or folders of them")->required();
    addWorkspaceOption(*verb, options->workspace);
    verb->add_option("--format", options->format, formatNames() + "; default: recognised");
    verb->add_flag("--revise", options->revise, "Dialogues that are here under the same number with other content become new revisions of those");
    options->says.addTo(*verb);
    verb->add_flag("--json", options->json, "One JSON object on stdout");
    verb->callback([options] { import(*options); });
}

} // namespace verbs
