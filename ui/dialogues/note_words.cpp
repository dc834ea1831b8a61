// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogues/note_words.h"

#include "base/numbers.h"
#include "ui/parts/error_text.h"
#include "ui/parts/text_format.h"

#include <QCoreApplication>
#include <QStringList>

namespace dialogues {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(dialogues::NoteWords)
};

QString param(const dialogue::ImportNote &note, const char *name) { return parts::fromUtf8(note.param(name)); }

int countOf(const dialogue::ImportNote &note) { return int(base::toInteger(note.param("count")).value_or(0)); }

} // namespace

QString noteWords(const dialogue::ImportNote &note)
{
    switch (note.kind) {
    case dialogue::NoteKind::ByteOrderMark:
        return Words::tr("The file began with a byte order mark; it is not part of the dialogues.");
    case dialogue::NoteKind::EmptyTurn:
        return Words::tr("The turn is empty.");
    case dialogue::NoteKind::EmptySeekerTurn:
        return Words::tr("The seeker's turn is empty.");
    case dialogue::NoteKind::BlankReplies:
        return Words::tr("%1 of %2 supporter turns are blank; a model can fill them.").arg(param(note, "blank"), param(note, "replies"));
    case dialogue::NoteKind::NoCharacter:
        return Words::tr("The dialogue has no \"character\", so it has no profile.");
    case dialogue::NoteKind::DoubledField:
        return Words::tr("The field %1 stands twice in one object; the last one was read.").arg(param(note, "field"));
    case dialogue::NoteKind::DoubledKey:
        return Words::tr("The key %1 stands more than once in the file.").arg(param(note, "key"));
    case dialogue::NoteKind::LeftOut:
        return Words::tr("Left out: %1").arg(note.error ? parts::errorText(*note.error) : QString());
    case dialogue::NoteKind::LayoutNotKept:
        return Words::tr("The file's layout is not one that can be written back byte for byte; an export holds the same dialogues in a tidy layout.");
    case dialogue::NoteKind::MoreNotes:
        return Words::tr("%n more note(s) are not listed.", nullptr, countOf(note));
    case dialogue::NoteKind::OuterWhitespace:
        return Words::tr("%n turn(s) had whitespace around their text. It is not part of the text; an export in the same format puts it back.", nullptr, countOf(note));
    case dialogue::NoteKind::StrategyRead:
        return Words::tr("%n strategies “%1” are read as “%2”.", nullptr, countOf(note)).arg(param(note, "from"), param(note, "to"));
    case dialogue::NoteKind::JoinedParts:
        return Words::tr("%n message(s) came in several parts; they are joined to one text.", nullptr, countOf(note));
    case dialogue::NoteKind::SystemMessages:
        return Words::tr("%n system message(s) are kept for export and are not part of the dialogue.", nullptr, countOf(note));
    case dialogue::NoteKind::ToolMessages:
        return Words::tr("%n message(s) of tools (“%1”) are kept for export and are not part of the dialogue.", nullptr, countOf(note)).arg(param(note, "role"));
    case dialogue::NoteKind::SeveralStrategies:
        return Words::tr("The turn has several strategies, %1; they are kept for export and none is shown.").arg(param(note, "strategies"));
    case dialogue::NoteKind::FieldKept:
        return Words::tr("%n turn(s) have a field %1; it is kept with the dialogue and is not shown.", nullptr, countOf(note)).arg(param(note, "field"));
    case dialogue::NoteKind::ProfileNoObject:
        return Words::tr("The profile “%1” is not an object of fields but %2; it is kept for export and is not shown.").arg(param(note, "field"), param(note, "found"));
    case dialogue::NoteKind::NumbersKept:
        return Words::tr("%n number(s) cannot be held as they stand; their digits are kept as text, and an export in the same format writes them as they were.", nullptr, countOf(note));
    case dialogue::NoteKind::FieldsBeside:
        return Words::tr("The file's fields %1 belong to no dialogue and are left aside.").arg(param(note, "fields"));
    case dialogue::NoteKind::TextBefore:
        return Words::tr("The text before the first turn is kept with the dialogue and is not shown: %1").arg(param(note, "text"));
    case dialogue::NoteKind::SpeakersByOrder:
        return Words::tr("%n dialogue(s) number their speakers without saying who seeks help; the first to speak is read as the seeker.", nullptr, countOf(note));
    case dialogue::NoteKind::FilesNotRead:
        return Words::tr("%n file(s) of the folder are not read: %1", nullptr, countOf(note)).arg(param(note, "names"));
    case dialogue::NoteKind::SameSpeaker:
        return Words::tr("The same speaker as in the turn before.");
    case dialogue::NoteKind::SupporterFirst:
        return Words::tr("The supporter speaks first.");
    case dialogue::NoteKind::RatingArtefact:
        return Words::tr("The seeker gives a rating, a trace of how the text was made.");
    case dialogue::NoteKind::Duplicate:
        return Words::tr("The same content as dialogue %1.").arg(param(note, "of"));
    case dialogue::NoteKind::NearDuplicates:
        return Words::tr("%n dialogue(s) are nearly equal to others; a split keeps each in one part with its like.", nullptr, countOf(note));
    case dialogue::NoteKind::DialoguesNotKept:
        return Words::tr("%n dialogue(s) cannot be read back from the file.", nullptr, countOf(note));
    case dialogue::NoteKind::TurnsNotKept:
        return Words::tr("%n dialogue(s) are written with other turns than they have.", nullptr, countOf(note));
    case dialogue::NoteKind::TextNotKept:
        return Words::tr("%n turn(s) are written with another text than they have.", nullptr, countOf(note));
    case dialogue::NoteKind::StrategiesNotKept:
        return Words::tr("%n turn(s) lose their strategy.", nullptr, countOf(note));
    case dialogue::NoteKind::MarksNotKept:
        return Words::tr("%n turn(s) lose the mark that nothing is to be learned from them.", nullptr, countOf(note));
    case dialogue::NoteKind::ProfilesNotKept:
        return Words::tr("%n dialogue(s) lose their profile.", nullptr, countOf(note));
    case dialogue::NoteKind::ProfileFieldsNotKept:
        return Words::tr("%n profile(s) lose fields or write them otherwise: %1.", nullptr, countOf(note)).arg(param(note, "fields"));
    case dialogue::NoteKind::KeysNotKept:
        return Words::tr("%n dialogue(s) lose the number or name that their file gave them, or share it and are numbered anew.", nullptr, countOf(note));
    case dialogue::NoteKind::AsideNotKept:
        return Words::tr("%n message(s) that are no turns (system, tools) are lost.", nullptr, countOf(note));
    case dialogue::NoteKind::FieldsNotKept:
        return Words::tr("%n dialogue(s) lose fields of their own file: %1.", nullptr, countOf(note)).arg(param(note, "fields"));
    case dialogue::NoteKind::Corrected:
        return Words::tr("%n dialogue(s) are here under the same number with other content (%1 of them edited here since). They were not brought in; they can be taken as new revisions of those.",
            nullptr, countOf(note)).arg(param(note, "edited"));
    case dialogue::NoteKind::NearTwoKeys:
        return Words::tr("It is nearly equal to %1 and to %2, which a split may part; it stays with the first.")
            .arg(param(note, "kept_with"), param(note, "also_near"));
    }
    return {};
}

QString placeWords(const dialogue::NotePlace &place)
{
    const QString between = Words::tr(", ", "between places");
    QStringList words;
    if (!place.file.empty())
        words << parts::fromUtf8(place.file);
    if (!place.dialogue.empty())
        words << Words::tr("dialogue %1").arg(parts::fromUtf8(place.dialogue));
    if (place.line > 0)
        words << Words::tr("line %1").arg(place.line);
    QStringList turns;
    for (const int turn : place.turns)
        turns << QString::number(turn);
    if (place.more_turns)
        turns << QStringLiteral("…");
    if (turns.size() == 1)
        words << Words::tr("turn %1").arg(turns.first());
    else if (!turns.isEmpty())
        words << Words::tr("turns %1").arg(turns.join(between));
    return words.join(between);
}

} // namespace dialogues
