// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/hash.h"

#include "base/file_reader.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <filesystem>
#include <vector>

namespace base {

struct Sha256::State
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    State() { EVP_DigestInit_ex(context, EVP_sha256(), nullptr); }
    ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256()
    : m_state(std::make_unique<State>())
{
}
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) { EVP_DigestUpdate(m_state->context, bytes.data(), bytes.size()); }

std::string Sha256::hex()
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_DigestFinal_ex(m_state->context, digest, &size);
    std::string out;
    for (unsigned int i = 0; i < size; ++i)
        out += fmt::format("{:02x}", digest[i]);
    return out;
}

std::string sha256(std::string_view bytes)
{
    Sha256 hash;
    hash.add(bytes);
    return hash.hex();
}

std::string sha256OfFile(const std::filesystem::path &path)
{
    FileReader in(path);
    Sha256 hash;
    std::vector<char> piece(1 << 20);
    while (const size_t count = in.read(piece.data(), piece.size()))
        hash.add({ piece.data(), count });
    return hash.hex();
}

} // namespace base
