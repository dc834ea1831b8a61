// SPDX-License-Identifier: GPL-3.0-or-later
// What is running and how the last runs ended; pressing one opens it in Runs.
#pragma once

#include "ui/parts/page.h"

#include <QFrame>

namespace home {

class RunsCard : public QFrame
{
    Q_OBJECT

public:
    explicit RunsCard(parts::Desk &desk, QWidget *parent = nullptr);
    void reload(); // needs a workspace

private:
    parts::Desk &m_desk;
    QWidget *m_rows = nullptr;
};

} // namespace home
