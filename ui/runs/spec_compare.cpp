// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/spec_compare.h"

#include "ui/parts/text_format.h"

#include <QHash>
#include <QSet>

namespace runs {

namespace {

using Fields = std::vector<std::pair<QString, QString>>;

QString valueText(const base::Json &value)
{
    return value.is_string() ? parts::fromUtf8(value.get_ref<const std::string &>()) : parts::fromUtf8(base::toLine(value));
}

bool isFlatArray(const base::Json &value)
{
    return value.is_array() && std::none_of(value.begin(), value.end(), [](const base::Json &item) { return item.is_structured(); });
}

void flatten(const base::Json &value, const QString &path, Fields &fields)
{
    if (value.is_object()) {
        for (const auto &[name, inner] : value.items())
            flatten(inner, path.isEmpty() ? parts::fromUtf8(name) : path + QLatin1Char('.') + parts::fromUtf8(name), fields);
    } else if (value.is_array() && !isFlatArray(value)) {
        for (size_t i = 0; i < value.size(); ++i)
            flatten(value[i], QStringLiteral("%1.%2").arg(path).arg(i), fields);
    } else {
        fields.emplace_back(path, valueText(value));
    }
}

bool isIdentity(const QString &field)
{
    return field == QLatin1String("run_id") || field == QLatin1String("name") || field == QLatin1String("created");
}

} // namespace

std::vector<SpecLine> compareSpecs(const std::vector<base::Json> &specs)
{
    std::vector<SpecLine> lines;
    QHash<QString, size_t> places;
    for (size_t i = 0; i < specs.size(); ++i) {
        Fields fields;
        flatten(specs[i], {}, fields);
        for (auto &[field, value] : fields) {
            if (!places.contains(field)) {
                places.insert(field, lines.size());
                lines.push_back({ field, QStringList(qsizetype(specs.size())), false });
            }
            lines[places[field]].values[qsizetype(i)] = value;
        }
    }
    for (SpecLine &line : lines)
        line.differs = !isIdentity(line.field) && QSet<QString>(line.values.begin(), line.values.end()).size() > 1;
    return lines;
}

} // namespace runs
