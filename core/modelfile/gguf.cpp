// SPDX-License-Identifier: GPL-3.0-or-later
#include "modelfile/gguf.h"

#include "modelfile/byte_cursor.h"
#include "modelfile/tensor_directory.h"

#include "base/error.h"
#include "base/guarded_files.h"

#include <algorithm>
#include <fcntl.h>
#include <limits>
#include <unistd.h>

namespace modelfile {

namespace {

constexpr uint32_t kMagic = 0x46554747; // "GGUF"
constexpr uint64_t kMaxKeys = 65536;
constexpr uint64_t kMaxTensors = 1 << 20;
constexpr uint64_t kMaxKeyLength = 65535;
constexpr uint32_t kMaxDimensions = 4;
constexpr uint64_t kMaxListItems = 1 << 24; // the largest vocabularies have a quarter of a million
constexpr uint64_t kMaxAlignment = 1 << 20;

// Value types of the metadata, as numbered by the format.
enum class Kind : uint32_t { U8, I8, U16, I16, U32, I32, F32, Bool, Text, Array, U64, I64, F64 };

uint64_t smallestBytes(Kind kind)
{
    switch (kind) {
    case Kind::U8:
    case Kind::I8:
    case Kind::Bool:
        return 1;
    case Kind::U16:
    case Kind::I16:
        return 2;
    case Kind::U32:
    case Kind::I32:
    case Kind::F32:
        return 4;
    default:
        return 8; // a text is at least its length
    }
}

bool readBool(ByteCursor &in)
{
    const auto value = in.read<uint8_t>();
    if (value > 1)
        in.corrupt("a truth value is neither 0 nor 1");
    return value == 1;
}

int64_t readU64(ByteCursor &in)
{
    const auto value = in.read<uint64_t>();
    if (value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max()))
        in.corrupt("a whole number is too large");
    return static_cast<int64_t>(value);
}

int64_t readInteger(ByteCursor &in, Kind kind)
{
    switch (kind) {
    case Kind::U8:
        return in.read<uint8_t>();
    case Kind::I8:
        return in.read<int8_t>();
    case Kind::U16:
        return in.read<uint16_t>();
    case Kind::I16:
        return in.read<int16_t>();
    case Kind::U32:
        return in.read<uint32_t>();
    case Kind::I32:
        return in.read<int32_t>();
    case Kind::U64:
        return readU64(in);
    default:
        return in.read<int64_t>();
    }
}

template <typename T, typename Read> std::vector<T> readMany(uint64_t count, Read read)
{
    std::vector<T> values;
    values.reserve(count);
    for (uint64_t i = 0; i < count; ++i)
        values.push_back(read());
    return values;
}

Kind readKind(ByteCursor &in)
{
    const auto number = in.read<uint32_t>();
    if (number > static_cast<uint32_t>(Kind::F64))
        in.corrupt("its value type " + std::to_string(number) + " is unknown");
    return static_cast<Kind>(number);
}

GgufValue readArray(ByteCursor &in)
{
    const Kind kind = readKind(in);
    const auto count = in.read<uint64_t>();
    in.require(count, smallestBytes(kind));
    if (count > kMaxListItems)
        in.corrupt("it claims a list of " + std::to_string(count) + " items");
    switch (kind) {
    case Kind::Array:
        in.corrupt("lists of lists are not supported");
    case Kind::F32:
        return readMany<double>(count, [&] { return double { in.read<float>() }; });
    case Kind::F64:
        return readMany<double>(count, [&] { return in.read<double>(); });
    case Kind::Bool:
        return readMany<bool>(count, [&] { return readBool(in); });
    case Kind::Text:
        return readMany<std::string_view>(count, [&] { return in.readText(in.read<uint64_t>()); });
    default:
        return readMany<int64_t>(count, [&] { return readInteger(in, kind); });
    }
}

GgufValue readValue(ByteCursor &in)
{
    const Kind kind = readKind(in);
    switch (kind) {
    case Kind::Array:
        return readArray(in);
    case Kind::F32:
        return double { in.read<float>() };
    case Kind::F64:
        return in.read<double>();
    case Kind::Bool:
        return readBool(in);
    case Kind::Text:
        return in.readText(in.read<uint64_t>());
    default:
        return readInteger(in, kind);
    }
}

std::string readName(ByteCursor &in, const std::string &place)
{
    in.setPlace(place);
    const auto length = in.read<uint64_t>();
    in.require(length, 1);
    if (length == 0 || length > kMaxKeyLength)
        in.corrupt("a name is " + std::to_string(length) + " bytes long");
    return std::string(in.readText(length));
}

void checkCount(const ByteCursor &in, uint64_t count, uint64_t limit, const char *what)
{
    if (count > limit)
        in.corrupt("it claims " + std::to_string(count) + " " + what);
}

struct TensorEntry
{
    TensorView view; // without data
    uint64_t offset = 0; // from the start of the data section
};

TensorEntry readTensorEntry(ByteCursor &in, uint64_t number, const std::string &subject)
{
    TensorEntry entry;
    entry.view.name = readName(in, "tensor " + std::to_string(number));
    in.setPlace("tensor " + entry.view.name);
    const auto dimensions = in.read<uint32_t>();
    if (dimensions > kMaxDimensions)
        in.corrupt("it has " + std::to_string(dimensions) + " dimensions");
    for (uint32_t i = 0; i < dimensions; ++i)
        entry.view.shape.push_back(readU64(in));
    std::ranges::reverse(entry.view.shape); // the file lists the innermost first
    const auto typeNumber = in.read<uint32_t>();
    const auto type = ggufType(typeNumber);
    if (!type)
        throw base::Failure(base::ErrorKind::UnsupportedModel, subject, in.place(),
            { { "reason", in.place() + " has the unknown type number " + std::to_string(typeNumber) } });
    entry.view.type = *type;
    entry.offset = in.read<uint64_t>();
    return entry;
}

uint64_t alignmentOf(const GgufFile &file, const ByteCursor &in)
{
    const auto alignment = file.getOr<int64_t>("general.alignment", 32);
    if (alignment < 1 || static_cast<uint64_t>(alignment) > kMaxAlignment)
        in.corrupt("general.alignment is " + std::to_string(alignment));
    return static_cast<uint64_t>(alignment);
}

void placeData(TensorEntry &entry, std::span<const std::byte> data, uint64_t alignment, const std::string &subject)
{
    const std::string place = "tensor " + entry.view.name;
    const auto bytes = tensorBytes(entry.view.type, entry.view.shape);
    if (!bytes || entry.offset % alignment != 0)
        throw base::Failure(base::ErrorKind::CorruptFile, subject, place,
            { { "reason", bytes ? "its data are not aligned" : "its shape does not fit its type" } });
    if (entry.offset > data.size() || *bytes > data.size() - entry.offset)
        throw base::Failure(base::ErrorKind::TruncatedFile, subject, place,
            { { "expected", std::to_string(*bytes) + " bytes at " + std::to_string(entry.offset) },
                { "found", std::to_string(data.size()) + " bytes of tensor data" } });
    entry.view.data = data.subspan(entry.offset, *bytes);
}

uint32_t readVersion(ByteCursor &in, const std::string &subject)
{
    if (in.remaining() < 4 || in.read<uint32_t>() != kMagic)
        throw base::Failure(base::ErrorKind::UnknownFormat, subject, {}, { { "known", "GGUF" } });
    const auto version = in.read<uint32_t>();
    if (version != 2 && version != 3)
        throw base::Failure(base::ErrorKind::UnsupportedModel, subject, {},
            { { "reason", (version & 0xffff) == 0 ? "GGUF files in big-endian byte order are not read"
                                                  : "GGUF version " + std::to_string(version) + " is not read" } });
    return version;
}

} // namespace

