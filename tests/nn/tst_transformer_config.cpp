// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"
#include "base/json.h"
#include "fakes/tiny_model.h"
#include "harness/test_case.h"
#include "nn/transformer_config.h"
#include "nn/weights.h"

#include <QTemporaryDir>

using base::ErrorKind;
using base::Json;

namespace {

Json qwen()
{
    return base::parseJson(R"({"model_type":"qwen2","vocab_size":100,"hidden_size":64,"intermediate_size":128,
        "num_hidden_layers":2,"num_attention_heads":4,"num_key_value_heads":2,"rms_norm_eps":1e-6,"rope_theta":1000000.0,
        "max_position_embeddings":512,"tie_word_embeddings":true,"hidden_act":"silu","eos_token_id":[3,4]})",
        "test");
}

} // namespace

class TstTransformerConfig : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsQwen2()
    {
        const auto config = nn::configFromJson(qwen(), "config.json");
        QCOMPARE(config.head_dim, int64_t(16));
        QCOMPARE(config.rope_theta, 1e6);
        QVERIFY(config.qkv_bias && !config.o_bias && !config.qk_norm && config.tie_word_embeddings);
        QCOMPARE(config.eos_token_id, (std::vector<int64_t> { 3, 4 }));
    }
    void readsOtherFamilies()
    {
        Json json = qwen();
        json["model_type"] = "qwen3";
        json["head_dim"] = 32;
        json["eos_token_id"] = 9;
        const auto qwen3 = nn::configFromJson(json, "config.json");
        QVERIFY(qwen3.qk_norm && !qwen3.qkv_bias);
        QCOMPARE(qwen3.head_dim, int64_t(32));
        QCOMPARE(qwen3.eos_token_id, (std::vector<int64_t> { 9 }));
        json = qwen();
        json["model_type"] = "llama";
        json.erase("rope_theta");
        json.erase("num_key_value_heads");
        json["rope_parameters"] = { { "rope_theta", 5000.0 }, { "rope_type", "llama3" }, { "factor", 8.0 },
            { "low_freq_factor", 1.0 }, { "high_freq_factor", 4.0 }, { "original_max_position_embeddings", 64 } };
        const auto llama = nn::configFromJson(json, "config.json");
        QVERIFY(!llama.qkv_bias && llama.rope_llama3);
        QCOMPARE(llama.rope_theta, 5000.0);
        QCOMPARE(llama.num_key_value_heads, int64_t(4));
    }
    void refusesByName_data()
    {
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char *name, const char *patch, ErrorKind kind, const char *says) {
            QTest::newRow(name) << QByteArray(patch) << int(kind) << QByteArray(says);
        };
        row("another family", R"({"model_type":"gpt_neox"})", ErrorKind::UnsupportedModel, "gpt_neox");
        row("activation", R"({"hidden_act":"gelu"})", ErrorKind::UnsupportedModel, "gelu");
        row("yarn", R"({"rope_scaling":{"type":"yarn","factor":4.0}})", ErrorKind::UnsupportedModel, "yarn");
        row("rope a kind of layer", R"({"rope_parameters":{"full_attention":{"rope_theta":1e6},"sliding_attention":{"rope_theta":1e4}}})",
            ErrorKind::UnsupportedModel, "full_attention");
        for (const auto &[field, value] : { std::pair("factor", 0.0), std::pair("low_freq_factor", -1.0), std::pair("high_freq_factor", 0.0),
                 std::pair("original_max_position_embeddings", 0.0), std::pair("high_freq_factor", 1.0) }) {
            Json scaling { { "rope_type", "llama3" }, { "factor", 8.0 }, { "low_freq_factor", 1.0 }, { "high_freq_factor", 4.0 },
                { "original_max_position_embeddings", 64.0 } };
            scaling[field] = value;
            const std::string name = std::string("llama3 ") + field + " " + std::to_string(value);
            row(name.c_str(), base::toLine({ { "rope_scaling", scaling } }).c_str(), ErrorKind::InvalidValue, field);
        }
        row("sliding window", R"({"use_sliding_window":true})", ErrorKind::UnsupportedModel, "sliding");
        row("partial rotary", R"({"partial_rotary_factor":0.5})", ErrorKind::UnsupportedModel, "part of each head");
        row("no layers", R"({"num_hidden_layers":0})", ErrorKind::InvalidValue, "num_hidden_layers");
        row("negative size", R"({"hidden_size":-64})", ErrorKind::InvalidValue, "hidden_size");
        row("absurd vocabulary", R"({"vocab_size":9000000000000})", ErrorKind::InvalidValue, "vocab_size");
        row("no heads", R"({"num_attention_heads":0})", ErrorKind::InvalidValue, "num_attention_heads");
        row("heads do not divide", R"({"num_key_value_heads":3})", ErrorKind::InvalidValue, "num_key_value_heads");
        row("odd head", R"({"head_dim":7})", ErrorKind::InvalidValue, "head_dim");
        row("epsilon 0", R"({"rms_norm_eps":0.0})", ErrorKind::InvalidValue, "rms_norm_eps");
        row("text for a number", R"({"hidden_size":"big"})", ErrorKind::WrongShape, "hidden_size");
        row("missing", R"({"vocab_size":null})", ErrorKind::WrongShape, "vocab_size");
    }
    void refusesByName()
    {
        QFETCH(QByteArray, patch);
        QFETCH(int, kind);
        QFETCH(QByteArray, says);
        Json json = qwen();
        const Json changes = base::parseJson(patch.toStdString(), "patch");
        for (const auto &[key, value] : changes.items())
            json[key] = value;
        try {
            nn::configFromJson(json, "config.json");
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QVERIFY2(int(failure.error().kind) == kind, failure.what());
            QVERIFY2(std::string(failure.what()).find(says.toStdString()) != std::string::npos, failure.what());
        }
    }
    void weightsAreFoundUnderHuggingFaceNames()
    {
        const std::string path = m_dir.filePath(QStringLiteral("tiny.gguf")).toStdString();
        fakes::writeTinyModel(path);
        const auto weights = nn::Weights::open(path);
        QVERIFY(weights->has("model.layers.1.self_attn.k_proj.weight"));
        QVERIFY(weights->has("model.layers.0.post_attention_layernorm.weight"));
        QVERIFY(weights->config().tie_word_embeddings);
        QCOMPARE(weights->source("model.layers.0.self_attn.q_proj.weight").interleaved_heads, int64_t(4));
        QCOMPARE(weights->source("model.layers.0.self_attn.v_proj.weight").interleaved_heads, int64_t(0));
        QCOMPARE(weights->identity().size(), size_t(64));
        QCOMPARE(kindOf([&] { weights->source("model.layers.7.mlp.up_proj.weight"); }), ErrorKind::CorruptFile);
        QCOMPARE(kindOf([&] { weights->source("model.norm.weight", { 33 }); }), ErrorKind::CorruptFile);
    }
    void aQuantizedBiasIsRefusedByName()
    {
        // Rows of q and k are interleaved in such a file; a block of a bias cannot be taken apart.
        const std::string path = m_dir.filePath(QStringLiteral("bias.gguf")).toStdString();
        fakes::GgufWriter writer;
        writer.text("general.architecture", "llama").whole("llama.block_count", 1).whole("llama.embedding_length", 64);
        writer.whole("llama.feed_forward_length", 64).whole("llama.attention.head_count", 4);
        writer.number("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        writer.tensor("token_embd.weight", { 2, 64 }, 0, std::string(2 * 64 * 4, '\0'));
        writer.tensor("blk.0.attn_q.bias", { 64 }, 8, std::string(2 * 34, '\0'));
        writer.save(path);
        try {
            nn::Weights::open(path);
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, ErrorKind::UnsupportedModel);
            QVERIFY2(std::string(failure.what()).find("blk.0.attn_q.bias is quantized as Q8_0") != std::string::npos, failure.what());
        }
    }
    void kQuantsAreRefusedByName()
    {
        const std::string path = m_dir.filePath(QStringLiteral("k.gguf")).toStdString();
        fakes::GgufWriter writer;
        writer.text("general.architecture", "llama").whole("llama.block_count", 1).whole("llama.embedding_length", 256);
        writer.whole("llama.feed_forward_length", 256).whole("llama.attention.head_count", 4);
        writer.number("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        writer.tensor("token_embd.weight", { 2, 256 }, 14, std::string(420, 'x'));
        writer.save(path);
        try {
            nn::Weights::open(path);
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, ErrorKind::UnsupportedModel);
            QVERIFY2(std::string(failure.what()).find("Q6_K") != std::string::npos, failure.what());
        }
    }
    void foldersWithoutPartsAreRefused()
    {
        const std::filesystem::path folder = m_dir.filePath(QStringLiteral("empty")).toStdString();
        std::filesystem::create_directory(folder);
        QCOMPARE(kindOf([&] { nn::Weights::open(folder); }), ErrorKind::FileMissing);
        std::filesystem::copy_file(harness::golden("nn/tiny_qwen2/config.json"), folder / "config.json");
        QCOMPARE(kindOf([&] { nn::Weights::open(folder); }), ErrorKind::FileMissing);
        std::filesystem::copy_file(harness::golden("nn/tiny_qwen2/model.safetensors"), folder / "model.safetensors");
        QVERIFY(nn::Weights::open(folder)->parameters() > 0);
        std::filesystem::resize_file(folder / "model.safetensors", 50000);
        QCOMPARE(kindOf([&] { nn::Weights::open(folder); }), ErrorKind::TruncatedFile);
    }

private:
    static ErrorKind kindOf(const std::function<void()> &action)
    {
        try {
            action();
        } catch (const base::Failure &failure) {
            return failure.error().kind;
        }
        return ErrorKind::Cancelled;
    }

    QTemporaryDir m_dir;
};

ATTUNE_TEST(TstTransformerConfig)
#include "tst_transformer_config.moc"
