// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way in the real window with the real worker and the embedded model: a file is dropped, a LoRA run is started
// from the form, its replies are made and scored, and its curve and numbers stand on the Runs page.
#include "base/error.h"
#include "harness/test_case.h"
#include "jobs/job_queue.h"
#include "jobs/workspace_jobs.h"
#include "run/model_card.h"
#include "ui/dialogues/dialogues_page.h"
#include "ui/evaluation/evaluate_form.h"
#include "ui/evaluation/evaluate_page.h"
#include "ui/parts/line_chart.h"
#include "ui/parts/setting.h"
#include "ui/runs/runs_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme.h"
#include "ui/training/train_form.h"
#include "ui/training/train_page.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QDropEvent>
#include <QMimeData>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>

ATTUNE_GUI_TESTS

namespace {

constexpr int kLong = 300000; // milliseconds a run may take on a busy machine

QPushButton *button(QWidget *page, const QString &text)
{
    for (QPushButton *candidate : page->findChildren<QPushButton *>()) {
        if (candidate->text() == text)
            return candidate;
    }
    return nullptr;
}

void setNumber(QWidget *page, const QString &field, int value)
{
    for (QSpinBox *box : page->findChildren<QSpinBox *>()) {
        if (box->accessibleName() == field)
            box->setValue(value);
    }
}

} // namespace

class TstImportToChart : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    parts::Settings m_settings { QString() };
    std::unique_ptr<shell::MainWindow> m_window;
    QString m_training;
    QString m_prediction;

    workspace::Workspace &workspace() { return *m_window->workspace(); }
    jobs::WorkspaceJobs &jobs() { return *m_window->jobs(); }
    template <typename PageType> PageType *page(const char *id)
    {
        auto *shown = dynamic_cast<PageType *>(m_window->showPage(QLatin1String(id)));
        if (shown && !QTest::qWaitFor([shown] { return shown->isReady(); }, 30000))
            qWarning("the page %s is not ready", id);
        return shown;
    }
    // The newest run of a kind, once the queue is idle.
    std::optional<storage::RunRow> ended(run::JobKind kind)
    {
        if (!QTest::qWaitFor([this] { return !jobs().queue().isIdle(); }, 60000))
            return std::nullopt;
        if (!QTest::qWaitFor([this] { return jobs().queue().isIdle(); }, kLong))
            return std::nullopt;
        for (const storage::RunRow &row : workspace().runs().list()) {
            if (row.kind == kind)
                return row;
        }
        return std::nullopt;
    }

private Q_SLOTS:
    void initTestCase()
    {
        try {
            run::resolveModel("smollm2-135m-instruct");
        } catch (const base::Failure &failure) {
            QFAIL(failure.what()); // packaging/fetch.sh brings it
        }
        shell::prepareLook(*qApp);
        m_window = std::make_unique<shell::MainWindow>(m_settings);
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QVERIFY(m_window->createWorkspace(m_dir.filePath(QStringLiteral("journey.attune"))));
    }

    void aFileIsDropped()
    {
        auto *dialogues = page<dialogues::DialoguesPage>("dialogues");
        QVERIFY(dialogues);
        QMimeData mime;
        mime.setUrls({ QUrl::fromLocalFile(QStringLiteral(ATTUNE_SOURCE_DIR "/resources/samples/love-and-friends.json")) });
        // A drop reaches only what the drag has entered.
        QDragEnterEvent enter(QPoint(200, 300), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(dialogues, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(200, 300), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(dialogues, &drop);
        QTRY_COMPARE_WITH_TIMEOUT(workspace().dialogues().count(), int64_t(10), 30000);
    }

    void aRunIsTrained()
    {
        auto *train = page<training::TrainPage>("train");
        QVERIFY(train);
        run::TrainSpec spec = train->form().spec();
        spec.base_model = "smollm2-135m-instruct";
        spec.max_steps = 3;
        spec.cutoff_len = 512; // every sample dialogue keeps something to learn from, that of the validation, too
        spec.gradient_accumulation_steps = 1;
        spec.learning_rate = 1e-3;
        train->form().setSpec(spec);
        train->form().choosePrompt(QStringLiteral("supporter-short"));
        QPushButton *start = button(train, QStringLiteral("Start training"));
        QVERIFY(start);
        QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), 30000);
        QTest::mouseClick(start, Qt::LeftButton);
        const auto row = ended(run::JobKind::Train);
        QVERIFY(row);
        QVERIFY2(row->outcome == run::Outcome::Finished, row->error ? base::Failure(*row->error).what() : "no error was given");
        QVERIFY(std::filesystem::exists(row->adapter / "adapter_model.safetensors"));
        m_training = QString::fromStdString(row->id);
        const auto first = workspace().runs().firstMetric(row->id, "eval_loss");
        const auto last = workspace().runs().lastMetric(row->id, "eval_loss");
        QVERIFY(first && last);
        QVERIFY2(*last < *first, qPrintable(QStringLiteral("%1 -> %2").arg(*first).arg(*last)));
    }

    void itsRepliesAreMadeAndScored()
    {
        QVERIFY(!m_training.isEmpty());
        auto *evaluate = page<evaluation::EvaluatePage>("evaluate");
        QVERIFY(evaluate);
        evaluate->form().chooseSubjectOfRun(m_training);
        setNumber(evaluate, QStringLiteral("max_dialogues"), 1);
        setNumber(evaluate, QStringLiteral("max_replies_per_dialogue"), 2);
        setNumber(evaluate, QStringLiteral("max_new_tokens"), 12);
        QPushButton *start = button(evaluate, QStringLiteral("Start evaluation"));
        QVERIFY(start);
        QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), 30000);
        QTest::mouseClick(start, Qt::LeftButton);
        const auto row = ended(run::JobKind::Predict);
        QVERIFY(row);
        QVERIFY2(row->outcome == run::Outcome::Finished, row->error ? base::Failure(*row->error).what() : "no error was given");
        m_prediction = QString::fromStdString(row->id);
        QCOMPARE(workspace().runs().predictionCount(row->id), int64_t(2));
        QTRY_VERIFY_WITH_TIMEOUT(workspace().scores().latest(m_prediction.toStdString()).has_value(), 30000);
        QVERIFY(workspace().scores().latest(m_prediction.toStdString())->value("rouge_l").has_value());
    }

    void bothStandOnTheRunsPage()
    {
        QVERIFY(!m_prediction.isEmpty());
        auto *runs = page<runs::RunsPage>("runs");
        QVERIFY(runs);
        QTRY_COMPARE_WITH_TIMEOUT(runs->table().model()->rowCount(), 2, 30000);
        runs->selectRuns({ m_training });
        const auto drawn = [runs] {
            for (const parts::LineChart *chart : runs->findChildren<parts::LineChart *>()) {
                for (const auto &curve : chart->curves()) {
                    if (curve.points.size() >= 2)
                        return true;
                }
            }
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(drawn(), 30000);
        // A number leads to its replies.
        runs->showReplies(m_prediction, QStringLiteral("rouge_l"));
        const auto replies = [runs] {
            for (QTableView *table : runs->findChildren<QTableView *>()) {
                if (table != &runs->table() && table->model() && table->model()->rowCount() == 2)
                    return true;
            }
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(replies(), 30000);
    }
};

ATTUNE_TEST(TstImportToChart)
#include "tst_import_to_chart.moc"
