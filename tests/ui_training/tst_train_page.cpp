// SPDX-License-Identifier: GPL-3.0-or-later
// The page on a real workspace with a worker that behaves in every way a worker can.
#include "fakes/fake_desk.h"
#include "fakes/fake_worker.h"
#include "fakes/shown_button.h"
#include "fakes/tiny_tokenizer.h"
#include "harness/test_case.h"
#include "jobs/job_queue.h"
#include "text/prompt_template.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/run_chips.h"
#include "ui/training/preflight_card.h"
#include "ui/training/run_panel.h"
#include "ui/training/train_form.h"
#include "ui/training/train_page.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

using run::Outcome;
using training::TrainPage;

namespace {

constexpr int kPatience = 20'000;

struct Room
{
    explicit Room(const char *mode = "normal")
    {
        fakes::useFakeWorker(mode);
        fakes::addDialogues(*desk.workspace(), 20);
        const std::filesystem::path model = desk.dir() / "tiny";
        fakes::writeTinyTokenizer(model);
        base::writeFileAtomically(model / "config.json", "{}");
        desk.workspace()->models().add(model.string());
        modelKey = QString::fromStdString(model.string());
        open();
        page->form().chooseModel(modelKey);
        page->form().choosePrompt(QStringLiteral("supporter-short"));
        run::TrainSpec spec = page->form().spec();
        spec.packing = false; // a row a dialogue
        page->form().setSpec(spec);
    }
    ~Room() { fakes::endWorkers(*desk.workspace()); }
    void open()
    {
        page = std::make_unique<TrainPage>(desk);
        page->resize(1100, 740);
        page->show();
    }
    QPushButton *button(const char *text) const { return fakes::shownButton(*page, text); }
    void click(const char *text) const { fakes::clickButton(*page, text); }
    // What stands beside the button.
    QString startNote() const { return button("Start training")->toolTip(); }
    bool counted() const
    {
        return QTest::qWaitFor([&] { return startNote().contains(QStringLiteral(" step(s)")); }, kPatience);
    }
    storage::RunRow newest() const { return desk.workspace()->runs().list().at(0); }
    bool idle() const
    {
        return QTest::qWaitFor([&] { return desk.jobs()->queue().isIdle(); }, kPatience);
    }
    bool works() const
    {
        return QTest::qWaitFor([&] { return !page->panel().points().value(QStringLiteral("loss")).isEmpty(); }, kPatience);
    }
    QStringList chips() const { return page->findChild<parts::RunChips *>()->texts(); }

    fakes::FakeDesk desk;
    QString modelKey;
    std::unique_ptr<TrainPage> page;
};

} // namespace

class TstTrainPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // In a fresh workspace: there is nothing to count, and nothing to wait for.
    void withoutAModelItIsReady()
    {
        fakes::FakeDesk desk;
        TrainPage page(desk);
        page.show();
        QTRY_VERIFY(page.isReady());
    }

    void aRunIsStartedAndWatched()
    {
        Room room;
        QVERIFY(room.counted());
        QCOMPARE(room.startNote(), QStringLiteral("2 step(s)")); // 16 dialogues, 8 rows a step
        room.click("Start training");
        QVERIFY(room.works()); // the curve grows while it works
        QVERIFY(room.idle());
        QTRY_COMPARE(room.page->panel().stateText(), QStringLiteral("finished"));
        QCOMPARE(room.page->panel().points().value(QStringLiteral("loss")).size(), 10);
        QVERIFY(room.page->panel().actions().contains(QStringLiteral("Chat with it")));
        // Frozen as the form said.
        const storage::RunRow row = room.newest();
        const auto spec = std::get<run::TrainSpec>(row.spec.job);
        QCOMPARE(spec.base_model, room.modelKey.toStdString());
        QCOMPARE(spec.lora_rank, 16);
        QCOMPARE(spec.learning_rate, 3e-4);
        QCOMPARE(text::promptFromJson(spec.prompt, "prompt").id, std::string("supporter-short"));
        QCOMPARE(row.name, std::string("r16 a32 lr 3e-4"));
        QVERIFY(std::filesystem::exists(row.folder / "dataset.jsonl"));
        QVERIFY(room.chips().contains(QStringLiteral("r16 a32 lr 3e-4")));
    }
    void startMayBePressedBeforeTheTokensAreCounted()
    {
        Room room;
        room.page->start();
        QVERIFY(room.startNote() == QStringLiteral("Starts as soon as the tokens are counted.") || !room.desk.jobs()->queue().isIdle());
        QVERIFY(QTest::qWaitFor([&] { return !room.desk.workspace()->runs().list().empty(); }, kPatience));
        QVERIFY(room.idle());
    }

    void everyEndIsShown_data()
    {
        QTest::addColumn<QByteArray>("mode");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<bool>("resumes");
        QTest::newRow("crash") << QByteArray("crash") << QStringLiteral("crashed") << QStringLiteral("signal 11") << true;
        QTest::newRow("out of memory") << QByteArray("oom") << QStringLiteral("out of memory") << QStringLiteral("A shorter cutoff_len") << true;
        QTest::newRow("diverged") << QByteArray("diverged") << QStringLiteral("diverged") << QStringLiteral("A lower learning_rate") << false;
        QTest::newRow("invalid data") << QByteArray("invalid") << QStringLiteral("invalid data") << QStringLiteral("dataset.jsonl, line 2") << false;
        QTest::newRow("lost") << QByteArray("lost") << QStringLiteral("lost") << QStringLiteral("without a word") << true;
        QTest::newRow("unborn") << QByteArray("unborn") << QStringLiteral("crashed") << QStringLiteral("libsomething.so") << true;
    }
    void everyEndIsShown()
    {
        QFETCH(QByteArray, mode);
        QFETCH(QString, state);
        QFETCH(QString, sentence);
        QFETCH(bool, resumes);
        Room room(mode.constData());
        QVERIFY(room.counted());
        room.click("Start training");
        QVERIFY(room.idle());
        QTRY_COMPARE(room.page->panel().stateText(), state);
        QVERIFY2(room.page->panel().endText().contains(sentence), qPrintable(room.page->panel().endText()));
        QCOMPARE(room.page->panel().actions().contains(QStringLiteral("Resume")), resumes);
        QVERIFY2(room.chips().value(1).endsWith(state), qPrintable(room.chips().join(QLatin1Char('|'))));
    }

    void stopIsKindAndResumeGoesOn()
    {
        Room room("polite");
        QVERIFY(room.counted());
        room.click("Start training");
        QVERIFY(room.works());
        room.click("Stop");
        QVERIFY(room.idle());
        QTRY_COMPARE(room.page->panel().stateText(), QStringLiteral("stopped"));
        fakes::useFakeWorker("normal");
        room.click("Resume");
        QVERIFY(room.idle());
        QTRY_COMPARE(room.page->panel().stateText(), QStringLiteral("finished"));
        QCOMPARE(room.newest().attempt, int64_t(2));
        QCOMPARE(room.desk.workspace()->runs().list().size(), size_t(1));
    }
    void stopNowEndsTheStubborn()
    {
        Room room("stubborn");
        QVERIFY(room.counted());
        room.click("Start training");
        QVERIFY(room.works());
        room.click("Stop");
        QTRY_VERIFY(room.button("Stop now"));
        QCOMPARE(room.page->panel().stateText(), QStringLiteral("stopping after this step"));
        room.click("Stop now");
        QVERIFY(room.idle());
        QTRY_COMPARE(room.page->panel().stateText(), QStringLiteral("stopped"));
        QVERIFY(!run::isWorkerAlive(run::RunFolder(room.newest().folder)));
    }
    void theNextOneWaits()
    {
        Room room("polite");
        QVERIFY(room.counted());
        room.page->form().setRunName(QStringLiteral("first"));
        room.click("Start training");
        QVERIFY(room.works());
        room.page->form().setRunName(QStringLiteral("second"));
        room.click("Start training");
        QTRY_COMPARE(room.page->panel().stateText(), QStringLiteral("waiting for its turn"));
        const QStringList chips = room.chips();
        QCOMPARE(chips.size(), 3);
        QVERIFY2(chips[1].startsWith(QStringLiteral("first · ")), qPrintable(chips[1]));
        QCOMPARE(chips[2], QStringLiteral("second · waits"));
        // Buttons stay themselves while the progress moves, so that a press is not lost.
        const QList<QPushButton *> before = room.page->findChild<parts::RunChips *>()->findChildren<QPushButton *>();
        const int64_t step = room.desk.jobs()->queue().jobs().first().step;
        QTRY_VERIFY_WITH_TIMEOUT(room.desk.jobs()->queue().jobs().first().step > step + 3, kPatience);
        QCOMPARE(room.page->findChild<parts::RunChips *>()->findChildren<QPushButton *>(), before);
        QTest::mouseClick(before[1], Qt::LeftButton);
        QTRY_COMPARE(room.page->panel().stateText(), QStringLiteral("training"));
        room.click("Stop");
        QTest::mouseClick(before[2], Qt::LeftButton);
        QTRY_VERIFY(room.button("Stop"));
        room.click("Stop");
        QVERIFY(room.idle());
    }

    void whatCannotBeStartedSaysWhy_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("note");
        QTest::newRow("a number") << QStringLiteral("rank") << QStringLiteral("Not allowed yet: lora_rank");
        QTest::newRow("no dialogue") << QStringLiteral("search") << QStringLiteral("not found");
        QTest::newRow("too short") << QStringLiteral("cutoff") << QStringLiteral("Nothing to learn from: no training dialogue fits into cutoff_len beside the prompt.");
        QTest::newRow("no model") << QStringLiteral("model") << QStringLiteral("nowhere");
        QTest::newRow("a broken prompt") << QStringLiteral("prompt") << QStringLiteral("The prompt template has a mistake");
    }
    void whatCannotBeStartedSaysWhy()
    {
        QFETCH(QString, what);
        QFETCH(QString, note);
        Room room;
        QVERIFY(room.counted());
        run::TrainSpec spec = room.page->form().spec();
        const run::TrainSpec good = spec;
        if (what == QLatin1String("rank"))
            spec.lora_rank = 0;
        else if (what == QLatin1String("cutoff"))
            spec.cutoff_len = 16;
        else if (what == QLatin1String("model"))
            spec.base_model = "/nowhere/model";
        if (what == QLatin1String("search"))
            room.page->form().data().setPick({ std::nullopt, QStringLiteral("nobody said this"), false, 42 });
        if (what == QLatin1String("prompt")) {
            text::PromptTemplate broken;
            broken.name = "Broken";
            broken.section(text::SectionKind::RoleDefinition).text = "{{ profile.";
            storage::StoredPrompt stored;
            stored.name = "Broken";
            stored.content = text::toJson(broken);
            const auto kept = room.desk.workspace()->prompts().add(stored, "me");
            QTRY_VERIFY((room.page->form().choosePrompt(QString::fromStdString(kept.id)), room.page->form().promptId().toStdString() == kept.id));
        } else {
            room.page->form().setSpec(spec);
        }
        QPushButton *start = room.button("Start training");
        QTRY_VERIFY_WITH_TIMEOUT(!start->isEnabled(), kPatience);
        QVERIFY2(room.startNote().contains(note), qPrintable(room.startNote()));
        room.page->start(); // and nothing happens
        QVERIFY(room.desk.workspace()->runs().list().empty());
        // Mended, it can be.
        room.page->form().data().setPick({});
        room.page->form().choosePrompt(QStringLiteral("supporter-short"));
        room.page->form().setSpec(good);
        QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled() && room.counted(), kPatience);
    }
    void aMissingWorkerIsSaid()
    {
        Room room;
        QVERIFY(room.counted());
        qputenv("ATTUNE_ENGINE", "/nowhere/attune-engine");
        room.click("Start training");
        QVERIFY2(room.page->findChild<parts::NoticeBar *>()->text().contains(QStringLiteral("is not available")),
            qPrintable(room.page->findChild<parts::NoticeBar *>()->text()));
        QVERIFY(room.desk.workspace()->runs().list().empty());
    }

    void thePlanFollowsTheForm()
    {
        Room room;
        QVERIFY(room.counted());
        const auto *card = room.page->findChild<training::PreflightCard *>();
        QVERIFY2(card->text().startsWith(QStringLiteral("2\nnot known yet")), qPrintable(card->text()));
        run::TrainSpec spec = room.page->form().spec();
        spec.max_steps = 7;
        room.page->form().setSpec(spec);
        QTRY_COMPARE_WITH_TIMEOUT(room.startNote(), QStringLiteral("7 step(s)"), kPatience);
        // A dialogue that is edited elsewhere is counted anew.
        auto stored = room.desk.workspace()->dialogues().get(room.desk.workspace()->dialogues().list().at(0).id);
        const QString before = card->text();
        stored.dialogue.turns[0].text += " and this is a much longer story than before";
        room.desk.workspace()->dialogues().save(stored, "other");
        QTRY_VERIFY_WITH_TIMEOUT(card->text() != before && room.counted(), kPatience);
    }
    void theFormIsThereNextTime()
    {
        Room room;
        run::TrainSpec spec = room.page->form().spec();
        spec.lora_rank = 24;
        spec.learning_rate = 5e-5;
        room.page->form().setSpec(spec);
        room.page->form().data().setPick({ QStringList { QStringLiteral("train.json") }, QStringLiteral("exam"), false, 7 });
        room.page->settle();
        room.open();
        QCOMPARE(room.page->form().spec().lora_rank, 24);
        QCOMPARE(room.page->form().spec().learning_rate, 5e-5);
        QCOMPARE(room.page->form().spec().base_model, room.modelKey.toStdString());
        QCOMPARE(room.page->form().promptId(), QStringLiteral("supporter-short"));
        QVERIFY(room.page->form().data().pick() == (parts::DataPick { QStringList { QStringLiteral("train.json") }, QStringLiteral("exam"), false, 7 }));
        // What is half-typed outlives the page while the window is drawn anew, and is kept for no other one.
        spec.lora_rank = 0;
        room.page->form().setSpec(spec);
        room.page->settle();
        room.open();
        QCOMPARE(room.page->form().spec().lora_rank, 0);
        room.desk.kept(parts::page::kTrain).reset();
        room.open();
        QCOMPARE(room.page->form().spec().lora_rank, 24);
    }
    void linksAreFollowed()
    {
        Room room;
        QVERIFY(room.counted());
        room.click("Start training");
        QVERIFY(room.idle());
        const QString id = QString::fromStdString(room.newest().id);
        QTRY_COMPARE(room.page->panel().stateText(), QStringLiteral("finished"));
        const struct
        {
            const char *button;
            const char *page;
            const char *key;
        } ways[] { { "Show in Runs", "runs", "run" }, { "Evaluate it", "evaluate", "run" }, { "Chat with it", "chat", "model" } };
        for (const auto &way : ways) {
            room.click(way.button);
            QCOMPARE(room.desk.visits.last().page, QLatin1String(way.page));
            QVERIFY2(!room.desk.visits.last().link.value(QLatin1String(way.key)).toString().isEmpty(), way.button);
        }
        QCOMPARE(room.desk.visits.last().link.value(QStringLiteral("adapter")).toString(), QString::fromStdString(room.newest().adapter.string()));
        // Its settings come back into the form.
        run::TrainSpec other = room.page->form().spec();
        other.lora_rank = 4;
        room.page->form().setSpec(other);
        room.click("Use these settings");
        QCOMPARE(room.page->form().spec().lora_rank, 16);
        QVERIFY(room.page->findChild<training::PreflightCard *>()->isVisible());
        room.page->open({ { QStringLiteral("run"), id } });
        QCOMPARE(room.page->panel().runId(), id);
        QVERIFY(room.page->panel().isVisible());
        room.page->open({ { QStringLiteral("model"), QStringLiteral("/somewhere/else") } });
        QCOMPARE(room.page->form().spec().base_model, std::string("/somewhere/else"));
        QVERIFY(!room.page->panel().isVisible());
    }
    // A window that is opened while a run works shows it.
    void aWorkingRunIsTakenUp()
    {
        Room room("polite");
        QVERIFY(room.counted());
        room.click("Start training");
        QVERIFY(room.works());
        const QString id = room.page->panel().runId();
        room.page->settle(); // as the window does before it draws a page anew
        room.open();
        QCOMPARE(room.page->panel().runId(), id);
        QVERIFY(room.works());
        room.click("Stop");
        QVERIFY(room.idle());
    }
};

ATTUNE_TEST(TstTrainPage)
#include "tst_train_page.moc"
