// SPDX-License-Identifier: GPL-3.0-or-later
// A model's file that is cut while it is loaded, or while a loaded model still looks its embedding up in it.
#include "base/error.h"
#include "fakes/tiny_run.h"
#include "harness/test_case.h"
#include "nn/transformer.h"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>

#include <QTemporaryDir>

namespace fs = std::filesystem;

class TstCutFile : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    fs::path make() const { return fakes::writeTinyFolder(m_dir.path().toStdString() + "/model", { .hidden = 64, .feed_forward = 256 }); }
    static fs::path weightsOf(const fs::path &model) { return model / "model.safetensors"; }
    static nn::LoadOptions options(bool packed)
    {
        nn::LoadOptions options;
        options.form = packed ? nn::WeightForm::Packed : nn::WeightForm::Dense;
        return options;
    }
    template <typename Work> static int kindOf(const Work &work)
    {
        try {
            work();
            return -1;
        } catch (const base::Failure &failure) {
            return int(failure.error().kind);
        }
    }

    static void formsAndThreads()
    {
        QTest::addColumn<bool>("packed");
        QTest::addColumn<int>("threads");
        for (const int threads : { 1, 4 }) {
            QTest::newRow(qPrintable(QStringLiteral("packed, %1 threads").arg(threads))) << true << threads;
            QTest::newRow(qPrintable(QStringLiteral("dense, %1 threads").arg(threads))) << false << threads;
        }
    }

private Q_SLOTS:
    void whileItIsLoaded_data() { formsAndThreads(); }
    void whileItIsLoaded()
    {
        QFETCH(bool, packed);
        QFETCH(int, threads);
        at::set_num_threads(threads);
        const fs::path model = make();
        const auto weights = nn::Weights::open(model);
        fs::resize_file(weightsOf(model), 20000);
        QCOMPARE(kindOf([&] { const nn::Transformer transformer(weights, options(packed)); }), int(base::ErrorKind::TruncatedFile));
    }

    void whileItAnswers_data() { formsAndThreads(); }
    void whileItAnswers()
    {
        QFETCH(bool, packed);
        QFETCH(int, threads);
        at::set_num_threads(threads);
        const fs::path model = make();
        const nn::Transformer transformer(nn::Weights::open(model), options(packed));
        const at::NoGradGuard noGrad;
        const at::Tensor ids = at::arange(200, at::kLong);
        const at::Tensor before = transformer.forward(ids);
        fs::resize_file(weightsOf(model), 100);
        const at::Tensor after = transformer.forward(ids);
        // A dense model has left its file behind.
        QCOMPARE(kindOf([&] { transformer.check(); }), packed ? int(base::ErrorKind::TruncatedFile) : -1);
        QVERIFY(packed || after.equal(before));
    }
};

ATTUNE_TEST(TstCutFile)
#include "tst_cut_file.moc"
