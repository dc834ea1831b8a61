// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/workspace.h"

#include "storage/backups.h"
#include "storage/claim.h"
#include "storage/import_journal.h"
#include "storage/repair.h"
#include "storage/search_refresh.h"
#include "workspace/scoring.h"
#include "workspace/storage_lane.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <limits>
#include <pwd.h>
#include <unistd.h>

namespace workspace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;

namespace {

constexpr std::chrono::milliseconds kPolling { 500 };

std::string loginName()
{
    if (const passwd *entry = ::getpwuid(::getuid()))
        return entry->pw_name;
    const char *user = std::getenv("USER");
    return user ? user : "";
}

fs::path required(const fs::path &folder)
{
    if (!storage::isRepairable(folder)) // what is lost is told when it is opened
        throw Failure(ErrorKind::NotAWorkspace, folder.string());
    return fs::absolute(folder).lexically_normal();
}

// The one *.attune folder in `folder`; empty when there is none or a choice.
fs::path onlyWorkspaceIn(const fs::path &folder)
{
    fs::path found;
    std::error_code ec;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, ec)) {
        if (entry.path().extension() != ".attune" || !storage::Database::isWorkspace(entry.path()))
            continue;
        if (!found.empty())
            return {};
        found = entry.path();
    }
    return found;
}

} // namespace

fs::path findWorkspace(const fs::path &given)
{
    if (!given.empty())
        return required(given);
    if (const char *named = std::getenv("ATTUNE_WORKSPACE"); named && *named)
        return required(named);
    std::error_code ec;
    const fs::path here = fs::current_path(ec);
    for (fs::path folder = here; !folder.empty(); folder = folder.parent_path()) {
        if (folder.extension() == ".attune" && storage::Database::isWorkspace(folder))
            return folder;
        if (folder == folder.parent_path())
            break;
    }
    const fs::path inside = onlyWorkspaceIn(here);
    if (inside.empty())
        throw Failure(ErrorKind::NotAWorkspace, here.string());
    return inside;
}

std::unique_ptr<Workspace> Workspace::open(const fs::path &folder)
{
    return std::unique_ptr<Workspace>(new Workspace(storage::Database::open(folder)));
}

std::unique_ptr<Workspace> Workspace::create(const fs::path &folder)
{
    return std::unique_ptr<Workspace>(new Workspace(storage::Database::create(folder)));
}

Workspace::Workspace(storage::Database database)
    : m_database(std::move(database))
    , m_author(loginName())
    , m_seen(storage::changeCounters(m_database))
    , m_dataVersion(m_database.dataVersion())
    , m_interactive(std::make_unique<StorageLane>(m_database.folder()))
    , m_bulk(std::make_unique<StorageLane>(m_database.folder(), StorageLane::Priority::Background))
    , m_disk(std::make_unique<StorageLane>(m_database.folder()))
{
    begin();
}

Workspace::~Workspace()
{
    m_database.onCommitted({});
    m_bulk.reset();
    m_interactive.reset();
    m_disk.reset();
    try {
        if (m_owesSync || m_isBringing)
            m_database.sync();
    } catch (const std::exception &) {
        // Nobody is left to be told.
    }
    // A lane that was cut off in the middle of an import or a scoring could not say that it is given up, and this process may live on.
    try {
        if (!isReadOnly() && !m_database.look()) {
            storage::abandonOwnImports(m_database);
            storage::abandonOwnClaims(m_database);
        }
    } catch (const std::exception &) {
        // They end with the process.
    }
    // A verb that wrote ends before the lane came to it. A window does not wait for a copy at its end: it makes one at its next start.
    try {
        if (!m_tidied && !m_polled && !isReadOnly() && !m_database.look() && storage::changeCounters(m_database) != m_opened)
            m_database.backUpDaily();
    } catch (const std::exception &) {
        // Nobody is left to be told; it is tried again at the next opening.
    }
}

void Workspace::begin()
{
    m_database.onCommitted([this] {
        m_owesSync = m_polled;
        if (!std::exchange(m_lookQueued, true))
            QMetaObject::invokeMethod(this, &Workspace::look, Qt::QueuedConnection);
    });
    connect(&m_polling, &QTimer::timeout, this, &Workspace::poll);
    m_polling.start(kPolling);
    m_opened = m_seen;
    m_database.leaveCheckpoints();
    if (!isReadOnly())
        tidy();
}

