// SPDX-License-Identifier: GPL-3.0-or-later
// Writes small GGUF files for tests, right ones and (through bytes()) broken ones.
#pragma once

#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace fakes {

class GgufWriter
{
public:
    GgufWriter &text(std::string_view key, std::string_view value)
    {
        addKey(key, 8);
        put(m_metadata, value);
        return *this;
    }
    GgufWriter &whole(std::string_view key, uint32_t value)
    {
        addKey(key, 4);
        put(m_metadata, value);
        return *this;
    }
    GgufWriter &number(std::string_view key, float value)
    {
        addKey(key, 6);
        put(m_metadata, value);
        return *this;
    }
    GgufWriter &truth(std::string_view key, bool value)
    {
        addKey(key, 7);
        put(m_metadata, static_cast<uint8_t>(value));
        return *this;
    }
    GgufWriter &texts(std::string_view key, const std::vector<std::string> &values)
    {
        addKey(key, 9);
        put(m_metadata, uint32_t { 8 });
        put(m_metadata, static_cast<uint64_t>(values.size()));
        for (const std::string &value : values)
            put(m_metadata, std::string_view(value));
        return *this;
    }
    GgufWriter &wholes(std::string_view key, const std::vector<int32_t> &values)
    {
        addKey(key, 9);
        put(m_metadata, uint32_t { 5 });
        put(m_metadata, static_cast<uint64_t>(values.size()));
        for (const int32_t value : values)
            put(m_metadata, value);
        return *this;
    }
    // Shape outermost first; `type` as the format numbers it (0: F32, 8: Q8_0, ...).
    GgufWriter &tensor(std::string_view name, const std::vector<int64_t> &shape, uint32_t type, std::string_view data)
    {
        return tensorAt(name, shape, type, m_data.size(), data);
    }
    // With an offset of the test's choice.
    GgufWriter &tensorAt(std::string_view name, const std::vector<int64_t> &shape, uint32_t type, uint64_t offset,
        std::string_view data)
    {
        put(m_directory, name);
        put(m_directory, static_cast<uint32_t>(shape.size()));
        for (auto size = shape.rbegin(); size != shape.rend(); ++size)
            put(m_directory, *size);
        put(m_directory, type);
        put(m_directory, offset);
        m_data += data;
        m_data.resize((m_data.size() + 31) / 32 * 32, '\0');
        ++m_tensors;
        return *this;
    }

    std::string bytes() const
    {
        std::string out = "GGUF";
        put(out, uint32_t { 3 });
        put(out, m_tensors);
        put(out, m_keys);
        out += m_metadata;
        out += m_directory;
        out.resize((out.size() + 31) / 32 * 32, '\0');
        return out + m_data;
    }
    void save(const std::string &path) const
    {
        const std::string content = bytes();
        std::ofstream(path, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
    }

private:
    template <typename T> static void put(std::string &out, T value)
    {
        if constexpr (std::is_same_v<T, std::string_view>) {
            put(out, static_cast<uint64_t>(value.size()));
            out += value;
        } else {
            out.append(reinterpret_cast<const char *>(&value), sizeof value);
        }
    }
    void addKey(std::string_view key, uint32_t type)
    {
        put(m_metadata, key);
        put(m_metadata, type);
        ++m_keys;
    }

    std::string m_metadata;
    std::string m_directory;
    std::string m_data;
    uint64_t m_keys = 0;
    uint64_t m_tensors = 0;
};

} // namespace fakes
