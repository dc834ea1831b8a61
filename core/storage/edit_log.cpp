// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/edit_log.h"

#include "base/clock.h"
#include "storage/dialogue_rows.h"
#include "storage/profile_rows.h"
#include "storage/sql.h"
#include "storage/three_way.h"

#include <algorithm>
#include <optional>

namespace storage {

using base::ErrorKind;
using base::Failure;

namespace {

// As long as it lives, every state that is made on the connection is written down.
class Listening
{
public:
    explicit Listening(Database &database)
        : m_database(database)
        , m_before(database.onStateMade([this](const std::string &kind, const std::string &id, int64_t revision) { take(kind, id, revision); }))
    {
    }
    ~Listening() { m_database.onStateMade(std::move(m_before)); }
    Listening(const Listening &) = delete;
    Listening &operator=(const Listening &) = delete;

    const std::vector<EditPart> &parts() const { return m_parts; }

private:
    void take(const std::string &kind, const std::string &id, int64_t revision)
    {
        const auto known = std::find_if(m_parts.begin(), m_parts.end(), [&](const EditPart &part) { return part.object_id == id; });
        if (known != m_parts.end())
            known->after = revision;
        else
            m_parts.push_back({ id, kind, revision - 1, revision, {} });
    }

    Database &m_database;
    std::vector<EditPart> m_parts;
    Database::StateMade m_before;
};

bool hasContent(const Database &database, const std::string &id, int64_t revision)
{
    Query row(database, "SELECT content <> '' FROM revision WHERE object_id = ? AND revision = ?");
    row.with(id).with(revision);
    return row.next() && row.number(0) != 0;
}

// Added and deleted again within one edit: nothing has happened.
bool isNothing(const Database &database, const EditPart &part) { return part.before == 0 && !hasContent(database, part.object_id, part.after); }

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

} // namespace

int64_t EditLog::record(const std::string &what, const std::string &author, const std::function<void()> &work, const std::string &place,
    int64_t joins)
{
    int64_t number = 0;
    m_database.transaction([&] {
        std::vector<EditPart> parts;
        {
            const Listening listening(m_database);
            work();
            parts = listening.parts();
        }
        for (EditPart &part : parts) {
            if (!hasContent(m_database, part.object_id, part.before))
                part.before = 0;
        }
        std::erase_if(parts, [&](const EditPart &part) { return isNothing(m_database, part); });
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
        Query(m_database, "INSERT INTO edit (author, time, what) VALUES (?, ?, ?)").with(author).with(base::utcNow()).with(what).run();
        Query newest(m_database, "SELECT max(number) FROM edit");
        newest.next();
        number = newest.number(0);
        newest.run();
        Query write(m_database, "INSERT INTO edit_part (edit, object_id, kind, before, after, place) VALUES (?, ?, ?, ?, ?, ?)");
        for (const EditPart &part : parts)
            write.with(number).with(part.object_id).with(part.kind).with(part.before).with(part.after).with(place).run();
        Query(m_database, "DELETE FROM edit WHERE number <= ?").with(number - kKept).run();
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

Edit EditLog::undo(const std::string &author, EditScope scope) { return step(author, scope, true); }

Edit EditLog::redo(const std::string &author, EditScope scope) { return step(author, scope, false); }

Edit EditLog::step(const std::string &author, EditScope scope, bool back)
{
    Edit edit;
    m_database.transaction([&] {
        const auto next = read(m_database, author, scope, !back, 1, Parts::All);
        if (next.empty())
            throw Failure(ErrorKind::NotFound, "undo", "the workspace");
        edit = next[0];
        DialogueRepository dialogues(m_database);
        // Dialogues first: they take their profiles with them and bring them along.
        for (const EditPart &part : edit.parts) {
            const int64_t from = back ? part.after : part.before;
            const int64_t to = back ? part.before : part.after;
            if (part.kind == "dialogue")
                StepOfDialogue(m_database, part, from, to).take(dialogues, author);
            else
                stepOfProfile(m_database, part, from, to, author);
        }
        Query(m_database, "UPDATE edit SET undone = ? WHERE number = ?").with(back ? 1 : 0).with(edit.number).run();
    });
    return edit;
}

void EditLog::drop(int64_t number)
{
    m_database.transaction([&] { Query(m_database, "DELETE FROM edit WHERE number = ?").with(number).run(); });
}

} // namespace storage
