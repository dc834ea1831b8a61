-- SPDX-License-Identifier: GPL-3.0-or-later
-- A workspace. Times are UTC ISO-8601 text, JSON is text, scores are on the scale 0 to 100.

CREATE TABLE workspace (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE profile (
    id TEXT PRIMARY KEY,
    fields TEXT NOT NULL,               -- [{"name":..,"value":..}], in the order of the file
    name TEXT NOT NULL,                 -- for lists
    situation TEXT NOT NULL,            -- the key that splits keep together
    search_text TEXT NOT NULL,          -- case-folded
    made_with_dialogue INTEGER NOT NULL, -- 1: came with its dialogue and goes with it
    revision INTEGER NOT NULL,
    author TEXT NOT NULL,
    updated TEXT NOT NULL,
    content_hash TEXT NOT NULL
) STRICT;

CREATE TABLE dialogue (
    number INTEGER PRIMARY KEY,         -- row id of the full-text index, order of arrival
    id TEXT NOT NULL UNIQUE,
    source_key TEXT NOT NULL,
    source_name TEXT NOT NULL,
    language TEXT NOT NULL,
    profile_id TEXT REFERENCES profile (id),
    source_style TEXT NOT NULL,
    turn_count INTEGER NOT NULL,
    first_text TEXT NOT NULL,
    search_text TEXT NOT NULL,          -- key, profile and turns, case-folded
    revision INTEGER NOT NULL,
    author TEXT NOT NULL,
    updated TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    source_hash TEXT NOT NULL           -- content_hash when it was added: recognises a second import
) STRICT;
CREATE INDEX dialogue_by_profile ON dialogue (profile_id);
CREATE INDEX dialogue_by_source ON dialogue (source_name, source_key);

CREATE TABLE turn (
    dialogue_id TEXT NOT NULL REFERENCES dialogue (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    speaker TEXT NOT NULL CHECK (speaker IN ('seeker', 'supporter')),
    text TEXT NOT NULL,
    scheme TEXT,
    label TEXT,
    PRIMARY KEY (dialogue_id, position),
    UNIQUE (dialogue_id, id)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE dialogue_search USING fts5 (
    search_text, content = 'dialogue', content_rowid = 'number', tokenize = 'trigram case_sensitive 1'
);
CREATE TRIGGER dialogue_search_insert AFTER INSERT ON dialogue BEGIN
    INSERT INTO dialogue_search (rowid, search_text) VALUES (new.number, new.search_text);
END;
CREATE TRIGGER dialogue_search_delete AFTER DELETE ON dialogue BEGIN
    INSERT INTO dialogue_search (dialogue_search, rowid, search_text) VALUES ('delete', old.number, old.search_text);
END;
CREATE TRIGGER dialogue_search_update AFTER UPDATE OF search_text ON dialogue BEGIN
    INSERT INTO dialogue_search (dialogue_search, rowid, search_text) VALUES ('delete', old.number, old.search_text);
    INSERT INTO dialogue_search (rowid, search_text) VALUES (new.number, new.search_text);
END;

-- Every saved state of a dialogue or profile, also after it was deleted.
CREATE TABLE revision (
    object_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('dialogue', 'profile')),
    author TEXT NOT NULL,
    time TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    content TEXT NOT NULL,              -- JSON; empty: deleted
    PRIMARY KEY (object_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE prompt (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,           -- the newest
    updated TEXT NOT NULL
) STRICT;
CREATE TABLE prompt_version (
    prompt_id TEXT NOT NULL REFERENCES prompt (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    content TEXT NOT NULL,              -- text::PromptTemplate as JSON
    content_hash TEXT NOT NULL,
    author TEXT NOT NULL,
    time TEXT NOT NULL,
    PRIMARY KEY (prompt_id, version)
) STRICT;

-- From here on everything can be rebuilt from the run folders.
CREATE TABLE run (
    id TEXT PRIMARY KEY,
    folder TEXT NOT NULL UNIQUE,        -- relative to the workspace, or absolute outside of it
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    created TEXT NOT NULL,
    spec TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'ended')),
    outcome TEXT,
    error TEXT,                         -- JSON of run::errorToJson
    started TEXT NOT NULL DEFAULT '',
    ended TEXT NOT NULL DEFAULT '',
    stage TEXT NOT NULL DEFAULT '',
    step INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0,
    eta_seconds REAL,
    adapter TEXT NOT NULL DEFAULT '',   -- relative to the run folder
    machine TEXT NOT NULL DEFAULT '',   -- JSON of the started event
    attempt INTEGER NOT NULL DEFAULT 1,
    events_offset INTEGER NOT NULL DEFAULT 0,
    last_seq INTEGER NOT NULL DEFAULT 0,
    predictions_offset INTEGER NOT NULL DEFAULT 0,
    predictions_line INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX run_by_created ON run (created);

CREATE TABLE run_event (
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    time TEXT NOT NULL,
    type TEXT NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE metric (
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    step INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    value REAL,                         -- NULL: not finite
    PRIMARY KEY (run_id, name, step, attempt)
) STRICT, WITHOUT ROWID;

CREATE TABLE prediction (
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    dialogue_id TEXT NOT NULL,
    turn_id TEXT NOT NULL,
    line INTEGER NOT NULL,              -- order in predictions.jsonl
    revision INTEGER NOT NULL,
    source_key TEXT NOT NULL,
    seeker TEXT NOT NULL,
    reference TEXT NOT NULL,
    prediction TEXT NOT NULL,
    finish_reason TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    new_tokens INTEGER NOT NULL,
    seconds REAL NOT NULL,
    PRIMARY KEY (run_id, dialogue_id, turn_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE score_set (
    id INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    file TEXT NOT NULL,                 -- scores/<definition>-<n>.json, relative to the run folder
    definition TEXT NOT NULL,           -- "official@1"
    created TEXT NOT NULL,
    replies INTEGER NOT NULL,
    missing TEXT NOT NULL,              -- {"vector_extrema": "why"}
    UNIQUE (run_id, file)
) STRICT;
CREATE TABLE score (
    set_id INTEGER NOT NULL REFERENCES score_set (id) ON DELETE CASCADE,
    metric TEXT NOT NULL,
    value REAL,
    PRIMARY KEY (set_id, metric)
) STRICT, WITHOUT ROWID;
CREATE TABLE reply_score (
    set_id INTEGER NOT NULL REFERENCES score_set (id) ON DELETE CASCADE,
    dialogue_id TEXT NOT NULL,
    turn_id TEXT NOT NULL,
    metric TEXT NOT NULL,
    value REAL,
    PRIMARY KEY (set_id, dialogue_id, turn_id, metric)
) STRICT, WITHOUT ROWID;

CREATE TABLE known_model (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    path TEXT NOT NULL UNIQUE,          -- a folder, a .gguf file or the id of a card
    added TEXT NOT NULL
) STRICT;

-- How often each kind of thing has changed, so that desks know what to read again.
CREATE TABLE change (
    kind TEXT PRIMARY KEY,
    counter INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO change (kind, counter) VALUES ('dialogues', 0), ('profiles', 0), ('prompts', 0), ('runs', 0), ('scores', 0), ('models', 0);
CREATE TRIGGER change_dialogue_insert AFTER INSERT ON dialogue BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'dialogues';
END;
CREATE TRIGGER change_dialogue_update AFTER UPDATE ON dialogue BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'dialogues';
END;
CREATE TRIGGER change_dialogue_delete AFTER DELETE ON dialogue BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'dialogues';
END;
CREATE TRIGGER change_profile_insert AFTER INSERT ON profile BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'profiles';
END;
CREATE TRIGGER change_profile_update AFTER UPDATE ON profile BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'profiles';
END;
CREATE TRIGGER change_profile_delete AFTER DELETE ON profile BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'profiles';
END;
CREATE TRIGGER change_prompt_insert AFTER INSERT ON prompt BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'prompts';
END;
CREATE TRIGGER change_prompt_update AFTER UPDATE ON prompt BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'prompts';
END;
CREATE TRIGGER change_prompt_delete AFTER DELETE ON prompt BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'prompts';
END;
-- Not progress: that comes many times a second.
CREATE TRIGGER change_run_insert AFTER INSERT ON run BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'runs';
END;
CREATE TRIGGER change_run_update AFTER UPDATE OF state, outcome, name, adapter ON run BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'runs';
END;
CREATE TRIGGER change_run_delete AFTER DELETE ON run BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'runs';
END;
CREATE TRIGGER change_score_set_insert AFTER INSERT ON score_set BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'scores';
END;
CREATE TRIGGER change_score_set_delete AFTER DELETE ON score_set BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'scores';
END;
CREATE TRIGGER change_known_model_insert AFTER INSERT ON known_model BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'models';
END;
CREATE TRIGGER change_known_model_update AFTER UPDATE ON known_model BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'models';
END;
CREATE TRIGGER change_known_model_delete AFTER DELETE ON known_model BEGIN
    UPDATE change SET counter = counter + 1 WHERE kind = 'models';
END;
