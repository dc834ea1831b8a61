// SPDX-License-Identifier: GPL-3.0-or-later
// A page of the window: a widget with its models and the collaborators it needs. Pages know ui/parts and core, never each
// other: they meet through links (`Desk::goTo`) that the shell delivers to `Page::open`.
#pragma once

#include <QString>
#include <QVariant>
#include <QWidget>

#include <exception>
#include <functional>
#include <memory>
#include <type_traits>

class QUndoGroup;

namespace jobs {
class WorkspaceJobs;
}

namespace workspace {
class Workspace;
}

namespace parts {

class Settings;

// Names of the pages, as in links and in `attune screenshot PAGE`.
namespace page {
inline constexpr char kHome[] = "home";
inline constexpr char kDialogues[] = "dialogues";
inline constexpr char kProfiles[] = "profiles";
inline constexpr char kPrompts[] = "prompts";
inline constexpr char kChat[] = "chat";
inline constexpr char kTrain[] = "train";
inline constexpr char kEvaluate[] = "evaluate";
inline constexpr char kRuns[] = "runs";
inline constexpr char kModels[] = "models";
} // namespace page

// What another page may ask for. Keys of the QVariantMap in Page::open; all optional:
//   dialogue  id (QString)     Dialogues, Prompts, Chat ("chat from here" with turn = the last turn to keep)
//   turn      id (QString)
//   profile   id (QString)     Profiles, Chat
//   prompt    id (QString)     Prompts, Chat, Train, Evaluate
//   run       id (QString)     Runs, Train (watch it), Evaluate (its adapter)
//   model     name or path     Chat, Train, Evaluate, Models
//   adapter   path             Chat, Evaluate
//   metric    name             Runs (the replies behind a number)
//   action    "import", "new"  Dialogues, Profiles, Models ("add")
namespace link {
inline constexpr char kDialogue[] = "dialogue";
inline constexpr char kTurn[] = "turn";
inline constexpr char kProfile[] = "profile";
inline constexpr char kPrompt[] = "prompt";
inline constexpr char kRun[] = "run";
inline constexpr char kModel[] = "model";
inline constexpr char kAdapter[] = "adapter";
inline constexpr char kMetric[] = "metric";
inline constexpr char kAction[] = "action";
} // namespace link

// What the window gives every page. Lives longer than the pages. ui thread only.
class Desk : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    // The open workspace; null only on Home before one was opened (all other pages are made with one and destroyed before it closes).
    virtual workspace::Workspace *workspace() const = 0;
    virtual jobs::WorkspaceJobs *jobs() const = 0; // of the open workspace, null when that is
    virtual Settings &settings() const = 0;
    // Undo and Redo of the menu act on the active stack: a page makes its own the active one in activate().
    virtual QUndoGroup &undoGroup() = 0;

    // Opens a page and hands it the link. A page that is not there is ignored.
    virtual void goTo(const char *page, const QVariantMap &link = {}) = 0;
    virtual bool hasPage(const char *page) const = 0;
    // Opens or creates another workspace, a folder that ends in .attune; empty: asks the person which. After the event that asks.
    virtual void openWorkspace(const QString &folder) = 0;
    virtual void createWorkspace(const QString &folder) = 0;
    virtual void openSample() = 0;

    // Where a page keeps what must outlive it when the window is drawn anew (another language): an open talk with a model. Empty
    // until something is put there; emptied before the workspace closes.
    virtual std::shared_ptr<QObject> &kept(const char *page) = 0;
};

class Page : public QWidget
{
    Q_OBJECT

public:
    explicit Page(Desk &desk, QWidget *parent = nullptr);

    // Follows a link of another page; called after the page was shown.
    virtual void open(const QVariantMap &link);
    // Called each time the page becomes the visible one; reload here what may have changed elsewhere.
    virtual void activate();
    // What was typed but not yet saved is saved here: before another page is shown, before the workspace closes.
    virtual void settle();
    // The window or the workspace closes: what works for this page alone ends (a reply under way), and what it has made is kept. After
    // settle(), before hasUnsaved().
    virtual void endWork();
    // True while the page holds what settle() could not save (another desk was faster, the disk is full): asked after settle().
    // The window then neither closes nor draws the page anew without the person's word.
    virtual bool hasUnsaved() const { return false; }
    // True as soon as the first content is on the page; `ready` is emitted when it becomes true. Screenshots wait for it.
    virtual bool isReady() const { return true; }

Q_SIGNALS:
    void ready();
    // Something that nobody waits for went wrong on this page; the window tells it.
    void failed(const QString &sentence);

protected:
    Desk &desk() const { return m_desk; }

    // News of the workspace or its jobs. What `slot` throws is told, and keeps no other listener from its news: connect nothing
    // to them otherwise.
    template <typename Sender, typename Signal, typename Slot> void hear(const Sender *sender, Signal signal, Slot slot)
    {
        connect(sender, signal, this, [this, slot](auto &&...news) -> void {
            try {
                if constexpr (std::is_invocable_v<Slot, decltype(news)...>)
                    slot(news...);
                else
                    slot();
            } catch (const std::exception &exception) {
                tell(exception);
            }
        });
    }
    void tell(const std::exception &exception);

private:
    Desk &m_desk;
};

} // namespace parts
