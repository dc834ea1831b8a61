// SPDX-License-Identifier: GPL-3.0-or-later
// A std::cout that knows why it failed: what could not be written must not look like success. Neither it nor std::cerr sends control
// characters to a terminal (shown_text.h).
#pragma once

#include <memory>

namespace base {

// While it lives, std::cout and std::cerr write through it. A write that fails (a full disk, a closed pipe
// whose signal is ignored) makes the stream bad as usual, so loops may end with `!std::cout`, and finish() says so. It never
// throws from where something is printed: that may be a slot of an event loop. One a program, in main.
class StandardOutput
{
public:
    StandardOutput();
    ~StandardOutput(); // writes what is left as well as it can
    StandardOutput(const StandardOutput &) = delete;
    StandardOutput &operator=(const StandardOutput &) = delete;

    // Writes what is still held back; to be called before the exit code is decided. Throws FileUnwritable, DiskFull for the
    // first write that failed.
    void finish();

private:
    class Buffer;
    std::unique_ptr<Buffer> m_output;
    std::unique_ptr<Buffer> m_errors;
    void *m_before = nullptr; // std::cout's own buffer
    void *m_errorsBefore = nullptr;
};

} // namespace base
