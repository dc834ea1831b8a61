// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/tokenizer_json.h"

#include "text/json_scanner.h"
#include "text/unicode.h"

#include <fmt/format.h>

namespace text {

namespace {

using base::ErrorKind;
using base::Failure;
using base::Json;

class JsonReader
{
public:
    JsonReader(std::string_view content, const std::string &subject)
        : m_content(content), m_subject(subject)
    {
        m_parts.vocabulary = std::make_unique<BpeVocabulary>(subject);
    }

    std::shared_ptr<const Tokenizer> read()
    {
        if (!isValidUtf8(m_content))
            throw Failure(ErrorKind::NotJson, m_subject, {}, { { "reason", "it is not UTF-8" } });
        JsonScanner scanner(m_content, m_subject);
        std::string_view added;
        bool model = false;
        scanner.object([&](const std::string &key) {
            if (key == "model") {
                readModel(scanner);
                model = true;
            } else if (key == "normalizer") {
                readNormalizer(scanner.value());
            } else if (key == "pre_tokenizer") {
                readPreTokenizer(scanner.value());
            } else if (key == "decoder") {
                readDecoder(scanner.value());
            } else if (key == "added_tokens") {
                added = scanner.skip();
            } else {
                scanner.skip(); // post_processor adds start tokens, which the chat template does here
            }
        });
        scanner.end();
        if (!model)
            throw Failure(ErrorKind::MissingField, m_subject, {}, { { "field", "model" } });
        if (!m_byteLevel)
            refuse("it does not work on bytes (no ByteLevel pre-tokenizer)");
        if (!added.empty())
            readAdded(base::parseJson(added, m_subject));
        return std::make_shared<ByteLevelBpe>(std::move(m_parts));
    }

private:
    [[noreturn]] void refuse(const std::string &reason) const
    {
        throw Failure(ErrorKind::UnsupportedTokenizer, m_subject, {}, { { "reason", reason } });
    }

    std::string typeOf(const Json &step) const { return base::field<std::string>(step, "type", m_subject); }

    void readNormalizer(const Json &step)
    {
        if (step.is_null())
            return;
        const std::string type = typeOf(step);
        if (type == "NFC") {
            m_parts.nfc = true;
        } else if (type == "Sequence") {
            for (const Json &inner : base::field<Json>(step, "normalizers", m_subject))
                readNormalizer(inner);
        } else {
            refuse(fmt::format("the normalizer \"{}\" is not known", type));
        }
    }

    void readPreTokenizer(const Json &step)
    {
        if (step.is_null())
            return;
        m_parts.preTokenizer = PreTokenizer(PreTokenizer::DigitSplit::None, std::nullopt);
        readPreTokenizerStep(step, 0);
        m_parts.preTokenizer = PreTokenizer(m_digits, m_rules);
        m_parts.kind = !m_rules                            ? "whole text"
            : *m_rules == qwen2Rules()                     ? "qwen2"
            : *m_rules == llama3Rules()                    ? "llama-bpe"
            : m_digits == PreTokenizer::DigitSplit::Single ? "smollm"
                                                           : "gpt-2";
    }

    void readPreTokenizerStep(const Json &step, int depth)
    {
        const std::string type = typeOf(step);
        if (m_byteLevel)
            refuse(fmt::format("the pre-tokenizer \"{}\" comes after ByteLevel", type));
        if (type == "Sequence" && depth < 4) {
            for (const Json &inner : base::field<Json>(step, "pretokenizers", m_subject))
                readPreTokenizerStep(inner, depth + 1);
        } else if (type == "Digits") {
            if (m_rules || m_digits != PreTokenizer::DigitSplit::None)
                refuse("the pre-tokenizer \"Digits\" comes after another one");
            m_digits = base::fieldOr<bool>(step, "individual_digits", false, m_subject) ? PreTokenizer::DigitSplit::Single
                                                                                      : PreTokenizer::DigitSplit::Runs;
        } else if (type == "Split") {
            readSplit(step);
        } else if (type == "ByteLevel") {
            if (base::fieldOr<bool>(step, "add_prefix_space", true, m_subject))
                refuse("the pre-tokenizer \"ByteLevel\" puts a space before the text (add_prefix_space)");
            if (base::fieldOr<bool>(step, "use_regex", true, m_subject)) {
                if (m_rules)
                    refuse("it splits by a pattern and by ByteLevel's own (use_regex)");
                m_rules = gpt2Rules();
            }
            m_byteLevel = true;
        } else {
            refuse(fmt::format("the pre-tokenizer \"{}\" is not known", type));
        }
    }

    void readSplit(const Json &step)
    {
        const auto pattern = base::field<Json>(step, "pattern", m_subject);
        const auto regex = base::fieldOr<std::string>(pattern, "Regex", "", m_subject);
        const auto rules = rulesOfPattern(regex);
        if (m_rules || !rules)
            refuse(fmt::format("its split pattern is not known: {}", regex.empty() ? base::toLine(pattern) : regex));
        // The known patterns match every character, so these mean the same.
        const auto behavior = base::fieldOr<std::string>(step, "behavior", "Isolated", m_subject);
        const bool invert = base::fieldOr<bool>(step, "invert", false, m_subject);
        if (!(behavior == "Isolated" && !invert) && !(behavior == "Removed" && invert))
            refuse(fmt::format("the split behaviour \"{}\"{} is not known", behavior, invert ? " (inverted)" : ""));
        m_rules = rules;
    }

