// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/standard_output.h"

#include "base/files.h"
#include "base/shown_text.h"

#include <array>
#include <cerrno>
#include <iostream>
#include <streambuf>
#include <unistd.h>

namespace base {

class StandardOutput::Buffer : public std::streambuf
{
public:
    explicit Buffer(int descriptor)
        : m_descriptor(descriptor)
        , m_isTerminal(::isatty(descriptor) == 1)
    {
        setp(m_bytes.data(), m_bytes.data() + m_bytes.size());
    }

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
        const std::string_view held(pbase(), static_cast<size_t>(pptr() - pbase()));
        if (m_isTerminal)
            write(m_shown.take(held));
        else
            write(held);
        setp(m_bytes.data(), m_bytes.data() + m_bytes.size()); // what could not be written is dropped
        return m_error == 0 ? 0 : -1;
    }

private:
    void write(std::string_view bytes)
    {
        while (!bytes.empty() && m_error == 0) {
            const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
            if (written >= 0)
                bytes.remove_prefix(static_cast<size_t>(written));
            else if (errno != EINTR)
                m_error = errno;
        }
    }

    int m_descriptor;
    bool m_isTerminal;
    ShownText m_shown;
    std::array<char, 16384> m_bytes {};
    int m_error = 0;
};

StandardOutput::StandardOutput()
    : m_output(std::make_unique<Buffer>(STDOUT_FILENO))
    , m_errors(std::make_unique<Buffer>(STDERR_FILENO))
{
    std::cout.flush();
    m_before = std::cout.rdbuf(m_output.get());
    m_errorsBefore = std::cerr.rdbuf(m_errors.get());
}

StandardOutput::~StandardOutput()
{
    std::cout.flush();
    std::cout.rdbuf(static_cast<std::streambuf *>(m_before));
    std::cerr.flush();
    std::cerr.rdbuf(static_cast<std::streambuf *>(m_errorsBefore));
}

void StandardOutput::finish()
{
    std::cout.flush();
    if (m_output->error() != 0)
        throwWriteError("The standard output", m_output->error());
}

} // namespace base
