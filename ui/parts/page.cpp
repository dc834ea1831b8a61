// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/page.h"

#include "ui/parts/error_text.h"

namespace parts {

Page::Page(Desk &desk, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
{
    setFocusPolicy(Qt::ClickFocus);
}

void Page::open(const QVariantMap &) { }
void Page::activate() { }
void Page::settle() { }
void Page::endWork() { }

void Page::tell(const std::exception &exception) { Q_EMIT failed(errorText(exception)); }

} // namespace parts
