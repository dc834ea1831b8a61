// SPDX-License-Identifier: GPL-3.0-or-later
// The Runs page on runs that have ended.
#pragma once

#include "fakes/fake_desk.h"
#include "run_maker.h"
#include "ui/parts/line_chart.h"
#include "ui/parts/notice_bar.h"
#include "ui/runs/compare_chart.h"
#include "ui/runs/metric_bars.h"
#include "ui/runs/runs_page.h"

#include <QPushButton>
#include <QTableView>
#include <QtTest>

namespace fakes {

inline constexpr int kPatience = 20'000;

struct RunsRoom
{
    RunsRoom()
        : make(*desk.workspace())
    {
    }
    // A training, another one, an evaluation of the first, one of the base model, one without scores.
    void fill()
    {
        small = make.training("r8", 8, 10);
        large = make.training("r32", 32, 20, run::Outcome::Stopped);
        adapted = make.evaluation("r8 on test", small);
        base = make.evaluation("base on test", {}, 2);
        unscored = make.evaluation("not scored", {}, 2, false);
    }
    void open()
    {
        page = std::make_unique<runs::RunsPage>(desk);
        page->resize(1100, 740);
        page->show();
        QVERIFY(QTest::qWaitFor([&] { return page->isReady(); }, kPatience));
    }
    QString cell(const QString &run, const char *column) const
    {
        const QAbstractItemModel &model = page->shownRows();
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.index(row, 0).data(parts::KeyRole).toString() == run)
                return model.index(row, page->columnOf(QLatin1String(column))).data().toString();
        }
        return QStringLiteral("no such run");
    }
    QModelIndex place(const QString &run, const char *column) const
    {
        const QAbstractItemModel &model = page->shownRows();
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.index(row, 0).data(parts::KeyRole).toString() == run)
                return model.index(row, page->columnOf(QLatin1String(column)));
        }
        return {};
    }
    QStringList names() const
    {
        QStringList all;
        for (int row = 0; row < page->shownRows().rowCount(); ++row)
            all << page->shownRows().index(row, 0).data().toString();
        return all;
    }
    bool drawn(int curves) const
    {
        const auto *chart = page->findChild<runs::CompareChart *>();
        return QTest::qWaitFor([&] { return const_cast<runs::CompareChart *>(chart)->chart().curves().size() == curves; }, kPatience);
    }
    runs::MetricBars &bars() const { return *page->findChild<runs::MetricBars *>(); }
    parts::NoticeBar &notice() const { return *page->findChild<parts::NoticeBar *>(); }

    FakeDesk desk;
    RunMaker make;
    QString small, large, adapted, base, unscored;
    std::unique_ptr<runs::RunsPage> page;
};

} // namespace fakes
