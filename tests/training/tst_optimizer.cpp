// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"
#include "harness/test_case.h"
#include "training/optimizer.h"

#include <torch/torch.h>

#include <cmath>

using namespace training;

namespace {

NamedTensors parameters(int seed)
{
    torch::manual_seed(seed);
    return { { "a", torch::randn({ 3, 4 }).requires_grad_(true) }, { "b", torch::randn({ 5 }).requires_grad_(true) } };
}

void setGradients(const NamedTensors &parameters, double scale)
{
    for (const auto &[name, tensor] : parameters)
        tensor.mutable_grad() = (tensor.detach().sin() * scale).clone();
}

} // namespace

class TstOptimizer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void equalsTheFormula()
    {
        const AdamWSettings s { 0.9, 0.99, 1e-6, 0.1 };
        const NamedTensors ours = parameters(1);
        AdamW optimizer(ours, s);
        at::Tensor p = ours[0].second.detach().clone().to(at::kDouble), m = at::zeros_like(p), v = at::zeros_like(p);
        for (int t = 1; t <= 5; ++t) {
            setGradients(ours, 2);
            const at::Tensor g = ours[0].second.grad().to(at::kDouble);
            p.mul_(1 - 0.01 * s.weight_decay);
            m.mul_(s.beta1).add_(g, 1 - s.beta1);
            v.mul_(s.beta2).addcmul_(g, g, 1 - s.beta2);
            p.addcdiv_(m / (1 - std::pow(s.beta1, t)), (v / (1 - std::pow(s.beta2, t))).sqrt().add_(s.epsilon), -0.01);
            optimizer.step(0.01);
            QVERIFY(!ours[0].second.grad().defined());
        }
        QVERIFY(at::allclose(ours[0].second.detach().to(at::kDouble), p, 1e-5, 1e-6));
    }
    void clipsByTheGlobalNorm()
    {
        const NamedTensors ours = parameters(2);
        AdamW optimizer(ours, {});
        setGradients(ours, 10);
        const auto norm = [&] {
            return std::sqrt((ours[0].second.grad().square().sum() + ours[1].second.grad().square().sum()).item<double>());
        };
        const double before = norm();
        QVERIFY(before > 1);
        QVERIFY(std::abs(optimizer.clipGradients(0) - before) < 1e-4);
        QVERIFY(std::abs(norm() - before) < 1e-4);
        QVERIFY(std::abs(optimizer.clipGradients(1) - before) < 1e-4);
        QVERIFY(std::abs(norm() - 1) < 1e-4);
        // A small gradient is left alone.
        optimizer.clipGradients(100);
        QVERIFY(std::abs(norm() - 1) < 1e-4);
    }
    void restoredStateGoesOnBitForBit()
    {
        const NamedTensors whole = parameters(3), stopped = parameters(3);
        AdamW first(whole, {}), second(stopped, {});
        for (int i = 0; i < 3; ++i) {
            setGradients(whole, 1);
            first.step(0.01);
            setGradients(stopped, 1);
            second.step(0.01);
        }
        NamedTensors copy;
        for (const auto &[name, tensor] : second.state())
            copy.emplace_back(name, tensor.clone());
        AdamW third(stopped, {});
        third.restore(copy, "checkpoint");
        for (int i = 0; i < 3; ++i) {
            setGradients(whole, 1);
            first.step(0.01);
            setGradients(stopped, 1);
            third.step(0.01);
        }
        QVERIFY(whole[0].second.equal(stopped[0].second));
        QVERIFY(whole[1].second.equal(stopped[1].second));
    }
    void stateOfAnotherShapeIsRefused()
    {
        AdamW optimizer(parameters(4), {});
        NamedTensors state = optimizer.state();
        state[0].second = torch::zeros({ 2 });
        try {
            optimizer.restore(state, "file");
            QFAIL("accepted");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, base::ErrorKind::CorruptFile);
            QVERIFY(std::string(failure.what()).find("exp_avg.a") != std::string::npos);
        }
        state.clear();
        QVERIFY_EXCEPTION_THROWN(optimizer.restore(state, "file"), base::Failure);
    }
};

ATTUNE_TEST(TstOptimizer)
#include "tst_optimizer.moc"
