<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>chat::ChatPage</name>
    <message numerus="yes">
        <source>Another window went with %n chat(s) that were not kept in full: they are among the chats now.</source>
        <translation>
            <numerusform>Another window went with a chat that was not kept in full: it is among the chats now.</numerusform>
            <numerusform>Another window went with %n chats that were not kept in full: they are among the chats now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogues::DialogueList</name>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s)</source>
        <translation>
            <numerusform>%n dialogue</numerusform>
            <numerusform>%n dialogues</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogues::DialogueRow</name>
    <message numerus="yes">
        <source>%n turn(s)</source>
        <translation>
            <numerusform>%n turn</numerusform>
            <numerusform>%n turns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n strategy(ies)</source>
        <translation>
            <numerusform>%n strategy</numerusform>
            <numerusform>%n strategies</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogues::DialoguesPage</name>
    <message numerus="yes">
        <source>%n dialogue(s) written to %1.</source>
        <translation>
            <numerusform>%n dialogue written to %1.</numerusform>
            <numerusform>%n dialogues written to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n dialogue(s)</source>
        <translation>
            <numerusform>Delete %n dialogue</numerusform>
            <numerusform>Delete %n dialogues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) were changed by others since and stay as they are.</source>
        <translation>
            <numerusform>%n dialogue was changed by others since and stays as it is.</numerusform>
            <numerusform>%n dialogues were changed by others since and stay as they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) deleted. The trash keeps them.</source>
        <translation>
            <numerusform>%n dialogue deleted. The trash keeps it.</numerusform>
            <numerusform>%n dialogues deleted. The trash keeps them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export %n dialogue(s)</source>
        <translation>
            <numerusform>Export %n dialogue</numerusform>
            <numerusform>Export %n dialogues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) brought back.</source>
        <translation>
            <numerusform>%n dialogue brought back.</numerusform>
            <numerusform>%n dialogues brought back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deleting %n dialogue(s)… %1 %</source>
        <translation>
            <numerusform>Deleting %n dialogue… %1 %</numerusform>
            <numerusform>Deleting %n dialogues… %1 %</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Bringing back %n dialogue(s)… %1 %</source>
        <translation>
            <numerusform>Bringing back %n dialogue… %1 %</numerusform>
            <numerusform>Bringing back %n dialogues… %1 %</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) are a revision further; undo takes it back.</source>
        <translation>
            <numerusform>%n dialogue is a revision further; undo takes it back.</numerusform>
            <numerusform>%n dialogues are a revision further; undo takes it back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Taking %n new revision(s)…</source>
        <translation>
            <numerusform>Taking %n new revision…</numerusform>
            <numerusform>Taking %n new revisions…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogues::ExportView</name>
    <message numerus="yes">
        <source>%n dialogue(s)</source>
        <translation>
            <numerusform>%n dialogue</numerusform>
            <numerusform>%n dialogues</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogues::ImportReport</name>
    <message numerus="yes">
        <source>Imported %n dialogue(s).</source>
        <translation>
            <numerusform>Imported %n dialogue.</numerusform>
            <numerusform>Imported %n dialogues.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were here already.</source>
        <translation>
            <numerusform>%n was here already.</numerusform>
            <numerusform>%n were here already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read.</source>
        <translation>
            <numerusform>%n could not be read.</numerusform>
            <numerusform>%n could not be read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were refused; nothing of them was kept.</source>
        <translation>
            <numerusform>%n file was refused; nothing of it was kept.</numerusform>
            <numerusform>%n files were refused; nothing of them was kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take %n as new revision(s)</source>
        <translation>
            <numerusform>Take %n as a new revision</numerusform>
            <numerusform>Take %n as new revisions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogues::NoteWords</name>
    <message numerus="yes">
        <source>%n more note(s) are not listed.</source>
        <translation>
            <numerusform>%n more note is not listed.</numerusform>
            <numerusform>%n more notes are not listed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s) had whitespace around their text. It is not part of the text; an export in the same format puts it back.</source>
        <translation>
            <numerusform>%n turn had whitespace around its text. It is not part of the text; an export in the same format puts it back.</numerusform>
            <numerusform>%n turns had whitespace around their text. It is not part of the text; an export in the same format puts it back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n strategies “%1” are read as “%2”.</source>
        <translation>
            <numerusform>%n strategy “%1” is read as “%2”.</numerusform>
            <numerusform>%n strategies “%1” are read as “%2”.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) came in several parts; they are joined to one text.</source>
        <translation>
            <numerusform>%n message came in several parts; they are joined to one text.</numerusform>
            <numerusform>%n messages came in several parts; they are joined to one text.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n system message(s) are kept for export and are not part of the dialogue.</source>
        <translation>
            <numerusform>%n system message is kept for export and is not part of the dialogue.</numerusform>
            <numerusform>%n system messages are kept for export and are not part of the dialogue.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) are nearly equal to others; a split keeps each in one part with its like.</source>
        <translation>
            <numerusform>%n dialogue is nearly equal to another; a split keeps it in one part with its like.</numerusform>
            <numerusform>%n dialogues are nearly equal to others; a split keeps each in one part with its like.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) of tools (“%1”) are kept for export and are not part of the dialogue.</source>
        <translation>
            <numerusform>%n message of tools (“%1”) is kept for export and is not part of the dialogue.</numerusform>
            <numerusform>%n messages of tools (“%1”) are kept for export and are not part of the dialogue.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s) have a field %1; it is kept with the dialogue and is not shown.</source>
        <translation>
            <numerusform>%n turn has a field %1; it is kept with the dialogue and is not shown.</numerusform>
            <numerusform>%n turns have a field %1; it is kept with the dialogue and is not shown.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n number(s) cannot be held as they stand; their digits are kept as text, and an export in the same format writes them as they were.</source>
        <translation>
            <numerusform>%n number cannot be held as it stands; its digits are kept as text, and an export in the same format writes it as it was.</numerusform>
            <numerusform>%n numbers cannot be held as they stand; their digits are kept as text, and an export in the same format writes them as they were.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) number their speakers without saying who seeks help; the first to speak is read as the seeker.</source>
        <translation>
            <numerusform>%n dialogue numbers its speakers without saying who seeks help; the first to speak is read as the seeker.</numerusform>
            <numerusform>%n dialogues number their speakers without saying who seeks help; the first to speak is read as the seeker.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of the folder are not read: %1</source>
        <translation>
            <numerusform>%n file of the folder is not read: %1</numerusform>
            <numerusform>%n files of the folder are not read: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) cannot be read back from the file.</source>
        <translation>
            <numerusform>%n dialogue cannot be read back from the file.</numerusform>
            <numerusform>%n dialogues cannot be read back from the file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) are written with other turns than they have.</source>
        <translation>
            <numerusform>%n dialogue is written with other turns than it has.</numerusform>
            <numerusform>%n dialogues are written with other turns than they have.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s) are written with another text than they have.</source>
        <translation>
            <numerusform>%n turn is written with another text than it has.</numerusform>
            <numerusform>%n turns are written with another text than they have.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s) lose their strategy.</source>
        <translation>
            <numerusform>%n turn loses its strategy.</numerusform>
            <numerusform>%n turns lose their strategy.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s) lose the mark that nothing is to be learned from them.</source>
        <translation>
            <numerusform>%n turn loses the mark that nothing is to be learned from it.</numerusform>
            <numerusform>%n turns lose the mark that nothing is to be learned from them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) lose their profile.</source>
        <translation>
            <numerusform>%n dialogue loses its profile.</numerusform>
            <numerusform>%n dialogues lose their profile.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n profile(s) lose fields or write them otherwise: %1.</source>
        <translation>
            <numerusform>%n profile loses fields or writes them otherwise: %1.</numerusform>
            <numerusform>%n profiles lose fields or write them otherwise: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) lose the number or name that their file gave them, or share it and are numbered anew.</source>
        <translation>
            <numerusform>%n dialogue loses the number or name that its file gave it, or shares it and is numbered anew.</numerusform>
            <numerusform>%n dialogues lose the number or name that their file gave them, or share it and are numbered anew.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) that are no turns (system, tools) are lost.</source>
        <translation>
            <numerusform>%n message that is no turn (system, tools) is lost.</numerusform>
            <numerusform>%n messages that are no turns (system, tools) are lost.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) lose fields of their own file: %1.</source>
        <translation>
            <numerusform>%n dialogue loses fields of its own file: %1.</numerusform>
            <numerusform>%n dialogues lose fields of their own file: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) are here under the same number with other content (%1 of them edited here since). They were not brought in; they can be taken as new revisions of those.</source>
        <translation>
            <numerusform>%n dialogue is here under the same number with other content (%1 edited here since). It was not brought in; it can be taken as a new revision.</numerusform>
            <numerusform>%n dialogues are here under the same number with other content (%1 of them edited here since). They were not brought in; they can be taken as new revisions of those.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>evaluation::EvaluatePage</name>
    <message numerus="yes">
        <source>%1 replies in %n dialogue(s)</source>
        <translation>
            <numerusform>%1 replies in %n dialogue</numerusform>
            <numerusform>%1 replies in %n dialogues</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>evaluation::ScoreCard</name>
    <message numerus="yes">
        <source>%1 · %n replies · %2</source>
        <translation>
            <numerusform>%1 · %n reply · %2</numerusform>
            <numerusform>%1 · %n replies · %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Word vectors: %n row(s) of the file were no vectors and were passed over; the score file names them.</source>
        <translation>
            <numerusform>Word vectors: %n row of the file was no vector and was passed over; the score file names it.</numerusform>
            <numerusform>Word vectors: %n rows of the file were no vectors and were passed over; the score file names them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repl(y/ies) are Chinese, which puts no spaces between words: %1 counts what stands between spaces, so whole sentences count as one word. Its numbers say little of such replies.</source>
        <translation>
            <numerusform>%n reply is Chinese, which puts no spaces between words: %1 counts what stands between spaces, so a whole sentence counts as one word. Its numbers say little of such replies.</numerusform>
            <numerusform>%n replies are Chinese, which puts no spaces between words: %1 counts what stands between spaces, so whole sentences count as one word. Its numbers say little of such replies.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>home::HomePage</name>
    <message numerus="yes">
        <source>%n dialogue(s)</source>
        <translation>
            <numerusform>%n dialogue</numerusform>
            <numerusform>%n dialogues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n profile(s)</source>
        <translation>
            <numerusform>%n profile</numerusform>
            <numerusform>%n profiles</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>home::MachineCard</name>
    <message numerus="yes">
        <source>%n core(s)</source>
        <translation>
            <numerusform>%n core</numerusform>
            <numerusform>%n cores</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parts::DataRecipe</name>
    <message numerus="yes">
        <source>%n situation(s) or near-duplicate(s) stand in more than one part: scores on them are too good.</source>
        <translation>
            <numerusform>%n situation or near-duplicate stands in more than one part: scores on it are too good.</numerusform>
            <numerusform>%n situations or near-duplicates stand in more than one part: scores on them are too good.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) are left out: without a supporter&apos;s reply, with an empty turn, or of no part.</source>
        <translation>
            <numerusform>%n dialogue is left out: without a supporter&apos;s reply, with an empty turn, or of no part.</numerusform>
            <numerusform>%n dialogues are left out: without a supporter&apos;s reply, with an empty turn, or of no part.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parts::EditHistory</name>
    <message numerus="yes">
        <source>delete %n dialogue(s)</source>
        <translation>
            <numerusform>delete %n dialogue</numerusform>
            <numerusform>delete %n dialogues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>take %n new revision(s)</source>
        <translation>
            <numerusform>take %n new revision</numerusform>
            <numerusform>take %n new revisions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parts::NoticeText</name>
    <message numerus="yes">
        <source>%n replies were left empty: their prompt does not fit the cutoff length.</source>
        <translation>
            <numerusform>%n reply was left empty: its prompt does not fit the cutoff length.</numerusform>
            <numerusform>%n replies were left empty: their prompt does not fit the cutoff length.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n replies were left empty: their prompt does not fit the model&apos;s context of %1 tokens.</source>
        <translation>
            <numerusform>%n reply was left empty: its prompt does not fit the model&apos;s context of %1 tokens.</numerusform>
            <numerusform>%n replies were left empty: their prompt does not fit the model&apos;s context of %1 tokens.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) of the part %1 carry no loss and were left out (the first: %2).</source>
        <translation>
            <numerusform>%n dialogue of the part %1 carries no loss and was left out (%2).</numerusform>
            <numerusform>%n dialogues of the part %1 carry no loss and were left out (the first: %2).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) of the part %1 lost their oldest turns to the cutoff length.</source>
        <translation>
            <numerusform>%n dialogue of the part %1 lost its oldest turns to the cutoff length.</numerusform>
            <numerusform>%n dialogues of the part %1 lost their oldest turns to the cutoff length.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parts::TrashView</name>
    <message numerus="yes">
        <source>%n in the trash; they stay until you delete them for good.</source>
        <translation>
            <numerusform>%n in the trash; it stays until you delete it for good.</numerusform>
            <numerusform>%n in the trash; they stay until you delete them for good.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n for good? That cannot be undone.</source>
        <translation>
            <numerusform>Delete it for good? That cannot be undone.</numerusform>
            <numerusform>Delete %n for good? That cannot be undone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n deleted last are listed and can be chosen.</source>
        <translation>
            <numerusform>The one deleted last is listed and can be chosen.</numerusform>
            <numerusform>The %n deleted last are listed and can be chosen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>profiles::ProfilesPage</name>
    <message numerus="yes">
        <source>%n dialogue(s)</source>
        <translation>
            <numerusform>%n dialogue</numerusform>
            <numerusform>%n dialogues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n profile(s)</source>
        <translation>
            <numerusform>%n profile</numerusform>
            <numerusform>%n profiles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s)</source>
        <translation>
            <numerusform>%n turn</numerusform>
            <numerusform>%n turns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Used by %n dialogue(s)</source>
        <translation>
            <numerusform>Used by %n dialogue</numerusform>
            <numerusform>Used by %n dialogues</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prompts::DatasetView</name>
    <message numerus="yes">
        <source>Without %n chat(s), as a run takes the data.</source>
        <translation>
            <numerusform>Without %n chat, as a run takes the data.</numerusform>
            <numerusform>Without %n chats, as a run takes the data.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>runs::RunDetails</name>
    <message numerus="yes">
        <source>%n of its dialogue(s) were edited since: the run has them as they were.</source>
        <translation>
            <numerusform>%n of its dialogues was edited since: the run has it as it was.</numerusform>
            <numerusform>%n of its dialogues were edited since: the run has them as they were.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of its dialogue(s) were deleted since.</source>
        <translation>
            <numerusform>%n of its dialogues was deleted since.</numerusform>
            <numerusform>%n of its dialogues were deleted since.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It was split in an older way: %n of its dialogue(s) stand in another part of today&apos;s split.</source>
        <translation>
            <numerusform>It was split in an older way: %n of its dialogues stands in another part of today&apos;s split.</numerusform>
            <numerusform>It was split in an older way: %n of its dialogues stand in another part of today&apos;s split.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of its dialogue(s) would stand in another part today.</source>
        <translation>
            <numerusform>%n of its dialogues would stand in another part today.</numerusform>
            <numerusform>%n of its dialogues would stand in another part today.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>runs::RunsPage</name>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) are deleted for good, with their adapters and replies.</source>
        <translation>
            <numerusform>%n run is deleted for good, with its adapter and replies.</numerusform>
            <numerusform>%n runs are deleted for good, with their adapters and replies.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::MainWindow</name>
    <message numerus="yes">
        <source>%n saved change(s) are newer than it, the last one: %1.</source>
        <translation>
            <numerusform>%n saved change is newer than it: %1.</numerusform>
            <numerusform>%n saved changes are newer than it, the last one: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n saved change(s) are newer than it.</source>
        <translation>
            <numerusform>%n saved change is newer than it.</numerusform>
            <numerusform>%n saved changes are newer than it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) that were not saved yet are newer than it.</source>
        <translation>
            <numerusform>%n draft that was not saved yet is newer than it.</numerusform>
            <numerusform>%n drafts that were not saved yet are newer than it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The import of %1 was cut off. The %n dialogue(s) that had come in of it were taken back; import it again.</source>
        <translation>
            <numerusform>The import of %1 was cut off. The %n dialogue that had come in of it was taken back; import it again.</numerusform>
            <numerusform>The import of %1 was cut off. The %n dialogues that had come in of it were taken back; import it again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::RunningBar</name>
    <message numerus="yes">
        <source>%n more running</source>
        <translation>
            <numerusform>%n more running</numerusform>
            <numerusform>%n more running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>training::PreflightCard</name>
    <message numerus="yes">
        <source>%n dialogue(s) are longer than cutoff_len and lose their oldest turns.</source>
        <translation>
            <numerusform>%n dialogue is longer than cutoff_len and loses its oldest turns.</numerusform>
            <numerusform>%n dialogues are longer than cutoff_len and lose their oldest turns.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) have nothing to learn from at this cutoff_len and are left out.</source>
        <translation>
            <numerusform>%n dialogue has nothing to learn from at this cutoff_len and is left out.</numerusform>
            <numerusform>%n dialogues have nothing to learn from at this cutoff_len and are left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>training::TrainPage</name>
    <message numerus="yes">
        <source>%Ln step(s)</source>
        <translation>
            <numerusform>%Ln step</numerusform>
            <numerusform>%Ln steps</numerusform>
        </translation>
    </message>
</context>
</TS>
