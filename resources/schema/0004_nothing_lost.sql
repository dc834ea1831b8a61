-- SPDX-License-Identifier: GPL-3.0-or-later
-- Turns keep their rows; drafts, a log of what people did, a trash, the split's key, the parts of an import, owners of work.

-- A turn is its id; where it stands is data.
CREATE TABLE turn_by_id (
    dialogue_id TEXT NOT NULL REFERENCES dialogue (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    speaker TEXT NOT NULL CHECK (speaker IN ('seeker', 'supporter')),
    text TEXT NOT NULL,
    scheme TEXT,
    label TEXT,
    not_learned INTEGER NOT NULL DEFAULT 0 CHECK (not_learned IN (0, 1)),
    PRIMARY KEY (dialogue_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO turn_by_id (dialogue_id, id, position, speaker, text, scheme, label, not_learned)
    SELECT dialogue_id, id, position, speaker, text, scheme, label, not_learned FROM turn;
DROP TABLE turn;
ALTER TABLE turn_by_id RENAME TO turn;
CREATE INDEX turn_in_order ON turn (dialogue_id, position);
CREATE INDEX turn_with_strategy ON turn (dialogue_id) WHERE label IS NOT NULL;

-- What keeps dialogues in one part of every seeded split (dialogue/split_key.h); made at import, not changed by edits. Empty: from
-- before this schema, filled when the workspace is opened.
ALTER TABLE dialogue ADD COLUMN split_key TEXT NOT NULL DEFAULT '';
CREATE INDEX dialogue_by_split_key ON dialogue (split_key);
-- Hashes of bands of a dialogue's sketch: dialogues that share one may be near-duplicates.
CREATE TABLE dialogue_band (
    hash INTEGER NOT NULL,
    number INTEGER NOT NULL REFERENCES dialogue (number) ON DELETE CASCADE,
    PRIMARY KEY (hash, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX dialogue_band_by_number ON dialogue_band (number);

-- What was typed and is not saved yet, a row for each process that types. No revision; makes nothing stale.
CREATE TABLE draft (
    object_id TEXT NOT NULL,            -- of a dialogue, profile or prompt; "chat" for the chat's own fields
    field TEXT NOT NULL,                -- "turn:<turn id>", "section:<name>", "composer", a profile field's name
    owner TEXT NOT NULL DEFAULT '',     -- JSON of the process that types (run/process_identity.h)
    kind TEXT NOT NULL,                 -- dialogue, profile, prompt, chat
    text TEXT NOT NULL,
    base_revision INTEGER NOT NULL,     -- 0: the object is not saved yet
    author TEXT NOT NULL,
    time TEXT NOT NULL,
    PRIMARY KEY (object_id, field, owner)
) STRICT, WITHOUT ROWID;

-- What people did, in order: undo walks back through it, also after a restart. States stand in `revision`.
CREATE TABLE edit (
    number INTEGER PRIMARY KEY,
    author TEXT NOT NULL,
    time TEXT NOT NULL,
    what TEXT NOT NULL,                 -- a kind of edit, never a sentence: "text", "strategy", "delete_dialogues"
    undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;
CREATE TABLE edit_part (
    edit INTEGER NOT NULL REFERENCES edit (number) ON DELETE CASCADE,
    object_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('dialogue', 'profile')),
    before INTEGER NOT NULL,            -- revision that held before; 0: it was not there
    after INTEGER NOT NULL,             -- revision that was made; that of a deletion has no content
    place TEXT NOT NULL DEFAULT '',     -- where to look: a turn's id, a field's name
    PRIMARY KEY (edit, object_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX edit_part_by_object ON edit_part (object_id);

-- Deleted dialogues and profiles, whole, until they are brought back or deleted for good.
CREATE TABLE trash (
    object_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('dialogue', 'profile')),
    title TEXT NOT NULL,
    revision INTEGER NOT NULL,          -- of the deletion
    author TEXT NOT NULL,
    time TEXT NOT NULL,
    content TEXT NOT NULL,              -- JSON of the object
    kept TEXT NOT NULL                  -- JSON of what the object's own JSON has not: split_key, source_hash, made_with_dialogue
) STRICT, WITHOUT ROWID;
CREATE INDEX trash_by_time ON trash (time);
-- Which deleted dialogues would bring a profile along.
CREATE INDEX trash_by_profile ON trash (json_extract(kept, '$.profile_id')) WHERE kind = 'dialogue';

-- An import that is not whole yet; taken back at the next start when its owner is gone.
CREATE TABLE import (
    number INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    author TEXT NOT NULL,
    started TEXT NOT NULL,
    owner TEXT NOT NULL                 -- "<pid> <start time> <boot id>"
) STRICT;
CREATE TABLE import_part (
    import INTEGER NOT NULL REFERENCES import (number) ON DELETE CASCADE,
    dialogue_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    profile_id TEXT NOT NULL,
    profile_revision INTEGER NOT NULL,
    PRIMARY KEY (import, dialogue_id)
) STRICT, WITHOUT ROWID;

-- Work that only one process may do at a time: "score:<run id>".
CREATE TABLE claim (
    name TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    time TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO change (kind, counter) VALUES ('trash', 0);
CREATE TRIGGER change_trash_insert AFTER INSERT ON trash BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'trash';
END;
CREATE TRIGGER change_trash_delete AFTER DELETE ON trash BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'trash';
END;

-- Lists are read by these alone, never through the tables: each order has its index.
CREATE INDEX dialogue_by_updated ON dialogue (updated);
CREATE INDEX dialogue_by_turns ON dialogue (turn_count DESC);
CREATE INDEX dialogue_by_key ON dialogue (source_name, length(source_key), source_key);
CREATE INDEX profile_by_situation ON profile (substr(situation, 1, 60), id);
CREATE INDEX profile_by_name ON profile (name = '', name COLLATE NOCASE);
-- A word of one character at a text's very end begins no trigram.
CREATE INDEX dialogue_by_ending ON dialogue (substr(search_text, -2));

-- How many dialogues each source has; counting them anew takes as long as there are many.
CREATE TABLE source_count (
    name TEXT PRIMARY KEY,
    dialogues INTEGER NOT NULL,
    first INTEGER NOT NULL              -- number of the one that came first
) STRICT, WITHOUT ROWID;
INSERT INTO source_count (name, dialogues, first) SELECT source_name, count(*), min(number) FROM dialogue GROUP BY source_name;
CREATE TRIGGER source_count_insert AFTER INSERT ON dialogue BEGIN
    INSERT INTO source_count (name, dialogues, first) VALUES (new.source_name, 1, new.number)
        ON CONFLICT (name) DO UPDATE SET dialogues = dialogues + 1;
END;
CREATE TRIGGER source_count_delete AFTER DELETE ON dialogue BEGIN
    UPDATE source_count SET dialogues = dialogues - 1 WHERE name = old.source_name;
    DELETE FROM source_count WHERE name = old.source_name AND dialogues = 0;
END;
CREATE TRIGGER source_count_update AFTER UPDATE OF source_name ON dialogue WHEN old.source_name <> new.source_name BEGIN
    UPDATE source_count SET dialogues = dialogues - 1 WHERE name = old.source_name;
    DELETE FROM source_count WHERE name = old.source_name AND dialogues = 0;
    INSERT INTO source_count (name, dialogues, first) VALUES (new.source_name, 1, new.number)
        ON CONFLICT (name) DO UPDATE SET dialogues = dialogues + 1;
END;

-- Which folding made the search text (storage/folded_text.h); what older ones made is folded again in the background.
INSERT INTO workspace (key, value) SELECT 'search_text', CASE WHEN EXISTS (SELECT 1 FROM profile) OR EXISTS (SELECT 1 FROM dialogue) THEN '1' ELSE '2' END;

-- Lists name dialogues by number: one that was deleted lends its number to no other.
INSERT INTO workspace (key, value) VALUES ('last_removed_dialogue', '0');
CREATE TRIGGER dialogue_number_stays AFTER DELETE ON dialogue BEGIN
    UPDATE workspace SET value = old.number WHERE key = 'last_removed_dialogue' AND CAST(value AS INTEGER) < old.number;
END;
