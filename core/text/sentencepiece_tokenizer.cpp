// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/sentencepiece_tokenizer.h"

#include "base/files.h"
#include "base/json.h"
#include "modelfile/gguf.h"
#include "text/sentencepiece_model.h"
#include "text/unicode.h"

#include <fmt/format.h>
#include <sentencepiece_processor.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <unordered_map>

// libsentencepiece and libtorch's libc10 both export this name: an object of 32 bytes there, an int here. The loader gives
// both the same one, libc10's, and what sentencepiece then built over it reached into c10's next flags: a failed allocation
// ended the worker instead of throwing. The program's own definition comes first for both and has room for either. (Nobody
// reads it: c10 only in its command line parser, which we never call.)
extern "C" {
extern std::byte FLAGS_minloglevel[64];
alignas(64) __attribute__((visibility("default"), used)) std::byte FLAGS_minloglevel[64] = {};
}

namespace text {

namespace {

using base::ErrorKind;
using base::Failure;
using base::Json;

constexpr std::string_view kSpace = "\u2581";

[[noreturn]] void corrupt(const std::string &subject, const std::string &reason)
{
    throw Failure(ErrorKind::CorruptFile, subject, {}, { { "reason", reason } });
}

// "<0x0A>" -> the byte
std::string byteOfPiece(std::string_view piece)
{
    unsigned value = 0;
    if (piece.size() == 6 && piece.starts_with("<0x") && std::from_chars(piece.data() + 3, piece.data() + 5, value, 16).ec == std::errc())
        return std::string(1, static_cast<char>(value));
    return {};
}

std::string bytesOfPiece(const SpPiece &piece)
{
    if (piece.type == SpType::Byte)
        return byteOfPiece(piece.text);
    if (piece.type == SpType::Unknown)
        return "\xEF\xBF\xBD";
    std::string bytes = piece.text;
    if (piece.type == SpType::Control)
        return bytes;
    for (size_t at = 0; (at = bytes.find(kSpace, at)) != std::string::npos; ++at)
        bytes.replace(at, kSpace.size(), " ");
    return bytes;
}

// A user-defined piece that is a mark rather than a word: typed by a person, it must stay text.
bool looksLikeControl(const SpPiece &piece)
{
    const std::string_view text = piece.text;
    return piece.type == SpType::UserDefined && text.size() > 2
        && ((text.starts_with('<') && text.ends_with('>')) || (text.starts_with('[') && text.ends_with(']')));
}

// The library answers most of what is wrong with a status, and throws at some.
template <typename Work> void guarded(const Work &work, ErrorKind kind, const std::string &subject)
{
    std::string reason;
    try {
        const sentencepiece::util::Status status = work();
        if (status.ok())
            return;
        reason = status.ToString();
    } catch (const std::exception &error) {
        reason = error.what();
    }
    throw Failure(kind, subject, {}, { { "reason", reason } });
}

// An entry of `added_tokens_decoder`.
AddedToken addedToken(const std::string &key, const Json &token, const std::string &subject)
{
    int32_t id = -1;
    std::from_chars(key.data(), key.data() + key.size(), id);
    if (id > 4'000'000)
        corrupt(subject, "an added token has an id beyond any reason");
    const auto flag = [&](const char *name) { return base::fieldOr<bool>(token, name, false, subject); };
    return { id, base::fieldOr<std::string>(token, "content", "", subject), flag("special"), flag("lstrip"), flag("rstrip"), false,
        flag("single_word") };
}

} // namespace

struct SentencepieceTokenizer::State
{
    std::vector<SpPiece> pieces;
    std::vector<std::string> bytes; // of a piece
    AddedTokenMatcher matcher;
    std::unordered_map<TokenId, const AddedToken *> addedById;
    std::unordered_map<std::string, TokenId> ids;
    bool dummyPrefix = true;
    TokenId size = 0;
    sentencepiece::SentencePieceProcessor first; // for the beginning of a text
    sentencepiece::SentencePieceProcessor rest; // without the space before
};

SentencepieceTokenizer::~SentencepieceTokenizer() = default;

SentencepieceTokenizer::SentencepieceTokenizer(std::string_view model, std::vector<AddedToken> added, const std::string &subject)
{
    auto state = std::make_unique<State>();
    SpModelInfo info = readSpModel(model, subject);
    state->dummyPrefix = info.addDummyPrefix;
    const auto count = static_cast<TokenId>(info.pieces.size());
    // A plain piece that the other file lists too stays a piece.
    std::erase_if(added, [&](const AddedToken &token) {
        return token.content.empty() || token.id < 0
            || (!token.special && token.id < count && info.pieces[static_cast<size_t>(token.id)].text == token.content);
    });
    std::vector<SpPiece> reachable = info.pieces;
    for (TokenId id = 0; id < count; ++id) {
        SpPiece &piece = info.pieces[static_cast<size_t>(id)];
        const bool renamed = std::any_of(added.begin(), added.end(), [&](const AddedToken &token) { return token.id == id; });
        if (!renamed && !piece.text.empty() && (piece.type == SpType::Control || looksLikeControl(piece)))
            added.push_back({ id, piece.text, true });
        if (looksLikeControl(piece))
            reachable[static_cast<size_t>(id)].type = SpType::Unused;
        state->ids.emplace(piece.text, id);
        state->bytes.push_back(bytesOfPiece(piece));
    }
    state->size = count;
    for (const AddedToken &token : added)
        state->size = std::max(state->size, token.id + 1);
    state->pieces = std::move(info.pieces);
    state->matcher = AddedTokenMatcher(std::move(added));
    for (const AddedToken &token : state->matcher.tokens())
        state->addedById.emplace(token.id, &token);
    const auto load = [&](sentencepiece::SentencePieceProcessor &processor, bool prefix) {
        guarded([&] { return processor.LoadFromSerializedProto(changedSpModel(model, prefix, reachable)); }, ErrorKind::CorruptFile, subject);
    };
    load(state->first, state->dummyPrefix);
    load(state->rest, false);
    m_state = std::move(state);
}

void SentencepieceTokenizer::encode(std::string_view text, AddedTokens added, bool fresh, std::vector<TokenId> &ids) const
{
    if (!isValidUtf8(text)) {
        encode(repaired(text), added, fresh, ids);
        return;
    }
    const auto plain = [&](std::string_view part) {
        std::vector<int> found;
        const auto &processor = fresh ? m_state->first : m_state->rest;
        fresh = false;
        guarded([&] { return processor.Encode(part, &found); }, ErrorKind::Internal, "sentencepiece");
        ids.insert(ids.end(), found.begin(), found.end());
    };
    if (text.empty())
        return;
    if (added == AddedTokens::AsText) {
        plain(text);
        return;
    }
    m_state->matcher.split(text, plain, [&](const AddedToken &token) { ids.push_back(token.id); });
}

void SentencepieceTokenizer::encodeTo(std::string_view text, AddedTokens added, std::vector<TokenId> &ids) const
{
    encode(text, added, true, ids);
}

void SentencepieceTokenizer::encodePieceTo(std::string_view text, AddedTokens added, std::vector<TokenId> &ids) const
{
    encode(text, added, false, ids);
}

std::string SentencepieceTokenizer::decode(std::span<const TokenId> ids, bool skipSpecial) const
{
    std::string bytes;
    for (const TokenId id : ids) {
        if (!skipSpecial || !isSpecial(id))
            bytes += bytesOf(id);
    }
    const bool prefixed = !ids.empty() && !isSpecial(ids.front()) && m_state->dummyPrefix && bytes.starts_with(' ');
    return repaired(std::string_view(bytes).substr(prefixed ? 1 : 0));
}

std::string SentencepieceTokenizer::bytesOf(TokenId id) const
{
    if (const auto added = m_state->addedById.find(id); added != m_state->addedById.end())
        return added->second->content;
    return id >= 0 && static_cast<size_t>(id) < m_state->bytes.size() ? m_state->bytes[static_cast<size_t>(id)] : std::string();
}

bool SentencepieceTokenizer::isSpecial(TokenId id) const
{
    const auto added = m_state->addedById.find(id);
    return added != m_state->addedById.end() && added->second->special;
}

TokenId SentencepieceTokenizer::vocabularySize() const { return m_state->size; }

std::optional<TokenId> SentencepieceTokenizer::idOf(std::string_view token) const
{
    if (const AddedToken *added = m_state->matcher.find(token))
        return added->id;
    const auto found = m_state->ids.find(std::string(token));
    return found == m_state->ids.end() ? std::nullopt : std::optional(found->second);
}

// What the library's normalizer makes of it, read off its pieces.
std::string SentencepieceTokenizer::normalized(std::string_view text) const
{
    std::vector<TokenId> ids;
    encode(text, AddedTokens::AsText, false, ids);
    std::string bytes;
    for (const TokenId id : ids)
        bytes += bytesOf(id);
    return bytes;
}

std::string SentencepieceTokenizer::description() const { return fmt::format("sentencepiece, {} tokens", m_state->size); }

std::shared_ptr<const Tokenizer> sentencepieceFromFile(const std::filesystem::path &path)
{
    std::vector<AddedToken> added;
    const auto config = path.parent_path() / "tokenizer_config.json";
    std::error_code ec;
    if (std::filesystem::exists(config, ec)) {
        const Json json = base::readJson(config);
        const Json tokens = base::fieldOr<Json>(json, "added_tokens_decoder", Json::object(), config.string());
        for (const auto &[key, token] : tokens.items())
            added.push_back(addedToken(key, token, config.string()));
    }
    return std::make_shared<SentencepieceTokenizer>(base::readFile(path), std::move(added), path.string());
}

std::shared_ptr<const Tokenizer> sentencepieceFromGguf(const modelfile::GgufFile &file)
{
    const std::string subject = file.path().string();
    const auto tokens = file.get<std::vector<std::string_view>>("tokenizer.ggml.tokens");
    const auto scores = file.get<std::vector<double>>("tokenizer.ggml.scores");
    const auto types = file.get<std::vector<int64_t>>("tokenizer.ggml.token_type");
    if (scores.size() != tokens.size() || types.size() != tokens.size())
        corrupt(subject, "the lists of its vocabulary differ in length");
    std::vector<SpPiece> pieces;
    for (size_t i = 0; i < tokens.size(); ++i) {
        if (!isValidUtf8(tokens[i]) || types[i] < 1 || types[i] > 6)
            corrupt(subject, fmt::format("token {} is not UTF-8 or of no known type", i));
        pieces.push_back({ std::string(tokens[i]), static_cast<float>(scores[i]), static_cast<SpType>(types[i]) });
    }
    // The library knows one unknown piece; files list placeholders as unknown too.
    const auto unknown = std::find_if(pieces.begin(), pieces.end(), [](const SpPiece &piece) { return piece.type == SpType::Unknown; });
    for (auto piece = unknown; piece != pieces.end(); ++piece) {
        if (piece != unknown && piece->type == SpType::Unknown)
            piece->type = SpType::Unused;
    }
    const bool prefix = file.getOr<bool>("tokenizer.ggml.add_space_prefix", true);
    return std::make_shared<SentencepieceTokenizer>(makeSpModel(pieces, prefix), std::vector<AddedToken>(), subject);
}

} // namespace text
