// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/error_text.h"

#include "base/error_text.h"

#include <QCoreApplication>

namespace parts {

namespace {

// Only for the translators' tool; the texts used are core's own. A test holds both lists together.
[[maybe_unused]] const char *const kTemplates[] = {
    QT_TRANSLATE_NOOP("Error", "{subject} does not exist[ ({place})]. Check the path.[ {remedy}]"),
    QT_TRANSLATE_NOOP("Error", "{subject} cannot be read[: {reason}]. Check the path and its permissions."),
    QT_TRANSLATE_NOOP("Error", "{subject} cannot be written[: {reason}]. Choose another place, or check the folder's permissions."),
    QT_TRANSLATE_NOOP("Error", "There is no space left for {subject}[ ({needed} needed)]. Free some space and try again; what was saved before is untouched."),
    QT_TRANSLATE_NOOP("Error", "{subject} is not valid JSON[ at {place}][: {reason}]. Mend the file and try again."),
    QT_TRANSLATE_NOOP("Error", "{subject} has another shape than Attune needs[ at {place}][: expected {expected}][, found {found}]. Correct it and try again."),
    QT_TRANSLATE_NOOP("Error", "{subject} lacks the field \"{field}\"[ at {place}]. Add it and try again."),
    QT_TRANSLATE_NOOP("Error", "{subject} has the value {value}[ in {place}], which is not allowed[: {expected}]. Change it and try again."),
    QT_TRANSLATE_NOOP("Error", "{subject} is in no format that Attune knows[: {reason}].[ Known: {known}.]"),
    QT_TRANSLATE_NOOP("Error", "{subject}[, {place}]: the dialogue has no turns. Remove it or add its turns."),
    QT_TRANSLATE_NOOP("Error", "{subject}[, {place}]: the turn does not say who speaks[ (found \"{value}\")]. Begin it with a known speaker[: {expected}]."),
    QT_TRANSLATE_NOOP("Error", "{subject} is incomplete[ at {place}][: {expected} expected][, {found} found]. Copy or download it again."),
    QT_TRANSLATE_NOOP("Error", "{subject} is damaged[ at {place}][: {reason}]. Copy or download it again."),
    QT_TRANSLATE_NOOP("Error", "The model {subject} is not supported[: {reason}].[ {remedy}] Choose another model, or another file of it."),
    QT_TRANSLATE_NOOP("Error", "The tokenizer of {subject} is not supported[: {reason}]. Choose another model, or another file of it."),
    QT_TRANSLATE_NOOP("Error", "{subject} has no tokenizer. Put its tokenizer.json or tokenizer.model into the model's folder; of a GGUF file, get one that holds its tokenizer."),
    QT_TRANSLATE_NOOP("Error", "The chat template of {subject} is not known[: {reason}].[ The nearest known one is {nearest}; choose it if it fits.]"),
    QT_TRANSLATE_NOOP("Error", "The prompt template has a mistake in {subject}[ at {place}][: {reason}]. Correct it and try again."),
    QT_TRANSLATE_NOOP("Error", "{subject} is too long[ ({found}, at most {limit})][ at {place}]. Shorten it and try again."),
    QT_TRANSLATE_NOOP("Error", "The workspace {subject} was written by a newer version of Attune (schema {found}, this version knows {known}). It was left untouched; update Attune to open it."),
    QT_TRANSLATE_NOOP("Error", "{subject} is not an Attune workspace. Choose a folder that holds workspace.db, or create a new one."),
    QT_TRANSLATE_NOOP("Error", "{subject} is a database, not a file for this[: it belongs to the open workspace {workspace}]. Nothing was read or written; choose another file."),
    QT_TRANSLATE_NOOP("Error", "The workspace {subject} was moved, deleted, replaced or written over while it was open. Nothing more is saved into it. Put its folder back, open the workspace at its new place, or close it and run attune repair."),
    QT_TRANSLATE_NOOP("Error", "Another program could have changed the workspace {subject} without notice, because its lock was lost. This change was not saved; save it again."),
    QT_TRANSLATE_NOOP("Error", "The workspace {subject} is damaged[: {reason}]. Nothing was changed. Run attune repair --workspace {subject} to see its backups and go back to the newest good one."),
    QT_TRANSLATE_NOOP("Error", "The workspace {subject} can only be read here. Nothing was saved; copy its folder to a place that can be written and open it there."),
    QT_TRANSLATE_NOOP("Error", "The workspace {subject} is open in another program[ (process {pid})]. Close it there and try again."),
    QT_TRANSLATE_NOOP("Error", "The workspace {subject} has been busy for longer than Attune waits: another window or program is changing it. Nothing was saved by this; try again when that has ended."),
    QT_TRANSLATE_NOOP("Error", "Dialogues of {subject} may not leave this machine[: {reason}]. Nothing was written.[ {remedy}]"),
    QT_TRANSLATE_NOOP("Error", "The import of {subject} failed[: {reason}], and {count} of its dialogues could not be taken back yet. They go the next time the workspace is opened with some space free."),
    QT_TRANSLATE_NOOP("Error", "{subject} was changed elsewhere in the meantime. Nothing was overwritten: load the other version, or keep yours."),
    QT_TRANSLATE_NOOP("Error", "{subject} was not found[ in {place}].[ {remedy}]"),
    QT_TRANSLATE_NOOP("Error", "The run {subject} is finished and is not changed any more. Start a new run with its settings (attune-engine run: --copy-to DIR)."),
    QT_TRANSLATE_NOOP("Error", "The run {subject} is being worked on already[ (process {pid})]. Wait for its end, or stop it first."),
    QT_TRANSLATE_NOOP("Error", "Memory ran out during {subject}[: {reason}].[ {remedy}] Close other programs and try again."),
    QT_TRANSLATE_NOOP("Error", "The values of {subject} stopped being numbers[ at {place}]. Lower the learning rate and train again.[ The checkpoint {checkpoint} is still there.]"),
    QT_TRANSLATE_NOOP("Error", "{subject} computes values that are not numbers[ ({place})]. Choose fp32 as compute_type; if that does not help, the files of the model or of the adapter are damaged."),
    QT_TRANSLATE_NOOP("Error", "The worker of {subject} ended without saying why, as after a restart of the machine. Resume the run; it goes on from what was saved."),
    QT_TRANSLATE_NOOP("Error", "The worker of {subject} crashed[: {reason}]. engine.log in the run's folder says more. Resume the run; it goes on from what was saved."),
    QT_TRANSLATE_NOOP("Error", "{subject} was cancelled."),
    QT_TRANSLATE_NOOP("Error", "{subject}: {reason}"),
    QT_TRANSLATE_NOOP("Error", "{subject} is not available[: {reason}].[ {remedy}]"),
    QT_TRANSLATE_NOOP("Error", "Something went wrong inside Attune[ in {subject}][: {reason}]. Please report it."),
};

// Things, places, reasons and ways out that core names and a person at the window meets. A fact that is not here (a path, a
// field, what a parser said) stays as it is.
[[maybe_unused]] const char *const kPhrases[] = {
    QT_TRANSLATE_NOOP("ErrorPhrase", "A dialogue with a supporter's reply"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "A dialogue to train on"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "A dialogue to answer"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "A dialogue to export"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "A reply to score"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "The model"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "logits"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "the chosen dialogues"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "the training part of the split"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "the chosen part of the split"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "the workspace"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "the workspace and the presets"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "Import dialogues or widen the choice."),
    QT_TRANSLATE_NOOP("ErrorPhrase", "Import more dialogues or change the split's ratios."),
    QT_TRANSLATE_NOOP("ErrorPhrase", "Choose another part or change the split's ratios."),
    QT_TRANSLATE_NOOP("ErrorPhrase", "Widen the choice; nothing was written."),
    QT_TRANSLATE_NOOP("ErrorPhrase", "Only finished predictions have scores."),
    QT_TRANSLATE_NOOP("ErrorPhrase", "The run's folder was moved or deleted; what was recorded of the run stays listed."),
    QT_TRANSLATE_NOOP("ErrorPhrase", "Close other programs or choose a smaller model."),
    QT_TRANSLATE_NOOP("ErrorPhrase", "An adapter is a PEFT folder: adapter_config.json beside adapter_model.safetensors."),
    QT_TRANSLATE_NOOP("ErrorPhrase", "another program has been writing to it for more than five seconds"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "the system ended the worker"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "it is a folder"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "it is not UTF-8"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "the folder is not empty"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "the folder holds no .json or .jsonl files"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "there is a workspace already"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "it is JSON, but holds no dialogues of a known shape"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "workspace.db is empty"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "workspace.db is no SQLite file"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "workspace.db is cut off"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "there is no workspace.db"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "the disk is full"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "it is no backup that this version can read"),
    QT_TRANSLATE_NOOP("ErrorPhrase", "its text is none of those that Attune lays out exactly"),
};

std::string inWords(const std::string &phrase)
{
    return phrase.empty() ? phrase : QCoreApplication::translate("ErrorPhrase", phrase.c_str()).toStdString();
}

} // namespace

QString errorText(const base::Error &error)
{
    base::Error told { error.kind, inWords(error.subject), inWords(error.place), error.params };
    for (auto &[name, value] : told.params)
        value = inWords(value);
    const std::string source(base::sentenceTemplate(error.kind));
    const QString translated = QCoreApplication::translate("Error", source.c_str());
    return QString::fromStdString(base::fillSentence(translated.toStdString(), told));
}

QString errorText(const std::exception &exception)
{
    if (const auto *failure = dynamic_cast<const base::Failure *>(&exception))
        return errorText(failure->error());
    return errorText(base::Error { base::ErrorKind::Internal, {}, {}, { { "reason", exception.what() } } });
}

} // namespace parts
