-- SPDX-License-Identifier: GPL-3.0-or-later
-- The known chat template that a person chose for a model whose own one is not recognised; empty: recognised.
ALTER TABLE known_model ADD COLUMN chat_template TEXT NOT NULL DEFAULT '';
