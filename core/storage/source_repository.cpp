// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/source_repository.h"

#include "base/clock.h"
#include "storage/dialogue_repository.h"
#include "storage/sql.h"

#include <algorithm>
#include <array>
#include <utility>

namespace storage {

namespace {

using NamedOrigin = std::pair<Origin, std::string_view>;
constexpr std::array kOrigins { NamedOrigin { Origin::Unknown, "unknown" }, NamedOrigin { Origin::RealPeople, "real_people" },
    NamedOrigin { Origin::Simulated, "simulated" }, NamedOrigin { Origin::SelfWritten, "self_written" },
    NamedOrigin { Origin::PublicData, "public_data" } };

// What is made in Attune by hand, and its own samples.
constexpr std::array<std::string_view, 2> kOwn { "written", "sample" };

} // namespace

std::string_view originName(Origin origin)
{
    return std::ranges::find(kOrigins, origin, &NamedOrigin::first)->second;
}

std::optional<Origin> originFromName(std::string_view name)
{
    const auto found = std::ranges::find(kOrigins, name, &NamedOrigin::second);
    return found == kOrigins.end() ? std::nullopt : std::optional(found->first);
}

Source SourceRepository::get(const std::string &name) const
{
    Source source;
    source.name = name;
    Query row(m_database, "SELECT origin, licence, may_leave, author, time FROM source WHERE name = ?");
    row.with(name);
    if (row.next()) {
        source.origin = originFromName(row.text(0)).value_or(Origin::Unknown);
        source.licence = row.text(1);
        if (!row.isNull(2))
            source.may_leave = row.number(2) != 0;
        source.author = row.text(3);
        source.time = row.text(4);
    } else if (std::ranges::find(kOwn, name) != kOwn.end()) {
        source.origin = Origin::SelfWritten;
        source.may_leave = true;
    }
    return source;
}

std::vector<Source> SourceRepository::list() const
{
    std::vector<Source> sources;
    for (const SourceCount &count : DialogueRepository(m_database).sources()) {
        sources.push_back(get(count.source_name));
        sources.back().dialogues = count.dialogues;
    }
    return sources;
}

std::vector<Source> SourceRepository::list(const DialogueQuery &query) const
{
    DialogueQuery all = query;
    all.limit = -1;
    all.offset = 0;
    std::vector<Source> sources;
    Query row(m_database,
        "SELECT source_name, count(*) FROM dialogue WHERE number IN (SELECT value FROM json_each(?)) GROUP BY source_name ORDER BY source_name");
    row.with(base::toLine(base::Json(DialogueRepository(m_database).numbers(all))));
    while (row.next()) {
        sources.push_back(get(row.text(0)));
        sources.back().dialogues = row.number(1);
    }
    return sources;
}

void SourceRepository::save(const Source &source, const std::string &author)
{
    m_database.transaction([&] {
        Query(m_database,
            "INSERT INTO source (name, origin, licence, may_leave, author, time) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
            " ON CONFLICT (name) DO UPDATE SET origin = ?2, licence = ?3, may_leave = ?4, author = ?5, time = ?6")
            .with(source.name).with(originName(source.origin)).with(source.licence)
            .with(source.may_leave ? std::optional(int64_t(*source.may_leave)) : std::nullopt).with(author).with(base::utcNow()).run();
    });
}

} // namespace storage
