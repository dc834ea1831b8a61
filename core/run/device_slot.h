// SPDX-License-Identifier: GPL-3.0-or-later
// One job a device and machine, whoever started it: two windows, two workspaces, a terminal, another person. The worker's
// parent holds an flock on `attune-<slot>` in the machine's lock folder (/run/lock, /var/lock), else in the user's runtime
// folder (/run/user/<uid>, /tmp/attune-<uid>); ATTUNE_LOCK_DIR names another one. Who waits draws a ticket in
// `attune-<slot>.queue`: first come, first served. Both end with their process, however that ends. Chats take no slot.
#pragma once

#include "run/job_spec.h"
#include "run/process_identity.h"

#include <filesystem>
#include <optional>
#include <string>

namespace run {

// The slot that a device's name stands for, found without libtorch so that desk and worker agree: "auto" is cuda:0 where the
// NVIDIA driver is loaded and the CPU elsewhere, "cuda" is cuda:0.
std::string slotOf(const std::string &device);
std::string slotOf(const JobSpec &spec);

struct SlotHolder
{
    ProcessIdentity process; // the worker's parent
    std::filesystem::path folder; // the run that it works on
};

// Whether a job could begin at once: nobody holds the slot and nobody waits for it. A moment later it may be otherwise; the
// worker waits then. True, too, where no lock folder can be read. Costs some system calls.
bool isSlotFree(const std::string &slot);
// Who holds it; nothing when it is free or the holder could not say who it is.
std::optional<SlotHolder> slotHolder(const std::string &slot);

// A place in the line, and then the slot. The slot passes to children made by fork() and is free when the last of them has
// ended. Not thread-safe.
class DeviceSlot
{
public:
    // Draws a ticket; does not wait. Throws FileUnwritable when there is no lock folder that can be written.
    DeviceSlot(const std::string &slot, const std::filesystem::path &runFolder);
    // Gives back what it has.
    ~DeviceSlot();
    DeviceSlot(const DeviceSlot &) = delete;
    DeviceSlot &operator=(const DeviceSlot &) = delete;

    // Takes the slot if it is free and nobody came earlier; call it again and again, a few times a second. True once it is
    // held. Throws FileUnwritable when the lock folder has gone meanwhile.
    bool tryTake();
    bool isHeld() const { return m_held; }

private:
    void openLock();
    void drawTicket();
    void dropTicket();
    void sayWhoHolds() const;

    std::filesystem::path m_folder; // of the run
    std::filesystem::path m_file;
    std::filesystem::path m_queue;
    int m_fd = -1; // of the lock file
    std::string m_ticket; // its name in the queue; empty: none could be drawn, or it was used
    int m_ticketFd = -1; // locked: that is what makes the ticket a living one
    bool m_held = false;
};

} // namespace run
