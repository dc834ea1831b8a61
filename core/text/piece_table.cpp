// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/piece_table.h"

#include <bit>
#include <cstring>

namespace text {

namespace {

// Multiply and fold, eight bytes at a time. Vocabularies are untrusted, but an unlucky one is only slow: every probe
// compares a 32-bit hash before bytes, and the table is at most half full.
uint32_t hashBytes(std::string_view bytes)
{
    uint64_t hash = 0x2545F4914F6CDD1Du ^ bytes.size();
    const auto mix = [&](uint64_t word) {
        hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
    };
    const char *at = bytes.data();
    size_t left = bytes.size();
    for (; left >= 8; at += 8, left -= 8) {
        uint64_t word;
        std::memcpy(&word, at, 8);
        mix(word);
    }
    uint64_t word = 0;
    std::memcpy(&word, at, left);
    mix(word);
    return static_cast<uint32_t>(hash >> 32 ^ hash);
}

size_t slotCount(size_t count) { return std::bit_ceil(count * 2 + 2); }

} // namespace

void TokenBytes::reserve(size_t tokens, size_t bytes)
{
    m_places.reserve(tokens);
    m_bytes.reserve(bytes);
}

void TokenBytes::set(int32_t id, std::string_view bytes)
{
    if (static_cast<size_t>(id) >= m_places.size())
        m_places.resize(static_cast<size_t>(id) + 1);
    m_places[static_cast<size_t>(id)] = { static_cast<uint32_t>(m_bytes.size()), static_cast<uint32_t>(bytes.size()) };
    m_bytes += bytes;
}

void PieceTable::reserve(size_t count)
{
    m_slots.assign(slotCount(count), {});
    m_mask = m_slots.size() - 1;
}

bool PieceTable::insert(int32_t id)
{
    const std::string_view bytes = (*m_bytes)[id];
    const uint32_t hash = hashBytes(bytes);
    for (size_t i = hash & m_mask;; i = (i + 1) & m_mask) {
        Slot &slot = m_slots[i];
        if (slot.id < 0) {
            slot = { hash, id };
            return true;
        }
        if (slot.hash == hash && (*m_bytes)[slot.id] == bytes)
            return false;
    }
}

int32_t PieceTable::find(std::string_view bytes) const
{
    if (m_slots.empty())
        return -1;
    const uint32_t hash = hashBytes(bytes);
    for (size_t i = hash & m_mask;; i = (i + 1) & m_mask) {
        const Slot &slot = m_slots[i];
        if (slot.id < 0)
            return -1;
        if (slot.hash == hash && (*m_bytes)[slot.id] == bytes)
            return slot.id;
    }
}

void MergeTable::reserve(size_t count)
{
    m_slots.assign(slotCount(count), {});
    m_mask = m_slots.size() - 1;
}

void MergeTable::insert(int32_t left, int32_t right, Merge merge)
{
    if (m_count * 2 >= m_slots.size())
        grow();
    const uint64_t key = keyOf(left, right);
    for (size_t i = hashOf(key) & m_mask;; i = (i + 1) & m_mask) {
        Slot &slot = m_slots[i];
        if (slot.key == kFree || slot.key == key) {
            m_count += slot.key == kFree ? 1 : 0;
            slot = { key, merge };
            return;
        }
    }
}

void MergeTable::grow()
{
    std::vector<Slot> old = std::move(m_slots);
    reserve(old.size() * 2);
    m_count = 0;
    for (const Slot &slot : old) {
        if (slot.key != kFree)
            insert(static_cast<int32_t>(slot.key >> 32), static_cast<int32_t>(slot.key & 0xFFFFFFFFu), slot.merge);
    }
}

} // namespace text
