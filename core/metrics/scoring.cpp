// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/scoring.h"

#include "base/numbers.h"
#include "metrics/bleu.h"
#include "metrics/distinct.h"
#include "metrics/meteor.h"
#include "metrics/rouge_l.h"
#include "metrics/token_table.h"
#include "metrics/tokens.h"
#include "metrics/wordnet.h"

#include <cmath>
#include <unordered_set>

namespace metrics {

using base::Json;

namespace {

// A text file is known by its own hash, the file that Attune makes of the official vectors by those of what it was made of.
Json vectorProvenance(const VectorTable &table)
{
    Json json { { "name", table.name() }, { "dimensions", table.dimensions() } };
    if (!table.sha256().empty())
        json["sha256"] = table.sha256();
    for (const VectorSource &source : table.sources())
        json["sources"].push_back(Json { { "name", source.name }, { "sha256", source.sha256 } });
    if (table.passedRowCount() == 0)
        return json;
    json["passed_rows"] = table.passedRowCount();
    for (const PassedRow &row : table.passedRows())
        json["first_passed_rows"].push_back(Json { { "place", row.place }, { "reason", row.reason } });
    return json;
}

// More ideographs than words of letters between spaces.
bool isChinese(std::string_view text)
{
    size_t ideographs = 0;
    for (size_t i = 0; i + 2 < text.size(); ++i) {
        const auto lead = static_cast<unsigned char>(text[i]), next = static_cast<unsigned char>(text[i + 1]);
        // U+4E00 to U+9FFF: E4 B8 80 to E9 BF BF.
        ideographs += lead >= 0xE4 && lead <= 0xE9 && (lead != 0xE4 || next >= 0xB8);
    }
    return ideographs > splitWhitespace(text).size();
}

// Scores one set of pairs; every word is interned once.
class OfficialScoring
{
public:
    OfficialScoring(const std::vector<TextPair> &pairs, const ScoringResources &resources, const ScoringProgress &progress,
        const base::CancelToken &cancel)
        : m_pairs(pairs)
        , m_resources(resources)
        , m_progress(progress)
        , m_cancel(cancel)
    {
    }

    Scores run()
    {
        m_scores.definition = officialDefinition().id();
        m_scores.replies = m_pairs.size();
        m_scores.provenance["tokenizer"] = "T1: Python str.split(), str.lower() where asked for";
        m_scores.provenance["rules"] = "NLTK 3.9 (BLEU method1, METEOR, Porter), rouge-score 0.1.2";
        openWordNet();
        openVectors();
        for (size_t i = 0; i < m_pairs.size(); ++i) {
            scorePair(m_pairs[i]);
            if (i % 64 == 63)
                report(i + 1);
        }
        finish();
        return std::move(m_scores);
    }

private:
    std::vector<double> &values(Metric metric) { return m_scores.per_reply[static_cast<size_t>(metric)]; }

    void report(size_t done)
    {
        m_cancel.throwIfCancelled("The scoring");
        if (m_progress)
            m_progress(static_cast<double>(done) / static_cast<double>(m_pairs.size()));
    }

    void miss(Metric metric, std::string reason) { m_scores.missing.push_back({ metric, std::move(reason) }); }

    void openWordNet()
    {
        const auto dir = m_resources.wordnet_dir.empty() ? WordNet::defaultDir() : m_resources.wordnet_dir;
        try {
            m_wordnet.emplace(dir);
            m_meteor.emplace(m_table, *m_wordnet);
            m_scores.provenance["wordnet"] = m_wordnet->version();
        } catch (const base::Failure &failure) {
            if (failure.error().kind != base::ErrorKind::MissingResource)
                throw;
            m_noWordNet = failure.what();
        }
    }

    void openVectors()
    {
        m_vectors = m_resources.vectors;
        if (!m_vectors && !m_resources.vector_file.empty()) {
            std::unordered_set<std::string> words;
            for (const TextPair &pair : m_pairs) {
                for (const std::string *text : { &pair.reference, &pair.prediction }) {
                    for (const std::string_view word : splitWhitespace(*text))
                        words.emplace(word);
                }
            }
            VectorTableOptions options;
            options.only = &words;
            options.cancel = m_cancel;
            m_vectors = std::make_shared<VectorTable>(VectorTable::load(m_resources.vector_file, options));
        }
        if (m_vectors)
            m_scores.provenance["vectors"] = vectorProvenance(*m_vectors);
    }

    // The token's lower case, looked up once a token.
    TokenId lowered(TokenId token)
    {
        if (token >= m_lower.size())
            m_lower.resize(m_table.size());
        if (!m_lower[token])
            m_lower[token] = m_table.intern(lower(m_table.text(token)));
        return *m_lower[token];
    }

