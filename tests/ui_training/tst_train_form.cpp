// SPDX-License-Identifier: GPL-3.0-or-later
// The form of a training: a spec goes in and comes out as it was, what is wrong says so at its place.
#include "harness/test_case.h"
#include "ui/parts/field_form.h"
#include "ui/parts/number_edit.h"
#include "ui/parts/wheel_guard.h"
#include "ui/training/presets.h"
#include "ui/training/train_form.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QWheelEvent>

#include <limits>

ATTUNE_GUI_TESTS

using run::TrainSpec;
using training::TrainForm;

namespace {

using Change = std::function<void(TrainSpec &)>;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// All of it as text, so that a difference can be read.
QString textOf(const TrainSpec &spec)
{
    run::JobSpec job;
    job.job = spec;
    return QString::fromStdString(run::toJson(job).dump(1));
}

TrainSpec goodSpec()
{
    TrainSpec spec;
    spec.base_model = "smollm2-135m-instruct";
    return spec;
}

template <typename Widget> Widget *named(const QWidget &form, const char *name)
{
    for (Widget *widget : form.findChildren<Widget *>()) {
        if (widget->accessibleName() == QLatin1String(name))
            return widget;
    }
    return nullptr;
}

} // namespace

Q_DECLARE_METATYPE(Change)

