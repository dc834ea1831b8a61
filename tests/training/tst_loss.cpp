// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "training/loss.h"
#include "training/packing.h"

#include <torch/torch.h>

using namespace training;

class TstLoss : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void equalsAtensCrossEntropy_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("vocabulary");
        QTest::newRow("one chunk") << 40 << 300;
        // 2^24 logits a chunk: 60,000 words leave 279 rows.
        QTest::newRow("several chunks, the last one short") << 700 << 60000;
    }
    void equalsAtensCrossEntropy()
    {
        QFETCH(int, rows);
        QFETCH(int, vocabulary);
        torch::manual_seed(1);
        const at::Tensor head = torch::randn({ vocabulary, 8 }) * 0.3;
        at::Tensor ours = torch::randn({ rows, 8 }).requires_grad_(true);
        at::Tensor theirs = ours.detach().clone().requires_grad_(true);
        at::Tensor labels = torch::randint(vocabulary, { rows }, at::kLong);
        labels.index_put_({ torch::indexing::Slice(0, rows, 3) }, kIgnore);
        const int64_t count = (labels != kIgnore).sum().item<int64_t>();

        const at::Tensor loss = chunkedCrossEntropy(ours, head, labels, count) * 3;
        const at::Tensor expected = at::cross_entropy_loss(at::mm(theirs, head.t()), labels) * 3;
        QVERIFY(at::allclose(loss, expected, 1e-5, 1e-6));
        loss.backward();
        expected.backward();
        QVERIFY(at::allclose(ours.grad(), theirs.grad(), 1e-4, 1e-7));
        const at::NoGradGuard noGrad;
        QVERIFY(at::allclose(chunkedCrossEntropy(ours, head, labels, count) * 3, expected, 1e-5, 1e-6));
    }
    void microBatchesAddUpByToken()
    {
        torch::manual_seed(2);
        const at::Tensor head = torch::randn({ 50, 8 }), hidden = torch::randn({ 30, 8 });
        at::Tensor labels = torch::randint(50, { 30 }, at::kLong);
        labels.slice(0, 0, 7).fill_(kIgnore);
        const double whole = chunkedCrossEntropy(hidden, head, labels, 23).item<double>();
        const double parts = chunkedCrossEntropy(hidden.slice(0, 0, 10), head, labels.slice(0, 0, 10), 23).item<double>()
            + chunkedCrossEntropy(hidden.slice(0, 10), head, labels.slice(0, 10), 23).item<double>();
        QVERIFY(std::abs(whole - parts) < 1e-6);
    }
    void bf16IsNear()
    {
        torch::manual_seed(3);
        const at::Tensor head = torch::randn({ 200, 16 }) * 0.3, hidden = torch::randn({ 20, 16 });
        const at::Tensor labels = torch::randint(200, { 20 }, at::kLong);
        const double exact = chunkedCrossEntropy(hidden, head, labels, 20).item<double>();
        const double near
            = chunkedCrossEntropy(hidden.to(at::kBFloat16), head.to(at::kBFloat16), labels, 20).item<double>();
        QVERIFY(std::abs(exact - near) < 0.02);
    }
    void notANumberIsNotHidden()
    {
        const at::Tensor hidden = torch::full({ 4, 8 }, std::nan(""));
        const at::Tensor labels = torch::zeros({ 4 }, at::kLong);
        QVERIFY(std::isnan(chunkedCrossEntropy(hidden, torch::randn({ 9, 8 }), labels, 4).item<double>()));
    }
};

ATTUNE_TEST(TstLoss)
#include "tst_loss.moc"