    void tokenize(const std::string &text, Tokens &tokens, Tokens &lowerTokens)
    {
        tokens.clear();
        lowerTokens.clear();
        for (const std::string_view word : splitWhitespace(text))
            tokens.push_back(m_table.intern(word));
        for (const TokenId token : tokens)
            lowerTokens.push_back(lowered(token));
    }

    void scorePair(const TextPair &raw)
    {
        const TextPair pair { validUtf8(raw.reference), validUtf8(raw.prediction) };
        m_chinese += isChinese(pair.reference) || isChinese(pair.prediction);
        tokenize(pair.reference, m_reference, m_lowerReference);
        tokenize(pair.prediction, m_hypothesis, m_lowerHypothesis);
        m_scores.blank_predictions += m_hypothesis.empty();
        values(Metric::Bleu4).push_back(m_bleu.score(m_reference, m_hypothesis));
        if (m_meteor)
            values(Metric::Meteor).push_back(m_meteor->score(m_lowerReference, m_lowerHypothesis));
        const Tokens rougeReference = m_rougeTokens.tokens(pair.reference);
        values(Metric::RougeL).push_back(m_rouge.score(rougeReference, m_rougeTokens.tokens(pair.prediction)));
        if (m_vectors)
            values(Metric::VectorExtrema).push_back(vectorExtrema(pair.reference, pair.prediction, *m_vectors));
        m_distinct.add(m_lowerHypothesis);
    }

    std::optional<double> meanOf(Metric metric)
    {
        double sum = 0;
        for (const double value : values(metric))
            sum += value;
        return sum / static_cast<double>(m_pairs.size());
    }

    void finish()
    {
        if (m_chinese > 0)
            m_scores.provenance["chinese_replies"] = m_chinese;
        if (m_pairs.empty()) {
            for (const Metric metric : kMetrics)
                miss(metric, "There are no replies to score.");
        } else {
            setValues();
        }
        m_scores.total = total(m_scores.values, officialDefinition().weights);
    }

    void set(Metric metric, std::optional<double> value) { m_scores.values[static_cast<size_t>(metric)] = value; }

    void setValues()
    {
        set(Metric::Bleu4, meanOf(Metric::Bleu4));
        set(Metric::RougeL, meanOf(Metric::RougeL));
        set(Metric::Distinct2, m_distinct.distinct2());
        set(Metric::Distinct3, m_distinct.distinct3());
        if (m_meteor)
            set(Metric::Meteor, meanOf(Metric::Meteor));
        else
            miss(Metric::Meteor, m_noWordNet);
        if (m_vectors)
            set(Metric::VectorExtrema, meanOf(Metric::VectorExtrema));
        else
            miss(Metric::VectorExtrema, "No word vectors were given; the official ones are glove.6B.50d.txt.");
        setGScore();
    }

    void setGScore()
    {
        if (!m_resources.g_score) {
            miss(Metric::GScore, "No judge has rated the replies and no value was entered.");
            return;
        }
        if (!(*m_resources.g_score >= 0 && *m_resources.g_score <= 1))
            throw base::Failure(base::ErrorKind::InvalidValue, "G-Score", {},
                { { "value", base::toText(*m_resources.g_score * 100) }, { "expected", "a number from 0 to 100" } });
        set(Metric::GScore, m_resources.g_score);
        m_scores.provenance["g_score"] = m_resources.g_score_source.empty() ? "entered by hand" : m_resources.g_score_source;
    }

    const std::vector<TextPair> &m_pairs;
    const ScoringResources &m_resources;
    const ScoringProgress &m_progress;
    const base::CancelToken &m_cancel;
    Scores m_scores;
    size_t m_chinese = 0;
    TokenTable m_table;
    std::vector<std::optional<TokenId>> m_lower;
    Tokens m_reference, m_hypothesis, m_lowerReference, m_lowerHypothesis; // of the pair at hand
    BleuScorer m_bleu;
    std::optional<WordNet> m_wordnet;
    std::optional<MeteorScorer> m_meteor;
    std::string m_noWordNet;
    RougeTokenizer m_rougeTokens;
    RougeLScorer m_rouge;
    DistinctCounter m_distinct;
    std::shared_ptr<const VectorTable> m_vectors;
};

} // namespace

std::string ScoringDefinition::id() const { return name + '@' + std::to_string(version); }

const ScoringDefinition &officialDefinition()
{
    static const ScoringDefinition definition { "official", 1, officialWeights() };
    return definition;
}

Scores scorePairs(const std::vector<TextPair> &pairs, const ScoringResources &resources, const ScoringProgress &progress,
    const base::CancelToken &cancel)
{
    return OfficialScoring(pairs, resources, progress, cancel).run();
}

} // namespace metrics