    void readDecoder(const Json &step) const
    {
        if (step.is_null())
            return;
        if (const std::string type = typeOf(step); type != "ByteLevel")
            refuse(fmt::format("the decoder \"{}\" is not known", type));
    }

    void readModel(JsonScanner &scanner)
    {
        std::string_view merges;
        bool vocabulary = false;
        bool unknown = false;
        scanner.object([&](const std::string &key) {
            if (key == "vocab") {
                readVocabulary(scanner);
                vocabulary = true;
            } else if (key == "merges") {
                if (vocabulary)
                    readMerges(scanner);
                else
                    merges = scanner.skip();
            } else if (key == "type") {
                if (const std::string type(scanner.string()); type != "BPE")
                    refuse(fmt::format("the model \"{}\" is not known", type));
            } else if (key == "ignore_merges") {
                m_parts.wholePieces = scanner.value() == Json(true);
            } else if (key == "unk_token") {
                unknown = !scanner.value().is_null();
            } else {
                refuseUnlessEmpty(key, scanner.value());
            }
        });
        if (!vocabulary)
            throw Failure(ErrorKind::MissingField, m_subject, "model", { { "field", "vocab" } });
        if (!merges.empty()) {
            JsonScanner later(merges, m_subject);
            readMerges(later);
        }
        if (!m_merges)
            throw Failure(ErrorKind::MissingField, m_subject, "model", { { "field", "merges" } });
        if (unknown && !m_parts.vocabulary->hasAllBytes())
            refuse("it lacks some bytes and has an unknown token (unk_token) for them");
        m_parts.vocabulary->finish();
    }

    // dropout, prefixes and suffixes, byte_fallback: off in every byte-level model.
    void refuseUnlessEmpty(const std::string &key, const Json &value) const
    {
        const bool off = value.is_null() || value == Json(false) || value == Json("") || (value.is_number() && value == 0)
            || key == "fuse_unk";
        if (!off)
            refuse(fmt::format("the model's setting {} = {} is not known", key, base::toLine(value)));
    }

    void readVocabulary(JsonScanner &scanner)
    {
        BpeVocabulary &vocabulary = *m_parts.vocabulary;
        vocabulary.reserve(m_content.size() / 48);
        scanner.objectOfViews([&](std::string_view spelling) {
            const int64_t id = scanner.integer();
            vocabulary.addToken(id < 0 || id > INT32_MAX ? -1 : static_cast<int32_t>(id), spelling);
        });
    }

    void readMerges(JsonScanner &scanner)
    {
        m_parts.vocabulary->finishTokens(m_content.size() / 24);
        m_merges = true;
        scanner.array([&] {
            if (scanner.nextIs('[')) {
                size_t n = 0;
                std::string pair[2];
                scanner.array([&] {
                    if (n == 2)
                        scanner.fail("a pair of two");
                    pair[n++] = scanner.string();
                });
                if (n != 2)
                    scanner.fail("a pair of two");
                m_parts.vocabulary->addMerge(pair[0], pair[1]);
                return;
            }
            const std::string_view line = scanner.string();
            const size_t space = line.find(' ');
            if (space == std::string_view::npos)
                scanner.fail("a merge of two tokens");
            m_parts.vocabulary->addMerge(line.substr(0, space), line.substr(space + 1));
        });
    }

    void readAdded(const Json &tokens)
    {
        if (!tokens.is_array())
            throw Failure(ErrorKind::WrongShape, m_subject, "added_tokens", { { "expected", "an array" }, { "found", tokens.type_name() } });
        for (const Json &json : tokens) {
            AddedToken token;
            const auto id = base::field<int64_t>(json, "id", m_subject);
            token.content = base::field<std::string>(json, "content", m_subject);
            token.special = base::fieldOr<bool>(json, "special", false, m_subject);
            token.lstrip = base::fieldOr<bool>(json, "lstrip", false, m_subject);
            token.rstrip = base::fieldOr<bool>(json, "rstrip", false, m_subject);
            token.normalized = base::fieldOr<bool>(json, "normalized", !token.special, m_subject);
            token.single_word = base::fieldOr<bool>(json, "single_word", false, m_subject);
            const int32_t own = m_parts.vocabulary->idOfSpelling(token.content);
            if (id < 0 || id > 4'000'000 || token.content.empty() || (own >= 0 && own != id))
                throw Failure(ErrorKind::CorruptFile, m_subject, fmt::format("added token {}", id),
                    { { "reason", "its id or text does not fit the vocabulary" } });
            token.id = static_cast<int32_t>(id);
            m_parts.added.push_back(std::move(token));
        }
    }

    std::string_view m_content;
    std::string m_subject;
    BpeParts m_parts;
    std::optional<SplitRules> m_rules;
    PreTokenizer::DigitSplit m_digits = PreTokenizer::DigitSplit::None;
    bool m_byteLevel = false;
    bool m_merges = false;
};

} // namespace

std::shared_ptr<const Tokenizer> tokenizerFromJson(std::string_view content, const std::string &subject)
{
    return JsonReader(content, subject).read();
}

} // namespace text
