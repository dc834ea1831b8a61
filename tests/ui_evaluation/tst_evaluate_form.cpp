// SPDX-License-Identifier: GPL-3.0-or-later
// Who answers what, how, and how it is scored: what is chosen comes out, what cannot be says so at its place.
#include "fakes/fetched_vectors.h"
#include "harness/test_case.h"
#include "ui/evaluation/evaluate_form.h"

#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSpinBox>
#include <QTemporaryFile>

using evaluation::EvaluateAsk;
using evaluation::EvaluateForm;

namespace {

template <typename Widget> Widget *named(const QWidget &form, const char *name)
{
    for (Widget *widget : form.findChildren<Widget *>()) {
        if (widget->accessibleName() == QLatin1String(name))
            return widget;
    }
    qFatal("no field %s", name);
}

void choose(QComboBox *combo, const QVariant &data) { combo->setCurrentIndex(combo->findData(data)); }

// Two adapters of two trainings and a base model, as the page gives them.
std::unique_ptr<EvaluateForm> filled()
{
    auto form = std::make_unique<EvaluateForm>();
    form->setPrompts({ { QStringLiteral("p1"), QStringLiteral("Short") }, { QStringLiteral("p2"), QStringLiteral("Four parts") } }, QStringLiteral("p2"));
    form->setDataRuns({ { QStringLiteral("run-1"), QStringLiteral("as in one") }, { QStringLiteral("run-2"), QStringLiteral("as in two") } });
    form->data().setSources({ { QStringLiteral("a.json"), 10 }, { QStringLiteral("b.json"), 5 } }, true);
    form->setSubjects({ { QStringLiteral("one (adapter)"), QStringLiteral("tiny"), QStringLiteral("/runs/1/adapter"), QStringLiteral("run-1") },
        { QStringLiteral("two (adapter)"), QStringLiteral("tiny"), QStringLiteral("/runs/2/adapter"), QStringLiteral("run-2") },
        { QStringLiteral("tiny (base)"), QStringLiteral("tiny"), {}, {} } });
    return form;
}

using Change = std::function<void(EvaluateForm &)>;
using Check = std::function<bool(const EvaluateAsk &)>;

} // namespace

Q_DECLARE_METATYPE(Change)
Q_DECLARE_METATYPE(Check)

