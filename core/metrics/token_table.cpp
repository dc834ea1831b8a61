// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/token_table.h"

#include <algorithm>

namespace metrics {

TokenId TokenTable::intern(std::string_view text)
{
    if (const auto found = m_ids.find(text); found != m_ids.end())
        return found->second;
    const auto id = static_cast<TokenId>(m_texts.size());
    m_ids.emplace(m_texts.emplace_back(text), id);
    return id;
}

PairIndex::PairIndex()
    : m_slots(256)
{
}

PairIndex::Slot &PairIndex::slotFor(uint64_t key)
{
    // The finalizer of SplitMix64 spreads the two halves over all bits.
    uint64_t hash = key;
    hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9u;
    hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBu;
    hash ^= hash >> 31;
    const size_t mask = m_slots.size() - 1;
    size_t at = hash & mask;
    while (m_slots[at].round == m_round && m_slots[at].key != key)
        at = (at + 1) & mask;
    return m_slots[at];
}

uint32_t PairIndex::idOf(uint32_t first, uint32_t second)
{
    if ((m_size + 1) * size_t(2) > m_slots.size())
        grow();
    const uint64_t key = uint64_t(first) << 32 | second;
    Slot &slot = slotFor(key);
    if (slot.round != m_round)
        slot = { key, m_size++, m_round };
    return slot.id;
}

void PairIndex::grow()
{
    std::vector<Slot> old(m_slots.size() * 2);
    std::swap(old, m_slots);
    for (const Slot &slot : old) {
        if (slot.round == m_round)
            slotFor(slot.key) = slot;
    }
}

void PairIndex::clear()
{
    m_size = 0;
    if (++m_round == 0) { // after four thousand million rounds
        std::ranges::fill(m_slots, Slot {});
        m_round = 1;
    }
}

} // namespace metrics
