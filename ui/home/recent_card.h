// SPDX-License-Identifier: GPL-3.0-or-later
// The workspaces opened last; pressing one opens it.
#pragma once

#include "ui/parts/page.h"

#include <QFrame>

namespace home {

class RecentCard : public QFrame
{
    Q_OBJECT

public:
    explicit RecentCard(parts::Desk &desk, QWidget *parent = nullptr);
    void reload();

private:
    QWidget *makeRow(const QString &folder);

    parts::Desk &m_desk;
    QWidget *m_rows = nullptr;
};

} // namespace home
