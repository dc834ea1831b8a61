// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/import_note.h"

#include "base/error_text.h"

#include <array>

namespace dialogue {

namespace {

struct KindText
{
    NoteKind kind;
    std::string_view name;
    std::string_view text; // a template as base/error_text.h fills it
};

constexpr std::array kTexts {
    KindText { NoteKind::ByteOrderMark, "byte_order_mark", "The file began with a byte order mark; it is not part of the dialogues." },
    KindText { NoteKind::EmptyTurn, "empty_turn", "The turn is empty." },
    KindText { NoteKind::EmptySeekerTurn, "empty_seeker_turn", "The seeker's turn is empty." },
    KindText { NoteKind::BlankReplies, "blank_replies", "{blank} of {replies} supporter turns are blank; a model can fill them." },
    KindText { NoteKind::NoCharacter, "no_character", "The dialogue has no \"character\", so it has no profile." },
    KindText { NoteKind::DoubledField, "doubled_field", "The field {field} stands twice in one object; the last one was read." },
    KindText { NoteKind::DoubledKey, "doubled_key", "The key {key} stands more than once in the file." },
    KindText { NoteKind::LeftOut, "left_out", "Left out: {sentence}" },
    KindText { NoteKind::LayoutNotKept, "layout_not_kept", "The file's layout is not one that can be written back byte for byte; an export holds the same dialogues in a tidy layout." },
    KindText { NoteKind::MoreNotes, "more_notes", "{count} more notes are not listed." },
    KindText { NoteKind::OuterWhitespace, "outer_whitespace", "{count} turns had whitespace around their text. It is not part of the text; an export in the same format puts it back." },
    KindText { NoteKind::StrategyRead, "strategy_read", "{count} strategies \"{from}\" are read as \"{to}\"." },
    KindText { NoteKind::JoinedParts, "joined_parts", "{count} messages came in several parts; they are joined to one text." },
    KindText { NoteKind::SystemMessages, "system_messages", "{count} system messages are kept for export and are not part of the dialogue." },
    KindText { NoteKind::ToolMessages, "tool_messages", "{count} messages of tools (\"{role}\") are kept for export and are not part of the dialogue." },
    KindText { NoteKind::SeveralStrategies, "several_strategies", "The turn has several strategies, {strategies}; they are kept for export and none is shown." },
    KindText { NoteKind::FieldKept, "field_kept", "{count} turns have a field {field}; it is kept with the dialogue and is not shown." },
    KindText { NoteKind::ProfileNoObject, "profile_no_object", "The profile \"{field}\" is not an object of fields but {found}; it is kept for export and is not shown." },
    KindText { NoteKind::NumbersKept, "numbers_kept", "{count} numbers cannot be held as they stand; their digits are kept as text, and an export in the same format writes them as they were." },
    KindText { NoteKind::FieldsBeside, "fields_beside", "The file's fields {fields} belong to no dialogue and are left aside." },
    KindText { NoteKind::TextBefore, "text_before", "The text before the first turn is kept with the dialogue and is not shown: {text}" },
    KindText { NoteKind::SpeakersByOrder, "speakers_by_order", "{count} dialogues number their speakers without saying who seeks help; the first to speak is read as the seeker." },
    KindText { NoteKind::FilesNotRead, "files_not_read", "{count} files of the folder are not read: {names}" },
    KindText { NoteKind::SameSpeaker, "same_speaker", "The same speaker as in the turn before." },
    KindText { NoteKind::SupporterFirst, "supporter_first", "The supporter speaks first." },
    KindText { NoteKind::RatingArtefact, "rating_artefact", "The seeker gives a rating, a trace of how the text was made." },
    KindText { NoteKind::Duplicate, "duplicate", "The same content as dialogue {of}." },
    KindText { NoteKind::NearDuplicates, "near_duplicates", "{count} dialogues are nearly equal to others; a split keeps each in one part with its like." },
    KindText { NoteKind::Corrected, "corrected", "{count} dialogues are here under the same number with other content ({edited} of them edited here since). They were not brought in; they can be taken as new revisions of those." },
    KindText { NoteKind::NearTwoKeys, "near_two_keys", "It is nearly equal to {kept_with} and to {also_near}, which a split may part; it stays with the first." },
    KindText { NoteKind::DialoguesNotKept, "dialogues_not_kept", "{count} dialogues cannot be read back from the file." },
    KindText { NoteKind::TurnsNotKept, "turns_not_kept", "{count} dialogues are written with other turns than they have." },
    KindText { NoteKind::TextNotKept, "text_not_kept", "{count} turns are written with another text than they have." },
    KindText { NoteKind::StrategiesNotKept, "strategies_not_kept", "{count} turns lose their strategy." },
    KindText { NoteKind::MarksNotKept, "marks_not_kept", "{count} turns lose the mark that nothing is to be learned from them." },
    KindText { NoteKind::ProfilesNotKept, "profiles_not_kept", "{count} dialogues lose their profile." },
    KindText { NoteKind::ProfileFieldsNotKept, "profile_fields_not_kept", "{count} profiles lose fields or write them otherwise: {fields}." },
    KindText { NoteKind::KeysNotKept, "keys_not_kept", "{count} dialogues lose the number or name that their file gave them, or share it and are numbered anew." },
    KindText { NoteKind::AsideNotKept, "aside_not_kept", "{count} messages that are no turns (system, tools) are lost." },
    KindText { NoteKind::FieldsNotKept, "fields_not_kept", "{count} dialogues lose fields of their own file: {fields}." },
};

const KindText &textOf(NoteKind kind)
{
    for (const KindText &text : kTexts) {
        if (text.kind == kind)
            return text;
    }
    return kTexts.front();
}

} // namespace

std::string ImportNote::param(const std::string &name) const { return base::Error { {}, {}, {}, params }.param(name); }

std::string_view noteName(NoteKind kind) { return textOf(kind).name; }

std::string noteText(const ImportNote &note)
{
    base::Error facts { {}, {}, {}, note.params };
    if (note.error)
        facts.params.emplace_back("sentence", base::sentence(*note.error));
    return base::fillSentence(textOf(note.kind).text, facts);
}

std::string placeText(const NotePlace &place)
{
    std::string text = place.file;
    const auto add = [&text](const std::string &more) { text += (text.empty() ? "" : ", ") + more; };
    if (!place.dialogue.empty())
        add("dialogue " + place.dialogue);
    if (place.line > 0)
        add("line " + std::to_string(place.line));
    std::string turns;
    for (const int turn : place.turns)
        turns += (turns.empty() ? "" : ", ") + std::to_string(turn);
    if (!turns.empty())
        add((place.turns.size() == 1 && !place.more_turns ? "turn " : "turns ") + turns + (place.more_turns ? " ..." : ""));
    return text;
}

} // namespace dialogue
