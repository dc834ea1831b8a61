// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error_text.h"

#include <array>
#include <utility>

namespace base {

namespace {

struct KindText
{
    ErrorKind kind;
    std::string_view name;
    std::string_view text;
};

constexpr std::array kTexts {
    KindText { ErrorKind::FileMissing, "file_missing", "{subject} does not exist[ ({place})]. Check the path.[ {remedy}]" },
    KindText { ErrorKind::FileUnreadable, "file_unreadable", "{subject} cannot be read[: {reason}]. Check the path and its permissions." },
    KindText { ErrorKind::FileUnwritable, "file_unwritable", "{subject} cannot be written[: {reason}]. Choose another place, or check the folder's permissions." },
    KindText { ErrorKind::DiskFull, "disk_full", "There is no space left for {subject}[ ({needed} needed)]. Free some space and try again; what was saved before is untouched." },
    KindText { ErrorKind::NotJson, "not_json", "{subject} is not valid JSON[ at {place}][: {reason}]. Mend the file and try again." },
    KindText { ErrorKind::WrongShape, "wrong_shape", "{subject} has another shape than Attune needs[ at {place}][: expected {expected}][, found {found}]. Correct it and try again." },
    KindText { ErrorKind::MissingField, "missing_field", "{subject} lacks the field \"{field}\"[ at {place}]. Add it and try again." },
    KindText { ErrorKind::InvalidValue, "invalid_value", "{subject} has the value {value}[ in {place}], which is not allowed[: {expected}]. Change it and try again." },
    KindText { ErrorKind::UnknownFormat, "unknown_format", "{subject} is in no format that Attune knows[: {reason}].[ Known: {known}.]" },
    KindText { ErrorKind::EmptyDialogue, "empty_dialogue", "{subject}[, {place}]: the dialogue has no turns. Remove it or add its turns." },
    KindText { ErrorKind::UnknownSpeaker, "unknown_speaker", "{subject}[, {place}]: the turn does not say who speaks[ (found \"{value}\")]. Begin it with a known speaker[: {expected}]." },
    KindText { ErrorKind::TruncatedFile, "truncated_file", "{subject} is incomplete[ at {place}][: {expected} expected][, {found} found]. Copy or download it again." },
    KindText { ErrorKind::CorruptFile, "corrupt_file", "{subject} is damaged[ at {place}][: {reason}]. Copy or download it again." },
    KindText { ErrorKind::UnsupportedModel, "unsupported_model", "The model {subject} is not supported[: {reason}].[ {remedy}] Choose another model, or another file of it." },
    KindText { ErrorKind::UnsupportedTokenizer, "unsupported_tokenizer", "The tokenizer of {subject} is not supported[: {reason}]. Choose another model, or another file of it." },
    KindText { ErrorKind::MissingTokenizer, "missing_tokenizer", "{subject} has no tokenizer. Put its tokenizer.json or tokenizer.model into the model's folder; of a GGUF file, get one that holds its tokenizer." },
    KindText { ErrorKind::UnsupportedTemplate, "unsupported_template", "The chat template of {subject} is not known[: {reason}].[ The nearest known one is {nearest}; choose it if it fits.]" },
    KindText { ErrorKind::TemplateSyntax, "template_syntax", "The prompt template has a mistake in {subject}[ at {place}][: {reason}]. Correct it and try again." },
    KindText { ErrorKind::TooLong, "too_long", "{subject} is too long[ ({found}, at most {limit})][ at {place}]. Shorten it and try again." },
    KindText { ErrorKind::NewerWorkspace, "newer_workspace", "The workspace {subject} was written by a newer version of Attune (schema {found}, this version knows {known}). It was left untouched; update Attune to open it." },
    KindText { ErrorKind::NotAWorkspace, "not_a_workspace", "{subject} is not an Attune workspace. Choose a folder that holds workspace.db, or create a new one." },
    KindText { ErrorKind::WorkspaceFile, "workspace_file", "{subject} is a database, not a file for this[: it belongs to the open workspace {workspace}]. Nothing was read or written; choose another file." },
    KindText { ErrorKind::WorkspaceGone, "workspace_gone", "The workspace {subject} was moved, deleted, replaced or written over while it was open. Nothing more is saved into it. Put its folder back, open the workspace at its new place, or close it and run attune repair." },
    KindText { ErrorKind::WorkspaceUnlocked, "workspace_unlocked", "Another program could have changed the workspace {subject} without notice, because its lock was lost. This change was not saved; save it again." },
    KindText { ErrorKind::WorkspaceDamaged, "workspace_damaged", "The workspace {subject} is damaged[: {reason}]. Nothing was changed. Run attune repair --workspace {subject} to see its backups and go back to the newest good one." },
    KindText { ErrorKind::WorkspaceReadOnly, "workspace_read_only", "The workspace {subject} can only be read here. Nothing was saved; copy its folder to a place that can be written and open it there." },
    KindText { ErrorKind::WorkspaceInUse, "workspace_in_use", "The workspace {subject} is open in another program[ (process {pid})]. Close it there and try again." },
    KindText { ErrorKind::WorkspaceBusy, "workspace_busy", "The workspace {subject} has been busy for longer than Attune waits: another window or program is changing it. Nothing was saved by this; try again when that has ended." },
    KindText { ErrorKind::MayNotLeave, "may_not_leave", "Dialogues of {subject} may not leave this machine[: {reason}]. Nothing was written.[ {remedy}]" },
    KindText { ErrorKind::ImportKept, "import_kept", "The import of {subject} failed[: {reason}], and {count} of its dialogues could not be taken back yet. They go the next time the workspace is opened with some space free." },
    KindText { ErrorKind::Conflict, "conflict", "{subject} was changed elsewhere in the meantime. Nothing was overwritten: load the other version, or keep yours." },
    KindText { ErrorKind::NotFound, "not_found", "{subject} was not found[ in {place}].[ {remedy}]" },
    KindText { ErrorKind::AlreadyFinished, "already_finished", "The run {subject} is finished and is not changed any more. Start a new run with its settings (attune-engine run: --copy-to DIR)." },
    KindText { ErrorKind::AlreadyRunning, "already_running", "The run {subject} is being worked on already[ (process {pid})]. Wait for its end, or stop it first." },
    KindText { ErrorKind::OutOfMemory, "out_of_memory", "Memory ran out during {subject}[: {reason}].[ {remedy}] Close other programs and try again." },
    KindText { ErrorKind::Diverged, "diverged", "The values of {subject} stopped being numbers[ at {place}]. Lower the learning rate and train again.[ The checkpoint {checkpoint} is still there.]" },
    KindText { ErrorKind::NotFinite, "not_finite", "{subject} computes values that are not numbers[ ({place})]. Choose fp32 as compute_type; if that does not help, the files of the model or of the adapter are damaged." },
    KindText { ErrorKind::WorkerLost, "worker_lost", "The worker of {subject} ended without saying why, as after a restart of the machine. Resume the run; it goes on from what was saved." },
    KindText { ErrorKind::WorkerCrashed, "worker_crashed", "The worker of {subject} crashed[: {reason}]. engine.log in the run's folder says more. Resume the run; it goes on from what was saved." },
    KindText { ErrorKind::Cancelled, "cancelled", "{subject} was cancelled." },
    KindText { ErrorKind::Usage, "usage", "{subject}: {reason}" },
    KindText { ErrorKind::MissingResource, "missing_resource", "{subject} is not available[: {reason}].[ {remedy}]" },
    KindText { ErrorKind::Internal, "internal", "Something went wrong inside Attune[ in {subject}][: {reason}]. Please report it." },
};

const KindText &textOf(ErrorKind kind)
{
    for (const KindText &text : kTexts) {
        if (text.kind == kind)
            return text;
    }
    return kTexts.back();
}

std::string fieldValue(std::string_view name, const Error &error)
{
    if (name == "subject")
        return error.subject;
    if (name == "place")
        return error.place;
    return error.param(std::string(name));
}

struct FilledPart
{
    std::string text; // what is not known is "it" or a question mark: a person must never see the template's marks
    bool complete = true;
};

FilledPart fillPart(std::string_view part, const Error &error)
{
    std::string out;
    bool complete = true;
    for (size_t i = 0; i < part.size();) {
        const size_t close = part[i] == '{' ? part.find('}', i) : std::string_view::npos;
        if (close == std::string_view::npos) {
            out += part[i++];
            continue;
        }
        const std::string value = fieldValue(part.substr(i + 1, close - i - 1), error);
        complete = complete && !value.empty();
        if (value.empty())
            out += part.substr(i, close - i) != "{subject" ? "?" : out.empty() ? "It" : "it";
        out += value;
        i = close + 1;
    }
    return { std::move(out), complete };
}

} // namespace

std::string_view sentenceTemplate(ErrorKind kind) { return textOf(kind).text; }

std::string_view kindName(ErrorKind kind) { return textOf(kind).name; }

ErrorKind kindFromName(std::string_view name)
{
    for (const KindText &text : kTexts) {
        if (text.name == name)
            return text.kind;
    }
    return ErrorKind::Internal;
}

std::string fillSentence(std::string_view text, const Error &error)
{
    std::string out;
    while (!text.empty()) {
        const size_t open = text.find('[');
        const std::string_view plain = text.substr(0, open);
        out += fillPart(plain, error).text; // outside brackets a missing value must not swallow the sentence
        if (open == std::string_view::npos)
            break;
        const size_t close = text.find(']', open);
        if (const FilledPart part = fillPart(text.substr(open + 1, close - open - 1), error); part.complete)
            out += part.text;
        text.remove_prefix(close + 1);
    }
    return out;
}

std::string sentence(const Error &error) { return fillSentence(sentenceTemplate(error.kind), error); }

} // namespace base
