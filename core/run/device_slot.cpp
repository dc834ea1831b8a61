// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/device_slot.h"

#include "base/files.h"
#include "base/uuid.h"
#include "run/lock_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <ctime>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace run {

namespace fs = std::filesystem;

namespace {

constexpr size_t kLongestName = 64; // of a slot, in a file's name
constexpr size_t kLongestHolder = 8192; // bytes that say who holds it; anybody may write there
constexpr int kTries = 3; // someone who only looks holds a lock for an instant

fs::path lockFile(const fs::path &locks, const std::string &slot)
{
    std::string name = "attune-" + slot.substr(0, kLongestName);
    for (char &c : name) {
        if (!std::isalnum(static_cast<unsigned char>(c)))
            c = '-';
    }
    return locks / name;
}

fs::path queueOf(const fs::path &lockFile) { return lockFile.string() + ".queue"; }

bool isTicket(const std::string &name) { return !name.empty() && name.front() != '.'; }

// Names in the order in which they were drawn.
std::vector<std::string> tickets(const fs::path &queue)
{
    std::vector<std::string> names;
    std::error_code ec;
    for (fs::directory_iterator it(queue, ec), end; !ec && it != end; it.increment(ec)) {
        if (std::string name = it->path().filename().string(); isTicket(name))
            names.push_back(std::move(name));
    }
    std::sort(names.begin(), names.end());
    return names;
}

// Its drawer holds a lock on it; what nobody holds was left by one that is gone, and is swept away where that is allowed.
bool isLiving(const fs::path &ticket)
{
    const int fd = ::open(ticket.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return false;
    struct stat info {};
    const bool held = ::fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && ::flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (!held)
        ::unlink(ticket.c_str());
    ::close(fd);
    return held;
}

bool hasLivingTicketBefore(const fs::path &queue, const std::string &own)
{
    for (const std::string &name : tickets(queue)) {
        if (!own.empty() && name >= own)
            return false;
        if (isLiving(queue / name))
            return true;
    }
    return false;
}

// Since the machine was started: no setting of a clock puts one before another.
std::string timeOfDraw()
{
    timespec now {};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return fmt::format("{:020}", int64_t(now.tv_sec) * 1'000'000'000 + now.tv_nsec);
}

// An open lock file for looking; -1 when there is none, so nobody holds it.
int openToLook(const std::string &slot)
{
    try {
        return ::open(lockFile(lockFolder(), slot).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    } catch (const base::Failure &) {
        return -1;
    }
}

bool isLocked(int fd)
{
    if (::flock(fd, LOCK_SH | LOCK_NB) != 0)
        return errno == EWOULDBLOCK;
    ::flock(fd, LOCK_UN);
    return false;
}

std::string readStart(int fd)
{
    std::string text(kLongestHolder, '\0');
    const ssize_t count = ::pread(fd, text.data(), text.size(), 0);
    text.resize(count > 0 ? static_cast<size_t>(count) : 0);
    return text;
}

std::optional<SlotHolder> holderFrom(const std::string &text)
{
    try {
        const base::Json json = base::parseJson(text, "slot");
        const auto process = processFromJson(json);
        if (!process)
            return std::nullopt;
        return SlotHolder { *process, base::fieldOr<std::string>(json, "folder", "", "slot") };
    } catch (const base::Failure &) {
        return std::nullopt; // being written, or somebody's joke
    }
}

} // namespace

std::string slotOf(const std::string &device)
{
    if (device == "cuda")
        return "cuda:0";
    if (!device.empty() && device != "auto")
        return device;
    std::error_code ec;
    return fs::exists("/proc/driver/nvidia/version", ec) ? "cuda:0" : "cpu";
}

std::string slotOf(const JobSpec &spec)
{
    return slotOf(std::visit([](const auto &job) { return job.device; }, spec.job));
}

bool isSlotFree(const std::string &slot)
{
    const int fd = openToLook(slot);
    if (fd < 0)
        return true;
    const bool locked = isLocked(fd);
    ::close(fd);
    return !locked && !hasLivingTicketBefore(queueOf(lockFile(lockFolder(), slot)), {});
}

std::optional<SlotHolder> slotHolder(const std::string &slot)
{
    const int fd = openToLook(slot);
    if (fd < 0)
        return std::nullopt;
    const auto holder = isLocked(fd) ? holderFrom(readStart(fd)) : std::nullopt;
    ::close(fd);
    return holder;
}

DeviceSlot::DeviceSlot(const std::string &slot, const fs::path &runFolder)
    : m_folder(runFolder)
    , m_file(lockFile(lockFolder(), slot))
    , m_queue(queueOf(m_file))
{
    openLock();
    drawTicket();
}

DeviceSlot::~DeviceSlot()
{
    dropTicket();
    if (m_held)
        [[maybe_unused]] const int ignored = ::ftruncate(m_fd, 0);
    if (m_fd >= 0)
        ::close(m_fd);
}

// Anew where somebody tidied the folder up meanwhile: a lock on a file without a name keeps nobody out.
void DeviceSlot::openLock()
{
    struct stat open {}, named {};
    if (m_fd >= 0 && ::fstat(m_fd, &open) == 0 && ::lstat(m_file.c_str(), &named) == 0 && open.st_ino == named.st_ino
        && open.st_dev == named.st_dev)
        return;
    if (m_fd >= 0)
        ::close(m_fd);
    m_fd = openShared(m_file);
    if (m_fd < 0)
        base::throwWriteError(m_file, errno);
}

// It gets its name when it is locked: under a name of the line there is never an unlocked one whose drawer lives. Where none
// can be drawn (no space, another's folder) the slot is still taken, out of turn.
void DeviceSlot::drawTicket()
{
    if (!makeShared(m_queue))
        return;
    const std::string name = fmt::format("{}-{}-{}", timeOfDraw(), ::getpid(), base::newUuid().substr(0, 8));
    const fs::path unnamed = m_queue / ("." + name);
    m_ticketFd = ::open(unnamed.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (m_ticketFd < 0)
        return;
    ::fchmod(m_ticketFd, 0644); // others look whether it is locked
    if (::flock(m_ticketFd, LOCK_EX | LOCK_NB) == 0 && ::rename(unnamed.c_str(), (m_queue / name).c_str()) == 0) {
        m_ticket = name;
        return;
    }
    ::unlink(unnamed.c_str());
    ::close(std::exchange(m_ticketFd, -1));
}

void DeviceSlot::dropTicket()
{
    if (!m_ticket.empty())
        ::unlink((m_queue / m_ticket).c_str());
    m_ticket.clear();
    if (m_ticketFd >= 0)
        ::close(std::exchange(m_ticketFd, -1));
}

bool DeviceSlot::tryTake()
{
    if (m_held)
        return true;
    if (!m_ticket.empty() && hasLivingTicketBefore(m_queue, m_ticket))
        return false;
    openLock();
    for (int i = 0; i < kTries && !m_held; ++i) {
        if (i > 0)
            ::usleep(5000);
        m_held = ::flock(m_fd, LOCK_EX | LOCK_NB) == 0;
    }
    if (m_held) {
        sayWhoHolds();
        dropTicket();
    }
    return m_held;
}

void DeviceSlot::sayWhoHolds() const
{
    base::Json json = toJson(thisProcess());
    json["folder"] = m_folder.string();
    const std::string text = base::toLine(json);
    // The lock is on this inode, so it is written in place. A lock that cannot say whose it is holds all the same.
    if (::ftruncate(m_fd, 0) == 0)
        [[maybe_unused]] const ssize_t ignored = ::pwrite(m_fd, text.data(), text.size(), 0);
}

} // namespace run
