// SPDX-License-Identifier: GPL-3.0-or-later
// Home: ways to begin, the workspaces opened last, what runs, what this machine can do.
#pragma once

#include "ui/parts/page.h"

class QLabel;

namespace home {

class MachineCard;
class RecentCard;
class RunsCard;

class HomePage : public parts::Page
{
    Q_OBJECT

public:
    explicit HomePage(parts::Desk &desk, QWidget *parent = nullptr);

    void activate() override;
    bool isReady() const override;

private:
    bool hasDialogues() const;
    QWidget *buildStart();
    QWidget *buildCards();
    void showWords();

    QLabel *m_title = nullptr;
    QLabel *m_sentence = nullptr;
    RecentCard *m_recent = nullptr;
    RunsCard *m_runs = nullptr; // null without a workspace
    MachineCard *m_machine = nullptr;
};

} // namespace home
