// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/search_refresh.h"

#include "storage/folded_text.h"
#include "storage/sql.h"

#include <chrono>
#include <thread>

namespace storage {

namespace {

constexpr char kVersion[] = "search_text";
constexpr char kDone[] = "search_text_done"; // row number up to which an unfinished refresh came
constexpr int kBatch = 50;
constexpr std::chrono::milliseconds kGap { 5 };

int64_t valueOf(const Database &database, const char *key, int64_t absent)
{
    Query row(database, "SELECT CAST(value AS INTEGER) FROM workspace WHERE key = ?");
    row.with(key);
    return row.next() ? row.number(0) : absent;
}

void setValue(const Database &database, const char *key, int64_t value)
{
    Query(database, "INSERT INTO workspace (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .with(key).with(std::to_string(value)).run();
}

// Folds some rows again (what was folded already can be folded further) and returns the number of the last; 0: there are no more.
int64_t foldSome(const Database &database, const std::string &table, int64_t after)
{
    Query rows(database, "SELECT rowid, search_text FROM " + table + " WHERE rowid > ? ORDER BY rowid LIMIT ?");
    rows.with(after).with(kBatch);
    Query write(database, "UPDATE " + table + " SET search_text = ? WHERE rowid = ?");
    std::vector<std::pair<int64_t, std::string>> changed;
    int64_t last = 0;
    while (rows.next()) {
        last = rows.number(0);
        const std::string text = rows.text(1);
        if (std::string folded = foldedText(text); folded != text)
            changed.emplace_back(last, std::move(folded));
    }
    for (const auto &[number, text] : changed)
        write.with(text).with(number).run();
    return last;
}

} // namespace

bool searchNeedsRefresh(const Database &database) { return valueOf(database, kVersion, 1) < kFoldedTextVersion; }

void refreshSearch(Database &database, const base::CancelToken &cancel)
{
    int64_t last = valueOf(database, kDone, 0);
    for (bool isDone = !searchNeedsRefresh(database); !isDone;) {
        cancel.throwIfCancelled("The refresh of the search");
        database.transaction([&] {
            last = foldSome(database, "dialogue", last);
            setValue(database, kDone, last);
        });
        isDone = last == 0;
        std::this_thread::sleep_for(kGap);
    }
    if (!searchNeedsRefresh(database))
        return;
    for (int64_t profile = 0;;) {
        cancel.throwIfCancelled("The refresh of the search");
        database.transaction([&] { profile = foldSome(database, "profile", profile); });
        if (profile == 0)
            break;
    }
    database.transaction([&] {
        setValue(database, kVersion, kFoldedTextVersion);
        Query(database, "DELETE FROM workspace WHERE key = ?").with(kDone).run();
    });
}

} // namespace storage
