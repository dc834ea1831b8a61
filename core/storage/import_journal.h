// SPDX-License-Identifier: GPL-3.0-or-later
// What an import has added so far, kept in the database itself: one that fails is taken back, and one that was killed is taken back
// by whoever opens the workspace next.
#pragma once

#include "base/cancel.h"
#include "storage/dialogue_repository.h"

#include <cstdint>
#include <set>
#include <string>

namespace storage {

class ImportJournal
{
public:
    // What earlier imports left whose process is gone is taken back first, and one of the same source that is at work is waited for: what it
    // has added may be taken back, and is not "there already". Throws Cancelled. `author` is for whoever reads the table.
    ImportJournal(Database &database, const std::string &source, const std::string &author, const base::CancelToken &cancel = {});
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
    bool begin(const std::string &source, const std::string &author); // false: another one of this source is at work

    Database &m_database;
    int64_t m_number = 0;
};

// Dialogues that an import at work, or one that was cut off, has added and nobody has edited since.
std::set<std::string> unfinishedImports(const Database &database);

// Nothing of this process is at work in this workspace any more: what it left (a connection that was stopped cannot take back, and cannot
// give up a name) is marked as anybody's, though the process lives on.
void abandonOwnImports(Database &database);

// Those whose process is gone, in short transactions; at most about `limit` dialogues. Never throws: what stays stays noted.
void takeBackAbandonedImports(Database &database, int64_t limit);
bool hasAbandonedImports(const Database &database);

} // namespace storage
