// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/export_check.h"

#include "base/excerpt.h"
#include "dialogue/formats/format_entry.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

namespace dialogue {

using base::Json;

namespace {

using Names = std::set<std::string>;

bool holdsSomething(const Json &value) { return !value.is_null() && value != "" && !(value.is_structured() && value.empty()); }

// Members of a turn's message that are neither its text nor its speaker; strategies that are the turn's own are compared there.
void addTurnNames(Names &names, const Turn &turn, const Json &message, const std::string &before = {})
{
    constexpr std::array kKnown { "speaker", "role", "from", "content", "value", "text" };
    if (!message.is_object())
        return;
    for (const auto &[name, value] : message.items()) {
        const bool isKnown = before.empty() && std::ranges::find(kKnown, name) != kKnown.end();
        if (isKnown || !holdsSomething(value) || (name == "strategy" && turn.strategy) || name == "weight")
            continue;
        if (value.is_object() && before.empty())
            addTurnNames(names, turn, value, name + ".");
        else
            names.insert(before + name);
    }
}

// What the dialogue has of its file besides turns and profile.
Names keptNames(const Dialogue &dialogue)
{
    Names names;
    if (const auto shape = dialogue.source_style.find("shape"); shape != dialogue.source_style.end() && shape->is_object()) {
        for (const auto &[name, value] : shape->items()) {
            if (holdsSomething(value))
                names.insert(name);
        }
    }
    for (const Turn &turn : dialogue.turns) {
        const Json &style = turnStyle(dialogue, turn.id);
        if (const auto message = style.find("message"); message != style.end())
            addTurnNames(names, turn, *message);
    }
    return names;
}

size_t asideCount(const Dialogue &dialogue)
{
    const auto aside = dialogue.source_style.find("aside");
    return aside == dialogue.source_style.end() || !aside->is_array() ? 0 : aside->size();
}

class Losses
{
public:
    void add(NoteKind kind, const std::string &key, size_t count = 1, const Names &fields = {})
    {
        if (count == 0)
            return;
        Loss &loss = m_losses[kind];
        if (loss.count == 0)
            loss.first = key;
        loss.count += count;
        loss.fields.insert(fields.begin(), fields.end());
    }

    std::vector<ImportNote> take() const
    {
        std::vector<ImportNote> notes;
        for (const auto &[kind, loss] : m_losses) {
            ImportNote note { kind, {}, { { "count", std::to_string(loss.count) } }, {} };
            note.place.dialogue = excerpt(loss.first, 80);
            if (!loss.fields.empty()) {
                std::string all;
                for (const std::string &field : loss.fields)
                    all += (all.empty() ? "" : ", ") + field;
                note.params.emplace_back("fields", excerpt(all, 200));
            }
            notes.push_back(std::move(note));
        }
        return notes;
    }

private:
    struct Loss
    {
        size_t count = 0;
        std::string first;
        Names fields;
    };
    std::map<NoteKind, Loss> m_losses; // in the order of the kinds
};

void compareTurns(const Dialogue &was, const Dialogue &is, Losses &losses)
{
    if (was.turns.size() != is.turns.size())
        return losses.add(NoteKind::TurnsNotKept, was.source_key);
    size_t speakers = 0, texts = 0, strategies = 0, marks = 0;
    for (size_t i = 0; i < was.turns.size(); ++i) {
        const Turn &before = was.turns[i];
        const Turn &after = is.turns[i];
        speakers += before.speaker != after.speaker;
        texts += before.text != after.text;
        strategies += before.strategy.has_value() && before.strategy != after.strategy;
        marks += before.not_learned != after.not_learned;
    }
    losses.add(NoteKind::TurnsNotKept, was.source_key, speakers > 0);
    losses.add(NoteKind::TextNotKept, was.source_key, texts);
    losses.add(NoteKind::StrategiesNotKept, was.source_key, strategies);
    losses.add(NoteKind::MarksNotKept, was.source_key, marks);
}

void compareProfile(const Dialogue &was, const Dialogue &is, Losses &losses)
{
    if (was.profile.fields.empty())
        return;
    if (is.profile.fields.empty())
        return losses.add(NoteKind::ProfilesNotKept, was.source_key);
    Names lost;
    for (const ProfileField &field : was.profile.fields) {
        const ProfileField *now = is.profile.find(field.name);
        if (!now || now->value != field.value)
            lost.insert(field.name);
    }
    losses.add(NoteKind::ProfileFieldsNotKept, was.source_key, !lost.empty(), lost);
}

void compare(const Dialogue &was, const Dialogue &is, Losses &losses)
{
    compareTurns(was, is, losses);
    compareProfile(was, is, losses);
    losses.add(NoteKind::KeysNotKept, was.source_key, hasNamedKey(was) && was.source_key != is.source_key);
    const size_t aside = asideCount(was), left = asideCount(is);
    losses.add(NoteKind::AsideNotKept, was.source_key, aside > left ? aside - left : 0);
    Names lost;
    std::ranges::set_difference(keptNames(was), keptNames(is), std::inserter(lost, lost.begin()));
    losses.add(NoteKind::FieldsNotKept, was.source_key, !lost.empty(), lost);
}

} // namespace

std::vector<ImportNote> exportNotes(const std::vector<Dialogue> &dialogues, std::string_view content, const std::string &format,
    const Progress &progress, const base::CancelToken &cancel)
{
    Losses losses;
    ImportResult again;
    try {
        again = importContent(content, "The export", { .format = format, .source_name = "export", .progress = progress, .cancel = cancel });
    } catch (const base::Failure &failure) {
        if (failure.error().kind == base::ErrorKind::Cancelled)
            throw;
        losses.add(NoteKind::DialoguesNotKept, dialogues.empty() ? std::string() : dialogues.front().source_key, dialogues.size());
        return losses.take();
    }
    if (again.dialogues.size() == dialogues.size()) {
        for (size_t i = 0; i < dialogues.size(); ++i)
            compare(dialogues[i], again.dialogues[i], losses);
        return losses.take();
    }
    // Some do not come back. The others are found by their keys, where the format has them.
    std::unordered_map<std::string, const Dialogue *> byKey;
    for (const Dialogue &dialogue : again.dialogues)
        byKey.emplace(dialogue.source_key, &dialogue);
    for (const Dialogue &was : dialogues) {
        const auto found = byKey.find(was.source_key);
        if (found == byKey.end())
            losses.add(NoteKind::DialoguesNotKept, was.source_key);
        else
            compare(was, *found->second, losses);
    }
    return losses.take();
}

} // namespace dialogue
