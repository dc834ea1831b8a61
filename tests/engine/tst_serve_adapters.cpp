// SPDX-License-Identifier: GPL-3.0-or-later
// Adapters of the worker that answers in a chat: known by what is in their folders, and a failing one leaves what answered before.
#include "base/files.h"
#include "engine/serving_worker.h"
#include "engine/worker.h"
#include "fakes/tiny_model.h"
#include "fakes/tiny_run.h"
#include "harness/test_case.h"
#include "modelfile/safetensors.h"

#include <QTemporaryDir>

#include <algorithm>
#include <fstream>

namespace fs = std::filesystem;
using base::Json;
using engine::question;
using Child = engine::ServingWorker;

class TstServeAdapters : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void adaptersAreKnownByTheirContent()
    {
        const auto adapters = makeAdapters();
        const fs::path used = path("used");
        fs::copy(adapters[0], used);
        Child child;
        const auto load = [&](int id, const std::string &adapter) {
            child.send({ { "id", id }, { "do", "load" }, { "model", path("folder").string() }, { "adapter", adapter } });
            std::vector<Json> before;
            Json answer = child.until("loaded", &before);
            answer["loading"] = std::count_if(before.begin(), before.end(), [](const Json &event) { return event["type"] == "loading"; });
            return answer;
        };
        const auto reply = [&](int id) {
            child.send(question(id, { "I lost my keys." }, 40));
            const Json answer = child.until("reply");
            return answer["type"] == "reply" ? answer["text"].get<std::string>() : answer["error"]["sentence"].get<std::string>();
        };
        load(1, adapters[0]);
        const std::string first = reply(2);
        QCOMPARE(load(3, adapters[1])["loading"], Json(0)); // the model stays
        const std::string second = reply(4);
        load(5, "");
        const std::string base = reply(6);
        QVERIFY(first != second && first != base && second != base);

        // Written anew under the same name.
        load(7, used);
        QCOMPARE(reply(8), first);
        fs::copy(adapters[1], used, fs::copy_options::overwrite_existing | fs::copy_options::recursive);
        QCOMPARE(load(9, used)["loading"], Json(0));
        QCOMPARE(reply(10), second);
        fs::copy(adapters[0], used, fs::copy_options::overwrite_existing | fs::copy_options::recursive);
        QCOMPARE(reply(11), first); // without being loaded again
        // The same content is the same adapter: what was read of the conversation is kept.
        fs::last_write_time(used / "adapter_config.json", fs::file_time_type::clock::now());
        child.send(question(12, { "I lost my keys." }, 40));
        QVERIFY(child.until("reply")["reused_tokens"].get<int>() > 0);
        // One that is gone still answers.
        fs::remove_all(used);
        QCOMPARE(reply(13), first);
    }
    void aFailingAdapterLeavesWhatAnswered()
    {
        const auto adapters = makeAdapters();
        const fs::path damaged = path("damaged"), misfit = path("misfit");
        fs::copy(adapters[0], damaged);
        fs::resize_file(damaged / "adapter_model.safetensors", 500);
        fs::copy(adapters[0], misfit);
        Json config = base::readJson(misfit / "adapter_config.json");
        config["r"] = 3;
        base::writeFileAtomically(misfit / "adapter_config.json", config.dump());
        Child child;
        const std::string model = path("folder").string();
        const auto fails = [&](int id, const fs::path &adapter, const std::string &name) {
            child.send({ { "id", id }, { "do", "load" }, { "model", name }, { "adapter", adapter.string() } });
            return child.until("loaded")["type"] == "error";
        };
        const auto reply = [&](int id) {
            child.send(question(id, { "I lost my keys." }, 40));
            return child.until("reply").value("text", std::string("no reply"));
        };
        QVERIFY(fails(1, damaged, model));
        const std::string base = reply(2); // the base is loaded
        QVERIFY(base != "no reply");
        child.send({ { "id", 3 }, { "do", "load" }, { "model", model }, { "adapter", "" } });
        QCOMPARE(child.next()["type"], Json("loaded")); // at once
        QCOMPARE(reply(4), base);
        child.send({ { "id", 5 }, { "do", "load" }, { "model", model }, { "adapter", adapters[0].string() } });
        child.until("loaded");
        const std::string with = reply(6);
        QVERIFY(with != base);
        QVERIFY(fails(7, damaged, model));
        QVERIFY(fails(8, misfit, model));
        QVERIFY(fails(9, path("none"), model));
        QCOMPARE(reply(10), with);
    }

private:
    fs::path path(const std::string &name) const { return fs::path(m_dir.path().toStdString()) / name; }
    // Two trained adapters of the model in "folder".
    static void negateB(const fs::path &file)
    {
        std::vector<modelfile::TensorView> tensors;
        std::vector<std::vector<std::byte>> values;
        const modelfile::SafetensorsFile read(file);
        for (modelfile::TensorView tensor : read.tensors()) {
            std::vector<std::byte> &bytes = values.emplace_back(tensor.data.begin(), tensor.data.end());
            for (size_t i = 3; tensor.name.find("lora_B") != std::string::npos && i < bytes.size(); i += 4) // of little endian floats
                bytes[i] ^= std::byte { 0x80 };
            tensor.data = bytes;
            tensors.push_back(tensor);
        }
        modelfile::writeSafetensors(file, std::move(tensors), read.metadata());
    }
    std::vector<fs::path> makeAdapters()
    {
        if (m_adapters.empty()) {
            fakes::writeTinyFolder(path("folder"));
            run::JobSpec spec = engine::tinyTraining(path("folder"), 20);
            std::get<run::TrainSpec>(spec.job).learning_rate = 1e-2;
            const run::RunFolder folder = run::RunFolder::create(path("runs"), spec, fakes::tinyDataset());
            [&] { QCOMPARE(engine::runToTheEnd(folder.path()).code, 0); }();
            // The same directions, far and backwards: they answer otherwise, whatever a training learns on this machine.
            for (const bool backwards : { false, true }) {
                const fs::path adapter = path("adapter") / (backwards ? "back" : "forth");
                fs::create_directories(adapter.parent_path());
                fs::copy(folder.adapterDir(), adapter);
                Json config = base::readJson(adapter / "adapter_config.json");
                config["lora_alpha"] = 256;
                base::writeFileAtomically(adapter / "adapter_config.json", config.dump());
                if (backwards)
                    negateB(adapter / "adapter_model.safetensors");
                m_adapters.push_back(adapter);
            }
        }
        return m_adapters;
    }

    QTemporaryDir m_dir;
    std::vector<fs::path> m_adapters;
};

ATTUNE_TEST(TstServeAdapters)
#include "tst_serve_adapters.moc"
