// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/edit_log.h"

#include "base/clock.h"
#include "storage/batches.h"
#include "storage/dialogue_rows.h"
#include "storage/profile_rows.h"
#include "storage/sql.h"
#include "storage/three_way.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace storage {

using base::ErrorKind;
using base::Failure;

namespace {

bool hasContent(const Database &database, const std::string &id, int64_t revision)
{
    Query row(database, "SELECT content <> '' FROM revision WHERE object_id = ? AND revision = ?");
    row.with(id).with(revision);
    return row.next() && row.number(0) != 0;
}

// Added and deleted again within one edit: nothing has happened.
bool isNothing(const Database &database, const EditPart &part) { return part.before == 0 && !hasContent(database, part.object_id, part.after); }

// As long as it lives, every state that is made on the connection is written down.
class Listening
{
public:
    explicit Listening(Database &database)
        : m_database(database)
        , m_before(database.onStateMade([this](const std::string &kind, const std::string &id, int64_t revision) { note(kind, id, revision); }))
    {
    }
    ~Listening() { m_database.onStateMade(std::move(m_before)); }
    Listening(const Listening &) = delete;
    Listening &operator=(const Listening &) = delete;

    // What was made so far, without what came to nothing; then it begins anew.
    std::vector<EditPart> take()
    {
        std::vector<EditPart> parts = std::exchange(m_parts, {});
        m_places.clear();
        for (EditPart &part : parts) {
            if (!hasContent(m_database, part.object_id, part.before))
                part.before = 0;
        }
        std::erase_if(parts, [&](const EditPart &part) { return isNothing(m_database, part); });
        return parts;
    }

private:
    void note(const std::string &kind, const std::string &id, int64_t revision)
    {
        const auto [known, isNew] = m_places.try_emplace(id, m_parts.size());
        if (isNew)
            m_parts.push_back({ id, kind, revision - 1, revision, {} });
        else
            m_parts[known->second].after = revision;
    }

    Database &m_database;
    std::vector<EditPart> m_parts;
    std::unordered_map<std::string, size_t> m_places; // in m_parts
    Database::StateMade m_before;
};

constexpr char kScope[] = " AND EXISTS (SELECT 1 FROM edit_part WHERE edit = edit.number AND kind = 'dialogue') = ?";

enum class Parts { First, All };

std::vector<EditPart> readParts(const Database &database, int64_t number, Parts which)
{
    Query rows(database, "SELECT object_id, kind, before, after, place FROM edit_part WHERE edit = ? ORDER BY kind, object_id LIMIT ?");
    rows.with(number).with(which == Parts::First ? 1 : -1);
    std::vector<EditPart> parts;
    while (rows.next())
        parts.push_back({ rows.text(0), rows.text(1), rows.number(2), rows.number(3), rows.text(4) });
    return parts;
}

std::vector<Edit> read(const Database &database, const std::string &author, EditScope scope, bool undone, int64_t limit, Parts which)
{
    Query rows(database,
        "SELECT number, author, time, what, (SELECT count(*) FROM edit_part WHERE edit = edit.number AND kind = 'dialogue')"
        " FROM edit WHERE undone = ? AND author = ?" + std::string(kScope) + " ORDER BY number"
            + (undone ? "" : " DESC") + " LIMIT ?");
    rows.with(undone ? 1 : 0).with(author).with(scope == EditScope::Dialogues ? 1 : 0).with(limit);
    std::vector<Edit> edits;
    while (rows.next())
        edits.push_back({ rows.number(0), rows.text(1), rows.text(2), rows.text(3), readParts(database, rows.number(0), which), rows.number(4) });
    return edits;
}

[[noreturn]] void throwChanged(const std::string &id, const std::string &kind)
{
    throw Failure(ErrorKind::Conflict, (kind == "profile" ? "The profile " : "The dialogue ") + id, {}, { { "object", id } });
}

[[noreturn]] void throwGone(const std::string &id, const std::string &kind)
{
    throw Failure(ErrorKind::NotFound, (kind == "profile" ? "The profile " : "The dialogue ") + id, "the workspace", { { "object", id } });
}

// One thing from the state of revision `from` to that of `to` (0 or a deletion: not there), on top of what others did.
class StepOfDialogue
{
public:
    StepOfDialogue(const Database &database, const EditPart &part, int64_t from, int64_t to)
        : m_database(database)
        , m_id(part.object_id)
        , m_from(dialogueAt(database, m_id, from))
        , m_to(dialogueAt(database, m_id, to))
    {
    }

