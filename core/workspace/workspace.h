// SPDX-License-Identifier: GPL-3.0-or-later
// The open workspace: what window and verbs share. ui thread only; long work goes to one of two lanes, each a thread with a
// connection of its own: the interactive one (searches, batches of events) never waits behind the bulk one (imports, exports, scoring,
// backups). What a verb changes is on the disk when the call returns. Where there is an event loop it is safe from a kill by then, and a third
// lane brings it to the disk at once; a disk that fails is told by backgroundFailed.
//     auto workspace = workspace::Workspace::open(workspace::findWorkspace(option));
//     workspace->dialogues().list({ .search = "exam" });
//     connect(workspace.get(), &workspace::Workspace::dialoguesChanged, ...);
#pragma once

#include "storage/database.h"
#include "storage/dialogue_repository.h"
#include "storage/draft_repository.h"
#include "storage/edit_log.h"
#include "storage/model_repository.h"
#include "storage/profile_repository.h"
#include "storage/prompt_repository.h"
#include "storage/run_repository.h"
#include "storage/score_repository.h"
#include "storage/trash_repository.h"
#include "workspace/import_export.h"
#include "workspace/task.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace workspace {

class StorageLane;

// `given` (--workspace), else ATTUNE_WORKSPACE, else the nearest `.attune` folder above (or in) the current one.
// Throws NotAWorkspace, naming what was looked for.
std::filesystem::path findWorkspace(const std::filesystem::path &given = {});

class Workspace : public QObject
{
    Q_OBJECT

public:
    // Throw what storage::Database::open and create throw.
    static std::unique_ptr<Workspace> open(const std::filesystem::path &folder);
    static std::unique_ptr<Workspace> create(const std::filesystem::path &folder);
    // Makes the day's backup, if what was done here was so short that it was not made beside it.
    ~Workspace() override;

    const std::filesystem::path &folder() const { return m_database.folder(); }
    QString name() const; // of the folder, without .attune
    // Whose name edits carry: the login name unless set.
    const std::string &author() const { return m_author; }
    void setAuthor(const std::string &author) { m_author = author; }

    storage::Database &database() { return m_database; }
    storage::DialogueRepository &dialogues() { return m_dialogues; }
    storage::ProfileRepository &profiles() { return m_profiles; }
    storage::PromptRepository &prompts() { return m_prompts; }
    storage::RunRepository &runs() { return m_runs; }
    storage::ScoreRepository &scores() { return m_scores; }
    storage::ModelRepository &models() { return m_models; }
    storage::DraftRepository &drafts() { return m_drafts; }
    storage::TrashRepository &trash() { return m_trash; }
    storage::EditLog &edits() { return m_edits; }

    // Every change throws WorkspaceReadOnly.
    bool isReadOnly() const { return m_database.isReadOnly(); }

    // While dialoguesChanged is told: the numbers of those that this desk itself has changed; nothing when another one, or a lane, may have
    // changed any.
    const std::optional<std::vector<int64_t>> &changedDialogues() const { return m_changedDialogues; }

    // What an import that was cut off has left is being taken back, until takenBack.
    bool isTakingBack() const { return m_isTakingBack; }
    // What was taken back of such imports since the workspace was opened.
    const std::vector<storage::CutImport> &cutImports() const { return m_database.cutImports(); }

    StorageLane &interactive() { return *m_interactive; }
    StorageLane &bulk() { return *m_bulk; }

    // Files and folders, each kept whole or not at all. `done` gets the summary on the ui thread.
    Task *importFiles(QObject *receiver, const std::vector<std::filesystem::path> &paths,
        std::function<void(ImportSummary)> done, const std::string &format = {});
    Task *exportTo(QObject *receiver, const std::filesystem::path &path, const storage::DialogueQuery &query,
        const std::string &format, std::function<void(int64_t dialogues)> done);
    // Scores a finished prediction run (scoring.h) unless it is scored; nothing while another process has claimed it.
    Task *scoreOnce(QObject *receiver, const std::string &runId, const std::filesystem::path &vectorFile,
        std::function<void(std::optional<storage::ScoreSet>)> done);

Q_SIGNALS:
    // After a commit of this desk or another one on the same workspace, coalesced; read again what is shown.
    void dialoguesChanged(); // also turns and their profiles' names
    void profilesChanged();
    void promptsChanged();
    void runsChanged(); // a run was added, renamed, ended or forgotten, or its state changed; not progress
    void scoresChanged();
    void modelsChanged();
    void trashChanged();
    void takenBack(); // see cutImports
    // The files are not the workspace's any more, or its lock was lost (storage::Database::look): told once, within half a
    // second. Nothing is saved from then on, or until the lock is held again.
    void lost(const base::Error &error);
    // Work that nobody waits for went wrong: a backup, automatic scoring, recording.
    void backgroundFailed(const base::Error &error);

private:
    explicit Workspace(storage::Database database);
    void begin();
    void poll();
    bool isLost();
    void tidy();
    void look();
    void bringToDisk();

    storage::Database m_database;
    std::string m_author;
    storage::DialogueRepository m_dialogues { m_database };
    storage::ProfileRepository m_profiles { m_database };
    storage::PromptRepository m_prompts { m_database };
    storage::RunRepository m_runs { m_database };
    storage::ScoreRepository m_scores { m_database };
    storage::ModelRepository m_models { m_database };
    storage::DraftRepository m_drafts { m_database };
    storage::TrashRepository m_trash { m_database };
    storage::EditLog m_edits { m_database };
    std::array<int64_t, storage::kChangedCount> m_seen {}; // change counters that were told
    std::array<int64_t, storage::kChangedCount> m_opened {}; // change counters when it was opened
    bool m_isTakingBack = false;
    bool m_tidied = false; // backed up, imports that were killed taken back
    bool m_polled = false; // there is an event loop: a window
    std::optional<base::ErrorKind> m_lost;
    int64_t m_dataVersion = 0;
    std::optional<std::vector<int64_t>> m_changedDialogues;
    bool m_owesSync = false; // a commit of this desk may not be on the disk yet
    bool m_isBringing = false;
    bool m_lookQueued = false;
    QTimer m_polling;
    std::unique_ptr<StorageLane> m_interactive;
    std::unique_ptr<StorageLane> m_bulk;
    std::unique_ptr<StorageLane> m_disk; // waits for the disk, so that the window does not
};

} // namespace workspace
