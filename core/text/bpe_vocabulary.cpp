// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/bpe_vocabulary.h"

#include "base/error.h"
#include "text/byte_alphabet.h"

#include <algorithm>
#include <array>
#include <queue>

namespace text {

namespace {

// More than any model has; keeps a broken file from asking for gigabytes.
constexpr int32_t kMostTokens = 4'000'000;
// Up to here a scan over all pairs beats a queue.
constexpr size_t kShortPiece = 40;

// A symbol of a long piece: a list in an array.
struct Symbol
{
    int32_t id;
    int32_t previous;
    int32_t next; // -1: the last
};

struct Candidate
{
    uint32_t rank;
    int32_t at; // the left symbol
    int32_t left; // the ids at the time it was found; otherwise it is stale
    int32_t right;
    int32_t id; // what they become
};

// The lowest rank first, then the leftmost.
struct Later
{
    bool operator()(const Candidate &a, const Candidate &b) const
    {
        return a.rank != b.rank ? a.rank > b.rank : a.at > b.at;
    }
};

} // namespace

BpeVocabulary::BpeVocabulary(std::string subject) : m_subject(std::move(subject)) { }

void BpeVocabulary::corrupt(const std::string &place, const std::string &reason) const
{
    throw base::Failure(base::ErrorKind::CorruptFile, m_subject, place, { { "reason", reason } });
}

void BpeVocabulary::reserve(size_t tokens)
{
    m_bytes.reserve(tokens, tokens * 8);
    m_present.reserve(tokens);
}

void BpeVocabulary::place(int32_t id, std::string_view bytes)
{
    if (id < 0 || id >= kMostTokens)
        corrupt("token id " + std::to_string(id), "ids run from 0 to " + std::to_string(kMostTokens - 1));
    if (static_cast<size_t>(id) >= m_present.size())
        m_present.resize(static_cast<size_t>(id) + 1, 0);
    if (m_present[static_cast<size_t>(id)])
        corrupt("token id " + std::to_string(id), "two tokens have this id");
    m_bytes.set(id, bytes);
}

void BpeVocabulary::addToken(int32_t id, std::string_view spelling)
{
    m_scratch.clear();
    if (spelling.empty() || !appendBytesOfSpelling(spelling, m_scratch)) {
        addLiteral(id, spelling);
        return;
    }
    place(id, m_scratch);
    m_present[static_cast<size_t>(id)] = 1;
}

void BpeVocabulary::addLiteral(int32_t id, std::string_view content)
{
    place(id, content);
    m_present[static_cast<size_t>(id)] = 2;
    m_literals.emplace(content, id);
}

void BpeVocabulary::finishTokens(size_t merges)
{
    m_pieces.reserve(m_present.size());
    for (int32_t id = 0; id < count(); ++id) {
        if (m_present[static_cast<size_t>(id)] == 1 && !m_pieces.insert(id))
            corrupt("token id " + std::to_string(id), "two tokens are spelled alike");
    }
    m_merges.reserve(merges);
    for (unsigned byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        m_byteIds[byte] = m_pieces.find(std::string_view(&c, 1));
    }
}

void BpeVocabulary::addMerge(std::string_view left, std::string_view right)
{
    const uint32_t rank = m_rank++;
    if (left.empty() || right.empty())
        corrupt("merge " + std::to_string(rank + 1), "one of its halves is empty");
    m_scratch.clear();
    const bool leftBytes = appendBytesOfSpelling(left, m_scratch);
    const size_t cut = m_scratch.size();
    if (!leftBytes || !appendBytesOfSpelling(right, m_scratch))
        return; // no text is ever spelled like this
    const std::string_view whole = m_scratch;
    const int32_t leftId = m_pieces.find(whole.substr(0, cut));
    const int32_t rightId = m_pieces.find(whole.substr(cut));
    // Files list most tokens in the order of the merges that make them.
    const int32_t next = m_lastMerged + 1;
    const bool guessed = next < count() && m_present[static_cast<size_t>(next)] == 1 && bytesOf(next) == whole;
    const int32_t id = guessed ? next : m_pieces.find(whole);
    m_lastMerged = id;
    if (leftId < 0 || rightId < 0 || id < 0)
        corrupt("merge " + std::to_string(rank + 1), "it names a token that is not in the vocabulary");
    m_merges.insert(leftId, rightId, { rank, id });
}

bool BpeVocabulary::hasAllBytes() const
{
    return std::none_of(std::begin(m_byteIds), std::end(m_byteIds), [](int32_t id) { return id < 0; });
}

void BpeVocabulary::finish()
{
    m_whole = std::make_unique<std::atomic<uint8_t>[]>(m_present.size());
    m_scratch = {};
}

bool BpeVocabulary::isWhole(int32_t id) const
{
    std::atomic<uint8_t> &known = m_whole[static_cast<size_t>(id)];
    uint8_t state = known.load(std::memory_order_relaxed);
    if (state == 0) {
        std::vector<int32_t> ids;
        mergePiece(m_bytes[id], ids);
        state = ids.size() == 1 && ids[0] == id ? 1 : 2;
        known.store(state, std::memory_order_relaxed);
    }
    return state == 1;
}

void BpeVocabulary::encodePiece(std::string_view piece, bool wholePieces, std::vector<int32_t> &ids) const
{
    const int32_t id = m_pieces.find(piece);
    if (id >= 0 && (wholePieces || isWhole(id)))
        ids.push_back(id);
    else
        mergePiece(piece, ids);
}

void BpeVocabulary::mergePiece(std::string_view piece, std::vector<int32_t> &ids) const
{
    if (piece.size() <= kShortPiece)
        mergeShort(piece, ids);
    else
        mergeLong(piece, ids);
}

void BpeVocabulary::mergeShort(std::string_view piece, std::vector<int32_t> &ids) const
{
    std::array<int32_t, kShortPiece> symbols;
    std::array<Merge, kShortPiece> merges; // of a symbol with the next
    size_t count = 0;
    for (const char c : piece) {
        const int32_t id = m_byteIds[static_cast<unsigned char>(c)];
        if (id >= 0)
            symbols[count++] = id;
    }
    const auto lookUp = [&](size_t i) {
        const Merge *merge = m_merges.find(symbols[i], symbols[i + 1]);
        merges[i] = merge ? *merge : Merge {};
    };
    for (size_t i = 0; i + 1 < count; ++i)
        lookUp(i);
    while (count > 1) {
        size_t best = 0;
        for (size_t i = 1; i + 1 < count; ++i) {
            if (merges[i].rank < merges[best].rank)
                best = i;
        }
        if (merges[best].id < 0)
            break;
        symbols[best] = merges[best].id;
        std::copy(symbols.begin() + best + 2, symbols.begin() + count, symbols.begin() + best + 1);
        std::copy(merges.begin() + best + 1, merges.begin() + count - 1, merges.begin() + best);
        --count;
        if (best + 1 < count)
            lookUp(best);
        if (best > 0)
            lookUp(best - 1);
    }
    ids.insert(ids.end(), symbols.begin(), symbols.begin() + count);
}

void BpeVocabulary::mergeLong(std::string_view piece, std::vector<int32_t> &ids) const
{
    std::vector<Symbol> symbols;
    symbols.reserve(piece.size());
    for (const char c : piece) {
        const int32_t id = m_byteIds[static_cast<unsigned char>(c)];
        if (id < 0)
            continue;
        const auto at = static_cast<int32_t>(symbols.size());
        symbols.push_back({ id, at - 1, at + 1 });
    }
    if (symbols.empty())
        return;
    symbols.back().next = -1;
    std::vector<Candidate> found;
    const auto candidate = [&](int32_t at, auto &&keep) {
        const Symbol &symbol = symbols[static_cast<size_t>(at)];
        if (symbol.next < 0)
            return;
        const int32_t right = symbols[static_cast<size_t>(symbol.next)].id;
        if (const Merge *merge = m_merges.find(symbol.id, right))
            keep(Candidate { merge->rank, at, symbol.id, right, merge->id });
    };
    for (size_t i = 0; i + 1 < symbols.size(); ++i)
        candidate(static_cast<int32_t>(i), [&](const Candidate &c) { found.push_back(c); });
    std::priority_queue<Candidate, std::vector<Candidate>, Later> queue(Later {}, std::move(found));
    while (!queue.empty()) {
        const Candidate top = queue.top();
        queue.pop();
        Symbol &left = symbols[static_cast<size_t>(top.at)];
        if (left.id != top.left || left.next < 0)
            continue;
        Symbol &right = symbols[static_cast<size_t>(left.next)];
        if (right.id != top.right)
            continue;
        left.id = top.id;
        right.id = -1;
        left.next = right.next;
        if (right.next >= 0)
            symbols[static_cast<size_t>(right.next)].previous = top.at;
        const auto push = [&](const Candidate &c) { queue.push(c); };
        candidate(top.at, push);
        if (left.previous >= 0)
            candidate(left.previous, push);
    }
    for (int32_t at = 0; at >= 0; at = symbols[static_cast<size_t>(at)].next)
        ids.push_back(symbols[static_cast<size_t>(at)].id);
}

std::string_view BpeVocabulary::bytesOf(int32_t id) const
{
    return id >= 0 && id < count() ? m_bytes[id] : std::string_view();
}

int32_t BpeVocabulary::idOfSpelling(std::string_view spelling) const
{
    if (const auto bytes = bytesOfSpelling(spelling)) {
        const int32_t id = m_pieces.find(*bytes);
        if (id >= 0)
            return id;
    }
    const auto literal = m_literals.find(std::string(spelling));
    return literal == m_literals.end() ? -1 : literal->second;
}

} // namespace text
