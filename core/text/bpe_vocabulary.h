// SPDX-License-Identifier: GPL-3.0-or-later
// The vocabulary and the merges of a byte-level BPE, and the merging itself: bytes of one piece -> ids.
#pragma once

#include "text/piece_table.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace text {

// Filled by a reader (addToken ..., finishTokens, addMerge ..., finish), then read-only and shared between threads.
class BpeVocabulary
{
public:
    // `subject` is the file, for errors.
    explicit BpeVocabulary(std::string subject);
    BpeVocabulary(const BpeVocabulary &) = delete;
    BpeVocabulary &operator=(const BpeVocabulary &) = delete;

    void reserve(size_t tokens);
    // `spelling` is valid UTF-8 in the byte alphabet. A token that is not spelled in it is kept, but no text becomes it.
    // Throws CorruptFile when the id is taken or beyond any reason.
    void addToken(int32_t id, std::string_view spelling);
    // A token that is text itself, not spelled in the byte alphabet; no text becomes it by merging.
    void addLiteral(int32_t id, std::string_view content);
    // Throws CorruptFile when two tokens are spelled alike.
    void finishTokens(size_t merges);
    // Pairs in the order of their rank, spelled in the byte alphabet. Throws CorruptFile when one is not in the vocabulary.
    void addMerge(std::string_view left, std::string_view right);
    void finish();

    // Appends the ids of one piece; equal to the peer's merging by rank. `wholePieces`: a piece that is a token is taken
    // as it is. A byte the vocabulary lacks is left out, as in the peer.
    void encodePiece(std::string_view piece, bool wholePieces, std::vector<int32_t> &ids) const;

    int32_t count() const { return m_bytes.count(); }
    // Bytes of a token, or its text; empty for ids outside.
    std::string_view bytesOf(int32_t id) const;
    // -1 when absent.
    int32_t idOfSpelling(std::string_view spelling) const;
    // Whether every byte is a token, so that no text is lost.
    bool hasAllBytes() const;
    const std::string &subject() const { return m_subject; }

private:
    void place(int32_t id, std::string_view bytes);
    bool isWhole(int32_t id) const;
    void mergeShort(std::string_view piece, std::vector<int32_t> &ids) const;
    void mergeLong(std::string_view piece, std::vector<int32_t> &ids) const;
    void mergePiece(std::string_view piece, std::vector<int32_t> &ids) const;
    [[noreturn]] void corrupt(const std::string &place, const std::string &reason) const;

    std::string m_subject;
    TokenBytes m_bytes;
    std::vector<uint8_t> m_present; // an id: 1 spelled in bytes, 2 literal
    PieceTable m_pieces { m_bytes };
    MergeTable m_merges;
    uint32_t m_rank = 0;
    int32_t m_lastMerged = -1; // what the last merge made
    std::unordered_map<std::string, int32_t> m_literals;
    int32_t m_byteIds[256];
    std::string m_scratch; // while filling
    // Whether merging a token's bytes gives the token alone: 0 not yet known, 1 yes, 2 no. Found out when first met, the
    // same by every thread.
    std::unique_ptr<std::atomic<uint8_t>[]> m_whole;
};

} // namespace text
