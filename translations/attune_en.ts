<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
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
        <source>%n dialogue(s) deleted.</source>
        <translation>
            <numerusform>%n dialogue deleted.</numerusform>
            <numerusform>%n dialogues deleted.</numerusform>
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
</TS>