// What a kill left of an import beyond what the opening took back, then the day's backup, then search text of an older version.
void Workspace::tidy()
{
    m_isTakingBack = storage::hasAbandonedImports(m_database);
    if (m_isTakingBack) {
        Task *takeBack = m_bulk->run(
            this,
            [](const StorageLane::Context &context) {
                storage::takeBackAbandonedImports(context.database, std::numeric_limits<int64_t>::max());
                return context.database.cutImports();
            },
            [this](const std::vector<storage::CutImport> &cut) {
                for (const storage::CutImport &one : cut)
                    m_database.noteCut(one.path, one.dialogues);
            });
        connect(takeBack, &QObject::destroyed, this, [this] {
            m_isTakingBack = false;
            Q_EMIT takenBack();
        });
    }
    Task *task = m_bulk->run(
        this,
        [](const StorageLane::Context &context) {
            context.database.backUpDaily();
            return !storage::backupsOf(context.database.folder()).empty();
        },
        [this](bool backedUp) { m_tidied = backedUp; });
    connect(task, &Task::failed, this, &Workspace::backgroundFailed);
    if (!storage::searchNeedsRefresh(m_database))
        return;
    Task *refresh = m_bulk->run(
        this, [](const StorageLane::Context &context) { storage::refreshSearch(context.database, context.cancel); }, [] {});
    connect(refresh, &Task::failed, this, &Workspace::backgroundFailed);
}

QString Workspace::name() const { return QString::fromStdString(folder().stem().string()); }

bool Workspace::isLost()
{
    const std::optional<base::Error> error = m_database.look();
    const std::optional<ErrorKind> kind = error ? std::optional(error->kind) : std::nullopt;
    if (std::exchange(m_lost, kind) != kind && error)
        Q_EMIT lost(*error);
    return error.has_value();
}

void Workspace::poll()
{
    const bool isFirst = !std::exchange(m_polled, true);
    if (isLost())
        return;
    try {
        if (isFirst)
            m_database.leaveSync();
        // Own commits do not change it; they are looked at when they happen.
        const int64_t version = m_database.dataVersion();
        if (m_dataVersion != version)
            look();
    } catch (const Failure &failure) {
        Q_EMIT backgroundFailed(failure.error());
    }
}

void Workspace::look()
{
    using Signal = void (Workspace::*)();
    static constexpr std::array<Signal, storage::kChangedCount> signals { &Workspace::dialoguesChanged,
        &Workspace::profilesChanged, &Workspace::promptsChanged, &Workspace::runsChanged, &Workspace::scoresChanged,
        &Workspace::modelsChanged, &Workspace::trashChanged };
    m_lookQueued = false;
    // The event loop calls this: nobody else would catch it. One page's fault keeps no other from its news.
    const auto told = [this](const auto &work) {
        try {
            work();
        } catch (const Failure &failure) {
            Q_EMIT backgroundFailed(failure.error());
        }
    };
    auto now = m_seen;
    // Counters and version of one and the same state: a commit of another desk between them would be taken for an own one, or for none.
    told([&] {
        m_database.read([&] {
            now = storage::changeCounters(m_database);
            const int64_t version = m_database.dataVersion();
            const auto own = m_database.takeChangedDialogues();
            m_changedDialogues = std::exchange(m_dataVersion, version) == version ? own : std::nullopt;
        });
    });
    bringToDisk();
    const auto before = std::exchange(m_seen, now);
    for (size_t i = 0; i < now.size(); ++i) {
        if (now[i] != before[i])
            told([&] { Q_EMIT (this->*signals[i])(); });
    }
}

// Both last as long as the disk takes: not on the thread of the window.
void Workspace::bringToDisk()
{
    constexpr int kPages = 1000;
    const bool copiesBack = m_database.walPages() >= kPages;
    if ((!m_owesSync && !copiesBack) || std::exchange(m_isBringing, true))
        return;
    const bool syncs = std::exchange(m_owesSync, false);
    Task *task = m_disk->run(
        this,
        [syncs, copiesBack](const StorageLane::Context &context) {
            if (syncs)
                context.database.sync();
            if (copiesBack)
                context.database.checkpoint();
        },
        [] {});
    connect(task, &Task::failed, this, &Workspace::backgroundFailed);
    connect(task, &QObject::destroyed, this, [this] {
        m_isBringing = false;
        if (m_owesSync)
            bringToDisk();
    });
}

Task *Workspace::importFiles(QObject *receiver, const std::vector<fs::path> &paths, std::function<void(ImportSummary)> done,
    const std::string &format)
{
    return m_bulk->run(
        receiver,
        [paths, author = m_author, format](const StorageLane::Context &context) {
            return importInto(context.database, paths, author, format, context.progress, context.cancel);
        },
        std::move(done));
}

Task *Workspace::exportTo(QObject *receiver, const fs::path &path, const storage::DialogueQuery &query, const std::string &format,
    std::function<void(int64_t)> done)
{
    return m_bulk->run(
        receiver,
        [path, query, format](const StorageLane::Context &context) {
            return exportFrom(context.database, path, query, format, context.progress, context.cancel);
        },
        std::move(done));
}

Task *Workspace::scoreOnce(QObject *receiver, const std::string &runId, const fs::path &vectorFile,
    std::function<void(std::optional<storage::ScoreSet>)> done)
{
    return m_bulk->run(
        receiver,
        [runId, vectorFile](const StorageLane::Context &context) {
            metrics::ScoringResources resources;
            resources.vector_file = vectorFile;
            return workspace::scoreOnce(context.database, runId, resources, context.progress, context.cancel);
        },
        std::move(done));
}

} // namespace workspace
