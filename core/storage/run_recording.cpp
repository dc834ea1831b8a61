// SPDX-License-Identifier: GPL-3.0-or-later
// RunRepository::record: from the run folder's files into rows.
#include "base/files.h"
#include "storage/run_repository.h"
#include "storage/sql.h"

#include <algorithm>

namespace storage {

namespace fs = std::filesystem;
using base::Failure;
using base::Json;

namespace {

struct Line
{
    std::string text;
    int64_t end = 0; // offset behind its newline
};

// Complete lines behind `offset`. A file that is shorter than the offset was written anew: from its start then.
std::vector<Line> linesBehind(const fs::path &file, int64_t &offset)
{
    std::vector<Line> lines;
    std::error_code ec;
    const auto size = fs::file_size(file, ec);
    if (ec)
        return lines;
    if (int64_t(size) < offset)
        offset = 0;
    int64_t end = offset;
    base::forEachLine(file, uint64_t(offset), [&](std::string_view text) {
        end += int64_t(text.size()) + 1;
        lines.push_back({ std::string(text), end });
    });
    return lines;
}

// The parts of one run's row that events change, written once a batch.
struct Progress
{
    std::string id;
    int64_t offset = 0;
    int64_t seq = 0;
    int64_t attempt = 1;
};

Progress readProgress(const Database &database, const std::string &id)
{
    Query row(database, "SELECT events_offset, last_seq, attempt FROM run WHERE id = ?");
    row.with(id);
    if (!row.next())
        throw Failure(base::ErrorKind::NotFound, "The run " + id, "the workspace");
    return { id, row.number(0), row.number(1), row.number(2) };
}

// Paths in events are untrusted: inside the run folder or nothing.
std::string insidePath(const std::string &path)
{
    const fs::path normal = fs::path(path).lexically_normal();
    const bool inside = !normal.empty() && normal.is_relative() && *normal.begin() != "..";
    return inside ? normal.string() : std::string();
}

class EventRows
{
public:
    EventRows(const Database &database, Progress &progress)
        : m_database(database)
        , m_progress(progress)
        , m_metric(database,
              "INSERT INTO metric (run_id, name, step, attempt, value) VALUES (?, ?, ?, ?, ?)"
              " ON CONFLICT DO UPDATE SET value = excluded.value")
        , m_event(database, "INSERT INTO run_event (run_id, seq, time, type, fields) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
    {
    }

    // Throws Failure when the event's fields are not as they should be; nothing was written then.
    void take(const run::JobEvent &event)
    {
        const Json &f = event.fields;
        if (event.type == "metric")
            return takeMetric(f);
        if (event.type == "progress")
            return takeProgress(f);
        if (event.type == "prediction")
            return takeReplies(f);
        if (event.type == "started" || event.type == "resumed")
            takeStart(event);
        else if (event.type == "stage")
            update("stage = ?1", base::field<std::string>(f, "name", "event"));
        else if (event.type == "adapter")
            update("adapter = ?1", insidePath(base::field<std::string>(f, "path", "event")));
        else if (event.type == "finished")
            takeEnd(event);
        m_event.with(m_progress.id).with(event.seq).with(event.time).with(event.type).with(base::toLine(f)).run();
    }

private:
    void update(const std::string &set, const std::string &value)
    {
        Query(m_database, "UPDATE run SET " + set + " WHERE id = ?2").with(value).with(m_progress.id).run();
    }
    void takeMetric(const Json &f)
    {
        const auto name = base::field<std::string>(f, "name", "event");
        const auto step = base::field<int64_t>(f, "step", "event");
        const auto attempt = base::fieldOr<int64_t>(f, "attempt", m_progress.attempt, "event");
        const auto value = f.find("value");
        const bool finite = value != f.end() && value->is_number();
        m_metric.with(m_progress.id).with(name).with(step).with(attempt);
        m_metric.with(finite ? std::optional(value->get<double>()) : std::nullopt).run();
    }
    void takeProgress(const Json &f)
    {
        const auto step = base::field<int64_t>(f, "step", "event");
        const auto total = base::fieldOr<int64_t>(f, "total", 0, "event");
        const auto eta = f.find("eta_seconds");
        const bool known = eta != f.end() && eta->is_number();
        Query(m_database, "UPDATE run SET step = ?, total = ?, eta_seconds = ? WHERE id = ?")
            .with(step).with(total).with(known ? std::optional(eta->get<double>()) : std::nullopt).with(m_progress.id).run();
    }
    void takeReplies(const Json &f)
    {
        Query(m_database, "UPDATE run SET step = ?, total = ? WHERE id = ?")
            .with(base::field<int64_t>(f, "done", "event")).with(base::fieldOr<int64_t>(f, "total", 0, "event"))
            .with(m_progress.id).run();
    }
    void takeStart(const run::JobEvent &event)
    {
        if (event.type == "resumed")
            m_progress.attempt = base::fieldOr<int64_t>(event.fields, "attempt", m_progress.attempt + 1, "event");
        Query(m_database,
            "UPDATE run SET state = 'running', outcome = NULL, error = NULL, ended = '', attempt = ?,"
            // Until its first event, the row has the time when a worker was asked for, which may have waited for the device since.
            " started = CASE WHEN started = '' OR machine = '' THEN ? ELSE started END WHERE id = ?")
            .with(m_progress.attempt).with(event.time).with(m_progress.id).run();
        if (event.type == "started")
            update("machine = ?1", base::toLine(event.fields));
    }
    void takeEnd(const run::JobEvent &event)
    {
        const auto name = base::fieldOr<std::string>(event.fields, "outcome", "failed", "event");
        const auto outcome = run::outcomeFromName(name).value_or(run::Outcome::Failed);
        const auto error = event.fields.find("error");
        const bool hasError = error != event.fields.end() && error->is_object();
        Query update(m_database, "UPDATE run SET state = 'ended', outcome = ?, error = ?, ended = ?, eta_seconds = NULL WHERE id = ?");
        update.with(run::outcomeName(outcome));
        update.with(hasError ? std::optional(base::toLine(run::errorToJson(run::errorFromJson(*error)))) : std::nullopt);
        update.with(event.time).with(m_progress.id).run();
    }

    const Database &m_database;
    Progress &m_progress;
    Query m_metric;
    Query m_event;
};

// False when another desk has recorded these lines meanwhile.
bool recordBatch(Database &database, const std::string &id, const Line *begin, const Line *end, int64_t from, const fs::path &file,
    int64_t &count)
{
    bool ours = true;
    int64_t added = 0;
    database.transaction([&] {
        Progress progress = readProgress(database, id);
        ours = progress.offset == from;
        if (!ours)
            return;
        EventRows rows(database, progress);
        for (const Line *line = begin; line != end; ++line) {
            try {
                const run::JobEvent event = run::jobEventFromLine(line->text, file.string());
                if (event.seq <= progress.seq)
                    continue; // seen in an earlier life of the file
                progress.seq = event.seq;
                rows.take(event);
                ++added;
            } catch (const Failure &failure) {
                // A line that is no event must not stop the others; the disk's troubles must.
                switch (failure.error().kind) {
                case base::ErrorKind::NotJson:
                case base::ErrorKind::WrongShape:
                case base::ErrorKind::MissingField:
                case base::ErrorKind::InvalidValue:
                case base::ErrorKind::TooLong:
                    break;
                default:
                    throw;
                }
            }
        }
        Query(database, "UPDATE run SET events_offset = ?, last_seq = ?, attempt = ? WHERE id = ?")
            .with((end - 1)->end).with(progress.seq).with(progress.attempt).with(id).run();
    });
    if (ours)
        count += added;
    return ours;
}

int64_t recordEvents(Database &database, const std::string &id, const fs::path &file, size_t batch)
{
    int64_t count = 0;
    for (;;) {
        const int64_t stored = readProgress(database, id).offset;
        int64_t from = stored;
        const std::vector<Line> lines = linesBehind(file, from);
        if (lines.empty())
            return count;
        if (from != stored) { // the file was written anew
            database.transaction([&] {
                Query(database, "UPDATE run SET events_offset = ? WHERE id = ?").with(from).with(id).run();
            });
        }
        bool ours = true;
        for (size_t i = 0; i < lines.size() && ours; i += batch) {
            const size_t end = std::min(lines.size(), i + batch);
            ours = recordBatch(database, id, &lines[i], lines.data() + end, i == 0 ? from : lines[i - 1].end, file, count);
        }
        if (ours)
            return count;
    }
}

int64_t recordReplies(Database &database, const std::string &id, const fs::path &file, size_t batch)
{
    int64_t count = 0;
    for (bool more = true; more;) {
        database.transaction([&] {
            Query row(database, "SELECT predictions_offset, predictions_line FROM run WHERE id = ?");
            row.with(id);
            if (!row.next())
                throw Failure(base::ErrorKind::NotFound, "The run " + id, "the workspace");
            int64_t offset = row.number(0);
            int64_t number = row.number(1);
            row.run();
            const int64_t stored = offset;
            const std::vector<Line> lines = linesBehind(file, offset);
            if (offset < stored)
                number = 0;
            Query insert(database,
                "INSERT OR REPLACE INTO prediction (run_id, dialogue_id, turn_id, line, revision, source_key, seeker, reference,"
                " prediction, finish_reason, prompt_tokens, new_tokens, seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
            const size_t end = std::min(lines.size(), batch);
            for (size_t i = 0; i < end; ++i) {
                ++number;
                offset = lines[i].end;
                run::Prediction p;
                try {
                    const std::string subject = file.string() + ", line " + std::to_string(number);
                    p = run::predictionFromJson(base::parseJson(lines[i].text, subject), subject);
                } catch (const Failure &) {
                    continue;
                }
                insert.with(id).with(p.dialogue_id).with(p.turn_id).with(number).with(p.revision).with(p.source_key)
                    .with(p.seeker).with(p.reference).with(p.prediction).with(p.finish_reason).with(p.prompt_tokens)
                    .with(p.new_tokens).with(p.seconds).run();
                ++count;
            }
            more = end < lines.size();
            if (offset != stored) {
                Query(database, "UPDATE run SET predictions_offset = ?, predictions_line = ? WHERE id = ?")
                    .with(offset).with(number).with(id).run();
            }
        });
    }
    return count;
}

} // namespace

RecordedLines RunRepository::record(const std::string &id, size_t batch)
{
    const run::RunFolder folder(get(id).folder);
    RecordedLines recorded;
    if (m_database.isReadOnly()) // what is known of it stays as it is
        return recorded;
    // Replies first: the event that ends a run must not be seen before its last reply.
    recorded.replies = recordReplies(m_database, id, folder.predictionsFile(), batch);
    recorded.events = recordEvents(m_database, id, folder.eventsFile(), batch);
    if (recorded.events > 0)
        recorded.replies += recordReplies(m_database, id, folder.predictionsFile(), batch);
    return recorded;
}

} // namespace storage
