// SPDX-License-Identifier: GPL-3.0-or-later
// Reads little-endian values from a byte range and never past its end.
#pragma once

#include "base/error.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace modelfile {

class ByteCursor
{
public:
    // `subject` names the file in errors.
    ByteCursor(std::span<const std::byte> bytes, std::string subject)
        : m_bytes(bytes)
        , m_subject(std::move(subject))
    {
    }

    // What is being read, for errors: "metadata key general.name".
    void setPlace(std::string place) { m_place = std::move(place); }
    const std::string &place() const { return m_place; }
    size_t position() const { return m_position; }
    size_t remaining() const { return m_bytes.size() - m_position; }

    template <typename T> T read()
    {
        T value;
        std::memcpy(&value, take(sizeof(T)).data(), sizeof(T));
        return value;
    }

    std::string_view readText(uint64_t length)
    {
        const auto bytes = take(length);
        return { reinterpret_cast<const char *>(bytes.data()), bytes.size() };
    }

    // Throws TruncatedFile unless `count` items of at least `itemBytes` can still follow.
    void require(uint64_t count, uint64_t itemBytes) const
    {
        if (count > remaining() / itemBytes)
            throwTruncated(count, itemBytes);
    }

    [[noreturn]] void corrupt(const std::string &reason) const
    {
        throw base::Failure(base::ErrorKind::CorruptFile, m_subject, where(), { { "reason", reason } });
    }

private:
    std::span<const std::byte> take(uint64_t length)
    {
        require(length, 1);
        const auto part = m_bytes.subspan(m_position, static_cast<size_t>(length));
        m_position += static_cast<size_t>(length);
        return part;
    }

    std::string where() const
    {
        const std::string byte = "byte " + std::to_string(m_position);
        return m_place.empty() ? byte : m_place + ", " + byte;
    }

    [[noreturn]] void throwTruncated(uint64_t count, uint64_t itemBytes) const
    {
        const std::string expected = itemBytes == 1
            ? std::to_string(count) + " more bytes"
            : std::to_string(count) + " items of at least " + std::to_string(itemBytes) + " bytes";
        throw base::Failure(base::ErrorKind::TruncatedFile, m_subject, where(),
            { { "expected", expected }, { "found", std::to_string(remaining()) + " bytes" } });
    }

    std::span<const std::byte> m_bytes;
    std::string m_subject;
    std::string m_place;
    size_t m_position = 0;
};

} // namespace modelfile
