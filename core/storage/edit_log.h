// SPDX-License-Identifier: GPL-3.0-or-later
// What people did to dialogues and profiles, in order: undo walks back through it, from one dialogue to another and after a restart.
// It holds which revisions came before and after; the states themselves stand in the history. Undoing makes new revisions.
// Everybody undoes what they did themselves (by author), and dialogues apart from profiles.
#pragma once

#include "base/cancel.h"
#include "storage/database.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace storage {

enum class EditScope { Dialogues, Profiles }; // an edit that touches a dialogue is one of dialogues

struct EditPart
{
    std::string object_id;
    std::string kind; // "dialogue", "profile"
    int64_t before = 0; // revision; 0: it was not there
    int64_t after = 0; // that of a deletion has no content
    std::string place; // a turn's id, a field's name
};

struct Edit
{
    int64_t number = 0;
    std::string author;
    std::string time;
    std::string what; // a kind of edit: "text", "strategy", "delete_dialogues"
    std::vector<EditPart> parts; // dialogues first
    int64_t dialogues = 0; // how many it touched
    int64_t passed = 0; // of a step through many: how many were left as they are, because others changed or deleted them since
};

class EditLog
{
public:
    static constexpr int64_t kKept = 10000; // edits; the oldest go

    explicit EditLog(Database &database)
        : m_database(database)
    {
    }

    // Runs `work` in one transaction. All that it saves, adds, deletes or brings back is one edit; what was undone before can then not be
    // redone any more. With `joins`, an edit that can be undone next, of the same objects, it becomes part of that one (somebody types
    // on). Returns the edit's number, 0 when nothing was changed.
    int64_t record(const std::string &what, const std::string &author, const std::function<void()> &work, const std::string &place = {},
        int64_t joins = 0);
    // The same for many things, one by one, in short transactions: others save between them. What ends it in the middle (a fault, a kill,
    // `cancel`) leaves an edit of what was done until then, which can be undone.
    int64_t recordMany(const std::string &what, const std::string &author, size_t count, const std::function<void(size_t)> &one,
        const std::function<void(double)> &progress = {}, const base::CancelToken &cancel = {});

    // For showing them: of each the first part only.
    std::vector<Edit> undoable(const std::string &author, EditScope scope, int64_t limit = 200) const; // what is undone next comes first
    std::vector<Edit> redoable(const std::string &author, EditScope scope) const; // what is redone next comes first

    // The next one, all of it or nothing. What others changed meanwhile stays; throws Conflict (parameter "object": the id) where they
    // changed the same, NotFound when there is nothing to undo, or when what it changed is gone. An edit of many things is stepped through in
    // short transactions, and what others changed of it is passed over (Edit::passed). `expected`: when the next one is
    // not this one, because another window of the same person has edited, nothing is done and an edit without a number comes back.
    Edit undo(const std::string &author, EditScope scope, int64_t expected = 0);
    Edit redo(const std::string &author, EditScope scope, int64_t expected = 0);
    // One that cannot be undone any more.
    void drop(int64_t number);

private:
    Edit step(const std::string &author, EditScope scope, int64_t expected, bool back);
    void stepThrough(Edit &edit, const std::string &author, bool back);
    int64_t write(const std::string &what, const std::string &author, const std::vector<EditPart> &parts, const std::string &place);

    Database &m_database;
};

} // namespace storage
