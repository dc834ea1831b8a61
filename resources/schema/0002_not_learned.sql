-- SPDX-License-Identifier: GPL-3.0-or-later
-- A supporter's turn that a person marked as no example to learn from.
ALTER TABLE turn ADD COLUMN not_learned INTEGER NOT NULL DEFAULT 0 CHECK (not_learned IN (0, 1));
