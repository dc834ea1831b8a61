// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/search_tokenizer.h"

#include <sqlite3.h>

#include <memory>

namespace storage {

namespace {

// SQLite's own, as the file names it. It is the same for all connections of the process.
struct Trigrams
{
    fts5_tokenizer calls {};
    void *data = nullptr;
};

struct Wrapped
{
    const Trigrams *trigrams;
    Fts5Tokenizer *inner = nullptr;
};

int create(void *data, const char **arguments, int count, Fts5Tokenizer **out)
{
    auto wrapped = std::make_unique<Wrapped>();
    wrapped->trigrams = static_cast<Trigrams *>(data);
    const int result = wrapped->trigrams->calls.xCreate(wrapped->trigrams->data, arguments, count, &wrapped->inner);
    if (result == SQLITE_OK)
        *out = reinterpret_cast<Fts5Tokenizer *>(wrapped.release());
    return result;
}

void destroy(Fts5Tokenizer *tokenizer)
{
    const std::unique_ptr<Wrapped> wrapped(reinterpret_cast<Wrapped *>(tokenizer));
    wrapped->trigrams->calls.xDelete(wrapped->inner);
}

int tokenize(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int size,
    int (*token)(void *, int, const char *, int, int, int))
{
    if ((flags & FTS5_TOKENIZE_QUERY) && (flags & FTS5_TOKENIZE_PREFIX))
        return token(context, 0, text, size, 0, size);
    const auto *wrapped = reinterpret_cast<Wrapped *>(tokenizer);
    return wrapped->trigrams->calls.xTokenize(wrapped->inner, context, flags, text, size, token);
}

fts5_api *apiOf(sqlite3 *handle)
{
    fts5_api *api = nullptr;
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}

} // namespace

void prepareSearch(sqlite3 *handle)
{
    constexpr char kName[] = "trigram";
    fts5_api *api = apiOf(handle);
    auto trigrams = std::make_unique<Trigrams>();
    if (!api || api->xFindTokenizer(api, kName, &trigrams->data, &trigrams->calls) != SQLITE_OK)
        return; // searching says so
    fts5_tokenizer calls { create, destroy, tokenize };
    const auto forget = [](void *data) { delete static_cast<Trigrams *>(data); };
    if (api->xCreateTokenizer(api, kName, trigrams.get(), &calls, forget) == SQLITE_OK)
        trigrams.release();
}

} // namespace storage
