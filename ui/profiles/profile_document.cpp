// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/profile_document.h"

#include "base/numbers.h"
#include "ui/parts/change_value.h"
#include "ui/parts/profile_fields.h"
#include "ui/parts/text_format.h"

#include <algorithm>

namespace profiles {

namespace {

using Fields = std::vector<dialogue::ProfileField>;

auto findField(Fields &fields, const std::string &name)
{
    return std::find_if(fields.begin(), fields.end(), [&](const auto &field) { return field.name == name; });
}

// Position in the PESC order; free fields come last.
size_t rankOf(const std::string &name)
{
    const auto &names = dialogue::pescFieldNames();
    return size_t(std::find(names.begin(), names.end(), name) - names.begin());
}

base::Json valueFor(const base::Json &before, const std::string &text)
{
    const auto integer = before.is_number_integer() ? base::toInteger(text) : std::nullopt;
    return integer ? base::Json(*integer) : base::Json(text);
}

} // namespace

ProfileDocument::ProfileDocument(QObject *parent)
    : QObject(parent)
{
}

void ProfileDocument::open(dialogue::Profile profile)
{
    m_stack.clear();
    m_profile = std::move(profile);
    Q_EMIT changed({});
}

void ProfileDocument::take(dialogue::Profile profile)
{
    m_stack.clear();
    m_profile = std::move(profile);
    Q_EMIT changed({ ProfileChange::What::Fields, {} });
}

void ProfileDocument::change(Fields fields, ProfileChange change, const QString &words, const QString &mergeKey)
{
    if (fields == m_profile.fields)
        return;
    const auto apply = [change](ProfileDocument &document, const Fields &value) {
        document.m_profile.fields = value;
        Q_EMIT document.changed(change);
    };
    m_stack.push(new parts::ChangeValue<ProfileDocument, Fields>(
        *this, m_profile.fields, std::move(fields), apply, words, mergeKey));
}

void ProfileDocument::setField(const std::string &name, const QString &text)
{
    Fields fields = m_profile.fields;
    const std::string value = parts::toUtf8(text);
    const auto found = findField(fields, name);
    const bool isPesc = rankOf(name) < dialogue::pescFieldNames().size();
    if (found == fields.end()) {
        if (value.empty())
            return;
        const auto after = std::find_if(fields.begin(), fields.end(), [&](const auto &f) { return rankOf(f.name) > rankOf(name); });
        fields.insert(after, { name, base::Json(value) });
    } else if (value.empty() && isPesc) {
        fields.erase(found);
    } else if (found->text() != value) {
        found->value = valueFor(found->value, value);
    } else {
        return;
    }
    const QString key = QStringLiteral("%1/%2").arg(m_step).arg(parts::fromUtf8(name));
    change(std::move(fields), { ProfileChange::What::Field, name, "field" }, tr("edit %1").arg(parts::profileFieldLabel(name)), key);
}

bool ProfileDocument::addField(const QString &name)
{
    const std::string key = parts::toUtf8(name.trimmed());
    Fields fields = m_profile.fields;
    if (key.empty() || findField(fields, key) != fields.end() || rankOf(key) < dialogue::pescFieldNames().size())
        return false;
    fields.push_back({ key, base::Json(std::string()) });
    change(std::move(fields), { ProfileChange::What::Fields, key, "add_field" }, tr("add field"));
    return true;
}

bool ProfileDocument::renameField(const std::string &name, const QString &newName)
{
    const std::string key = parts::toUtf8(newName.trimmed());
    Fields fields = m_profile.fields;
    const auto found = findField(fields, name);
    if (key == name)
        return true;
    if (found == fields.end() || key.empty() || m_profile.find(key) || rankOf(key) < dialogue::pescFieldNames().size())
        return false;
    found->name = key;
    change(std::move(fields), { ProfileChange::What::Fields, key, "rename_field" }, tr("rename field"));
    return true;
}

void ProfileDocument::removeField(const std::string &name)
{
    Fields fields = m_profile.fields;
    const auto found = findField(fields, name);
    if (found == fields.end())
        return;
    fields.erase(found);
    change(std::move(fields), { ProfileChange::What::Fields, name, "remove_field" }, tr("remove field"));
}

} // namespace profiles
