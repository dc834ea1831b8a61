// SPDX-License-Identifier: GPL-3.0-or-later
// The rendered system message, each section washed in its colour.
#pragma once

#include "text/prompt_template.h"

#include <QPlainTextEdit>

namespace prompts {

class SystemView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit SystemView(QWidget *parent = nullptr);

    void setSystem(const text::RenderedPrompt &system);

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintSections();

    text::RenderedPrompt m_system;
};

} // namespace prompts