class TstEvaluateForm : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anAdapterComesWithItsSplitAndPrompt()
    {
        const auto form = filled();
        EvaluateAsk ask = form->ask();
        QCOMPARE(ask.spec.adapter, std::string("/runs/1/adapter"));
        QCOMPARE(ask.data_run, QStringLiteral("run-1"));
        QVERIFY(ask.prompt.isEmpty()); // as it was trained
        QCOMPARE(int(ask.part), int(run::Split::Test));
        QVERIFY(form->data().isHidden());
        form->chooseSubjectOfRun(QStringLiteral("run-2"));
        QCOMPARE(form->ask().spec.adapter, std::string("/runs/2/adapter"));
        QCOMPARE(form->ask().data_run, QStringLiteral("run-2"));
        QCOMPARE(form->ask().name, QStringLiteral("two (adapter) on test"));
        // The base model answers the same dialogues under a prompt of its own.
        form->chooseSubject(QStringLiteral("tiny"));
        ask = form->ask();
        QVERIFY(ask.spec.adapter.empty());
        QCOMPARE(ask.data_run, QStringLiteral("run-2"));
        QCOMPARE(ask.prompt, QStringLiteral("p2"));
        QVERIFY(form->validate());
    }

    void saysWhichVectorsAreUsed()
    {
        QCOMPARE(named<QLineEdit>(*filled(), "Word vectors")->placeholderText(), QStringLiteral("none: Vector Extrema stays missing"));
        const fakes::FetchedVectors vectors;
        QCOMPARE(named<QLineEdit>(*filled(), "Word vectors")->placeholderText(), QStringLiteral("glove.6B.50d.vectors, unless a file is named"));
        qputenv("ATTUNE_VECTORS", "/data/mine.txt");
        QCOMPARE(named<QLineEdit>(*filled(), "Word vectors")->placeholderText(), QStringLiteral("mine.txt, unless a file is named"));
    }

    void choicesComeOut_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<Check>("check");
        const auto row = [](const char *name, Change change, Check check) { QTest::newRow(name) << change << check; };
        row("history", [](EvaluateForm &f) { choose(named<QComboBox>(f, "history"), int(run::History::Own)); },
            [](const EvaluateAsk &a) { return a.spec.history == run::History::Own; });
        row("sampling",
            [](EvaluateForm &f) {
                choose(named<QComboBox>(f, "do_sample"), true);
                named<QDoubleSpinBox>(f, "temperature")->setValue(1.2);
                named<QDoubleSpinBox>(f, "top_p")->setValue(0.5);
                named<QSpinBox>(f, "seed")->setValue(7);
            },
            [](const EvaluateAsk &a) {
                const auto &d = a.spec.decoding;
                return d.do_sample && qFuzzyCompare(d.temperature, 1.2) && qFuzzyCompare(d.top_p, 0.5) && d.seed == 7;
            });
        row("limits",
            [](EvaluateForm &f) {
                named<QSpinBox>(f, "max_dialogues")->setValue(3);
                named<QSpinBox>(f, "max_replies_per_dialogue")->setValue(2);
                named<QSpinBox>(f, "max_new_tokens")->setValue(64);
                named<QSpinBox>(f, "cutoff_len")->setValue(1024);
            },
            [](const EvaluateAsk &a) {
                return a.spec.max_dialogues == 3 && a.spec.max_replies_per_dialogue == 2 && a.spec.decoding.max_new_tokens == 64 && a.spec.cutoff_len == 1024;
            });
        row("stop", [](EvaluateForm &f) { QTest::keyClicks(named<QLineEdit>(f, "stop"), QStringLiteral("User:|###")); },
            [](const EvaluateAsk &a) { return a.spec.decoding.stop == std::vector<std::string> { "User:", "###" }; });
        row("part", [](EvaluateForm &f) { choose(named<QComboBox>(f, "Part"), int(run::Split::Validation)); },
            [](const EvaluateAsk &a) { return a.part == run::Split::Validation && a.name == QStringLiteral("one (adapter) on validation"); });
        row("the workspace", [](EvaluateForm &f) { choose(named<QComboBox>(f, "Taken from"), QString()); },
            [](const EvaluateAsk &a) { return a.data_run.isEmpty() && !a.pick.sources; });
        row("machine",
            [](EvaluateForm &f) {
                choose(named<QComboBox>(f, "device"), QStringLiteral("cpu"));
                choose(named<QComboBox>(f, "compute_type"), int(run::ComputeType::Fp32));
            },
            [](const EvaluateAsk &a) { return a.spec.device == "cpu" && a.spec.compute_type == run::ComputeType::Fp32; });
        row("prompt", [](EvaluateForm &f) { f.choosePrompt(QStringLiteral("p1")); }, [](const EvaluateAsk &a) { return a.prompt == QStringLiteral("p1"); });
        row("name", [](EvaluateForm &f) { QTest::keyClicks(named<QLineEdit>(f, "Name of the run"), QStringLiteral("mine ")); },
            [](const EvaluateAsk &a) { return a.name == QStringLiteral("mine"); });
        row("G-Score", [](EvaluateForm &f) { QTest::keyClicks(named<QLineEdit>(f, "G-Score"), QStringLiteral("71.5")); },
            [](const EvaluateAsk &a) { return a.scoring.g_score == 71.5 && !a.scoring.isPlain(); });
    }
    void choicesComeOut()
    {
        QFETCH(Change, change);
        QFETCH(Check, check);
        const auto form = filled();
        QVERIFY(!check(form->ask()));
        QSignalSpy changed(form.get(), &EvaluateForm::changed);
        change(*form);
        QVERIFY(check(form->ask()));
        QVERIFY(changed.size() > 0);
        QVERIFY2(form->validate(), qPrintable(form->wrongFields().join(QLatin1Char(','))));
    }
    void samplingFieldsRestWhileGreedy()
    {
        const auto form = filled();
        QVERIFY(!named<QDoubleSpinBox>(*form, "temperature")->isEnabled());
        choose(named<QComboBox>(*form, "do_sample"), true);
        QVERIFY(named<QDoubleSpinBox>(*form, "temperature")->isEnabled() && named<QSpinBox>(*form, "seed")->isEnabled());
    }

    void whatCannotBeSaysSoAtItsPlace_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *name, Change change, const char *field, const char *sentence) {
            QTest::newRow(name) << change << QString::fromLatin1(field) << QString::fromLatin1(sentence);
        };
        row("no model", [](EvaluateForm &f) { f.setSubjects({}), f.choosePrompt(QStringLiteral("p1")); }, "base_model", "Choose a model.");
        row("no prompt", [](EvaluateForm &f) { f.chooseSubject(QStringLiteral("tiny")), f.choosePrompt(QString()); }, "prompt",
            "A base model has no prompt of its own: choose one.");
        row("no tokens", [](EvaluateForm &f) { named<QSpinBox>(f, "max_new_tokens")->setValue(0); }, "max_new_tokens", "A number from 1 to 32768.");
        row("no room", [](EvaluateForm &f) { named<QSpinBox>(f, "cutoff_len")->setValue(8); }, "cutoff_len", "A number from 16 to 1048576.");
        row("no vectors", [](EvaluateForm &f) { QTest::keyClicks(named<QLineEdit>(f, "Word vectors"), QStringLiteral("/nowhere.txt")); }, "vector_file",
            "There is no such file.");
        row("a G-Score of 5", [](EvaluateForm &f) { QTest::keyClicks(named<QLineEdit>(f, "G-Score"), QStringLiteral("5")); }, "g_score",
            "A number from 20 to 100: the mean mark / 5 x 100.");
        row("a G-Score that is none", [](EvaluateForm &f) { QTest::keyClicks(named<QLineEdit>(f, "G-Score"), QStringLiteral("good")); }, "g_score",
            "A number from 20 to 100: the mean mark / 5 x 100.");
    }
    void whatCannotBeSaysSoAtItsPlace()
    {
        QFETCH(Change, change);
        QFETCH(QString, field);
        QFETCH(QString, sentence);
        const auto form = filled();
        QVERIFY(form->validate());
        change(*form);
        QVERIFY(!form->validate());
        QCOMPARE(form->wrongFields(), QStringList { field });
        QCOMPARE(form->problem(field), sentence);
    }

    void listsKeepWhatIsChosen()
    {
        const auto form = filled();
        form->chooseSubjectOfRun(QStringLiteral("run-2"));
        QSignalSpy changed(form.get(), &EvaluateForm::changed);
        form->setSubjects({ { QStringLiteral("new"), QStringLiteral("tiny"), QStringLiteral("/runs/3/adapter"), QStringLiteral("run-3") },
            { QStringLiteral("two (adapter)"), QStringLiteral("tiny"), QStringLiteral("/runs/2/adapter"), QStringLiteral("run-2") } });
        QCOMPARE(form->subject().run, QStringLiteral("run-2"));
        QCOMPARE(changed.size(), 0);
    }
    void everyFieldHasAName()
    {
        const auto form = filled();
        for (QWidget *field : form->findChildren<QWidget *>()) {
            const bool edits = qobject_cast<QAbstractSpinBox *>(field) || qobject_cast<QComboBox *>(field);
            QVERIFY2(!edits || !field->accessibleName().isEmpty(), field->metaObject()->className());
        }
    }
};

ATTUNE_TEST(TstEvaluateForm)
#include "tst_evaluate_form.moc"
