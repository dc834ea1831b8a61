// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong, as a fact: a kind, the thing, the place and named values. Sentences are made elsewhere
// (base/error_text.h in English, ui in the person's language).
#pragma once

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace base {

enum class ErrorKind {
    FileMissing, // subject: path
    FileUnreadable, // subject: path, reason
    FileUnwritable, // subject: path, reason
    DiskFull, // subject: path, needed?
    NotJson, // subject: path, place: line and column, reason
    WrongShape, // subject: path or thing, place, expected
    MissingField, // subject: thing, place, field
    InvalidValue, // subject: name, place, value, expected
    UnknownFormat, // subject: path, known
    EmptyDialogue, // subject: path, place
    UnknownSpeaker, // subject: path, place, value
    TruncatedFile, // subject: path, place, expected, found
    CorruptFile, // subject: path, place, reason
    UnsupportedModel, // subject: model, reason
    UnsupportedTokenizer, // subject: path, reason
    MissingTokenizer, // subject: model
    UnsupportedTemplate, // subject: model, reason, nearest
    TemplateSyntax, // subject: section or template, place: line and column, reason
    TooLong, // subject, found, limit
    NewerWorkspace, // subject: path, found, known
    NotAWorkspace, // subject: path
    WorkspaceFile, // subject: path of a database, workspace?: of which open one
    WorkspaceGone, // subject: workspace, that was moved, deleted or replaced while it was open
    WorkspaceUnlocked, // subject: workspace, whose lock in this process was lost
    WorkspaceDamaged, // subject: workspace, reason
    WorkspaceReadOnly, // subject: workspace
    WorkspaceInUse, // subject: workspace, pid
    WorkspaceBusy, // subject: workspace, that somebody else has kept for longer than we wait
    MayNotLeave, // subject: sources of dialogues, reason: held (they may not), asked (nobody has said)
    ImportKept, // subject: path, count: dialogues of a failed import that could not be taken back, reason
    Conflict, // subject: what was edited elsewhere
    NotFound, // subject: thing, place: where it was looked for
    AlreadyFinished, // subject: run folder
    AlreadyRunning, // subject: run folder
    OutOfMemory, // subject: job, reason
    Diverged, // subject: job, place: step
    NotFinite, // subject: the model that answers, place: what of it
    WorkerLost, // subject: run
    WorkerCrashed, // subject: run, reason
    Cancelled, // subject: what was cancelled
    Usage, // subject: verb, reason
    MissingResource, // subject: thing, reason, remedy
    Internal, // subject, reason: a fault of ours
};

using Params = std::vector<std::pair<std::string, std::string>>;

struct Error
{
    ErrorKind kind = ErrorKind::Internal;
    std::string subject; // the thing: a path, a field, a run
    std::string place; // where in it: "line 3, column 7", "dialogue 12, turn 4", "tensor blk.0.attn_q.weight"
    Params params; // named values that the sentence of the kind may use, UTF-8

    // The value of a parameter, or an empty string.
    std::string param(const std::string &name) const;
};

// The one exception that core throws. what() is the English sentence.
// Caught at four places only: verb, job, protocol message, ui action.
class Failure : public std::exception
{
public:
    explicit Failure(Error error);
    Failure(ErrorKind kind, std::string subject, std::string place = {}, Params params = {});

    const Error &error() const { return m_error; }
    const char *what() const noexcept override { return m_sentence.c_str(); }

private:
    Error m_error;
    std::string m_sentence;
};

} // namespace base