bool GgufFile::isGguf(const std::filesystem::path &path)
{
    std::error_code ec;
    if (!std::filesystem::is_regular_file(path, ec))
        return false;
    char magic[4] {};
    const int file = base::openFile(path, O_RDONLY | O_NONBLOCK);
    if (file < 0)
        return false;
    const bool whole = ::read(file, magic, sizeof magic) == ssize_t(sizeof magic);
    ::close(file);
    return whole && std::string_view(magic, 4) == "GGUF";
}

GgufFile::GgufFile(const std::filesystem::path &path)
    : m_file(path)
{
    readWhole(m_file, [this] {
        read();
        return true;
    });
}

void GgufFile::read()
{
    const std::string subject = path().string();
    ByteCursor in(m_file.bytes(), subject);
    m_version = readVersion(in, subject);
    const auto tensorCount = in.read<uint64_t>();
    const auto keyCount = in.read<uint64_t>();
    checkCount(in, keyCount, kMaxKeys, "metadata keys");
    checkCount(in, tensorCount, kMaxTensors, "tensors");

    for (uint64_t i = 0; i < keyCount; ++i) {
        std::string key = readName(in, "metadata key " + std::to_string(i));
        in.setPlace("metadata key " + key);
        GgufValue value = readValue(in);
        if (!m_metadata.try_emplace(std::move(key), std::move(value)).second)
            in.corrupt("the key appears twice");
    }

    std::vector<TensorEntry> entries;
    for (uint64_t i = 0; i < tensorCount; ++i)
        entries.push_back(readTensorEntry(in, i, subject));

    in.setPlace("tensor data");
    const uint64_t alignment = alignmentOf(*this, in);
    const size_t begin = std::min((in.position() + alignment - 1) / alignment * alignment, m_file.bytes().size());
    m_tensors.reserve(entries.size());
    for (TensorEntry &entry : entries) {
        placeData(entry, m_file.bytes().subspan(begin), alignment, subject);
        m_tensors.push_back(std::move(entry.view));
    }
    checkNoOverlap(m_tensors, subject);
    for (size_t i = 0; i < m_tensors.size(); ++i) {
        if (!m_index.try_emplace(m_tensors[i].name, i).second)
            throw base::Failure(base::ErrorKind::CorruptFile, subject, "tensor " + m_tensors[i].name,
                { { "reason", "the name appears twice" } });
    }
}

