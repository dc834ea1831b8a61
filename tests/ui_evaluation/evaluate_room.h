// SPDX-License-Identifier: GPL-3.0-or-later
// The Evaluate page with twenty dialogues, a finished training and a worker without a model.
#pragma once

#include "base/files.h"
#include "fakes/fake_desk.h"
#include "fakes/fake_worker.h"
#include "fakes/shown_button.h"
#include "jobs/job_queue.h"
#include "jobs/start.h"
#include "text/prompt_template.h"
#include "ui/evaluation/evaluate_page.h"
#include "ui/evaluation/score_card.h"
#include "workspace/freeze.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QtTest>

namespace fakes {

inline constexpr int kPatience = 20'000;

struct EvaluateRoom
{
    explicit EvaluateRoom(const char *mode = "normal")
        : desk({ .runs_jobs = false, .scores_predictions = true })
    {
        useFakeWorker("normal");
        addDialogues(*desk.workspace(), 20);
        const std::filesystem::path model = desk.dir() / "tiny";
        std::filesystem::create_directory(model);
        base::writeFileAtomically(model / "config.json", "{}");
        desk.workspace()->models().add(model.string());
        modelKey = QString::fromStdString(model.string());
        train();
        useFakeWorker(mode);
        page = std::make_unique<evaluation::EvaluatePage>(desk);
        page->resize(1100, 740);
        page->show();
    }
    ~EvaluateRoom() { endWorkers(*desk.workspace()); }
    // A finished training with an adapter.
    void train()
    {
        run::TrainSpec spec;
        spec.base_model = modelKey.toStdString();
        spec.device = "cpu";
        spec.prompt = text::toJson(text::presetPrompts(text::presetFolder()).at(0));
        training = QString::fromStdString(jobs::startTraining(*desk.jobs(), spec, workspace::freeze(desk.workspace()->database(), {}), "r16"));
        QVERIFY(idle());
    }
    bool idle() const
    {
        return QTest::qWaitFor([&] { return desk.jobs()->queue().isIdle(); }, kPatience);
    }
    QPushButton *button(const char *text) const { return shownButton(*page, text); }
    void click(const char *text) const { clickButton(*page, text); }
    QString startNote() const { return button("Start evaluation")->toolTip(); }
    bool counted() const
    {
        return QTest::qWaitFor([&] { return startNote().contains(QStringLiteral("replies in")); }, kPatience);
    }
    storage::RunRow newest() const { return desk.workspace()->runs().list().at(0); }
    template <typename Widget> Widget *named(const char *name) const
    {
        for (Widget *widget : page->findChildren<Widget *>()) {
            if (widget->accessibleName() == QLatin1String(name))
                return widget;
        }
        return nullptr;
    }
    bool says(const QString &text) const
    {
        for (const QLabel *label : page->findChildren<QLabel *>()) {
            if (label->isVisibleTo(page.get()) && label->text().contains(text))
                return true;
        }
        return false;
    }

    FakeDesk desk;
    QString modelKey;
    QString training;
    std::unique_ptr<evaluation::EvaluatePage> page;
};

} // namespace fakes
