-- SPDX-License-Identifier: GPL-3.0-or-later
-- Where dialogues come from: what may be done with them outside this machine, and how they are known again.

-- A row for each source that somebody has said something about; dialogue.source_name names it.
CREATE TABLE source (
    name TEXT PRIMARY KEY,
    origin TEXT NOT NULL DEFAULT 'unknown'
        CHECK (origin IN ('unknown', 'real_people', 'simulated', 'self_written', 'public_data')),
    licence TEXT NOT NULL DEFAULT '',   -- "CC BY-NC 4.0", or where the consent of real people stands
    may_leave INTEGER CHECK (may_leave IN (0, 1)), -- the machine; NULL: nobody was asked yet
    author TEXT NOT NULL,
    time TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A second import is recognised by content, whatever the file is called now.
CREATE INDEX dialogue_by_source_hash ON dialogue (source_hash);
CREATE INDEX dialogue_by_content_hash ON dialogue (content_hash);
CREATE INDEX import_part_by_dialogue ON import_part (dialogue_id);