const GgufValue *GgufFile::find(std::string_view key) const
{
    const auto found = m_metadata.find(key);
    return found == m_metadata.end() ? nullptr : &found->second;
}

const TensorView *GgufFile::findTensor(std::string_view name) const
{
    const auto found = m_index.find(name);
    return found == m_index.end() ? nullptr : &m_tensors[found->second];
}

template <typename T> T GgufFile::get(std::string_view key) const
{
    const GgufValue *value = find(key);
    if (!value)
        throw base::Failure(
            base::ErrorKind::MissingField, path().string(), "metadata", { { "field", std::string(key) } });
    if (const T *typed = std::get_if<T>(value))
        return *typed;
    if constexpr (std::is_same_v<T, double>) {
        if (const auto *whole = std::get_if<int64_t>(value))
            return static_cast<double>(*whole);
    }
    throw base::Failure(base::ErrorKind::WrongShape, path().string(), "metadata key " + std::string(key),
        { { "expected", "a value of another type" } });
}

template <typename T> T GgufFile::getOr(std::string_view key, T fallback) const
{
    return find(key) ? get<T>(key) : fallback;
}

#define ATTUNE_GGUF_TYPE(...) \
    template __VA_ARGS__ GgufFile::get<__VA_ARGS__>(std::string_view) const; \
    template __VA_ARGS__ GgufFile::getOr<__VA_ARGS__>(std::string_view, __VA_ARGS__) const;
ATTUNE_GGUF_TYPE(int64_t)
ATTUNE_GGUF_TYPE(double)
ATTUNE_GGUF_TYPE(bool)
ATTUNE_GGUF_TYPE(std::string_view)
ATTUNE_GGUF_TYPE(std::vector<int64_t>)
ATTUNE_GGUF_TYPE(std::vector<double>)
ATTUNE_GGUF_TYPE(std::vector<bool>)
ATTUNE_GGUF_TYPE(std::vector<std::string_view>)
#undef ATTUNE_GGUF_TYPE

} // namespace modelfile
