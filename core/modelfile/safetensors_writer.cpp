// SPDX-License-Identifier: GPL-3.0-or-later
#include "modelfile/safetensors.h"

#include "modelfile/tensor_directory.h"

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"

#include <algorithm>

namespace modelfile {

namespace {

void checkTensor(const TensorView &tensor)
{
    const auto bytes = tensorBytes(tensor.type, tensor.shape);
    if (tensor.type.block_elements != 1 || !safetensorsType(tensor.type.name) || !bytes || *bytes != tensor.data.size())
        throw base::Failure(base::ErrorKind::Internal, "writing tensor " + tensor.name, {},
            { { "reason", "type, shape and size do not fit" } });
}

std::string headerOf(const std::vector<TensorView> &tensors, const std::map<std::string, std::string> &metadata)
{
    base::Json header = base::Json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    uint64_t offset = 0;
    for (const TensorView &tensor : tensors) {
        base::Json &entry = header[tensor.name];
        entry["dtype"] = tensor.type.name;
        entry["shape"] = tensor.shape;
        entry["data_offsets"] = { offset, offset + tensor.data.size() };
        offset += tensor.data.size();
    }
    std::string text = base::toLine(header);
    text.resize((text.size() + 7) / 8 * 8, ' '); // the data begin at a multiple of 8
    return text;
}

std::string_view asText(std::span<const std::byte> bytes)
{
    return { reinterpret_cast<const char *>(bytes.data()), bytes.size() };
}

} // namespace

void writeSafetensors(const std::filesystem::path &path, std::vector<TensorView> tensors,
    const std::map<std::string, std::string> &metadata)
{
    std::ranges::for_each(tensors, checkTensor);
    // Large elements first, so that every tensor is aligned for its type.
    std::ranges::sort(tensors, [](const TensorView &a, const TensorView &b) {
        return a.type.block_bytes != b.type.block_bytes ? a.type.block_bytes > b.type.block_bytes : a.name < b.name;
    });
    const std::string header = headerOf(tensors, metadata);
    const uint64_t length = header.size();
    base::AtomicFile file(path);
    file.write(asText(std::as_bytes(std::span(&length, 1))));
    file.write(header);
    for (const TensorView &tensor : tensors)
        file.write(asText(tensor.data));
    file.commit();
}

} // namespace modelfile
