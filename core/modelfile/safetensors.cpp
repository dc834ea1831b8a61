// SPDX-License-Identifier: GPL-3.0-or-later
#include "modelfile/safetensors.h"

#include "modelfile/tensor_directory.h"

#include "base/error.h"
#include "base/json.h"

#include <cstring>

namespace modelfile {

namespace {

constexpr uint64_t kMaxHeader = 100'000'000; // as the format's own reader has it
constexpr size_t kMaxDimensions = 16;
constexpr const char *kMetadata = "__metadata__";

[[noreturn]] void throwCorrupt(const std::string &subject, const std::string &place, const std::string &reason)
{
    throw base::Failure(base::ErrorKind::CorruptFile, subject, place, { { "reason", reason } });
}

std::string_view headerText(std::span<const std::byte> bytes, const std::string &subject)
{
    uint64_t length = 0;
    if (bytes.size() >= sizeof length)
        std::memcpy(&length, bytes.data(), sizeof length);
    if (bytes.size() < sizeof length || length > bytes.size() - sizeof length)
        throw base::Failure(base::ErrorKind::TruncatedFile, subject, "the header",
            { { "expected", std::to_string(length) + " bytes" }, { "found", std::to_string(bytes.size()) } });
    if (length > kMaxHeader)
        throwCorrupt(subject, "the header", "it claims to be " + std::to_string(length) + " bytes long");
    return { reinterpret_cast<const char *>(bytes.data()) + sizeof length, length };
}

std::vector<int64_t> readShape(const base::Json &entry, const std::string &subject, const std::string &place)
{
    const auto sizes = base::field<base::Json>(entry, "shape", subject + ", " + place);
    if (!sizes.is_array() || sizes.size() > kMaxDimensions)
        throwCorrupt(subject, place, "its shape is no list of sizes");
    std::vector<int64_t> shape;
    for (const base::Json &size : sizes) {
        if (!size.is_number_integer() || size.get<int64_t>() < 0)
            throwCorrupt(subject, place, "its shape is no list of sizes");
        shape.push_back(size.get<int64_t>());
    }
    return shape;
}

std::pair<uint64_t, uint64_t> readOffsets(const base::Json &entry, const std::string &subject, const std::string &place)
{
    const auto offsets = base::field<base::Json>(entry, "data_offsets", subject + ", " + place);
    if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned()
        || !offsets[1].is_number_unsigned())
        throwCorrupt(subject, place, "its data offsets are no pair of numbers");
    return { offsets[0].get<uint64_t>(), offsets[1].get<uint64_t>() };
}

TensorView readEntry(
    const std::string &name, const base::Json &entry, std::span<const std::byte> data, const std::string &subject)
{
    const std::string place = "tensor " + name;
    const auto dtype = base::field<std::string>(entry, "dtype", subject + ", " + place);
    const auto type = safetensorsType(dtype);
    if (!type)
        throw base::Failure(base::ErrorKind::UnsupportedModel, subject, place,
            { { "reason", place + " has the unknown type " + dtype } });
    TensorView view { name, *type, readShape(entry, subject, place), {} };
    const auto [begin, end] = readOffsets(entry, subject, place);
    const auto bytes = tensorBytes(*type, view.shape);
    if (begin > end || !bytes || *bytes != end - begin)
        throwCorrupt(subject, place, "its offsets do not fit its type and shape");
    if (end > data.size())
        throw base::Failure(base::ErrorKind::TruncatedFile, subject, place,
            { { "expected", std::to_string(end) + " bytes of tensor data" }, { "found", std::to_string(data.size()) } });
    view.data = data.subspan(begin, end - begin);
    return view;
}

std::map<std::string, std::string> readMetadata(const base::Json &json, const std::string &subject)
{
    if (!json.is_object())
        throwCorrupt(subject, kMetadata, "it is no object");
    std::map<std::string, std::string> metadata;
    for (const auto &[key, value] : json.items()) {
        if (!value.is_string())
            throwCorrupt(subject, kMetadata, "a value is no text");
        metadata[key] = value.get<std::string>();
    }
    return metadata;
}

// A shard's name comes from the index file and must not lead out of the folder.
void checkShardName(const std::string &name, const std::string &subject)
{
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos
        || name.find('\0') != std::string::npos)
        throwCorrupt(subject, "weight_map", "\"" + name + "\" is no file name");
}

} // namespace

SafetensorsFile::SafetensorsFile(const std::filesystem::path &path)
    : m_file(path)
{
    readWhole(m_file, [this] {
        readHeader();
        return true;
    });
}

void SafetensorsFile::readHeader()
{
    const std::string subject = path().string();
    const std::string_view header = headerText(m_file.bytes(), subject);
    const base::Json json = base::parseJson(header, subject);
    if (!json.is_object())
        throwCorrupt(subject, "the header", "it is no object");
    const auto data = m_file.bytes().subspan(sizeof(uint64_t) + header.size());
    for (const auto &[name, entry] : json.items()) {
        if (name == kMetadata)
            m_metadata = readMetadata(entry, subject);
        else
            m_tensors.push_back(readEntry(name, entry, data, subject));
    }
    checkNoOverlap(m_tensors, subject);
    for (size_t i = 0; i < m_tensors.size(); ++i)
        m_index.try_emplace(m_tensors[i].name, i);
}

const TensorView *SafetensorsFile::findTensor(std::string_view name) const
{
    const auto found = m_index.find(name);
    return found == m_index.end() ? nullptr : &m_tensors[found->second];
}

SafetensorsFolder::SafetensorsFolder(const std::filesystem::path &folder)
{
    const auto single = folder / "model.safetensors";
    const auto index = folder / "model.safetensors.index.json";
    std::error_code ec;
    // As the field's loaders have it: an index beside a whole file is left from before.
    if (std::filesystem::exists(single, ec) || !std::filesystem::exists(index, ec)) {
        m_files.push_back(std::make_unique<SafetensorsFile>(single));
        m_tensors = m_files.back()->tensors();
        return;
    }
    const std::string subject = index.string();
    const auto weights = base::field<base::Json>(base::readJson(index), "weight_map", subject);
    if (!weights.is_object())
        throwCorrupt(subject, "weight_map", "it is no object");
    std::map<std::string, const SafetensorsFile *> shards;
    for (const auto &[tensor, shard] : weights.items()) {
        if (!shard.is_string())
            throwCorrupt(subject, "weight_map", "the file of tensor " + tensor + " is no text");
        checkShardName(shard.get<std::string>(), subject);
        shards[shard.get<std::string>()] = nullptr;
    }
    for (auto &[name, shard] : shards)
        shard = m_files.emplace_back(std::make_unique<SafetensorsFile>(folder / name)).get();
    for (const auto &[tensor, file] : weights.items()) {
        const auto *shard = shards.at(file.get<std::string>());
        const TensorView *view = shard->findTensor(tensor);
        if (!view)
            throwCorrupt(shard->path().string(), "tensor " + tensor, "the index names it, but it is not there");
        m_tensors.push_back(*view);
    }
}

std::vector<std::filesystem::path> SafetensorsFolder::files() const
{
    std::vector<std::filesystem::path> paths;
    for (const auto &file : m_files)
        paths.push_back(file->path());
    return paths;
}

void SafetensorsFolder::check() const
{
    for (const auto &file : m_files)
        file->check();
}

} // namespace modelfile
