// SPDX-License-Identifier: GPL-3.0-or-later
// A profile from a file's JSON and back. A number whose digits would change is text in the profile and a number in the file.
#pragma once

#include "dialogue/formats/format_entry.h"

namespace dialogue {

void addProfileField(Dialogue &dialogue, const std::string &name, const base::Json &value);
// A profile that is no object of fields is noted, and none is read; returns whether one was. `name` is the member's.
bool readProfile(const UnitReading &reading, Dialogue &dialogue, const std::string &name, const base::Json &value);
// The value that the field has in the file.
base::Json fieldValue(const Dialogue &dialogue, const ProfileField &field);
base::Json profileObject(const Dialogue &dialogue);

} // namespace dialogue
