// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/sentencepiece_model.h"

#include "base/error.h"
#include "text/sentencepiece_charsmap.h"
#include "text/unicode.h"

#include <cstring>

namespace text {

namespace {

// Field numbers of sentencepiece_model.proto.
constexpr uint32_t kPieces = 1;
constexpr uint32_t kTrainerSpec = 2;
constexpr uint32_t kNormalizerSpec = 3;
constexpr uint32_t kSelfTestData = 4;
constexpr uint32_t kDenormalizerSpec = 5;
constexpr uint32_t kPieceText = 1;
constexpr uint32_t kPieceScore = 2;
constexpr uint32_t kPieceType = 3;
constexpr uint32_t kModelType = 3; // of the trainer spec; 2: BPE
constexpr uint32_t kByteFallback = 35;
constexpr uint32_t kUnkId = 40;
constexpr uint32_t kNormalizerName = 1;
constexpr uint32_t kCharsMap = 2;
constexpr uint32_t kAddDummyPrefix = 3;
constexpr uint32_t kRemoveExtraSpaces = 4;

enum WireType : uint32_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

struct Field
{
    uint32_t number = 0;
    uint32_t wire = 0;
    uint64_t value = 0; // of a varint or a fixed one
    std::string_view bytes; // of a length-delimited one
    std::string_view all; // the field with its key
};

// Walks over the fields of one message.
class FieldReader
{
public:
    FieldReader(std::string_view message, const std::string &subject) : m_rest(message), m_subject(subject) { }

    bool next(Field &field)
    {
        if (m_rest.empty())
            return false;
        const std::string_view start = m_rest;
        const uint64_t key = varint();
        field.number = static_cast<uint32_t>(key >> 3);
        field.wire = static_cast<uint32_t>(key & 7);
        switch (field.wire) {
        case Varint: field.value = varint(); break;
        case Fixed64: take(8); break;
        case Fixed32: {
            const std::string_view four = take(4);
            uint32_t value;
            std::memcpy(&value, four.data(), 4);
            field.value = value;
            break;
        }
        case Bytes: field.bytes = take(varint()); break;
        default: corrupt();
        }
        field.all = start.substr(0, start.size() - m_rest.size());
        return true;
    }

private:
    [[noreturn]] void corrupt() const
    {
        throw base::Failure(base::ErrorKind::CorruptFile, m_subject, {}, { { "reason", "it is no sentencepiece model" } });
    }
    std::string_view take(uint64_t size)
    {
        if (size > m_rest.size())
            corrupt();
        const std::string_view taken = m_rest.substr(0, static_cast<size_t>(size));
        m_rest.remove_prefix(taken.size());
        return taken;
    }
    uint64_t varint()
    {
        uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            const auto byte = static_cast<unsigned char>(take(1)[0]);
            value |= static_cast<uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80)
                return value;
        }
        corrupt();
    }

    std::string_view m_rest;
    const std::string &m_subject;
};

void putVarint(std::string &out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        out += static_cast<char>(value | 0x80);
    out += static_cast<char>(value);
}

void putNumber(std::string &out, uint32_t field, uint64_t value)
{
    putVarint(out, field << 3 | Varint);
    putVarint(out, value);
}

void putBytes(std::string &out, uint32_t field, std::string_view bytes)
{
    putVarint(out, field << 3 | Bytes);
    putVarint(out, bytes.size());
    out += bytes;
}

void putPiece(std::string &out, const SpPiece &piece)
{
    std::string message;
    putBytes(message, kPieceText, piece.text);
    putVarint(message, kPieceScore << 3 | Fixed32);
    char score[4];
    std::memcpy(score, &piece.score, 4);
    message.append(score, 4);
    putNumber(message, kPieceType, static_cast<uint64_t>(piece.type));
    putBytes(out, kPieces, message);
}

SpPiece readPiece(std::string_view message, const std::string &subject)
{
    SpPiece piece;
    FieldReader reader(message, subject);
    for (Field field; reader.next(field);) {
        if (field.number == kPieceText && field.wire == Bytes) {
            piece.text = field.bytes;
        } else if (field.number == kPieceScore && field.wire == Fixed32) {
            const auto bits = static_cast<uint32_t>(field.value);
            std::memcpy(&piece.score, &bits, 4);
        } else if (field.number == kPieceType && field.wire == Varint && field.value >= 1 && field.value <= 6) {
            piece.type = static_cast<SpType>(field.value);
        }
    }
    if (!isValidUtf8(piece.text))
        throw base::Failure(base::ErrorKind::CorruptFile, subject, {}, { { "reason", "a piece is not UTF-8" } });
    return piece;
}

void putDummyPrefix(std::string &out, bool add)
{
    std::string spec;
    putNumber(spec, kAddDummyPrefix, add ? 1 : 0);
    putBytes(out, kNormalizerSpec, spec);
}

} // namespace

SpModelInfo readSpModel(std::string_view bytes, const std::string &subject)
{
    SpModelInfo info;
    FieldReader reader(bytes, subject);
    for (Field field; reader.next(field);) {
        if (field.number == kPieces && field.wire == Bytes) {
            info.pieces.push_back(readPiece(field.bytes, subject));
        } else if (field.number == kNormalizerSpec && field.wire == Bytes) {
            FieldReader spec(field.bytes, subject);
            for (Field inner; spec.next(inner);) {
                if (inner.number == kAddDummyPrefix && inner.wire == Varint)
                    info.addDummyPrefix = inner.value != 0;
                else if (inner.number == kCharsMap && inner.wire == Bytes)
                    checkCharsMap(inner.bytes, subject);
            }
        }
    }
    if (info.pieces.empty())
        throw base::Failure(base::ErrorKind::CorruptFile, subject, {}, { { "reason", "it has no pieces" } });
    return info;
}

std::string changedSpModel(std::string_view bytes, bool addDummyPrefix, const std::vector<SpPiece> &pieces)
{
    std::string out;
    out.reserve(bytes.size() + 16);
    for (const SpPiece &piece : pieces)
        putPiece(out, piece);
    FieldReader reader(bytes, "the model");
    for (Field field; reader.next(field);) {
        if (field.number != kPieces && field.number != kSelfTestData && field.number != kDenormalizerSpec)
            out += field.all;
    }
    putDummyPrefix(out, addDummyPrefix);
    return out;
}

std::string makeSpModel(const std::vector<SpPiece> &pieces, bool addDummyPrefix)
{
    std::string out;
    uint64_t unknown = 0;
    for (size_t i = 0; i < pieces.size(); ++i) {
        putPiece(out, pieces[i]);
        if (pieces[i].type == SpType::Unknown)
            unknown = i;
    }
    std::string trainer;
    putNumber(trainer, kModelType, 2);
    putNumber(trainer, kByteFallback, 1);
    putNumber(trainer, kUnkId, unknown);
    putBytes(out, kTrainerSpec, trainer);
    std::string normalizer;
    putBytes(normalizer, kNormalizerName, "identity");
    putNumber(normalizer, kAddDummyPrefix, addDummyPrefix ? 1 : 0);
    putNumber(normalizer, kRemoveExtraSpaces, 0);
    putBytes(out, kNormalizerSpec, normalizer);
    return out;
}

} // namespace text
