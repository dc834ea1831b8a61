// SPDX-License-Identifier: GPL-3.0-or-later
// Checks models one after another off the ui thread and hands each report over as soon as it is there.
#pragma once

#include "run/model_report.h"
#include "ui/parts/latest_job.h"

#include <QObject>
#include <QQueue>

namespace models {

class ModelCheck : public QObject
{
    Q_OBJECT

public:
    explicit ModelCheck(QObject *parent = nullptr);

    // `key` names the model in `checked`; one that waits already is not added twice.
    void add(const QString &key, const std::filesystem::path &path, const std::string &chatTemplate = {});
    bool isIdle() const { return m_waiting.isEmpty() && m_current.isEmpty(); }

Q_SIGNALS:
    void checked(const QString &key, const run::ModelReport &report);
    void idle();

private:
    void next();

    struct Item
    {
        QString key;
        std::filesystem::path path;
        std::string chatTemplate; // chosen by a person; empty: recognised
    };
    QQueue<Item> m_waiting;
    QString m_current;
    parts::LatestJob m_job;
};

} // namespace models
