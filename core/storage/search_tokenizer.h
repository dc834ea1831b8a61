// SPDX-License-Identifier: GPL-3.0-or-later
// Words of one and two characters through the trigram index. Internal to core/storage.
#pragma once

struct sqlite3;

namespace storage {

// A word shorter than three characters is the beginning of some trigrams, and FTS5 can look up all terms with a beginning; only
// SQLite's trigram tokenizer makes no term of such a word. So the tokenizer is wrapped on this connection: text is cut as before
// (the file stays as any SQLite makes it), and the prefix of a query is passed on as it is.
void prepareSearch(sqlite3 *handle);

} // namespace storage