class TstTrainForm : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void whatGoesInComesOut_data()
    {
        QTest::addColumn<Change>("change");
        const auto row = [](const char *name, Change change) { QTest::newRow(name) << change; };
        row("defaults", [](TrainSpec &) {});
        row("base_model", [](TrainSpec &s) { s.base_model = "/models/Qwen2.5-0.5B-Instruct"; });
        row("lora_rank", [](TrainSpec &s) { s.lora_rank = 64; });
        row("lora_alpha", [](TrainSpec &s) { s.lora_alpha = 0.125; });
        row("lora_dropout", [](TrainSpec &s) { s.lora_dropout = 0.05; });
        row("lora_target", [](TrainSpec &s) { s.lora_target = { "q_proj", "v_proj" }; });
        row("learning_rate", [](TrainSpec &s) { s.learning_rate = 2.5e-5; });
        row("num_train_epochs", [](TrainSpec &s) { s.num_train_epochs = 0.25; });
        row("max_steps", [](TrainSpec &s) { s.max_steps = 1'000'000; });
        row("per_device_train_batch_size", [](TrainSpec &s) { s.per_device_train_batch_size = 4; });
        row("gradient_accumulation_steps", [](TrainSpec &s) { s.gradient_accumulation_steps = 1; });
        row("cutoff_len", [](TrainSpec &s) { s.cutoff_len = 1000; });
        row("packing", [](TrainSpec &s) { s.packing = false; });
        row("lr_scheduler_type", [](TrainSpec &s) { s.lr_scheduler_type = "constant"; });
        row("warmup_ratio", [](TrainSpec &s) { s.warmup_ratio = 0; });
        row("weight_decay", [](TrainSpec &s) { s.weight_decay = 0.01; });
        row("adam", [](TrainSpec &s) { s.adam_beta1 = 0.8, s.adam_beta2 = 0.95, s.adam_epsilon = 1e-6; });
        row("max_grad_norm", [](TrainSpec &s) { s.max_grad_norm = 0; });
        row("seed", [](TrainSpec &s) { s.seed = 2'000'000'000; });
        row("loss_on", [](TrainSpec &s) { s.loss_on = run::LossOn::LastSupporterTurn; });
        row("merge_consecutive", [](TrainSpec &s) { s.merge_consecutive = false; });
        row("steps", [](TrainSpec &s) { s.eval_steps = 25, s.save_steps = 0, s.save_total_limit = 5, s.logging_steps = 10; });
        row("machine", [](TrainSpec &s) { s.device = "cpu", s.compute_type = run::ComputeType::Bf16, s.threads = 2; });
    }
    void whatGoesInComesOut()
    {
        QFETCH(Change, change);
        TrainSpec spec = goodSpec();
        change(spec);
        TrainForm form;
        form.setSpec(spec);
        QCOMPARE(textOf(form.spec()), textOf(spec));
        QVERIFY(form.validate());
        QVERIFY(form.wrongFields().isEmpty());
    }

    void whatIsWrongSaysSoAtItsPlace_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *name, const char *field, Change change, const char *sentence) {
            QTest::newRow(name) << QString::fromLatin1(field) << change << QString::fromLatin1(sentence);
        };
        row("no model", "base_model", [](TrainSpec &s) { s.base_model.clear(); }, "Choose a model.");
        row("rank 0", "lora_rank", [](TrainSpec &s) { s.lora_rank = 0; }, "A number from 1 to 1024.");
        row("alpha below 0", "lora_alpha", [](TrainSpec &s) { s.lora_alpha = -1; }, "A number from 0.001 to 65536.");
        row("dropout 1", "lora_dropout", [](TrainSpec &s) { s.lora_dropout = 1; }, "A number from 0 to 0.99.");
        row("no layer", "lora_target", [](TrainSpec &s) { s.lora_target.clear(); }, "Choose at least one layer.");
        row("rate 0", "learning_rate", [](TrainSpec &s) { s.learning_rate = 0; }, "A number from 1e-12 to 10.");
        row("no number", "learning_rate", [](TrainSpec &s) { s.learning_rate = kNaN; }, "A number from 1e-12 to 10.");
        row("no epochs", "num_train_epochs", [](TrainSpec &s) { s.num_train_epochs = 0; }, "A number from 1e-6 to 10000.");
        row("batch 0", "per_device_train_batch_size", [](TrainSpec &s) { s.per_device_train_batch_size = 0; }, "A number from 1 to 4096.");
        row("accumulation 0", "gradient_accumulation_steps", [](TrainSpec &s) { s.gradient_accumulation_steps = 0; }, "A number from 1 to 65536.");
        row("cutoff 15", "cutoff_len", [](TrainSpec &s) { s.cutoff_len = 15; }, "A number from 16 to 1048576.");
        row("warm-up 2", "warmup_ratio", [](TrainSpec &s) { s.warmup_ratio = 2; }, "A number from 0 to 1.");
        row("decay below 0", "weight_decay", [](TrainSpec &s) { s.weight_decay = -0.1; }, "A number from 0 to 10.");
        row("beta1 1", "adam_beta1", [](TrainSpec &s) { s.adam_beta1 = 1; }, "A number from 0 to 0.999999.");
        row("beta2 1", "adam_beta2", [](TrainSpec &s) { s.adam_beta2 = 1; }, "A number from 0 to 0.9999999.");
        row("epsilon 0", "adam_epsilon", [](TrainSpec &s) { s.adam_epsilon = 0; }, "A number from 1e-30 to 1.");
        row("norm below 0", "max_grad_norm", [](TrainSpec &s) { s.max_grad_norm = -1; }, "A number from 0 to 1000000000.");
    }
    void whatIsWrongSaysSoAtItsPlace()
    {
        QFETCH(QString, field);
        QFETCH(Change, change);
        QFETCH(QString, sentence);
        TrainForm form;
        if (field != QLatin1String("base_model"))
            form.chooseModel(QStringLiteral("smollm2-135m-instruct"));
        TrainSpec spec = goodSpec();
        change(spec);
        form.setSpec(spec);
        QVERIFY(!form.validate());
        QCOMPARE(form.problem(field), sentence);
        QCOMPARE(form.wrongFields(), QStringList { field });
        // Mended, nothing is left of it.
        form.setSpec(goodSpec());
        QVERIFY(form.validate());
        QVERIFY(form.problem(field).isEmpty());
    }
    void everyProblemIsSaidAtOnce()
    {
        TrainSpec spec = goodSpec();
        spec.lora_rank = 0;
        spec.cutoff_len = 3;
        spec.adam_beta1 = 7;
        TrainForm form;
        form.setSpec(spec);
        QVERIFY(!form.validate());
        QCOMPARE(form.wrongFields(), QStringList({ QStringLiteral("lora_rank"), QStringLiteral("cutoff_len"), QStringLiteral("adam_beta1") }));
        for (const QString &field : form.wrongFields())
            QVERIFY2(!form.problem(field).isEmpty(), qPrintable(field));
        // adam_beta1 stands under "More settings", which opens so that it can be seen.
        QVERIFY(form.findChild<parts::Fold *>()->isOpen());
        QCOMPARE(named<QSpinBox>(form, "lora_rank")->property("state").toString(), QStringLiteral("wrong"));
    }
    void typedNonsenseIsNoNumber()
    {
        TrainForm form;
        form.setSpec(goodSpec());
        QVERIFY(form.validate());
        auto *rate = named<parts::NumberEdit>(form, "learning_rate");
        QVERIFY(rate);
        QSignalSpy changed(&form, &TrainForm::changed);
        rate->selectAll();
        QTest::keyClicks(rate, QStringLiteral("3e"));
        QCOMPARE(changed.count(), 2);
        QVERIFY(!form.validate());
        QVERIFY(!form.problem(QStringLiteral("learning_rate")).isEmpty());
        QTest::keyClicks(rate, QStringLiteral("-4"));
        QVERIFY(form.validate());
        QCOMPARE(form.spec().learning_rate, 3e-4);
        QCOMPARE(rate->property("state").toString(), QString());
    }
    void problemsFoundElsewhereFindTheirPlace()
    {
        TrainForm form;
        QVERIFY(form.showProblem(QStringLiteral("base_model"), QStringLiteral("It is not there.")));
        QCOMPARE(form.problem(QStringLiteral("base_model")), QStringLiteral("It is not there."));
        QVERIFY(!form.showProblem(QStringLiteral("/some/path"), QStringLiteral("It is not there.")));
    }

    void presets_data()
    {
        QTest::addColumn<int>("place");
        QTest::addColumn<int>("rank");
        QTest::addColumn<double>("alpha");
        QTest::newRow("taste") << 0 << 16 << 32.0;
        QTest::newRow("r8") << 1 << 8 << 16.0;
        QTest::newRow("r16") << 2 << 16 << 32.0;
        QTest::newRow("r32") << 3 << 32 << 64.0;
    }
    void presets()
    {
        QFETCH(int, place);
        QFETCH(int, rank);
        QFETCH(double, alpha);
        TrainForm form;
        TrainSpec spec = goodSpec();
        spec.seed = 7;
        spec.device = "cpu";
        form.setSpec(spec);
        form.show();
        form.data().setPick({ std::nullopt, QStringLiteral("exam"), false, 3 });
        const training::Preset preset = training::presets()[place];
        QSignalSpy changed(&form, &TrainForm::changed);
        for (QPushButton *button : form.findChildren<QPushButton *>()) {
            if (button->text() == preset.title)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(changed.count(), 1); // one question to the counter, not one a field
        preset.apply(spec);
        QCOMPARE(textOf(form.spec()), textOf(spec));
        QCOMPARE(form.spec().lora_rank, rank);
        QCOMPARE(form.spec().lora_alpha, alpha);
        QCOMPARE(form.spec().seed, int64_t(7)); // what is no matter of the preset stays
        QCOMPARE(form.data().pick().search, QStringLiteral("exam"));
        QVERIFY(form.validate());
    }

    void derivedFollows()
    {
        TrainForm form;
        TrainSpec spec = goodSpec();
        spec.per_device_train_batch_size = 2;
        spec.gradient_accumulation_steps = 600;
        spec.cutoff_len = 2048;
        spec.learning_rate = 3e-4;
        form.setSpec(spec);
        bool found = false;
        for (const QLabel *label : form.findChildren<QLabel *>())
            found = found || label->text() == QStringLiteral("Effective batch: 2 × 600 = 1,200 rows of 2,048 tokens a step");
        QVERIFY(found);
        QCOMPARE(form.suggestedName(), QStringLiteral("r16 a32 lr 3e-4"));
        QCOMPARE(form.runName(), form.suggestedName());
        form.setRunName(QStringLiteral(" mine "));
        QCOMPARE(form.runName(), QStringLiteral("mine"));
        auto *epochs = named<QDoubleSpinBox>(form, "num_train_epochs");
        QVERIFY(epochs->isEnabled());
        named<QSpinBox>(form, "max_steps")->setValue(5);
        QVERIFY(!epochs->isEnabled()); // max_steps wins, and the form shows it
    }
    void listsKeepWhatIsChosen()
    {
        TrainForm form;
        const QList<parts::Choice> models { { QStringLiteral("a"), QStringLiteral("A") }, { QStringLiteral("b"), QStringLiteral("B") } };
        form.setModels(models);
        QCOMPARE(form.spec().base_model, std::string("a"));
        form.chooseModel(QStringLiteral("b"));
        QSignalSpy changed(&form, &TrainForm::changed);
        form.setModels({ { QStringLiteral("c"), QStringLiteral("C") }, models[0], models[1] });
        QCOMPARE(form.spec().base_model, std::string("b"));
        QCOMPARE(changed.count(), 0);
        form.setModels({});
        QVERIFY(form.spec().base_model.empty());
        form.setPrompts({ { QStringLiteral("p"), QStringLiteral("P") }, { QStringLiteral("q"), QStringLiteral("Q") } });
        form.choosePrompt(QStringLiteral("q"));
        QCOMPARE(form.promptId(), QStringLiteral("q"));
        form.choosePrompt(QStringLiteral("nobody"));
        QCOMPARE(form.promptId(), QStringLiteral("q"));
    }
    // Scrolling the form must not change the numbers that pass below the pointer.
    void theWheelOnlyScrolls()
    {
        const parts::WheelGuard guard(*qApp);
        TrainForm form;
        form.setSpec(goodSpec());
        form.show();
        for (QWidget *field : form.findChildren<QWidget *>()) {
            if (!qobject_cast<QAbstractSpinBox *>(field) && !qobject_cast<QComboBox *>(field))
                continue;
            field->clearFocus();
            QWheelEvent turn(QPointF(5, 5), field->mapToGlobal(QPointF(5, 5)), {}, QPoint(0, 120), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(field, &turn);
        }
        QCOMPARE(textOf(form.spec()), textOf(goodSpec()));
    }
    void everyFieldHasANameAndAMeaning()
    {
        TrainForm form;
        for (QWidget *field : form.findChildren<QWidget *>()) {
            const bool edits = qobject_cast<QAbstractSpinBox *>(field) || qobject_cast<QComboBox *>(field) || qobject_cast<parts::NumberEdit *>(field);
            if (!edits)
                continue;
            QVERIFY2(!field->accessibleName().isEmpty(), field->metaObject()->className());
            QVERIFY2(!field->toolTip().isEmpty(), qPrintable(field->accessibleName()));
        }
    }
};

ATTUNE_TEST(TstTrainForm)
#include "tst_train_form.moc"