    void take(DialogueRepository &repository, const std::string &author)
    {
        auto now = readDialogue(m_database, m_id);
        if (!m_to) {
            if (!now || !m_from)
                return;
            if (now->dialogue.turns != m_from->turns || now->dialogue.profile.id != m_from->profile.id)
                throwChanged(m_id, "dialogue");
            removeDialogue(m_database, *now, author);
        } else if (!m_from) {
            if (now)
                return; // somebody has brought it back
            if (!m_to->profile.id.empty() && !readProfile(m_database, m_to->profile.id))
                m_to->profile = newestProfile(m_database, m_to->profile);
            addDialogue(m_database, *m_to, author);
        } else if (!now) {
            throwGone(m_id, "dialogue");
        } else {
            auto merged = threeWay(*m_from, *m_to, now->dialogue);
            if (!merged)
                throwChanged(m_id, "dialogue");
            if (!merged->profile.id.empty() && merged->profile.id != now->dialogue.profile.id) {
                const auto kept = readProfile(m_database, merged->profile.id);
                merged->profile = kept ? kept->profile : newestProfile(m_database, merged->profile);
            }
            now->dialogue = std::move(*merged);
            repository.save(*now, author);
        }
    }

private:
    const Database &m_database;
    std::string m_id;
    std::optional<dialogue::Dialogue> m_from;
    std::optional<dialogue::Dialogue> m_to;
};

void stepOfProfile(Database &database, const EditPart &part, int64_t fromRevision, int64_t toRevision, const std::string &author)
{
    const std::string &id = part.object_id;
    ProfileRepository repository(database);
    const auto from = profileAt(database, id, fromRevision);
    const auto to = profileAt(database, id, toRevision);
    auto now = readProfile(database, id);
    if (!to) {
        if (!now || !from)
            return; // it went with its dialogue
        if (now->profile != *from || !repository.usedBy(id).empty())
            throwChanged(id, "profile");
        repository.remove(id, now->revision, author);
    } else if (!from) {
        if (!now)
            insertProfile(database, *to, false, author);
    } else if (!now) {
        throwGone(id, "profile");
    } else {
        auto merged = threeWay(*from, *to, now->profile);
        if (!merged)
            throwChanged(id, "profile");
        now->profile = std::move(*merged);
        repository.save(*now, author);
    }
}

void stepOf(Database &database, const EditPart &part, const std::string &author, bool back)
{
    const int64_t from = back ? part.after : part.before;
    const int64_t to = back ? part.before : part.after;
    if (part.kind == "dialogue") {
        DialogueRepository dialogues(database);
        StepOfDialogue(database, part, from, to).take(dialogues, author);
    } else {
        stepOfProfile(database, part, from, to, author);
    }
}

void writeParts(const Database &database, int64_t number, const std::vector<EditPart> &parts, const std::string &place)
{
    Query write(database, "INSERT INTO edit_part (edit, object_id, kind, before, after, place) VALUES (?, ?, ?, ?, ?, ?)"
                          " ON CONFLICT (edit, object_id) DO UPDATE SET after = excluded.after");
    for (const EditPart &part : parts)
        write.with(number).with(part.object_id).with(part.kind).with(part.before).with(part.after).with(place).run();
}

} // namespace

int64_t EditLog::record(const std::string &what, const std::string &author, const std::function<void()> &work, const std::string &place,
    int64_t joins)
{
    int64_t number = 0;
    m_database.transaction([&] {
        std::vector<EditPart> parts;
        {
            Listening listening(m_database);
            work();
            parts = listening.take();
        }
        if (parts.empty())
            return;
        const bool isOfDialogues = std::any_of(parts.begin(), parts.end(), [](const EditPart &part) { return part.kind == "dialogue"; });
        const auto last = read(m_database, author, isOfDialogues ? EditScope::Dialogues : EditScope::Profiles, false, 1, Parts::All);
        const bool joined = joins > 0 && !last.empty() && last[0].number == joins && last[0].parts.size() == parts.size()
            && std::all_of(parts.begin(), parts.end(), [&](const EditPart &part) {
                   return std::any_of(last[0].parts.begin(), last[0].parts.end(),
                       [&](const EditPart &before) { return before.object_id == part.object_id && before.after == part.before; });
               });
        Query(m_database, "DELETE FROM edit WHERE undone = 1 AND author = ?" + std::string(kScope)).with(author).with(isOfDialogues ? 1 : 0).run();
        if (joined) {
            number = joins;
            for (const EditPart &part : parts)
                Query(m_database, "UPDATE edit_part SET after = ? WHERE edit = ? AND object_id = ?").with(part.after).with(number).with(part.object_id).run();
            return;
        }
        number = write(what, author, parts, place);
    });
    return number;
}

