// SPDX-License-Identifier: GPL-3.0-or-later
// The vocabulary's bytes -> id, and pairs of ids -> merge: flat hash tables made for one read-only vocabulary.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace text {

// Bytes of all tokens in one string. Ids are 0 .. count-1; an id without bytes is allowed.
class TokenBytes
{
public:
    void reserve(size_t tokens, size_t bytes);
    void set(int32_t id, std::string_view bytes); // once an id
    std::string_view operator[](int32_t id) const
    {
        const Place place = m_places[static_cast<size_t>(id)];
        return std::string_view(m_bytes).substr(place.begin, place.size);
    }
    int32_t count() const { return static_cast<int32_t>(m_places.size()); }

private:
    struct Place
    {
        uint32_t begin = 0;
        uint32_t size = 0;
    };
    std::string m_bytes;
    std::vector<Place> m_places;
};

// Keys are views of `bytes`, which must outlive the table.
class PieceTable
{
public:
    explicit PieceTable(const TokenBytes &bytes) : m_bytes(&bytes) { }
    void reserve(size_t count);
    // False when the bytes are there already.
    bool insert(int32_t id);
    // -1 when absent.
    int32_t find(std::string_view bytes) const;

private:
    struct Slot
    {
        uint32_t hash = 0;
        int32_t id = -1;
    };
    const TokenBytes *m_bytes;
    std::vector<Slot> m_slots;
    size_t m_mask = 0;
};

struct Merge
{
    uint32_t rank = UINT32_MAX; // the lower, the earlier
    int32_t id = -1; // what the pair becomes
};

class MergeTable
{
public:
    void reserve(size_t count);
    void insert(int32_t left, int32_t right, Merge merge); // a later one wins, as in the peer
    const Merge *find(int32_t left, int32_t right) const
    {
        const uint64_t key = keyOf(left, right);
        for (size_t i = hashOf(key) & m_mask;; i = (i + 1) & m_mask) {
            const Slot &slot = m_slots[i];
            if (slot.key == key)
                return &slot.merge;
            if (slot.key == kFree)
                return nullptr;
        }
    }

private:
    static constexpr uint64_t kFree = UINT64_MAX;
    struct Slot
    {
        uint64_t key = kFree;
        Merge merge;
    };
    static uint64_t keyOf(int32_t left, int32_t right)
    {
        return static_cast<uint64_t>(static_cast<uint32_t>(left)) << 32 | static_cast<uint32_t>(right);
    }
    static size_t hashOf(uint64_t key)
    {
        key *= 0x9E3779B97F4A7C15u;
        return static_cast<size_t>(key ^ key >> 32);
    }
    void grow();

    std::vector<Slot> m_slots { Slot {} };
    size_t m_mask = 0;
    size_t m_count = 0;
};

} // namespace text
