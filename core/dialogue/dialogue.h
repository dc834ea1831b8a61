// SPDX-License-Identifier: GPL-3.0-or-later
// A conversation between a seeker and a supporter, with the seeker's profile: the value that everything else is made of.
#pragma once

#include "base/json.h"

#include <optional>
#include <string>
#include <vector>

namespace dialogue {

// seeker = user, supporter = assistant in chat templates.
enum class Speaker { Seeker, Supporter };

// A support strategy is text under a named scheme, never an enum: ("esconv-8", "Question").
struct Strategy
{
    std::string scheme;
    std::string label;

    bool operator==(const Strategy &) const = default;
};

struct Turn
{
    std::string id; // UUID, made once; the position in the dialogue is data, not identity
    Speaker speaker = Speaker::Seeker;
    std::string text; // UTF-8 without outer whitespace
    std::optional<Strategy> strategy;
    // A supporter's turn that a person marked as no example to learn from. Counts where a training asks for chosen turns.
    bool not_learned = false;

    bool operator==(const Turn &) const = default;
};

// One field of a profile. The JSON type is kept: PESC's Age is sometimes a number.
struct ProfileField
{
    std::string name;
    base::Json value;

    // The value as people read it: text as it is, other values as JSON.
    std::string text() const;
    bool operator==(const ProfileField &) const = default;
};

// Always a seeker's profile. Fields keep the order of their file.
struct Profile
{
    std::string id; // UUID; empty when there is no profile
    std::vector<ProfileField> fields;

    const ProfileField *find(const std::string &name) const;
    // Display text of a field, empty when absent.
    std::string text(const std::string &name) const;
    // Name, else Nickname, else an empty text.
    std::string displayName() const;
    bool operator==(const Profile &) const = default;
};

// The 11 fields of the PESC files, in their order and spelling.
const std::vector<std::string> &pescFieldNames();

struct Dialogue
{
    std::string id; // UUID
    std::string source_key; // the file's own key, "1201"
    std::string source_name; // where it came from: a file name, "chat", "sample"
    std::string language; // "en", "zh" or empty when unknown
    Profile profile;
    std::vector<Turn> turns;
    // What the file's format needs to write the dialogue back byte for byte (whitespace, unknown fields).
    base::Json source_style = base::Json::object();

    // The profile's situation, the key by which splits keep dialogues together.
    std::string situation() const { return profile.text("situation"); }
    bool operator==(const Dialogue &) const = default;
};

// Whether source_key is a name that people gave (PESC's numbers, an id), no place in the file.
bool hasNamedKey(const Dialogue &dialogue);

std::string_view speakerName(Speaker speaker); // "seeker", "supporter"
std::optional<Speaker> speakerFromName(std::string_view name);

// JSON of the run folder's dataset.jsonl and of the database; `dialogueFromJson` throws Failure with `subject`.
base::Json toJson(const Profile &profile);
base::Json toJson(const Dialogue &dialogue);
Profile profileFromJson(const base::Json &json, const std::string &subject);
Dialogue dialogueFromJson(const base::Json &json, const std::string &subject);

// SHA-256 over what a person can edit (turns, speakers, strategies, profile fields), not over ids.
std::string contentHash(const Dialogue &dialogue);

} // namespace dialogue
