// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/standard_output.h"

#include "base/files.h"

#include <array>
#include <cerrno>
#include <iostream>
#include <streambuf>
#include <unistd.h>

namespace base {

class StandardOutput::Buffer : public std::streambuf
{
public:
    Buffer() { setp(m_bytes.data(), m_bytes.data() + m_bytes.size()); }

    int error() const { return m_error; } // the first one, or 0

protected:
    int overflow(int character) override
    {
        if (sync() != 0)
            return traits_type::eof();
        if (character != traits_type::eof())
            sputc(static_cast<char>(character));
        return traits_type::not_eof(character);
    }
    int sync() override
    {
        for (const char *at = pbase(); at < pptr() && m_error == 0;) {
            const ssize_t written = ::write(STDOUT_FILENO, at, static_cast<size_t>(pptr() - at));
            if (written >= 0)
                at += written;
            else if (errno != EINTR)
                m_error = errno;
        }
        setp(m_bytes.data(), m_bytes.data() + m_bytes.size()); // what could not be written is dropped
        return m_error == 0 ? 0 : -1;
    }

private:
    std::array<char, 16384> m_bytes {};
    int m_error = 0;
};

StandardOutput::StandardOutput()
    : m_buffer(std::make_unique<Buffer>())
{
    std::cout.flush();
    m_before = std::cout.rdbuf(m_buffer.get());
}

StandardOutput::~StandardOutput()
{
    std::cout.flush();
    std::cout.rdbuf(static_cast<std::streambuf *>(m_before));
}

void StandardOutput::finish()
{
    std::cout.flush();
    if (m_buffer->error() != 0)
        throwWriteError("The standard output", m_buffer->error());
}

} // namespace base