int64_t EditLog::write(const std::string &what, const std::string &author, const std::vector<EditPart> &parts, const std::string &place)
{
    int64_t number = 0;
    {
        Query row(m_database, "INSERT INTO edit (author, time, what) VALUES (?, ?, ?) RETURNING number");
        row.with(author).with(base::utcNow()).with(what);
        if (row.next())
            number = row.number(0);
        row.run();
    }
    writeParts(m_database, number, parts, place);
    Query(m_database, "DELETE FROM edit WHERE number <= ?").with(number - kKept).run();
    return number;
}

int64_t EditLog::recordMany(const std::string &what, const std::string &author, size_t count, const std::function<void(size_t)> &one,
    const std::function<void(double)> &progress, const base::CancelToken &cancel)
{
    int64_t number = 0;
    Listening listening(m_database);
    const size_t stride = count / 100 + 1;
    inBatches(
        m_database, count,
        [&](size_t i) {
            cancel.throwIfCancelled("The edit");
            one(i);
            if (progress && i % stride == 0)
                progress(static_cast<double>(i) / static_cast<double>(count));
        },
        [&] {
            const std::vector<EditPart> parts = listening.take();
            if (parts.empty())
                return;
            // Somebody may have undone what was done so far: then the rest is another edit.
            Query open(m_database, "SELECT 1 FROM edit WHERE number = ? AND undone = 0");
            if (number != 0 && open.with(number).next()) {
                writeParts(m_database, number, parts, {});
                return;
            }
            Query(m_database, "DELETE FROM edit WHERE undone = 1 AND author = ?" + std::string(kScope)).with(author).with(1).run();
            number = write(what, author, parts, {});
        });
    return number;
}

std::vector<Edit> EditLog::undoable(const std::string &author, EditScope scope, int64_t limit) const
{
    return read(m_database, author, scope, false, limit, Parts::First);
}

std::vector<Edit> EditLog::redoable(const std::string &author, EditScope scope) const
{
    return read(m_database, author, scope, true, -1, Parts::First);
}

Edit EditLog::undo(const std::string &author, EditScope scope, int64_t expected) { return step(author, scope, expected, true); }

Edit EditLog::redo(const std::string &author, EditScope scope, int64_t expected) { return step(author, scope, expected, false); }

Edit EditLog::step(const std::string &author, EditScope scope, int64_t expected, bool back)
{
    constexpr size_t kAtOnce = 200; // parts
    Edit edit;
    m_database.transaction([&] {
        auto next = read(m_database, author, scope, !back, 1, Parts::All);
        if (next.empty())
            throw Failure(ErrorKind::NotFound, "undo", "the workspace");
        if (expected != 0 && next[0].number != expected)
            return;
        edit = std::move(next[0]);
        if (edit.parts.size() > kAtOnce)
            return;
        // Dialogues first: they take their profiles with them and bring them along.
        for (const EditPart &part : edit.parts)
            stepOf(m_database, part, author, back);
        if (edit.number != 0)
            Query(m_database, "UPDATE edit SET undone = ? WHERE number = ?").with(back ? 1 : 0).with(edit.number).run();
    });
    if (edit.parts.size() > kAtOnce)
        stepThrough(edit, author, back);
    return edit;
}

// Cut off in the middle, it still stands as what is next, and going through it again finds what is done as it should be. Its maker may be
// at work on it still: what has come since is gone through, too, before it counts as undone.
void EditLog::stepThrough(Edit &edit, const std::string &author, bool back)
{
    std::vector<EditPart> parts = edit.parts;
    std::unordered_set<std::string> done;
    while (!parts.empty()) {
        inBatches(m_database, parts.size(), [&](size_t i) {
            const EditPart &part = parts[i];
            done.insert(part.object_id);
            try {
                stepOf(m_database, part, author, back);
            } catch (const Failure &failure) {
                if (failure.error().kind != ErrorKind::Conflict && failure.error().kind != ErrorKind::NotFound)
                    throw;
                edit.passed += part.kind == "dialogue";
            }
        });
        m_database.transaction([&] {
            parts = readParts(m_database, edit.number, Parts::All);
            std::erase_if(parts, [&](const EditPart &part) { return done.contains(part.object_id); });
            if (parts.empty())
                Query(m_database, "UPDATE edit SET undone = ? WHERE number = ?").with(back ? 1 : 0).with(edit.number).run();
        });
    }
}

void EditLog::drop(int64_t number)
{
    m_database.transaction([&] { Query(m_database, "DELETE FROM edit WHERE number = ?").with(number).run(); });
}

} // namespace storage
