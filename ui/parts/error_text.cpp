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

} // namespace

QString errorText(const base::Error &error)
{
    const std::string source(base::sentenceTemplate(error.kind));
    const QString translated = QCoreApplication::translate("Error", source.c_str());
    return QString::fromStdString(base::fillSentence(translated.toStdString(), error));
}

QString errorText(const std::exception &exception)
{
    if (const auto *failure = dynamic_cast<const base::Failure *>(&exception))
        return errorText(failure->error());
    return errorText(base::Error { base::ErrorKind::Internal, {}, {}, { { "reason", exception.what() } } });
}

} // namespace parts
