// SPDX-License-Identifier: GPL-3.0-or-later
// What an import has added so far, kept in the database itself: one that fails is taken back, and one that was killed is taken back
// by whoever opens the workspace next. Internal to core/storage.
#pragma once

#include "storage/dialogue_repository.h"

#include <cstdint>
#include <string>

namespace storage {

class ImportJournal
{
public:
    // `source` and `author` are for whoever reads the table. What an earlier import of this process left is taken back first.
    ImportJournal(Database &database, const std::string &source, const std::string &author);
    ~ImportJournal();
    ImportJournal(const ImportJournal &) = delete;
    ImportJournal &operator=(const ImportJournal &) = delete;

    // In the transaction that adds it.
    void note(const StoredDialogue &added);
    // All of it stays.
    void finish();
    // As if it had never been; what somebody has edited since is theirs. Returns how many could not be taken back: they go when
    // the workspace is opened next.
    int64_t takeBack();

private:
    Database &m_database;
    int64_t m_number = 0;
};

// Those whose process is gone, in short transactions; at most about `limit` dialogues. Never throws: what stays stays noted.
void takeBackAbandonedImports(Database &database, int64_t limit = 2000);

} // namespace storage
