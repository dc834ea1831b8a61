// SPDX-License-Identifier: GPL-3.0-or-later
// Where things stand on the page and where its buttons lead.
#include "ui/training/train_page.h"

#include "ui/parts/error_text.h"
#include "ui/parts/form_beside.h"
#include "ui/parts/look.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/run_chips.h"
#include "ui/parts/text_format.h"
#include "ui/training/preflight_card.h"
#include "ui/training/run_panel.h"
#include "ui/training/train_form.h"

#include "jobs/job_queue.h"
#include "jobs/workspace_jobs.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

namespace training {

void TrainPage::buildPage()
{
    m_header = new parts::PageHeader(tr("Train"));
    m_notice = new parts::NoticeBar(this);
    QWidget *form = buildForm();
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 0);
    box->addWidget(m_header);
    box->addWidget(parts::formBeside(form, buildRight()), 1);
    m_notice->floatOver(m_header->noticePlace());
}

QWidget *TrainPage::buildForm()
{
    m_form = new TrainForm;
    m_start = parts::primaryButton(tr("Start training"));
    m_startNote = parts::mutedLabel({});
    connect(m_start, &QPushButton::clicked, this, &TrainPage::start);
    return parts::formColumn(m_form, m_startNote, m_start);
}

QWidget *TrainPage::buildRight()
{
    m_chips = new parts::RunChips;
    m_chips->setAccessibleName(tr("Trainings"));
    m_card = new PreflightCard;
    m_panel = new RunPanel;
    m_right = new QStackedWidget;
    m_right->addWidget(m_card);
    m_right->addWidget(m_panel);
    auto *right = new QWidget;
    auto *box = new QVBoxLayout(right);
    parts::setGaps(box, 2, 2);
    box->addWidget(m_chips);
    box->addWidget(m_right, 1);
    connect(m_chips, &parts::RunChips::picked, this, &TrainPage::watch);
    connectPanel();
    return right;
}

void TrainPage::connectPanel()
{
    connect(m_panel, &RunPanel::stopWanted, this, [this](const QString &id) { jobs().queue().stop(id); });
    connect(m_panel, &RunPanel::stopNowWanted, this, [this](const QString &id) { jobs().queue().stopNow(id); });
    connect(m_panel, &RunPanel::resumeWanted, this, [this](const QString &id) {
        try {
            jobs().queue().resume(id);
            watch(id);
        } catch (const std::exception &e) {
            m_notice->showError(parts::errorText(e));
        }
    });
    const auto leadTo = [this](const char *page) {
        return [this, page](const QString &id) { desk().goTo(page, { { QLatin1String(parts::link::kRun), id } }); };
    };
    connect(m_panel, &RunPanel::showInRunsWanted, this, leadTo(parts::page::kRuns));
    connect(m_panel, &RunPanel::evaluateWanted, this, leadTo(parts::page::kEvaluate));
    connect(m_panel, &RunPanel::chatWanted, this, [this](const QString &id) {
        if (const auto row = workspace().runs().find(parts::toUtf8(id))) {
            const auto *spec = std::get_if<run::TrainSpec>(&row->spec.job);
            desk().goTo(parts::page::kChat,
                { { QLatin1String(parts::link::kModel), spec ? parts::fromUtf8(spec->base_model) : QString() },
                    { QLatin1String(parts::link::kAdapter), parts::fromUtf8(row->adapter.string()) } });
        }
    });
    connect(m_panel, &RunPanel::repeatWanted, this, &TrainPage::takeSettings);
}

} // namespace training
